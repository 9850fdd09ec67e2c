"""A meeting's page: what each reader may see of it, in every state it can be in."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.meetings.actions import answers, planning
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.details import Details
from entraide.meetings.models import MeetingStatus, Mode, Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import Concern
from entraide.members.queries import find_membership
from tests.home.costs import statements_of
from tests.meetings.tables import answer_of, at_work, change, make_meeting, make_members, set_places, table_of

WHEN = datetime(2027, 3, 9, 19, tzinfo=UTC)  # a Tuesday, 20 h in Brussels
NEWS = {"accept-language": "fr"}


def read(client, meeting_id, path="") -> str:
    """Return a page's words, without markup."""
    answer = client.get(f"/rencontre/{short(meeting_id)}{path}", headers=NEWS)
    assert answer.status_code == 200
    main = answer.get_data(as_text=True).split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").split())


def title(client, meeting_id) -> str:
    page = client.get(f"/rencontre/{short(meeting_id)}", headers=NEWS).get_data(as_text=True)
    return re.search(r"<title>(.*?)</title>", page)[1]


def answers_with(client, meeting_id, **fields):
    return client.post(f"/rencontre/{short(meeting_id)}/reponse", fields, headers=NEWS)


def test_the_page_says_what_when_and_where(app, world, client):
    details = Details(title="Café-parole", place="Maison des Tilleuls", address="Rue des Tilleuls 8", step_free=True)
    meeting = make_meeting(app, world.tilleuls, starts_at=WHEN, details=details)
    with time_machine.travel(WHEN - timedelta(days=20), tick=False):
        page = read(client.sign_in(world.lise), meeting)
    for words in ("Café-parole", "Mardi 9 mars, de 20 h à 22 h", "Maison des Tilleuls", "Rue des Tilleuls 8"):
        assert words in page
    assert "Fibromyalgie Les Tilleuls" in page


def test_the_title_says_neither_group_nor_theme(app, world, client):
    meeting = make_meeting(app, world.tilleuls, details=Details(title="Vivre avec la fibromyalgie"))
    assert title(client.sign_in(world.lise), meeting) == "Rencontre – Rendez-vous"


@pytest.mark.parametrize("who", ["dov", "nina", "paul"])
def test_who_does_not_belong_learns_nothing(app, world, client, who):
    meeting = make_meeting(app, world.tilleuls)
    address = f"/rencontre/{short(meeting)}"
    client.sign_in(getattr(world, who))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/reponse", {"reply": "yes"}).status_code == 404
    assert client.get(f"{address}/presences").status_code == 404


def test_nobody_signed_in_is_asked_to_sign_in(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    assert client.get(f"/rencontre/{short(meeting)}").headers["Location"] == "/connexion"


@pytest.mark.parametrize(
    ("reply", "words"), [("yes", "Vous venez."), ("maybe", "Vous viendrez peut-être."), ("no", "Vous ne venez pas.")]
)
def test_one_answers_and_reads_it_on_the_page(app, world, client, reply, words):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    answer = answers_with(client, meeting, reply=reply)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/rencontre/{short(meeting)}")
    assert words in read(client, meeting)


def test_from_the_agenda_one_comes_back_to_the_agenda(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    assert answers_with(client, meeting, reply="yes", back="agenda").headers["Location"] == "/agenda"
    group = f"/g/{short(world.tilleuls)}"
    assert answers_with(client, meeting, reply="yes", back="groupe").headers["Location"] == group


@pytest.mark.parametrize("back", ["https://mal.example/", "//mal.example", "/quitter", "agenda\x00"])
def test_an_address_in_the_form_leads_nowhere(app, world, client, back):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    answer = answers_with(client, meeting, reply="yes", back=back)
    assert answer.headers["Location"] == f"/rencontre/{short(meeting)}"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"reply": "oui"},
        {"reply": "\x00"},
        {"reply": "yes", "guests": "10"},
        {"reply": "yes", "guests": "-1"},
        {"reply": "yes", "guests": "trois"},
        {"reply": "yes", "guests": "\ud800".encode("utf-8", "surrogatepass")},
        {"reply": "yes", "guests": "٣"},
    ],
)
def test_what_no_page_offers_is_refused_and_nothing_is_kept(app, world, client, fields):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    assert answers_with(client, meeting, **fields).status_code == 422
    assert answer_of(app, world.tilleuls, meeting, world.lise_in_tilleuls) is None


