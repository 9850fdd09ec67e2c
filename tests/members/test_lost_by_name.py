"""Who may have lost a lock is looked up by name: accents do not send anybody to the end of the list."""

from flask import Flask

from entraide.accounts.actions import make_person
from entraide.groups.queries import find_group
from entraide.members.actions.roster import join
from entraide.members.queries.vouching import who_may_lose
from tests.lettering import at_work
from tests.world import World


def test_accents_do_not_count(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        for name in ("Élise", "Zoé", "Fanny"):
            join(world.tilleuls, make_person(f"{name}@poste.example", name, "fr").id, name)
        names = [name for _id, name in who_may_lose(find_group(world.tilleuls), world.marcelle_in_tilleuls)]
    assert [name for name in names if name in ("Élise", "Fanny", "Zoé")] == ["Élise", "Fanny", "Zoé"]
