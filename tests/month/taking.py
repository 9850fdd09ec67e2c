"""What the organiser takes along as a spreadsheet, row by row beside the model."""

from collections import Counter

from tests import workbooks
from tests.month import pages
from tests.month.cast import AGNES, BY_PHONE, ON_PAPER
from tests.month.model import Meeting
from tests.month.play import Play

Row = tuple[str, ...]


def sheets(play: Play) -> list[str]:
    """Compare the workbook's dates and list, and the list alone for another program."""
    play.sure()
    page = f"{play.group}/tableur"
    book = workbooks.read(play.send(AGNES, page).data)
    listed = pages.table(play.send(AGNES, page, f"{page}/liste").data)
    for who in play.model.numbers.keys() & play.model.members.keys():
        play.model.looks[who] = play.model.looks.get(who, 0) + 1  # a receipt each, whatever is taken that evening
    dates = [_shown([*row, *[""] * 13]) for row in book.sheets["Dates"][1:]]
    want_dates = [_date(play, key) for key in play.model.meetings]
    want_people = [_member(play, who) for who in play.model.members]
    faults = _differ(dates, want_dates)
    for rows in (book.sheets["Liste"], listed):
        faults += _differ([tuple(row[:3]) for row in rows[1:]], want_people)
    return [f"{play.at:%d.%m.}: the sheet {fault}" for fault in faults]


def _shown(row: list[str]) -> Row:
    """Return the cells of a date that the model knows."""
    day, begins, _ends, _words, became, title, _kind, place, _street, _how, heads = row[:11]
    return day, begins, became.split(",")[0], title, place, heads


def _differ(got: list[Row], want: list[Row]) -> list[str]:
    missing, more = Counter(want) - Counter(got), Counter(got) - Counter(want)
    return [*(f"says nothing of {row}" for row in missing), *(f"says {row}" for row in more)]


def _date(play: Play, key: str) -> Row:
    meeting = play.model.meetings[key]
    heads = "" if meeting.heads is None else str(meeting.heads)
    return (
        f"{meeting.starts:%Y-%m-%d}",
        f"{meeting.starts:%H:%M}",
        _became(play, meeting),
        meeting.title,
        meeting.place,
        heads,
    )


def _became(play: Play, meeting: Meeting) -> str:
    if meeting.is_cancelled:
        return "Annulée"
    if meeting.was:
        return "Déplacée"
    return "Passée" if meeting.ends <= play.at else "Prévue"


def _member(play: Play, who: str) -> Row:
    member = play.model.members[who]
    role = "Organise" if member.is_organiser else "Sans compte" if member.is_named_by_others else ""
    by = "Par téléphone" if who in BY_PHONE and not member.email else "Sur papier" if who in ON_PAPER else "E-mail"
    return who, role, by
