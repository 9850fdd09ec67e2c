"""Five people's details a day, for a plain member without a lock."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from entraide.access.actor import Role
from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.accounts.actions import make_person
from entraide.clock import now
from entraide.groups.models import Ceiling
from entraide.groups.queries import find_group
from entraide.members.actions import join, roster
from entraide.members.actions.cards import keep_value
from entraide.members.models import Field
from entraide.members.queries import find_membership
from tests.accounts.locking import add_app
from tests.accounts.stepping import clock, type_code
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

__all__ = ["clock"]


@pytest.fixture
def shown(app: Flask, world: World, clock: time_machine.Traveller) -> dict[UUID, list[UUID]]:
    """Let five people of each group show their numbers to the others."""
    made: dict[UUID, list[UUID]] = {}
    for group_id in (world.tilleuls, world.passerelle):
        with at_work(app, group_id):
            group = find_group(group_id)
            group.ceiling, group.roster_fields = Ceiling.GROUP, sorted({*group.roster_fields, "phone"})
            for at in range(5):
                person = make_person(f"p{at}-{short(group_id)}@poste.example", "", "fr")
                member = join(group_id, person.id, f"Membre {at}", consent_version="1")
                keep_value(member, None, Field.PHONE, "+32 470 00 00 01", Visibility.GROUP)
                made.setdefault(group_id, []).append(member.id)
    return made


def look(client: Client, group: UUID, member: UUID) -> int:
    return client.post(f"/g/{short(group)}/membre/{short(member)}/voir").status_code


@pytest.fixture
def ana(app: Flask, world: World, clock: time_machine.Traveller) -> Client:
    """Ana belongs to both groups."""
    return Client(app).sign_in(world.ana)


def test_they_are_counted_over_all_her_groups(
    app: Flask, ana: Client, world: World, shown: dict[UUID, list[UUID]], clock: time_machine.Traveller
) -> None:
    first, second = shown[world.tilleuls], shown[world.passerelle]
    assert [look(ana, world.tilleuls, one) for one in first[:3]] == [200] * 3
    assert [look(ana, world.passerelle, one) for one in second[:3]] == [200, 200, 429]
    assert look(ana, world.tilleuls, first[0]) == 200
    clock.shift(timedelta(hours=24))
    type_code(app, world.ana, now())
    assert look(ana, world.passerelle, second[2]) == 200


def test_with_a_lock_nothing_is_counted(ana: Client, world: World, shown: dict[UUID, list[UUID]]) -> None:
    add_app(ana)
    assert [look(ana, group, one) for group in shown for one in shown[group]] == [200] * 10


def test_who_keeps_a_group_is_counted_only_where_she_is_a_plain_member(
    app: Flask, ana: Client, world: World, shown: dict[UUID, list[UUID]]
) -> None:
    with at_work(app, world.passerelle):
        mine = find_membership(world.passerelle, world.ana_in_passerelle)
        roster.give_role(mine, Role.ORGANISER, world.dov_in_passerelle)
    assert [look(ana, world.passerelle, one) for one in shown[world.passerelle]] == [200] * 5
    assert look(ana, world.tilleuls, shown[world.tilleuls][0]) == 200


def test_the_page_says_what_a_lock_changes(ana: Client, world: World, shown: dict[UUID, list[UUID]]) -> None:
    for one in shown[world.tilleuls]:
        look(ana, world.tilleuls, one)
    path = f"/g/{short(world.tilleuls)}/membre/{short(world.marcelle_in_tilleuls)}/voir"
    assert ana.post(path).status_code in (404, 429)
    answer = ana.post(f"/g/{short(world.passerelle)}/membre/{short(shown[world.passerelle][0])}/voir")
    assert answer.status_code == 429
    assert 'href="/moi/verrous"' in answer.get_data(as_text=True)
