"""What one member gives or closes to one other: her number, asked for and given; the block, and its end.

The blocked is told nothing, and a no looks like no answer: who asks learns of a yes alone.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select, update

from entraide.access.visibility import Viewer
from entraide.clock import now, today
from entraide.db import db, upsert
from entraide.errors import EntraideError, NotFound
from entraide.groups.models import Group
from entraide.journal.actions import note
from entraide.journal.queries import whom
from entraide.mail.actions import post
from entraide.members.models import Field, Membership, Number, Tie
from entraide.members.queries.between import can_be_asked, find_tie, is_open, tie_of
from entraide.members.queries.cards import has_value, rows_of
from entraide.members.queries.carried import carried_from

ASK_STANDS = timedelta(days=28)
ASKS_A_DAY = 3


class AskedEnough(EntraideError):
    """A member has asked as many people for their number as a day allows."""


class AskedAlready(EntraideError):
    """This one was asked already, and not long ago."""


class NoNumber(EntraideError):
    """There is no number on the card to be given."""


def ask_number(group: Group, membership: Membership, viewer: Viewer, *, at: datetime) -> None:
    """Ask a member for her number, by a letter that leaves at `at`.

    Who blocks the asker is told nothing, and the asker sees no difference. Raises NotFound where the number could not
    be given, AskedAlready, AskedEnough.
    """
    by = viewer.membership_id
    if by is None or not can_be_asked(group, membership, viewer):
        raise NotFound
    _hold(group.id, by)
    tie = tie_of(group.id, membership.id, by)
    if not is_open(tie):
        raise AskedAlready
    lately = whom("number:ask", group=group.id, by=by, since=now() - timedelta(days=1))
    if len(lately | {membership.id}) > ASKS_A_DAY:
        raise AskedEnough
    tie = tie or _tie(group.id, membership.id, by)
    tie.number = Number.LEFT if tie.blocked else Number.ASKED
    tie.asked, tie.until = today(group.timezone), now() + ASK_STANDS
    note("number:ask", group=group.id, by=by, about=membership.id)
    if not tie.blocked and not membership.is_managed and membership.wants_letters:
        post(
            "number_asked",
            group=group.id,
            membership=membership.id,
            person=membership.person_id,
            about=by,
            at=at,
            once=f"number_asked:{tie.id.hex}:{tie.asked.toordinal()}",
        )
    db.session.flush()


def give_number(own: Membership, other: UUID, *, by: UUID | None = None) -> None:
    """Let one other see one's number; NotFound where she did not ask, NoNumber where none stands on the card."""
    tie = find_tie(own.group_id, own.id, other)
    if tie.number is not Number.ASKED or tie.blocked or is_open(tie):
        raise NotFound
    if not any(row.field is Field.PHONE and has_value(row) for row in rows_of(own)):
        raise NoNumber
    tie.number, tie.until = Number.GIVEN, None
    note("number:give", group=own.group_id, by=by or own.id, about=other if by is None else own.id)
    db.session.flush()


def leave_unanswered(own: Membership, other: UUID, *, by: UUID | None = None) -> None:
    """Say no: to the asker it looks as if nobody had answered, until her question has run out."""
    tie = find_tie(own.group_id, own.id, other)
    if tie.number is not Number.ASKED:
        raise NotFound
    tie.number = Number.LEFT
    note("number:leave", group=own.group_id, by=by or own.id, about=other if by is None else own.id)
    db.session.flush()


def take_number_back(own: Membership, other: UUID, *, by: UUID | None = None) -> None:
    """Hide one's number again from one other, who is not told; she may ask anew after a while."""
    tie = find_tie(own.group_id, own.id, other)
    if tie.number is not Number.GIVEN:
        raise NotFound
    tie.number, tie.until = Number.TAKEN_BACK, now() + ASK_STANDS
    note("number:take_back", group=own.group_id, by=by or own.id, about=other if by is None else own.id)
    db.session.flush()


