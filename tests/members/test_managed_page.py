"""The page of a member without account: it promises nothing that somebody who reads no page would do."""

import pytest
from flask import Flask

from entraide.access.tokens import short
from entraide.members.models import Field, Visibility
from tests.members import cards
from tests.members.cards import plain
from tests.people import Client
from tests.world import World

FRENCH = {"accept-language": "fr"}
READS = ("Ce membre lira votre réponse", "Ce que cette personne voit de moi", "Cette personne apprend qui demande")
NONE_READ = "ne lit aucune page ici"


def page_of(app: Flask, world: World, about: str, reader: str) -> str:
    path = f"/g/{short(world.tilleuls)}/membre/{short(getattr(world, f'{about}_in_tilleuls'))}"
    return plain(Client(app).sign_in(getattr(world, reader)).get(path, headers=FRENCH).text)


@pytest.fixture
def numbers(app: Flask, world: World) -> None:
    for member in (world.odile_in_tilleuls, world.lise_in_tilleuls):
        cards.fill(app, world.tilleuls, member, {Field.PHONE: ("0470 11 22 33", Visibility.ORGANISERS)})


@pytest.mark.usefixtures("numbers")
def test_it_tells_an_organiser_nothing_of_reading(app: Flask, world: World) -> None:
    page = page_of(app, world, "odile", "marcelle")
    assert [one for one in READS if one in page] == []
    assert NONE_READ in page


@pytest.mark.usefixtures("numbers")
def test_whoever_opens_details_reads_that_it_is_noted_for_her(app: Flask, world: World) -> None:
    page = page_of(app, world, "odile", "marcelle")
    assert "sont notés pour ce membre ; une personne qui organise peut les lui lire" in page


def test_a_fellow_member_learns_from_it_of_nobody_who_has_no_account(app: Flask, world: World) -> None:
    page = page_of(app, world, "odile", "ana")
    assert NONE_READ not in page
    assert READS[1] in page


@pytest.mark.usefixtures("numbers")
def test_of_whoever_has_an_account_it_says_so_as_ever(app: Flask, world: World) -> None:
    assert READS[0] in page_of(app, world, "lise", "marcelle")
    assert READS[1] in page_of(app, world, "lise", "ana")
    assert READS[2] in page_of(app, world, "lise", "ana")


def test_an_organiser_who_asks_for_the_number_reads_who_passes_it_on(app: Flask, world: World) -> None:
    assert "une personne qui organise lui dit qui demande" in page_of(app, world, "odile", "marcelle")
