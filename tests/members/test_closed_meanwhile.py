"""What was begun while a door was closed stays without effect once it is open: a number asked for, a letter sent."""

from flask import Flask

from entraide.members.actions import bans
from entraide.members.models import Number, Visibility
from entraide.members.queries.bans import mailbox_of
from entraide.members.queries.between import find_tie
from tests.lettering import at_work
from tests.members.cards import main_of, plain, read
from tests.members.facing import ask, block, decide, group_of, lise_shows
from tests.members.facing import read as page
from tests.members.test_taking_over import ask_over
from tests.members.ways import ENTRY
from tests.people import Client, letters_to
from tests.world import World


def asking(app: Flask, world: World) -> str:
    return plain(main_of(page(app, world, "lise", f"{group_of(world)}/ma-fiche/personnes")))


def test_a_number_asked_for_behind_a_block_is_not_asked_once_it_ends(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.ME)
    block(app, world, "lise", "ana")
    assert ask(app, world, "ana") == 303
    assert decide(app, world, "lise", "ana", "unblock") == 303
    assert "Ana des Tilleuls" not in asking(app, world)
    decide(app, world, "lise", "ana", "give")
    with at_work(app, world.tilleuls):
        assert find_tie(world.tilleuls, world.lise_in_tilleuls, world.ana_in_tilleuls).number is Number.LEFT
    assert letters_to(app, world.lise.email) == []


def test_a_number_asked_for_with_no_block_is_read(app: Flask, world: World) -> None:
    assert ask(app, world, "ana") == 303
    assert "Ana des Tilleuls" in asking(app, world)


def test_whoever_is_shut_out_meanwhile_takes_no_membership_over(app: Flask, world: World) -> None:
    link = ask_over(app, world, world.nina.email)
    nina = Client(app).sign_in(world.nina)
    assert nina.get(f"{link}/reprendre").status_code == 200
    with at_work(app, world.tilleuls):
        index = mailbox_of(world.nina.person_id)
        assert index is not None
        bans.ban(world.tilleuls, index, world.marcelle_in_tilleuls)
    assert nina.post(f"{link}/reprendre", ENTRY).status_code == 410
    assert read(app, world.tilleuls, world.odile_in_tilleuls).is_managed
