"""Receipts: a member reads on which day who opened her contact details, and what for; never the hour."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from entraide.meetings.actions import answers, duties
from entraide.meetings.models import DutyKind, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members import jobs
from entraide.members.actions import roster
from entraide.members.models import Field, Look, Visibility
from entraide.members.queries import find_membership
from tests.lettering import at_work
from tests.meetings.tables import make_meeting
from tests.members import cards
from tests.members.facing import PHONE, group_of, lise_shows, person_of, read, seen
from tests.people import Client
from tests.world import World


@pytest.fixture(autouse=True)
def open_card(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.GROUP)


def receipts(app: Flask, world: World, who: str = "lise") -> str:
    """Return what one reads about who opened one's details."""
    return cards.plain(cards.main_of(read(app, world, who, f"{group_of(world)}/ma-fiche/ouvertures")))


def post(app: Flask, world: World, who: str, path: str) -> int:
    return Client(app).sign_in(getattr(world, who)).post(f"{group_of(world)}{path}").status_code


@pytest.mark.parametrize(
    ("purpose", "words"),
    [("call", "au sujet d’une rencontre"), ("news", "vos nouvelles"), ("other", "autre chose"), ("", "autre chose")],
)
def test_a_look_is_read_with_name_and_purpose(app: Flask, world: World, purpose: str, words: str) -> None:
    seen(app, world, "ana", purpose=purpose)
    text = receipts(app, world)
    assert "Ana des Tilleuls" in text
    assert words in text


def test_whoever_looks_is_told_so_before(app: Flask, world: World) -> None:
    assert "lira votre réponse, votre nom et le jour" in read(app, world, "ana", person_of(world))


