"""Ending another organiser's role: two agree, or a week's notice; never one alone overnight (SECURITY T6)."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from entraide.members.models import Status
from tests.members.cards import plain, read
from tests.members.ways import page
from tests.people import Client, deliver, letters_to, text_of
from tests.rights.keeping import (
    NOON,
    as_,
    bans,
    decision,
    give,
    keep,
    keepers,
    longer_here,
    marcelle,
    moderation,
    monday,
    press,
    propose,
    remove,
)
from tests.world import World

__all__ = ["marcelle", "monday"]

WEEK = timedelta(days=7)


def test_two_agree_and_it_holds_at_once(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise", "ana")
    assert propose(marcelle, world.tilleuls, world.lise_in_tilleuls) == 303
    assert world.lise_in_tilleuls in keepers(app, world.tilleuls)
    assert press(as_(app, world.ana), app, world.tilleuls, "confirmer") == 303
    assert keepers(app, world.tilleuls) == {world.marcelle_in_tilleuls, world.ana_in_tilleuls}
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ACTIVE


@pytest.mark.parametrize(("kind", "kept"), [("remove", 0), ("ban", 1)])
def test_membership_and_address_may_end_with_the_role(
    app: Flask, marcelle: Client, world: World, kind: str, kept: int
) -> None:
    keep(app, world, "lise", "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls, kind)
    press(as_(app, world.ana), app, world.tilleuls, "confirmer")
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ENDED
    assert len(bans(app, world.tilleuls)) == kept


def test_nobody_confirms_her_own_proposal(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise", "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    assert press(marcelle, app, world.tilleuls, "confirmer") == 404
    assert world.lise_in_tilleuls in keepers(app, world.tilleuls)


def test_she_whom_it_concerns_can_neither_confirm_nor_stop_it(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise", "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    lise = as_(app, world.lise)
    assert [press(lise, app, world.tilleuls, deed) for deed in ("confirmer", "retirer")] == [404, 404]


@pytest.mark.parametrize("who", ["marcelle", "ana"])
def test_the_others_can_end_it(app: Flask, marcelle: Client, world: World, who: str) -> None:
    keep(app, world, "lise", "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    assert press(as_(app, getattr(world, who)), app, world.tilleuls, "retirer") == 303
    assert decision(app, world.tilleuls) is None


def test_without_a_second_word_it_lapses(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise", "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    with time_machine.travel(NOON + WEEK, tick=False):
        deliver(app)
    assert decision(app, world.tilleuls) is None
    assert world.lise_in_tilleuls in keepers(app, world.tilleuls)


def test_she_is_written_to_at_once_and_reads_it(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise", "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    letter = letters_to(app, world.lise.email)[-1]
    assert letter["Subject"] == "Une décision vous concerne"
    assert "Tilleuls" not in text_of(letter)
    assert letters_to(app, world.ana.email)[-1]["Subject"] == "Une décision à lire"
    lise = as_(app, world.lise)
    assert "Une décision est ouverte" in plain(lise.get(page(world.tilleuls)).text)
    assert "Marcelle T. propose que vous n’organisiez plus" in plain(lise.get(moderation(world.tilleuls)).text)


def test_she_is_written_to_though_she_wants_no_letters(app: Flask, marcelle: Client, world: World) -> None:
    from tests.members import cards

    keep(app, world, "lise")
    cards.change(app, world.tilleuls, world.lise_in_tilleuls, wants_letters=False)
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    [letter] = letters_to(app, world.lise.email)
    assert letter["List-Unsubscribe"] is None  # that stops dates; these come all the same
    assert "/u/" not in text_of(letter)


def test_with_nobody_else_it_is_a_weeks_notice(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    assert "prend effet après sept jours" in plain(
        marcelle.get(moderation(world.tilleuls, "role", world.lise_in_tilleuls)).text
    )
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls, "remove")
    with time_machine.travel(NOON + WEEK - timedelta(seconds=1), tick=False):
        deliver(app)
        assert world.lise_in_tilleuls in keepers(app, world.tilleuls)
    with time_machine.travel(NOON + WEEK, tick=False):
        deliver(app)
    assert keepers(app, world.tilleuls) == {world.marcelle_in_tilleuls}
    assert read(app, world.tilleuls, world.lise_in_tilleuls).status is Status.ENDED


def test_a_notice_is_not_answered_by_a_notice(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    lise = as_(app, world.lise)
    assert propose(lise, world.tilleuls, world.marcelle_in_tilleuls) == 422
    row = decision(app, world.tilleuls)
    assert row is not None
    assert row.by_id == world.marcelle_in_tilleuls


@pytest.mark.parametrize("who", ["marcelle", "lise"])
def test_a_third_whom_either_names_can_end_it(app: Flask, marcelle: Client, world: World, who: str) -> None:
    keep(app, world, "lise")
    longer_here(app, world, "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    assert give(as_(app, getattr(world, who)), world, "ana") == 303
    ana = as_(app, world.ana)
    assert press(ana, app, world.tilleuls, "confirmer") == 303
    assert world.lise_in_tilleuls in keepers(app, world.tilleuls), "her word is too new to confirm"
    assert press(ana, app, world.tilleuls, "retirer") == 303
    assert decision(app, world.tilleuls) is None


def test_a_newcomer_is_not_brought_in_for_this(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    assert give(as_(app, world.lise), world, "ana") == 422
    assert world.ana_in_tilleuls not in keepers(app, world.tilleuls)


def test_one_alone_does_not_become_two_overnight(app: Flask, marcelle: Client, world: World) -> None:
    """A rogue names a second self and proposes: it is still a notice, and the new word does not confirm it."""
    keep(app, world, "lise")
    give(marcelle, world, "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    row = decision(app, world.tilleuls)
    assert row is not None
    assert row.is_notice
    press(as_(app, world.ana), app, world.tilleuls, "confirmer")
    assert world.lise_in_tilleuls in keepers(app, world.tilleuls)


def test_a_new_organiser_proposes_nothing_about_others(app: Flask, marcelle: Client, world: World) -> None:
    give(marcelle, world, "ana")
    assert propose(as_(app, world.ana), world.tilleuls, world.marcelle_in_tilleuls) == 422
    with time_machine.travel(NOON + WEEK, tick=False):
        assert propose(as_(app, world.ana), world.tilleuls, world.marcelle_in_tilleuls) == 303


@pytest.mark.parametrize("who", ["marcelle", "lise"])
def test_meanwhile_neither_decides_on_others(app: Flask, marcelle: Client, world: World, who: str) -> None:
    remove(marcelle, world.tilleuls, world.jo_in_tilleuls, "ban")
    keep(app, world, "lise")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    client = as_(app, getattr(world, who))
    assert remove(client, world.tilleuls, world.ana_in_tilleuls) == 422
    assert client.post(page(world.tilleuls, "tableur/liste")).location.endswith("/decisions")
    (ban,) = bans(app, world.tilleuls)
    client.post(moderation(world.tilleuls, "adresse", ban.id, "lever"))
    assert len(bans(app, world.tilleuls)) == 1
    client.post(moderation(world.tilleuls, "fermer"))
    client.post(page(world.tilleuls, "fermer"), {"understood": "y"})
    row = decision(app, world.tilleuls)
    assert row is not None
    assert row.about_id == world.lise_in_tilleuls
    assert read(app, world.tilleuls, world.ana_in_tilleuls).status is Status.ACTIVE


@pytest.mark.parametrize("who", ["marcelle", "lise"])
def test_who_goes_takes_it_with_her(app: Flask, marcelle: Client, world: World, who: str) -> None:
    keep(app, world, "lise")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    assert as_(app, getattr(world, who)).post(page(world.tilleuls, "quitter")).status_code == 303
    assert decision(app, world.tilleuls) is None
    assert len(keepers(app, world.tilleuls)) == 1


def test_an_old_page_confirms_nothing_else(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise", "ana", "jo")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    old = decision(app, world.tilleuls)
    assert old is not None
    press(marcelle, app, world.tilleuls, "retirer")
    propose(marcelle, world.tilleuls, world.jo_in_tilleuls)
    path = moderation(world.tilleuls, "decision", old.id, "confirmer")
    assert as_(app, world.ana).post(path).status_code == 404
    assert world.jo_in_tilleuls in keepers(app, world.tilleuls)


def test_members_read_who_keeps_the_group(app: Flask, world: World) -> None:
    keep(app, world, "lise")
    text = plain(as_(app, world.jo).get(page(world.tilleuls)).text)
    assert "Qui tient ce groupe Lise T., Marcelle T." in text


def test_a_new_organiser_is_told_by_letter(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    give(marcelle, world, "ana")
    assert letters_to(app, world.ana.email)[-1]["Subject"] == "Du nouveau pour vous"
    assert letters_to(app, world.lise.email)[-1]["Subject"] == "Une décision à lire"
    assert letters_to(app, world.marcelle.email) == []


def test_the_other_organisers_are_told_of_a_list_taken_along(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise")
    assert marcelle.post(page(world.tilleuls, "tableur/liste")).status_code == 200
    assert len(letters_to(app, world.lise.email)) == 1
    assert letters_to(app, world.ana.email) == []
