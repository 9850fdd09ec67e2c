"""What an operator may do to somebody's ways in: lift a lost lock or hand words over, in 48 hours, or end sessions."""

import sys
from zoneinfo import ZoneInfo

from flask import Flask

from entraide.accounts import losing, operator_words
from entraide.accounts.forms import spelling
from entraide.db import db, writing
from entraide.errors import EntraideError

SAID = (
    "If somebody here has this address, or this card, and a lock, it is lifted in 48 hours; letters and a notice on "
    "every device of theirs say so, and there it can be stopped. No session is opened."
)

PROMISED = (
    "Copy them on paper: they are shown this once. If somebody in protected mode set this address aside, or has this "
    "card, they open nothing before {opens_at}, then one sign-in until {until}. A notice on every device of theirs "
    "says so, and there it can be stopped. The mailbox stays set aside. Give the paper to that person only, standing "
    "before you: whoever calls or writes may be the one who reads the mailbox."
)

SIGNED_OUT = (
    "Whoever reads that mailbox, or holds that card, is signed out on every device, and signs in to come back. Devices "
    "that can still undo protected mode stay, and so do those of whoever set that mailbox aside."
)

SIGNED_OUT_ALL = "Everybody is signed out on every device, and signs in to come back."


class NobodyNamed(EntraideError):
    """No address was given."""


def lift(app: Flask, named: str | None, first_name: str = "") -> None:
    """Lift the lock of an address or card number, which is read from standard input where none is given.

    What is printed is the same whether anybody is known by it.
    """
    named = _asked(named)
    with app.app_context():
        writing()
        try:
            losing.lift(spelling(named), _readable(first_name))
        except losing.SeveralRead as fault:
            db.session.rollback()
            raise losing.SeveralRead("several people read that mailbox: add --first-name") from fault
        db.session.commit()
    print(SAID)  # noqa: T201


def hand_words(app: Flask, named: str | None, first_name: str = "") -> None:
    """Print a number and six words for an address set aside, or a card; the same whether anybody is known by it."""
    named = _asked(named)
    with app.app_context():
        writing()
        try:
            made = operator_words.promise(spelling(named), _readable(first_name))
        except losing.SeveralRead as fault:
            db.session.rollback()
            raise losing.SeveralRead("several people set that mailbox aside: add --first-name") from fault
        db.session.commit()
    zone = ZoneInfo(app.extensions["entraide.settings"].timezone)
    opens_at, until = (f"{at.astimezone(zone):%d.%m.%Y at %H:%M}" for at in (made.opens_at, made.until))
    print(f"Number: {made.number}\nSix words: {' '.join(made.words)}\n")  # noqa: T201
    print(PROMISED.format(opens_at=opens_at, until=until))  # noqa: T201


def sign_out(app: Flask, named: str | None, *, everybody: bool) -> None:
    """End every session of an address or card number, read from standard input where none is given; or everybody's."""
    named = "" if everybody else _asked(named)
    with app.app_context():
        writing()
        if everybody:
            losing.sign_out_everybody()
        else:
            losing.sign_out(spelling(named))
        db.session.commit()
    print(SIGNED_OUT_ALL if everybody else SIGNED_OUT)  # noqa: T201


def _asked(named: str | None) -> str:
    if named is None:
        print("Address, or number of the card: ", end="", file=sys.stderr, flush=True)  # noqa: T201
        named = sys.stdin.readline()
    if not (named := _readable(named).strip()[:254]):
        raise NobodyNamed("no address was given")
    return named


def _readable(typed: str) -> str:
    """Leave out what a terminal sent in another alphabet's bytes: it is in no address and in no name."""
    return typed.encode("utf-8", "ignore").decode("utf-8")
