"""Who has an address now takes her membership over: all that the group wrote down for her becomes hers."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from entraide.access.tokens import short
from entraide.accounts.models import Person
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.clock import now
from entraide.db import Model, db
from entraide.groups.models import Ceiling
from entraide.journal.models import Entry
from entraide.meetings import lift_words
from entraide.meetings.actions import answers, lifts
from entraide.meetings.helping import Ride
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import Answer, Reply, Standing
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import CardField, Field, Membership, Reach, Visibility
from entraide.members.queries import find_membership
from entraide.rights.taking_over import WORDS
from entraide.rights.views import taking_over as views
from entraide.vault import sealed
from tests.accounts.carrying import revision_on
from tests.lettering import at_work, plan
from tests.members.cards import card_of, change_group, fill, form_of, page, read, see
from tests.members.ways import ENTRY, link_to, places
from tests.people import Client, code_in, letters_to
from tests.world import World

NEW = "odile@poste.example"
NUMBER = "+32 470 00 00 09"


def ask_page(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/membre/{short(world.odile_in_tilleuls)}/adresse"


def ask_over(app: Flask, world: World, address: str = NEW) -> str:
    """Let Marcelle write to the address Odile has now; return the path of the letter's link."""
    marcelle = Client(app).sign_in(world.marcelle)
    revision = revision_on(marcelle.get(ask_page(world)).text)
    assert marcelle.post(ask_page(world), {"email": address, "revision": revision}).status_code == 303
    return link_to(app, address)


def press(client: Client, link: str, **changes: str) -> int:
    """Press the letter's button as somebody new, then agree."""
    assert client.browser.post(link).status_code == 200
    return client.browser.post(f"{link}/reprise", data=ENTRY | {"name": ""} | changes).status_code


@pytest.fixture
def kept(app: Flask, world: World) -> UUID:
    """What the group wrote down for Odile: a number, a place in a waiting list, a lift she asked for; her meeting."""
    fill(app, world.tilleuls, world.odile_in_tilleuls, {Field.PHONE: (NUMBER, Visibility.ORGANISERS)})
    meeting = plan(app, world.tilleuls, now() + timedelta(days=3), places=1)
    with at_work(app, world.tilleuls):
        found = find_meeting(meeting)
        answers.answer(found, world.lise_in_tilleuls, Reply.YES)
        answers.answer(found, world.odile_in_tilleuls, Reply.YES, by_id=world.marcelle_in_tilleuls)
        odile = find_membership(world.tilleuls, world.odile_in_tilleuls)
        lifts.ask(found, odile, 1, LiftWords(word="avec le déambulateur"), by=world.marcelle_in_tilleuls)
    return meeting


def keeper(app: Flask, world: World) -> UUID:
    return read(app, world.tilleuls, world.odile_in_tilleuls).person_id


def test_somebody_new_takes_all_of_it_over_by_the_button(app: Flask, world: World, kept: UUID) -> None:
    client = Client(app)
    assert press(client, ask_over(app, world)) == 303
    own = read(app, world.tilleuls, world.odile_in_tilleuls)
    assert (own.is_managed, own.reach, own.wants_letters, own.consent_by) == (False, Reach.EMAIL, True, None)
    assert own.consent_version == ENTRY["consent"]
    assert "Odile P." in page(client, f"/g/{short(world.tilleuls)}/membres")
    assert "liste d’attente" in page(client, f"/rencontre/{short(kept)}").casefold()


def test_answer_and_rank_in_the_waiting_list_stay(app: Flask, world: World, kept: UUID) -> None:
    press(Client(app), ask_over(app, world))
    with at_work(app, world.tilleuls):
        own = db.session.scalars(select(Answer).where(Answer.membership_id == world.odile_in_tilleuls)).one()
        assert (own.standing, own.wait_pos) == (Standing.WAITING, 1)


def test_what_was_sealed_is_sealed_under_her_own_key(app: Flask, world: World, kept: UUID) -> None:
    old = keeper(app, world)
    press(Client(app), ask_over(app, world))
    new = keeper(app, world)
    with at_work(app, world.tilleuls):
        ride = db.session.scalars(select(Ride)).one()
        assert lift_words.unseal(new, f"ride {ride.id}", ride.words_sealed).word == "avec le déambulateur"
        card = db.session.scalars(select(CardField)).one()
        assert sealed.unseal(new, f"card phone {world.odile_in_tilleuls}", card.value_sealed) == NUMBER
        assert card.visibility is Visibility.ORGANISERS
    assert old != new


def test_the_keeper_and_her_key_are_gone(app: Flask, world: World, kept: UUID) -> None:
    old = keeper(app, world)
    press(Client(app), ask_over(app, world))
    with app.app_context():
        assert db.session.get(Person, old) is None
        assert sealed.store().fetch([old]) == {}


def test_every_sealed_value_of_a_membership_is_sealed_anew() -> None:
    of_members = [mapper for mapper in Model.registry.mappers if "membership_id" in mapper.columns]
    with_seals = {one.class_ for one in of_members if any(name.endswith("_sealed") for name, _ in one.columns.items())}
    assert with_seals == {CardField, *WORDS}
    own = {name for name, _ in inspect(Membership).columns.items() if name.endswith("_sealed")}
    assert own == {"name_sealed", "own_words_sealed"}, "change_hands seals the first anew and drops the second"


