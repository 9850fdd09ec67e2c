"""The mailbox beside the browser."""

import re
import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path


def newest_code(folder: Path, address: str, since: float) -> str:
    """Wait for the newest code's letter to an address, and return its digits."""
    letter = wait_for_letter(folder, address, lambda one: bool(CODE.search(text_of(one))), since)
    return CODE.findall(text_of(letter))[0]


def wait_for_letter(
    folder: Path, address: str, is_meant: Callable[[EmailMessage], bool], since: float = 0
) -> EmailMessage:
    """Wait for a letter to an address; the newest one meant is returned."""
    for _ in range(240):
        for letter in newest_letters(folder, address, since):
            if is_meant(letter):
                return letter
        time.sleep(0.25)
    raise AssertionError(f"no such letter arrived for {address}")


def newest_letters(folder: Path, address: str, since: float = 0) -> list[EmailMessage]:
    """Return an address's letters since an instant, the newest first."""
    files = sorted(folder.glob("*.eml"), reverse=True)
    read = [
        BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
        for file in files
        if file.stat().st_mtime >= since
    ]
    return [letter for letter in read if address == str(letter["To"])]


def text_of(letter: EmailMessage) -> str:
    """Return a letter's text part."""
    part = letter.get_body(("plain",))
    return str(part.get_content()) if part else ""


def links_of(letter: EmailMessage) -> list[str]:
    """Return the addresses a letter leads to, in order."""
    return re.findall(r"https?://\S+", text_of(letter))


CODE = re.compile(r"^ +(\d{4} \d{4})\s*$", re.MULTILINE)  # alone in its line, as no other letter has digits
