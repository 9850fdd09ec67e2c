"""What the site keeps of a person in one group; of nobody else in it."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from entraide.db import db
from entraide.mail.models import Letter
from entraide.meetings import lift_words
from entraide.meetings.duty_words import NAMES as DUTIES
from entraide.meetings.link_tables import LinkChange
from entraide.meetings.models import (
    Answer,
    Duty,
    Lift,
    News,
    Reply,
    Ride,
    StandingDuty,
    StandingLift,
    Told,
)
from entraide.members.card_words import CONCERNS, FIELDS, PURPOSES, VISIBILITIES
from entraide.members.models import (
    CallList,
    CallWish,
    CardField,
    Decision,
    Field,
    Invitation,
    Look,
    Membership,
    Tie,
    Vouching,
)
from entraide.members.queries import name_of, own_words_of
from entraide.rights.own_data.account import LETTER, Kept
from entraide.rights.own_data.consents import text_of
from entraide.rights.own_data.parts import DAY, Column, Own, Said, column
from entraide.vault import sealed

REPLIES = {Reply.YES: _l("Yes"), Reply.MAYBE: _l("Perhaps"), Reply.NO: _l("No")}
MEETING = Column("date", _l("Date"), lambda row, own: _starts(row.meeting_id, own))
TITLE = Column("what", _l("What"), lambda row, own: own.titles.get(row.meeting_id, ""))


def _starts(meeting_id: Any, own: Own) -> Said:
    meeting = own.meetings.get(meeting_id)
    return meeting.starts_at if meeting else None


def _hers(model: Any, *names: str) -> Callable[[Own], Iterable[Any]]:
    """Return what finds the rows in which one of these columns is her membership."""

    def rows(own: Own) -> Iterable[Any]:
        found = select(model).where(model.group_id == own.member.group_id)
        found = found.where(or_(*(getattr(model, name) == own.member.id for name in names or ("membership_id",))))
        return db.session.scalars(found.order_by(model.id))

    return rows


def _value(row: CardField, own: Own) -> Said:
    if row.field is Field.CONCERN:
        return str(CONCERNS[own.member.concern])
    label = f"card {row.field.value} {row.membership_id}"
    return sealed.unseal(own.person_id, label, row.value_sealed) if row.value_sealed else None


def _words(what: str) -> tuple[Column, ...]:
    """Name the three texts of a lift, sealed under its label."""

    def read(name: str) -> Callable[[Any, Own], Said]:
        def one(row: Any, own: Own) -> Said:
            return str(getattr(lift_words.unseal(own.person_id, f"{what} {row.id}", row.words_sealed), name))

        return one

    labels = {"start": _l("From where"), "leaving": _l("Leaving"), "word": _l("A word")}
    return tuple(Column(name, label, read(name)) for name, label in labels.items())


def _is_hers(name: str) -> Callable[[Any, Own], Said]:
    return lambda row, own: getattr(row, name) == own.member.id


def _by_other(row: Any, own: Own) -> Said:
    return row.by_id is not None and row.by_id != own.member.id


def _letters(own: Own) -> Iterable[Any]:
    hers = select(Letter).where(Letter.membership_id == own.member.id)
    return db.session.scalars(hers.order_by(Letter.created, Letter.id))


def _looks(own: Own) -> Iterable[Any]:
    about = (Look.group_id == own.member.group_id) & (Look.about_id == own.member.id)
    found = select(Look, Membership.is_organiser).join(
        Membership, (Membership.group_id == Look.group_id) & (Membership.id == Look.by_id)
    )
    return db.session.execute(found.where(about).order_by(Look.day, Look.id))


RECORDED = Column("by_organiser", _l("Written down by an organiser"), _by_other)
KEPT: tuple[Kept, ...] = (
    Kept(
        "membership",
        _l("My place in the group"),
        Membership,
        (
            Column("name", _l("Name in this group"), lambda row, own: name_of(row)),
            column("status", _l("Status")),
            column("joined", _l("Since")),
            column("waits_until", _l("Waits until")),
            column("is_organiser", _l("Organiser")),
            column("organiser_since", _l("Organiser since")),
            column("is_treasurer", _l("Treasurer")),
            column("is_discreet", _l("Prefers not to be listed")),
            column("concern", _l("Comes as"), CONCERNS),
            column("reach", _l("Reached")),
            column("lets_answer", _l("Lets organisers answer")),
            column("discretion", _l("How letters come")),
            Column("own_words", _l("Whom letters seem to be from"), lambda row, own: own_words_of(row)),
            column("wants_letters", _l("Letters")),
            column("wants_day_before", _l("Reminder the day before")),
            column("letters_by_link", _l("Letters stopped or resumed by a link on")),
            column("imported", _l("Came from a list that an organiser brought")),
        ),
        lambda own: [own.member],
    ),
    Kept(
        "consent",
        _l("What I agreed to"),
        Membership,
        (
            column("consent_version", _l("Version")),
            column("consent_day", _l("Day")),
            Column("by_organiser", _l("Noted by an organiser"), lambda row, own: row.consent_by is not None),
            Column("text", _l("Text"), lambda row, own: text_of(row.consent_version)),
        ),
        lambda own: [own.member],
    ),
    Kept(
        "card_values",
        _l("My card"),
        CardField,
        (
            column("field", _l("Field"), FIELDS),
            Column("value", _l("Value"), _value),
            column("visibility", _l("Who sees it"), VISIBILITIES),
        ),
        _hers(CardField),
    ),
    Kept(
        "answers",
        _l("My answers"),
        Answer,
        (
            MEETING,
            TITLE,
            column("reply", _l("Answer"), REPLIES),
            column("guests", _l("Guests")),
            column("standing", _l("Place")),
            column("wait_pos", _l("Number on the waiting list")),
            column("offered_until", _l("Place offered until")),
            column("anonymous", _l("Without my name")),
            column("by_link", _l("By a link from a letter")),
            column("before_change", _l("Given before the date moved")),
            column("given", _l("Given")),
            RECORDED,
        ),
        _hers(Answer),
    ),
    Kept(
        "answers_by_link",
        _l("What links changed"),
        LinkChange,
        (MEETING, TITLE, column("before", _l("Answer before"), REPLIES), column("changed", _l("Changed"))),
        _hers(LinkChange),
    ),
    Kept("duties", _l("My duties"), Duty, (MEETING, TITLE, column("kind", _l("Duty"), DUTIES)), _hers(Duty)),
    Kept(
        "standing_duties",
        _l("My duties at every date"),
        StandingDuty,
        (column("kind", _l("Duty"), DUTIES),),
        _hers(StandingDuty),
    ),
    Kept(
        "lifts",
        _l("Lifts I offer"),
        Lift,
        (
            MEETING,
            column("seats", _l("Seats")),
            column("taken", _l("Taken")),
            column("shows_phone", _l("My number is shown to who rides along")),
            *_words("lift"),
            RECORDED,
        ),
        _hers(Lift),
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
        _hers(Ride),
    ),
    Kept(
        "standing_lifts",
        _l("Lifts for every date"),
        StandingLift,
        (
            column("seats", _l("Seats")),
            column("heads", _l("People")),
            column("shows_phone", _l("My number is shown to who rides along")),
            *_words("standing lift"),
        ),
        _hers(StandingLift),
    ),
    Kept("told", _l("News an organiser told me"), Told, (column("at", DAY, key="day"),), _hers(Told)),
    Kept(
        "call_wish",
        _l("Wish to be called after missing two"),
        CallWish,
        (column("missed", _l("Missed in a row")), column("counted_until", _l("Counted until"))),
        _hers(CallWish),
    ),
    Kept(
        "looks",
        _l("Who opened my contact details"),
        Look,
        (
            Column("day", DAY, lambda row, own: row[0].day),
            Column("purpose", _l("What for"), lambda row, own: row[0].purpose.value, PURPOSES),
            Column("organiser", _l("By an organiser"), lambda row, own: row[1]),
        ),
        _looks,
    ),
    Kept(
        "looks_made",
        _l("When I opened somebody’s contact details"),
        Look,
        (column("day", DAY), column("purpose", _l("What for"))),
        _hers(Look, "by_id"),
    ),
    Kept(
        "ties",
        _l("Doors I closed and numbers I gave, without whose"),
        Tie,
        (
            column("blocked", _l("Closed on")),
            column("number", _l("Number")),
            column("asked", _l("Asked for")),
            column("until", _l("Until")),
        ),
        _hers(Tie, "owner_id"),
    ),
    Kept(
        "vouchings",
        _l("Organisers vouching for me"),
        Vouching,
        (column("asked", _l("Asked for")), column("opens_at", _l("Opens")), column("ended", _l("Ended"))),
        _hers(Vouching),
    ),
    Kept(
        "call_lists",
        _l("Call lists I opened"),
        CallList,
        (column("opened", _l("Opened")), column("purpose", _l("What for"), PURPOSES)),
        _hers(CallList, "by_id"),
    ),
    Kept(
        "invitations",
        _l("Invitations I made, without whom"),
        Invitation,
        (column("kind", _l("Kind")), column("created", _l("Made")), column("expires", _l("Until"))),
        _hers(Invitation, "by_id"),
    ),
    Kept(
        "news",
        _l("Changes of dates I made"),
        News,
        (column("kind", _l("Kind")), column("at", DAY, key="day")),
        _hers(News, "by_id"),
    ),
    Kept(
        "decisions",
        _l("What organisers propose, by me or about me"),
        Decision,
        (
            column("kind", _l("Kind")),
            Column("by_me", _l("By me"), _is_hers("by_id")),
            column("made", _l("Made")),
            column("until", _l("Until")),
        ),
        _hers(Decision, "by_id", "about_id"),
    ),
    Kept("letters", _l("Letters of the last 30 days"), Letter, LETTER, _letters),
)
