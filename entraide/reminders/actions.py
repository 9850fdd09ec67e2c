"""Posting each person's reminders of a day, and stopping letters."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update

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


def _set(wanted: Stop, *, wants_letters: bool) -> None:
    changed = db.session.execute(
        update(Membership)
        .where(Membership.id.in_(wanted.membership_ids), Membership.wants_letters.is_not(wants_letters))
        .values(wants_letters=wants_letters, revision=Membership.revision + 1)
        .returning(Membership.group_id, Membership.id),
        execution_options={"synchronize_session": False},
    ).all()
    for group_id, membership_id in changed:
        note("letters:resume" if wants_letters else "letters:stop", group=group_id, by=membership_id)
    db.session.flush()
