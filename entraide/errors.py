"""What can go wrong everywhere, and how a log tells of it."""

from pathlib import Path
from traceback import extract_tb


class EntraideError(Exception):
    """A refusal in words of the field."""


class NotFound(EntraideError):
    """There is no such thing for this asker."""


class ChangedMeanwhile(EntraideError):
    """The thing was changed since the page was made; nothing of the form was kept."""


def trace(fault: BaseException) -> str:
    """Say what failed and where, without the fault's own words: they may hold an address or a name."""
    frames = reversed(extract_tb(fault.__traceback__)[-8:])
    return " < ".join([type(fault).__name__, *(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)])
