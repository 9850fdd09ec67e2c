"""Who gave no sign of life for long: memberships to ask, those to end, and accounts to write to.

A sign is a session in use, a feed read, an answer by a link, an organiser's word. People's signs are kept by the month:
as the last day of theirs, so that nobody is asked too early.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from entraide.access import scope
from entraide.access.tokens import Purpose, read
from entraide.accounts.models import Card, Person
from entraide.accounts.queries import find_person
from entraide.calendars.models import Feed
from entraide.clock import month_end, now, today
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.meetings.models import Answer
from entraide.members.models import Membership, Status
from entraide.members.queries import find_membership, names_of
from entraide.members.queries.roster import alphabet
from entraide.retention import Kept
from entraide.rights.wiping import NOBODY
from entraide.settings import current

TO_ANSWER = timedelta(days=30)  # between the question and the end
ASKED = func.coalesce(Membership.asked_on, date.max)


@dataclass(frozen=True)
class Quiet:
    """Somebody who was asked whether she stays, as organisers see her; `until`: when her place ends."""

    membership_id: UUID
    name: str
    until: date
    is_managed: bool


def to_ask() -> list[tuple[UUID, UUID]]:
    """Return the memberships that are to be asked now, group by group."""
    return _found(Membership.asked_on.is_(None), silent_since(today() - current().kept(Kept.QUIET)))


def to_end() -> list[tuple[UUID, UUID]]:
    """Return the memberships that were asked a month ago, and nothing came."""
    return _found(Membership.asked_on <= today() - TO_ANSWER, silent_since(ASKED))


def is_still_silent(row: Membership) -> bool:
    """Look once more, right before a place ends: the list of those was made for all groups at once."""
    here = (Membership.group_id == row.group_id) & (Membership.id == row.id)
    asked = Membership.asked_on <= today() - TO_ANSWER
    found = select(Membership.id).join(Person, Person.id == Membership.person_id)
    return db.session.scalar(found.where(here, asked, silent_since(ASKED))) is not None


def heard_again() -> list[UUID]:
    """Return the groups where somebody who was asked gave a sign since."""
    with scope.everywhere("groups where somebody who was asked was heard of"):
        found = _active().with_only_columns(Membership.group_id).distinct()
        return list(db.session.scalars(found.where(Membership.asked_on.is_not(None), ~silent_since(ASKED))))


def groups_with_signs() -> list[UUID]:
    """Return the groups where somebody answered this month and was not yet noted as heard of."""
    with scope.everywhere("groups where somebody answered this month"):
        return list(db.session.scalars(select(Membership.group_id).where(answered_this_month()).distinct()))


def answered_this_month() -> ColumnElement[bool]:
    """Say whether a membership has an answer of this month, and this is not noted."""
    begun = now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    answers = select(Answer.membership_id).where(
        Answer.group_id == Membership.group_id, Answer.membership_id == Membership.id, Answer.given >= begun
    )
    known = and_(Membership.heard.is_not(None), Membership.heard >= month_end(today()))
    return and_(Membership.status == Status.ACTIVE, ~known, answers.exists())


def silent_since(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Say whether neither membership nor person gave a sign since a day; it needs Person joined."""
    fed = select(Feed.id).where(Feed.person_id == Membership.person_id, Feed.last_used >= day)
    return and_(
        func.coalesce(Membership.heard, Membership.joined) < day,
        func.coalesce(Person.heard, Person.created) < day,
        ~fed.exists(),
    )


def asked_in(group_id: UUID) -> list[Quiet]:
    """Return who was asked in a group and gave no sign since, the next to end first, then by name."""
    asked = Membership.asked_on.is_not(None)
    found = _active().where(Membership.group_id == group_id, asked, silent_since(ASKED))
    rows = db.session.scalars(found).all()
    names = names_of(rows)
    quiet = [Quiet(row.id, names[row.id], row.asked_on + TO_ANSWER, row.is_managed) for row in rows if row.asked_on]
    return sorted(quiet, key=lambda one: (one.until, alphabet(one.name)))


def find_asked(group_id: UUID, membership_id: UUID) -> Membership:
    """Find somebody who was asked whether she stays, or raise NotFound."""
    row = find_membership(group_id, membership_id)
    if row.status is not Status.ACTIVE or row.asked_on is None:
        raise NotFound
    return row


@dataclass(frozen=True)
class Staying:
    """Who may say by a link that she stays, and the language of her letters."""

    group_id: UUID
    membership: Membership
    language: str


def find_staying(token: str) -> Staying:
    """Read a link by which somebody says that she stays, or raise NotFound: in protected mode no link does anything."""
    said = read(Purpose.STAY, token)
    scope.add(said.group_id)
    row = find_membership(said.group_id, said.membership_id)
    person = find_person(row.person_id)
    if row.status is not Status.ACTIVE or row.link_epoch != said.epoch or person.protected_since is not None:
        raise NotFound
    return Staying(said.group_id, row, person.language)


def is_reached_by_letter(row: Membership) -> bool:
    """Say whether the question goes to herself; else to those who organise."""
    person = db.session.get(Person, row.person_id)
    has_address = person is not None and person.email_index is not None and person.protected_since is None
    return has_address and row.wants_letters and not row.is_managed


def long_ended(before: date) -> list[UUID]:
    """Return the groups with rows of memberships that ended before a day."""
    with scope.everywhere("groups with old rows of ended memberships"):
        old = (Membership.status == Status.ENDED) & (Membership.ended < before)
        return list(db.session.scalars(select(Membership.group_id).where(old).distinct()))


def accounts_unused(before: date, notices: int, noticed_before: date | None) -> list[UUID]:
    """Return accounts without a sign of life since a day, with so many notices, the last before another day."""
    fed = select(Feed.id).where(Feed.person_id == Person.id, Feed.last_used >= before)
    silent = and_(func.coalesce(Person.heard, Person.created) < before, ~fed.exists())
    waited = Person.noticed <= noticed_before if noticed_before else Person.noticed.is_(None)
    has_card = select(Card.id).where(Card.person_id == Person.id)
    has_account = or_(Person.email_index.is_not(None), Person.protected_since.is_not(None), has_card.exists())
    found = select(Person.id).where(
        has_account, Person.id != NOBODY, Person.erase_at.is_(None), silent, Person.notices == notices, waited
    )
    return list(db.session.scalars(found))


def _active() -> Select[Membership]:
    return (
        select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(Group, Group.id == Membership.group_id)
        .where(Membership.status == Status.ACTIVE, Group.closed_at.is_(None), Person.erase_at.is_(None))
    )


def _found(*conditions: ColumnElement[bool]) -> list[tuple[UUID, UUID]]:
    with scope.everywhere("memberships without a sign of life"):
        found = _active().with_only_columns(Membership.group_id, Membership.id).where(*conditions)
        rows = db.session.execute(found.order_by(Membership.group_id, Membership.id)).all()
    return [(group_id, membership_id) for group_id, membership_id in rows]
