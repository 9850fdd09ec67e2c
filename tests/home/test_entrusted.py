"""Who was made organiser lately reads since when, and how to hand the group back, as her letter promised."""

from datetime import timedelta

from flask import Flask

from tests.home.test_group_page import page_of, shown
from tests.people import Client
from tests.rights.keeping import keep
from tests.world import World

SAYS = "Ce groupe vous a été confié"


def test_it_stands_on_the_group_s_page_with_the_way_back(app: Flask, client: Client, world: World) -> None:
    keep(app, world, "ana", since=timedelta(days=3))
    page = shown(client.sign_in(world.ana), world.tilleuls)
    assert SAYS in page
    assert f'href="{page_of(world.tilleuls)}/roles"' in page.partition(SAYS)[2].partition("</p>")[0]


def test_after_two_weeks_it_is_gone(app: Flask, client: Client, world: World) -> None:
    keep(app, world, "ana", since=timedelta(days=15))
    assert SAYS not in shown(client.sign_in(world.ana), world.tilleuls)


def test_who_founded_the_group_reads_nothing_of_it(client: Client, world: World) -> None:
    assert SAYS not in shown(client.sign_in(world.marcelle), world.tilleuls)
