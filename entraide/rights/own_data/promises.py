"""What a person promised in one group: answers, duties, lifts."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from entraide.db import db
from entraide.meetings import lift_words
from entraide.meetings.duty_words import NAMES as DUTIES
from entraide.meetings.link_tables import LinkChange
from entraide.meetings.models import Answer, Duty, Lift, Reply, Ride, StandingDuty, StandingLift
from entraide.rights.own_data.account import Kept
from entraide.rights.own_data.parts import Column, Own, Said, column
from entraide.rights.own_data.ready_words import STANDINGS

REPLIES = {Reply.YES: _l("Yes"), Reply.MAYBE: _l("Perhaps"), Reply.NO: _l("No")}
MEETING = Column("date", _l("Date"), lambda row, own: _starts(row.meeting_id, own))
TITLE = Column("what", _l("What"), lambda row, own: own.titles.get(row.meeting_id, ""))


def _starts(meeting_id: Any, own: Own) -> Said:
    meeting = own.meetings.get(meeting_id)
    return meeting.starts_at if meeting else None


def hers(model: Any, *names: str) -> Callable[[Own], Iterable[Any]]:
    """Return what finds the rows in which one of these columns is her membership."""

    def rows(own: Own) -> Iterable[Any]:
        found = select(model).where(model.group_id == own.member.group_id)
        found = found.where(or_(*(getattr(model, name) == own.member.id for name in names or ("membership_id",))))
        return db.session.scalars(found.order_by(model.id))

    return rows


def _words(what: str) -> tuple[Column, ...]:
    """Name the three texts of a lift, sealed under its label."""

    def read(name: str) -> Callable[[Any, Own], Said]:
        def one(row: Any, own: Own) -> Said:
            return str(getattr(lift_words.unseal(own.person_id, f"{what} {row.id}", row.words_sealed), name))

        return one

    labels = {"start": _l("From where"), "leaving": _l("Leaving"), "word": _l("A word")}
    return tuple(Column(name, label, read(name)) for name, label in labels.items())


def _by_other(row: Any, own: Own) -> Said:
    return row.by_id is not None and row.by_id != own.member.id


SHOWS_NUMBER = column("shows_phone", _l("My number is shown to who rides along"))
RECORDED = Column("by_organiser", _l("Written down by an organiser"), _by_other)
PROMISED: tuple[Kept, ...] = (
    Kept(
        "answers",
        _l("My answers"),
        Answer,
        (
            MEETING,
            TITLE,
            column("reply", _l("My answer"), REPLIES),
            column("guests", _l("Guests")),
            column("standing", _l("What became of the place"), STANDINGS),
            column("wait_pos", _l("Number on the waiting list")),
            column("offered_until", _l("Place offered until")),
            column("anonymous", _l("Without my name")),
            column("by_link", _l("By a link from a letter")),
            column("before_change", _l("Given before the date moved")),
            column("given", _l("Given")),
            RECORDED,
        ),
        hers(Answer),
    ),
    Kept(
        "answers_by_link",
        _l("What links changed"),
        LinkChange,
        (MEETING, TITLE, column("before", _l("Answer before"), REPLIES), column("changed", _l("Changed"))),
        hers(LinkChange),
    ),
    Kept("duties", _l("My duties"), Duty, (MEETING, TITLE, column("kind", _l("Duty"), DUTIES)), hers(Duty)),
    Kept(
        "standing_duties",
        _l("My duties at every date"),
        StandingDuty,
        (column("kind", _l("Duty"), DUTIES),),
        hers(StandingDuty),
    ),
    Kept(
        "lifts",
        _l("Lifts I offer"),
        Lift,
        (
            MEETING,
            column("seats", _l("Seats")),
            column("taken", _l("Taken")),
            SHOWS_NUMBER,
            *_words("lift"),
            RECORDED,
        ),
        hers(Lift),
    ),
    Kept(
        "rides",
        _l("Lifts I look for or take"),
        Ride,
        (
            MEETING,
            column("heads", _l("People")),
            Column("has_lift", _l("Has a lift"), lambda row, own: row.lift_id is not None),
            *_words("ride"),
            RECORDED,
        ),
        hers(Ride),
    ),
    Kept(
        "standing_lifts",
        _l("Lifts for every date"),
        StandingLift,
        (
            column("seats", _l("Seats")),
            column("heads", _l("People")),
            SHOWS_NUMBER,
            *_words("standing lift"),
        ),
        hers(StandingLift),
    ),
)
