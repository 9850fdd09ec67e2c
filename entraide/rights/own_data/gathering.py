"""Gather everything about one person: her account, then each group she is in."""

from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from entraide.access.actor import Actor
from entraide.accounts.models import Card, SignIn
from entraide.calendars.entries import Reader, entries_of
from entraide.calendars.ics import Entry as CalendarEntry
from entraide.calendars.ics import calendar
from entraide.calendars.models import Level
from entraide.calendars.queries.holdings import Holding
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.meetings.models import Answer, Meeting, ProgrammeDay
from entraide.meetings.queries.meetings import details_of
from entraide.members.models import Membership
from entraide.members.queries import name_of
from entraide.rights.own_data import account, group
from entraide.rights.own_data.deeds import deeds
from entraide.rights.own_data.parts import Own, Part
from entraide.settings import Settings
from entraide.vault import sealed

LEFT_OUT = {
    "bans": "what stands there of me is that I decided; the journal says so, and the address is nobody's to read",
    "challenges": "codes that were asked for: their HMACs and the address already told, for 24 hours",
    "feed_groups": "counted in the calendars' section",
    "meetings": "the group's; each of mine is in the calendar, and beside each answer",
    "persons": "told as the account, value by value",
}
"""Tables that hold something about a person and have no section of their own, and why."""


def everything(actor: Actor, settings: Settings) -> list[Part]:
    """Return what the site keeps of whoever asks; of a group that organisers alone restored it is never asked."""
    person_id = actor.person_id
    assert person_id is not None
    own = Own(person_id, ZoneInfo(settings.timezone))
    sealed.prepare([person_id])
    sessions = db.session.scalars(select(SignIn.id).where(SignIn.person_id == person_id)).all()
    sections = [one.written(own) for one in account.KEPT]
    parts = [Part("account", str(_l("The account")), (*sections, deeds(own, None, [person_id, *sessions])))]
    return parts + [_of_group(own, membership) for membership in memberships(actor)]


def everything_of_managed(membership: Membership) -> Part:
    """Return what the site keeps of a member without account: organisers wrote all of it down."""
    sealed.prepare([membership.person_id])
    return _of_group(Own(membership.person_id, ZoneInfo("UTC")), membership)


def takes_herself(membership: Membership) -> bool:
    """Say whether a member signs in by a card: what she keeps from organisers is hers to take."""
    card = select(Card.id).where(Card.person_id == membership.person_id)
    return db.session.scalar(card) is not None


def memberships(actor: Actor) -> list[Membership]:
    """Return the asker's places, waiting rooms too."""
    ids = {*actor.memberships.values(), *actor.waits.values()}
    found = select(Membership).where(Membership.id.in_(ids)).order_by(Membership.joined, Membership.id)
    return list(db.session.scalars(found))


def _of_group(own: Own, membership: Membership) -> Part:
    zone = ZoneInfo(db.session.get_one(Group, membership.group_id).timezone)
    meetings = {meeting.id: meeting for meeting in _meetings(membership)}
    sealed.prepare([membership.group_id])
    titles = {id_: details_of(meeting).title for id_, meeting in meetings.items()}
    here = Own(own.person_id, zone, membership, meetings, titles)
    journal = deeds(here, membership.group_id, [membership.id])
    return Part("group", name_of(membership), (*(one.written(here) for one in group.KEPT), journal))


def _meetings(membership: Membership) -> list[Meeting]:
    found = select(Meeting).where(Meeting.group_id == membership.group_id)
    return list(db.session.scalars(found.order_by(Meeting.starts_at, Meeting.id)))


def own_calendar(actor: Actor, settings: Settings, language: str) -> bytes:
    """Write every date of the asker's groups that the site still knows, as a calendar with all words."""
    key = sealed.store().named("calendar")
    entries: list[CalendarEntry] = []
    for membership in memberships(actor):
        if membership.id in actor.waits.values():
            continue
        reader = Reader(Level.FULL, membership.calendar_changed, key, settings)
        entries += entries_of(_held(membership), reader)
    return calendar(settings.site_name, entries, facade=settings.site_name, language=language)


def _held(membership: Membership) -> list[Holding]:
    group_ = db.session.get_one(Group, membership.group_id)
    given = select(Answer).where(Answer.group_id == group_.id, Answer.membership_id == membership.id)
    answers = {answer.meeting_id: answer for answer in db.session.scalars(given)}
    planned = select(ProgrammeDay).where(ProgrammeDay.group_id == group_.id).order_by(ProgrammeDay.day)
    days = list(db.session.scalars(planned))
    return [
        Holding(
            group_,
            membership.id,
            membership.calendar_changed,
            meeting,
            answers.get(meeting.id),
            None,
            tuple(day for day in days if day.meeting_id == meeting.id),
        )
        for meeting in _meetings(membership)
    ]


def made_at() -> str:
    """Return when this document is made, for programs."""
    return now().isoformat(timespec="seconds")
