"""The agenda: one's next meetings over all groups, parted by time, and only what waits."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from entraide.access import tokens
from entraide.clock import now
from entraide.groups.actions import make_group
from entraide.groups.models import Asked, Chapter
from entraide.home.queries.agenda import page_length
from entraide.meetings.actions import planning
from entraide.meetings.details import Details
from entraide.meetings.models import Mode
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.actions import join
from entraide.members.queries import find_membership
from tests.home.costs import statements_of
from tests.home.diary import agenda
from tests.meetings.tables import at_work, change, make_meeting
from tests.people import Client
from tests.world import World


def titled(title: str, place: str = "") -> Details:
    return Details(title=title, place=place)


def test_a_stranger_is_led_to_the_door(client: Client) -> None:
    assert client.get("/agenda").location == "/connexion"


def test_an_empty_agenda_says_what_will_stand_there(client: Client, world: World) -> None:
    assert "Aucune rencontre" in agenda(client.sign_in(world.lise))


def test_who_belongs_nowhere_is_offered_to_create_a_group(client: Client, world: World) -> None:
    assert 'href="/creer/groupe"' in agenda(client.sign_in(world.nina))


def test_meetings_of_all_her_groups_stand_together(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, details=titled("Café-parole"))
    make_meeting(app, world.passerelle, details=titled("Réunion ouverte"))
    page = agenda(client.sign_in(world.ana))
    assert "Café-parole" in page
    assert "Réunion ouverte" in page
    assert "La Passerelle" in page


def test_meetings_of_other_groups_do_not(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.passerelle, details=titled("Réunion ouverte"))
    assert "Réunion ouverte" not in agenda(client.sign_in(world.lise))


def test_who_waits_sees_no_meeting_and_the_way_to_her_page(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, details=titled("Café-parole", "Rue des Lilas"))
    page = agenda(client.sign_in(world.paul))
    assert "Café-parole" not in page
    assert "Tilleuls" not in page
    assert f"/attente/{tokens.short(world.tilleuls)}" in page


def test_the_next_meeting_stands_big_and_once(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, details=titled("Café-parole", "Maison de quartier"))
    page = agenda(client.sign_in(world.lise))
    assert "Dans 7 jours" in page
    assert "Maison de quartier" in page.split('class="next')[1].split("</section>")[0]
    assert 'class="meet' not in page


def test_a_cancelled_meeting_is_not_the_next_and_says_so(app: Flask, client: Client, world: World) -> None:
    meeting = make_meeting(app, world.tilleuls, details=titled("Café-parole"))
    with at_work(app, world.tilleuls):
        planning.cancel(find_meeting(meeting), announce=False)
    page = agenda(client.sign_in(world.lise))
    assert 'class="next' not in page
    assert 'class="meet off"' in page
    assert "/reponse" not in page


def test_an_unanswered_meeting_far_away_does_not_press(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_in=timedelta(days=40))
    assert 'class="todo"' not in agenda(client.sign_in(world.lise))


def test_an_unanswered_meeting_soon_is_to_do(app: Flask, client: Client, world: World) -> None:
    for days in (3, 9):
        make_meeting(app, world.tilleuls, starts_in=timedelta(days=days))
    assert agenda(client.sign_in(world.lise)).count("Pensez-vous venir") == 2


def test_an_organiser_sees_how_many_wait_and_no_name(app: Flask, client: Client, world: World) -> None:
    page = agenda(client.sign_in(world.marcelle))
    assert "1 personne attend d’entrer" in page
    assert f"/g/{tokens.short(world.tilleuls)}/demandes" in page
    assert "Paul" not in page


def test_a_member_does_not_see_who_waits(client: Client, world: World) -> None:
    assert "/demandes" not in agenda(client.sign_in(world.lise))


def test_a_missing_headcount_is_asked_of_organisers_only(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_at=now() - timedelta(days=2))
    assert "Combien étiez-vous" in agenda(client.sign_in(world.marcelle))
    assert "Combien étiez-vous" not in agenda(Client(app).sign_in(world.lise))


def test_a_headcount_that_was_made_is_no_longer_asked(app: Flask, client: Client, world: World) -> None:
    meeting = make_meeting(app, world.tilleuls, starts_at=now() - timedelta(days=2))
    change(app, world.tilleuls, meeting, heads=7)
    assert "Combien étiez-vous" not in agenda(client.sign_in(world.marcelle))


def test_later_months_stand_on_pages_of_their_own(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_in=timedelta(days=150), details=titled("Fête de printemps"))
    client.sign_in(world.lise)
    assert "Fête de printemps" not in agenda(client)
    assert "Fête de printemps" in agenda(client, "?suite=1")
    assert "Fête de printemps" not in agenda(client, "?suite=2")


@pytest.mark.parametrize("query", ["?suite=-1", "?suite=99", "?suite=%00", "?suite=²", "?suite=999999999999"])
def test_any_page_that_is_asked_for_is_answered(client: Client, world: World, query: str) -> None:
    agenda(client.sign_in(world.lise), query)


def test_meetings_are_parted_by_week_and_month(app: Flask, client: Client, world: World) -> None:
    for days in (0, 40, 80):
        make_meeting(app, world.tilleuls, starts_in=timedelta(days=days, hours=1))
    page = agenda(client.sign_in(world.lise))
    assert len(re.findall(r'class="week"', page)) == 2


def test_the_title_of_the_page_names_no_group(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls)
    assert re.findall(r"<title>(.*?)</title>", agenda(client.sign_in(world.lise))) == ["Mon agenda – Rendez-vous"]


def test_names_of_groups_can_be_hidden_and_shown_again(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls)
    make_meeting(app, world.tilleuls, starts_in=timedelta(days=10))
    client.sign_in(world.lise)
    assert "Fibromyalgie" in agenda(client)
    assert client.post("/affichage/noms").location == "/agenda"
    for page in ("/agenda", "/g", "/moi", f"/g/{tokens.short(world.tilleuls)}"):
        assert "ibromyalgie" not in client.get(page).text, page
    client.post("/affichage/noms")
    assert "Fibromyalgie" in agenda(client)


def test_hidden_names_stay_hidden_when_the_display_changes(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    client.post("/affichage/noms")
    client.post("/affichage", {"theme": "dark", "size": "large", "language": "fr"})
    assert "Fibromyalgie" not in agenda(client)


@pytest.mark.parametrize("many", [2, 200])
def test_it_costs_at_most_eight_statements(app: Flask, client: Client, world: World, many: int) -> None:
    with at_work(app, world.tilleuls, world.passerelle):
        for number in range(many // 20):
            group = make_group(f"Groupe {number}", chapter=Chapter.LIFE)
            join(group.id, world.ana.person_id, f"Ana {number}", is_organiser=True)
    for number in range(many):
        make_meeting(app, world.tilleuls, 3, starts_in=timedelta(days=1 + number % 100))
    client.sign_in(world.ana)
    assert statements_of(app, lambda: client.get("/agenda")) == 5


def test_an_online_meeting_shows_no_link_on_the_agenda(app: Flask, client: Client, world: World) -> None:
    words = Details(title="Cercle", link="https://salle.example/abc", dial_in="0800 11 22 33")
    make_meeting(app, world.tilleuls, mode=Mode.ONLINE, details=words)
    page = agenda(client.sign_in(world.lise))
    assert "En ligne" in page
    assert "salle.example" not in page
    assert "11 22 33" not in page


@pytest.mark.parametrize(("groups", "days"), [(0, 122), (1, 122), (3, 122), (4, 100), (20, 20), (248, 1), (5000, 1)])
def test_a_page_holds_fewer_days_the_more_groups_there_are(groups: int, days: int) -> None:
    assert page_length(groups) == days


def test_who_was_never_asked_finds_the_three_sentences(app: Flask, client: Client, world: World) -> None:
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.lise_in_tilleuls).consent_version = None
    client.sign_in(world.lise)
    assert f"/g/{tokens.short(world.tilleuls)}/bienvenue" in client.get("/agenda").text
    client.get(f"/g/{tokens.short(world.tilleuls)}/bienvenue")
    client.post(f"/g/{tokens.short(world.tilleuls)}/bienvenue")
    assert "/bienvenue" not in client.get("/agenda").text


def test_what_the_next_meeting_asks_stands_there_and_not_in_an_empty_list(
    app: Flask, client: Client, world: World
) -> None:
    make_meeting(app, world.tilleuls, asked=Asked.USEFUL)
    page = agenda(client.sign_in(world.lise))
    assert "Pensez-vous venir ?" in page
    assert "À faire, quand vous pouvez" not in page
