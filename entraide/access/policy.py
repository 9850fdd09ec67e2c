"""May this actor? The rules; nothing else answers. No rule lets an operator read a group."""

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from entraide.access.actor import Actor, Role
from entraide.access.permissions import Permission


class InGroup(Protocol):
    """Whatever belongs to one group."""

    @property
    def group_id(self) -> UUID: ...


class HeldByMember(InGroup, Protocol):
    """Whatever one membership has for now, or nobody."""

    @property
    def membership_id(self) -> UUID | None: ...


class WithRiders(InGroup, Protocol):
    """A car, and the memberships whom its driver tells her number."""

    @property
    def told(self) -> frozenset[UUID]: ...


Rule = Callable[[Actor, Any], bool]


def _signed_in(actor: Actor, thing: None) -> bool:
    return actor.is_authenticated


def _whole(actor: Actor, thing: object) -> bool:
    return actor.is_authenticated and actor.only_group is None


def _member(actor: Actor, thing: InGroup) -> bool:
    return bool(actor.roles_in(thing.group_id))


def _organiser(actor: Actor, thing: InGroup) -> bool:
    return Role.ORGANISER in actor.roles_in(thing.group_id)


def _holder(actor: Actor, thing: HeldByMember) -> bool:
    mine = actor.memberships.get(thing.group_id)
    return mine is not None and thing.membership_id == mine


def _rider(actor: Actor, thing: WithRiders) -> bool:
    return actor.memberships.get(thing.group_id) in thing.told


def _waiting(actor: Actor, thing: InGroup) -> bool:
    return thing.group_id in actor.waits


RULES: dict[Permission, tuple[Rule, ...]] = {
    Permission.SELF_SEE: (_signed_in,),
    Permission.SELF_CHANGE: (_signed_in,),
    Permission.SELF_LOOSEN: (_signed_in,),
    Permission.SELF_TAKE: (_whole,),
    Permission.SELF_ERASE: (_whole,),
    Permission.SELF_KEEP: (_whole,),
    Permission.SELF_PROTECT: (_whole,),
    Permission.SELF_MOVE: (_whole,),
    Permission.GROUP_FOUND: (_whole,),
    Permission.GROUP_ENTER: (_whole,),
    Permission.GROUP_SEE: (_member,),
    Permission.GROUP_CHANGE: (_organiser,),
    Permission.INVITATION_MAKE: (_organiser,),
    Permission.WAITING_SEE: (_waiting, _member),
    Permission.ROSTER_SEE: (_member,),
    Permission.ROSTER_CHANGE: (_organiser,),
    Permission.ROSTER_TAKE: (_organiser,),
    Permission.CONTACT_SEE: (_member,),
    Permission.MEMBER_REMOVE: (_organiser,),
    Permission.LOCK_VOUCH: (_organiser,),
    Permission.CALL_MAKE: (_organiser,),
    Permission.CARD_CHANGE: (_member,),
    Permission.GROUP_LEAVE: (_member, _waiting),
    Permission.GROUP_CLOSE: (_organiser,),
    Permission.MEETING_SEE: (_member,),
    Permission.MEETING_PLAN: (_organiser,),
    Permission.ANSWER_GIVE: (_member,),
    Permission.ANSWER_RECORD: (_organiser,),
    Permission.DUTY_TAKE: (_member,),
    Permission.DUTY_HAND_ON: (_holder, _organiser),
    Permission.LIFT_USE: (_member,),
    Permission.LIFT_RECORD: (_organiser,),
    Permission.LIFT_PHONE: (_rider,),
}


def may(actor: Actor, permission: Permission, thing: object = None) -> bool:
    """Say whether one of the permission's rules grants it; no entry, no; an empty entry, no."""
    return any(rule(actor, thing) for rule in RULES.get(permission, ()))
