"""What organisers read before they end somebody's part in their group."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from entraide.clock import now
from entraide.groups.models import Group
from entraide.members.models import DecisionKind, Membership, Status
from entraide.members.queries import listed_members, names_of
from entraide.members.queries.bans import BanLine, ban_lines, mailbox_of
from entraide.members.queries.decisions import (
    LIFE,
    OpenDecision,
    counts,
    decision_in,
    keepers_of,
    open_decision,
    speaks,
)
from entraide.members.queries.roster import alphabet


@dataclass(frozen=True)
class Name:
    """Somebody of the group, by the name chosen there."""

    membership_id: UUID
    name: str
    is_own: bool


@dataclass(frozen=True)
class Moderation:
    """What is being decided, who keeps the group, who belongs beside them, which addresses are shut out."""

    decision: OpenDecision | None
    keepers: tuple[Name, ...]
    members: tuple[Name, ...]
    bans: tuple[BanLine, ...]
    is_new: bool  # her own word does not count on others yet
    may_close: bool  # it counts on closing the group
    is_paused: bool  # something about an organiser is open between her and another


@dataclass(frozen=True)
class Subject:
    """The person whose part is to end, as the page that asks about it needs her."""

    membership_id: UUID
    group_id: UUID
    name: str
    is_waiting: bool
    is_managed: bool
    has_address: bool
    gets_letters: bool


@dataclass(frozen=True)
class Standing:
    """How an end of another's role would go: who could confirm it, or when a notice would take effect."""

    confirming: tuple[str, ...]
    until: datetime
    is_new: bool
    is_open: bool  # something else is being decided


def moderation(group: Group, own_id: UUID) -> Moderation:
    """Return the page on which organisers end what must end."""
    everybody, keepers = listed_members(group.id), keepers_of(group.id)
    names = names_of(everybody)
    lines = sorted((Name(one.id, names[one.id], one.id == own_id) for one in everybody), key=lambda n: alphabet(n.name))
    keep = {one.id for one in keepers}
    decision = open_decision(group, own_id, keepers)
    return Moderation(
        decision=decision,
        keepers=tuple(line for line in lines if line.membership_id in keep),
        members=tuple(line for line in lines if line.membership_id not in keep),
        bans=tuple(ban_lines(group, names)),
        is_new=not any(counts(one) for one in keepers if one.id == own_id),
        may_close=any(speaks(one, DecisionKind.CLOSE, keepers) for one in keepers if one.id == own_id),
        is_paused=decision is not None and decision.about_name != "" and (decision.is_mine or decision.is_about_me),
    )


def subject(membership: Membership) -> Subject:
    """Return somebody as the page about her end needs her."""
    reads = mailbox_of(membership.person_id) is not None
    return Subject(
        membership.id,
        membership.group_id,
        names_of([membership])[membership.id],
        membership.status is Status.WAITING,
        membership.is_managed,
        reads,
        reads and membership.wants_letters,
    )


def standing(group: Group, about_id: UUID, own_id: UUID) -> Standing:
    """Return how an end of another organiser's role would go if it were proposed now."""
    keepers = keepers_of(group.id)
    names = names_of(keepers)
    others = [one for one in keepers if one.id not in (about_id, own_id) and counts(one)]
    return Standing(
        confirming=tuple(sorted((names[one.id] for one in others), key=alphabet)),
        until=(now() + LIFE).astimezone(ZoneInfo(group.timezone)),
        is_new=not any(counts(one) for one in keepers if one.id == own_id),
        is_open=decision_in(group.id) is not None,
    )
