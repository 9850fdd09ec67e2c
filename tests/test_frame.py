"""The frame holds: keys, seals, scope, limits, tokens."""

import gc
from datetime import timedelta
from uuid import UUID, uuid4
from weakref import ref

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Select, bindparam, insert, select, text, update
from sqlalchemy.orm import aliased

from entraide.access import limits, scope, tokens
from entraide.access.limits import Limit
from entraide.access.scope import OutOfScope
from entraide.access.tokens import Purpose, Signed
from entraide.clock import now
from entraide.db import ReadingOnly, db, reading
from entraide.errors import NotFound
from entraide.members.models import Membership
from entraide.vault import sealed
from entraide.vault.sealed import Tampered
from entraide.vault.store import Shredded
from tests.world import World


def test_a_sealed_value_opens_for_its_owner_and_field(app: Flask) -> None:
    with app.app_context():
        owner = uuid4()
        sealed.create(owner)
        assert sealed.unseal(owner, "phone", sealed.seal(owner, "phone", "0470 12 34 56")) == "0470 12 34 56"


@pytest.mark.parametrize("field", ["name", "Phone", ""])
def test_a_sealed_value_moved_to_another_field_does_not_open(app: Flask, field: str) -> None:
    with app.app_context():
        owner = uuid4()
        sealed.create(owner)
        value = sealed.seal(owner, "phone", "0470 12 34 56")
        with pytest.raises(Tampered):
            sealed.unseal(owner, field, value)


def test_a_shredded_owner_is_unreadable(app: Flask) -> None:
    with app.app_context():
        owner = uuid4()
        sealed.create(owner)
        value = sealed.seal(owner, "phone", "0470 12 34 56")
        sealed.shred(owner)
        with pytest.raises(Shredded):
            sealed.unseal(owner, "phone", value)


def test_sealed_lengths_say_little(app: Flask) -> None:
    with app.app_context():
        owner = uuid4()
        sealed.create(owner)
        assert len({len(sealed.seal(owner, "name", "x" * length)) for length in range(63)}) == 1


def test_without_a_scope_a_groups_table_is_shut(app: Flask) -> None:
    with app.app_context(), pytest.raises(OutOfScope):
        db.session.scalars(select(Membership)).all()


def test_inside_a_scope_only_its_groups_rows_are_seen(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.passerelle)
        assert {row.group_id for row in db.session.scalars(select(Membership))} == {world.passerelle}


def test_a_second_scope_in_the_same_process_is_its_own(app: Flask, world: World) -> None:
    for group_id in (world.passerelle, world.tilleuls, world.passerelle):
        with app.app_context():
            scope.add(group_id)
            assert {row.group_id for row in db.session.scalars(select(Membership))} == {group_id}


_OTHER = aliased(Membership)
_BUILT_ONCE = {
    "rows": select(Membership.group_id),
    "an alias": select(_OTHER.group_id),
    "a row inside": select(select(Membership).subquery().c.group_id),
    "by parameter": select(Membership.group_id).where(Membership.group_id.in_(bindparam("groups", expanding=True))),
}


@pytest.mark.parametrize("question", _BUILT_ONCE.values(), ids=_BUILT_ONCE.keys())
def test_a_question_built_once_is_narrowed_to_each_scope_it_is_asked_in(
    app: Flask, world: World, question: Select[UUID]
) -> None:
    both = {"groups": [world.passerelle, world.tilleuls]}
    for group_id in (world.passerelle, world.tilleuls, world.passerelle):
        with app.app_context():
            scope.add(group_id)
            assert set(db.session.scalars(question, both)) == {group_id}
    with app.app_context():
        scope.add(world.passerelle)
        with scope.everywhere("a test"):
            assert set(db.session.scalars(question, both)) == {world.passerelle, world.tilleuls}
        assert set(db.session.scalars(question, both)) == {world.passerelle}
        scope.add(world.tilleuls)
        assert set(db.session.scalars(question, both)) == {world.passerelle, world.tilleuls}


def test_no_parameter_of_a_question_widens_the_scope(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.passerelle)
        wider = {"groups of scope": [world.passerelle, world.tilleuls]}
        assert set(db.session.scalars(select(Membership.group_id), wider)) == {world.passerelle}


