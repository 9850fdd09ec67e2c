"""One's own card: ready answers, field by field, and exactly what each reader gets."""

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Discretion
from entraide.groups.queries import find_group
from entraide.members.models import CardField, Concern, Field, Visibility
from tests.members import cards
from tests.members.cards import card_of, form_of, page, read, roster_of, save, see
from tests.people import Client
from tests.world import World

PHONE = "0470 11 22 33"


def visibility_of(app: Flask, world: World, field: Field) -> Visibility | None:
    with app.app_context():
        scope.add(world.tilleuls)
        found = select(CardField.visibility).where(
            CardField.membership_id == world.lise_in_tilleuls, CardField.field == field
        )
        return db.session.scalar(found)


def choose(client: Client, world: World, ready: str) -> int:
    revision = form_of(client, card_of(world))["revision"]
    return client.post(f"{card_of(world)}/choix", {"ready": ready, "revision": revision}).status_code


@pytest.fixture
def lise(client: Client, world: World) -> Client:
    return client.sign_in(world.lise)


def test_nothing_is_shown_before_it_was_chosen(app: Flask, lise: Client, world: World) -> None:
    assert save(lise, world, phone_value=PHONE) == 303
    assert visibility_of(app, world, Field.PHONE) is Visibility.ME
    assert see(Client(app).sign_in(world.marcelle), world.tilleuls, world.lise_in_tilleuls)[0] == 404


def test_each_field_goes_to_whom_it_was_meant_for(app: Flask, lise: Client, world: World) -> None:
    save(lise, world, phone_value=PHONE, phone="organisers", word_value="Bonjour à tous", word="group")
    ana, marcelle = Client(app).sign_in(world.ana), Client(app).sign_in(world.marcelle)
    assert "Bonjour à tous" in page(ana, roster_of(world))
    assert see(ana, world.tilleuls, world.lise_in_tilleuls)[0] == 404
    assert PHONE in see(marcelle, world.tilleuls, world.lise_in_tilleuls)[1]


def test_hiding_a_phone_number_takes_no_typing(app: Flask, lise: Client, world: World) -> None:
    save(lise, world, phone_value=PHONE, phone="group")
    assert save(lise, world, phone="me") == 303
    assert see(Client(app).sign_in(world.ana), world.tilleuls, world.lise_in_tilleuls)[0] == 404


def test_an_emptied_field_is_gone(app: Flask, lise: Client, world: World) -> None:
    save(lise, world, phone_value=PHONE, phone="group")
    save(lise, world, phone_value="")
    assert see(Client(app).sign_in(world.marcelle), world.tilleuls, world.lise_in_tilleuls)[0] == 404


@pytest.mark.parametrize(
    ("ready", "phone"),
    [
        ("almost_nothing", Visibility.ME),
        ("usual", Visibility.ORGANISERS),
        ("open", Visibility.GROUP),
    ],
)
def test_a_ready_answer_rules_every_field(
    app: Flask, lise: Client, world: World, ready: str, phone: Visibility
) -> None:
    save(lise, world, phone_value=PHONE)
    assert choose(lise, world, ready) == 303
    assert visibility_of(app, world, Field.PHONE) is phone
    assert PHONE in lise.get(card_of(world)).text


def test_a_ready_answer_holds_for_what_is_typed_later(app: Flask, lise: Client, world: World) -> None:
    choose(lise, world, "usual")
    save(lise, world, phone_value=PHONE)
    assert visibility_of(app, world, Field.PHONE) is Visibility.ORGANISERS


def test_no_choice_goes_beyond_the_ceiling(app: Flask, lise: Client, world: World) -> None:
    cards.lower_ceiling(app, world.tilleuls)
    assert 'value="group"' not in cards.main_of(lise.get(card_of(world)).text).split('name="discretion"')[0]
    assert save(lise, world, phone_value=PHONE, phone="group") == 422
    choose(lise, world, "open")
    assert visibility_of(app, world, Field.PHONE) is Visibility.ORGANISERS


def test_raising_the_ceiling_shows_nothing_that_was_chosen_under_it(app: Flask, lise: Client, world: World) -> None:
    cards.lower_ceiling(app, world.tilleuls)
    choose(lise, world, "open")
    save(lise, world, phone_value=PHONE)
    cards.change_group(app, world.tilleuls, ceiling="group")
    assert see(Client(app).sign_in(world.ana), world.tilleuls, world.lise_in_tilleuls)[0] == 404


def test_what_others_see_is_what_they_get(app: Flask, lise: Client, world: World) -> None:
    save(lise, world, phone_value=PHONE, phone="organisers", word_value="Bonjour à tous", word="group")
    as_member = page(lise, f"{card_of(world)}?vu=membre")
    as_organiser = page(lise, f"{card_of(world)}?vu=organisateur")
    assert "Bonjour à tous" in as_member
    assert PHONE not in as_member
    assert "Bonjour à tous" in as_organiser
    assert PHONE in as_organiser


