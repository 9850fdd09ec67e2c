"""The mailbox beside the browser."""

import re
import time
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path


def newest_code(folder: Path, address: str, since: float) -> str:
    """Wait for the newest code's letter to an address, and return its digits."""
    for _ in range(120):
        for letter in newest_letters(folder, address, since):
            if found := re.search(r"\b\d{4} \d{4}\b", text_of(letter)):
                return found[0]
        time.sleep(0.25)
    raise AssertionError(f"no code arrived for {address}")


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
