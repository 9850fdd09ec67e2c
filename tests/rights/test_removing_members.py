"""Removing a member: everything she held is dead, as if she had never been there."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from entraide.mail.models import Letter
from entraide.meetings.models import Reply
from entraide.members.models import CardField, Field, Status, Visibility
from tests.calendars.subscribing import connect, entries, fetch, plan, say
from tests.meetings.tables import table_of
from tests.members import cards
from tests.members.cards import plain, read, roster_of
from tests.members.ways import ENTRY, link_to, write_to
from tests.people import Client, letters_to, text_of
from tests.rights.keeping import NOON, bans, keep, marcelle, moderation, monday, remove
from tests.world import World

__all__ = ["marcelle", "monday"]

DAY = datetime(2026, 11, 26, tzinfo=UTC).date()


def test_the_page_says_what_ends_and_changes_nothing(app: Flask, marcelle: Client, world: World) -> None:
    text = plain(marcelle.get(moderation(world.tilleuls, "membre", world.lise_in_tilleuls)).text)
    assert "Lise T." in text
    assert "Aucune raison n’est demandée" in text
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ACTIVE


def test_one_button_ends_it(app: Flask, marcelle: Client, world: World) -> None:
    assert remove(marcelle, world.tilleuls, world.lise_in_tilleuls) == 303
    row = read(app, world.tilleuls, world.lise_in_tilleuls)
    assert (row.status, row.name_sealed) == (Status.ENDED, None)


def test_nothing_is_chosen_beforehand(app: Flask, marcelle: Client, world: World) -> None:
    assert remove(marcelle, world.tilleuls, world.lise_in_tilleuls, how="") == 422
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ACTIVE


def test_the_journal_knows_who_did_it(app: Flask, marcelle: Client, world: World) -> None:
    remove(marcelle, world.tilleuls, world.lise_in_tilleuls)
    with app.app_context():
        found = db.session.execute(select(Entry.by_id, Entry.about_id).where(Entry.deed == "member:remove")).all()
    assert found == [(world.marcelle_in_tilleuls, world.lise_in_tilleuls)]


def test_it_asks_for_a_fresh_code(app: Flask, marcelle: Client, world: World) -> None:
    with time_machine.travel(NOON + timedelta(minutes=11)):
        remove(marcelle, world.tilleuls, world.lise_in_tilleuls)
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ACTIVE


def test_she_reads_a_letter_that_names_nothing(app: Flask, marcelle: Client, world: World) -> None:
    remove(marcelle, world.tilleuls, world.lise_in_tilleuls)
    letter = letters_to(app, world.lise.email)[-1]
    words = f"{letter['Subject']} {letter['From']} {text_of(letter)}"
    assert "ont mis fin à votre participation" in words
    assert not [word for word in ("Tilleuls", "Marcelle", "Lise", "groupe", "ibromyalgie") if word in words]


def test_who_wants_no_letters_gets_none(app: Flask, marcelle: Client, world: World) -> None:
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, wants_letters=False)
    assert "reçoit une lettre" not in plain(
        marcelle.get(moderation(world.tilleuls, "membre", world.lise_in_tilleuls)).text
    )
    remove(marcelle, world.tilleuls, world.lise_in_tilleuls)
    assert letters_to(app, world.lise.email) == []


def test_a_member_without_account_is_removed_too(app: Flask, marcelle: Client, world: World) -> None:
    assert "et écarter l’adresse" not in plain(
        marcelle.get(moderation(world.tilleuls, "membre", world.odile_in_tilleuls)).text
    )
    assert remove(marcelle, world.tilleuls, world.odile_in_tilleuls, "ban") == 422
    assert remove(marcelle, world.tilleuls, world.odile_in_tilleuls) == 303
    assert bans(app, world.tilleuls) == []


def test_her_place_goes_to_the_next(app: Flask, marcelle: Client, world: World) -> None:
    meeting = plan(app, world.tilleuls, DAY, places=1)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    say(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.YES)
    remove(marcelle, world.tilleuls, world.lise_in_tilleuls)
    table = table_of(app, world.tilleuls, meeting)
    assert (table.taken, [*table.seated, *table.offered]) == (1, [world.ana_in_tilleuls])


def test_all_she_held_is_dead(app: Flask, marcelle: Client, world: World) -> None:
    """SECURITY T3: pages, forms, answer links, places, feeds, each as if she had never been there."""
    meeting, group = plan(app, world.tilleuls, DAY), f"/g/{short(world.tilleuls)}"
    token, lise = connect(app, world.lise), Client(app).sign_in(world.lise)
    with app.app_context():
        until = now() + timedelta(days=30)
        about = {Purpose.ANSWER: meeting, Purpose.PLACE: meeting, Purpose.STOP: None}
        links = [
            f"/{purpose.value}/{sign(purpose, Signed(world.tilleuls, world.lise_in_tilleuls, what, 1, until))}"
            for purpose, what in about.items()
        ]
    pages = [group, f"{group}/membres", f"{group}/ma-fiche", f"{group}/quitter", f"/rencontre/{short(meeting)}"]
    form = cards.form_of(lise, f"{group}/ma-fiche")
    assert {lise.get(path).status_code for path in pages} == {200}
    assert {Client(app).get(path).status_code for path in links} == {200}
    remove(marcelle, world.tilleuls, world.lise_in_tilleuls)
    nina = Client(app).sign_in(world.nina)
    assert [lise.get(path).status_code for path in pages] == [nina.get(path).status_code for path in pages]
    assert lise.post(f"{group}/ma-fiche", form).status_code == 404
    assert lise.post(f"/rencontre/{short(meeting)}/reponse", {"reply": "yes"}).status_code == 404
    assert {Client(app).get(path).status_code for path in links} == {404}
    assert {Client(app).browser.post(path, data={"answer": "yes"}).status_code for path in links} == {404}
    assert entries(app, token) == []
    assert fetch(app, token).status_code == 200


def test_an_old_invitation_does_not_lead_back(app: Flask, marcelle: Client, world: World) -> None:
    write_to(app, world, world.lise.email)
    path = link_to(app, world.lise.email)
    remove(marcelle, world.tilleuls, world.lise_in_tilleuls)
    lise = Client(app).sign_in(world.lise)
    assert lise.get(f"{path}/entrer").status_code == 404
    assert lise.post(f"{path}/entrer", ENTRY).status_code == 404


def test_letters_that_wait_for_her_as_a_member_are_withdrawn(app: Flask, marcelle: Client, world: World) -> None:
    plan(app, world.tilleuls, DAY)
    remove(marcelle, world.tilleuls, world.lise_in_tilleuls)
    with app.app_context():
        hers = select(Letter).where(Letter.membership_id == world.lise_in_tilleuls)
        assert db.session.scalars(hers).all() == []


def test_her_card_is_erased(app: Flask, marcelle: Client, world: World) -> None:
    cards.fill(app, world.tilleuls, world.lise_in_tilleuls, {Field.PHONE: ("0470 00 00 00", Visibility.GROUP)})
    remove(marcelle, world.tilleuls, world.lise_in_tilleuls)
    assert "Lise" not in plain(marcelle.get(roster_of(world)).text)
    with app.app_context():
        scope.add(world.tilleuls)
        assert db.session.scalars(select(CardField)).all() == []


@pytest.mark.parametrize("who", ["ana", "paul", "dov", "nina"])
def test_nobody_else_removes(app: Flask, client: Client, world: World, who: str) -> None:
    client.sign_in(getattr(world, who))
    status = remove(client, world.tilleuls, world.lise_in_tilleuls)
    assert status == (403 if who == "ana" else 404)
    assert client.get(moderation(world.tilleuls)).status_code == status
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ACTIVE


def test_nobody_removes_herself_here(marcelle: Client, world: World) -> None:
    assert remove(marcelle, world.tilleuls, world.marcelle_in_tilleuls) == 404


def test_an_organiser_is_not_removed_like_a_member(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    assert remove(marcelle, world.tilleuls, world.lise_in_tilleuls) == 303
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ACTIVE


def test_who_lost_the_role_removes_nobody_from_an_old_page(app: Flask, world: World) -> None:
    """SECURITY T7: the role is read anew at each request."""
    keep(app, world, "ana")
    ana = Client(app).sign_in(world.ana)
    assert ana.get(moderation(world.tilleuls, "membre", world.lise_in_tilleuls)).status_code == 200
    with app.app_context():
        scope.add(world.tilleuls)
        db.session.commit()
    cards.change(app, world.tilleuls, world.ana_in_tilleuls, is_organiser=False)
    assert remove(ana, world.tilleuls, world.lise_in_tilleuls) == 403
