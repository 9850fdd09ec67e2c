"""Signing in by card and phrase: typed as people type, counted before it is compared, telling nothing."""

import logging
import unicodedata
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select, update

from entraide.access.tokens import short
from entraide.accounts import phrases
from entraide.accounts.actions import LONG_AGO
from entraide.accounts.models import Device, KeptForm, SignIn
from entraide.clock import now
from entraide.db import db
from tests.accounts.carrying import DOOR, Paper, hand_over, odile, show
from tests.conftest import Stage
from tests.lettering import at_work
from tests.members.cards import change
from tests.people import Client
from tests.world import World

WRONG = "abandon ability able about above absent"


def plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


TYPED: list[Callable[[tuple[str, ...]], str]] = [
    lambda words: " ".join(words).upper(),
    lambda words: plain(" ".join(words)),
    lambda words: unicodedata.normalize("NFD", " ".join(words)),
    lambda words: "  ".join(word[:4] for word in words),
    lambda words: "-".join(words),
    lambda words: " ".join(f"{at}. {word}," for at, word in enumerate(words, 1)),
    lambda words: "\u00a0".join(words) + "\r\n",
    lambda words: " ".join(word + "s" if len(word) > 4 else word for word in words),
]


@given(number=st.integers(), language=st.sampled_from(["fr", "en", "de", "nl"]), typed=st.sampled_from(TYPED))
@settings(max_examples=60)
def test_a_phrase_is_known_however_it_is_typed(number: int, language: str, typed: Callable[..., str]) -> None:
    words = phrases.draw(language)
    assert phrases.spelling(words, language) in phrases.read(typed(words))


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_any_signs_are_read_as_a_phrase_or_none(typed: str) -> None:
    assert len(phrases.read(typed)) <= 2
    assert phrases.count(typed) >= len(phrases.strange(typed))


def test_a_beginning_that_several_words_share_is_no_word() -> None:
    assert phrases.strange("ab") == ["ab"]
    assert phrases.read("add addr addi", 3) == ("english add address addict",)


