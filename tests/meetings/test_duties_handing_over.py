"""Handing one date over in two clicks, and the letters that tell of it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from entraide.access.tokens import short
from entraide.groups.models import Discretion
from entraide.meetings.actions import duties, planning
from entraide.meetings.models import DutyKind
from tests.lettering import all_of, moment, plan, set_level, set_member, subject_of, words_of
from tests.meetings.cars import do, holders_of
from tests.people import Client, letters_to

SATURDAY = date(2037, 11, 21)
TUESDAY = moment(date(2037, 11, 24), 14)


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moment(SATURDAY, 10), tick=False) as traveller:
        yield traveller


@pytest.fixture
def meeting(app, world, traveller):
    meeting = plan(app, world.tilleuls, TUESDAY)
    do(app, world.tilleuls, meeting, lambda it: duties.take(it, DutyKind.KEY, world.jo_in_tilleuls))
    return meeting


def hand(app, who, meeting, to, duty="cle"):
    path = f"/rencontre/{short(meeting)}/taches/{duty}/confier"
    client = Client(app).sign_in(who)
    client.get(path)
    return client.post(path, {"to": short(to) if to else ""})


def test_two_clicks_hand_a_date_over(app, world, meeting):
    jo = Client(app).sign_in(world.jo)
    assert f"/rencontre/{short(meeting)}/taches/cle/confier" in jo.get(f"/rencontre/{short(meeting)}").text
    names = jo.get(f"/rencontre/{short(meeting)}/taches/cle/confier").text
    assert f'name="to" value="{short(world.lise_in_tilleuls)}"' in names
    assert hand(app, world.jo, meeting, world.lise_in_tilleuls).status_code == 303
    assert holders_of(app, world.tilleuls, meeting) == {"key": world.lise_in_tilleuls}


def test_only_who_has_it_and_organisers_hand_it_over(app, world, meeting):
    assert hand(app, world.ana, meeting, world.ana_in_tilleuls).status_code == 403
    assert hand(app, world.marcelle, meeting, world.odile_in_tilleuls).status_code == 303
    assert holders_of(app, world.tilleuls, meeting) == {"key": world.odile_in_tilleuls}


def test_an_organiser_may_leave_it_free(app, world, meeting):
    hand(app, world.marcelle, meeting, None)
    assert holders_of(app, world.tilleuls, meeting) == {"key": None}


def test_somebody_outside_or_unseen_gets_nothing(app, world, meeting):
    set_member(app, world.tilleuls, world.lise_in_tilleuls, is_discreet=True)
    for nobody in (world.dov_in_passerelle, world.paul_in_tilleuls, world.lise_in_tilleuls):
        assert hand(app, world.jo, meeting, nobody).status_code == 422
    answer = Client(app).sign_in(world.jo).post(f"/rencontre/{short(meeting)}/taches/cle/confier", {"to": "\x00\ufffe"})
    assert answer.status_code == 422
    assert holders_of(app, world.tilleuls, meeting) == {"key": world.jo_in_tilleuls}


def test_whoever_gets_it_reads_what(app, world, meeting):
    set_level(app, world.tilleuls, Discretion.RECOGNISABLE)
    hand(app, world.jo, meeting, world.lise_in_tilleuls)
    (letter,) = letters_to(app, world.lise.email)
    assert subject_of(letter) == "Pour vous : mardi 24 novembre, 14 h"
    assert "Ce qui vous est confié : Apporter la clé." in words_of(letter)
    assert f"/rencontre/{short(meeting)}/taches" in words_of(letter)


def test_very_discreet_says_only_that_something_was_passed_on(app, world, meeting):
    set_level(app, world.tilleuls, Discretion.VERY_DISCREET)
    hand(app, world.jo, meeting, world.lise_in_tilleuls)
    (letter,) = letters_to(app, world.lise.email)
    assert "Quelque chose vous est confié" in words_of(letter)
    told = re.sub(r"/\w/[\w.-]+", "", all_of(letter))  # but its links: any letters may stand in them
    assert [word for word in ("clé", "Jo", "Maison", "Tilleuls") if word in told] == []


def test_i_cannot_frees_it_and_tells_who_passed_it(app, world, meeting):
    hand(app, world.jo, meeting, world.lise_in_tilleuls)
    assert "Je ne peux pas" in Client(app).sign_in(world.lise).get(f"/rencontre/{short(meeting)}/taches").text
    Client(app).sign_in(world.lise).post(f"/rencontre/{short(meeting)}/taches/cle/rendre")
    assert holders_of(app, world.tilleuls, meeting) == {"key": None}
    assert [subject_of(one) for one in letters_to(app, world.jo.email)] == [
        "De nouveau libre : mardi 24 novembre, 14 h"
    ]
    assert letters_to(app, world.lise.email) == []  # what she has no more is not told


def test_what_is_taken_again_at_once_is_not_told_as_free(app, world, meeting):
    hand(app, world.jo, meeting, world.lise_in_tilleuls)
    Client(app).sign_in(world.lise).post(f"/rencontre/{short(meeting)}/taches/cle/rendre")
    Client(app).sign_in(world.ana).post(f"/rencontre/{short(meeting)}/taches/cle/prendre")
    assert letters_to(app, world.jo.email) == []


def test_taking_it_oneself_sends_no_letter(app, world, meeting):
    Client(app).sign_in(world.lise).post(f"/rencontre/{short(meeting)}/taches/cafe/prendre")
    assert letters_to(app, world.lise.email) == []


def test_the_usual_letter_of_a_move_says_that_it_stays(app, world, meeting):
    later = TUESDAY + timedelta(days=1)
    do(app, world.tilleuls, meeting, lambda it: planning.move(it, later, later + timedelta(hours=2)))
    stays = "Ce que vous aviez noté pour cette date reste noté"
    assert stays in words_of(letters_to(app, world.jo.email)[-1])
    assert stays not in words_of(letters_to(app, world.ana.email)[-1])
