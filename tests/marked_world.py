"""A world whose every private value is a marked secret, so that a crawl can tell who was shown which of them.

Two groups. *The Aulnes* (unlisted; every roster field): Olga keeps it, Mia, Bob and Gil belong (Mia blocks Bob, to whom
Gil gave his number), Dina discreetly, Wim waits, Hana has no account. *The Bouleaux* (listed with its name and area;
cards hold the telephone and a word, for organisers at most): Omar keeps it, Bea belongs. Ana belongs to both. Nina has
no group, Lina holds a link, Ivan was asked in by a letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from entraide.access.actor import Role
from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.access.visibility import Visibility
from entraide.accounts import cards
from entraide.accounts.actions import make_person, start_session
from entraide.accounts.kept_forms import keep_form
from entraide.accounts.locks.actions.apps import make_app
from entraide.accounts.locks.actions.codes import draw_recovery
from entraide.accounts.locks.queries import pending_lock
from entraide.accounts.models import AddressChange, Device, LockKind
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.calendars.queries.feeds import id_of
from entraide.clock import now
from entraide.db import db, writing
from entraide.groups.actions import make_group, publish
from entraide.groups.models import Asked, Chapter, Discretion, Group, Preset
from entraide.groups.queries import Face, find_group
from entraide.meetings.actions import answers, duties, duty_plans, lifts, planning
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.details import Details
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import DutyKind, Meeting, Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.meetings.recurrence import Rule, Weekday
from entraide.members.actions import between, join, roster, ways_in
from entraide.members.actions.bans import ban
from entraide.members.actions.cards import choose_letters, keep_value
from entraide.members.actions.pasting import keep_list
from entraide.members.models import Ban, Field, Invitation, InvitationKind, Membership, Reach
from entraide.members.pasted_rows import Row
from entraide.members.queries import find_membership
from entraide.members.queries.between import viewer_as
from entraide.vault import sealed
from tests.lettering import at_work, moment
from tests.marks import Marks

TODAY = date(2037, 11, 18)
NOW = moment(TODAY, 10)
TWO_HOURS = timedelta(hours=2)
MINE = {
    Field.FIRST_NAME: Visibility.GROUP,
    Field.LAST_NAME: Visibility.ME,
    Field.EMAIL: Visibility.ORGANISERS,
    Field.PHONE: Visibility.GROUP,
    Field.TOWN: Visibility.ORGANISERS,
    Field.LANGUAGES: Visibility.ME,
    Field.NEEDS: Visibility.ORGANISERS,
    Field.WORD: Visibility.GROUP,
}
CAPPED = {Field.PHONE: Visibility.ORGANISERS, Field.WORD: Visibility.GROUP, Field.TOWN: Visibility.GROUP}


@dataclass
class MarkedWorld:
    """The secrets, and what addresses may name."""

    marks: Marks = field(default_factory=Marks)
    people: dict[str, UUID] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    locks: list[UUID] = field(default_factory=list)
    groups: dict[str, UUID] = field(default_factory=dict)
    members: dict[str, UUID] = field(default_factory=dict)
    meetings: list[UUID] = field(default_factory=list)
    series: list[UUID] = field(default_factory=list)
    invitations: list[UUID] = field(default_factory=list)
    lifts: list[UUID] = field(default_factory=list)
    bans: list[UUID] = field(default_factory=list)
    decisions: list[UUID] = field(default_factory=list)
    vouchings: list[UUID] = field(default_factory=list)
    feeds: dict[tuple[str, Level], str] = field(default_factory=dict)
    feed_ids: list[UUID] = field(default_factory=list)
    join_link: str = ""
    place_link: str = ""

    @property
    def url_values(self) -> Mapping[str, list[str]]:
        """Return every value of every name that stands in an address."""
        return {
            "group_id": [short(one) for one in self.groups.values()],
            "meeting_id": [short(one) for one in self.meetings],
            "series_id": [short(one) for one in self.series],
            "membership_id": [short(one) for one in self.members.values()],
            "invitation_id": [short(one) for one in self.invitations],
            "feed_id": [short(one) for one in self.feed_ids],
            "lift_id": [short(one) for one in self.lifts],
            "lock_id": [short(one) for one in self.locks],
            "duty": ["cle", "animation"],
            "ban_id": [short(one) for one in self.bans],
            "decision_id": [short(one) for one in self.decisions],
            "vouching_id": [short(one) for one in self.vouchings],
        }


def make_marked_world(app: Flask) -> MarkedWorld:
    """Make it at NOW, which the caller has travelled to."""
    made = MarkedWorld()
    with app.app_context():
        writing()
        for name in ("olga", "mia", "dina", "bob", "gil", "wim", "ana", "omar", "bea", "nina", "lina"):
            add_person(made, name)
        _aulnes(made)
        _bouleaux(made)
        for name in ("mia", "ana"):
            _feeds(made, name)
        said = Signed(
            made.groups["Aulnes"], made.members["mia in Aulnes"], made.meetings[0], 1, NOW + timedelta(days=9)
        )
        made.place_link = sign(Purpose.PLACE, said)
        keep_form(made.sessions["mia"], "/agenda", [("word", made.marks.text("what Mia typed too late"))])
        db.session.commit()
    return made


def let_them_answer(app: Flask, made: MarkedWorld) -> None:
    """Let some of them answer, once the letters that announce the meetings are read."""
    table, soon = made.meetings[:2]
    with at_work(app, *made.groups.values()):
        for meeting, name, reply in (
            (table, "mia", Reply.YES),
            (table, "dina", Reply.YES),
            (table, "ana", Reply.MAYBE),
            (soon, "mia", Reply.YES),
        ):
            answers.answer(find_meeting(meeting), made.members[f"{name} in Aulnes"], reply)
        by = made.members["olga in Aulnes"]
        answers.answer(find_meeting(table), made.members["hana in Aulnes"], Reply.YES, by_id=by)


def add_person(made: MarkedWorld, name: str) -> None:
    address = made.marks.text(f"{name}: own address")
    made.emails[name] = f"{address}@poste.example"
    person = make_person(made.emails[name], made.marks.text(f"{name}: first name"), "fr")
    made.people[name] = person.id
    made.marks.token(f"{name}: person's id", short(person.id))
    made.sessions[name] = start_session(person.id, Device.OWN, made.marks.text(f"{name}: device"), with_lock=True)
    made.marks.token(f"{name}: session", made.sessions[name])
    if name == "mia":
        _lock(made, person.id)
    if name == "ana":
        _move(made, person.id)


def _move(made: MarkedWorld, person_id: UUID) -> None:
    """Let another address of Ana's wait for its two days."""
    address = f"{made.marks.text('ana: address to come')}@poste.example"
    wait = AddressChange(person_id=person_id, sign_in_id=uuid4(), email_index=sealed.blind(address), knows_others=False)
    wait.email_sealed = sealed.seal(person_id, "email", address)
    wait.asked, wait.due = now(), now() + timedelta(days=2)
    db.session.add(wait)


