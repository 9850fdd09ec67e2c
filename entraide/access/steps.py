"""What "sure" means: what is asked for before a deed marked `sure` goes through (DECISIONS 5 and 6).

- With a lock: the lock, shown within ten minutes on this session.
  A passkey of a device that did not check who held it (no finger, face or code of its own) is not enough for who keeps
  a group or its money: on others' data it counts for nothing, on her own account together with a fresh code. What she
  adds so counts as such a one for two days; to take a lock away, or draw other codes for loss, it counts for nothing.
- Without one: a fresh code within ten minutes (without e-mail: the phrase again). A deed on other people's data asks
  more of who keeps a group: 14 days after her first such deed as organiser or treasurer she needs a lock. A plain
  member never does; of contact details she sees five people's a day (`counted`).
- On one's own account (`self:…`, one's card, leaving): no count and no days.
- A call list that is open on this session lets its organiser see that group's numbers and details without a new step.
- Where a group's organisers vouched for who lost her lock, the code is enough again for that group's deeds; for those
  on her whole account only where every group of hers has vouched.
- Her erasure is taken back by a fresh code where no lock had stood for 48 hours when it was asked for: who asked may
  have come in by her mailbox, and have made that lock. And without a step from a session that was there before
  protected mode: the one who began that mode may have asked for the erasure too, and she has neither his words nor,
  maybe, a lock.

Nothing here reads a database: the actor carries the facts, loaded anew on each request.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from entraide.access.actor import Actor, Role
from entraide.access.permissions import Permission

FRESH = timedelta(minutes=10)
GRACE = timedelta(days=14)
WARNED = timedelta(days=7)
KEEPERS = frozenset({Role.ORGANISER, Role.TREASURER})
OWN = frozenset({Permission.CARD_CHANGE, Permission.GROUP_ENTER, Permission.GROUP_LEAVE})
CALLS = frozenset({Permission.CALL_MAKE, Permission.CONTACT_SEE})


class Need(StrEnum):
    """What is asked for before a deed."""

    NOTHING = "nothing"
    CODE = "code"  # a fresh code; without e-mail the phrase again
    LOCK = "lock"  # the lock she has
    NEW_LOCK = "new_lock"  # she has none, and the days without one are over


def need(actor: Actor, permission: Permission, group_id: UUID | None, at: datetime) -> Need:
    """Say what somebody must show before a deed; `group_id`: the one group it concerns, None: her whole account."""
    if permission is Permission.SELF_KEEP and actor.undo_until is not None:
        return Need.NOTHING
    if permission in CALLS and is_calling(actor, group_id, at):
        return Need.NOTHING
    if actor.has_lock and _is_fresh(actor.lock_since, at) and not (actor.lock_unchecked and keeps(actor)):
        return Need.NOTHING
    if actor.has_lock and _is_fresh(actor.lock_since, at) and not must_check(actor, permission):
        return Need.NOTHING if _is_fresh(actor.sure_since, at) else Need.CODE
    tells_her = permission is not Permission.SELF_KEEP or not actor.lock_is_young
    if actor.has_lock and tells_her and not is_waived(actor, permission, group_id):
        return Need.LOCK
    if not actor.has_lock and is_over(actor, permission, group_id, at):
        return Need.NEW_LOCK
    return Need.NOTHING if _is_fresh(actor.sure_since, at) else Need.CODE


def is_calling(actor: Actor, group_id: UUID | None, at: datetime) -> bool:
    """Say whether an organiser's call list for this group is open on this session."""
    until = actor.calls.get(group_id) if group_id else None
    return until is not None and at < until and Role.ORGANISER in actor.roles_in(group_id)


def is_waived(actor: Actor, permission: Permission, group_id: UUID | None) -> bool:
    """Say whether organisers vouched for who lost her lock, as far as this deed reaches."""
    if group_id is None or _is_self(permission):
        return actor.only_group is None and bool(actor.vouched) and actor.vouched >= actor.roles.keys()
    return group_id in actor.vouched


def keeps(actor: Actor) -> bool:
    """Say whether somebody keeps a group, or the money of one."""
    return any(roles & KEEPERS for roles in actor.roles.values())


def must_check(actor: Actor, permission: Permission) -> bool:
    """Say whether a device must have checked who held it: before who keeps a group does anything on others' data.

    And before she loosens her own locks: without one, or by codes for loss, she would come to them all the same.
    """
    return keeps(actor) and (permission is Permission.SELF_LOOSEN or not is_own(permission))


def counts_days(actor: Actor, permission: Permission, group_id: UUID | None) -> bool:
    """Say whether a deed is one that who keeps a group does for 14 days without a lock."""
    held = actor.roles_in(group_id) if group_id else frozenset().union(*actor.roles.values())
    return not is_own(permission) and bool(held & KEEPERS)


def is_over(actor: Actor, permission: Permission, group_id: UUID | None, at: datetime) -> bool:
    """Say whether the days without a lock are over for such a deed."""
    if not counts_days(actor, permission, group_id) or actor.first_deed is None:
        return False
    return at - actor.first_deed >= GRACE


def days_left(actor: Actor, permission: Permission, group_id: UUID | None, at: datetime) -> int | None:
    """Count the days without a lock that are left, in the last week of them; None before, and where none are counted.

    The last one is 1.
    """
    if actor.has_lock or actor.first_deed is None or not counts_days(actor, permission, group_id):
        return None
    left = actor.first_deed + GRACE - at
    return -(-left // timedelta(days=1)) if timedelta() < left <= WARNED else None


def counted(actor: Actor, group_id: UUID) -> Iterable[UUID]:
    """Return the memberships under which a plain member without a lock saw what counts for five people a day.

    All those in which she is a plain member, whichever group she asks in; none where nothing is counted.
    """
    if actor.has_lock and not is_waived(actor, Permission.CONTACT_SEE, group_id):
        return ()
    if actor.roles_in(group_id) & KEEPERS:
        return ()
    return [mine for group, mine in sorted(actor.memberships.items()) if not actor.roles_in(group) & KEEPERS]


def is_own(permission: Permission) -> bool:
    """Say whether a deed concerns nobody but the one who does it: no count, no days."""
    return permission in OWN or _is_self(permission)


def _is_self(permission: Permission) -> bool:
    return permission.value.startswith("self:")


def _is_fresh(since: datetime | None, at: datetime) -> bool:
    return since is not None and at - since < FRESH