def test_a_number_is_known_however_it_is_typed(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    for spelt in ("{} {}", "{}{}", "{}-{}", " {}.{} "):
        number = spelt.format(own.number[:4], own.number[5:])
        assert show(Client(app), number, own.phrase).status_code == 303, spelt


def asked_for(stage: Stage, app: Flask, number: str, phrase: str) -> tuple[int, str, list[str]]:
    """Return status, page and statements of one try, each in a block of its own."""
    client = Client(app)
    client.get(DOOR)
    found: list[str] = []

    def asked(*said: object) -> None:
        found.append(str(said[2]))

    event.listen(stage.engine, "before_cursor_execute", asked)
    try:
        answer = show(client, number, phrase)
    finally:
        event.remove(stage.engine, "before_cursor_execute", asked)
    page = answer.text.replace(number, "").replace(phrase, "").replace(client.token, "")
    return answer.status_code, page, found


def test_an_unknown_card_wrong_words_and_words_too_old_are_answered_alike(
    stage: Stage, app: Flask, world: World
) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        paper = hand_over(app, world)
        traveller.shift(timedelta(hours=25))
        old = asked_for(stage, app, paper.number, paper.phrase)
        wrong = asked_for(stage, app, paper.number, WRONG)
        unknown = asked_for(stage, app, "0000 0000", WRONG)
    assert old[0] == 422
    assert old == wrong == unknown


def test_five_wrong_tries_then_fifteen_minutes_for_that_card_and_block(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    with time_machine.travel(now(), tick=False) as traveller:
        traveller.shift(timedelta(hours=1))
        assert [show(Client(app), own.number, WRONG).status_code for _ in range(5)] == [422] * 5
        assert show(Client(app), own.number, own.phrase).status_code == 422
        assert show(Client(app), own.number, own.phrase, ip="198.51.100.1").status_code == 303
        traveller.shift(timedelta(minutes=15))
        assert show(Client(app), own.number, own.phrase).status_code == 303


def test_right_words_use_up_no_try(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    assert {show(Client(app), own.number, own.phrase).status_code for _ in range(7)} == {303}


def test_the_page_after_too_many_tries_does_not_tell_a_known_card(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    pages = []
    for number in (own.number, "0000 0000"):
        client = Client(app)
        for _ in range(6):
            answer = show(client, number, WRONG, ip="203.0.113.9")
        pages.append(answer.text.replace(number, "").replace(client.token, ""))
    assert pages[0] == pages[1]


def test_what_cannot_be_a_card_is_refused_kindly(client: Client) -> None:
    numbers = ["", "1234", "123456789", "\u0661\u0662\u0663\u0664 5678", "\0", "é" * 400]
    words = ["", "abandon", WRONG + " x", "\0\ufffd", "é" * 299, WRONG]
    assert {show(client, number, typed).status_code for number in numbers for typed in words} == {422}


def test_the_door_says_nothing_of_what_stands_behind_it(client: Client) -> None:
    page = client.get(DOOR).text
    assert "entraide" not in page
    assert "groupe" not in page
    assert "/connexion/carte" in client.get("/connexion").text


def test_what_is_to_put_right_is_named_in_the_order_of_the_page(client: Client) -> None:
    client.get(DOOR)
    page = client.post(DOOR, {"number": "", "words": ""}).text
    number, words = (page.index(f'href="#{field}') for field in ("number", "words"))
    assert number < words


def test_on_a_device_that_others_use_the_session_ends_with_the_browser(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    client = Client(app)
    answer = show(client, own.number, own.phrase, device="shared")
    assert "Max-Age" not in next(cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie[:3] == "sid")
    assert "Firefox" not in client.get("/moi/appareils").text
    assert client.post("/deconnexion").status_code == 303
    assert client.get("/agenda").location == "/connexion"


def test_one_is_led_on_to_the_page_that_was_wanted(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    client = Client(app)
    assert client.get("/moi").location == "/connexion"
    assert show(client, own.number, own.phrase).location == "/moi"


@pytest.fixture
def keeper(app: Flask, world: World) -> tuple[Client, Paper]:
    """Odile keeps the group, and her words were typed long ago."""
    client, own = odile(app, world)
    change(app, world.tilleuls, world.odile_in_tilleuls, is_organiser=True)
    with at_work(app):
        db.session.execute(update(SignIn).values(sure_since=LONG_AGO))
    return client, own


def test_before_a_deed_on_others_the_words_are_asked_again(
    app: Flask, world: World, keeper: tuple[Client, Paper]
) -> None:
    client, own = keeper
    deed = f"/g/{short(world.tilleuls)}/membre/{short(world.jo_in_tilleuls)}/role"
    assert client.post(deed).location == "/moi/confirmer"
    assert "Vos six mots" in client.get("/moi/confirmer").text
    assert client.post("/moi/confirmer", {"words": WRONG}).status_code == 422
    assert client.post("/moi/confirmer", {"words": own.phrase}).status_code == 303
    assert client.post(deed).status_code == 422


def test_asked_again_five_wrong_tries_then_fifteen_minutes(keeper: tuple[Client, Paper]) -> None:
    client, own = keeper
    with time_machine.travel(now(), tick=False) as traveller:
        for _ in range(5):
            client.post("/moi/confirmer", {"words": WRONG})
        assert client.post("/moi/confirmer", {"words": own.phrase}).status_code == 422
        traveller.shift(timedelta(minutes=15))
        assert client.post("/moi/confirmer", {"words": own.phrase}).status_code == 303


def test_words_sent_too_late_are_not_kept(app: Flask, world: World) -> None:
    _, own = odile(app, world)
    client = Client(app)
    show(client, own.number, own.phrase, device=Device.SHARED.value)
    client.get("/moi/carte")
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        assert client.post("/moi/confirmer", {"words": own.phrase}).location == "/connexion"
        assert client.post("/moi/carte/ancienne", {"words": own.phrase}).location == "/connexion"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptForm)) == 0


def test_no_word_and_no_number_stands_in_a_log(app: Flask, world: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, "sqlalchemy"):
        client, own = odile(app, world)
        show(client, own.number, WRONG)
    said = "".join(caplog.text.casefold().split())
    assert "insertintocards" in said, "the log tells of it"
    assert "".join(own.number.split()) not in said
    assert "".join(own.words) not in said
    assert "".join(WRONG.split()) not in said
