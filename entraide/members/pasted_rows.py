"""Making one row a person from the lines of a pasted table: who shares an address, what is odd, what is not kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from entraide.members.models import Reach
from entraide.members.pasted_columns import NAMES, Part
from entraide.members.pasted_contacts import addresses_in, numbers_in
from entraide.members.pasted_names import (
    Name,
    Names,
    called,
    folded,
    is_family,
    is_heading,
    is_sum,
    people_in,
    told_apart,
)
from entraide.members.pasted_table import Table

MOST_PEOPLE = 500


class Remark(StrEnum):
    """What is said beside a row about how it was read; nothing of it stops anybody."""

    SHARED = "shared"  # one address or number for two people
    FROM_ABOVE = "from_above"  # merged cells: the line above holds what they share
    OTHER_ADDRESS = "other_address"
    OTHER_NUMBER = "other_number"
    NOT_KEPT = "not_kept"  # words that are neither name, address nor number
    HEADING = "heading"
    FAMILY = "family"


@dataclass(frozen=True)
class Said:
    """A remark, with the words or the line it speaks of."""

    remark: Remark
    text: str = ""


@dataclass(frozen=True)
class Source:
    """What is kept of one line: its cells by what they hold; every cell that is not empty stands here once."""

    number: int
    cells: Mapping[Part, tuple[str, ...]]

    def all_of(self, *parts: Part) -> str:
        """Return the cells of these parts, each on a line of its own."""
        return "\n".join(cell for part in parts for cell in self.cells.get(part, ()))


@dataclass(frozen=True)
class Row:
    """One person, to be looked through and put right: nothing of it is stored before that."""

    line: int
    name: str
    reach: Reach
    email: str = ""
    phone: str = ""
    town: str = ""
    languages: str = ""
    is_kept: bool = True
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class _Person:
    """A person on her way to a row."""

    name: Name | str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass
class _Line:
    """One line's people, as far as they are read."""

    source: Source
    people: list[_Person] = field(default_factory=list)
    last: str = ""  # of the first of them
    is_lone: bool = False  # its only cell is a name: it may be a heading


def sources(table: Table, header: int, parts: Mapping[int, Part]) -> list[Source]:
    """Return what is kept of each line below the header; `parts` go by column number. Nothing kept: no source."""
    found = []
    for line in table.lines[header:]:
        cells: dict[Part, tuple[str, ...]] = {}
        for number, cell in zip(table.columns, line.cells, strict=True):
            part = parts.get(number, Part.LEFT_OUT)
            if cell and part is not Part.LEFT_OUT:
                cells[part] = (*cells.get(part, ()), cell)
        if cells:
            found.append(Source(line.number, cells))
    return found


def rows_of(found: list[Source], *, has_last: bool) -> list[Row]:
    """Return one row a person, one or more for each source; of more people than may come nobody is told apart."""
    lines: list[_Line] = []
    for source in found:
        line = _read(source)
        if lines:
            line = _from_above(line, lines[-1], has_last)
        lines.append(line)
    people = [(line, person) for line in lines for person in line.people]
    named = [person.name for _, person in people]
    names = (
        told_apart(named)
        if len(named) <= MOST_PEOPLE
        else [called(one) if isinstance(one, Name) else one for one in named]
    )
    return [_row(line, person, name) for (line, person), name in zip(people, names, strict=True)]


def _read(source: Source) -> _Line:
    emails = addresses_in(source.all_of(Part.EMAIL))
    phones = numbers_in(source.all_of(Part.PHONE))
    names, more_emails, more_phones = _names(source)
    all_emails = tuple(dict.fromkeys((*emails.texts, *more_emails)))
    all_phones = tuple(dict.fromkeys((*phones.texts, *more_phones)))
    left = [words for words in (emails.rest, phones.rest, names.aside) if words]
    called = source.all_of(Part.CALLED).replace("\n", " ")
    people: list[Name | str] = list(names.people) or [called]
    if called:
        people[0] = called
    first = names.people[0] if names.people else Name("", "")
    line = _Line(source, [_Person(one) for one in people], last=first.last)
    _share_out(line, all_emails, all_phones)
    line.people[0] = _with(line.people[0], *(Said(Remark.NOT_KEPT, words) for words in left))
    words = source.all_of(*NAMES)
    is_alone = len(source.cells) == 1 and not (all_emails or all_phones)
    line.is_lone = is_sum(words) or (is_alone and is_heading(words))
    return line


