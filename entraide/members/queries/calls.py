"""Reading call lists, numbers as far as members show them, and who asked to be called."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select

from entraide.access import scope
from entraide.access.actor import Actor
from entraide.access.visibility import Viewer, visible_fields
from entraide.accounts.models import Person
from entraide.accounts.queries import has_mailbox_in_sql
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.members.models import (
    CallList,
    CallPurpose,
    CallWish,
    CardField,
    Field,
    Look,
    LookPurpose,
    Membership,
    Reach,
    Status,
)
from entraide.members.queries import is_answered_for, name_of
from entraide.members.queries.between import is_asked
from entraide.members.queries.cards import Kept, card_of
from entraide.members.queries.roster import alphabet
from entraide.vault import sealed

MISSED_TWICE = 2
OPEN_FOR = timedelta(hours=2)


@dataclass(frozen=True)
class Calling:
    """A group as its organiser calls its members up; `until`: until when she sees numbers on this device, or None."""

    group: Group
    until: datetime | None

    @property
    def group_id(self) -> UUID:
        return self.group.id


@dataclass(frozen=True)
class Callee:
    """A member on the phone list; `number` is empty where none is shown to this viewer, or no list is open."""

    membership_id: UUID
    name: str
    reach: Reach
    is_answered_for: bool  # organisers write down what she says
    has_address: bool
    wants_call: bool  # she asked to be called if she misses twice
    is_to_call: bool  # and she did
    number: str
    is_asked: bool = False  # somebody asks for her number: she has no page of her own to read it on

    @property
    def is_listed(self) -> bool:
        """She is reached by telephone, or has no e-mail."""
        return self.reach is not Reach.EMAIL or not self.has_address


def find_calling(actor: Actor, group_id: UUID) -> Calling:
    """Find a group that stands, with the actor's open list on this device, in one statement."""
    found = select(Group, CallList.until).outerjoin(CallList, is_open_for(actor, Group.id))
    row = db.session.execute(found.where(Group.id == group_id, Group.closed_at.is_(None))).first()
    if row is None:
        raise NotFound
    return Calling(row[0], row[1])


def is_open_for(actor: Actor, group_id: object) -> ColumnElement[bool]:
    """Say in SQL which list is open for the actor on this device."""
    own = CallList.by_id.in_(list(actor.memberships.values()))
    return and_(CallList.group_id == group_id, own, CallList.sign_in_id == actor.sign_in_id, CallList.until > now())


def find_list(group_id: UUID, by: UUID, sign_in_id: UUID) -> CallList | None:
    """Return the list that is open for one organiser on one device."""
    here = (CallList.group_id == group_id) & (CallList.by_id == by) & (CallList.sign_in_id == sign_in_id)
    return db.session.scalars(select(CallList).where(here, CallList.until > now()).limit(1)).one_or_none()


def callees(calling: Calling, viewer: Viewer) -> list[Callee]:
    """Return whom the phone list names, by name: reached by telephone, without e-mail, or wishing to be called."""
    is_meant = or_(
        Membership.reach != Reach.EMAIL,
        Membership.is_managed,
        ~has_mailbox_in_sql(),
        CallWish.missed.is_not(None),
    )
    rows = db.session.execute(
        select(Membership, has_mailbox_in_sql(), CallWish.missed, CardField, is_asked(now()))
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(CallWish, _of_member(CallWish.group_id, CallWish.membership_id))
        .outerjoin(CardField, phone_of_member(calling, viewer))
        .where(Membership.group_id == calling.group_id, Membership.status == Status.ACTIVE, is_meant)
    ).all()
    sealed.prepare([calling.group_id, *(row[0].person_id for row in rows)])
    found = [
        Callee(
            membership_id=member.id,
            name=name_of(member),
            reach=member.reach,
            is_answered_for=is_answered_for(member),
            has_address=has_address and not member.is_managed,
            wants_call=missed is not None,
            is_to_call=missed is not None and missed >= MISSED_TWICE,
            number=number_of(calling, member, phone, viewer),
            is_asked=member.is_managed and asked,
        )
        for member, has_address, missed, phone, asked in rows
    ]
    return sorted(found, key=lambda one: alphabet(one.name))


