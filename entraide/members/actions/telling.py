"""Writing to whoever must know what was decided about keeping the group; the letters say nothing, their pages do."""

from uuid import UUID

from entraide.clock import now
from entraide.groups.queries import find_group
from entraide.mail.actions import post, post_to
from entraide.members.actions.entering import awake
from entraide.members.models import Decision, Membership, Status
from entraide.members.queries import Reader
from entraide.members.queries.decisions import keepers_of
from entraide.members.queries.inviting import organisers_to_tell


def tell_named(membership: Membership, by: UUID) -> None:
    """Tell a new organiser that she is one, and the others that there is one more."""
    group_id, turn = membership.group_id, _turn()
    at = awake(find_group(group_id).timezone)
    post_to("organiser_named", group_id, [_reader(membership)], about=membership.id, turn=turn, at=at)
    others = [one for one in organisers_to_tell(group_id) if one.membership_id not in (membership.id, by)]
    post_to("keeping_told", group_id, others, about=membership.id, turn=turn, at=at)


def tell_decision(row: Decision) -> None:
    """Tell the other organisers what was proposed, and her whom it concerns, at once and at any hour."""
    if row.about_id:
        concerned = [_reader(one) for one in keepers_of(row.group_id) if one.id == row.about_id]
        post_to("decision_about", row.group_id, concerned, about=row.id)
    others = [one for one in organisers_to_tell(row.group_id) if one.membership_id not in (row.by_id, row.about_id)]
    post_to("keeping_told", row.group_id, others, about=row.id, at=awake(find_group(row.group_id).timezone))


def tell_outcome(group_id: UUID, about: UUID, but: UUID | None) -> None:
    """Tell organisers that something was decided, or withdrawn; `but`: who did it herself."""
    others = [one for one in organisers_to_tell(group_id) if one.membership_id != but]
    post_to("keeping_told", group_id, others, about=about, turn=_turn(), at=awake(find_group(group_id).timezone))


def tell_former(membership: Membership) -> None:
    """Tell somebody whose role as organiser was ended by others; she stays a member."""
    at = awake(find_group(membership.group_id).timezone)
    post_to("keeping_told", membership.group_id, [_reader(membership)], about=membership.id, turn=_turn(), at=at)


def tell_removed(membership: Membership) -> None:
    """Tell somebody whom organisers are about to remove, if she gets letters: all she held is dead before she reads.

    The letter is for her as a person: the membership's own letters are withdrawn.
    """
    if membership.wants_letters and not membership.is_managed and membership.status is Status.ACTIVE:
        post(
            "participation_ended",
            group=membership.group_id,
            person=membership.person_id,
            about=membership.id,
            once=f"participation_ended:{membership.id.hex}",
            at=awake(find_group(membership.group_id).timezone),
        )


def _reader(membership: Membership) -> Reader:
    return Reader(membership.id, membership.person_id)


def _turn() -> int:
    return int(now().timestamp())
