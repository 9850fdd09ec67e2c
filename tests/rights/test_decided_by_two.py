"""What two organisers decided about a third: who is told of it, and whose word counts no more."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.actor import Role
from entraide.db import db
from entraide.errors import NotFound
from entraide.mail.models import Letter
from entraide.members.actions import bans as rules
from entraide.members.actions import decisions, roster
from entraide.members.models import Ban, DecisionKind
from entraide.members.queries import find_membership
from entraide.members.queries.bans import find_ban, shut_out
from entraide.members.queries.decisions import decision_in
from entraide.rights import removing
from entraide.vault import sealed
from tests.lettering import at_work
from tests.people import Client
from tests.rights.keeping import as_, keep, longer_here, marcelle, monday, press, propose
from tests.world import World

__all__ = ["marcelle", "monday"]


def posted(app: Flask, kind: str) -> set[UUID | None]:
    """Return to whom letters of a kind wait, by person or membership."""
    with app.app_context():
        return {
            row.person_id or row.membership_id for row in db.session.scalars(select(Letter).where(Letter.kind == kind))
        }


@pytest.mark.parametrize("kind", ["remove", "ban"])
def test_whom_two_organisers_removed_is_told(app: Flask, marcelle: Client, world: World, kind: str) -> None:
    keep(app, world, "lise", "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls, kind)
    press(as_(app, world.ana), app, world.tilleuls, "confirmer")
    assert world.lise.person_id in posted(app, "participation_ended")


def test_the_other_organisers_are_told_of_what_two_decided(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise", "ana", "jo")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    with app.app_context():
        before = set(db.session.scalars(select(Letter.id).where(Letter.kind == "keeping_told")))
    press(as_(app, world.ana), app, world.tilleuls, "confirmer")
    with app.app_context():
        after = db.session.scalars(select(Letter).where(Letter.kind == "keeping_told", Letter.id.not_in(before)))
        told = {row.person_id or row.membership_id for row in after}
    assert {world.jo.person_id, world.jo_in_tilleuls} & told
    assert not {world.ana.person_id, world.ana_in_tilleuls} & told


def test_the_proposal_of_who_laid_down_her_role_is_forgotten(app: Flask, marcelle: Client, world: World) -> None:
    keep(app, world, "lise", "ana")
    propose(marcelle, world.tilleuls, world.lise_in_tilleuls)
    with at_work(app, world.tilleuls):
        own = find_membership(world.tilleuls, world.marcelle_in_tilleuls)
        roster.take_role(own, Role.ORGANISER, own.id)
    with at_work(app, world.tilleuls):
        assert decision_in(world.tilleuls) is None


def test_nobody_hands_her_group_on_to_herself(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        own = find_membership(world.tilleuls, world.marcelle_in_tilleuls)
        with pytest.raises(NotFound):
            removing.hand_on(own, own)
        assert own.is_organiser


def test_a_ban_shuts_out_of_its_own_group_alone_whoever_looks(app: Flask, world: World) -> None:
    """Somebody who is in both groups has both in her scope: what tells them apart is the question itself."""
    with at_work(app, world.tilleuls, world.passerelle):
        index = sealed.blind(world.lise.email)
        rules.ban(world.tilleuls, index, world.marcelle_in_tilleuls)
    with app.app_context():
        scope.add(world.tilleuls, world.passerelle)
        assert shut_out(world.tilleuls, [index])
        assert not shut_out(world.passerelle, [index])
        [ban] = db.session.scalars(select(Ban))
        assert find_ban(world.tilleuls, ban.id) is ban
        for group_id, ban_id in ((world.passerelle, ban.id), (world.tilleuls, world.tilleuls)):
            with pytest.raises(NotFound):
                find_ban(group_id, ban_id)


def test_who_proposed_cannot_confirm_though_nobody_looks_at_the_page(app: Flask, world: World) -> None:
    keep(app, world, "lise", "ana")
    longer_here(app, world, "lise", "ana")
    with at_work(app, world.tilleuls):
        row = decisions.propose(world.tilleuls, DecisionKind.ROLE, world.marcelle_in_tilleuls, world.lise_in_tilleuls)
        for by in (world.marcelle_in_tilleuls, world.lise_in_tilleuls, world.jo_in_tilleuls):
            with pytest.raises(NotFound):
                decisions.agree(world.tilleuls, row.id, by)
