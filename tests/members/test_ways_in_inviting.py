"""Asking people in: what organisers type, see and close."""

import re

import pytest
import time_machine
from flask import Flask
from hypothesis import given, settings, strategies

from entraide.clock import now
from entraide.db import db
from entraide.journal.models import Entry
from entraide.members.models import Invitation
from tests.members.ways import invited, make_spoken, make_way, organiser, page, write_to
from tests.people import Client, deliver, letters, letters_to
from tests.world import World

MIMI = "mimi@poste.example"


def inviting(app: Flask, world: World) -> str:
    return organiser(app, world).get(page(world.tilleuls, "inviter")).text


def test_one_letter_goes_to_each_address(app: Flask, world: World) -> None:
    write_to(app, world, "Mimi <mimi@poste.example>, bo@poste.example; ada@poste.example", "Bo <BO@poste.example>")
    addressees = sorted(str(letter["To"]) for letter in deliver(app))
    assert addressees == ["ada@poste.example", "bo@poste.example", MIMI]


@pytest.mark.parametrize("typed", ["", "nobody", "lise@", "mimi@poste.example, bo.poste.example", "\x00", "@", "a@b@c"])
def test_what_is_no_address_is_named_and_nothing_is_sent(app: Flask, world: World, typed: str) -> None:
    client = organiser(app, world)
    assert client.post(page(world.tilleuls, "inviter"), {"addresses": typed}).status_code == 422
    assert deliver(app) == []


def test_words_that_were_read_as_names_are_said(app: Flask, world: World) -> None:
    client = organiser(app, world)
    client.post(page(world.tilleuls, "inviter"), {"addresses": "marie, mimi@poste.example"})
    assert "pas comme des adresses\u202f: marie" in client.get(page(world.tilleuls, "inviter")).text.replace(
        "\u00a0", "\u202f"
    ).replace(" :", "\u202f:")


@settings(max_examples=40)
@given(typed=strategies.text(max_size=60))
def test_anything_at_all_may_be_typed(app: Flask, world: World, typed: str) -> None:
    client = organiser(app, world)
    for path in (page(world.tilleuls, "inviter"), page(world.tilleuls, "inviter/lien"), "/rejoindre"):
        names = ("addresses", "look", "days", "uses", "code")
        sent = {name: typed.encode("utf-8", "surrogatepass") for name in names}
        assert client.post(path, sent).status_code in (303, 422)


def test_at_most_fifty_at_once(app: Flask, world: World) -> None:
    typed = " ".join(f"m{at}@poste.example" for at in range(51))
    client = organiser(app, world)
    assert client.post(page(world.tilleuls, "inviter"), {"addresses": typed}).status_code == 422


def test_who_has_an_open_invitation_gets_no_second(app: Flask, world: World) -> None:
    write_to(app, world, MIMI)
    write_to(app, world, MIMI)
    assert len(letters_to(app, MIMI)) == 1


def test_members_and_strangers_are_answered_alike(app: Flask, world: World) -> None:
    client, answers = organiser(app, world), []
    for address in (world.lise.email, world.nina.email, MIMI):
        client.post(page(world.tilleuls, "inviter"), {"addresses": address})
        answers.append(client.get(page(world.tilleuls, "inviter")).text.count("Une lettre est en route"))
    assert answers == [1, 1, 1]


def test_one_address_gets_five_invitations_a_day_at_most(app: Flask, world: World) -> None:
    for _ in range(7):
        write_to(app, world, MIMI)
        with app.app_context():
            db.session.query(Invitation).update({"ended": True})
            db.session.commit()
    with app.app_context():
        assert db.session.query(Invitation).filter(Invitation.token_sealed.is_not(None)).count() == 5


@pytest.mark.parametrize("path", ["inviter", "demandes"])
def test_only_organisers_see_it(app: Flask, world: World, path: str) -> None:
    answers = [Client(app).sign_in(who).get(page(world.tilleuls, path)).status_code for who in (world.lise, world.dov)]
    assert answers == [403, 404]


def test_what_stands_open_is_listed_without_its_secret(app: Flask, world: World) -> None:
    secrets = [invited(app, world, MIMI), make_way(app, world), make_spoken(app, world)]
    shown = inviting(app, world)
    assert "mi…@poste.example" in shown
    assert MIMI not in shown
    assert not any(secret.split("/")[-1] in shown for secret in secrets)


def test_another_groups_organiser_reaches_none_of_it(app: Flask, world: World) -> None:
    make_way(app, world)
    here = re.search(r'href="(/g/[\w-]+/inviter/[\w-]{22})"', inviting(app, world))
    assert here is not None
    dov, elsewhere = Client(app).sign_in(world.dov), here[1].replace(page(world.tilleuls), page(world.passerelle))
    assert [dov.get(here[1]).status_code, dov.get(elsewhere).status_code] == [404, 404]
    assert dov.post(f"{elsewhere}/fin").status_code == 404


