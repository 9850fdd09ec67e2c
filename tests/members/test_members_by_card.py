"""A member who signs in by card: no letters, nothing promised, and organisers may still write down what she says."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.mail.actions import post_to
from entraide.mail.models import Letter, State
from entraide.meetings.actions import answers
from entraide.meetings.models import Answer, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.actions import ways_in
from entraide.members.models import Field, InvitationKind, Membership, Reach, Visibility
from entraide.members.queries import Reader
from entraide.vault import sealed
from tests.accounts.carrying import odile
from tests.lettering import at_work, moment, plan
from tests.members.cards import card_of, change, fill, form_of, page, read, see
from tests.people import Client, deliver
from tests.world import World

NUMBER = "+32 470 00 00 09"


@pytest.fixture
def hers(app: Flask, world: World) -> Client:
    """Odile's browser; organisers may see her number."""
    fill(app, world.tilleuls, world.odile_in_tilleuls, {Field.PHONE: (NUMBER, Visibility.ORGANISERS)})
    return odile(app, world)[0]


def presences(app: Flask, world: World) -> tuple[str, str]:
    """Plan a meeting; return the address of its list, and the one that answers for Odile."""
    meeting = plan(app, world.tilleuls, now() + timedelta(days=3))
    sheet = f"/rencontre/{short(meeting)}/presences"
    return sheet, f"{sheet}/{short(world.odile_in_tilleuls)}"


def replies(app: Flask, world: World) -> list[Reply]:
    with at_work(app, world.tilleuls):
        return list(db.session.scalars(select(Answer.reply)))


def test_organisers_still_write_down_what_she_says(app: Flask, world: World, hers: Client) -> None:
    sheet, record = presences(app, world)
    marcelle = Client(app).sign_in(world.marcelle)
    assert "Odile P." in page(marcelle, sheet)
    assert marcelle.post(record, {"reply": "yes", "guests": "0"}).status_code == 303
    assert replies(app, world) == [Reply.YES]


def test_she_may_answer_alone(app: Flask, world: World, hers: Client) -> None:
    assert "Au téléphone" in page(hers, card_of(world))
    assert hers.post(f"{card_of(world)}/telephone", {"lets": "no"}).status_code == 303
    sheet, record = presences(app, world)
    marcelle = Client(app).sign_in(world.marcelle)
    assert "Odile P." not in page(marcelle, sheet)
    assert marcelle.post(record, {"reply": "yes", "guests": "0"}).status_code == 404
    hers.post(f"{card_of(world)}/telephone", {"lets": "yes"})
    assert marcelle.post(record, {"reply": "yes", "guests": "0"}).status_code == 303


def test_anything_else_said_of_it_changes_nothing(app: Flask, world: World, hers: Client) -> None:
    for lets in ("", "perhaps", "\0"):
        assert hers.post(f"{card_of(world)}/telephone", {"lets": lets}).status_code == 303
    assert read(app, world.tilleuls, world.odile_in_tilleuls).lets_answer


def test_members_whom_letters_reach_answer_themselves(app: Flask, world: World) -> None:
    sheet, _ = presences(app, world)
    marcelle = Client(app).sign_in(world.marcelle)
    assert marcelle.post(f"{sheet}/{short(world.lise_in_tilleuls)}", {"reply": "yes"}).status_code == 404


def test_what_she_said_herself_does_not_stand_among_what_was_written_down(
    app: Flask, world: World, hers: Client
) -> None:
    sheet, _ = presences(app, world)
    silent = Client(app).sign_in(world.marcelle).get(sheet).text
    meeting = sheet.removesuffix("/presences")
    assert hers.post(f"{meeting}/reponse", {"reply": "no"}).status_code == 303
    after = Client(app).sign_in(world.marcelle).get(sheet).text
    assert 'value="no" aria-pressed="true"' not in after
    assert silent.count("Odile P.") == after.count("Odile P.")


def test_her_number_stays_hers_where_the_group_keeps_none(app: Flask, world: World, hers: Client) -> None:
    with at_work(app, world.tilleuls):
        group = db.session.get_one(Group, world.tilleuls)
        group.roster_fields = [Field.TOWN.value]
    marcelle = Client(app).sign_in(world.marcelle)
    assert hers.post(card_of(world), form_of(hers, card_of(world))).status_code == 303
    assert NUMBER in see(marcelle, world.tilleuls, world.odile_in_tilleuls)[1]


