"""Whether pages can be left by one press: as a group has it, as she chose, and always in protected mode."""

import pytest
from flask import Flask

from entraide.access import scope
from entraide.access.tokens import Purpose, Signed, sign
from entraide.db import db
from entraide.groups.queries import find_group
from tests.people import Client
from tests.rights.protecting import PAGE, protect
from tests.world import World

EXIT = "data-exit"
SWITCH = f"{PAGE}/quitter-vite"


def has_exit(client: Client, path: str = "/agenda") -> bool:
    return EXIT in client.get(path).text


def test_it_stands_where_one_of_her_groups_has_it(app: Flask, world: World) -> None:
    assert not has_exit(Client(app).sign_in(world.lise))  # a talk group
    assert has_exit(Client(app).sign_in(world.dov))  # an anonymous fellowship
    assert has_exit(Client(app).sign_in(world.ana))  # both


def test_a_group_that_wants_it_gives_it_to_its_members(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.tilleuls)
        find_group(world.tilleuls).quick_exit = True
        db.session.commit()
    assert has_exit(Client(app).sign_in(world.lise))


@pytest.mark.parametrize("somebody", ["lise", "dov"])
def test_her_own_choice_goes_before(app: Flask, world: World, somebody: str) -> None:
    client = Client(app).sign_in(getattr(world, somebody))
    for wish, stands in (("oui", True), ("non", False), ("oui", True)):
        assert client.post(f"{SWITCH}/{wish}").status_code == 303
        assert has_exit(client) is stands
        assert has_exit(client, "/agenda/imprimer") is stands


def test_her_choice_is_hers_alone_and_goes_with_her(app: Flask, world: World) -> None:
    Client(app).sign_in(world.lise).post(f"{SWITCH}/oui")
    assert has_exit(Client(app).sign_in(world.lise))
    assert not has_exit(Client(app).sign_in(world.jo))


def test_in_protected_mode_it_always_stands(app: Flask, world: World) -> None:
    lise = Client(app).sign_in(world.lise)
    lise.post(f"{SWITCH}/non")
    protect(lise)
    assert has_exit(lise)
    assert f'action="{SWITCH}/non"' not in lise.get(PAGE).text


def test_it_stands_on_every_page_where_nobody_is_signed_in(app: Flask, world: World) -> None:
    with app.app_context():
        link = f"/u/{sign(Purpose.STOP, Signed(world.tilleuls, world.lise_in_tilleuls, None, 1, None))}"
    for path in ("/connexion", "/creer", "/affichage", link, "/r/x"):
        assert has_exit(Client(app), path), path


def test_a_page_opened_by_a_link_has_it_whatever_its_reader_chose(app: Flask, world: World) -> None:
    with app.app_context():
        link = f"/u/{sign(Purpose.STOP, Signed(world.tilleuls, world.lise_in_tilleuls, None, 1, None))}"
    lise = Client(app).sign_in(world.lise)
    lise.post(f"{SWITCH}/non")
    assert has_exit(lise, link)


def test_pages_of_an_erasure_have_it_from_the_press_to_the_end(app: Flask, world: World) -> None:
    lise = Client(app).sign_in(world.lise)
    assert EXIT in lise.post("/moi/effacer", {"understood": "y"}).text
    lise.sign_in(world.lise, with_lock=True)
    assert has_exit(lise, "/moi/effacer")
    assert has_exit(lise, "/moi/confirmer")
    done = lise.post("/moi/effacer/fin")
    assert (done.status_code, EXIT in done.text) == (200, True)


def test_its_help_never_says_that_the_history_goes(app: Flask, world: World) -> None:
    page = Client(app).sign_in(world.lise).get(PAGE).text
    assert "n’efface pas l’historique" in page.partition('id="exit"')[2]
