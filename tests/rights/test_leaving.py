"""Leaving a group: one step, and everything it opened is dead at the next click."""

from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.journal.models import Entry
from entraide.mail.actions import post
from entraide.mail.models import Letter
from entraide.meetings.models import Reply
from entraide.members.models import CardField, Field, InvitationKind, Status, Visibility
from entraide.members.queries import active_members
from tests.calendars.subscribing import connect, entries, fetch, plan, say
from tests.meetings.tables import table_of
from tests.members import cards
from tests.members.cards import plain, read, roster_of
from tests.people import Client
from tests.rights.keeping import NOON, monday
from tests.world import World

__all__ = ["monday"]

DAY = datetime(2026, 11, 26, tzinfo=UTC).date()


def leave(client: Client, group_id: UUID) -> int:
    return client.post(f"/g/{short(group_id)}/quitter").status_code


def close(client: Client, group_id: UUID) -> int:
    return client.post(f"/g/{short(group_id)}/fermer", {"understood": "y"}).status_code


@pytest.fixture
def lise(client: Client, world: World) -> Client:
    return client.sign_in(world.lise)


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


def link(app: Flask, world: World, purpose: Purpose, about: UUID | None = None) -> str:
    with app.app_context():
        until = None if purpose is Purpose.STOP else now() + timedelta(days=30)
        said = Signed(world.tilleuls, world.lise_in_tilleuls, about, 1, until)
        return f"/{purpose.value}/{sign(purpose, said)}"


def test_the_page_says_what_happens_and_changes_nothing(app: Flask, lise: Client, world: World) -> None:
    assert lise.get(f"/g/{short(world.tilleuls)}/quitter").status_code == 200
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ACTIVE


def test_one_button_ends_it(app: Flask, lise: Client, world: World) -> None:
    assert leave(lise, world.tilleuls) == 303
    assert "Lise" not in plain(Client(app).sign_in(world.ana).get(roster_of(world)).text)


def test_what_stays_is_a_row_without_secrets(app: Flask, lise: Client, world: World) -> None:
    cards.fill(app, world.tilleuls, world.lise_in_tilleuls, {Field.PHONE: ("0470 00 00 00", Visibility.GROUP)})
    leave(lise, world.tilleuls)
    row = read(app, world.tilleuls, world.lise_in_tilleuls)
    assert (row.status, row.name_sealed, row.ended) == (Status.ENDED, None, NOON.date())
    with app.app_context():
        scope.add(world.tilleuls)
        assert db.session.scalars(select(CardField)).all() == []


def test_it_is_noted(app: Flask, lise: Client, world: World) -> None:
    leave(lise, world.tilleuls)
    with app.app_context():
        assert db.session.scalar(select(Entry.by_id).where(Entry.deed == "member:leave")) == world.lise_in_tilleuls


def test_every_page_of_the_group_is_gone_at_the_next_click(app: Flask, lise: Client, world: World) -> None:
    meeting = plan(app, world.tilleuls, DAY)
    group = f"/g/{short(world.tilleuls)}"
    pages = [group, f"{group}/membres", f"{group}/ma-fiche", f"{group}/quitter", f"/rencontre/{short(meeting)}"]
    pages = [path for path in pages if lise.get(path).status_code == 200]
    leave(lise, world.tilleuls)
    assert [lise.get(path).status_code for path in pages] == [404] * len(pages)
    assert f"{group}/membres" in pages


def test_forms_of_pages_still_open_do_nothing(app: Flask, lise: Client, world: World) -> None:
    card = f"/g/{short(world.tilleuls)}/ma-fiche"
    form = cards.form_of(lise, card)
    leave(lise, world.tilleuls)
    assert lise.post(card, form).status_code == 404
    assert leave(lise, world.tilleuls) == 404
    assert cards.see(lise, world.tilleuls, world.ana_in_tilleuls)[0] == 404


@pytest.mark.parametrize("purpose", [Purpose.ANSWER, Purpose.PLACE, Purpose.STOP])
def test_links_of_old_letters_are_dead(app: Flask, lise: Client, world: World, purpose: Purpose) -> None:
    meeting = plan(app, world.tilleuls, DAY)
    path = link(app, world, purpose, None if purpose is Purpose.STOP else meeting)
    leave(lise, world.tilleuls)
    assert Client(app).get(path).status_code == 404
    assert Client(app).browser.post(path, data={"answer": "yes"}).status_code == 404


