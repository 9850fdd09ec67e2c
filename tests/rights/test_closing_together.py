"""A group with several organisers is closed by two of them; a second self does not count."""

from flask import Flask

from entraide.access import scope
from entraide.db import db
from entraide.groups.models import Group
from tests.members.ways import page
from tests.people import Client
from tests.rights.keeping import NOON, as_, give, keep, marcelle, moderation, monday, press
from tests.world import World

__all__ = ["marcelle", "monday"]


def test_closing_takes_a_second_word(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    assert marcelle.post(moderation(world.tilleuls, "fermer")).status_code == 303
    assert press(marcelle, app, world.tilleuls, "confirmer") == 404
    assert press(as_(app, world.lise), app, world.tilleuls, "confirmer") == 303
    with app.app_context():
        scope.add(world.tilleuls)
        assert db.session.get_one(Group, world.tilleuls).closed_at == NOON


def test_two_who_are_all_there_are_may_close_on_the_first_day(app: Flask, marcelle: Client, world: World) -> None:
    give(marcelle, world, "lise")
    marcelle.post(moderation(world.tilleuls, "fermer"))
    assert press(as_(app, world.lise), app, world.tilleuls, "confirmer") == 303
    assert marcelle.get(page(world.tilleuls)).status_code == 404


def test_a_second_self_does_not_close_the_group_of_a_third(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    give(marcelle, world, "ana")
    marcelle.post(moderation(world.tilleuls, "fermer"))
    press(as_(app, world.ana), app, world.tilleuls, "confirmer")
    assert marcelle.get(page(world.tilleuls)).status_code == 200


def test_a_new_organiser_is_offered_to_close_only_where_her_word_counts(
    app: Flask, marcelle: Client, world: World
) -> None:
    give(marcelle, world, "ana")
    ana = as_(app, world.ana)
    assert moderation(world.tilleuls, "fermer") in ana.get(moderation(world.tilleuls)).text
    keep(app, world, "lise")
    assert moderation(world.tilleuls, "fermer") not in ana.get(moderation(world.tilleuls)).text
