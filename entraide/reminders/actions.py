"""Posting each person's reminders of a day, and stopping letters."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, case, update

from entraide.clock import now
from entraide.db import db
from entraide.journal.actions import note
from entraide.mail.actions import Draft, post_each
from entraide.members.models import Membership
from entraide.reminders.queries import KIND, Due, Stop, key_of


def drafts_of(day: date, due: Iterable[Due]) -> list[Draft]:
    """Make one draft a person, however many meetings and groups; it is useful until the last of them begins."""
    last: dict[UUID, datetime] = {}
    for one in due:
        last[one.person_id] = max(one.starts_at, last.get(one.person_id, one.starts_at))
    return [Draft(person_id, key_of(person_id, day), deadline) for person_id, deadline in last.items()]


def post_reminders(drafts: Iterable[Draft], at: datetime) -> None:
    """Post reminders; one that is posted already stays alone."""
    post_each(KIND, drafts, at=at)


def stop(wanted: Stop) -> None:
    """Write no more letters to these memberships; those that wait are dropped when their turn comes."""
    _set(wanted, wants_letters=False)


def resume(wanted: Stop) -> None:
    """Write letters to these memberships again."""
    _set(wanted, wants_letters=True)


def letters_seen(memberships: Iterable[UUID]) -> None:
    """Note that a person knows what a link changed of her letters."""
    _change(Membership.id.in_(list(memberships)) & Membership.letters_by_link.is_not(None), letters_by_link=None)


def letters_as_before(memberships: Iterable[UUID]) -> None:
    """Let letters come, or stop, as before a link changed that."""
    theirs = Membership.id.in_(list(memberships)) & Membership.letters_by_link.is_not(None)
    changed = _change(theirs, wants_letters=~Membership.wants_letters, letters_by_link=None)
    for group_id, membership_id in changed:
        note("letters:as_before", group=group_id, by=membership_id)


def _change(which: ColumnElement[bool], **values: object) -> Sequence[Row[UUID, UUID]]:
    changed = update(Membership).where(which).values(**values, revision=Membership.revision + 1)
    return db.session.execute(
        changed.returning(Membership.group_id, Membership.id), execution_options={"synchronize_session": False}
    ).all()


def _set(wanted: Stop, *, wants_letters: bool) -> None:
    theirs = Membership.id.in_(wanted.membership_ids) & Membership.wants_letters.is_not(wants_letters)
    unseen = case((Membership.letters_by_link.is_(None), now()), else_=None)  # taken back before she saw it: nothing
    changed = _change(theirs, wants_letters=wants_letters, letters_by_link=unseen)
    for group_id, membership_id in changed:
        note("letters:resume" if wants_letters else "letters:stop", group=group_id, by=membership_id)
    db.session.flush()