def test_a_letters_link_is_shown_to_no_organiser(app: Flask, world: World) -> None:
    write_to(app, world, MIMI)
    here = re.search(r'action="(/g/[\w-]+/inviter/[\w-]{22})/fin"', inviting(app, world))
    assert here is not None
    assert organiser(app, world).get(here[1]).status_code == 404


def test_the_page_to_print_draws_the_code_without_style_or_theme(app: Flask, world: World) -> None:
    path = make_way(app, world, "qr")
    client = organiser(app, world)
    here = re.search(r'href="(/g/[\w-]+/inviter/[\w-]{22})"', inviting(app, world))
    assert here is not None
    shown = client.get(here[1]).text
    assert "<svg" in shown
    assert path in shown
    assert not re.search(r"\sstyle=|fibromyalgie|tilleuls", shown, re.I)


@pytest.mark.parametrize("typed", [{"uses": "51"}, {"uses": "0"}, {"days": "15"}, {"look": "email"}, {"look": ""}])
def test_a_link_is_never_wider_than_the_rule(app: Flask, world: World, typed: dict[str, str]) -> None:
    client = organiser(app, world)
    wanted = {"look": "link", "uses": "5", "days": "7"} | typed
    assert client.post(page(world.tilleuls, "inviter/lien"), wanted).status_code == 422


def test_fourteen_days_and_fifty_people_hold_whatever_is_asked(app: Flask, world: World) -> None:
    from datetime import timedelta

    from entraide.access import scope
    from entraide.groups.queries import find_group
    from entraide.members.actions.ways_in import open_way
    from entraide.members.models import InvitationKind

    with app.app_context():
        scope.add(world.tilleuls)
        group = find_group(world.tilleuls)
        way = open_way(group, world.marcelle_in_tilleuls, InvitationKind.LINK, timedelta(days=99), 999)
        assert (way.expires - way.created, way.uses_left) == (timedelta(days=14), 50)


def test_a_spoken_code_holds_for_two_hours_and_thirty_people(app: Flask, world: World) -> None:
    make_spoken(app, world)
    with app.app_context():
        row = db.session.query(Invitation).one()
        assert ((row.expires - row.created).total_seconds(), row.uses_left) == (7200, 30)


def test_what_ran_out_is_no_longer_listed(app: Flask, world: World) -> None:
    make_spoken(app, world)
    with time_machine.travel(now().timestamp() + 7201):
        assert "Code dit" not in inviting(app, world).split("Ce qui est ouvert")[1]


def test_a_group_invites_so_often_a_day(app: Flask, world: World) -> None:
    client = organiser(app, world)
    answers = [
        client.post(page(world.tilleuls, "inviter"), {"addresses": f"m{at}@poste.example"}).status_code
        for at in range(21)
    ]
    assert answers == [303] * 20 + [422]


@pytest.mark.parametrize(("make", "deed"), [(make_way, "invitation:make"), (make_spoken, "invitation:make")])
def test_every_way_in_is_noted(app: Flask, world: World, make, deed: str) -> None:  # type: ignore[no-untyped-def]
    make(app, world)
    with app.app_context():
        assert db.session.query(Entry).filter_by(deed=deed, by_id=world.marcelle_in_tilleuls).count() == 1


def test_no_address_stands_in_the_outbox(app: Flask, world: World) -> None:
    from entraide.mail.models import Letter

    write_to(app, world, MIMI)
    with app.app_context():
        [letter] = db.session.query(Letter)
        kept = " ".join(str(value) for value in vars(letter).values())
    assert "mimi" not in kept
    assert letters(app) == []


def count_statements(app: Flask, client: Client, path: str) -> int:
    from sqlalchemy import event

    seen: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    client.get(path)
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize("what", ["inviter", "demandes"])
def test_two_or_two_hundred_lines_take_the_same_statements(app: Flask, world: World, what: str) -> None:
    from entraide.access import scope
    from entraide.accounts.actions import make_keeper
    from entraide.groups.queries import find_group
    from entraide.members.actions import join
    from entraide.members.actions.ways_in import invite

    client, path, counts = organiser(app, world), page(world.tilleuls, what), []
    for many in (2, 200):
        with app.app_context():
            scope.add(world.tilleuls)
            group = find_group(world.tilleuls)
            invite(group, world.marcelle_in_tilleuls, [f"m{many}-{at}@poste.example" for at in range(many)])
            for at in range(many):
                join(world.tilleuls, make_keeper().id, f"W{at}", waits_until=now().replace(year=now().year + 1))
            db.session.commit()
        counts.append(count_statements(app, client, path))
    assert counts[0] == counts[1]
    assert counts[0] <= 8
