"""A real mail server on loopback that takes, refuses or puts off letters as told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Inbox:
    """What the server took, and what it answers to the next letters (an answer a letter; none left: 250)."""

    answers: list[str] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.answers and self.answers[0].startswith("rcpt "):
            return self.answers.pop(0).removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(envelope.content)
        return "250 taken"


@contextmanager
def mail_server(inbox: Inbox | None = None) -> Iterator[Inbox]:
    """Start the server on a free port of the loopback."""
    inbox = inbox or Inbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        inbox.port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port, ready_timeout=10)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
