"""Reading names as lists hold them: a couple in one cell, capitals, last name first; and how each will be called."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from entraide.members.pasted_words import FAMILY, GIVEN, HEADINGS, JOINED, PARTICLES, SUMS, TITLES

LONGER = 12  # letters of a last name, at most, to tell people apart
MOST_IN_ONE = 6  # people in one cell
LONGEST = 60  # as everywhere a name in a group is typed
BETWEEN = re.compile(rf"\s*(?:\n|(?<!\bc)/|&|\+|;|\s(?:{'|'.join(JOINED)})\s)\s*", re.I)
ASIDE = re.compile(r"\([^()]*\)")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Name:
    """One person's name as it was read; either part may be empty."""

    first: str
    last: str


@dataclass(frozen=True)
class Names:
    """The people of one line, and words that belong to no name."""

    people: tuple[Name, ...]
    aside: str = ""


def people_in(full: str, first: str, last: str, *, is_reversed: bool) -> Names:
    """Read a line's names: from a cell with the whole name, or from one for first and one for last names."""
    asides = [aside.strip("()") for text in (full, first, last) for aside in ASIDE.findall(text)]
    full, first, last = (" \n".join(ASIDE.sub(" ", text).split("\n")).strip() for text in (full, first, last))
    people = _of_two(first, last) if first or last else ()
    if full:
        people = (*_of_one(full, is_reversed), *people)
    return Names(tuple(one for one in people if one.first or one.last), "; ".join(filter(None, asides)))


def called(name: Name) -> str:
    """Return how somebody will be called: her first name and an initial."""
    if not name.first or _is_title(name.first):
        return f"{name.first} {name.last}".strip()[:LONGEST]
    return f"{name.first} {_initial(name.last, 1)}".strip()[:LONGEST]


def told_apart(names: Sequence[Name | str], taken: Iterable[str] = ()) -> list[str]:
    """Return how everybody is called, each differently: by more of the last name, or else by a number.

    A text is a name somebody chose; it stays as it is while nobody before has it.
    """
    wanted = [name if isinstance(name, str) else called(name) for name in names]
    many = Counter(map(folded, wanted))
    lasts = _last_names(names)
    used = {folded(name): 1 for name in taken}
    found = []
    for name, plain in zip(names, wanted, strict=True):
        own = plain
        if isinstance(name, Name) and many[folded(plain)] > 1:
            own = _longer(name, lasts[folded(name.first)]) or plain
        found.append(_numbered(own, used))
    return found


def folded(name: str) -> str:
    """Return a name without accents, capitals and stops, for comparing."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w]+", " ", plain.casefold()).split())


def is_given(word: str) -> bool:
    """Say whether a word is a first name that is often met."""
    return folded(word.split("-")[0]) in GIVEN


def is_family(text: str) -> bool:
    """Say whether a name is a whole family's."""
    return folded(text).partition(" ")[0] in FAMILY


def is_heading(text: str) -> bool:
    """Say whether a cell that stands alone in its line looks like a heading rather than a person."""
    words = folded(text).split()
    return text.rstrip().endswith(":") or bool(HEADINGS & set(words)) or bool(re.search(r"\d", text))


def is_sum(text: str) -> bool:
    """Say whether the names of a line are the list's sum: « Total 17 »."""
    words = folded(text).split()
    return bool(SUMS & set(words)) and all(word in SUMS or word.isdecimal() for word in words)


def cased(name: str) -> str:
    """Return a name typed all in capitals, or all in small letters, as it is written."""
    if name != name.upper() and name != name.lower():
        return name
    small = WORD.sub(lambda word: word[0].capitalize() if len(word[0]) > 1 else word[0].upper(), name.lower())
    words = [word.lower() if at and folded(word) in PARTICLES else word for at, word in enumerate(small.split())]
    return " ".join(words)


def _of_two(first: str, last: str) -> tuple[Name, ...]:
    firsts, lasts = _parts(first) or [""], _parts(last) or [""]
    if len(lasts) not in (1, len(firsts)):
        lasts = [last.replace("\n", " ")]
    lasts = lasts * len(firsts) if len(lasts) == 1 else lasts
    return tuple(
        Name(cased(_untitled(one) or one), cased(_untitled(two) or two)) for one, two in zip(firsts, lasts, strict=True)
    )


