"""Carry a rendered letter to the next mail server, or into the demo's folder."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from entraide.clock import now
from entraide.errors import EntraideError
from entraide.mail.rendering import Rendered
from entraide.settings import Settings

TIMEOUT = 20


class NotTaken(EntraideError):
    """The next mail server did not take a letter; `for_good` says whether trying again is useless."""

    def __init__(self, code: int, for_good: bool) -> None:
        super().__init__(f"answer {code}")
        self.code, self.for_good = code, for_good


class Carrier(Protocol):
    """Takes letters over, or raises NotTaken."""

    def carry(self, letter: EmailMessage) -> None: ...


def envelope(letter_id: UUID, rendered: Rendered, settings: Settings) -> EmailMessage:
    """Write the message; its id names the letter and no kind, and is the same at every attempt."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(rendered.sender_name or settings.site_name, addr_spec=settings.mail_from)
    message["To"] = Address(addr_spec=rendered.to)
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{letter_id.hex}@{settings.host}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if rendered.stop_url:
        message["List-Unsubscribe"] = f"<{rendered.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(rendered.text)
    if rendered.html:
        message.add_alternative(rendered.html, subtype="html")
    return message


class Folder:
    """The demo's mailbox: one .eml file a letter."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(self, letter: EmailMessage) -> None:
        """Write the letter whole, then give it its name: a reader never meets half of one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{now():%Y%m%dT%H%M%S%f}-{str(letter['Message-ID'])[1:9]}"
        half = self.folder / f".{name}.part"
        half.write_bytes(letter.as_bytes())
        os.replace(half, self.folder / f"{name}.eml")


class Nowhere:
    """No mail server was named yet: letters wait."""

    def carry(self, letter: EmailMessage) -> None:
        """Say that nobody took it."""
        raise NotTaken(0, for_good=False)


class Relay:
    """An SMTP session with the next mail server, opened at the first letter and kept for a batch."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.is_tls = parts.scheme == "smtps"
        self.is_plain = parts.scheme == "smtp+plain"
        self.host, self.port = parts.hostname or "localhost", parts.port or (465 if self.is_tls else 587)
        self.name, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        self.session: smtplib.SMTP | None = None

    def carry(self, letter: EmailMessage) -> None:
        """Hand one letter over; NotTaken says what the server answered (0: it could not be reached)."""
        try:
            if self.session is None:
                self.session = self._connect()
            self.session.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            self._forget()
            raise NotTaken(code, code >= 500) from refused
        except smtplib.SMTPResponseException as refused:
            self._forget()
            lasting = refused.smtp_code >= 500 and not isinstance(refused, smtplib.SMTPAuthenticationError)
            raise NotTaken(refused.smtp_code, lasting) from refused
        except (OSError, UnicodeError, smtplib.SMTPException) as fault:
            self._forget()
            raise NotTaken(0, for_good=False) from fault

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.is_tls:
            session: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        else:
            session = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        try:
            if not (self.is_tls or self.is_plain):
                session.starttls(context=context)
            if self.name:
                session.login(self.name, self.password)
        except BaseException:
            session.close()
            raise
        return session

    def _forget(self) -> None:
        if self.session is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.session.close()
        self.session = None

    def close(self) -> None:
        """End the session politely."""
        if self.session is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.session.quit()
        self.session = None


@contextmanager
def carrier(settings: Settings) -> Iterator[Carrier]:
    """Open the way letters leave by: demo mode's folder, else ENTRAIDE_MAIL_URL."""
    if settings.demo:
        yield Folder(settings.mail_dir)
        return
    if not settings.mail_url:
        yield Nowhere()
        return
    relay = Relay(settings.mail_url)
    try:
        yield relay
    finally:
        relay.close()