def test_the_hour_is_neither_shown_nor_kept(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    assert not re.search(r"\d\s*h\b|\d:\d\d", receipts(app, world))
    assert not any(column.name == "at" or "time" in str(column.type).lower() for column in Look.__table__.columns)


def test_twice_on_one_day_for_the_same_is_one_line(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    seen(app, world, "ana")
    assert receipts(app, world).count("Ana des Tilleuls") == 1


def test_the_latest_day_comes_first(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    with time_machine.travel(now() + timedelta(days=2)):
        seen(app, world, "jo")
    text = receipts(app, world)
    assert text.index("Jo-71") < text.index("Ana des Tilleuls")


def test_whoever_left_has_no_name_any_more_but_the_line_stays(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    with at_work(app, world.tilleuls):
        roster.end(find_membership(world.tilleuls, world.ana_in_tilleuls))
    text = receipts(app, world)
    assert "Ana" not in text
    assert "Quelqu’un qui a quitté le groupe" in text


def test_hiding_in_no_list_takes_no_line_away(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    cards.change(app, world.tilleuls, world.ana_in_tilleuls, is_discreet=True)
    assert "Ana des Tilleuls" in receipts(app, world)


def test_what_was_refused_leaves_no_line(app: Flask, world: World) -> None:
    cards.lower_ceiling(app, world.tilleuls)
    seen(app, world, "ana")
    assert "Ana" not in receipts(app, world)


def test_looking_at_ones_own_card_leaves_none(app: Flask, world: World) -> None:
    seen(app, world, "lise")
    assert "Lise T." not in receipts(app, world)


def test_a_call_list_is_one_deed_for_everybody_whose_number_it_shows(app: Flask, world: World) -> None:
    assert post(app, world, "marcelle", "/appels/numeros") == 303
    assert "Liste d’appel" in receipts(app, world)
    assert receipts(app, world).count("Marcelle T.") == 1
    assert "Liste d’appel : votre" not in receipts(app, world, "jo")  # she shows no number


def test_the_printed_list_says_names_alone(app: Flask, world: World) -> None:
    post(app, world, "marcelle", "/membres/imprimer")
    assert "sans coordonnées" in receipts(app, world, "jo")


def printed(app: Flask, world: World, *coming: str, path: str = "/presences/imprimer") -> str:
    """Let people of Les Tilleuls say yes to a meeting, and Marcelle see its list, by default as a paper."""
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        for name in coming:
            answers.answer(find_meeting(meeting), getattr(world, f"{name}_in_tilleuls"), Reply.YES)
    client = Client(app).sign_in(world.marcelle)
    address = f"/rencontre/{short(meeting)}{path}"
    answer = client.get(address) if path == "/presences" else client.post(address)
    assert answer.status_code == 200
    return answer.text


def test_the_printed_list_of_a_meeting_is_read_by_whoever_stands_on_it(app: Flask, world: World) -> None:
    printed(app, world, "lise")
    assert "qui vient à une rencontre" in receipts(app, world)
    assert "qui vient à une rencontre" not in receipts(app, world, "jo")


def test_seeing_a_meetings_list_without_printing_leaves_none(app: Flask, world: World) -> None:
    printed(app, world, "lise", path="/presences")
    assert "qui vient" not in receipts(app, world)


def test_the_discreet_do_not_stand_on_a_meetings_paper_and_read_nothing(app: Flask, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    printed(app, world, "lise", "ana")
    assert "qui vient" not in receipts(app, world)


def test_a_duty_names_the_discreet_on_the_paper_and_she_reads_so(app: Flask, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        duties.take(find_meeting(meeting), DutyKind.KEY, world.lise_in_tilleuls)
    assert (
        Client(app).sign_in(world.marcelle).post(f"/rencontre/{short(meeting)}/presences/imprimer").status_code == 200
    )
    assert "qui vient à une rencontre" in receipts(app, world)


def test_a_meetings_printed_list_stands_in_the_journal(app: Flask, world: World) -> None:
    printed(app, world, "lise")
    with at_work(app, world.tilleuls):
        assert db.session.scalars(select(Entry.by_id).where(Entry.deed == "meeting:print")).all() == [
            world.marcelle_in_tilleuls
        ]


def test_everything_about_a_managed_member_put_together_leaves_a_line_with_her(app: Flask, world: World) -> None:
    assert post(app, world, "marcelle", f"/membre/{short(world.odile_in_tilleuls)}/donnees") == 200
    text = read(app, world, "marcelle", f"{person_of(world, 'odile')}/ouvertures")
    assert "réuni pour vous être remis" in cards.plain(cards.main_of(text))


def test_a_spreadsheet_is_read_by_whoever_has_details_on_it(app: Flask, world: World) -> None:
    post(app, world, "marcelle", "/tableur")
    assert "Tableur" in receipts(app, world)
    assert "Tableur" not in receipts(app, world, "jo")


def test_a_spreadsheet_leaves_none_with_the_discreet_whose_details_are_not_on_it(app: Flask, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    post(app, world, "marcelle", "/tableur")
    assert "Tableur" not in receipts(app, world)


def test_organisers_read_a_managed_members_to_her(app: Flask, world: World) -> None:
    cards.fill(app, world.tilleuls, world.odile_in_tilleuls, {Field.PHONE: (PHONE, Visibility.ORGANISERS)})
    seen(app, world, "marcelle", "odile")
    text = read(app, world, "marcelle", f"{person_of(world, 'odile')}/ouvertures")
    assert "Marcelle T." in cards.main_of(text)
    assert read(app, world, "lise", f"{person_of(world, 'odile')}/ouvertures").startswith("403")


def test_nobody_reads_a_fellow_members(app: Flask, world: World) -> None:
    assert read(app, world, "marcelle", f"{person_of(world, 'lise')}/ouvertures").startswith("404")


def test_the_sum_over_all_groups_stands_on_ones_page(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    seen(app, world, "jo")
    assert "ouvertes 2 fois" in read(app, world, "lise", "/moi")
    assert "personne n’a ouvert" in read(app, world, "dov", "/moi")


def test_they_are_kept_as_long_as_the_journal(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    for days, left in ((364, 1), (367, 0)):
        with time_machine.travel(now() + timedelta(days=days)), app.app_context():
            jobs.forget_receipts()
        with at_work(app, world.tilleuls):
            assert len(db.session.scalars(select(Look)).all()) == left


def test_a_receipt_names_its_group_alone(app: Flask, world: World) -> None:
    seen(app, world, "ana")
    path = f"/g/{short(world.passerelle)}/ma-fiche/ouvertures"
    assert "Ana des Tilleuls" not in read(app, world, "dov", path)
    assert read(app, world, "lise", path).startswith("404")
