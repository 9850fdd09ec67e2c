"""Answering without one's name: what is taken, what is kept hidden, what takes a name."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from entraide.access import scope
from entraide.access.tokens import short
from entraide.db import db, writing
from entraide.meetings.actions import answers, forgetting
from entraide.meetings.actions.anonymous import AloneWithoutName, NotAnonymous
from entraide.meetings.models import Answer, Duty, DutyKind, Mode, Reply, Seats, Standing
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.queries import find_membership
from tests.meetings.answering import answers_with, read
from tests.meetings.tables import answer_of, at_work, make_meeting, set_places, table_of

HIDDEN = {"anonymous": "1"}


def lise_says(app, world, meeting, reply=Reply.YES, guests=None, **more):
    with at_work(app, world.tilleuls):
        answers.answer(find_meeting(meeting), world.lise_in_tilleuls, reply, guests, **more)


def of_lise(app, world, meeting):
    return answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls)


def test_one_comes_without_showing_ones_name(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    assert answers_with(client, meeting, reply="yes", **HIDDEN).status_code == 303
    assert of_lise(app, world, meeting).anonymous
    page = read(client, meeting)
    assert "Vous venez." in page
    assert "Votre nom ne s’affiche pas avec cette réponse." in page
    assert "Lise T." not in page


def test_the_box_stands_beside_the_answers_with_its_warning(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    page = read(client.sign_in(world.lise), meeting)
    assert "Venir sans afficher mon nom" in page
    assert "Dans un petit groupe, on peut vous deviner." in page
    assert "En comparant plusieurs jours, ou après un départ, on peut parfois deviner." in page


@pytest.mark.parametrize("who", ["ana", "marcelle"])
def test_nobody_else_reads_the_name_nor_that_anybody_answered(app, world, client, who):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(getattr(world, who))
    before = read(client, meeting)
    lise_says(app, world, meeting, anonymous=True)
    assert read(client, meeting) == before
    assert "d’autres viennent peut-être" in before


@pytest.mark.parametrize("reply", [Reply.YES, Reply.MAYBE, Reply.NO])
def test_a_button_that_does_not_ask_about_names_keeps_one_hidden(app, world, reply):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    lise_says(app, world, meeting, reply)
    given = of_lise(app, world, meeting)
    assert (given.anonymous, given.reply) == (True, reply)


def test_one_shows_ones_name_and_hides_it_again(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    client.sign_in(world.lise)
    answers_with(client, meeting, reply="yes", anonymous="0")
    assert "Lise T." in read(client, meeting)
    answers_with(client, meeting, reply="yes", anonymous="1")
    assert "Lise T." not in read(client, meeting)


def test_hiding_a_name_leaves_those_at_home_who_were_to_come_along(app, world):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, Reply.YES, 2)
    lise_says(app, world, meeting, anonymous=True)
    assert of_lise(app, world, meeting).guests == 0


def test_nobody_is_brought_along_without_a_name(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    with pytest.raises(AloneWithoutName):
        lise_says(app, world, meeting, Reply.YES, 1, anonymous=True)
    refused = answers_with(client.sign_in(world.lise), meeting, reply="yes", guests="1", **HIDDEN)
    assert refused.status_code == 422
    page = refused.get_data(as_text=True)
    assert "vous venez sans invité" in page
    assert 'name="anonymous" value="1" checked' in page
    assert of_lise(app, world, meeting) is None


@pytest.mark.parametrize("typed", ["2", "on", "\x00", "é" * 900])
def test_what_the_box_does_not_send_is_refused(app, world, client, typed):
    meeting = make_meeting(app, world.tilleuls)
    refused = answers_with(client.sign_in(world.lise), meeting, reply="yes", anonymous=typed)
    assert (refused.status_code, of_lise(app, world, meeting)) == (422, None)


@pytest.mark.parametrize("mode", [Mode.WEEKEND, Mode.ROUND_TABLE])
def test_neither_weekends_nor_counted_places_take_answers_without_a_name(app, world, client, mode):
    meeting = make_meeting(app, world.tilleuls, places=None if mode is Mode.WEEKEND else 9, mode=mode)
    with pytest.raises(NotAnonymous):
        lise_says(app, world, meeting, anonymous=True)
    client.sign_in(world.lise)
    assert "sans afficher mon nom" not in read(client, meeting)
    assert "peut-être" not in read(client, meeting).split("Qui vient")[1]
    assert answers_with(client, meeting, reply="yes", **HIDDEN).status_code == 422


def test_whoever_has_a_duty_answers_by_name(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    with at_work(app, world.tilleuls):
        db.session.add(
            Duty(
                group_id=world.tilleuls, meeting_id=meeting, kind=DutyKind.COFFEE, membership_id=world.lise_in_tilleuls
            )
        )
    with pytest.raises(NotAnonymous):
        lise_says(app, world, meeting, Reply.MAYBE)
    client.sign_in(world.lise)
    assert "Ce que vous répondez ici affiche votre nom." in read(client, meeting)
    answers_with(client, meeting, reply="yes", anonymous="0")
    assert not of_lise(app, world, meeting).anonymous


def test_an_answer_recorded_for_a_managed_member_has_her_name(app, world):
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        given = answers.answer(
            find_meeting(meeting), world.odile_in_tilleuls, Reply.YES, anonymous=True, by_id=world.marcelle_in_tilleuls
        )
        assert not given.anonymous


def test_who_became_managed_is_not_shown_with_what_she_said_before(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.lise_in_tilleuls).is_managed = True
    page = client.sign_in(world.marcelle).get(f"/rencontre/{short(meeting)}/presences").get_data(as_text=True)
    assert "Lise T." in page
    assert 'aria-pressed="true"' not in page


def test_a_number_of_places_leaves_answers_without_a_name_unseated(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    set_places(app, world.tilleuls, meeting, 2)
    table = table_of(app, world.tilleuls, meeting)
    assert (table.taken, table.seated) == (0, [])
    assert of_lise(app, world, meeting).standing is Standing.UNSEATED
    page = read(client.sign_in(world.lise), meeting)
    assert "Votre réponse sans nom ne tient aucune place." in page
    answers_with(client, meeting, reply="yes", anonymous="0")
    assert table_of(app, world.tilleuls, meeting).seated == [world.lise_in_tilleuls]


def test_a_yes_that_asks_nothing_about_names_takes_no_counted_place(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    set_places(app, world.tilleuls, meeting, 2)
    refused = answers_with(client.sign_in(world.lise), meeting, reply="yes", back="agenda")
    assert refused.status_code == 422
    assert "Cette réponse demande un nom." in refused.get_data(as_text=True)
    assert table_of(app, world.tilleuls, meeting).taken == 0


def test_once_places_are_free_again_hidden_answers_count_again(app, world):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    set_places(app, world.tilleuls, meeting, 2)
    set_places(app, world.tilleuls, meeting, None)
    given = of_lise(app, world, meeting)
    assert (given.standing, given.anonymous, given.before_change) == (Standing.FREE, True, True)


@pytest.mark.parametrize("fault", [{"standing": Standing.SEATED}, {"guests": 1}, {"standing": Standing.WAITING}])
def test_the_database_refuses_a_hidden_answer_in_a_seat(app, world, fault):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    with app.app_context():
        writing()
        scope.add(world.tilleuls)
        row = db.session.scalars(select(Answer)).one()
        for name, value in fault.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_where_places_are_counted_no_hidden_yes_stands(app, world):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    set_places(app, world.tilleuls, meeting, 1)
    with app.app_context():
        scope.add(world.tilleuls)
        counted = select(Seats.meeting_id)
        hidden = select(Answer).where(Answer.anonymous, Answer.standing == Standing.FREE, Answer.reply == Reply.YES)
        assert db.session.scalars(hidden.where(Answer.meeting_id.in_(counted))).all() == []


def test_hidden_answers_and_figures_are_erased_with_the_others(app, world):
    meeting = make_meeting(app, world.tilleuls)
    lise_says(app, world, meeting, anonymous=True)
    with at_work(app, world.tilleuls):
        forgetting.forget(world.tilleuls, find_meeting(meeting).ends_at + timedelta(days=1))
    assert of_lise(app, world, meeting) is None