def test_the_key_goes_after_the_commit(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    commit, shred = db.session.commit, sealed.shred
    link = ask_over(app, world)
    monkeypatch.setattr(db.session, "commit", lambda: (order.append("commit"), commit()))
    monkeypatch.setattr(views.sealed, "shred", lambda *owners: (order.append("shred"), shred(*owners)))
    assert press(Client(app), link) == 303
    assert order[-2:] == ["commit", "shred"]


def test_what_fails_before_the_commit_leaves_everything_readable(
    app: Flask, world: World, kept: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, old = ask_over(app, world), keeper(app, world)

    def broken(*_: object, **__: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(views, "start_session", broken)
    with pytest.raises(RuntimeError):
        press(Client(app), link)
    with app.app_context():
        db.session.remove()
    monkeypatch.undo()
    assert keeper(app, world) == old
    assert NUMBER in see(Client(app).sign_in(world.marcelle), world.tilleuls, world.odile_in_tilleuls)[1]
    assert press(Client(app), link) == 303


def test_a_name_of_her_own_replaces_the_one_the_group_used(app: Flask, world: World) -> None:
    press(Client(app), ask_over(app, world), name="Odette")
    assert "Odette" in places(app, world.tilleuls)
    assert "Odile P." not in places(app, world.tilleuls)


def test_the_letters_page_shows_nothing_that_was_written_down(app: Flask, world: World, kept: UUID) -> None:
    link = ask_over(app, world)
    pages = Client(app).browser.get(link).text, Client(app).browser.post(link).text
    assert "Tilleuls" not in pages[0]
    assert not any("Odile" in one or NUMBER in one for one in pages)


def test_somebody_known_here_types_a_code_first(app: Flask, world: World, kept: UUID) -> None:
    client, link = Client(app), ask_over(app, world, world.nina.email)
    answer = client.browser.post(f"{link}/reprise", data=ENTRY)
    assert (answer.status_code, answer.location) == (303, link)
    assert client.browser.post(link).location == "/connexion/code"
    client.get("/connexion/code")
    code = code_in(letters_to(app, world.nina.email)[-1])
    own = client.post("/connexion/code", {"code": code}).location or ""
    own = client.post("/connexion/qui", {"who": "0"}).location or "" if own == "/connexion/qui" else own
    assert own == f"{link}/reprendre"
    assert client.post(own, form_of(client, own) | ENTRY | {"name": ""}).location == card_of(world)
    assert keeper(app, world) == world.nina.person_id
    assert NUMBER in client.get(card_of(world)).text


def test_her_feeds_move_on(app: Flask, world: World) -> None:
    with at_work(app):
        token = connect(world.nina.person_id, "téléphone", Level.FULL, "fr")
    plan(app, world.tilleuls, now() + timedelta(days=3))
    link = ask_over(app, world, world.nina.email)
    before = Client(app).get(f"/c/{token}.ics")
    nina = Client(app).sign_in(world.nina)
    assert nina.post(f"{link}/reprendre", form_of(nina, f"{link}/reprendre") | ENTRY).status_code == 303
    after = Client(app).get(f"/c/{token}.ics")
    assert before.headers["ETag"] != after.headers["ETag"]
    assert after.text.count("BEGIN:VEVENT") == 1


def test_no_value_is_shown_wider_than_the_group_allows_now(app: Flask, world: World) -> None:
    fill(app, world.tilleuls, world.odile_in_tilleuls, {Field.PHONE: (NUMBER, Visibility.GROUP)})
    change_group(app, world.tilleuls, ceiling=Ceiling.ORGANISERS)
    press(Client(app), ask_over(app, world))
    with at_work(app, world.tilleuls):
        assert db.session.scalars(select(CardField.visibility)).one() is Visibility.ORGANISERS


def test_it_is_journaled(app: Flask, world: World) -> None:
    press(Client(app), ask_over(app, world))
    with app.app_context():
        deeds = set(db.session.scalars(select(Entry.deed).where(Entry.group_id == world.tilleuls)))
    assert {"managed:ask_over", "member:take_over"} <= deeds


def test_from_then_on_the_organiser_changes_nothing_of_hers(app: Flask, world: World) -> None:
    press(Client(app), ask_over(app, world))
    marcelle = Client(app).sign_in(world.marcelle)
    for page_of in (ask_page(world), ask_page(world).replace("adresse", "carte")):
        assert marcelle.get(page_of).status_code == 404


def test_somebody_who_waited_waits_no_more(app: Flask, world: World) -> None:
    link = ask_over(app, world, world.paul.email)
    paul = Client(app).sign_in(world.paul)
    assert paul.post(f"{link}/reprendre", form_of(paul, f"{link}/reprendre") | ENTRY).status_code == 303
    assert keeper(app, world) == world.paul.person_id
    assert paul.get(f"/g/{short(world.tilleuls)}").status_code == 200
