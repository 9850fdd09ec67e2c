"""A group with as many of everything as asked, so that tests see what a page costs when it is full."""

from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from entraide.access import scope, tokens
from entraide.access.tokens import Purpose, Signed, short
from entraide.access.visibility import Visibility
from entraide.accounts.actions import make_keeper, make_person, start_session
from entraide.accounts.models import Device, SignIn
from entraide.calendars import actions as calendars
from entraide.calendars.models import Level
from entraide.calendars.queries.feeds import id_of
from entraide.clock import now
from entraide.db import db, writing
from entraide.groups.actions import make_group, publish
from entraide.groups.models import Asked, Chapter, Group
from entraide.groups.queries import find_group
from entraide.meetings.actions import answers, lifts
from entraide.meetings.actions.series import plan_series
from entraide.meetings.details import Details
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import Meeting, Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.recurrence import Rule, Weekday
from entraide.members.actions import join, ways_in
from entraide.members.actions.cards import keep_value
from entraide.members.models import (
    Field,
    Invitation,
    InvitationKind,
    Membership,
    Reach,
    Tie,
)
from entraide.members.queries import active_members
from entraide.vault import sealed
from tests.making import (
    make_bans,
    make_carried,
    make_lift,
    make_list,
    make_lock,
    make_meeting,
    make_quiet,
    make_ties,
    make_vouching,
)
from tests.world import World

MOST_OWN, MOST_LOCKS = 20, 9
"""How many sessions, calendars and groups one person has at most, and how many locks beside her first."""


@dataclass(frozen=True)
class Things:
    """What addresses name, as they are written there; `calendar` to `join` are secrets."""

    group: str
    meeting: str
    series: str
    lift: str
    feed: str
    member: str
    managed: str
    waiting: str
    invitation: str
    asked: str
    unasked: str
    ban: str
    session: str
    lock: str
    vouching: str
    carried: str
    calendar: str
    answer: str
    place: str
    stop: str
    stay: str
    letter: str
    own_letter: str
    over: str
    join: str


def make_things(world: World) -> Things:
    """Make one of everything in Les Tilleuls: the calendar and the session are Lise's, a letter is for Nina."""
    group, lise = _begin(world), world.lise.person_id
    meeting = make_meeting(group, timedelta(days=3), places=150)
    series = plan_series(
        group, Rule(Weekday(1), times=3), date.fromordinal(now().toordinal() + 2), time(14), 60,
        Mode.ROUND_TABLE, Details(title="Table"), asked=Asked.USEFUL, places=None, announce=False,
    )  # fmt: skip
    calendar = calendars.connect(lise, "téléphone", Level.FULL, "fr")
    link = ways_in.open_way(group, world.marcelle_in_tilleuls, InvitationKind.LINK, timedelta(days=7), 5)
    ways_in.invite(group, world.marcelle_in_tilleuls, ["iris@poste.example", world.nina.email])
    ways_in.invite_over(group, world.marcelle_in_tilleuls, world.odile_in_tilleuls, "odile@poste.example")
    start_session(lise, Device.OWN, "another telephone")
    asked, unasked = make_list(group, world, 1)
    make_ties(group, world.lise_in_tilleuls, [world.ana_in_tilleuls])
    make_quiet()
    things = Things(
        group=short(group.id),
        meeting=short(meeting.id),
        series=short(series.id),
        lift=short(make_lift(meeting, world.ana_in_tilleuls, world.lise_in_tilleuls)),
        feed=short(id_of(calendar)),
        member=short(world.ana_in_tilleuls),
        managed=short(world.odile_in_tilleuls),
        waiting=short(world.paul_in_tilleuls),
        invitation=short(link.id),
        asked=short(asked),
        unasked=short(unasked),
        ban=short(make_bans(world, 1)),
        session=short(db.session.scalars(select(SignIn.id).where(SignIn.person_id == lise)).first()),
        lock=short(make_lock(lise)),
        vouching=short(make_vouching(world)),
        carried=short(make_carried(world)),
        calendar=calendar,
        answer=signed_for_lise(Purpose.ANSWER, world, meeting),
        place=signed_for_lise(Purpose.PLACE, world, meeting),
        stop=tokens.sign(Purpose.STOP, Signed(group.id, world.lise_in_tilleuls, None, 1, None)),
        stay=tokens.sign(Purpose.STAY, Signed(group.id, world.lise_in_tilleuls, None, 1, None)),
        letter=token_of_letter("iris@poste.example"),
        own_letter=token_of_letter(world.nina.email),
        over=token_of_letter("odile@poste.example"),
        join=sealed.unseal(group.id, f"invitation {link.id}", link.token_sealed or b""),
    )
    assert all(getattr(things, field.name) for field in fields(things))
    db.session.commit()
    return things