def _lock(made: MarkedWorld, person_id: UUID) -> None:
    """Give Mia an app that counts, and codes for loss."""
    seed = make_app(person_id, made.marks.text("mia: lock"))
    made.marks.token("mia: the seed of her app", seed.text.replace(" ", ""))
    row = pending_lock(person_id, LockKind.APP)
    row.proved = now()
    for at, code in enumerate(draw_recovery(person_id)):
        made.marks.token(f"mia: code for loss {at}", code)
    made.locks.append(row.id)


def _aulnes(made: MarkedWorld) -> None:
    marks, fields = made.marks, [one.value for one in Field]
    group = make_group(
        marks.text("Aulnes: name"), chapter=Chapter.ILLNESS, face=_face(made, "Aulnes"), roster_fields=fields
    )
    made.groups["Aulnes"] = group.id
    olga = let_join(made, group, "olga", is_organiser=True)
    mia = let_join(made, group, "mia", discretion=Discretion.FULL)
    dina = let_join(made, group, "dina", is_discreet=True, discretion=Discretion.VERY_DISCREET)
    choose_letters(dina, Discretion.VERY_DISCREET, made.marks.text("dina in Aulnes: own words"))
    ana = let_join(made, group, "ana")
    let_join(made, group, "wim", waits_until=now() + timedelta(days=14))
    for name, member in (("olga", olga), ("mia", mia), ("dina", dina), ("ana", ana)):
        fill_card(made, f"{name} in Aulnes", member, MINE)
    _one_by_one(made, group, mia)
    phone = marks.phone("hana in Aulnes: phone")
    hana = roster.add_managed(group, olga.id, roster.Managed(marks.text("hana in Aulnes: name"), Reach.PHONE, phone))
    made.members["hana in Aulnes"] = hana.id
    handed = cards.hand_over(hana.person_id, group.id, "fr")
    marks.number("hana: the number of her card", handed.number.replace(" ", ""))
    marks.token("hana: the words handed over", " ".join(handed.words))
    start = NOW + timedelta(days=3, hours=6, minutes=37)
    table = _meeting(made, group, "Aulnes table", start, Mode.ROUND_TABLE, announce=True)
    _meeting(made, group, "Aulnes online soon", NOW + timedelta(minutes=37), Mode.ONLINE)
    _meeting(made, group, "Aulnes online later", NOW + timedelta(days=5), Mode.HYBRID)
    _meeting(made, group, "Aulnes past", NOW - timedelta(days=3), Mode.ROUND_TABLE)
    _weekend(made, group)
    _series(made, group)
    _list(made, group, olga)
    _ways_in(made, group, olga)
    ban(group.id, sealed.blind(made.emails["nina"]), olga.id)
    made.bans += db.session.scalars(select(Ban.id).where(Ban.group_id == group.id))
    _help(made, group, table)


