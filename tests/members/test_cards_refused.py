"""What is not kept on a card: names, days, addresses and numbers that are none, pages that are too old, any bytes."""

from urllib.parse import quote

import pytest
from flask import Flask

from tests.members import cards
from tests.members.cards import card_of, form_of, page, roster_of, save
from tests.people import Client
from tests.world import World


@pytest.fixture
def lise(client: Client, world: World) -> Client:
    return client.sign_in(world.lise)


@pytest.mark.parametrize("name", ["", "   ", "\u0000", "x" * 61])
def test_a_name_is_needed_and_is_short(app: Flask, lise: Client, world: World, name: str) -> None:
    assert save(lise, world, name=name) == 422
    assert "Lise T." in page(Client(app).sign_in(world.ana), roster_of(world))


@pytest.mark.parametrize(
    ("day", "month", "status"), [("29", "2", 303), ("31", "4", 422), ("x", "1", 422), ("12", "", 422), ("", "", 303)]
)
def test_a_birthday_is_a_day_of_a_month(
    app: Flask, lise: Client, world: World, day: str, month: str, status: int
) -> None:
    cards.change_group(app, world.tilleuls, roster_fields=["birthday"])
    assert save(lise, world, birthday_day=day, birthday_month=month, birthday="group") == status


@pytest.mark.parametrize("typed", ["lise", "lise@", "@poste.example", "a b@poste.example"])
def test_an_address_that_is_none_is_refused(lise: Client, world: World, typed: str) -> None:
    assert save(lise, world, email_value=typed) == 422


@pytest.mark.parametrize("typed", ["call me", "0470x", "+", "<script>"])
def test_a_number_that_is_none_is_refused(lise: Client, world: World, typed: str) -> None:
    assert save(lise, world, phone_value=typed) == 422


def test_a_choice_that_is_not_sent_refuses_the_form(lise: Client, world: World) -> None:
    assert save(lise, world, phone=None) == 422


def test_a_page_that_is_too_old_changes_nothing(app: Flask, lise: Client, world: World) -> None:
    old = form_of(lise, card_of(world))
    save(lise, world, name="Louise")
    assert lise.post(card_of(world), old | {"name": "Lison"}).status_code == 409
    assert "Louise" in page(Client(app).sign_in(world.ana), roster_of(world))


@pytest.mark.parametrize("revision", ["", "0", "-1", "9" * 40, "x", "1e3"])
def test_a_revision_that_never_was_changes_nothing(lise: Client, world: World, revision: str) -> None:
    assert save(lise, world, revision=revision) == 409


@pytest.mark.parametrize("typed", [b"%00", b"%ED%A0%80", b"%FF%FE", b"%E2%80%AE", b"%F0%9F%AA%91", b"a%0D%0Ab", b"%"])
@pytest.mark.parametrize(
    "field", ["name", "phone_value", "email_value", "word_value", "phone", "discretion", "revision"]
)
def test_any_bytes_in_any_field_are_answered(lise: Client, world: World, field: str, typed: bytes) -> None:
    fields = form_of(lise, card_of(world))
    body = "&".join(f"{name}={quote(value)}" for name, value in fields.items() if name != field).encode()
    kind = "application/x-www-form-urlencoded"
    answer = lise.browser.post(card_of(world), data=body + f"&{field}=".encode() + typed, content_type=kind)
    assert answer.status_code in (303, 409, 422)
