"""Entering a group by a way in, and what organisers say to whoever waits."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from entraide.accounts.queries import find_person, has_mailbox
from entraide.clock import now
from entraide.db import db
from entraide.errors import EntraideError
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.journal.actions import note
from entraide.mail.actions import post, post_to, withdraw
from entraide.members.actions import AlreadyInside, bans, calendar_changed, join
from entraide.members.actions.naming import distinct, make_distinct
from entraide.members.actions.ways_in import WAY_USED, forget_secrets
from entraide.members.models import Concern, Invitation, Membership, Reach, Status
from entraide.members.queries.inviting import organisers_to_tell
from entraide.members.queries.ways_in import CONSENT, Way
from entraide.retention import Kept
from entraide.settings import current
from entraide.vault import sealed

ROOM = 50


class WayClosed(EntraideError):
    """It was used up or ended meanwhile."""


class RoomFull(EntraideError):
    """As many people wait in this group as may wait at once."""


def accept(way: Way, person_id: UUID, name: str, concern: Concern) -> Membership:
    """Enter as a member by a letter's link, which ends it; whoever waited need wait no more.

    Raise AlreadyInside for a member, WayClosed for an invitation used meanwhile or older than her leaving, or meant
    for taking a membership over.
    """
    if way.for_id or bans.is_out(way.group_id, person_id):
        raise WayClosed
    _one_at_a_time(way.group_id)
    use(way)
    if _left_since(way, person_id):
        raise WayClosed
    waiting = _place(way.group_id, person_id, Status.WAITING)
    if waiting is None:
        return join(way.group_id, person_id, distinct(way.group_id, name), concern=concern, consent_version=CONSENT)
    waiting.name_sealed = sealed.seal(person_id, f"name {waiting.id}", distinct(way.group_id, name))
    waiting.concern = concern
    _make_active(waiting)
    agree(waiting)
    return waiting


def claim(way: Way, person_id: UUID) -> Membership:
    """Use up a letter's link and return the managed membership it is for; whoever waited need wait no more.

    Raise AlreadyInside for a member under another membership, WayClosed as `accept` does.
    """
    _one_at_a_time(way.group_id)
    if _place(way.group_id, person_id, Status.ACTIVE):
        raise AlreadyInside
    use(way)
    managed = (Membership.id == way.for_id) & Membership.is_managed & (Membership.status == Status.ACTIVE)
    found = select(Membership).where(Membership.group_id == way.group_id, managed).with_for_update()
    membership = db.session.scalars(found).one_or_none()
    if membership is None or _left_since(way, person_id) or bans.is_out(way.group_id, person_id):
        raise WayClosed
    if waiting := _place(way.group_id, person_id, Status.WAITING):
        stop_waiting(waiting)
    return membership


def wait(way: Way, person_id: UUID, name: str, concern: Concern) -> Membership:
    """Enter the waiting room for 14 days and tell the organisers; raise RoomFull, WayClosed or AlreadyInside.

    Whom the group shut out waits as anybody, and nobody hears of it: the request stays without an answer.
    """
    _one_at_a_time(way.group_id)
    inside = select(func.count()).where(Membership.group_id == way.group_id, Membership.status == Status.WAITING)
    if (db.session.scalar(inside.where(Membership.is_shut_out.is_(False))) or 0) >= ROOM:  # the unheard take no chair
        raise RoomFull
    use(way)
    until = now() + current().kept(Kept.WAITING)
    reach = Reach.EMAIL if has_mailbox(find_person(person_id)) else Reach.PAPER
    membership = join(
        way.group_id, person_id, name, concern=concern, reach=reach, waits_until=until, consent_version=CONSENT,
        wants_letters=reach is Reach.EMAIL, is_shut_out=bans.is_out(way.group_id, person_id),
    )  # fmt: skip
    if membership.is_shut_out:
        return membership
    organisers = organisers_to_tell(way.group_id)
    at = awake(find_group(way.group_id).timezone)
    post_to("somebody_waits", way.group_id, organisers, about=membership.id, at=at, deadline=until)
    return membership


def use(way: Way) -> None:
    """Take one of an invitation's uses, or raise WayClosed: two who press at once never share the last."""
    is_left = (Invitation.id == way.invitation_id) & Invitation.ended.is_(False) & (Invitation.uses_left > 0)
    taken = db.session.scalar(
        update(Invitation).where(is_left).values(uses_left=Invitation.uses_left - 1).returning(Invitation.uses_left),
        execution_options={"synchronize_session": False},
    )
    if taken is None:
        raise WayClosed
    note(WAY_USED, group=way.group_id, about=way.invitation_id)
    invitation = db.session.get_one(Invitation, way.invitation_id, populate_existing=True)
    if taken == 0:
        forget_secrets(invitation)


def welcome(membership: Membership, by_id: UUID) -> None:
    """Let somebody in whom an organiser has met; her letter says only that it is done."""
    make_distinct(membership)
    _make_active(membership)
    note("member:welcome", group=membership.group_id, by=by_id, about=membership.id)
    post(
        "welcomed",
        group=membership.group_id,
        membership=membership.id,
        person=membership.person_id,
        about=membership.id,
        once=f"welcomed:{membership.id.hex}",
        at=awake(find_group(membership.group_id).timezone),
    )


def turn_away(membership: Membership, by_id: UUID) -> None:
    """End the waiting of somebody whom no organiser knows; nothing is written to her."""
    stop_waiting(membership)
    note("member:turn_away", group=membership.group_id, by=by_id, about=membership.id)


def stop_waiting(membership: Membership) -> None:
    """End a waiting: the row stays without its name, without what she came as, and without a word on a ban."""
    membership.status = Status.ENDED
    membership.is_shut_out, membership.concern, membership.reach = False, Concern.CONCERNED, Reach.EMAIL
    membership.ended = now().date()
    membership.waits_until = None
    membership.name_sealed = None
    withdraw(membership=membership.id)
    db.session.flush()


def awake(zone: str) -> datetime:
    """Return when a letter that can wait may leave: now, or at 8 h where it is between 20 h and 8 h.

    Demo mode's leave at once, because whoever tries it waits for them.
    """
    here = now().astimezone(ZoneInfo(zone))
    if 8 <= here.hour < 20 or current().demo:
        return now()
    morning = here.date() + timedelta(days=here.hour >= 20)
    return datetime.combine(morning, time(8), ZoneInfo(zone)).astimezone(UTC)


def agree(membership: Membership, version: str = CONSENT) -> None:
    """Keep which consent a member gave, and on which day."""
    membership.consent_version, membership.consent_day = version, now().date()
    note("member:agree", group=membership.group_id, by=membership.id)
    db.session.flush()


def _one_at_a_time(group_id: UUID) -> None:
    """Let nobody else enter this group until this is done: a form sent twice makes one membership."""
    db.session.execute(select(Group.id).where(Group.id == group_id).with_for_update())


def _make_active(membership: Membership) -> None:
    membership.status = Status.ACTIVE
    membership.waits_until = None
    calendar_changed(membership)


def _place(group_id: UUID, person_id: UUID, status: Status) -> Membership | None:
    found = select(Membership).where(
        Membership.group_id == group_id, Membership.person_id == person_id, Membership.status == status
    )
    return db.session.scalars(found.order_by(Membership.ended.desc()).limit(1)).one_or_none()


def _left_since(way: Way, person_id: UUID) -> bool:
    """Say whether the person left the group after this invitation was made."""
    gone = _place(way.group_id, person_id, Status.ENDED)
    made = db.session.get_one(Invitation, way.invitation_id).created
    return gone is not None and gone.ended is not None and gone.ended > made.date()
