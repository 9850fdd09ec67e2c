"""Finding e-mail addresses and telephone numbers in a cell, and saying what is odd about each: never inventing one."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from email_validator import EmailNotValidError, validate_email

from entraide.members.pasted_words import HOSTS, MISTYPED, NOTHING

SHORTEST, LONGEST = 8, 15  # digits of a number: E.164 has fifteen at most
MOST_TYPED = 30
MOST_ADDRESS = 254
ADDRESS = re.compile(r"(?<![^\s,;<>()\[\]\"'/|:])[^\s,;<>()\[\]\"'/|:]+@[^\s,;<>()\[\]\"'/|:]*")  # each word tried once
NUMBER = re.compile(r"[+(]?\d(?:[\d\s().’'/\-–]*\d)?")
BROKEN = re.compile(r"(?<!\d)\d+(?:[.,]\d+)?\s*[eE]\s*\+?\s*\d+")
LABELS = re.compile(
    r"\b(?:mailto|e-?mail|mail|t[eé]l(?:[eé]phone)?|gsm|portable|mobile|fixe|priv[eé]|ou|et|en|und|of|or)\b\.?:?", re.I
)


class Odd(StrEnum):
    """What is odd about a number."""

    BROKEN = "broken"  # 4.75E+08: the spreadsheet took it for a quantity
    SHORT = "short"
    LONG = "long"
    NOT_DIGITS = "not_digits"
    LOST_START = "lost_start"  # 475123456: the zero or the plus is gone; it may be right all the same


@dataclass(frozen=True)
class Found:
    """What a cell holds, and what of it is neither an address nor a number."""

    texts: tuple[str, ...]
    rest: str


def addresses_in(cell: str) -> Found:
    """Return the e-mail addresses of a cell, in their order; a cell that says there is none holds nothing."""
    found = tuple(dict.fromkeys(address.strip(".") for address in ADDRESS.findall(cell)))
    rest = _rest(ADDRESS.sub(" ", cell))
    if not found and rest and _may_be_meant(rest):
        return Found((rest,), "")
    return Found(found, rest)


def numbers_in(cell: str) -> Found:
    """Return the telephone numbers of a cell as they may be typed, in their order; broken ones as they stand."""
    found: list[str] = []
    cell = rest = BROKEN.sub(lambda broken: broken[0].replace(",", "."), cell)
    for piece in _pieces(cell):
        if broken := BROKEN.search(piece):
            found.append(broken[0])
            rest = rest.replace(broken[0], " ")
            continue
        for number in NUMBER.findall(re.sub(r"(\d)[.,]0+$", r"\1", piece)):
            if len(digits_of(number)) >= 4:
                found.append(tidied(number))
                rest = rest.replace(number, " ")
    return Found(tuple(dict.fromkeys(found)), _rest(re.sub(r"(?<!\w)0(?!\w)", " ", rest) if found else rest))


def tidied(number: str) -> str:
    """Return a number with single spaces between its digits, and without the zero nobody dials after +32."""
    plain = unicodedata.normalize("NFKC", number).strip().strip("'’")
    if plain.startswith(("+", "00")):
        plain = re.sub(r"\(0\)", " ", plain)
    plus = "+" if plain.startswith("+") else ""
    return plus + " ".join(re.findall(r"[0-9]+", plain))


def digits_of(number: str) -> str:
    """Return the digits of a number alone."""
    return "".join(re.findall(r"[0-9]", number))


def odd(number: str) -> Odd | None:
    """Say what is odd about a typed number; None where nothing is."""
    if BROKEN.fullmatch(number.strip()):
        return Odd.BROKEN
    if not re.fullmatch(r"\+?[0-9 ()./-]+", number) or len(number) > MOST_TYPED:
        return Odd.NOT_DIGITS
    digits = digits_of(number)
    if not SHORTEST <= len(digits) <= LONGEST:
        return Odd.SHORT if len(digits) < SHORTEST else Odd.LONG
    return None if number.strip("( ").startswith(("0", "+")) else Odd.LOST_START


def spelled(address: str) -> str | None:
    """Return an address in its usual spelling; None where it has not the shape of one."""
    try:
        return str(validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized)
    except (EmailNotValidError, ValueError):
        return None


def meant(address: str) -> str:
    """Return the address that may be meant by a mistyped one; empty where none comes to mind. It is only asked."""
    if len(address) > MOST_ADDRESS:
        return ""
    folded = re.sub(r"\s*(?:\(at\)|\[at\]|\(a\)|\(arobase\)| arobase | at )\s*", "@", address.strip(), flags=re.I)
    folded = re.sub(r"\s*,\s*", ".", re.sub(r"\s+(?=\S+\.\w+$)", "@" if "@" not in folded else "", folded))
    name, at, host = folded.rpartition("@")
    host = _host_meant(host.casefold())
    proposed = f"{name}{at}{host}".replace(" ", "")
    return proposed if proposed != address and spelled(proposed) else ""


def _host_meant(host: str) -> str:
    if host in HOSTS:
        return host
    if host in MISTYPED:
        return MISTYPED[host]
    return next((known for known in HOSTS if _is_one_slip(host, known)), host)


def _is_one_slip(typed: str, known: str) -> bool:
    """Say whether one sign too many, too few, wrong, or two swapped make the one of the other."""
    if abs(len(typed) - len(known)) > 1 or len(known) < 7 or typed == known:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), min(len(typed), len(known)))
    rest, right = typed[at:], known[at:]
    swapped = rest[:2] == right[:2][::-1] and rest[2:] == right[2:]
    return swapped or rest[1:] == right[1:] or rest[1:] == right or rest == right[1:]


def _pieces(cell: str) -> list[str]:
    """Part a cell where one number ends and the next begins; a stroke parts them only between two whole ones."""
    pieces = re.split(r"[\n;,|]|(?<=\d)\s+(?=\+)|\s(?:ou|et|en|und|of|or|&)\s", cell)
    for stroke in (r"\s+[/-]\s+", r"/"):
        pieces = [half for piece in pieces for half in _halves(piece, re.split(stroke, piece))]
    return pieces


def _halves(piece: str, halves: list[str]) -> list[str]:
    return halves if all(len(digits_of(half)) >= SHORTEST for half in halves) else [piece]


def _rest(text: str) -> str:
    """Return what words are left of a cell; nothing where they only say that there is nothing."""
    if _says_none(text):
        return ""
    left = " ".join(LABELS.sub(" ", text).split()).strip(" ,;:/<>()[]\"'|&+-–.")
    return "" if _says_none(left) else left


def _says_none(text: str) -> bool:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.strip()) if not unicodedata.combining(sign))
    return plain.casefold().replace("’", "'") in NOTHING


def _may_be_meant(text: str) -> bool:
    """Say whether words in a column of addresses look like one that lost its @."""
    return bool(meant(text)) or bool(re.fullmatch(r"\S+\.\S{2,}", text))
