"""A group's three sheets in the words of the page: what it says of itself, its dates, its roster."""

from datetime import date

from flask_babel import gettext as _

from entraide.clock import now
from entraide.groups.models import Group
from entraide.groups.queries import face_of, name_of
from entraide.groups.words import CHAPTERS, FOR_WHOM, KINDS, LEADERSHIPS, NEWCOMERS, PUBLIC_PARTS, language_names
from entraide.meetings.models import Mode
from entraide.meetings.words import span_in_words, start_in_words
from entraide.members.card_words import FIELDS, REACHES
from entraide.members.card_words import said as in_words
from entraide.members.models import Reach
from entraide.members.queries.sheet import RosterSheet, SheetLine, roster_sheet
from entraide.rights.queries.taking import DateLine, dates_of
from entraide.rights.spreadsheets import Cell, Sheet


def sheets_of(group: Group) -> list[Sheet]:
    """Return all that a group takes along."""
    return [about(group), dates(group), roster(group)]


def about(group: Group) -> Sheet:
    """Say what the group says of itself in its settings."""
    face, languages = face_of(group), language_names()
    rows = [
        (_("Name of the group"), name_of(group)),
        (_("What to call it"), face.called),
        (_("What is it about?"), CHAPTERS[group.chapter]),
        (PUBLIC_PARTS["topics"], face.topics),
        (_("What kind of group?"), KINDS[group.kind]),
        (PUBLIC_PARTS["for_whom"], FOR_WHOM[group.for_whom]),
        (PUBLIC_PARTS["leadership"], LEADERSHIPS[group.leadership]),
        (PUBLIC_PARTS["newcomers"], NEWCOMERS[group.newcomers]),
        (PUBLIC_PARTS["meetings_open"], _yes_or_no(group.meetings_open)),
        (PUBLIC_PARTS["in_hospital"], _yes_or_no(group.in_hospital)),
        (PUBLIC_PARTS["area"], face.area),
        (PUBLIC_PARTS["cost"], face.cost or _("Free")),
        (PUBLIC_PARTS["languages"], ", ".join(languages.get(code, code) for code in group.languages)),
        (PUBLIC_PARTS["about"], face.about),
        (_("In the public directory"), _yes_or_no(group.listed)),
        (_("On this site since"), group.created.date().isoformat()),
    ]
    said = [(str(what), str(stands)) for what, stands in rows]
    return Sheet(_("Particulars"), (_("Setting"), _("As it stands")), said)


def dates(group: Group) -> Sheet:
    """List every date, with what became of it and how many came."""
    head = (
        _("Day, by number"),
        _("Begins at"),
        _("Ends at"),
        _("When, in words"),
        _("What became of it"),
        _("Title of the meeting"),
        _("Kind of meeting"),
        _("Place"),
        _("Street and number"),
        _("How to find it"),
        _("Heads counted"),
        _("Here for the first time"),
        _("Relatives and friends"),
    )
    return Sheet(_("Sheet of dates"), head, [_date(line) for line in dates_of(group)])


def roster(group: Group) -> Sheet:
    """List who belongs, each with what she shows the organisers."""
    found = roster_sheet(group)
    head = (
        _("Name in this group"),
        _("Role"),
        _("Reached"),
        _("Consent noted on"),
        *(str(FIELDS[field]) for field in found.fields),
    )
    return Sheet(_("Sheet of members"), head, [_member(found, line) for line in found.lines])


def _date(line: DateLine) -> tuple[Cell, ...]:
    details = line.details
    return (
        line.starts.date().isoformat(),
        f"{line.starts:%H:%M}",
        f"{line.ends:%H:%M}" if line.ends.date() == line.starts.date() else f"{line.ends:%Y-%m-%d %H:%M}",
        span_in_words(line.starts, line.ends, line.zone, with_year=True),
        _became(line),
        details.title,
        _how(line.mode),
        details.place,
        details.address,
        details.how_to_find,
        line.heads,
        line.heads_first_time,
        line.heads_relatives,
    )


def _became(line: DateLine) -> str:
    if line.is_cancelled:
        return _("Cancelled")
    if line.moved_from:
        return _("Moved, it was %(when)s", when=start_in_words(line.moved_from, line.zone, with_year=True))
    return _("Held") if line.ends <= now() else _("Planned")


def _how(mode: Mode) -> str:
    return {
        Mode.ROUND_TABLE: _("Round table"),
        Mode.ONLINE: _("Online"),
        Mode.HYBRID: _("In the room or online"),
        Mode.WEEKEND: _("Weekend"),
    }[mode]


def _member(sheet: RosterSheet, line: SheetLine) -> tuple[Cell, ...]:
    shown = {value.field: in_words(value) for value in line.values}
    return (
        line.name,
        _roles(line),
        str(_("E-mail") if line.reach is Reach.EMAIL else REACHES[line.reach][0]),
        _day(line.consent_day),
        *(shown.get(field, "") for field in sheet.fields),
    )


def _roles(line: SheetLine) -> str:
    roles = (
        (line.is_organiser, _("Organiser")),
        (line.is_treasurer, _("Treasurer")),
        (line.is_managed, _("Without account")),
        (line.is_discreet, _("Prefers not to be listed")),
    )
    return ", ".join(words for holds, words in roles if holds)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes_or_no(is_so: bool) -> str:
    return _("Yes") if is_so else _("No")
