"""Losing every lock: a code for loss, two organisers' word, 48 hours (DECISIONS 6)."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.members.actions import roster
from entraide.members.models import Vouching
from entraide.members.queries import find_membership
from tests.accounts.locking import LOCKS, add_app, recovery_of
from tests.accounts.stepping import CONFIRM, clock, forget_code, see, show_number, type_code, words
from tests.lettering import at_work
from tests.people import Client, letters_to, text_of
from tests.world import World

__all__ = ["clock"]
LOST = "/moi/acces"
TWO_DAYS = timedelta(hours=48)


def promote(app: Flask, world: World, *who: str) -> None:
    with at_work(app, world.tilleuls):
        for name in who:
            member = find_membership(world.tilleuls, getattr(world, f"{name}_in_tilleuls"))
            roster.give_role(member, Role.ORGANISER, world.marcelle_in_tilleuls)
            member.organiser_since = now() - timedelta(days=7)


@pytest.fixture
def ana(app: Flask, world: World, clock: time_machine.Traveller) -> Client:
    """Ana keeps Les Tilleuls with Marcelle and Jo, and belongs to La Passerelle; her app is lost."""
    show_number(app, world)
    promote(app, world, "ana", "jo")
    client = Client(app).sign_in(world.ana)
    add_app(client)
    clock.shift(timedelta(days=1))
    forget_code(app, world.ana)
    type_code(app, world.ana, now())
    return client


def here(world: World, group: UUID | None = None) -> str:
    return f"{LOST}/{short(group or world.tilleuls)}"


def asked(app: Flask, group: UUID) -> Vouching:
    with at_work(app, group):
        row = db.session.scalars(select(Vouching).where(Vouching.ended.is_(None))).one()
        db.session.expunge(row)
        return row


def vouch(app: Flask, world: World, who: str, **fields: str) -> int:
    row = asked(app, world.tilleuls)
    client = Client(app).sign_in(getattr(world, who))
    path = f"/g/{short(world.tilleuls)}/acces/{short(row.id)}"
    return client.post(path, {"seen": "y"} | fields).status_code


def vouched(app: Flask, world: World, ana: Client) -> None:
    assert ana.post(here(world)).location == LOST
    assert (vouch(app, world, "marcelle"), vouch(app, world, "jo")) == (200, 200)


def fresh(app: Flask, world: World) -> None:
    type_code(app, world.ana, now())


def test_a_code_for_loss_opens_at_once_and_once(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    show_number(app, world)
    jo = Client(app).sign_in(world.jo)
    _, answer = add_app(jo)
    code = recovery_of(answer)[0]
    forget_code(app, world.jo)
    assert see(jo, world) == CONFIRM
    assert jo.post(f"{LOST}/code", {"recovery_code": "A" * 24}).status_code == 422
    assert jo.post(f"{LOST}/code", {"recovery_code": code}).location == LOCKS
    assert see(jo, world) == "done"
    forget_code(app, world.jo)
    assert jo.post(f"{LOST}/code", {"recovery_code": code}).status_code == 422


def test_a_code_alone_does_not_replace_the_lost_lock(app: Flask, world: World, ana: Client) -> None:
    assert see(ana, world) == CONFIRM
    assert f'href="{LOST}"' in words(ana)


def test_two_words_and_48_hours_open_her_group(
    app: Flask, world: World, ana: Client, clock: time_machine.Traveller
) -> None:
    vouched(app, world, ana)
    clock.shift(TWO_DAYS - timedelta(seconds=1))
    fresh(app, world)
    assert see(ana, world) == CONFIRM
    clock.shift(timedelta(seconds=1))
    assert see(ana, world) == "done"
    clock.shift(timedelta(minutes=10))
    assert see(ana, world) == CONFIRM


def test_it_opens_that_group_alone_and_nothing_of_her_account(
    app: Flask, world: World, ana: Client, clock: time_machine.Traveller
) -> None:
    with at_work(app, world.passerelle):
        mine = find_membership(world.passerelle, world.ana_in_passerelle)
        roster.give_role(mine, Role.ORGANISER, world.dov_in_passerelle)
    vouched(app, world, ana)
    clock.shift(TWO_DAYS)
    fresh(app, world)
    assert ana.post(f"/g/{short(world.passerelle)}/appels/numeros").location == CONFIRM
    assert ana.post(f"{LOCKS}/carte").location == CONFIRM
    assert ana.post("/moi/effacer").location == CONFIRM


def test_where_every_group_of_hers_vouched_she_makes_another_lock(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    show_number(app, world)
    promote(app, world, "ana", "jo")
    lise = Client(app).sign_in(world.lise)
    add_app(lise)
    clock.shift(timedelta(days=1))
    forget_code(app, world.lise)
    lise.post(here(world))
    assert (vouch(app, world, "marcelle"), vouch(app, world, "jo")) == (200, 200)
    clock.shift(TWO_DAYS)
    type_code(app, world.lise, now())
    found, _ = add_app(lise)
    assert found.code
    forget_code(app, world.lise)
    type_code(app, world.lise, now())
    assert see(lise, world, "ana") == CONFIRM, "the new lock is asked for"


def test_one_organiser_alone_does_not_count_twice(app: Flask, world: World, ana: Client) -> None:
    ana.post(here(world))
    assert vouch(app, world, "marcelle") == 200
    vouch(app, world, "marcelle")
    assert asked(app, world.tilleuls).opens_at is None


def test_nobody_vouches_for_herself(app: Flask, world: World, ana: Client) -> None:
    ana.post(here(world))
    row = asked(app, world.tilleuls)
    assert ana.post(f"/g/{short(world.tilleuls)}/acces/{short(row.id)}", {"seen": "y"}).status_code == 303
    assert asked(app, world.tilleuls).first_by_id is None


def test_who_did_not_look_cannot_vouch(app: Flask, world: World, ana: Client) -> None:
    ana.post(here(world))
    assert vouch(app, world, "marcelle", seen="") == 422
    assert asked(app, world.tilleuls).first_by_id is None


def test_a_first_word_of_somebody_who_organises_no_more_is_worth_nothing(app: Flask, world: World, ana: Client) -> None:
    ana.post(here(world))
    vouch(app, world, "jo")
    with at_work(app, world.tilleuls):
        jo = find_membership(world.tilleuls, world.jo_in_tilleuls)
        roster.take_role(jo, Role.ORGANISER, world.jo_in_tilleuls)
    vouch(app, world, "marcelle")
    assert asked(app, world.tilleuls).opens_at is None


def test_where_too_few_organise_that_way_is_shut(app: Flask, world: World, ana: Client) -> None:
    ana.post(here(world, world.passerelle))
    assert "Ce chemin est fermé ici" in words(ana, LOST)
    with at_work(app, world.passerelle):
        assert db.session.scalars(select(Vouching)).all() == []


@pytest.mark.parametrize("who", ["ana on another device", "an organiser"])
def test_it_can_be_stopped_until_the_hour(
    app: Flask, world: World, ana: Client, clock: time_machine.Traveller, who: str
) -> None:
    vouched(app, world, ana)
    if who == "an organiser":
        path = f"/g/{short(world.tilleuls)}/acces/{short(asked(app, world.tilleuls).id)}/arreter"
        assert Client(app).sign_in(world.jo).post(path).status_code == 303
    else:
        assert Client(app).sign_in(world.ana).post(f"{here(world)}/arreter").location == LOST
    clock.shift(TWO_DAYS)
    fresh(app, world)
    assert see(ana, world) == CONFIRM


def test_letters_a_notice_and_the_organisers_page_tell_of_it(
    app: Flask, world: World, ana: Client, clock: time_machine.Traveller
) -> None:
    ana.post(here(world))
    [wanted] = letters_to(app, world.marcelle.email)
    assert not re.search(r"\bAna\b", text_of(wanted))
    assert "1 personne" not in words(Client(app).sign_in(world.jo), f"/g/{short(world.tilleuls)}/membres")
    roster_page = words(Client(app).sign_in(world.jo), f"/g/{short(world.tilleuls)}/membres")
    assert "a perdu son verrou" in roster_page
    assert "/acces" not in Client(app).sign_in(world.lise).get(f"/g/{short(world.tilleuls)}/membres").text
    vouch(app, world, "marcelle")
    vouch(app, world, "jo")
    assert len(letters_to(app, world.ana.email)) >= 1
    assert "votre verrou est perdu" in words(Client(app).sign_in(world.ana), "/agenda")
    before = len(letters_to(app, world.ana.email))
    clock.shift(timedelta(hours=24))
    [*_, again] = letters_to(app, world.ana.email)
    assert len(letters_to(app, world.ana.email)) == before + 1
    assert "Tilleuls" not in text_of(again) + str(again["Subject"])


def test_leaving_takes_what_was_vouched_along(app: Flask, world: World, ana: Client) -> None:
    vouched(app, world, ana)
    assert ana.post(f"/g/{short(world.tilleuls)}/quitter").status_code == 303
    with at_work(app, world.tilleuls):
        assert db.session.scalars(select(Vouching)).all() == []


def test_a_plain_member_is_shown_nothing_of_it(app: Flask, world: World, ana: Client) -> None:
    ana.post(here(world))
    lise = Client(app).sign_in(world.lise)
    assert lise.get(f"/g/{short(world.tilleuls)}/acces").status_code == 403
    assert Client(app).sign_in(world.dov).get(f"/g/{short(world.tilleuls)}/acces").status_code == 404


def test_the_wish_for_a_word_stands_on_the_groups_page_too(app: Flask, world: World, ana: Client) -> None:
    page = f"/g/{short(world.tilleuls)}"
    organiser = Client(app).sign_in(world.marcelle)
    assert f'href="{page}/acces"' not in organiser.get(page).text
    ana.post(here(world))
    assert f'href="{page}/acces"' in organiser.get(page).text
    assert f'href="{page}/acces"' not in Client(app).sign_in(world.lise).get(page).text