def test_a_discreet_member_reads_that_members_see_nothing_of_her(lise: Client, world: World) -> None:
    save(lise, world, word_value="Bonjour à tous", word="group", is_discreet="y")
    assert "Bonjour à tous" not in page(lise, f"{card_of(world)}?vu=membre")
    assert "Lise T." in page(lise, f"{card_of(world)}?vu=organisateur")


def test_the_treasurers_view_is_there_once_the_group_has_one(app: Flask, lise: Client, world: World) -> None:
    assert "vu=tresorier" not in lise.get(card_of(world)).text
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_treasurer=True)
    assert "vu=tresorier" in lise.get(card_of(world)).text


def test_a_treasurer_gets_what_a_member_gets(app: Flask, lise: Client, world: World) -> None:
    save(lise, world, phone_value=PHONE, phone="organisers", word_value="Bonjour à tous", word="group")
    cards.change(app, world.tilleuls, world.jo_in_tilleuls, is_treasurer=True)
    text = page(Client(app).sign_in(world.jo), roster_of(world))
    assert "Bonjour à tous" in text
    assert see(Client(app).sign_in(world.jo), world.tilleuls, world.lise_in_tilleuls)[0] == 404


def test_only_the_fields_the_group_has_are_asked_for(app: Flask, lise: Client, world: World) -> None:
    cards.change_group(app, world.tilleuls, roster_fields=["phone"])
    text = lise.get(card_of(world)).text
    assert 'name="phone_value"' in text
    assert 'name="email_value"' not in text


def test_a_field_that_was_switched_off_is_erased_when_the_card_is_saved(app: Flask, lise: Client, world: World) -> None:
    save(lise, world, phone_value=PHONE, phone="group")
    cards.change_group(app, world.tilleuls, roster_fields=["word"])
    save(lise, world)
    assert visibility_of(app, world, Field.PHONE) is None


def test_a_member_may_change_her_name(app: Flask, lise: Client, world: World) -> None:
    before = read(app, world.tilleuls, world.lise_in_tilleuls).calendar_version
    save(lise, world, name="  Louise \u0000 ")
    assert "Louise" in page(Client(app).sign_in(world.ana), roster_of(world))
    assert read(app, world.tilleuls, world.lise_in_tilleuls).calendar_version == before + 1


def test_a_new_name_of_an_organiser_moves_every_feed(app: Flask, client: Client, world: World) -> None:
    def version() -> int:
        with app.app_context():
            return find_group(world.tilleuls).calendar_version

    before = version()
    save(client.sign_in(world.marcelle), world, name="Marcelle")
    assert version() == before + 1


def test_a_birthday_is_read_in_words(app: Flask, lise: Client, world: World) -> None:
    cards.change_group(app, world.tilleuls, roster_fields=["birthday"])
    save(lise, world, birthday_day="9", birthday_month="3", birthday="group")
    assert "9 mars" in page(Client(app).sign_in(world.ana), roster_of(world))
    assert form_of(lise, card_of(world))["birthday_day"] == "9"


def test_letters_follow_the_member_not_the_group(app: Flask, lise: Client, world: World) -> None:
    save(lise, world, discretion="very_discreet", wants_letters=None, wants_day_before="y")
    row = read(app, world.tilleuls, world.lise_in_tilleuls)
    assert (row.discretion, row.wants_letters, row.wants_day_before) == (Discretion.VERY_DISCREET, False, True)
    save(lise, world, discretion="group")
    assert read(app, world.tilleuls, world.lise_in_tilleuls).discretion is None


def test_as_what_one_comes_is_shown_to_whom_one_lets(app: Flask, lise: Client, world: World) -> None:
    save(lise, world, concern_value="relative", concern="organisers")
    assert read(app, world.tilleuls, world.lise_in_tilleuls).concern is Concern.RELATIVE
    assert "Proche" not in page(Client(app).sign_in(world.ana), roster_of(world))
    assert "Proche" in page(Client(app).sign_in(world.marcelle), roster_of(world))


def test_a_card_in_one_group_says_nothing_in_another(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.ana)
    save(client, world, word_value="Bonjour à tous", word="group")
    assert "Bonjour" not in client.get(f"/g/{short(world.passerelle)}/ma-fiche").text
    assert "Bonjour" not in Client(app).sign_in(world.dov).get(f"/g/{short(world.passerelle)}/membres").text


def test_values_are_sealed(app: Flask, lise: Client, world: World) -> None:
    save(lise, world, phone_value=PHONE, phone="group")
    with app.app_context():
        scope.add(world.tilleuls)
        kept = {row.field: row.value_sealed for row in db.session.scalars(select(CardField))}
    assert Field.PHONE in kept
    assert [field for field, value in kept.items() if PHONE.encode() in value] == []
