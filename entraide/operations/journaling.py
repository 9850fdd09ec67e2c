"""The journal as an operator meets it: what the doctor finds in it, what a restore took back, the day's letter."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError
from entraide.journal import anchors, chain, checking
from entraide.journal.anchors import NOTED, RESTORED, RESTORING, Anchor
from entraide.journal.chain import START
from entraide.journal.models import Entry
from entraide.mail.carrier import carrier, envelope
from entraide.mail.rendering import Rendered, language
from entraide.operations.rows import engine_of, snapshot
from entraide.settings import Settings, current, master_key
from entraide.vault.sealed import store
from entraide.vault.store import KeyStore

NOTED_WITHIN = timedelta(hours=3)
MAILED = "journal-mailed"  # in the instance folder: the day of the last letter

log = logging.getLogger(__name__)


class NotANote(EntraideError):
    """What was typed is not a line from the day's letter."""


def findings(app: Flask, settings: Settings) -> Iterator[str]:
    """Check the whole journal; one sentence a fault."""
    with app.app_context():
        lines = list(anchors.noted(settings, store()))  # before the database is looked at: what is noted is in it
        with snapshot(db.engine) as connection:
            held, _gone, strange = anchors.standing(anchors.settled(lines, connection))
            newest = max(held, default=0)
            yield from checking.faults(connection, store(), held)
            late = (Entry.number > newest) & (Entry.at < now() - NOTED_WITHIN)
            unnoted = connection.scalar(select(func.count()).select_from(Entry).where(late)) or 0
    file = anchors.file_of(settings)
    for one in strange:
        yield f"Line {one.line} of {file} was not written by this server, or was altered."
    if unnoted:
        yield f"{unnoted} entries of the journal are noted nowhere outside the database: can {file} be written?"
    if not (settings.journal_anchor or settings.journal_anchor_mail or settings.demo):
        yield (
            "The journal's end is noted beside the database only: set journal_anchor to a file on another disk or "
            "machine, or journal_anchor_mail to a mailbox of yours; who can write both could cut the journal off."
        )


def remarks(app: Flask, settings: Settings) -> list[str]:
    """Return what is as it should be, and yet worth knowing: what restores took out of the journal.

    Nothing where it cannot be read: the findings say why.
    """
    try:
        with app.app_context(), snapshot(db.engine) as connection:
            gone = anchors.standing(anchors.settled(anchors.noted(settings, store()), connection))[1]
    except (EntraideError, SQLAlchemyError, OSError):
        return []
    return [
        f"A back-up was put back on {_day(one.at)}: the journal's entries {one.first} to {one.last} are gone with it."
        for one in gone
    ]


def compare(app: Flask, typed: str) -> tuple[bool, str]:
    """Say whether a line of the day's letter, `number hash`, agrees with the journal; NotANote for anything else."""
    number, ended = _parts(typed)
    with app.app_context(), snapshot(db.engine) as connection:
        found = connection.scalar(select(Entry.hash).where(Entry.number == number))
        last, _hash = anchors.end_in(connection)
    if found is None:
        return False, f"The journal has no entry {number}: it ends at {last}, or that month's time is over."
    if bytes(found) != ended:
        return False, f"The journal up to number {number} is not what that letter says: it was altered since."
    return True, f"The journal up to number {number} is what it was then."


def _parts(typed: str) -> tuple[int, bytes]:
    parts = typed.replace(":", " ").split()
    try:
        number, ended = int(parts[0]), bytes.fromhex(parts[1])
    except (ValueError, IndexError) as fault:
        raise NotANote("type the letter's line as it stands: the number, then the 64 signs") from fault
    if len(parts) != 2 or len(ended) != 32 or not 0 < number < 2**63:
        raise NotANote("type the letter's line as it stands: the number, then the 64 signs")
    return number, ended


def note_beginning(settings: Settings, keys: KeyStore, main: Connection, kept: Connection) -> None:
    """Note outside, just before it is committed, where the journal of a back-up ends that is being put back."""
    keys.read_named(kept, "journal")
    anchors.note(settings, keys, RESTORING, *anchors.end_in(main))


def note_return(settings: Settings) -> None:
    """Note outside that a back-up was put back, and where the journal ends since."""
    engine, keys = engine_of(settings.database_url), KeyStore(settings.keys_url, master_key(settings))
    try:
        with engine.connect() as connection:
            number, ended = anchors.end_in(connection)
        anchors.note(settings, keys, RESTORED, number, ended)
    finally:
        engine.dispose()
        keys.engine.dispose()


def accept(app: Flask, settings: Settings) -> str:
    """Go on from the journal as it stands, after its end was lost: an older disk put back by other means, or a theft.

    Noted outside as a restore is, from the last note that still holds; what was altered in the middle is said on.
    """
    with app.app_context():
        with snapshot(db.engine) as connection:
            held = anchors.standing(anchors.settled(anchors.noted(settings, store()), connection))[0]
        number, ended = chain.take_as_it_stands()
        rows = db.session.execute(select(Entry.number, Entry.hash).where(Entry.number.in_(held)))
        kept = {row.number: row.hash for row in rows}
        agreed = [one for one in held if kept.get(one) == held[one].hash]
        differ = [one for one in held if one in kept and one not in agreed]
        since = max((one for one in agreed if one < min(differ)), default=0) if differ else number
        is_lost = bool(differ) or max(held, default=0) > since
        if is_lost:
            at = held[since].hash if since in held else ended if since == number else START
            anchors.note(settings, store(), RESTORED, since, at)
        anchors.note(settings, store(), NOTED, number, ended)
    if not is_lost:
        return f"Nothing that was noted outside is missing: the journal goes on after number {number}, as it did."
    return f"The journal goes on after number {number}; what was noted outside after number {since} counts no more."


def mail_end() -> None:
    """Send the operator's own mailbox the journal's end, once a day; the worker calls it every hour."""
    settings = current()
    mark, today = settings.instance / MAILED, now().date().isoformat()
    if not settings.journal_anchor_mail or not (settings.mail_url or settings.demo) or _text_of(mark) == today:
        return
    newest = anchors.last(settings, store())
    if newest is None or newest.what != NOTED:
        return
    with carrier(settings) as way:
        way.carry(envelope(uuid4(), _letter(settings, newest), settings))
    mark.write_text(today, "ascii")


def _letter(settings: Settings, newest: Anchor) -> Rendered:
    with language(settings.language):
        subject = _("Note of %(day)s", day=_day(newest.at))
        keep = _("There is nothing to do: keep this letter with the others.")
    return Rendered(settings.journal_anchor_mail, subject, f"{newest.number} {newest.hash.hex()}\n\n{keep}\n")


def _day(at: datetime) -> str:
    return f"{at:%d.%m.%Y}"


def _text_of(file: Path) -> str:
    return file.read_text("ascii") if file.exists() else ""
