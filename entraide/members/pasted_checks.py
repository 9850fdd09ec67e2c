"""Looking a list's rows through before anything is stored: what must be put right, and what is only asked."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from entraide.members.models import Reach
from entraide.members.pasted_contacts import Odd, digits_of, meant, odd, spelled, tidied
from entraide.members.pasted_names import folded
from entraide.members.pasted_rows import Row

MOST_AT_ONE_ADDRESS = 4


class Fault(StrEnum):
    """What stands in the way of a row, until it is put right or left out."""

    NO_NAME = "no_name"
    NO_ADDRESS = "no_address"
    BAD_ADDRESS = "bad_address"
    NO_NUMBER = "no_number"
    SHORT_NUMBER = "short_number"
    BAD_NUMBER = "bad_number"
    BROKEN_NUMBER = "broken_number"
    TWICE = "twice"
    CROWDED = "crowded"  # more people at one address than a mailbox has readers


class Hint(StrEnum):
    """What may be wrong, or may be right: the row can be kept as it is."""

    MEANT = "meant"  # an address that looks mistyped
    LOST_START = "lost_start"
    MEMBER = "member"  # somebody here goes by this name
    INVITED = "invited"
    TWICE = "twice"  # left out, as she stands in the list already


@dataclass(frozen=True)
class Checked:
    """A row with what is said of it; each with the words or the line it speaks of."""

    row: Row
    faults: tuple[tuple[Fault, str], ...]
    hints: tuple[tuple[Hint, str], ...]


def put_in_shape(row: Row) -> Row:
    """Return a row with its address and number in their usual spelling; what cannot be read stays as it is."""
    phone = (
        tidied(row.phone) if odd(tidied(row.phone)) in (None, Odd.LOST_START) and digits_of(row.phone) else row.phone
    )
    return replace(row, email=spelled(row.email) or row.email, phone=phone)


def check(rows: Iterable[Row], names: Collection[str], invited: Collection[str]) -> list[Checked]:
    """Say of each row what is wrong with it; of rows that are left out only what is to be known.

    `names` are those of the group's members, `invited` the addresses that have an invitation, both folded.
    """
    shaped = [put_in_shape(row) for row in rows]
    first: dict[tuple[str, str], int] = {}
    kept: dict[tuple[str, str], int] = {}
    at_one = Counter(row.email.casefold() for row in shaped if row.is_kept and row.reach is Reach.EMAIL)
    checked = []
    for row in shaped:
        faults = list(_faults(row)) if row.is_kept else []
        if row.is_kept and (earlier := first.setdefault(_who(row), row.line)) != row.line:
            faults.append((Fault.TWICE, str(earlier)))
        if row.is_kept and row.reach is Reach.EMAIL and at_one[row.email.casefold()] > MOST_AT_ONE_ADDRESS:
            faults.append((Fault.CROWDED, ""))
        hints = list(_hints(row, names, invited))
        plain = _who(replace(row, name=_unnumbered(row.name)))
        if row.is_kept:
            kept.setdefault(plain, row.line)
        elif plain in kept and (row.email or row.phone):
            hints.append((Hint.TWICE, str(kept[plain])))
        checked.append(Checked(row, tuple(faults), tuple(hints)))
    return checked


def first_look(rows: Iterable[Row], names: Collection[str], invited: Collection[str]) -> list[Checked]:
    """Check rows just read, leaving out beforehand whoever is here, is invited, or stands in the list already."""
    looked_at = []
    seen: set[tuple[str, str]] = set()
    for row in map(put_in_shape, rows):
        plain = replace(row, name=_unnumbered(row.name))
        is_known = any(hint in (Hint.MEMBER, Hint.INVITED) for hint, _ in _hints(plain, names, invited))
        is_twice = _who(plain) in seen and bool(row.email or row.phone)
        seen.add(_who(plain))
        looked_at.append(replace(row, is_kept=row.is_kept and not is_known and not is_twice))
    return check(looked_at, names, invited)


def _who(row: Row) -> tuple[str, str]:
    reached_by = {Reach.EMAIL: row.email.casefold(), Reach.PHONE: digits_of(row.phone), Reach.PAPER: ""}
    return folded(row.name), reached_by[row.reach]


def _unnumbered(name: str) -> str:
    """Return a name without the number that told it apart."""
    plain, _, number = name.rpartition(" ")
    return plain if plain and number.isdigit() else name


def _faults(row: Row) -> Iterable[tuple[Fault, str]]:
    if not row.name:
        yield Fault.NO_NAME, ""
    if row.reach is Reach.EMAIL and not row.email:
        yield Fault.NO_ADDRESS, ""
    elif row.reach is Reach.EMAIL and spelled(row.email) is None:
        yield Fault.BAD_ADDRESS, ""
    if row.reach is Reach.PHONE and not row.phone:
        yield Fault.NO_NUMBER, ""
    elif row.reach is Reach.PHONE and (strange := odd(row.phone)) in NUMBER_FAULTS:
        yield NUMBER_FAULTS[strange], ""


NUMBER_FAULTS: dict[Odd | None, Fault] = {
    Odd.BROKEN: Fault.BROKEN_NUMBER,
    Odd.SHORT: Fault.SHORT_NUMBER,
    Odd.LONG: Fault.BAD_NUMBER,
    Odd.NOT_DIGITS: Fault.BAD_NUMBER,
}


def _hints(row: Row, names: Collection[str], invited: Collection[str]) -> Iterable[tuple[Hint, str]]:
    if row.reach is Reach.EMAIL and (proposed := meant(row.email)):
        yield Hint.MEANT, proposed
    if row.reach is Reach.PHONE and row.phone and odd(row.phone) is Odd.LOST_START:
        yield Hint.LOST_START, ""
    if folded(row.name) in names:
        yield Hint.MEMBER, ""
    if row.reach is Reach.EMAIL and row.email.casefold() in invited:
        yield Hint.INVITED, ""
