"""Reminder cards of one meeting: blank or one for each person, four or eight on a sheet."""

from flask import Flask

from entraide.meetings.details import Details
from tests.home.printing import base, journal, marcelle, november, plan, send, sheets
from tests.people import Client
from tests.world import World

__all__ = ["base", "marcelle", "november"]


def remind(client: Client, base: str, meeting: str, **more: object) -> list[str]:
    usual = {"r__meeting": meeting, "r__look": "discreet", "r__whom": "copies", "r__copies": "8"}
    answer = send(client, f"{base}/rappel", **(usual | more))
    assert answer.status_code == 200
    return sheets(answer)


def test_reminder_cards_are_blank_or_one_for_each_person(app: Flask, marcelle: Client, world: World, base: str) -> None:
    first, *_rest = plan(app, world)
    assert remind(marcelle, base, first) == ["Rendez-vous Mardi 1er décembre , 14 h"] * 8
    assert journal(app) == []
    (card,) = remind(marcelle, base, first, r__look="plain", r__whom="all")
    assert card.startswith("Rendez-vous Pour Odile P. Mardi 1er décembre , de 14 h à 16 h Maison de quartier")
    assert journal(app) == ["reminders:print"]


def test_a_long_place_gets_larger_cards(app: Flask, marcelle: Client, world: World, base: str) -> None:
    long = Details(title="T", place="Maison " * 15, address="Rue " * 45, how_to_find="Porte " * 45)
    (first,) = plan(app, world, count=1, details=long)
    usual = {"r__meeting": first, "r__look": "plain", "r__whom": "copies", "r__copies": "2"}
    assert "sheet cut four" in send(marcelle, f"{base}/rappel", **usual).text
    assert "sheet cut eight" in send(marcelle, f"{base}/rappel", **(usual | {"r__look": "discreet"})).text


def test_a_reminder_needs_a_meeting_of_this_group(app: Flask, marcelle: Client, world: World, base: str) -> None:
    plan(app, world)
    answer = send(marcelle, f"{base}/rappel", r__meeting="A" * 22, r__look="plain", r__whom="copies")
    assert answer.status_code == 422
    assert "Choisissez une rencontre." in answer.text
