"""Duties in words, and in addresses; which of them fit a way of meeting, and what a preset starts with."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from entraide.groups.models import Preset
from entraide.meetings.helping import DutyKind
from entraide.meetings.models import Mode

NAMES = {
    DutyKind.HOST: _l("Lead the meeting"),
    DutyKind.KEY: _l("Bring the key"),
    DutyKind.COFFEE: _l("See to the coffee"),
    DutyKind.NEWCOMER: _l("Welcome whoever comes for the first time"),
    DutyKind.CALL: _l("Open the call"),
}
HINTS = {
    DutyKind.HOST: _l("Whoever leads this date; it gives no rights here."),
    DutyKind.KEY: _l("Opens the room, and closes it."),
    DutyKind.COFFEE: _l("Coffee, tea, cups."),
    DutyKind.NEWCOMER: _l("Waits near the door, and stays close."),
    DutyKind.CALL: _l("Opens the online room and lets people in."),
}
ADDRESSES = {
    DutyKind.HOST: "animation",
    DutyKind.KEY: "cle",
    DutyKind.COFFEE: "cafe",
    DutyKind.NEWCOMER: "accueil",
    DutyKind.CALL: "appel",
}
BY_ADDRESS = {address: kind for kind, address in ADDRESSES.items()}
BY_PRESET = {
    Preset.TALK: (DutyKind.HOST, DutyKind.KEY, DutyKind.COFFEE, DutyKind.CALL),
    Preset.FELLOWSHIP: (DutyKind.HOST, DutyKind.KEY, DutyKind.COFFEE, DutyKind.NEWCOMER, DutyKind.CALL),
    Preset.ASSOCIATION: (DutyKind.HOST, DutyKind.KEY, DutyKind.CALL),
    Preset.PROFESSIONAL: (),
}
_IN_A_PLACE = frozenset({DutyKind.KEY, DutyKind.COFFEE})


def chosen(preset: Preset, *choices: Iterable[str] | None) -> frozenset[DutyKind]:
    """Return the duties that count: the first choice that was made (a series', its group's), else the preset's."""
    for choice in choices:
        if choice is not None:
            return frozenset(kind for kind in DutyKind if kind.value in set(choice))
    return frozenset(BY_PRESET[preset])


def fitting(kinds: Iterable[DutyKind], mode: Mode) -> tuple[DutyKind, ...]:
    """Return those that make sense for a way of meeting: a key where there is a door, a call where there is one."""
    wanted = set(kinds)
    if mode is Mode.ONLINE:
        wanted -= _IN_A_PLACE
    if mode not in (Mode.ONLINE, Mode.HYBRID):
        wanted.discard(DutyKind.CALL)
    return tuple(kind for kind in DutyKind if kind in wanted)
