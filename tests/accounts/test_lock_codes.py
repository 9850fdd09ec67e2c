"""Codes of cards, apps and papers for loss: each works once, the asked one alone, in any order."""

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.accounts import locks
from entraide.accounts.locks.actions import apps, codes
from entraide.accounts.models import Lock, LockKind, Person
from entraide.clock import now
from entraide.db import db, writing
from tests.accounts.locking import App
from tests.conftest import Stage
from tests.world import World


def made_card(person_id: UUID) -> list[str]:
    drawn = codes.draw_card(person_id, "")
    _count(person_id, LockKind.CARD)
    return list(drawn.codes)


def made_app(person_id: UUID) -> App:
    seed = apps.make_app(person_id, "")
    _count(person_id, LockKind.APP)
    return App(seed.text)


def _count(person_id: UUID, kind: LockKind) -> None:
    db.session.query(Lock).filter_by(person_id=person_id, kind=kind).update({"proved": now()})
    db.session.commit()


def test_the_asked_number_stays_until_it_was_answered(app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        card = made_card(her)
        asked = locks.asked_number(her)
        assert asked is not None
        other = card[asked % 40]
        assert not locks.check_card(her, other)
        assert locks.asked_number(her) == asked
        assert locks.check_card(her, card[asked - 1])
        assert locks.asked_number(her) != asked


def test_a_code_is_known_however_it_is_grouped(app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        card = made_card(her)
        for shape in ("{}{}", "{} {}", " {}-{}\r\n", "{}\u00a0{}"):
            code = card[(locks.asked_number(her) or 0) - 1]
            assert locks.check_card(her, shape.format(code[:4], code[4:]))


def test_a_card_lasts_for_its_forty_codes(app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        card = made_card(her)
        for _ in range(40):
            assert locks.check_card(her, card[(locks.asked_number(her) or 0) - 1])
        assert locks.asked_number(her) is None
        assert locks.kinds_of(her) == frozenset()
        assert not any(locks.check_card(her, code) for code in card)
        assert locks.has_lock(her)


def test_few_codes_left_are_said(app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        card = made_card(her)
        for _ in range(35):
            assert not locks.locks_of(her)[0].is_few
            locks.check_card(her, card[(locks.asked_number(her) or 0) - 1])
        assert locks.locks_of(her)[0].left == 5
        assert locks.locks_of(her)[0].is_few


def test_nobody_elses_card_opens(app: Flask, world: World) -> None:
    with app.app_context():
        card = made_card(world.lise.person_id)
        made_card(world.ana.person_id)
        assert not any(locks.check_card(world.ana.person_id, code) for code in card)


def test_an_apps_code_works_once(app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context(), time_machine.travel(now(), tick=False):
        own = made_app(her)
        assert locks.check_app(her, own.code)
        assert not locks.check_app(her, own.code)


def test_only_the_code_of_this_half_minute_works(app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        own = made_app(her)
        early = own.code
        with time_machine.travel(now() + timedelta(seconds=30), tick=False):
            assert not locks.check_app(her, early)
            assert locks.check_app(her, own.code)


def test_an_earlier_code_does_not_work_after_a_later_one(app: Flask, world: World) -> None:
    her, start = world.lise.person_id, now()
    with app.app_context():
        own = made_app(her)
        with time_machine.travel(start + timedelta(minutes=1), tick=False):
            assert locks.check_app(her, own.code)
        with time_machine.travel(start, tick=False):
            assert not locks.check_app(her, own.code)


def test_a_code_for_loss_works_once(app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        drawn = codes.draw_recovery(her)
        assert locks.use_recovery_code(her, drawn[3].lower().replace("O", "0"))
        assert not locks.use_recovery_code(her, drawn[3])
        assert locks.recovery_left(her) == 9
        assert not locks.use_recovery_code(world.ana.person_id, drawn[4])


def test_new_codes_for_loss_end_the_old_ones(app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        old = codes.draw_recovery(her)
        new = codes.draw_recovery(her)
        assert not any(locks.use_recovery_code(her, code) for code in old)
        assert locks.use_recovery_code(her, new[0])


def raced(stage: Stage, check: Callable[[], bool]) -> list[bool]:
    """Let two threads show the same code at the same moment."""
    said: list[bool] = []
    gate = threading.Barrier(2)

    def show() -> None:
        with stage.app.app_context():
            gate.wait(10)
            writing()
            said.append(check())
            db.session.commit()

    threads = [threading.Thread(target=show) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(said)


def test_of_two_who_show_a_cards_code_at_once_one_enters(stage: Stage, app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        card = made_card(her)
        code = card[(locks.asked_number(her) or 0) - 1]
    assert raced(stage, lambda: locks.check_card(her, code)) == [False, True]


def test_of_two_who_show_an_apps_code_at_once_one_enters(stage: Stage, app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        own = made_app(her)
    with time_machine.travel(now(), tick=False):
        code = own.code
        assert raced(stage, lambda: locks.check_app(her, code)) == [False, True]


def test_of_two_who_show_a_code_for_loss_at_once_one_is_believed(stage: Stage, app: Flask, world: World) -> None:
    her = world.lise.person_id
    with app.app_context():
        code = codes.draw_recovery(her)[0]
        db.session.commit()
    assert raced(stage, lambda: locks.use_recovery_code(her, code)) == [False, True]


@given(tries=st.lists(st.tuples(st.sampled_from(["card", "app", "loss"]), st.integers(0, 2)), min_size=5, max_size=25))
@settings(max_examples=15)
def test_no_code_is_accepted_twice_in_any_order(stage: Stage, tries: list[tuple[str, int]]) -> None:
    stage.reset()
    her, start = stage.world.lise.person_id, now()
    with stage.app.app_context():
        card, own, loss = made_card(her), made_app(her), codes.draw_recovery(her)
        accepted: list[str] = []
        for kind, which in tries:
            with time_machine.travel(start + timedelta(seconds=30 * which), tick=False):
                code = {"card": card[(locks.asked_number(her) or 1) - 1], "app": own.code, "loss": loss[which]}[kind]
                shown = [*accepted[-2:], code]
                for one in shown:
                    took = [locks.check_card(her, one), locks.check_app(her, one), locks.use_recovery_code(her, one)]
                    accepted += [one] * sum(took)
        assert len(accepted) == len(set(accepted))


@given(typed=st.text(max_size=40))
@settings(max_examples=60)
def test_any_signs_are_a_code_or_none(stage: Stage, typed: str) -> None:
    her = stage.world.lise.person_id
    with stage.app.app_context():
        assert not locks.check_card(her, typed)
        assert not locks.check_app(her, typed)
        assert not locks.use_recovery_code(her, typed)
        assert db.session.get(Person, her)
