"""Who could take over a group that somebody alone keeps."""

from uuid import UUID

from entraide.members.models import Membership
from entraide.members.queries import listed_members, names_of
from entraide.members.queries.roster import alphabet


def successors(membership: Membership) -> list[tuple[UUID, str]]:
    """Return who could keep the group after an organiser: members with an account, their names beside them, by name."""
    able = [one for one in listed_members(membership.group_id) if not one.is_managed and one.id != membership.id]
    names = names_of(able)
    return sorted(((one.id, names[one.id]) for one in able), key=lambda one: alphabet(one[1]))