def fill(world: World, things: Things, many: int) -> None:
    """Add so many members, some managed, waiting people, invitations, meetings and answers to the group."""
    group = _begin(world)
    meeting = find_meeting(tokens.from_short(things.meeting))
    for number in range(many):
        member = _member(group, number)
        answers.answer(meeting, member.id, list(Reply)[number % 3])
        if number % 3 == 0:
            lifts.offer(meeting, member, 2, LiftWords("Jambes"))
        elif number % 3 == 1:
            lifts.ask(meeting, member, 1, LiftWords("Salzinnes"))
        join(group.id, make_keeper().id, f"Attend {number}", waits_until=now() + timedelta(days=14))
        make_meeting(group, timedelta(days=4 + number % 90), places=3 if number % 5 == 0 else None)
        make_meeting(group, timedelta(days=-1 - number % 10))
    ways_in.invite(group, world.marcelle_in_tilleuls, [f"{uuid4().hex}@poste.example" for _ in range(many)])
    make_bans(world, many)
    make_list(group, world, many)
    make_quiet()
    asked_before = {world.lise_in_tilleuls, *db.session.scalars(select(Tie.other_id))}
    make_ties(group, world.lise_in_tilleuls, {one.id for one in active_members(group.id)} - asked_before)
    db.session.commit()
    for person, count in ((world.marcelle.person_id, many), (world.lise.person_id, many)):
        _fill_own(person, min(count, MOST_OWN - 3))


def _begin(world: World) -> Group:
    db.session.remove()
    writing()
    scope.add(world.tilleuls)
    return find_group(world.tilleuls)


def _member(group: Group, number: int) -> Membership:
    is_managed = number % 4 == 0
    person = make_keeper() if is_managed else make_person(f"{uuid4().hex}@poste.example", "", "fr")
    reach = Reach.PHONE if is_managed else Reach.EMAIL
    member = join(group.id, person.id, f"Membre {number:03}", is_managed=is_managed, reach=reach, consent_version="1")
    for field in (Field.PHONE, Field.FIRST_NAME):
        keep_value(member, None, field, f"{field.value} {number}", Visibility.GROUP)
    return member


def _fill_own(person_id: UUID, many: int) -> None:
    """Give one person sessions, calendars and listed groups that she keeps."""
    db.session.remove()
    writing()
    for number in range(many):
        start_session(person_id, Device.OWN, f"Firefox {number}")
        if number < MOST_LOCKS:
            make_lock(person_id)
        group = make_group(f"Groupe {number}", chapter=Chapter.LIFE)
        member = join(group.id, person_id, f"Elle {number}", is_organiser=True, consent_version="1")
        make_meeting(group, timedelta(days=5 + number), places=8)
        publish(group, group.revision, ["name"], by=member.id)
        calendars.connect(person_id, f"téléphone {number}", Level.DISCREET, "fr")
    db.session.commit()


def token_of_letter(address: str) -> str:
    """Return the token of the invitation that was written to an address."""
    invitation = db.session.scalars(select(Invitation).where(Invitation.email_index == sealed.blind(address))).one()
    return sealed.unseal(invitation.id, "token", invitation.token_sealed or b"")


def signed_for_lise(purpose: Purpose, world: World, meeting: Meeting) -> str:
    """Return Lise's link for a meeting, good until the day after it."""
    until = meeting.ends_at + timedelta(days=1)
    return tokens.sign(purpose, Signed(meeting.group_id, world.lise_in_tilleuls, meeting.id, 1, until))
