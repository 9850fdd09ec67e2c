"""Each deed that opens or shuts something, or asks for it, stands in the journal, whichever page it was done on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from entraide.access.visibility import Visibility
from entraide.accounts import losing
from entraide.accounts.actions import be_sure, start_session
from entraide.accounts.locks.actions.keeping import guard_door
from entraide.accounts.models import Device, Person, SignIn
from entraide.accounts.queries import find_person
from entraide.clock import now
from entraide.db import db
from entraide.groups import actions as groups
from entraide.groups.models import Ceiling
from entraide.groups.queries import find_group
from entraide.journal.models import Entry
from entraide.members.actions import between, cards, decisions, handing, roster, vouching
from entraide.members.actions import calls as calling
from entraide.members.actions.entering import agree
from entraide.members.models import CallPurpose, DecisionKind, Field, Membership, Reach
from entraide.members.queries import find_membership
from entraide.members.queries.between import roles_of, viewer_as
from entraide.rights import actions as leaving
from entraide.rights import erasing, quiet
from tests.lettering import at_work
from tests.making import make_lock
from tests.members.facing import ask, lise_shows
from tests.rights.keeping import keep
from tests.world import World

Deed = Callable[[Flask, World], None]


def lise(world: World) -> Membership:
    return find_membership(world.tilleuls, world.lise_in_tilleuls)


def erasure(app: Flask, world: World) -> None:
    with at_work(app, world.tilleuls):
        erasing.ask(find_person(world.lise.person_id))
        erasing.undo(find_person(world.lise.person_id))
        erasing.erase(find_person(world.lise.person_id))


def words_of_organisers(app: Flask, world: World) -> None:
    keep(app, world, "ana", "jo")
    with at_work(app, world.tilleuls):
        row = vouching.ask(lise(world))
        for by in (world.marcelle_in_tilleuls, world.ana_in_tilleuls, world.ana_in_tilleuls):
            vouching.vouch(row, by)
        vouching.spend(row.group_id, row.id)
        vouching.stop(row, world.lise_in_tilleuls)


def decisions_of_two(app: Flask, world: World) -> None:
    keep(app, world, "lise", "ana")
    group, marcelle = world.tilleuls, world.marcelle_in_tilleuls
    with at_work(app, group):
        row = decisions.propose(group, DecisionKind.ROLE, marcelle, world.lise_in_tilleuls)
        decisions.take_back(group, row.id, marcelle)
        row = decisions.propose(group, DecisionKind.ROLE, marcelle, world.lise_in_tilleuls)
        decisions.agree(group, row.id, world.ana_in_tilleuls)


def what_the_group_shows(app: Flask, world: World) -> None:
    by = world.marcelle_in_tilleuls
    with at_work(app, world.tilleuls):
        group = find_group(world.tilleuls)
        groups.set_ceiling(group, group.revision, Ceiling.ORGANISERS, by=by)
        groups.publish(group, group.revision, ["area"], by=by)
        groups.withdraw(group, group.revision, by=by)
        leaving.close(group, by)


def numbers(app: Flask, world: World) -> None:
    lise_shows(app, world, Visibility.ME)
    ask(app, world, "ana")
    marcelle = world.marcelle_in_tilleuls
    with at_work(app, world.tilleuls):
        group = find_group(world.tilleuls)
        between.leave_unanswered(lise(world), world.ana_in_tilleuls)
        keeper = find_membership(group.id, marcelle)
        device = _session(world.marcelle.person_id)
        viewer = viewer_as(group.id, marcelle, roles_of(keeper))
        calling.open_list(group, viewer, device.id, CallPurpose.PHONE_LIST)
        calling.close_list(group.id, marcelle, device.id)
        calling.wish_to_be_called(lise(world))
        calling.wish_no_call(lise(world))


def cards_of_members(app: Flask, world: World) -> None:
    by = world.marcelle_in_tilleuls
    with at_work(app, world.tilleuls):
        group, member = find_group(world.tilleuls), lise(world)
        edit = cards.CardEdit(
            name="Lise T.",
            texts={Field.TOWN: "Namur"},
            choices={Field.TOWN: Visibility.GROUP},
            concern=None,
            is_discreet=False,
            discretion=None,
            wants_letters=True,
            wants_day_before=True,
        )
        cards.change_card(group, member, member.revision, edit)
        agree(member)
        handing.let_answer(member, True)
        quiet.hear(member, by)
        someone = roster.add_managed(group, by, roster.Managed("Yvette", Reach.PAPER, ""))
        roster.change_managed(someone, by, someone.revision, roster.Managed("Yvette P.", Reach.PAPER, ""))
        leaving.take_for(someone, by)


def ways_in(app: Flask, world: World) -> None:
    person_id = world.lise.person_id
    with at_work(app):
        make_lock(person_id)
        row = _session(person_id)
        be_sure(row)
        guard_door(find_person(person_id), at_door=True, is_hidden=False, first_name="Lise", session_id=row.id)
        _lifts(person_id, now() + timedelta(hours=1))
        losing.keep_lock(person_id)
        _lifts(person_id, now() - timedelta(hours=1))
        db.session.commit()
        losing.lift_due()


def _lifts(person_id: UUID, at: datetime) -> None:
    db.session.execute(update(Person).where(Person.id == person_id).values(lock_lifts_at=at))


def _session(person_id: UUID) -> SignIn:
    start_session(person_id, Device.OWN, "")
    newest = select(SignIn).where(SignIn.person_id == person_id).order_by(SignIn.created.desc()).limit(1)
    return db.session.scalars(newest).one()


@pytest.mark.parametrize(
    ("deed", "names"),
    [
        (erasure, {"person:shut", "member:shut", "person:open", "member:open", "person:erase"}),
        (words_of_organisers, {"vouch:ask", "vouch:give", "vouch:draw", "vouch:use", "vouch:stop"}),
        (decisions_of_two, {"decision:propose", "decision:withdraw", "decision:confirm"}),
        (what_the_group_shows, {"group:ceiling", "group:publish", "group:withdraw", "group:close"}),
        (numbers, {"number:leave", "calls:open", "calls:close", "call_wish:make", "call_wish:end"}),
        (
            cards_of_members,
            {
                "card:change",
                "member:agree",
                "member:let_answer",
                "member:stays",
                "managed:add",
                "managed:change",
                "managed:take",
            },
        ),
        (ways_in, {"session:sure", "lock:door", "lock:keep", "lock:lifted"}),
    ],
    ids=lambda one: one.__name__ if callable(one) else "noted",
)
def test_it_is_noted(app: Flask, world: World, deed: Deed, names: set[str]) -> None:
    deed(app, world)
    with app.app_context():
        noted = set(db.session.scalars(select(Entry.deed)))
    assert names - noted == set()