def _one_by_one(made: MarkedWorld, group: Group, mia: Membership) -> None:
    """Let Mia block Bob, and Gil give him his number, which he shows to nobody else."""
    bob, gil = let_join(made, group, "bob"), let_join(made, group, "gil")
    fill_card(made, "gil in Aulnes", gil, {Field.PHONE: Visibility.ME})
    between.ask_number(group, gil, viewer_as(group.id, bob.id, frozenset({Role.MEMBER})), at=NOW)
    between.give_number(gil, bob.id)
    between.block(mia, bob)


def _bouleaux(made: MarkedWorld) -> None:
    group = make_group(
        made.marks.text("Bouleaux: name"),
        chapter=Chapter.ADDICTION,
        preset=Preset.FELLOWSHIP,
        face=_face(made, "Bouleaux"),
        roster_fields=[Field.PHONE.value, Field.WORD.value],
        link_in_feeds=True,
    )
    made.groups["Bouleaux"] = group.id
    omar = let_join(made, group, "omar", is_organiser=True)
    bea, ana = let_join(made, group, "bea"), let_join(made, group, "ana")
    for name, member in (("bea", bea), ("ana", ana)):
        fill_card(made, f"{name} in Bouleaux", member, CAPPED)
    _meeting(
        made, group, "Bouleaux table", NOW + timedelta(days=4, hours=7, minutes=43), Mode.ROUND_TABLE, announce=True
    )
    _meeting(made, group, "Bouleaux online soon", NOW + timedelta(minutes=47), Mode.ONLINE)
    publish(group, group.revision, ["area"], by=omar.id)


def _face(made: MarkedWorld, name: str) -> Face:
    words = {part: made.marks.text(f"{name}: {part}") for part in ("topics", "area", "cost", "about", "called")}
    return Face(**words)


def let_join(made: MarkedWorld, group: Group, name: str, **more: object) -> Membership:
    """Join under a name of two words: only the first may leave the group, in letters and on the ways in."""
    here = f"{name} in {_name(made, group)}"
    words = f"{made.marks.text(f'{here}: name')} {made.marks.text(f'{here}: second name')}"
    member = join(group.id, made.people[name], words, consent_version="1", **more)  # type: ignore[arg-type]
    made.members[here] = member.id
    return member


def _name(made: MarkedWorld, group: Group) -> str:
    return next(name for name, id_ in made.groups.items() if id_ == group.id)


def fill_card(made: MarkedWorld, here: str, member: Membership, choices: Mapping[Field, Visibility]) -> None:
    for kind, choice in choices.items():
        what = f"{here}: {kind.value}, for {choice.value}"
        text = made.marks.phone(what) if kind is Field.PHONE else made.marks.text(what)
        keep_value(member, None, kind, f"{text}@poste.example" if kind is Field.EMAIL else text, choice)


def _details(made: MarkedWorld, what: str, mode: Mode) -> Details:
    words = {
        part: made.marks.text(f"{what}: {part}")
        for part in ("title", "about", "place", "address", "how_to_find", "access")
        if mode is not Mode.ONLINE or part in ("title", "about")
    }
    if mode in (Mode.ONLINE, Mode.HYBRID):
        words["link"] = f"https://visio.example/{made.marks.text(f'{what}: link')}"
        words["dial_in"] = made.marks.phone(f"{what}: dial_in")
    return Details(**words)  # type: ignore[arg-type]


