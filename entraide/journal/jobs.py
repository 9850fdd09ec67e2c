"""What the worker does for the journal: seal, note the end outside, let go of months past their time."""

from entraide.db import db
from entraide.journal import anchors, chain, heads
from entraide.settings import current
from entraide.vault.sealed import store


def seal() -> None:
    """Seal all that waits, a few hundred entries at a time."""
    while chain.seal_next():
        continue


def note_end() -> None:
    """Note outside both stores how the chain ends, where it grew since the last note."""
    settings, keys = current(), store()
    number, ended = anchors.end_in(db.session.connection())
    lines = anchors.settled(anchors.noted(settings, keys), db.session.connection())
    db.session.rollback()
    newest = next((one for one in reversed(lines) if isinstance(one, anchors.Anchor)), None)
    before = anchors.last(settings, keys)
    if newest is not None and newest != before:
        anchors.note(settings, keys, newest.what, newest.number, newest.hash)
    if number and (
        newest is None or newest.what == anchors.RESTORING or (newest.number, newest.hash) != (number, ended)
    ):
        anchors.note(settings, keys, anchors.NOTED, number, ended)


def drop_past_months() -> None:
    """Let go of the entries of months that are older than the journal is kept."""
    heads.drop_past()
