"""Opening and closing call lists, and keeping the wish to be called."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, update

from entraide.access.visibility import Viewer
from entraide.clock import now
from entraide.db import db, upsert
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.journal.actions import note
from entraide.members.actions.looks import receipt_of_numbers
from entraide.members.models import CallList, CallPurpose, CallWish, LookPurpose, Membership
from entraide.members.queries.calls import OPEN_FOR, find_list, find_wish_of


def open_list(
    group: Group, viewer: Viewer, sign_in_id: UUID, purpose: CallPurpose, about: UUID | None = None
) -> CallList:
    """Let one organiser see numbers for two hours on this device; one deed, however many people she then calls.

    Where a list is open on this device already, it stays as it is. Each whose number it shows has a receipt of it.
    """
    group_id, by = group.id, viewer.membership_id
    if by is None:
        raise NotFound
    if standing := find_list(group_id, by, sign_in_id):
        return standing
    at = now()
    opened = CallList(
        group_id=group_id,
        id=uuid4(),
        by_id=by,
        purpose=purpose,
        about_id=about,
        opened=at,
        until=at + OPEN_FOR,
        sign_in_id=sign_in_id,
    )
    db.session.add(opened)
    note("calls:open", group=group_id, by=by, about=opened.id)
    receipt_of_numbers(group, viewer, LookPurpose(purpose.value))
    db.session.flush()
    return opened


def close_list(group_id: UUID, by: UUID, sign_in_id: UUID) -> None:
    """Close the list that is open on this device; nothing where none is."""
    if standing := find_list(group_id, by, sign_in_id):
        standing.until, standing.sign_in_id = now(), None
        note("calls:close", group=group_id, by=by, about=standing.id)
        db.session.flush()


def end_lists_of(membership: Membership) -> None:
    """Close an organiser's lists on every device: she laid down the role, or left."""
    hers = (CallList.group_id == membership.group_id) & (CallList.by_id == membership.id)
    db.session.execute(
        update(CallList).where(hers, CallList.until > now()).values(until=now(), sign_in_id=None),
        execution_options={"synchronize_session": False},
    )


def forget_lists(group_id: UUID, opened_before: datetime) -> None:
    """Forget on which device lists that are over were open, and erase receipts older than the journal."""
    here = CallList.group_id == group_id
    over = update(CallList).where(here, CallList.until <= now(), CallList.sign_in_id.is_not(None))
    quietly = {"synchronize_session": False}
    db.session.execute(over.values(sign_in_id=None), execution_options=quietly)
    db.session.execute(delete(CallList).where(here, CallList.opened < opened_before), execution_options=quietly)


def wish_to_be_called(membership: Membership) -> None:
    """Keep a member's own wish; meetings count from now on, and the same wish twice changes nothing."""
    row = {
        "group_id": membership.group_id,
        "id": uuid4(),
        "membership_id": membership.id,
        "missed": 0,
        "missed_before": 0,
        "counted_until": now(),
    }
    insert = upsert(db.session())(CallWish)
    once = insert.on_conflict_do_nothing(index_elements=[CallWish.group_id, CallWish.membership_id])
    db.session.execute(once, [row])
    note("call_wish:make", group=membership.group_id, by=membership.id)


def wish_no_call(membership: Membership) -> None:
    """Take the wish back; its counter goes with it."""
    if find_wish_of(membership):
        forget_wish(membership)
        note("call_wish:end", group=membership.group_id, by=membership.id)


def forget_wish(membership: Membership) -> None:
    """Erase a wish with its counter."""
    hers = (CallWish.group_id == membership.group_id) & (CallWish.membership_id == membership.id)
    db.session.execute(delete(CallWish).where(hers), execution_options={"synchronize_session": False})


def count_meeting(wish: CallWish, meeting_id: UUID, ended: datetime, *, is_missed: bool) -> None:
    """Count one meeting, the latest so far or that one again; earlier ones are not remembered."""
    if wish.last_meeting_id != meeting_id:
        wish.missed_before = wish.missed
    wish.missed = wish.missed_before + 1 if is_missed else 0
    wish.last_meeting_id, wish.counted_until = meeting_id, max(ended, wish.counted_until)
    db.session.flush()


def called(wish: CallWish) -> None:
    """Let the counter die with the call: nothing says that there was one."""
    wish.missed = wish.missed_before = 0
    wish.last_meeting_id = None
    db.session.flush()
