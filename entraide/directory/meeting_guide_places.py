"""Find the town in an address, tell an exact place from an approximate one, and compute how one takes part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from entraide.directory.drafts import Mode

_POSTAL_ONLY = re.compile(
    r"(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?(?: ?[A-Z]{2})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"
)
_TOWN_BEHIND_CODE = re.compile(r"(?:[A-Z]{1,2}[- ])?\d{4,5}(?: [A-Z]{2})? (?P<town>[^\d]{2,80})")
_CODE_BEHIND_STATE = re.compile(r" (?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})$")
_YES = {"yes", "true", "1", "y", "oui", "ja"}
_NO = {"no", "false", "0", "n", "non", "nein", "nee"}


@dataclass(frozen=True)
class Place:
    """Where a row says one meets."""

    name: str
    address: str
    town: str
    country: str
    is_approximate: bool


def find_place(
    *,
    name: str,
    written: str,
    street: str,
    town: str,
    state: str,
    postal_code: str,
    country: str,
    regions: tuple[str, ...],
    approximate: str,
    coordinates: str,
) -> Place:
    """Join what a row says of its place; `written` is the whole address, the others are its parts."""
    address = written or _joined(street, town, " ".join(filter(None, (state, postal_code))), country)
    parts = _parts_of(address)
    return Place(
        name=name,
        address=address,
        town=town or _town(parts, regions) or (regions[0] if regions else ""),
        country=country or _country(parts),
        is_approximate=_is_approximate(parts, name, approximate, coordinates),
    )


def mode_of(*, is_online: bool, is_closed: bool, place: Place) -> tuple[Mode, bool]:
    """Compute mode and whether the series is paused, as the format's readers do; `attendance_option` is not asked."""
    is_in_person = not is_closed and not place.is_approximate
    if is_online:
        return (Mode.HYBRID if is_in_person else Mode.ONLINE), False
    return Mode.ROUND_TABLE, not is_in_person


def _joined(*pieces: str) -> str:
    parts: list[str] = []
    for piece in pieces:
        known = {part.casefold() for part in _parts_of(", ".join(parts))}
        if piece and piece.casefold() not in known:
            parts.append(piece)
    return ", ".join(parts)


def _parts_of(address: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,\n]", address) if part.strip()]


def _is_approximate(parts: list[str], name: str, flag: str, coordinates: str) -> bool:
    """Ask the coordinates (four numbers are a box), then the flag, then the address: few parts, no house number."""
    if (commas := coordinates.count(",")) in (1, 3):
        return commas == 3
    if flag.casefold() in _YES | _NO:
        return flag.casefold() in _YES
    if not parts:
        return not name
    others_have = any(char.isdigit() for part in parts[1:] for char in part)
    is_street = _has_street(parts) and (len(parts) > 2 or others_have)
    return len(parts) < 4 and not is_street


def _country(parts: list[str]) -> str:
    last = parts[-1] if len(parts) > 1 else ""
    is_state = len(last) == 2 and last.isupper() and last not in {"UK", "US"}
    return "" if is_state or any(char.isdigit() for char in last) else last


def _town(parts: list[str], regions: tuple[str, ...]) -> str:
    named = {region.casefold() for region in regions}
    for part in parts:
        if part.casefold() in named:
            return part
    for part in reversed(parts[1:] if _has_street(parts) else parts):
        if match := _TOWN_BEHIND_CODE.fullmatch(part):
            return match["town"].strip()
        if _POSTAL_ONLY.fullmatch(part) or _CODE_BEHIND_STATE.search(part):
            break
    return _town_by_order(parts)


def _town_by_order(parts: list[str]) -> str:
    kept = [_CODE_BEHIND_STATE.sub("", part) for part in parts if not _POSTAL_ONLY.fullmatch(part)]
    if _country(parts) and len(kept) > 1:
        kept = kept[:-1]
    streetless = kept[1:] if len(kept) > 1 and _has_street(kept) else kept
    if len(streetless) > 2:
        return streetless[-2]
    return streetless[0] if streetless else ""


def _has_street(parts: list[str]) -> bool:
    has_number = bool(parts) and any(char.isdigit() for char in parts[0])
    return has_number and (len(parts) > 2 or not _TOWN_BEHIND_CODE.fullmatch(parts[0]))