def test_letters_that_wait_are_withdrawn(app: Flask, lise: Client, world: World) -> None:
    with app.app_context():
        post("series", group=world.tilleuls, membership=world.lise_in_tilleuls, person=world.lise.person_id)
        post("series", group=world.tilleuls, membership=world.ana_in_tilleuls, person=world.ana.person_id)
        db.session.commit()
    leave(lise, world.tilleuls)
    with app.app_context():
        assert db.session.scalars(select(Letter.membership_id)).all() == [world.ana_in_tilleuls]


def test_her_place_goes_to_the_next(app: Flask, lise: Client, world: World) -> None:
    meeting = plan(app, world.tilleuls, DAY, places=1)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    say(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.YES)
    leave(lise, world.tilleuls)
    at_the_table = table_of(app, world.tilleuls, meeting)
    assert (at_the_table.seated, at_the_table.waiting) == ([world.ana_in_tilleuls], [])


def test_the_feed_of_the_group_answers_empty(app: Flask, lise: Client, world: World) -> None:
    plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise, only_group=world.tilleuls)
    assert len(entries(app, token)) == 1
    leave(lise, world.tilleuls)
    assert fetch(app, token).status_code == 200
    assert entries(app, token) == []


def test_the_personal_feed_keeps_the_other_groups_alone(app: Flask, client: Client, world: World) -> None:
    plan(app, world.tilleuls, DAY)
    plan(app, world.passerelle, DAY, hour=time(18))
    token = connect(app, world.ana)
    assert len(entries(app, token)) == 2
    leave(client.sign_in(world.ana), world.tilleuls)
    assert len(entries(app, token)) == 1


def test_the_other_group_notices_nothing(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.ana)
    leave(client, world.tilleuls)
    assert client.get(f"/g/{short(world.passerelle)}/membres").status_code == 200
    assert read(app, world.passerelle, world.ana_in_passerelle).status is Status.ACTIVE


def test_who_waits_may_stop_waiting(app: Flask, client: Client, world: World) -> None:
    client.sign_in(world.paul)
    text = client.get(f"/g/{short(world.tilleuls)}/quitter").text
    assert "Tilleuls" not in text
    assert leave(client, world.tilleuls) == 303
    assert read(app, world.tilleuls, world.paul_in_tilleuls).status is Status.ENDED


@pytest.mark.parametrize("who", ["dov", "nina"])
def test_outsiders_find_nothing_to_leave(client: Client, world: World, who: str) -> None:
    client.sign_in(getattr(world, who))
    assert client.get(f"/g/{short(world.tilleuls)}/quitter").status_code == 404
    assert leave(client, world.tilleuls) == 404
    assert close(client, world.tilleuls) == 404


def test_the_last_organiser_cannot_leave(app: Flask, marcelle: Client, world: World) -> None:
    assert leave(marcelle, world.tilleuls) == 422
    assert read(app, world.tilleuls, world.marcelle_in_tilleuls).status is Status.ACTIVE


def test_once_another_is_named_she_can(app: Flask, marcelle: Client, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_organiser=True)
    assert leave(marcelle, world.tilleuls) == 303
    assert not read(app, world.tilleuls, world.marcelle_in_tilleuls).is_organiser


def test_the_ways_in_that_she_opened_lead_nowhere(app: Flask, marcelle: Client, world: World) -> None:
    from entraide.members.actions.ways_in import open_way
    from entraide.members.models import Invitation

    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_organiser=True)
    with app.app_context():
        scope.add(world.tilleuls)
        group = db.session.get_one(Group, world.tilleuls)
        open_way(group, world.marcelle_in_tilleuls, InvitationKind.LINK, timedelta(days=7), 5)
        db.session.commit()
    leave(marcelle, world.tilleuls)
    with app.app_context():
        assert db.session.scalars(select(Invitation.ended)).all() == [True]


def test_two_organisers_who_leave_at_once_do_not_leave_the_group_alone(app: Flask, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_organiser=True)
    clients = [Client(app).sign_in(who) for who in (world.marcelle, world.lise)]
    for client in clients:
        client.get(f"/g/{short(world.tilleuls)}/quitter")
    together, statuses = Barrier(2), []

    def go(client: Client) -> None:
        together.wait()
        statuses.append(leave(client, world.tilleuls))

    threads = [Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        scope.add(world.tilleuls)
        assert sum(row.is_organiser for row in active_members(world.tilleuls)) == 1
    assert sorted(statuses) == [303, 422]
