"""A meeting's page in every state it can be in: full, offered, cancelled, moved, over."""

from datetime import timedelta

import time_machine

from entraide.clock import now
from entraide.groups.models import Asked
from entraide.meetings.actions import planning
from entraide.meetings.models import MeetingStatus, Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from tests.meetings.answering import WHEN, answers_with, read
from tests.meetings.tables import answer_of, at_work, change, make_meeting, table_of


def test_a_full_table_puts_one_on_the_list_and_says_the_rank(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, places=1)
    say(meeting, "ana")
    say(meeting, "jo")
    client.sign_in(world.lise)
    assert "La rencontre est complète." in read(client, meeting)
    answers_with(client, meeting, reply="yes")
    page = read(client, meeting)
    assert "Vous êtes numéro 2 sur la liste d’attente." in page
    assert "Quitter la liste" in page


def test_more_guests_than_places_are_refused_in_words(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, places=2)
    say(meeting, "ana")
    client.sign_in(world.lise)
    answers_with(client, meeting, reply="yes")
    refused = answers_with(client, meeting, reply="yes", guests="1")
    assert refused.status_code == 422
    assert "Votre réponse reste" in refused.get_data(as_text=True)
    assert answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls).guests == 0


def test_a_stale_page_of_a_cancelled_meeting_says_so(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    read(client, meeting)
    change(app, world.tilleuls, meeting, status=MeetingStatus.CANCELLED)
    refused = answers_with(client, meeting, reply="yes")
    assert refused.status_code == 422
    assert "Rien n’a changé" in refused.get_data(as_text=True)


def test_a_cancelled_meeting_names_the_next_one_and_asks_nothing(app, world, client):
    meeting = make_meeting(app, world.tilleuls, starts_at=WHEN)
    make_meeting(app, world.tilleuls, starts_at=WHEN + timedelta(days=7))
    change(app, world.tilleuls, meeting, status=MeetingStatus.CANCELLED)
    with time_machine.travel(WHEN - timedelta(days=2), tick=False):
        page = read(client.sign_in(world.lise), meeting)
    assert "Cette rencontre est annulée." in page
    assert "mardi 16 mars" in page
    assert "Je viens" not in page


def test_a_moved_meeting_says_from_when_to_when_and_asks_again(app, world, client, say):
    with time_machine.travel(WHEN - timedelta(days=9), tick=False):
        meeting = make_meeting(app, world.tilleuls, starts_at=WHEN)
        say(meeting, "lise")
        with at_work(app, world.tilleuls):
            later = WHEN + timedelta(days=1)
            planning.move(find_meeting(meeting), later, later + timedelta(hours=2), announce=False)
        page = read(client.sign_in(world.lise), meeting)
        assert "Elle était mardi 9 mars, 20 h. Elle est maintenant mercredi 10 mars, 20 h." in page
        assert "Vous avez répondu avant le changement." in page
        answers_with(client, meeting, reply="yes")
        assert "avant le changement" not in read(client, meeting)


def test_where_answers_are_not_asked_there_are_no_buttons_and_no_names(app, world, client):
    meeting = make_meeting(app, world.tilleuls, asked=Asked.NOT_ASKED)
    page = read(client.sign_in(world.lise), meeting)
    for words in ("Je viens", "Qui vient", "Votre réponse", "Pensez-vous venir"):
        assert words not in page


def test_a_past_meeting_shows_what_was_counted(app, world, client):
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(days=-1))
    assert "Le nombre n’a pas été compté." in read(client.sign_in(world.lise), meeting)
    change(app, world.tilleuls, meeting, heads=7)
    page = read(client, meeting)
    assert "7 personnes sont venues." in page
    assert "Je viens" not in page


def test_an_offered_place_says_until_when(app, world, client, say):
    with time_machine.travel(WHEN - timedelta(days=9), tick=False):
        lasts = timedelta(days=1)
        meeting = make_meeting(app, world.tilleuls, places=1, starts_at=WHEN, lasts=lasts, mode=Mode.WEEKEND)
        for name in ("ana", "lise"):
            say(meeting, name)
        say(meeting, "ana", Reply.NO)
        page = read(client.sign_in(world.lise), meeting)
        assert "Une place est libre pour vous, jusqu’à lundi 1er mars, 20 h." in page
        answers_with(client, meeting, reply="yes")
        assert "Vous venez." in read(client, meeting)


def test_in_the_last_two_hours_a_free_place_is_shown_to_all(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, places=1)
    for name in ("ana", "jo"):
        say(meeting, name)
    soon = now() + timedelta(hours=1)
    change(app, world.tilleuls, meeting, starts_at=soon, ends_at=soon + timedelta(hours=2))
    say(meeting, "ana", Reply.NO)
    for who in (world.lise, world.jo):
        client.sign_in(who)
        assert "Une place est libre" in read(client, meeting)
    answers_with(client, meeting, reply="yes")
    assert table_of(app, world.tilleuls, meeting).seated == [world.jo_in_tilleuls]