def _of_one(full: str, is_reversed: bool) -> tuple[Name, ...]:
    before, comma, after = full.partition(",")
    if comma and "\n" not in full and "," not in after and before.strip() and after.strip():
        if not (is_given(before) and is_given(after.split()[0])):
            return _of_two(after.strip(), before.strip())
        full = f"{before} / {after}"
    read = [_split(part, is_reversed) for part in _parts(full.replace(",", "\n"))]
    return tuple(_shared(read, at, is_reversed) for at in range(len(read)))


def _shared(read: list[Name], at: int, is_reversed: bool) -> Name:
    """Give a last name to whoever stands in a couple's cell without one: « Jean et Marie Dupont »."""
    own = read[at]
    if own.last or len(read) == 1:
        return own
    others = [*read[at + 1 :], *reversed(read[:at])] if not is_reversed else [*reversed(read[:at]), *read[at + 1 :]]
    return Name(own.first, next((one.last for one in others if one.last), ""))


def _parts(text: str) -> list[str]:
    """Part a cell between its people; so many that it can be no family's are left as they stand, to be put right."""
    parts = [part for part in (" ".join(one.split()) for one in BETWEEN.split(text)) if WORD.search(part)]
    return parts if len(parts) <= MOST_IN_ONE else [" ".join(text.split())]


def _split(text: str, is_reversed: bool) -> Name:
    """Part one person's name in first and last, by capitals, by well-known first names, else by the column's order."""
    if is_family(text):
        return Name("", cased(text))
    title = text if not _untitled(text) else ""
    words = _untitled(text).split()
    if title or len(words) < 2:
        one = cased(" ".join(words))
        is_last = text != one and bool(words) and not is_given(one) and _is_title(text.split()[0])
        return Name(text.split()[0], one) if is_last else Name(cased(title) or one, "")
    loud = [word for word in words if len(word) > 1 and word == word.upper() and WORD.search(word)]
    if loud and len(loud) < len(words):
        quiet = [word for word in words if word not in loud]
        return Name(cased(" ".join(quiet)), cased(" ".join(loud)))
    if is_given(words[0]) is not is_given(words[-1]) and folded(words[0]) not in PARTICLES:
        is_reversed = is_given(words[-1])
    at = _border(words, is_reversed)
    before, after = cased(" ".join(words[:at])), cased(" ".join(words[at:]))
    return Name(after, before) if is_reversed else Name(before, after)


def _border(words: list[str], is_reversed: bool) -> int:
    """Return where the second of the two names begins; van, de and their like belong to a last name."""
    if is_reversed:
        at = next((i for i, word in enumerate(words) if folded(word) not in PARTICLES), 0)
        return min(at + 1, len(words) - 1)
    return next((i for i, word in enumerate(words) if i and folded(word) in PARTICLES), len(words) - 1)


def _untitled(text: str) -> str:
    words = text.split()
    while words and _is_title(words[0]):
        words = words[1:]
    return " ".join(words)


def _is_title(word: str) -> bool:
    return folded(word) in TITLES


def _initial(last: str, many: int) -> str:
    letters = "".join(WORD.findall(last))
    return f"{letters[:many].capitalize()}." if letters else ""


def _last_names(names: Sequence[Name | str]) -> dict[str, set[str]]:
    """Return the letters of all last names that go with each first name."""
    lasts: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if isinstance(name, Name):
            lasts[folded(name.first)].add(folded("".join(WORD.findall(name.last))))
    return lasts


def _longer(name: Name, lasts: set[str]) -> str:
    """Return the shortest call by which nobody else with this first name goes; empty where there is none."""
    letters = "".join(WORD.findall(name.last))
    others = lasts - {folded(letters)}
    for many in range(1, min(len(letters), LONGER) + 1):
        if not any(one[:many] == folded(letters[:many]) for one in others):
            return f"{name.first} {_initial(name.last, many)}"[:LONGEST]
    return ""


def _numbered(name: str, used: dict[str, int]) -> str:
    """Return a name nobody has yet, and count it; `used` tells the last number of each."""
    plain = found = name
    while name and folded(found) in used:
        used[folded(plain)] += 1
        found = f"{plain[: LONGEST - 6]} {used[folded(plain)]}"
    used.setdefault(folded(found), 1)
    return found
