"""The demo's mailbox: every letter that left, for whoever stands at this machine. Demo mode only."""

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from flask import Blueprint, abort, render_template
from markupsafe import Markup, escape

from entraide.access.gate import public
from entraide.demo.queries import inhabitants
from entraide.settings import current

bp = Blueprint("demo", __name__, url_prefix="/demo")
SHOWN = 60


@dataclass(frozen=True)
class Post:
    """One letter as its reader sees it, first on the lock screen, then opened."""

    name: str
    sender: str
    to: str
    subject: str
    first_line: str
    text: Markup


@bp.get("/courrier")
@public("the demo's mailbox, on loopback only")
def mailbox() -> str:
    """List the newest letters, and whom one can sign in as."""
    files = sorted(current().mail_dir.glob("*.eml"), reverse=True)[:SHOWN]
    return render_template("demo/mailbox.html", posts=[_read(file) for file in files], people=inhabitants()[:14])


@bp.get("/courrier/<name>")
@public("the demo's mailbox, on loopback only")
def letter(name: str) -> str:
    """Show one letter's text, with its links."""
    if not re.fullmatch(r"[0-9T]+-[0-9a-f]+", name):
        abort(404)
    file = current().mail_dir / f"{name}.eml"
    if not file.exists():
        abort(404)
    return render_template("demo/letter.html", post=_read(file))


def _read(file: Path) -> Post:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
    part = message.get_body(("plain",))
    text = str(part.get_content()) if part else ""
    linked = re.sub(r"https?://[^\s<>]+", lambda found: f'<a href="{found[0]}">{found[0]}</a>', str(escape(text)))
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    return Post(
        file.stem,
        str(message["From"].addresses[0].display_name),
        str(message["To"].addresses[0].addr_spec),
        str(message["Subject"]),
        first_line,
        Markup(linked),  # noqa: S704 (escaped above, then only links added)
    )
