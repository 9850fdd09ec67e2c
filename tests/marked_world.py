"""A world whose every private value is a marked secret, so that a crawl can tell who was shown which of them.

Two groups. *The Aulnes* (unlisted; every roster field): Olga keeps it, Mia, Bob and Gil belong (Mia blocks Bob, to whom
Gil gave his number), Dina discreetly, Wim waits, Hana has no account. *The Bouleaux* (listed with its name and area;
cards hold the telephone and a word, for organisers at most): Omar keeps it, Bea belongs. Ana belongs to both. Nina has
no group, Lina holds a link, Ivan was asked in by a letter.
"""

from collections.abc import Mapping
from datetime import timedelta
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
from entraide.clock import now
from entraide.db import db, writing
from entraide.groups.actions import make_group, publish
from entraide.groups.models import Chapter, Discretion, Group, Preset
from entraide.groups.queries import Face
from entraide.meetings.actions import answers
from entraide.meetings.models import Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.actions import between, join, roster
from entraide.members.actions.bans import ban
from entraide.members.actions.cards import choose_letters, keep_value
from entraide.members.models import Ban, Field, Membership, Reach
from entraide.members.queries.between import viewer_as
from entraide.vault import sealed
from tests.lettering import at_work
from tests.marked_addresses import connect_feeds, open_ways_in, paste_list
from tests.marked_meetings import let_them_help, plan_one, plan_series, plan_weekend
from tests.marked_values import NOW, MarkedWorld

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
            connect_feeds(made, name)
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
    table = plan_one(made, group, "Aulnes table", start, Mode.ROUND_TABLE, announce=True)
    plan_one(made, group, "Aulnes online soon", NOW + timedelta(minutes=37), Mode.ONLINE)
    plan_one(made, group, "Aulnes online later", NOW + timedelta(days=5), Mode.HYBRID)
    plan_one(made, group, "Aulnes past", NOW - timedelta(days=3), Mode.ROUND_TABLE)
    plan_weekend(made, group)
    plan_series(made, group)
    paste_list(made, group, olga)
    open_ways_in(made, group, olga)
    ban(group.id, sealed.blind(made.emails["nina"]), olga.id)
    made.bans += db.session.scalars(select(Ban.id).where(Ban.group_id == group.id))
    let_them_help(made, group, table)


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
    plan_one(
        made, group, "Bouleaux table", NOW + timedelta(days=4, hours=7, minutes=43), Mode.ROUND_TABLE, announce=True
    )
    plan_one(made, group, "Bouleaux online soon", NOW + timedelta(minutes=47), Mode.ONLINE)
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
