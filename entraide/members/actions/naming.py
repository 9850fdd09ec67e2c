"""Two members never bear one name in a group: ticks, roles and phone lists would be anybody's guess.

Whoever comes in is told nothing of names: hers gets « (2) », which she can change on her card. Who belongs reads the
list already, so she is told that a name is taken. The discreet stand in no list that members see, so no name is held
against theirs but where an organiser writes one down: she sees them all.
"""

from uuid import UUID

from entraide.errors import EntraideError
from entraide.members.models import Membership
from entraide.members.queries import active_members, name_of, names_of
from entraide.members.queries.roster import alphabet
from entraide.vault import sealed

LONGEST = 60  # of a name, as forms allow


class NameTaken(EntraideError):
    """Somebody else of this group bears that name."""


def distinct(group_id: UUID, name: str, but: UUID | None = None) -> str:
    """Return a newcomer's name, with the first free number where another member bears it."""
    taken = _taken(group_id, but, discreet_too=False)
    tried, number = name.strip(), 1
    while alphabet(tried)[0] in taken:
        number += 1
        tail = f" ({number})"
        tried = name.strip()[: LONGEST - len(tail)] + tail
    return tried


def make_distinct(membership: Membership) -> None:
    """Give somebody who is let in a name of her own."""
    name = name_of(membership)
    if (wanted := distinct(membership.group_id, name, membership.id)) != name:
        membership.name_sealed = sealed.seal(membership.person_id, f"name {membership.id}", wanted)


def check_free(group_id: UUID, name: str, but: UUID | None = None, *, discreet_too: bool = False) -> None:
    """Raise NameTaken where another member bears this name; accents and capitals do not count."""
    if alphabet(name.strip())[0] in _taken(group_id, but, discreet_too=discreet_too):
        raise NameTaken


def _taken(group_id: UUID, but: UUID | None, *, discreet_too: bool) -> set[str]:
    others = [row for row in active_members(group_id) if row.id != but and (discreet_too or not row.is_discreet)]
    return {alphabet(name)[0] for name in names_of(others).values()}