def test_a_question_that_nobody_holds_is_not_kept(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.passerelle)
        question = select(Membership.id)
        db.session.scalars(question).all()
        held = ref(question)
        del question
        gc.collect()
        assert held() is None


def test_a_change_of_many_rows_stays_inside_the_scope(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.passerelle)
        db.session.execute(update(Membership).values(is_discreet=True))
        db.session.commit()
    with app.app_context():
        scope.add(world.passerelle, world.tilleuls)
        changed = set(db.session.scalars(select(Membership.group_id).where(Membership.is_discreet)))
        assert changed == {world.passerelle}


@pytest.mark.parametrize("statement", [select(Membership.__table__), text("select * from memberships")])
def test_core_and_raw_sql_on_a_groups_table_are_refused(app: Flask, world: World, statement: object) -> None:
    with app.app_context():
        scope.add(world.passerelle)
        with pytest.raises(OutOfScope):
            db.session.execute(statement)  # type: ignore[call-overload]


def test_a_bulk_insert_into_a_foreign_group_is_refused(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.passerelle)
        with pytest.raises(OutOfScope):
            db.session.execute(insert(Membership), [{"group_id": world.tilleuls, "id": uuid4()}])


def test_moving_a_row_to_a_foreign_group_is_refused(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.passerelle)
        row = db.session.scalars(select(Membership)).first()
        assert row is not None
        row.group_id = world.tilleuls
        with pytest.raises(OutOfScope):
            db.session.flush()


def test_what_was_seen_everywhere_is_not_kept(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.passerelle)
        with scope.everywhere("a test"):
            held = db.session.scalars(select(Membership)).all()  # what nobody holds is forgotten anyway
            assert len({row.group_id for row in held}) == 2
        assert not any(row in db.session for row in held)


def test_a_reader_cannot_write(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.passerelle)
        reading()
        row = db.session.scalars(select(Membership)).first()
        assert row is not None
        row.is_discreet = True
        with pytest.raises(ReadingOnly):
            db.session.flush()
        db.session.rollback()


def test_attempts_survive_the_roll_back_of_the_request(app: Flask) -> None:
    limit = Limit("tries", "somebody", 2)
    with app.app_context():
        assert [limits.spend([limit]) for _ in range(3)] == [True, True, False]
        db.session.rollback()
        assert limits.spend([limit]) is False


def test_a_window_opens_again(app: Flask) -> None:
    limit = Limit("tries", "somebody", 1)
    with app.app_context(), time_machine.travel(now(), tick=False) as traveller:
        assert [limits.spend([limit]) for _ in range(2)] == [True, False]
        traveller.shift(timedelta(hours=1))
        assert limits.spend([limit]) is True


def test_neighbours_in_one_64_block_count_as_one() -> None:
    assert limits.network("2001:db8:1:2::1") == limits.network("2001:db8:1:2:ffff::9")


def test_a_signed_token_says_what_was_signed(app: Flask) -> None:
    said = Signed(uuid4(), uuid4(), uuid4(), 3, now().replace(microsecond=0) + timedelta(days=1))
    with app.app_context():
        assert tokens.read(Purpose.ANSWER, tokens.sign(Purpose.ANSWER, said)) == said


def test_a_token_for_another_purpose_is_absent(app: Flask) -> None:
    said = Signed(uuid4(), uuid4(), None, 1, None)
    with app.app_context(), pytest.raises(NotFound):
        tokens.read(Purpose.STOP, tokens.sign(Purpose.ANSWER, said))


def test_an_expired_token_is_absent(app: Flask) -> None:
    said = Signed(uuid4(), uuid4(), None, 1, now() - timedelta(seconds=1))
    with app.app_context(), pytest.raises(NotFound):
        tokens.read(Purpose.ANSWER, tokens.sign(Purpose.ANSWER, said))


@pytest.mark.parametrize("forged", ["", "x", "é" * 40, "a.b", "W10.x", "\x00", "\ud800"])
def test_a_forged_token_is_absent(app: Flask, forged: str) -> None:
    with app.app_context(), pytest.raises(NotFound):
        tokens.read(Purpose.ANSWER, forged)