def _meeting(
    made: MarkedWorld, group: Group, what: str, starts: datetime, mode: Mode, *, announce: bool = False
) -> Meeting:
    if starts.minute:
        made.marks.hour(f"{what}: hour", starts)
    meeting = planning.plan_meeting(
        group,
        starts,
        starts + TWO_HOURS,
        mode,
        _details(made, what, mode),
        asked=group.asked,
        places=None,
        announce=announce,
    )
    made.meetings.append(meeting.id)
    return meeting


def _weekend(made: MarkedWorld, group: Group) -> None:
    first = TODAY + timedelta(days=24)
    days = [
        DayPlan(first + timedelta(days=at), time(9), time(17), made.marks.text(f"Aulnes weekend: day {at + 1}"))
        for at in range(2)
    ]
    details = _details(made, "Aulnes weekend", Mode.WEEKEND)
    starts, ends = moment(first, 9), moment(first + timedelta(days=1), 17)
    weekend = planning.plan_meeting(
        group, starts, ends, Mode.WEEKEND, details, asked=Asked.USEFUL, places=20, announce=False, days=days
    )
    made.meetings.append(weekend.id)


def _series(made: MarkedWorld, group: Group) -> None:
    series = planning.plan_series(
        group,
        Rule(Weekday(1), times=2),
        TODAY,
        time(14),
        60,
        Mode.ROUND_TABLE,
        _details(made, "Aulnes series", Mode.ROUND_TABLE),
        asked=Asked.USEFUL,
        places=None,
        announce=True,
    )
    made.series.append(series.id)
    made.meetings += db.session.scalars(select(Meeting.id).where(Meeting.series_id == series.id))


def _help(made: MarkedWorld, group: Group, meeting: Meeting) -> None:
    """Let Mia drive Ana and have the key, and Hana look for a seat; what they write is theirs."""
    marks, olga = made.marks, made.members["olga in Aulnes"]
    mia, ana, hana = (find_membership(group.id, made.members[f"{name} in Aulnes"]) for name in ("mia", "ana", "hana"))
    words = LiftWords(*(marks.text(f"mia in Aulnes: her lift's {part}") for part in ("start", "leaving", "word")))
    made.lifts.append(lifts.offer(meeting, mia, 3, words, shows_phone=True).id)
    lifts.take_seat(meeting, ana, made.lifts[0])
    lifts.ask(meeting, hana, 1, LiftWords(marks.text("hana in Aulnes: from where she rides")), by=olga)
    text = marks.text("mia in Aulnes: what must be known of the key")
    duty_plans.choose_for_group(group, ["host", "key"], {DutyKind.KEY: text}, by=olga)
    duties.take(meeting, DutyKind.KEY, mia.id)


def _list(made: MarkedWorld, group: Group, olga: Membership) -> None:
    """Let Olga paste in a list: Zoé has an address, Tilda a telephone."""
    made.emails["zoe"] = f"{made.marks.text('zoe: own address')}@poste.example"
    rows = [
        Row(1, made.marks.text("zoe on the list: name"), Reach.EMAIL, made.emails["zoe"]),
        Row(
            2,
            made.marks.text("tilda in Aulnes: name"),
            Reach.PHONE,
            phone=made.marks.phone("tilda in Aulnes: phone, for organisers"),
        ),
    ]
    keep_list(group, olga.id, rows, once=uuid4(), at=NOW)


def _ways_in(made: MarkedWorld, group: Group, olga: Membership) -> None:
    address = f"{made.marks.text('ivan: own address')}@poste.example"
    made.emails["ivan"] = address
    ways_in.invite(find_group(group.id), olga.id, [address])
    link = ways_in.open_way(group, olga.id, InvitationKind.LINK, timedelta(days=7), 5)
    spoken = ways_in.open_spoken(group, olga.id)
    made.join_link = made.marks.token("Aulnes: the link to join", _secret(link))
    made.marks.number("Aulnes: the spoken code", _secret(spoken))
    made.invitations += db.session.scalars(select(Invitation.id).where(Invitation.group_id == group.id))


def _secret(way: Invitation) -> str:
    return sealed.unseal(way.group_id, f"invitation {way.id}", way.token_sealed or b"")


def _feeds(made: MarkedWorld, name: str) -> None:
    for level in Level:
        label = made.marks.text(f"{name}: {level.value} feed's label")
        token = connect(made.people[name], label, level, "fr")
        made.feeds[name, level] = made.marks.token(f"{name}: {level.value} feed's address", token)
        made.feed_ids.append(id_of(token))
