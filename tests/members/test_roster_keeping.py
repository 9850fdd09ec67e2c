"""Keeping a roster: members without account, and roles; never zero organisers."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from entraide.access.tokens import short
from entraide.clock import now
from entraide.members.models import Field, Reach, Visibility
from tests.members import cards
from tests.members.cards import form_of, page, plain, read, roster_of, see
from tests.people import Client
from tests.world import World

PHONE = "0470 11 22 33"


def add(client: Client, world: World, **changed: str | None) -> int:
    fields = {"name": "Gisèle", "reach": "phone", "phone": PHONE, "agreed": "y"} | changed
    path = f"/g/{short(world.tilleuls)}/membres/sans-compte"
    return client.post(path, {name: value for name, value in fields.items() if value is not None}).status_code


def odile(world: World) -> str:
    return f"/g/{short(world.tilleuls)}/membre/{short(world.odile_in_tilleuls)}/sans-compte"


def set_role(client: Client, world: World, membership_id: UUID, role: str, deed: str) -> int:
    path = f"/g/{short(world.tilleuls)}/membre/{short(membership_id)}/role"
    return client.post(path, {"role": role, "deed": deed}).status_code


@pytest.fixture
def marcelle(client: Client, world: World) -> Client:
    return client.sign_in(world.marcelle)


def test_the_only_organiser_is_offered_no_button_that_would_be_refused(marcelle: Client, world: World) -> None:
    roles = f"/g/{short(world.tilleuls)}/roles"
    assert "Déposer mon rôle" not in page(marcelle, roles)
    set_role(marcelle, world, world.lise_in_tilleuls, "organiser", "give")
    assert "Déposer mon rôle" in page(marcelle, roles)


def test_the_cash_book_is_spoken_of_only_where_somebody_keeps_it(marcelle: Client, world: World) -> None:
    roles = f"/g/{short(world.tilleuls)}/roles"
    assert "Tient la caisse" not in page(marcelle, roles)
    set_role(marcelle, world, world.lise_in_tilleuls, "treasurer", "give")
    assert "Tient la caisse" in page(marcelle, roles)


def test_a_member_without_account_is_written_down_and_listed(app: Flask, marcelle: Client, world: World) -> None:
    assert add(marcelle, world) == 303
    assert "Gisèle" in page(Client(app).sign_in(world.lise), roster_of(world))
    assert "Gisèle" in plain(marcelle.post(f"{roster_of(world)}/imprimer").text)


def test_her_consent_is_kept_with_the_day_and_who_noted_it(app: Flask, marcelle: Client, world: World) -> None:
    add(marcelle, world)
    gisele = _newest(app, world)
    row = read(app, world.tilleuls, gisele)
    assert (row.consent_day, row.consent_by) == (now().date(), world.marcelle_in_tilleuls)


def test_without_her_consent_nothing_is_kept(marcelle: Client, world: World) -> None:
    assert add(marcelle, world, agreed=None) == 422
    assert "Gisèle" not in page(marcelle, roster_of(world))


def test_her_number_is_for_organisers_to_ask_for(app: Flask, marcelle: Client, world: World) -> None:
    cards.change_group(app, world.tilleuls, roster_fields=[])
    add(marcelle, world)
    gisele = _newest(app, world)
    assert PHONE in see(marcelle, world.tilleuls, gisele)[1]
    assert see(Client(app).sign_in(world.lise), world.tilleuls, gisele)[0] == 404


def test_whom_one_calls_needs_a_number(marcelle: Client, world: World) -> None:
    assert add(marcelle, world, phone="") == 422


def test_on_paper_no_number_is_kept(app: Flask, marcelle: Client, world: World) -> None:
    add(marcelle, world, reach="paper")
    assert see(marcelle, world.tilleuls, _newest(app, world))[0] == 404


def test_her_number_is_not_shown_in_the_form_and_stays(app: Flask, marcelle: Client, world: World) -> None:
    cards.fill(app, world.tilleuls, world.odile_in_tilleuls, {Field.PHONE: (PHONE, Visibility.ORGANISERS)})
    assert PHONE not in marcelle.get(odile(world)).text
    marcelle.post(odile(world), form_of(marcelle, odile(world)) | {"name": "Odile"})
    assert "Odile" in page(marcelle, roster_of(world))
    assert PHONE in see(marcelle, world.tilleuls, world.odile_in_tilleuls)[1]


def test_changing_to_paper_erases_her_number(app: Flask, marcelle: Client, world: World) -> None:
    cards.fill(app, world.tilleuls, world.odile_in_tilleuls, {Field.PHONE: (PHONE, Visibility.ORGANISERS)})
    marcelle.post(odile(world), form_of(marcelle, odile(world)) | {"reach": "paper"})
    assert read(app, world.tilleuls, world.odile_in_tilleuls).reach is Reach.PAPER
    assert see(marcelle, world.tilleuls, world.odile_in_tilleuls)[0] == 404


def test_two_organisers_do_not_overwrite_each_other(marcelle: Client, world: World) -> None:
    old = form_of(marcelle, odile(world))
    marcelle.post(odile(world), old | {"name": "Odile"})
    assert marcelle.post(odile(world), old | {"name": "Odette"}).status_code == 409


def test_a_member_with_an_account_is_never_changed_by_others(marcelle: Client, world: World) -> None:
    path = odile(world).replace(short(world.odile_in_tilleuls), short(world.lise_in_tilleuls))
    assert marcelle.get(path).status_code == 404
    assert marcelle.post(path, {"name": "X", "reach": "paper", "revision": "1"}).status_code == 404


@pytest.mark.parametrize("role", ["organiser", "treasurer"])
def test_an_organiser_gives_a_role(app: Flask, marcelle: Client, world: World, role: str) -> None:
    assert set_role(marcelle, world, world.lise_in_tilleuls, role, "give") == 303
    row = read(app, world.tilleuls, world.lise_in_tilleuls)
    assert (row.is_organiser, row.is_treasurer) == (role == "organiser", role == "treasurer")


def test_the_treasurers_role_can_be_taken_back(app: Flask, marcelle: Client, world: World) -> None:
    set_role(marcelle, world, world.lise_in_tilleuls, "treasurer", "give")
    assert read(app, world.tilleuls, world.lise_in_tilleuls).is_treasurer
    set_role(marcelle, world, world.lise_in_tilleuls, "treasurer", "take")
    assert not read(app, world.tilleuls, world.lise_in_tilleuls).is_treasurer


def test_the_last_organiser_cannot_lay_down_the_role(app: Flask, marcelle: Client, world: World) -> None:
    assert set_role(marcelle, world, world.marcelle_in_tilleuls, "organiser", "take") == 422
    assert read(app, world.tilleuls, world.marcelle_in_tilleuls).is_organiser


def test_with_another_organiser_the_role_can_be_laid_down(app: Flask, marcelle: Client, world: World) -> None:
    set_role(marcelle, world, world.lise_in_tilleuls, "organiser", "give")
    assert set_role(marcelle, world, world.marcelle_in_tilleuls, "organiser", "take") == 303
    assert marcelle.get(f"/g/{short(world.tilleuls)}/roles").status_code == 403


def test_another_organisers_role_is_not_taken(app: Flask, marcelle: Client, world: World) -> None:
    set_role(marcelle, world, world.lise_in_tilleuls, "organiser", "give")
    assert set_role(marcelle, world, world.lise_in_tilleuls, "organiser", "take") == 404
    assert read(app, world.tilleuls, world.lise_in_tilleuls).is_organiser


@pytest.mark.parametrize("who", ["odile", "paul"])
def test_who_has_no_account_or_waits_gets_no_role(marcelle: Client, world: World, who: str) -> None:
    somebody = getattr(world, f"{who}_in_tilleuls")
    assert set_role(marcelle, world, somebody, "organiser", "give") == 404


@pytest.mark.parametrize(("role", "deed"), [("member", "give"), ("organiser", "x"), ("", ""), ("steward", "take")])
def test_anything_else_is_refused(marcelle: Client, world: World, role: str, deed: str) -> None:
    assert set_role(marcelle, world, world.lise_in_tilleuls, role, deed) == 422


def test_a_member_gives_no_role(client: Client, world: World) -> None:
    client.sign_in(world.lise)
    assert set_role(client, world, world.lise_in_tilleuls, "organiser", "give") == 403


def test_roles_ask_for_a_fresh_code(app: Flask, marcelle: Client, world: World) -> None:
    with time_machine.travel(now() + timedelta(minutes=11), tick=True):
        assert set_role(marcelle, world, world.lise_in_tilleuls, "organiser", "give") == 303
    assert not read(app, world.tilleuls, world.lise_in_tilleuls).is_organiser


def test_who_lost_the_role_between_page_and_button_is_refused(app: Flask, marcelle: Client, world: World) -> None:
    marcelle.get(f"/g/{short(world.tilleuls)}/roles")
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, is_organiser=True)
    cards.change(app, world.tilleuls, world.marcelle_in_tilleuls, is_organiser=False)
    assert set_role(marcelle, world, world.jo_in_tilleuls, "organiser", "give") == 403


def _newest(app: Flask, world: World) -> UUID:
    """Return the member without account who is not Odile."""
    from entraide.access import scope
    from entraide.members.queries import active_members

    with app.app_context():
        scope.add(world.tilleuls)
        managed = [row.id for row in active_members(world.tilleuls) if row.is_managed]
    [gisele] = [one for one in managed if one != world.odile_in_tilleuls]
    return gisele


def test_a_member_is_not_told_by_a_refusal_who_has_no_account(app: Flask, world: World) -> None:
    lise = Client(app).sign_in(world.lise)
    told = {
        lise.get(f"/g/{short(world.tilleuls)}/membre/{short(one)}/sans-compte").status_code
        for one in (world.odile_in_tilleuls, world.jo_in_tilleuls)
    }
    assert told == {403}
