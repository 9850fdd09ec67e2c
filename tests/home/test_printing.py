"""What an organiser prints: cards, sheets, lists; discreet ones say nothing, names on paper are noted."""

import re

import pytest
from flask import Flask

from entraide.access import scope
from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.db import db, writing
from entraide.meetings.details import Details
from entraide.meetings.models import Mode, Reply
from entraide.members.models import Field
from tests.home.printing import SECRETS, WHERE, base, journal, marcelle, november, plan, send, sheets
from tests.meetings.conftest import Say, say
from tests.members import cards
from tests.people import Client
from tests.world import World

__all__ = ["base", "marcelle", "november", "say"]
KINDS = ["cards", "card", "large", "list"]


def dates(client: Client, base: str, **more: object) -> list[str]:
    usual = {"d__kind": "cards", "d__look": "discreet", "d__whom": "copies", "d__copies": "1", "d__months": "6"}
    answer = send(client, f"{base}/dates", **(usual | more))
    assert answer.status_code == 200
    return sheets(answer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_discreet_paper_says_the_day_and_the_hour_and_nothing_else(
    app: Flask, marcelle: Client, world: World, base: str, kind: str
) -> None:
    plan(app, world)
    made = dates(marcelle, base, d__kind=kind, d__whom="all", d__with_group="1")
    (words,) = made
    assert words == "Rendez-vous Mardi 1er décembre , 14 h Mardi 8 décembre , 14 h Mardi 15 décembre , 14 h"
    assert not [secret for secret in SECRETS if secret in words]
    assert journal(app) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_plain_paper_says_where_and_for_whom(
    app: Flask, marcelle: Client, world: World, base: str, kind: str
) -> None:
    plan(app, world)
    (words,) = dates(marcelle, base, d__kind=kind, d__look="plain", d__whom="all")
    assert "Pour Odile P." in words
    assert words.count("Maison de quartier Rue des Lilas 3, Namur Porte verte, sonnez deux fois") == 1
    assert "de 14 h à 16 h" in words
    assert not [secret for secret in ("Fibromyalgie", "Tilleuls", "Café-parole", "douleur") if secret in words]
    assert journal(app) == ["dates:print"]


def test_the_group_is_named_on_a_plain_paper_where_that_was_ticked(
    app: Flask, marcelle: Client, world: World, base: str
) -> None:
    plan(app, world)
    assert "Fibromyalgie Les Tilleuls" in dates(marcelle, base, d__look="plain", d__with_group="1")[0]


def test_what_a_person_without_account_declined_is_not_on_her_paper(
    app: Flask, marcelle: Client, world: World, base: str, say: Say
) -> None:
    from entraide.access.tokens import from_short

    first, second, _third = plan(app, world)
    say(from_short(first), "odile", Reply.NO)
    say(from_short(second), "odile", Reply.YES)
    (words,) = dates(marcelle, base, d__look="plain", d__whom="some", d__people=[short(world.odile_in_tilleuls)])
    assert "1er décembre" not in words
    assert words.count("Vous venez.") == 1


def test_blank_copies_are_as_many_as_asked(app: Flask, marcelle: Client, world: World, base: str) -> None:
    plan(app, world)
    assert len(dates(marcelle, base, d__copies="6")) == 6


def test_many_dates_go_on_on_another_card(app: Flask, marcelle: Client, world: World, base: str) -> None:
    plan(app, world, count=25)
    made = dates(marcelle, base)
    assert len(made) == 2
    assert sum(len(re.findall(", 1[45] h", words)) for words in made) == 25


def test_a_number_is_printed_only_where_its_owner_ticked_it(
    app: Flask, marcelle: Client, world: World, base: str
) -> None:
    plan(app, world)
    cards.fill(app, world.tilleuls, world.marcelle_in_tilleuls, {Field.PHONE: ("0470 11 22 33", Visibility.ME)})
    assert 'value="0470 11 22 33"' in marcelle.get(base).text
    assert "0470" not in dates(marcelle, base, d__phone="0470 11 22 33")[0]
    assert "Téléphone : 0470 11 22 33" in dates(marcelle, base, d__phone="0470 11 22 33", d__shows_phone="1")[0]


def test_a_paper_speaks_the_groups_language(app: Flask, marcelle: Client, world: World, base: str) -> None:
    plan(app, world)
    marcelle.browser.set_cookie("lang", "en")
    assert "Mardi 1er décembre" in dates(marcelle, base)[0]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"d__whom": "some"}, "Cochez au moins une personne."),
        ({"d__shows_phone": "1", "d__phone": ""}, "Écrivez le numéro à imprimer"),
        ({"d__copies": "99"}, "Écrivez un nombre de 1 à 40."),
        ({"d__kind": "\x00"}, "Choisissez une réponse."),
        ({"d__phone": "1" * 90}, "Écrivez 40 lettres au plus."),
    ],
)
def test_a_choice_that_cannot_be_is_refused_kindly(
    app: Flask, marcelle: Client, world: World, base: str, fields: dict[str, str], message: str
) -> None:
    plan(app, world)
    usual = {"d__kind": "cards", "d__look": "plain", "d__whom": "copies", "d__copies": "1", "d__months": "6"}
    answer = send(marcelle, f"{base}/dates", **(usual | fields))
    assert answer.status_code == 422
    assert message in answer.text.replace("\u00a0", " ")
    assert journal(app) == []


