"""Whoever has no e-mail reads and gives the consent that is true for her."""

from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.db import db
from entraide.members.models import Membership
from tests.accounts.carrying import hand_over, take_own
from tests.people import Client
from tests.world import World


def test_a_member_by_card_is_asked_nothing_about_an_address(app: Flask, world: World) -> None:
    client = Client(app)
    take_own(client, hand_over(app, world))
    asked = client.get(f"/g/{short(world.tilleuls)}/bienvenue").text
    assert "Ce site garde" in asked
    assert "adresse e-mail, le nom" not in asked


def test_what_she_read_is_what_is_kept(app: Flask, world: World) -> None:
    client = Client(app)
    take_own(client, hand_over(app, world))
    client.post(f"/g/{short(world.tilleuls)}/bienvenue")
    with app.app_context(), scope.everywhere("a test"):
        version = select(Membership.consent_version).where(Membership.id == world.odile_in_tilleuls)
        assert db.session.scalar(version) == "2026-11-paper"


def test_a_member_by_letter_reads_of_her_address(app: Flask, world: World) -> None:
    page = Client(app).sign_in(world.lise).get(f"/g/{short(world.tilleuls)}/bienvenue").text
    assert "adresse e-mail" in page