def _names(source: Source) -> tuple[Names, tuple[str, ...], tuple[str, ...]]:
    """Read the names; an address or number among them is no name: « Marie Dupont <marie@…> »."""
    full = source.all_of(Part.FULL, Part.FULL_REVERSED)
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    if "@" in full:
        found = addresses_in(full)
        emails, full = found.texts, found.rest
    if sum(sign.isdecimal() for sign in full) >= 8:
        numbers = numbers_in(full)
        phones, full = numbers.texts, numbers.rest
    is_reversed = Part.FULL_REVERSED in source.cells
    first, last = source.all_of(Part.FIRST), source.all_of(Part.LAST)
    names = people_in(full, first, last, is_reversed=is_reversed)
    if not names.people:  # only signs, or only what was put in brackets: to be put right by hand
        signs = " ".join(f"{full} {first} {last}".split())
        names = Names((Name(signs, ""),) if signs else ())
    return names, emails, phones


def _share_out(line: _Line, emails: tuple[str, ...], phones: tuple[str, ...]) -> None:
    """Give each her own where there are enough, and the first to all where there are not."""
    people = line.people
    many = len(people)
    own = _by_name(people, emails) if len(emails) >= many > 1 else dict.fromkeys(range(many), emails[:1])
    for at in range(many):
        numbers = phones[at : at + 1] if len(phones) >= many > 1 else phones[:1]
        people[at] = replace(people[at], emails=own.get(at, ()), phones=numbers)
        is_one_address = bool(emails) and len(set(own.values())) == 1
        shares = many > 1 and (is_one_address or 0 < len(phones) < many)
        if shares:
            people[at] = _with(people[at], Said(Remark.SHARED))
    given = {email for texts in own.values() for email in texts}
    spare = [Said(Remark.OTHER_ADDRESS, email) for email in emails if email not in given]
    used = {number for person in people for number in person.phones}
    spare += [Said(Remark.OTHER_NUMBER, number) for number in phones if number not in used]
    people[0] = _with(people[0], *spare)


def _by_name(people: list[_Person], emails: tuple[str, ...]) -> dict[int, tuple[str, ...]]:
    """Give each person the address that holds her first name, the others in their order."""
    rest, own = list(emails), dict[int, tuple[str, ...]]()
    for at, person in enumerate(people):
        first = folded(person.name.first if isinstance(person.name, Name) else person.name)
        hers = [email for email in rest if first and first in folded(email.partition("@")[0])]
        if len(hers) == 1:
            own[at] = (hers[0],)
            rest.remove(hers[0])
    for at in range(len(people)):
        if at not in own:
            own[at] = (rest.pop(0),)
    return own


def _from_above(line: _Line, above: _Line, has_last: bool) -> _Line:
    """Fill in what merged cells leave empty below: only for a line right under a namesake's, and it is said."""
    below = line.people[0]
    is_next = line.source.number == above.source.number + 1
    if not is_next or any(person.emails or person.phones for person in line.people) or not isinstance(below.name, Name):
        return line
    lost_last = has_last and not line.source.cells.get(Part.LAST) and bool(line.source.cells.get(Part.FIRST))
    is_family_of = bool(above.last) and (lost_last or folded(line.last) == folded(above.last))
    giver = above.people[0]
    if not is_family_of or not (giver.emails or giver.phones):
        return line
    said = Said(Remark.FROM_ABOVE, str(above.source.number))
    line.people = [
        replace(_with(one, said), emails=giver.emails, phones=giver.phones, name=_of_family(one.name, above.last))
        for one in line.people
    ]
    line.last = above.last
    return line


def _of_family(name: Name | str, last: str) -> Name | str:
    return Name(name.first, name.last or last) if isinstance(name, Name) else name


def _with(person: _Person, *said: Said) -> _Person:
    return replace(person, said=(*person.said, *said))


def _row(line: _Line, person: _Person, name: str) -> Row:
    email, phone = next(iter(person.emails), ""), next(iter(person.phones), "")
    said = [*person.said, *([Said(Remark.HEADING)] if line.is_lone else [])]
    is_lent = any(one.remark is Remark.FROM_ABOVE for one in said)  # it may be somebody else's mailbox
    if is_family(name):
        said.append(Said(Remark.FAMILY))
    return Row(
        line=line.source.number,
        name=name,
        reach=Reach.EMAIL if email else Reach.PHONE if phone else Reach.PAPER,
        email=email,
        phone=phone,
        town=_one(line.source, Part.TOWN),
        languages=_one(line.source, Part.LANGUAGES),
        is_kept=not (line.is_lone or is_lent),
        said=tuple(said),
    )


def _one(source: Source, part: Part) -> str:
    return source.all_of(part).replace("\n", ", ")[:120]
