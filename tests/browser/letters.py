"""The mailbox beside the browser."""

import re
import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path


def lying_there(folder: Path) -> frozenset[str]:
    """Return which letters came already: taken before something is asked for, it tells the answer from them."""
    return frozenset(file.name for file in folder.glob("*.eml"))


def new_code(folder: Path, address: str, before: frozenset[str]) -> str:
    """Wait for a code's letter that was not there before, and return its digits."""
    letter = wait_for_letter(folder, address, lambda one: bool(CODE.search(text_of(one))), before)
    return CODE.findall(text_of(letter))[0]


def wait_for_letter(
    folder: Path, address: str, is_meant: Callable[[EmailMessage], bool], before: frozenset[str] = frozenset()
) -> EmailMessage:
    """Wait for a letter to an address that was not there before; the newest one meant is returned."""
    for _ in range(600):
        for letter in _newest_letters(folder, address, before):
            if is_meant(letter):
                return letter
        time.sleep(0.1)
    raise AssertionError(f"no such letter arrived for {address}")


def _newest_letters(folder: Path, address: str, before: frozenset[str]) -> list[EmailMessage]:
    names = sorted(lying_there(folder) - before, reverse=True)
    read = [BytesParser(EmailMessage, policy=policy.default).parsebytes((folder / name).read_bytes()) for name in names]
    return [letter for letter in read if address == str(letter["To"])]


def text_of(letter: EmailMessage) -> str:
    """Return a letter's text part."""
    part = letter.get_body(("plain",))
    return str(part.get_content()) if part else ""


def links_of(letter: EmailMessage) -> list[str]:
    """Return the addresses a letter leads to, in order."""
    return re.findall(r"https?://\S+", text_of(letter))


CODE = re.compile(r"^ +(\d{4} \d{4})\s*$", re.MULTILINE)  # alone in its line, as no other letter has digits
