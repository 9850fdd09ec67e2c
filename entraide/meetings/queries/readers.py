"""Who reads a letter about meetings, and how much it may tell her: read when its turn has come."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from entraide.accounts.locks.queries import shares_mailbox
from entraide.accounts.models import Person
from entraide.accounts.queries import address_of, first_name_of
from entraide.db import db
from entraide.groups.discretion import gives_away
from entraide.groups.models import Discretion, Group
from entraide.groups.queries import face_of, name_of
from entraide.members.models import Membership, Status
from entraide.members.queries import name_of as name_in_group
from entraide.members.queries import own_words_of
from entraide.vault import sealed


@dataclass(frozen=True)
class LetterReader:
    """A member who wants letters, with what letters to her depend on; a first name only where the mailbox is shared."""

    group_id: UUID
    membership_id: UUID
    epoch: int
    address: str
    first_name: str
    language: str
    level: Discretion
    group_name: str
    topics: str
    organiser: str | None = None  # who seems to write, where that was looked up already
    own_words: str = ""  # what she wants to read instead of who writes; then the letter is very discreet

    @property
    def is_very_discreet(self) -> bool:
        return self.level is Discretion.VERY_DISCREET


def find_reader(group_id: UUID, membership_id: UUID) -> LetterReader | None:
    """Find who reads a letter; None for whoever left, waits, is managed, wants none, or whose group closed."""
    wanted = select(Membership).where(
        Membership.group_id == group_id,
        Membership.id == membership_id,
        Membership.status == Status.ACTIVE,
        Membership.wants_letters,
        Membership.is_managed.is_(False),
    )
    membership = db.session.scalars(wanted).one_or_none()
    group = db.session.get(Group, group_id)
    if membership is None or group is None or group.closed_at is not None:
        return None
    person = db.session.get_one(Person, membership.person_id)
    if person.email_sealed is None:
        return None
    return _reader(group, membership, person, first_name_of(person) if shares_mailbox(person) else "")


def own_reader(group: Group, membership_id: UUID) -> tuple[Membership, LetterReader]:
    """Say how letters to a member are written, whether she gets any or not, with one look at each store.

    Without the first name that a shared mailbox would see.
    """
    keeper = aliased(Membership)
    first = _first_organiser(group.id).with_only_columns(Membership.id).correlate(None).scalar_subquery()
    found = (
        select(Membership, Person, keeper)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(keeper, (keeper.group_id == Membership.group_id) & (keeper.id == first))
    )
    found = found.where(Membership.group_id == group.id, Membership.id == membership_id)
    membership, person, organiser = db.session.execute(found).one()
    sealed.prepare({group.id, person.id, *([organiser.person_id] if organiser else [])})
    reader = _reader(group, membership, person)
    return membership, replace(reader, organiser=_first_word(organiser, reader))


@dataclass(frozen=True)
class OwnReading:
    """One group's letters to somebody, as she sees them herself; `reader` is None where none comes."""

    group: Group
    membership: Membership
    reader: LetterReader | None


def own_readings(person_id: UUID) -> tuple[Person, list[OwnReading]]:
    """Say of every group in scope how its letters to one person are written, with one look at each store."""
    keeper = aliased(Membership)
    hers = and_(Membership.person_id == Person.id, Membership.status == Status.ACTIVE)
    first = (
        select(keeper.id)
        .where(keeper.group_id == Group.id, keeper.is_organiser, keeper.is_discreet.is_(False))
        .where(keeper.status == Status.ACTIVE)
        .order_by(keeper.joined, keeper.id)
        .limit(1)
        .correlate(Group)
        .scalar_subquery()
    )
    organiser = aliased(Membership)
    found = (
        select(Person, Membership, Group, organiser)
        .outerjoin(Membership, hers)
        .outerjoin(Group, and_(Group.id == Membership.group_id, Group.closed_at.is_(None)))
        .outerjoin(organiser, and_(organiser.group_id == Group.id, organiser.id == first))
        .where(Person.id == person_id)
        .order_by(Membership.joined, Membership.id)
    )
    rows = db.session.execute(found).all()
    owners = {one.id for row in rows for one in (row[0], row[2]) if one} | {row[3].person_id for row in rows if row[3]}
    sealed.prepare(owners)
    return rows[0][0], [_own_reading(*row) for row in rows if row[1] is not None and row[2] is not None]


def _own_reading(person: Person, membership: Membership, group: Group, organiser: Membership | None) -> OwnReading:
    if person.email_sealed is None or person.protected_since is not None or not membership.wants_letters:
        return OwnReading(group, membership, None)
    reader = _reader(group, membership, person)
    return OwnReading(group, membership, replace(reader, organiser=_first_word(organiser, reader)))


def _reader(group: Group, membership: Membership, person: Person, first_name: str = "") -> LetterReader:
    """Her own words make letters very discreet."""
    own_words = own_words_of(membership)
    return LetterReader(
        group_id=group.id,
        membership_id=membership.id,
        epoch=membership.link_epoch,
        address=address_of(person) or "",
        first_name=first_name,
        language=person.language,
        level=Discretion.VERY_DISCREET if own_words else membership.discretion or group.discretion,
        group_name=name_of(group),
        topics=face_of(group).topics,
        own_words=own_words,
    )


def sender_name(reader: LetterReader) -> str:
    """Return the reader's own words, else the first name of the group's first organiser, as known there.

    Nothing where that name would tell too much.
    """
    if reader.is_very_discreet:
        return reader.own_words
    if reader.organiser is not None:
        return reader.organiser
    return _first_word(db.session.scalars(_first_organiser(reader.group_id)).one_or_none(), reader)


def _first_organiser(group_id: UUID) -> Select[Membership]:
    keeps = (Membership.group_id == group_id) & Membership.is_organiser & Membership.is_discreet.is_(False)
    found = select(Membership).where(keeps, Membership.status == Status.ACTIVE)
    return found.order_by(Membership.joined, Membership.id).limit(1)


def _first_word(organiser: Membership | None, reader: LetterReader) -> str:
    words = name_in_group(organiser).split() if organiser else []
    name = words[0] if words else ""
    return "" if gives_away(name, reader.group_name, reader.topics) else name
