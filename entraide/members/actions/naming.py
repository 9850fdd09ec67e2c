"""Two members never bear one name in a group: ticks, roles and phone lists would be anybody's guess.

Whoever comes in is told nothing of names: hers gets « (2) », which she can change on her card. Who belongs reads the
list already, so she is told that a name is taken. The discreet stand in no list that members see, so no name is held
against theirs but where an organiser writes one down: she sees them all. Where a name comes to be borne twice that way,
the discreet one's gets the number: those who organise tell the two apart, and no list of members shows a trace of it.
"""

import re
import unicodedata
from collections.abc import Sequence
from uuid import UUID

from entraide.db import db
from entraide.errors import EntraideError
from entraide.members.models import Membership
from entraide.members.queries import active_members, name_of, names_of
from entraide.vault import sealed

LONGEST = 60  # of a name, as forms allow
NUMBER = re.compile(r" \(\d+\)$")
UNSEEN = frozenset("\u034f" + "".join(map(chr, range(0xFE00, 0xFE10))))  # marks that change nothing one sees
BLANK = "\u115f\u1160\u2800\u3164"  # letters and signs that are drawn as nothing
CYRILLIC = "АВЕЅІЈКМНОРСТУХҮԌԜаеѕіјорсухһԁԛԝ"
GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ"
ALIKE = str.maketrans(
    CYRILLIC + GREEK + BLANK,
    "ABESIJKMHOPCTYXYGWaesijopcyxhdqwABEZHIKMNOPTYXaikvoptux" + " " * len(BLANK),
)
"""Letters of other scripts as the Latin ones they look like."""


class NameTaken(EntraideError):
    """Somebody else of this group bears that name."""


def distinct(group_id: UUID, name: str, but: UUID | None = None) -> str:
    """Return a newcomer's name, with the first free number where another member bears it."""
    return distinct_all(group_id, [name], but)[0]


def distinct_all(group_id: UUID, names: Sequence[str], but: UUID | None = None) -> list[str]:
    """Return newcomers' names, each distinct from the others' and from every member's; the discreet give way."""
    others = _others(group_id, but)
    seen = {_key(others[row]) for row in others if not row.is_discreet}
    found = []
    for name in names:
        found.append(_numbered(name.strip(), seen))
        seen.add(_key(found[-1]))
    _give_way(others, found)
    return found


def make_distinct(membership: Membership) -> None:
    """Give somebody who is let in a name of her own."""
    name = name_of(membership)
    if (wanted := distinct(membership.group_id, name, membership.id)) != name:
        _rename(membership, wanted)


def take(group_id: UUID, name: str, but: UUID) -> None:
    """Let a member bear a name: the discreet give way; NameTaken where another one bears it."""
    others = _others(group_id, but)
    if _key(name.strip()) in {_key(others[row]) for row in others if not row.is_discreet}:
        raise NameTaken
    _give_way(others, [name])


def check_free(group_id: UUID, name: str, but: UUID | None = None) -> None:
    """Raise NameTaken for an organiser where any member bears this name; accents and capitals do not count."""
    if _key(name.strip()) in map(_key, _others(group_id, but).values()):
        raise NameTaken


def _others(group_id: UUID, but: UUID | None) -> dict[Membership, str]:
    rows = [row for row in active_members(group_id) if row.id != but]
    names = names_of(rows)
    return {row: names[row.id] for row in rows}


def _give_way(others: dict[Membership, str], taken: Sequence[str]) -> None:
    """Number the discreet who bear one of these names."""
    wanted = set(map(_key, taken))
    seen = wanted | set(map(_key, others.values()))
    for row, name in others.items():
        if row.is_discreet and _key(name) in wanted:
            _rename(row, _numbered(NUMBER.sub("", name), seen))
            seen.add(_key(name_of(row)))
    db.session.flush()


def _numbered(name: str, seen: set[str]) -> str:
    """Return a name with the first number that is free."""
    tried, number = name, 1
    while _key(tried) in seen:
        number += 1
        tail = f" ({number})"
        tried = name[: LONGEST - len(tail)] + tail
    return tried


def _rename(membership: Membership, name: str) -> None:
    membership.name_sealed = sealed.seal(membership.person_id, f"name {membership.id}", name)


def _key(name: str) -> str:
    """Return what two names share that a reader cannot tell apart: no accents, no signs nobody sees, no other script.

    Whoever asks for a number under an organiser's name, spelt with a Cyrillic letter, is not that organiser.
    """
    apart = unicodedata.normalize("NFKD", name)
    seen = "".join(sign for sign in apart if not unicodedata.combining(sign) and sign not in UNSEEN)
    return " ".join(seen.translate(ALIKE).split()).casefold()