def phone_of_member(calling: Calling, viewer: Viewer) -> ColumnElement[bool]:
    """Say in SQL which row of a card holds a member's telephone number; none that an open list left no receipt of.

    A number that came after the list was opened waits for the next one, which its member can read of.
    """
    phone = _of_member(CardField.group_id, CardField.membership_id) & (CardField.field == Field.PHONE)
    if calling.until is None:
        return phone
    opened = (calling.until - OPEN_FOR).astimezone(ZoneInfo(calling.group.timezone)).date()
    told = _of_member(Look.group_id, Look.about_id) & (Look.by_id == viewer.membership_id) & (Look.day >= opened)
    told &= Look.purpose.in_([LookPurpose(one.value) for one in CallPurpose])
    is_own = Membership.id == viewer.membership_id
    return phone & or_(is_own, select(Look.id).where(told).correlate(Membership).exists())


def _of_member(group_id: object, membership_id: object) -> ColumnElement[bool]:
    return and_(group_id == Membership.group_id, membership_id == Membership.id)


def number_of(calling: Calling, member: Membership, phone: Kept | None, viewer: Viewer) -> str:
    """Open a member's number, where a list is open and she shows it to this viewer; else it is not even opened."""
    if calling.until is None or phone is None:
        return ""
    if Field.PHONE not in visible_fields(viewer, card_of(calling.group, member, [phone])):
        return ""
    return sealed.unseal(member.person_id, f"card {Field.PHONE.value} {member.id}", phone.value_sealed)


def dialled(number: str) -> str:
    """Return a number as telephones take it in `tel:` and `sms:` (RFC 3966): digits, and a plus in front."""
    digits = re.sub(r"[^0-9]", "", number.replace("(0)", "") if number.lstrip().startswith("+") else number)
    return f"+{digits}" if number.lstrip().startswith("+") and digits else digits


def find_wish_of(membership: Membership) -> CallWish | None:
    """Return a member's wish to be called, None where she has none."""
    hers = (CallWish.group_id == membership.group_id) & (CallWish.membership_id == membership.id)
    return db.session.scalars(select(CallWish).where(hers)).one_or_none()


def find_wish(group_id: UUID, membership_id: UUID) -> CallWish:
    """Find the wish of an active member, held until this deed is done, or raise NotFound."""
    found = select(CallWish).join(Membership, _of_member(CallWish.group_id, CallWish.membership_id))
    hers = (CallWish.group_id == group_id) & (CallWish.membership_id == membership_id)
    rows = found.where(hers, Membership.status == Status.ACTIVE)
    if (row := db.session.scalars(rows.with_for_update(of=CallWish)).one_or_none()) is None:
        raise NotFound
    return row


def wishes_of(group_ids: Iterable[UUID]) -> list[CallWish]:
    """Return the wishes of these groups' active members, each held until this deed is done."""
    found = select(CallWish).join(Membership, _of_member(CallWish.group_id, CallWish.membership_id))
    rows = found.where(CallWish.group_id.in_(list(group_ids)), Membership.status == Status.ACTIVE)
    return list(db.session.scalars(rows.order_by(CallWish.id).with_for_update(of=CallWish)))


def wishers(group_id: UUID) -> list[tuple[CallWish, Membership]]:
    """Return who asks to be called, with the wish."""
    found = select(CallWish, Membership).join(Membership, _of_member(CallWish.group_id, CallWish.membership_id))
    rows = found.where(CallWish.group_id == group_id, Membership.status == Status.ACTIVE)
    return [(wish, member) for wish, member in db.session.execute(rows)]


def groups_with_wishes() -> list[UUID]:
    """Find, everywhere, the groups in which somebody asks to be called."""
    with scope.everywhere("groups in which somebody asks to be called"):
        return list(db.session.scalars(select(CallWish.group_id).distinct().order_by(CallWish.group_id)))


def groups_with_lists_to_forget(opened_before: datetime) -> list[UUID]:
    """Find, everywhere, the groups whose call lists are over on a device, or older than the journal."""
    over = (CallList.until <= now()) & CallList.sign_in_id.is_not(None)
    found = select(CallList.group_id).where(or_(over, CallList.opened < opened_before)).distinct()
    with scope.everywhere("call lists that are over"):
        return list(db.session.scalars(found))