def test_nobody_of_another_group_can_be_printed_for(app: Flask, marcelle: Client, world: World, base: str) -> None:
    plan(app, world)
    usual = {"d__kind": "cards", "d__look": "plain", "d__whom": "some", "d__copies": "1", "d__months": "6"}
    answer = send(marcelle, f"{base}/dates", **usual, d__people=[short(world.ana_in_passerelle)])
    assert answer.status_code == 422
    assert not re.search(r"\bLou\b", answer.text)


def test_a_link_ticks_the_person_it_is_about(app: Flask, marcelle: Client, world: World, base: str) -> None:
    odile = short(world.odile_in_tilleuls)
    page = marcelle.get(f"{base}?pour={odile}").text
    assert re.search(rf'name="d-people" value="{odile}" checked', page)
    assert (
        marcelle.get(f"/g/{short(world.tilleuls)}/membre/{odile}/sans-compte").text.count(f"imprimer?pour={odile}") == 1
    )
    assert marcelle.get(f"{base}?pour=%00&rencontre={'A' * 22}").status_code == 200


def test_the_list_of_members_is_noted_when_it_goes_to_paper(app: Flask, marcelle: Client, world: World) -> None:
    address = f"/g/{short(world.tilleuls)}/membres/imprimer"
    assert marcelle.get(address).status_code == 405 or marcelle.get(address).status_code == 404
    (words,) = sheets(send(marcelle, address))
    assert "Odile P." in words
    assert journal(app) == ["roster:print"]


def test_consent_sheets_are_blank_or_bear_the_name_of_who_was_not_asked(
    app: Flask, marcelle: Client, world: World, base: str
) -> None:
    (blank,) = sheets(send(marcelle, f"{base}/accord", c__copies="1"))
    assert "mon numéro de téléphone si je le donne" in blank
    assert all(line in blank for line in ("Nom dans ce groupe :", "Date :", "Signature :", "Noté par :"))
    assert "Tilleuls" not in blank
    assert journal(app) == []
    with app.app_context():
        from entraide.members.queries import find_membership

        writing()
        scope.add(world.tilleuls)
        find_membership(world.tilleuls, world.odile_in_tilleuls).consent_day = None
        db.session.commit()
    people = [short(world.odile_in_tilleuls)]
    named, empty = sheets(send(marcelle, f"{base}/accord", c__copies="1", c__people=people, c__with_group="1"))
    assert "Nom dans ce groupe : Odile P." in named
    assert "Fibromyalgie Les Tilleuls" in empty
    assert journal(app) == ["consents:print"]


def test_a_speakers_card_names_neither_the_group_nor_anybody(app: Flask, marcelle: Client, world: World) -> None:
    first, *_rest = plan(app, world)
    page = marcelle.get(f"/rencontre/{first}/intervention")
    card, mail = sheets(page)
    assert card == (
        "Rendez-vous Mardi 1er décembre 2026, de 14 h à 16 h Durée : 2 heures. Où Maison de quartier "
        "Rue des Lilas 3, Namur Porte verte, sonnez deux fois Accès On entre sans marche. Il y a une boucle magnétique."
    )
    assert "Durée : 2 heures." in mail
    for words in (card, mail):
        assert not re.search("Fibromyalgie|Tilleuls|Café-parole|Marcelle|Odile|http", words)


def test_a_line_that_names_the_theme_is_left_out_of_a_speakers_card_and_that_is_said(
    app: Flask, marcelle: Client, world: World
) -> None:
    telling = Details(title="T", place="Salle fibromyalgie", address="Rue des Lilas 3")
    (first,) = plan(app, world, count=1, details=telling)
    page = marcelle.get(f"/rencontre/{first}/intervention")
    assert not [words for words in sheets(page) if "fibromyalgie" in words.lower()]
    assert "Une ligne sur le lieu nomme le groupe ou son thème." in page.text


def test_the_way_in_online_never_goes_to_paper(app: Flask, marcelle: Client, world: World, base: str) -> None:
    online = Details(title="T", link="https://visio.example/secret", dial_in="+32 2 000 00 00")
    (first,) = plan(app, world, count=1, details=online, mode=Mode.ONLINE)
    texts = [*dates(marcelle, base, d__look="plain"), marcelle.get(f"/rencontre/{first}/intervention").text]
    assert all("En ligne" in text and "visio.example" not in text and "+32 2" not in text for text in texts)


def test_a_printed_page_has_no_product_no_navigation_and_one_title(
    app: Flask, marcelle: Client, world: World, base: str
) -> None:
    first, *_rest = plan(app, world)
    usual = {"d__kind": "list", "d__look": "plain", "d__whom": "copies", "d__copies": "1", "d__months": "6"}
    pages = [
        send(marcelle, f"{base}/dates", **usual).text,
        send(marcelle, f"{base}/accord", c__copies="1").text,
        marcelle.get(f"/rencontre/{first}/intervention").text,
        marcelle.get("/agenda/imprimer").text,
    ]
    for page in pages:
        assert "<title>À imprimer – Rendez-vous</title>" in page
        assert not re.search(r"entraide(?!\.example)|class=\"nav\"|<footer", page)


def test_the_place_that_most_dates_share_is_said_once(app: Flask, marcelle: Client, world: World, base: str) -> None:
    plan(app, world, count=2)
    plan(app, world, count=1, details=Details(title="T", place="Ailleurs"))
    (words,) = dates(marcelle, base, d__look="plain")
    assert (words.count(WHERE.place), words.count("Ailleurs")) == (1, 1)
    assert "Sauf autre indication : Maison de quartier" in words
