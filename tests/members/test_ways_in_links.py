"""Coming in by a link or a code to scan: to the waiting room, and no further."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from entraide.access import gate, scope
from entraide.access.tokens import Purpose, Signed, sign
from entraide.clock import now
from entraide.db import db
from entraide.members.models import Invitation, Status
from tests.members.ways import ENTRY, MIMI, enter, make_way, organiser, page, places, prove, room
from tests.people import Client, code_in, deliver, letters_to
from tests.world import World


def uses_left(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Invitation).one().uses_left


@pytest.mark.parametrize("look", ["link", "qr"])
def test_a_stranger_proves_her_mailbox_and_waits(app: Flask, client: Client, world: World, look: str) -> None:
    path = make_way(app, world, look)
    assert prove(app, client, path, MIMI).location == f"{path}/entrer"
    assert enter(client, path).location == room(world)
    row = places(app, world.tilleuls)["Mimi"]
    assert (row.status, row.consent_version) == (Status.WAITING, "2026-11")


def test_the_page_says_who_invites_and_nothing_of_the_group(app: Flask, client: Client, world: World) -> None:
    shown = client.get(make_way(app, world)).text
    assert "Marcelle" in shown
    assert not re.search(r"fibromyalgie|tilleuls|marcelle t|entraide", shown, re.I)


def test_neither_does_the_page_that_asks_her_name(app: Flask, client: Client, world: World) -> None:
    path = make_way(app, world)
    shown = client.sign_in(world.nina).get(f"{path}/entrer").text
    assert not re.search(r"fibromyalgie|tilleuls|marcelle t", shown, re.I)
    assert shown.count("<li>Ce site garde") == 1


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_known_and_unknown_addresses_cause_the_same(app: Flask, world: World) -> None:
    path = make_way(app, world)
    answers, pages, written = [], [], []
    for address in (world.lise.email, MIMI):
        client = Client(app)
        client.get(path)
        with statements(app) as seen:
            answer = client.post(path, {"email": address})
        written.append(seen)
        answers.append((answer.status_code, answer.location, answer.text))
        pages.append(re.sub(r'value="[^"]+"', "", client.get("/connexion/code").text))
    assert answers[0] == answers[1]
    assert pages[0] == pages[1]
    assert written[0] == written[1]


def test_both_get_the_same_letter(app: Flask, world: World) -> None:
    path = make_way(app, world)
    for address in (world.lise.email, MIMI):
        Client(app).post(path, {"email": address})
    subjects = {letters_to(app, address)[-1]["Subject"] for address in (world.lise.email, MIMI)}
    assert len(subjects) == 1


def test_the_code_page_leads_back_here_for_a_new_code(app: Flask, client: Client, world: World) -> None:
    path = make_way(app, world)
    client.post(path, {"email": MIMI})
    assert f'href="{path}"' in client.get("/connexion/code").text


def test_somebody_known_chooses_who_she_is_and_goes_on(app: Flask, client: Client, world: World) -> None:
    path = make_way(app, world)
    client.post(path, {"email": world.nina.email})
    client.get("/connexion/code")
    client.post("/connexion/code", {"code": code_in(letters_to(app, world.nina.email)[-1])})
    assert client.post("/connexion/qui", {"who": "0"}).location == f"{path}/entrer"


def test_two_people_on_one_mailbox_wait_side_by_side(app: Flask, world: World) -> None:
    path, address = make_way(app, world), "les.deux@poste.example"
    first, second = Client(app), Client(app)
    prove(app, first, path, address)
    enter(first, path, name="Ada")
    assert prove(app, second, path, address).location == "/connexion/qui"
    second.post("/connexion/qui", {"who": "other", "first_name": "Bo"})
    enter(second, path, name="Bo")
    waiting = places(app, world.tilleuls)
    assert waiting["Ada"].person_id != waiting["Bo"].person_id


def test_looking_uses_nothing_up(app: Flask, client: Client, world: World) -> None:
    path = make_way(app, world, uses="1")
    for _ in range(3):
        client.get(path)
    client.sign_in(world.nina)
    for _ in range(3):
        client.get(f"{path}/entrer")
    client.post(f"{path}/entrer", ENTRY | {"name": ""})
    assert uses_left(app) == 1


def test_each_newcomer_uses_it_once(app: Flask, client: Client, world: World) -> None:
    path = make_way(app, world, uses="5")
    client.sign_in(world.nina)
    for _ in range(3):
        assert enter(client, path).location == room(world)
    assert uses_left(app) == 4


def test_used_up_it_leads_nowhere(app: Flask, world: World) -> None:
    path = make_way(app, world, uses="1")
    enter(Client(app).sign_in(world.nina), path)
    for client in (Client(app), Client(app).sign_in(world.dov)):
        assert client.get(path).status_code == 404
        assert enter(client, path).status_code in (303, 404)
    assert list(places(app, world.tilleuls)).count("Mimi") == 1


def test_two_who_press_at_once_never_share_the_last_use(app: Flask, world: World) -> None:
    path = make_way(app, world, uses="1")
    browsers = [Client(app).sign_in(person) for person in (world.nina, world.dov)]
    for browser in browsers:
        browser.get(f"{path}/entrer")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda browser: enter(browser, path).status_code, browsers))
    assert answers.count(303) == 1
    assert uses_left(app) == 0


def test_one_who_presses_twice_at_once_waits_once(app: Flask, world: World) -> None:
    path = make_way(app, world)
    browsers = [Client(app).sign_in(world.nina) for _ in range(2)]
    for browser in browsers:
        browser.get(f"{path}/entrer")
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda browser: enter(browser, path).location, browsers))
    assert answers == [room(world)] * 2
    assert uses_left(app) == 4


def test_after_its_days_it_leads_nowhere(app: Flask, world: World) -> None:
    path = make_way(app, world, days="1")
    with time_machine.travel(now().timestamp() + 86401):
        client = Client(app).sign_in(world.nina)
        assert [client.get(path).status_code, enter(client, path).status_code] == [404, 404]


def test_closed_it_leads_nowhere(app: Flask, world: World) -> None:
    path, client = make_way(app, world), organiser(app, world)
    found = re.search(r'action="(/g/[\w-]+/inviter/[\w-]+/fin)"', client.get(page(world.tilleuls, "inviter")).text)
    assert found is not None
    client.post(found[1])
    assert Client(app).get(path).status_code == 404


def test_a_member_is_led_to_her_group_and_who_waits_to_the_waiting_room(app: Flask, world: World) -> None:
    path = make_way(app, world)
    assert enter(Client(app).sign_in(world.lise), path).location == page(world.tilleuls)
    assert enter(Client(app).sign_in(world.paul), path).location == room(world)
    assert uses_left(app) == 5


def test_at_most_fifty_people_wait(app: Flask, world: World) -> None:
    from entraide.accounts.actions import make_keeper
    from entraide.members.actions import join

    path = make_way(app, world)
    with app.app_context():
        scope.add(world.tilleuls)
        for at in range(49):
            join(world.tilleuls, make_keeper().id, f"W{at}", waits_until=now())
        db.session.commit()
    refused = enter(Client(app).sign_in(world.nina), path)
    assert refused.status_code == 422
    assert "Marcelle" in refused.text
    assert uses_left(app) == 5


def test_organisers_are_told_that_somebody_waits_and_not_whom(app: Flask, world: World) -> None:
    path = make_way(app, world)
    with time_machine.travel(now().replace(hour=11)):
        enter(Client(app).sign_in(world.nina), path)
        [letter] = letters_to(app, world.marcelle.email)
    assert letter["Subject"] == "Une demande attend votre réponse"
    assert not re.search(r"mimi|nina|fibromyalgie|tilleuls", letter.as_string(), re.I)


def test_at_night_that_letter_waits_for_the_morning(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_way(app, world)
    with time_machine.travel(now().replace(hour=22)):
        nina = Client(app).sign_in(world.nina)
        with monkeypatch.context() as really:
            really.setitem(
                app.extensions, "entraide.settings", replace(app.extensions["entraide.settings"], demo=False)
            )
            enter(nina, path)
        assert deliver(app) == []
    with time_machine.travel(now().replace(hour=22).timestamp() + 12 * 3600):
        assert len(letters_to(app, world.marcelle.email)) == 1


def test_the_demo_does_not_wait(app: Flask, world: World) -> None:
    path = make_way(app, world)
    with time_machine.travel(now().replace(hour=22)):
        enter(Client(app).sign_in(world.nina), path)
        assert len(letters_to(app, world.marcelle.email)) == 1


def test_the_log_masks_the_link(app: Flask) -> None:
    assert {"i", "j"} <= gate.masked_prefixes(app)


def test_a_forged_link_leads_nowhere(app: Flask, client: Client, world: World) -> None:
    member = world.lise_in_tilleuls
    with app.app_context():
        other_use = sign(Purpose.STOP, Signed(world.tilleuls, member, member, 1, None))
        about_nothing = sign(Purpose.JOIN, Signed(world.tilleuls, member, None, 1, None))
    for token in ("x" * 43, "a.b", "é", "%00", other_use, about_nothing):
        assert client.get(f"/j/{token}").status_code == 404