def test_her_card_promises_no_letters_and_can_be_saved(app: Flask, world: World, hers: Client) -> None:
    shown = page(hers, card_of(world))
    assert "Mes lettres" not in shown
    assert "aucune lettre ne vient" in shown
    assert "aucune lettre" in page(hers, "/moi").casefold()


def test_no_letter_is_posted_to_her(app: Flask, world: World, hers: Client) -> None:
    meeting = plan(app, world.tilleuls, now() + timedelta(days=3), announce=True)
    with at_work(app, world.tilleuls):
        told = set(db.session.scalars(select(Letter.membership_id).where(Letter.subject_id == meeting)))
    assert world.lise_in_tilleuls in told
    assert world.odile_in_tilleuls not in told


@pytest.mark.parametrize("kind", ["meeting", "welcomed"])
def test_a_letter_to_her_is_dropped_in_silence(app: Flask, world: World, hers: Client, kind: str) -> None:
    change(app, world.tilleuls, world.odile_in_tilleuls, wants_letters=True)
    meeting = plan(app, world.tilleuls, now() + timedelta(days=1))
    person = read(app, world.tilleuls, world.odile_in_tilleuls).person_id
    with at_work(app, world.tilleuls):
        post_to(kind, world.tilleuls, [Reader(world.odile_in_tilleuls, person)], about=meeting)
    deliver(app)
    with app.app_context():
        states = set(db.session.scalars(select(Letter.state).where(Letter.person_id == person)))
    assert states == {State.DROPPED}


def test_no_reminder_stays_undelivered(app: Flask, world: World, hers: Client) -> None:
    change(app, world.tilleuls, world.odile_in_tilleuls, wants_letters=True, wants_day_before=True)
    with time_machine.travel(moment(date(2037, 11, 18), 6), tick=False) as traveller:
        plan(app, world.tilleuls, moment(date(2037, 11, 19), 14))
        for _ in range(20):
            traveller.shift(timedelta(hours=1))
            deliver(app)
    person = read(app, world.tilleuls, world.odile_in_tilleuls).person_id
    with app.app_context():
        states = set(db.session.scalars(select(Letter.state).where(Letter.person_id == person)))
    assert states == {State.DROPPED}


def test_elsewhere_too_she_is_told_on_paper(app: Flask, world: World, hers: Client) -> None:
    with at_work(app, world.passerelle):
        group = find_group(world.passerelle)
        link = ways_in.open_way(group, world.dov_in_passerelle, InvitationKind.LINK, timedelta(days=1), 5)
        token = sealed.unseal(group.id, f"invitation {link.id}", link.token_sealed or b"")
    entry = form_of(hers, f"/j/{token}/entrer") | {"name": "O.", "concern": "concerned"}
    room = hers.post(f"/j/{token}/entrer", entry).location or ""
    assert "une lettre" not in page(hers, room)
    person = read(app, world.tilleuls, world.odile_in_tilleuls).person_id
    with at_work(app, world.passerelle):
        there = db.session.scalars(select(Membership).where(Membership.person_id == person)).one()
        assert (there.reach, there.wants_letters) == (Reach.PAPER, False)


def test_agenda_answers_and_calendar_work_as_for_everybody(app: Flask, world: World, hers: Client) -> None:
    meeting = plan(app, world.tilleuls, now() + timedelta(days=3))
    assert hers.post(f"/rencontre/{short(meeting)}/reponse", {"reply": "yes"}).status_code == 303
    assert "Vous venez" in page(hers, "/agenda")
    assert hers.post("/agenda/calendrier", {"level": "discreet", "label": "ici"}).status_code == 303


def test_the_latest_answer_counts_whoever_wrote_it_down(app: Flask, world: World, hers: Client) -> None:
    meeting = plan(app, world.tilleuls, now() + timedelta(days=3))
    with at_work(app, world.tilleuls):
        found = find_meeting(meeting)
        answers.answer(found, world.odile_in_tilleuls, Reply.YES, by_id=world.marcelle_in_tilleuls)
    hers.post(f"/rencontre/{short(meeting)}/reponse", {"reply": "maybe"})
    assert replies(app, world) == [Reply.MAYBE]
