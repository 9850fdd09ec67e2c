"""A week and a month after founding: how many came in, what is left to do, and the old list."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from entraide.access.tokens import short
from entraide.clock import now
from entraide.home.queries.coming_in import FEWEST_OUTSIDE, is_lost_among_others, refusals_told
from entraide.members.jobs import forget_invitations
from tests.home.costs import statements_of
from tests.lettering import set_member
from tests.meetings.tables import make_members
from tests.members.ways import invited, write_to
from tests.people import Client
from tests.world import World

FRENCH = {"Accept-Language": "fr"}
SAID_NO = "n’ont pas souhaité venir, pour autant que cela ne désigne personne"
LINKED = "Qui est entré jusqu’ici"


def there(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/installation"


def shown(app: Flask, world: World) -> str:
    answer = Client(app).sign_in(world.marcelle).get(there(world), headers=FRENCH)
    assert answer.status_code == 200
    return answer.text.replace("\u00a0", " ")


def numbers(app: Flask, world: World) -> dict[str, int]:
    return {what: int(count) for what, count in re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", shown(app, world))}


@contextmanager
def later(days: float) -> Iterator[None]:
    with time_machine.travel(now() + timedelta(days=days)):
        yield


def refuse(app: Flask, world: World, address: str) -> None:
    assert Client(app).post(f"{invited(app, world, address)}/refus", token="").status_code == 200


def come_in(app: Flask, world: World, address: str) -> None:
    path, newcomer = invited(app, world, address), Client(app)
    entry = {"name": "Iris", "concern": "concerned", "consent": "2026-11"}
    assert newcomer.post(path, entry, token="").status_code == 303


def test_letters_are_counted_by_what_became_of_them(app: Flask, world: World) -> None:
    come_in(app, world, "iris@poste.example")
    write_to(app, world, *(f"p{number}@poste.example" for number in range(3)))
    found = numbers(app, world)
    assert found["Lettres d’invitation écrites"] == 4
    assert found["sont entrées par ces lettres"] == 1
    assert found["pas encore de réponse, ou pas souhaité"] == 3


def test_the_numbers_hold_after_the_letters_ran_out(app: Flask, world: World) -> None:
    come_in(app, world, "iris@poste.example")
    write_to(app, world, *(f"p{number}@poste.example" for number in range(3)))
    before = numbers(app, world)
    with later(30):
        with app.app_context():
            forget_invitations()
        after = numbers(app, world)
    assert {name: after[name] for name in before if "lettre" in name.lower()} == {
        name: count for name, count in before.items() if "lettre" in name.lower()
    }


def test_refusals_stand_apart_where_they_point_at_nobody(app: Flask, world: World) -> None:
    write_to(app, world, *(f"p{number}@poste.example" for number in range(3)))
    refuse(app, world, "iris@poste.example")
    found = numbers(app, world)
    assert found[SAID_NO] == 1
    assert found["toutes les autres"] == 3


def test_where_few_are_outside_a_refusal_is_not_told(app: Flask, world: World) -> None:
    write_to(app, world, "p1@poste.example", "p2@poste.example")
    refuse(app, world, "iris@poste.example")
    found = numbers(app, world)
    assert found["pas encore de réponse, ou pas souhaité"] == 3
    assert SAID_NO not in found


@given(refused=st.integers(0, 60), outside=st.integers(0, 60))
def test_a_number_of_refusals_never_names_all_and_never_few(refused: int, outside: int) -> None:
    if is_lost_among_others(refused, outside):
        assert outside >= FEWEST_OUTSIDE
        assert 0 < refused < outside


def test_a_letter_of_another_day_moves_the_number_by_nothing(app: Flask, world: World) -> None:
    write_to(app, world, *(f"p{number}@poste.example" for number in range(3)))
    refuse(app, world, "iris@poste.example")
    with later(2):
        refuse(app, world, "rosa@poste.example")
        found = numbers(app, world)
    assert (found[SAID_NO], found["toutes les autres"]) == (1, 4)


def test_closing_a_letter_moves_the_number_by_nothing(app: Flask, world: World) -> None:
    write_to(app, world, *(f"p{number}@poste.example" for number in range(3)))
    refuse(app, world, "iris@poste.example")
    before, marcelle = numbers(app, world), Client(app).sign_in(world.marcelle)
    page = marcelle.get(f"/g/{short(world.tilleuls)}/inviter").text
    for path in re.findall(r'action="(/g/[\w-]+/inviter/[\w-]{22}/fin)"', page):
        assert marcelle.post(path).status_code == 303
    assert numbers(app, world) == before


@given(evenings=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6))
def test_what_is_told_is_at_most_what_was_refused(evenings: list[tuple[int, int]]) -> None:
    assert refusals_told(evenings) <= sum(refused for refused, _outside in evenings)


def test_people_without_e_mail_and_consents_are_counted(app: Flask, world: World) -> None:
    set_member(app, world.tilleuls, world.jo_in_tilleuls, consent_version=None, consent_day=None)
    found = numbers(app, world)
    assert (found["Prévenus par téléphone"], found["Prévenus sur papier"]) == (1, 0)
    assert (found["Accords notés"], found["Accords qui manquent"]) == (4, 1)
    assert "Demandez, sur place, l’accord" in shown(app, world)


def test_nobody_is_named(app: Flask, world: World) -> None:
    text = shown(app, world)
    for name in ("Lise", "Jo-71", "Odile", "Paul W"):
        assert name not in text


@pytest.mark.parametrize(("days", "leads"), [(0, False), (6.5, False), (7.5, True), (44, True), (46, False)])
def test_the_organisers_page_leads_there_from_day_seven_to_day_forty_five(
    app: Flask, world: World, days: float, leads: bool
) -> None:
    with later(days):
        page = Client(app).sign_in(world.marcelle).get(f"/g/{short(world.tilleuls)}", headers=FRENCH).text
        assert (LINKED in page) is leads


def test_after_day_forty_five_the_page_is_gone(app: Flask, world: World) -> None:
    with later(46):
        assert Client(app).sign_in(world.marcelle).get(there(world)).status_code == 404


@pytest.mark.parametrize(("days", "asks"), [(7, False), (29, False), (31, True)])
def test_after_a_month_the_old_list_may_go(app: Flask, world: World, days: float, asks: bool) -> None:
    with later(days):
        assert ("effacez-le, et videz la corbeille" in shown(app, world)) is asks


def test_the_old_list_is_ticked_as_erased_and_back(app: Flask, world: World) -> None:
    with later(31):
        client = Client(app).sign_in(world.marcelle)
        assert client.post(there(world), {"what": "old_list"}).location == there(world)
        assert "effacez-le" not in shown(app, world)
        client.post(there(world), {"what": "old_list", "undo": "1"})
        assert "effacez-le" in shown(app, world)


@pytest.mark.parametrize(("who", "status"), [("lise", 403), ("paul", 404), ("nina", 404), ("dov", 404)])
def test_it_is_the_organisers_page(client: Client, world: World, who: str, status: int) -> None:
    assert client.sign_in(getattr(world, who)).get(there(world)).status_code == status


def test_it_costs_the_same_however_many_there_are(app: Flask, world: World) -> None:
    client = Client(app).sign_in(world.marcelle)
    look: Callable[[], object] = lambda: client.get(there(world))  # noqa: E731
    few = statements_of(app, look)
    make_members(app, world.tilleuls, 50)
    write_to(app, world, *(f"p{number}@poste.example" for number in range(40)))
    assert statements_of(app, look) == few <= 8
