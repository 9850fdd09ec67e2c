"""Logs as one JSON object a line, with nothing of anybody: our own sentences whole, other packages' without values."""

import json
import logging
import sys
from datetime import UTC, datetime

from entraide.errors import trace

OURS = "entraide"
QUIET = {"apscheduler": logging.ERROR, "alembic": logging.WARNING}


class Lines(logging.Formatter):
    """When, how grave, who says it, and what.

    Our own sentences hold ids and kinds alone; another package's may hold an address, so that only its unfilled text is
    kept, and of a fault only where it happened.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": says(record),
        }
        return json.dumps(said, ensure_ascii=False)


class Words(logging.Formatter):
    """The same for somebody at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        at = datetime.fromtimestamp(record.created).astimezone()
        return f"{at:%H:%M:%S} {record.levelname.lower()}: {says(record)}"


def says(record: logging.LogRecord) -> str:
    """Return what a record says, without another package's values."""
    is_ours = record.name.partition(".")[0] == OURS
    text = record.getMessage() if is_ours else str(record.msg)
    fault = record.exc_info[1] if record.exc_info else None
    return f"{text}: {trace(fault)}" if fault else text


def set_up() -> None:
    """Write what this process says to standard error: JSON lines, or words where somebody looks on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Words() if sys.stderr.isatty() else Lines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)
