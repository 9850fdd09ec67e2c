"""Where a limit is met, what is right opens nothing either: else whoever guesses would learn it by the answer."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable

import pytest
from flask import Flask

from entraide import worker
from entraide.access import limits
from entraide.mail.models import Lane
from tests.accounts.authenticator import Phone
from tests.accounts.carrying import hand_over, odile, show, type_two, words_on
from tests.accounts.locking import (
    DOOR,
    LOCKS,
    App,
    add_app,
    codes_on,
    is_in,
    kinds_in,
    number_on,
    options_on,
    page_of,
    prove_mailbox,
    set_person,
    share_mailbox,
)
from tests.members.ways import make_spoken
from tests.people import Client, code_in, letters_to
from tests.security.limits_table import LIMITS
from tests.world import World

Spent = Callable[[], None]


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> Spent:
    """Return what spends every limit at once, from when it is called."""
    return lambda: monkeypatch.setattr(limits, "spend", lambda _: False)


def test_every_route_with_a_limit_asks_whether_it_was_met(app: Flask) -> None:
    deaf = [endpoint for endpoint in LIMITS if not _asks(inspect.unwrap(app.view_functions[endpoint]))]
    assert deaf == []


def _asks(view: Callable[..., object], depth: int = 2) -> bool:
    """Say whether a view, or a function it calls, reads the limit."""
    source = textwrap.dedent(inspect.getsource(view))
    if "within_limits" in source:
        return True
    called = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    others = [view.__globals__.get(name) for name in called]
    return depth > 0 and any(_asks(inspect.unwrap(one), depth - 1) for one in others if inspect.isfunction(one))


def test_the_right_code_signs_nobody_in(app: Flask, client: Client, world: World, spent: Spent) -> None:
    client.post("/connexion", {"email": world.lise.email})
    worker.send(app, Lane.CODE)
    spent()
    code = code_in(letters_to(app, world.lise.email)[-1])
    assert client.post("/connexion/code", {"code": code, "device": "own"}).status_code == 422
    assert not is_in(client)


def test_the_right_reader_of_a_mailbox_comes_in_no_more(app: Flask, world: World, spent: Spent) -> None:
    share_mailbox(app, world.ana, world.lise)
    client = Client(app)
    prove_mailbox(app, client, world.lise)
    client.get("/connexion/qui")
    spent()
    assert client.post("/connexion/qui", {"who": "0"}).status_code == 422
    assert not is_in(client)


def test_the_right_lock_opens_no_door(app: Flask, world: World, spent: Spent) -> None:
    hers, _ = add_app(Client(app).sign_in(world.lise))
    set_person(app, world.lise.person_id, lock_at_door=True)
    client = Client(app)
    prove_mailbox(app, client, world.lise)
    client.get(DOOR)
    spent()
    assert client.post(DOOR, {"app_code": hers.code}).status_code == 422
    assert not is_in(client)


def test_the_right_name_at_the_door_is_not_heard(app: Flask, client: Client, world: World, spent: Spent) -> None:
    share_mailbox(app, world.ana, world.lise)
    add_app(Client(app).sign_in(world.lise))
    set_person(app, world.lise.person_id, hidden_in_mailbox=True)
    assert prove_mailbox(app, client, world.lise, unlisted="1").location == DOOR
    spent()
    assert client.post(f"{DOOR}/nom", {"first_name": "Lise"}).status_code == 422


def test_the_right_device_becomes_no_lock(app: Flask, world: World, spent: Spent) -> None:
    client, phone = Client(app).sign_in(world.lise), Phone()
    answer = phone.make(options_on(client.post(f"{LOCKS}/appareil")))
    spent()
    client.post(f"{LOCKS}/appareil/fin", {"answer": answer})
    assert kinds_in(app, world.lise) == []


@pytest.mark.parametrize("kind", ["application", "carte"])
def test_the_right_first_code_makes_no_lock(app: Flask, world: World, spent: Spent, kind: str) -> None:
    client = Client(app).sign_in(world.lise)
    drawn = client.post(f"{LOCKS}/{kind}")
    page = client.get(f"{LOCKS}/{kind}")
    if kind == "carte":
        code = codes_on(drawn)[number_on(page_of(page)) - 1]
    else:
        code = App(re.findall(r'id="seed">([A-Z2-7 ]+)<', page.text)[0]).code
    spent()
    assert client.post(f"{LOCKS}/{kind}/fin", {"code": code}).status_code == 422
    assert kinds_in(app, world.lise) == []


def test_no_device_is_asked_to_sign_at_the_door(app: Flask, world: World, spent: Spent) -> None:
    add_app(Client(app).sign_in(world.lise))
    set_person(app, world.lise.person_id, lock_at_door=True)
    client = Client(app)
    prove_mailbox(app, client, world.lise)
    client.get(DOOR)
    assert client.post(f"{DOOR}/defi").status_code == 200
    spent()
    assert client.post(f"{DOOR}/defi").status_code == 404


def test_no_device_is_asked_to_sign(app: Flask, world: World, spent: Spent) -> None:
    client = Client(app).sign_in(world.lise)
    assert client.post(f"{LOCKS}/defi").status_code == 200
    spent()
    assert client.post(f"{LOCKS}/defi").status_code == 404


def test_the_right_lock_is_no_step(app: Flask, world: World, spent: Spent) -> None:
    client = Client(app).sign_in(world.lise)
    hers, _ = add_app(client)
    spent()
    assert client.post("/moi/confirmer", {"app_code": hers.code}).status_code == 422


def test_the_right_words_open_no_card(app: Flask, world: World, spent: Spent) -> None:
    paper, client = hand_over(app, world), Client(app)
    spent()
    assert show(client, paper.number, paper.phrase).status_code == 422
    assert not is_in(client)


def test_no_other_words_are_drawn(app: Flask, world: World, spent: Spent) -> None:
    client, _ = odile(app, world)
    spent()
    assert client.post("/moi/carte/phrase").location == "/moi/carte"


def test_the_right_two_words_are_not_kept(app: Flask, world: World, spent: Spent) -> None:
    client, _ = odile(app, world)
    shown = client.post("/moi/carte/phrase").text
    spent()
    assert type_two(client, shown, words_on(shown), "/moi/carte/retenue").status_code == 422


def test_the_right_words_are_no_step(app: Flask, world: World, spent: Spent) -> None:
    client, own = odile(app, world)
    spent()
    assert client.post("/moi/confirmer", {"words": own.phrase}).status_code == 422


def test_the_right_spoken_code_leads_nowhere(app: Flask, client: Client, world: World, spent: Spent) -> None:
    said = make_spoken(app, world)
    spent()
    assert client.post("/rejoindre", {"code": said}).status_code == 422
