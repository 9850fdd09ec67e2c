"""`doctor --mail`: send one real letter, say what the next mail server answered, and ask how it arrived."""

import sys
from urllib.parse import urlsplit
from uuid import uuid4

from flask_babel import gettext as _

from entraide.errors import EntraideError
from entraide.mail.carrier import NotTaken, carrier, envelope
from entraide.mail.rendering import Rendered, language
from entraide.settings import Settings

HINTS = {
    0: "it could not be reached: look at host and port (587 for STARTTLS, 465 for smtps), and at the firewall",
    530: "it wants a name and a password: smtp://NAME:PASSWORD@host:587",
    534: "it wants another way to sign in: many mailboxes need a password made for programs",
    535: "name or password is wrong; many mailboxes need a password made for programs",
    550: "it does not send for this sender or to this address: mail_from must be the mailbox's own address",
    553: "it does not send for this sender: mail_from must be the mailbox's own address",
    554: "it takes the letter for spam, or does not trust this machine's address",
}
ADVICE = {
    "y": "Good. Letters from here arrive.",
    "s": (
        "Look at three entries of mail_from's domain in its name server: SPF must name the mail server, DKIM must be "
        "switched on there, DMARC may say p=none at first. Then move the letter out of the spam folder, and try again."
    ),
    "n": (
        "Wait ten minutes and look into the spam folder. If it is nowhere, the mail server keeps it back: its own log "
        "tells why, and SPF or DKIM of mail_from's domain is the usual reason."
    ),
}


class NotSent(EntraideError):
    """The next mail server did not take the letter."""


def send(settings: Settings, address: str) -> None:
    """Hand one letter to the next mail server, and ask at a terminal whether it arrived."""
    if not settings.mail_url:
        raise NotSent("ENTRAIDE_MAIL_URL names no mail server: there is none to try")
    server = urlsplit(settings.mail_url)
    with language(settings.language):
        rendered = Rendered(address, _("A trial"), _("This letter is a trial. There is nothing to do.") + "\n")
    try:
        with carrier(settings) as way:
            way.carry(envelope(uuid4(), rendered, settings))
    except NotTaken as refusal:
        hint = HINTS.get(refusal.code, "its own log tells more")
        raise NotSent(f"{server.hostname} did not take the letter ({refusal.code or 'no answer'}): {hint}") from refusal
    print(f"{server.hostname} took the letter to {address}, from {settings.mail_from}.")  # noqa: T201
    if not sys.stdin.isatty():
        print("Has it arrived? In the spam folder? A letter taken is not yet a letter read.")  # noqa: T201
        return
    print(ADVICE[_answer()])  # noqa: T201


def _answer() -> str:
    while True:
        said = input("Has it arrived? y: yes, s: in the spam folder, n: not yet: ").strip().lower()[:1]
        if said in ADVICE:
            return said
