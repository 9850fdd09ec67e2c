"""Shutting a mailbox out of one group: no way leads in, nothing says why, nothing names anybody (DECISIONS 14)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.actions import make_person
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.members.actions import bans as rules
from entraide.members.actions.entering import WayClosed, accept
from entraide.members.models import Concern, Membership, Status
from entraide.members.queries.bans import shut_out
from entraide.members.queries.pasted_list import hidden
from entraide.members.queries.ways_in import way_of_letter
from entraide.vault import sealed
from tests.calendars.subscribing import plan
from tests.members import cards
from tests.members.cards import plain, read
from tests.members.ways import (
    ENTRY,
    enter,
    invited,
    link_to,
    make_spoken,
    make_way,
    organiser,
    page,
    write_to,
)
from tests.people import Client, deliver, letters_to
from tests.rights.keeping import bans, keep, moderation, remove, waiting
from tests.world import World

NOON = datetime(2026, 11, 16, 11, tzinfo=UTC)
DAY = datetime(2026, 11, 26, tzinfo=UTC).date()


@pytest.fixture(autouse=True)
def _monday(world: World) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def ban_lise(app: Flask, world: World) -> None:
    """Let Marcelle remove Lise for good; her letter about it is gone."""
    assert remove(organiser(app, world), world.tilleuls, world.lise_in_tilleuls, "ban") == 303
    deliver(app)


def lift(app: Flask, world: World, who: Client | None = None) -> int:
    (ban,) = bans(app, world.tilleuls)
    client = who or organiser(app, world)
    return client.post(moderation(world.tilleuls, "adresse", ban.id, "lever")).status_code


def test_what_is_kept_names_nobody(app: Flask, world: World) -> None:
    ban_lise(app, world)
    (ban,) = bans(app, world.tilleuls)
    assert (ban.by_id, ban.made, len(ban.trace)) == (world.marcelle_in_tilleuls, NOON.date(), 32)
    with app.app_context():
        assert ban.trace != sealed.blind(world.lise.email)
        assert set(Membership.metadata.tables["bans"].columns.keys()) == {
            "group_id", "id", "secret_sealed", "trace", "by_id", "made",
        }  # fmt: skip


def test_the_page_shows_the_day_and_who_decided(app: Flask, world: World) -> None:
    ban_lise(app, world)
    text = plain(organiser(app, world).get(moderation(world.tilleuls)).text)
    assert "Décidé par Marcelle T." in text
    assert "16 novembre 2028" in text or "15 novembre 2028" in text
    assert "Lise" not in text


def test_a_letter_to_her_does_not_leave_and_looks_as_any(app: Flask, world: World) -> None:
    ban_lise(app, world)
    client = organiser(app, world)
    answers = [
        client.post(page(world.tilleuls, "inviter"), {"addresses": address}).status_code
        for address in (world.lise.email, "iris@poste.example")
    ]
    assert answers == [303, 303]
    assert [len(letters_to(app, to)) for to in (world.lise.email, "iris@poste.example")] == [1, 1]
    shown = plain(client.get(page(world.tilleuls, "inviter")).text)
    assert hidden(world.lise.email) in shown
    assert hidden("iris@poste.example") in shown


def test_a_letter_sent_before_is_dead(app: Flask, world: World) -> None:
    path = invited(app, world, world.lise.email)
    ban_lise(app, world)
    assert Client(app).sign_in(world.lise).post(f"{path}/entrer", ENTRY).status_code == 404


def test_even_a_letter_that_held_would_not_let_her_in(app: Flask, world: World) -> None:
    path = invited(app, world, "iris@poste.example")
    with app.app_context():
        way = way_of_letter(path.removeprefix("/i/"))
        rules.ban(world.tilleuls, sealed.blind(world.nina.email), world.marcelle_in_tilleuls)
        with pytest.raises(WayClosed):
            accept(way, world.nina.person_id, "Nina", Concern.CONCERNED)


@pytest.mark.parametrize("kind", ["link", "qr", "spoken"])
def test_a_request_of_hers_stays_without_an_answer(app: Flask, world: World, kind: str) -> None:
    plan(app, world.tilleuls, DAY)
    ban_lise(app, world)
    lise = Client(app).sign_in(world.lise)
    if kind == "spoken":
        path = lise.post("/rejoindre", {"code": make_spoken(app, world)}).location.removesuffix("/entrer")
    else:
        path = make_way(app, world, look=kind)
    answer = enter(lise, path)
    assert (answer.status_code, answer.location) == (303, f"/attente/{short(world.tilleuls)}")
    assert waiting(app, world.tilleuls, world.lise.person_id) is not None
    client = organiser(app, world)
    assert "Mimi" not in client.get(page(world.tilleuls, "demandes")).text
    assert "Mimi" not in client.get(page(world.tilleuls)).text
    assert letters_to(app, world.marcelle.email) == []


def test_an_organiser_welcomes_nobody_unheard(app: Flask, world: World) -> None:
    ban_lise(app, world)
    enter(Client(app).sign_in(world.lise), make_way(app, world))
    row = waiting(app, world.tilleuls, world.lise.person_id)
    assert row is not None
    client = organiser(app, world)
    for path in (page(world.tilleuls, "demandes", short(row.id), "bienvenue"),):
        assert client.post(path).status_code == 404
    assert client.get(moderation(world.tilleuls, "membre", row.id)).status_code == 404


def test_a_new_account_at_the_same_mailbox_is_no_way_round(app: Flask, world: World) -> None:
    ban_lise(app, world)
    path = make_way(app, world)
    with app.app_context():
        other = make_person(world.lise.email.upper(), "Une autre", "fr").id
        db.session.commit()
    enter(Client(app).sign_in(other), path)
    assert "Mimi" not in organiser(app, world).get(page(world.tilleuls, "demandes")).text


def test_the_other_group_notices_nothing(app: Flask, world: World) -> None:
    remove(organiser(app, world), world.tilleuls, world.ana_in_tilleuls, "ban")
    assert Client(app).sign_in(world.ana).get(f"/g/{short(world.passerelle)}").status_code == 200
    with app.app_context():
        scope.add(world.passerelle)
        assert not shut_out(world.passerelle, [sealed.blind(world.ana.email)])


def test_lifted_she_is_heard_again(app: Flask, world: World) -> None:
    ban_lise(app, world)
    enter(Client(app).sign_in(world.lise), make_way(app, world))
    assert lift(app, world) == 303
    assert bans(app, world.tilleuls) == []
    assert "Mimi" in organiser(app, world).get(page(world.tilleuls, "demandes")).text


def test_lifting_needs_a_fresh_code_and_an_organiser(app: Flask, world: World) -> None:
    ban_lise(app, world)
    assert lift(app, world, Client(app).sign_in(world.ana)) == 403
    assert lift(app, world, Client(app).sign_in(world.dov)) == 404
    marcelle = organiser(app, world)
    with time_machine.travel(NOON + timedelta(minutes=11)):
        lift(app, world, marcelle)
    assert len(bans(app, world.tilleuls)) == 1


def test_after_24_months_nothing_is_left(app: Flask, world: World) -> None:
    ban_lise(app, world)
    with time_machine.travel(NOON + timedelta(days=729), tick=False):
        deliver(app)
        assert len(bans(app, world.tilleuls)) == 1
    with time_machine.travel(NOON + timedelta(days=732), tick=False):
        deliver(app)
        assert bans(app, world.tilleuls) == []


def test_a_closed_group_keeps_no_ban(app: Flask, world: World) -> None:
    ban_lise(app, world)
    assert organiser(app, world).post(page(world.tilleuls, "fermer"), {"understood": "y"}).status_code == 303
    assert bans(app, world.tilleuls) == []


def test_whoever_waits_can_be_refused_for_good(app: Flask, world: World) -> None:
    assert remove(organiser(app, world), world.tilleuls, world.paul_in_tilleuls, "ban") == 303
    assert read(app, world.tilleuls, world.paul_in_tilleuls).status is Status.ENDED
    assert len(bans(app, world.tilleuls)) == 1
    assert letters_to(app, world.paul.email) == []


def test_who_decided_may_have_left_since(app: Flask, world: World) -> None:
    ban_lise(app, world)
    keep(app, world, "ana")
    organiser(app, world).post(page(world.tilleuls, "quitter"))
    text = plain(Client(app).sign_in(world.ana).get(moderation(world.tilleuls)).text)
    assert "par quelqu’un qui est parti" in text


def test_the_trace_is_of_no_use_without_the_groups_key(app: Flask, world: World) -> None:
    """Even who tries an address on it needs the group's key: two groups' traces of one address differ."""
    with app.app_context():
        scope.add(world.tilleuls, world.passerelle)
        index = sealed.blind(world.nina.email)
        rules.ban(world.tilleuls, index, world.marcelle_in_tilleuls)
        rules.ban(world.passerelle, index, world.dov_in_passerelle)
        db.session.commit()
        assert find_group(world.tilleuls)
    assert bans(app, world.tilleuls)[0].trace != bans(app, world.passerelle)[0].trace


def test_an_account_without_address_cannot_be_shut_out(app: Flask, world: World) -> None:
    text = plain(organiser(app, world).get(moderation(world.tilleuls, "membre", world.odile_in_tilleuls)).text)
    assert "Aucune adresse e-mail n’est connue ici" in text


def test_a_second_letter_to_her_changes_nothing(app: Flask, world: World) -> None:
    ban_lise(app, world)
    for _ in range(2):
        write_to(app, world, world.lise.email)
    assert [letter["To"] for letter in letters_to(app, world.lise.email)[1:]] == []
    assert not cards.read(app, world.tilleuls, world.ana_in_tilleuls).is_shut_out
    with pytest.raises(IndexError):
        link_to(app, "nobody@poste.example")
