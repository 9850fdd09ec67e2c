"""A group with as many of everything as asked, so that tests see what a page costs when it is full."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from entraide.access import scope, tokens
from entraide.access.tokens import Purpose, Signed, short
from entraide.access.visibility import Visibility
from entraide.accounts.actions import make_keeper, make_person, start_session
from entraide.accounts.cards import hand_over
from entraide.accounts.locks.actions.apps import make_app
from entraide.accounts.locks.actions.codes import draw_recovery
from entraide.accounts.models import Device, Lock, Person, SignIn
from entraide.calendars import actions as calendars
from entraide.calendars.models import Level
from entraide.calendars.queries.feeds import id_of
from entraide.clock import now
from entraide.db import db, writing
from entraide.groups.actions import make_group, publish
from entraide.groups.models import Asked, Chapter, Group
from entraide.groups.queries import find_group
from entraide.meetings.actions import answers, lifts, planning
from entraide.meetings.actions.series import plan_series
from entraide.meetings.details import Details
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import Meeting, Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.recurrence import Rule, Weekday
from entraide.members.actions import bans, join, ways_in
from entraide.members.actions.cards import keep_value
from entraide.members.actions.looks import receipt
from entraide.members.actions.pasting import keep_list
from entraide.members.models import (
    Ban,
    Field,
    Invitation,
    InvitationKind,
    LookPurpose,
    Membership,
    Number,
    Reach,
    Tie,
    Vouching,
)
from entraide.members.pasted_rows import Row
from entraide.members.queries import active_members, find_membership
from entraide.vault import sealed
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
    meeting = _meeting(group, timedelta(days=3), places=150)
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
        answer=_signed(Purpose.ANSWER, world, meeting),
        place=_signed(Purpose.PLACE, world, meeting),
        stop=tokens.sign(Purpose.STOP, Signed(group.id, world.lise_in_tilleuls, None, 1, None)),
        stay=tokens.sign(Purpose.STAY, Signed(group.id, world.lise_in_tilleuls, None, 1, None)),
        letter=_token_of_letter("iris@poste.example"),
        own_letter=_token_of_letter(world.nina.email),
        over=_token_of_letter("odile@poste.example"),
        join=sealed.unseal(group.id, f"invitation {link.id}", link.token_sealed or b""),
    )
    assert all(getattr(things, field.name) for field in fields(things))
    db.session.commit()
    return things


def make_lock(person_id: UUID) -> UUID:
    """Give a person an app that counts."""
    make_app(person_id, "")
    lock = db.session.scalars(select(Lock).where(Lock.person_id == person_id, Lock.proved.is_(None))).one()
    lock.proved = now()
    draw_recovery(person_id)
    return lock.id


def make_vouching(world: World) -> UUID:
    """Let Ana ask organisers of Les Tilleuls to vouch for her."""
    row = Vouching(group_id=world.tilleuls, membership_id=world.ana_in_tilleuls, asked=now())
    db.session.add(row)
    db.session.flush()
    return row.id


def make_carried(world: World) -> UUID:
    """Give Jo a sign-in card, as a member without e-mail has one."""
    hand_over(world.jo.person_id, world.tilleuls, "fr")
    find_membership(world.tilleuls, world.jo_in_tilleuls).reach = Reach.PAPER
    return world.jo_in_tilleuls


def make_lift(meeting: Meeting, driver: UUID, rider: UUID) -> UUID:
    """Let one drive, who shows her number, and the other ride along."""
    words = LiftWords("Jambes", "13 h 30", "Devant la gare")
    at_the_wheel = find_membership(meeting.group_id, driver)
    lift_id = lifts.offer(meeting, at_the_wheel, 3, words, shows_phone=True).id
    lifts.take_seat(meeting, find_membership(meeting.group_id, rider), lift_id)
    return lift_id


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
        _meeting(group, timedelta(days=4 + number % 90), places=3 if number % 5 == 0 else None)
        _meeting(group, timedelta(days=-1 - number % 10))
    ways_in.invite(group, world.marcelle_in_tilleuls, [f"{uuid4().hex}@poste.example" for _ in range(many)])
    make_bans(world, many)
    make_list(group, world, many)
    make_quiet()
    asked_before = {world.lise_in_tilleuls, *db.session.scalars(select(Tie.other_id))}
    make_ties(group, world.lise_in_tilleuls, {one.id for one in active_members(group.id)} - asked_before)
    db.session.commit()
    for person, count in ((world.marcelle.person_id, many), (world.lise.person_id, many)):
        _fill_own(person, min(count, MOST_OWN - 3))


def make_ties(group: Group, owner: UUID, others: Iterable[UUID]) -> None:
    """Let others look at one member's details and at a managed one's, and let each ask her for her number."""
    managed = db.session.scalars(select(Membership.id).where(Membership.is_managed).limit(1)).one()
    for other in others:
        receipt(group, other, {owner, managed} - {other}, LookPurpose.NEWS)
        tie = Tie(group_id=group.id, owner_id=owner, other_id=other, number=Number.ASKED)
        tie.asked, tie.until = now().date(), now() + timedelta(days=28)
        db.session.add(tie)
    db.session.flush()


def make_list(group: Group, world: World, many: int) -> tuple[UUID, UUID]:
    """Paste in a list of as many people with an address and as many without; return one of each."""
    for start in range(0, many, 100):
        db.session.execute(update(Invitation).values(created=now() - timedelta(days=2)))  # so many letters a day
        rows = [
            row
            for at in range(start, min(start + 100, many))
            for row in (
                Row(at, f"Lettre {at}", Reach.EMAIL, f"{uuid4().hex}@poste.example"),
                Row(at, f"Papier {at}", Reach.PAPER),
            )
        ]
        keep_list(group, world.marcelle_in_tilleuls, rows, once=uuid4(), at=now())
    asked = db.session.scalars(select(Invitation.id).where(Invitation.imported)).first()
    unasked = db.session.scalars(select(Membership.id).where(Membership.imported)).first()
    assert asked is not None
    assert unasked is not None
    return asked, unasked


def make_quiet() -> None:
    """Let nobody have heard of the members without account for long; each was asked for today."""
    long_ago = now().date() - timedelta(days=400)
    managed = update(Membership).where(Membership.is_managed, Membership.imported.is_(False))
    db.session.execute(managed.values(joined=long_ago, asked_on=now().date()))
    db.session.execute(update(Person).values(created=long_ago))


def make_bans(world: World, many: int) -> UUID:
    """Shut so many mailboxes out; return one of the bans."""
    for _ in range(many):
        bans.ban(world.tilleuls, uuid4().bytes * 2, world.marcelle_in_tilleuls)
    made = db.session.scalars(select(Ban.id)).first()
    assert made is not None
    return made


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


def _meeting(group: Group, starts_in: timedelta, places: int | None = None) -> Meeting:
    start, words = now() + starts_in, Details(title="Table", place="Maison de quartier")
    return planning.plan_meeting(
        group, start, start + timedelta(hours=2), Mode.ROUND_TABLE, words,
        asked=Asked.USEFUL, places=places, announce=False,
    )  # fmt: skip


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
        _meeting(group, timedelta(days=5 + number), places=8)
        publish(group, group.revision, ["name"], by=member.id)
        calendars.connect(person_id, f"téléphone {number}", Level.DISCREET, "fr")
    db.session.commit()


def _token_of_letter(address: str) -> str:
    invitation = db.session.scalars(select(Invitation).where(Invitation.email_index == sealed.blind(address))).one()
    return sealed.unseal(invitation.id, "token", invitation.token_sealed or b"")


def _signed(purpose: Purpose, world: World, meeting: Meeting) -> str:
    until = meeting.ends_at + timedelta(days=1)
    return tokens.sign(purpose, Signed(meeting.group_id, world.lise_in_tilleuls, meeting.id, 1, until))