def test_a_form_without_its_token_is_refused(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    client.sign_in(world.lise)
    address = f"/rencontre/{short(meeting)}/reponse"
    assert client.post(address, {"reply": "yes"}, token="").status_code == 400


def test_guests_are_counted_and_not_named(app, world, client):
    meeting = make_meeting(app, world.tilleuls, places=4)
    client.sign_in(world.lise)
    answers_with(client, meeting, reply="yes", guests="2")
    page = read(client, meeting)
    assert "avec 2 personnes" in page
    assert "Il reste 1 place" in page


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


def test_who_was_named_before_a_change_is_marked_as_such_in_the_list(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, starts_at=WHEN)
    with time_machine.travel(WHEN - timedelta(days=9), tick=False):
        say(meeting, "lise")
        client.sign_in(world.marcelle)
        assert "avant le changement" not in read(client, meeting)
        with at_work(app, world.tilleuls):
            later = WHEN + timedelta(days=1)
            planning.move(find_meeting(meeting), later, later + timedelta(hours=2), announce=False)
        assert "Lise T. d’avant le changement Vient" in read(client, meeting)


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


def test_members_read_the_names_that_others_chose_to_show(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.ana_in_tilleuls).is_discreet = True
        find_membership(world.tilleuls, world.jo_in_tilleuls).concern = Concern.RELATIVE
    for name in ("lise", "ana", "jo"):
        say(meeting, name)
    page = read(client.sign_in(world.lise), meeting)
    assert "Lise T. (vous)" in page
    assert "Jo-71" in page
    assert "proche" not in page
    assert "Ana des Tilleuls" not in page
    assert "1 personne sans nom affiché" in page


def test_organisers_read_names_and_as_what_people_come(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.ana_in_tilleuls).is_discreet = True
        find_membership(world.tilleuls, world.jo_in_tilleuls).concern = Concern.RELATIVE
    for name in ("ana", "jo"):
        say(meeting, name)
    page = read(client.sign_in(world.marcelle), meeting)
    assert "Ana des Tilleuls" in page
    assert "Jo-71 proche" in page


def test_nobody_reads_who_says_no_or_has_not_answered(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls)
    say(meeting, "jo", Reply.NO)
    say(meeting, "lise")
    for who in (world.lise, world.marcelle):
        page = read(client.sign_in(who), meeting)
        assert "Jo-71" not in page
        assert "Ana" not in page


def test_members_do_not_read_who_waits_and_organisers_do_in_order(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, places=1)
    for name in ("lise", "jo", "ana"):
        say(meeting, name)
    page = read(client.sign_in(world.lise), meeting)
    assert "Jo-71" not in page
    assert "2 personnes attendent une place." in page
    page = read(client.sign_in(world.marcelle), meeting)
    assert page.index("Liste d’attente") < page.index("Jo-71") < page.index("Ana des Tilleuls")


def test_organisers_read_whom_to_call_when_a_place_comes_free_late(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, places=1, starts_in=timedelta(hours=20))
    for name in ("lise", "jo"):
        say(meeting, name)
    say(meeting, "lise", Reply.NO)
    assert "À appeler" in read(client.sign_in(world.marcelle), meeting)
    assert "À appeler" not in read(client.sign_in(world.jo), meeting)


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


def test_a_weekend_shows_its_programme(app, world, client):
    days = (DayPlan(date(2027, 3, 9), time(10), time(22), "10 h accueil\n14 h atelier"),)
    meeting = make_meeting(app, world.tilleuls, starts_at=WHEN, lasts=timedelta(days=1), mode=Mode.WEEKEND, days=days)
    with time_machine.travel(WHEN - timedelta(days=9), tick=False):
        page = read(client.sign_in(world.lise), meeting)
    assert "Programme Mardi 9 mars de 10 h à 22 h 10 h accueil 14 h atelier" in page


@pytest.fixture
def online(app, world):
    details = Details(title="Cercle", link="https://salle.example/9f3", dial_in="02 000 00 00")

    def make(**more):
        return make_meeting(app, world.tilleuls, starts_at=WHEN, mode=Mode.ONLINE, details=details, **more)

    return make


@pytest.mark.parametrize(
    ("name", "reply", "minutes", "is_shown"),
    [
        ("lise", Reply.YES, 61, False),
        ("lise", Reply.YES, 59, True),
        ("lise", Reply.YES, -119, True),
        ("lise", Reply.YES, -121, False),
        ("lise", Reply.MAYBE, 30, False),
        ("lise", Reply.NO, 30, False),
        ("ana", Reply.YES, 30, False),  # Lise herself has not answered
    ],
)
def test_the_way_in_is_shown_to_who_has_a_place_from_an_hour_before_to_the_end(
    world, client, say, online, name, reply, minutes, is_shown
):
    with time_machine.travel(WHEN - timedelta(days=2), tick=False) as clock:
        meeting = online()
        say(meeting, name, reply)
        clock.move_to(WHEN - timedelta(minutes=minutes))
        client.sign_in(world.lise)
        page = client.get(f"/rencontre/{short(meeting)}").get_data(as_text=True)
    assert ("salle.example" in page, "02 000 00 00" in page) == (is_shown, is_shown)


def test_who_waits_for_a_place_is_not_shown_the_way_in(world, client, say, online):
    with time_machine.travel(WHEN - timedelta(days=2), tick=False) as clock:
        meeting = online(places=1)
        say(meeting, "ana")
        say(meeting, "lise")
        clock.move_to(WHEN - timedelta(minutes=30))
        client.sign_in(world.lise)
        assert "salle.example" not in client.get(f"/rencontre/{short(meeting)}").get_data(as_text=True)


def test_the_group_may_open_the_way_in_earlier(app, world, client, say, online):
    with at_work(app, world.tilleuls):
        db.session.get(Group, world.tilleuls).link_minutes = 120
    with time_machine.travel(WHEN - timedelta(minutes=100), tick=False):
        meeting = online()
        say(meeting, "lise")
        client.sign_in(world.lise)
        assert "salle.example" in client.get(f"/rencontre/{short(meeting)}").get_data(as_text=True)


def test_where_answers_are_not_asked_every_member_is_shown_the_way_in(world, client, online):
    with time_machine.travel(WHEN - timedelta(minutes=30), tick=False):
        meeting = online(asked=Asked.NOT_ASKED)
        client.sign_in(world.lise)
        assert "salle.example" in client.get(f"/rencontre/{short(meeting)}").get_data(as_text=True)


def test_only_organisers_find_the_tools(app, world, client):
    meeting = make_meeting(app, world.tilleuls)
    address = f"/rencontre/{short(meeting)}"
    tools = [f'href="{address}/{name}"' for name in ("modifier", "deplacer", "annuler", "presences")]
    page = client.sign_in(world.marcelle).get(address).get_data(as_text=True)
    assert all(tool in page for tool in tools)
    page = client.sign_in(world.lise).get(address).get_data(as_text=True)
    assert not any(tool in page for tool in tools)


@pytest.mark.parametrize("mode", [Mode.ROUND_TABLE, Mode.WEEKEND])
def test_the_page_costs_the_same_for_two_answers_and_for_two_hundred(app, world, client, say, mode):
    meeting = make_meeting(app, world.tilleuls, mode=mode)
    set_places(app, world.tilleuls, meeting, 150)
    client.sign_in(world.marcelle)
    say(meeting, "lise")
    say(meeting, "ana")
    few = statements_of(app, lambda: read(client, meeting))
    members = make_members(app, world.tilleuls, 198)
    with at_work(app, world.tilleuls):
        for one in members:
            answers.answer(find_meeting(meeting), one, Reply.YES)
    assert statements_of(app, lambda: read(client, meeting)) == few <= 8
    sheet = statements_of(app, lambda: read(client, meeting, "/presences"))
    assert sheet <= 8