def block(own: Membership, other: Membership) -> None:
    """Close one's card to one other member; a number given is taken back, one asked for stays without an answer."""
    if own.id == other.id:
        raise NotFound
    tie = tie_of(own.group_id, own.id, other.id) or _tie(own.group_id, own.id, other.id)
    since = None if tie.is_carried else tie.blocked  # the day of a door carried on would name whose it was
    tie.blocked, tie.is_carried = since or now().date(), False
    if tie.number is Number.GIVEN:
        tie.number, tie.until = Number.TAKEN_BACK, now() + ASK_STANDS
    elif tie.number is Number.ASKED:
        tie.number = Number.LEFT
    note("block:make", group=own.group_id, by=own.id, about=other.id)
    db.session.flush()


def unblock(own: Membership, other: UUID) -> None:
    """Open one's card again to one other, as far as it is open to everybody.

    Of somebody who left, it is opened too where it was carried on to whoever she is here now.
    """
    tie = find_tie(own.group_id, own.id, other)
    if tie.blocked is None:
        raise NotFound
    for one in (tie, *carried_from(tie)):
        one.blocked, one.is_carried = None, False
        if is_open(one):
            db.session.delete(one)
    note("block:end", group=own.group_id, by=own.id, about=other)
    db.session.flush()


def end_ties_of(membership: Membership) -> None:
    """Let all that was given end with a membership; who blocked her goes on doing so, should she come back."""
    quietly = {"synchronize_session": False}
    here = Tie.group_id == membership.group_id
    hers = or_(Tie.owner_id == membership.id, (Tie.other_id == membership.id) & Tie.blocked.is_(None))
    db.session.execute(delete(Tie).where(here, hers), execution_options=quietly)
    shut = here & (Tie.other_id == membership.id)
    db.session.execute(update(Tie).where(shut).values(number=None, asked=None, until=None), execution_options=quietly)


def carry_blocks_to(membership: Membership) -> None:
    """Let whoever blocked a person go on doing so now that she comes back, without being told under which name.

    The door she closed stays where it is, with its day; a second one that no page shows stands before the new name.
    """
    before = select(Membership.id).where(
        Membership.group_id == membership.group_id,
        Membership.person_id == membership.person_id,
        Membership.id != membership.id,
    )
    closed = select(Tie.owner_id, Tie.blocked).where(
        Tie.group_id == membership.group_id,
        Tie.other_id.in_(list(db.session.scalars(before))),
        Tie.blocked.is_not(None),
        Tie.owner_id != membership.id,
    )
    since = {row.owner_id: row.blocked for row in db.session.execute(closed)}
    rows = [
        {"group_id": membership.group_id, "id": uuid4(), "owner_id": owner, "other_id": membership.id}
        | {"blocked": day, "is_carried": True}
        for owner, day in since.items()
    ]
    if rows:
        keys = [Tie.group_id, Tie.owner_id, Tie.other_id]
        made = upsert(db.session())(Tie)
        shut = {"blocked": made.excluded.blocked, "is_carried": True, "number": None, "asked": None, "until": None}
        once = made.on_conflict_do_update(index_elements=keys, set_=shut, where=Tie.blocked.is_(None))
        db.session.execute(once, rows)


def forget_ties(group_id: UUID) -> None:
    """Erase numbers asked for in vain whose time is over; a block stays."""
    over = (Tie.group_id == group_id) & (Tie.until <= now())
    quietly = {"synchronize_session": False}
    db.session.execute(delete(Tie).where(over, Tie.blocked.is_(None)), execution_options=quietly)
    db.session.execute(update(Tie).where(over).values(number=None, asked=None, until=None), execution_options=quietly)


def _hold(group_id: UUID, membership_id: UUID) -> None:
    """Let one member's questions be counted one at a time."""
    own = (Membership.group_id == group_id) & (Membership.id == membership_id)
    db.session.execute(select(Membership.id).where(own).with_for_update())


def _tie(group_id: UUID, owner: UUID, other: UUID) -> Tie:
    """Make the row of two members; of two at once, one."""
    row = {"group_id": group_id, "id": uuid4(), "owner_id": owner, "other_id": other, "is_carried": False}
    once = upsert(db.session())(Tie).on_conflict_do_nothing(index_elements=[Tie.group_id, Tie.owner_id, Tie.other_id])
    db.session.execute(once, [row])
    return find_tie(group_id, owner, other)
