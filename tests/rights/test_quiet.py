"""Whoever gives no sign of life for a year is asked; a month later the place ends, and who answered keeps it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.models import Person
from entraide.calendars.models import Feed
from entraide.clock import month_end
from entraide.db import db
from entraide.members.models import Membership, Status
from entraide.rights import jobs
from tests.people import Client, letters_to, text_of
from tests.world import World

NOW = datetime(2028, 3, 10, 11, tzinfo=UTC)
LONG_AGO = date(2026, 12, 31)


@pytest.fixture(autouse=True)
def clock(app: Flask, world: World) -> Iterator[time_machine.Traveller]:
    """Stand in a world in which nobody was heard of for more than a year."""
    with time_machine.travel(NOW, tick=False) as traveller:
        silence(app)
        yield traveller


def silence(app: Flask) -> None:
    with app.app_context(), scope.everywhere("a test"):
        db.session.execute(update(Person).values(created=LONG_AGO, heard=LONG_AGO))
        db.session.execute(update(Membership).values(joined=LONG_AGO, heard=None))
        db.session.commit()


def run(app: Flask) -> None:
    for job in (jobs.note_signs, jobs.ask_quiet, jobs.end_quiet):
        with app.app_context():
            job()


def of(app: Flask, membership_id: object) -> Membership:
    with app.app_context(), scope.everywhere("a test"):
        row = db.session.scalars(select(Membership).where(Membership.id == membership_id)).one()
        db.session.expunge(row)
        return row


def months_later(clock: time_machine.Traveller, days: int = 31) -> None:
    clock.shift(timedelta(days=days))


def stays(app: Flask, world: World, clock: time_machine.Traveller) -> bool:
    """Say whether Lise is still a member a month after everybody quiet was asked."""
    months_later(clock)
    run(app)
    return of(app, world.lise_in_tilleuls).status is Status.ACTIVE


def test_whoever_is_quiet_gets_one_letter_that_names_nothing(app: Flask, world: World) -> None:
    run(app)
    run(app)
    got = letters_to(app, world.lise.email)
    assert [str(letter["Subject"]) for letter in got] == ["Restez-vous\u00a0?"]
    assert "Tilleuls" not in text_of(got[0])


def test_somebody_of_two_groups_gets_one_letter(app: Flask, world: World) -> None:
    run(app)
    assert len(letters_to(app, world.ana.email)) == 1


def test_her_place_ends_a_month_later(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    run(app)
    assert not stays(app, world, clock)


def test_it_does_not_end_before_the_month_is_over(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    run(app)
    months_later(clock, 29)
    run(app)
    assert of(app, world.lise_in_tilleuls).status is Status.ACTIVE


def test_opening_the_letter_s_page_changes_nothing(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    run(app)
    assert Client(app).get(link_in(app, world)).status_code == 200
    assert not stays(app, world, clock)


def test_the_button_on_it_keeps_her_in(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    run(app)
    answer = Client(app).browser.post(link_in(app, world))
    assert "Vous restez" in answer.text
    assert stays(app, world, clock)


def test_the_button_keeps_all_her_groups(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    run(app)
    Client(app).browser.post(link_in(app, world, world.ana.email))
    months_later(clock)
    run(app)
    with app.app_context(), scope.everywhere("a test"):
        hers = db.session.scalars(select(Membership.status).where(Membership.person_id == world.ana.person_id)).all()
    assert set(hers) == {Status.ACTIVE}


def test_signing_in_keeps_her_in(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    run(app)
    Client(app).sign_in(world.lise)
    assert stays(app, world, clock)


def test_a_session_in_use_is_a_sign_of_life(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    lise = Client(app).sign_in(world.lise)
    silence(app)
    clock.shift(timedelta(minutes=6))
    lise.get("/agenda")
    run(app)
    assert letters_to(app, world.lise.email) == []


def test_a_calendar_that_is_read_is_a_sign_of_life(app: Flask, world: World) -> None:
    Client(app).sign_in(world.lise).post("/agenda/calendrier", {"label": "x", "level": "discreet"})
    silence(app)
    with app.app_context():
        db.session.execute(update(Feed).values(last_used=NOW.date()))
        db.session.commit()
    run(app)
    assert letters_to(app, world.lise.email) == []


def test_an_organiser_reads_who_was_not_heard_of(app: Flask, world: World) -> None:
    run(app)
    marcelle = Client(app).sign_in(world.marcelle)
    shown = marcelle.get(f"/g/{short(world.tilleuls)}/liste").text
    names = [name for name in re.findall(r"[A-Z][\w’-]+", shown) if name in ("Ana", "Lise", "Odile")]
    assert list(dict.fromkeys(names)) == ["Ana", "Lise", "Odile"]


def test_an_organiser_is_told_of_members_without_account(app: Flask, world: World) -> None:
    Client(app).sign_in(world.marcelle)
    run(app)
    assert [str(letter["Subject"]) for letter in letters_to(app, world.marcelle.email)] == ["Une liste vous attend"]


def test_an_organiser_s_word_keeps_a_member_without_account(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    run(app)
    marcelle = Client(app).sign_in(world.marcelle)
    odile = short(world.odile_in_tilleuls)
    assert marcelle.post(f"/g/{short(world.tilleuls)}/membre/{odile}/toujours-la").status_code == 303
    months_later(clock)
    run(app)
    assert of(app, world.odile_in_tilleuls).status is Status.ACTIVE


def test_whom_nobody_answers_for_is_erased_with_her_key(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    run(app)
    keeper = of(app, world.odile_in_tilleuls).person_id
    months_later(clock)
    run(app)
    with app.app_context():
        assert db.session.get(Person, keeper) is None


def test_the_last_organiser_stays(app: Flask, world: World, clock: time_machine.Traveller) -> None:
    run(app)
    months_later(clock)
    run(app)
    assert of(app, world.marcelle_in_tilleuls).status is Status.ACTIVE


def test_a_sign_is_kept_by_the_month_alone(app: Flask, world: World) -> None:
    Client(app).sign_in(world.lise)
    with app.app_context():
        assert db.session.get_one(Person, world.lise.person_id).heard == month_end(NOW.date())


def end_lise(app: Flask, days_ago: int) -> None:
    """Write down that Lise left so many days ago."""
    with app.app_context(), scope.everywhere("a test"):
        hers = db.session.scalars(select(Membership).where(Membership.status == Status.ACTIVE)).all()
        row = next(one for one in hers if not one.is_organiser and not one.is_managed)
        row.status, row.ended = Status.ENDED, NOW.date() - timedelta(days=days_ago)
        db.session.commit()


@pytest.mark.parametrize(("days", "left"), [(364, 1), (366, 0)])
def test_rows_of_ended_memberships_go_after_a_year(app: Flask, days: int, left: int) -> None:
    end_lise(app, days)
    with app.app_context():
        jobs.forget_ended()
        with scope.everywhere("a test"):
            ended = db.session.scalars(select(Membership.id).where(Membership.status == Status.ENDED)).all()
    assert len(ended) == left


def look_after(app: Flask) -> list[str]:
    """Run the job, and return what Nina was written so far."""
    with app.app_context():
        jobs.end_unused()
    return [str(letter["Subject"]) for letter in letters_to(app, "nina@poste.example")]


def test_an_unused_account_gets_two_letters_and_then_it_is_erased(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2028, 11, 5, 11, tzinfo=UTC))  # 22 months after the last sign, and some days
    letters_so_far = []
    for _ in range(3):
        letters_so_far.append(len(look_after(app)))
        clock.shift(timedelta(days=31))
    assert letters_so_far == [1, 2, 2]
    with app.app_context():
        assert db.session.get(Person, world.nina.person_id) is None


def test_an_account_used_again_is_written_no_second_time(
    app: Flask, world: World, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2028, 11, 5, 11, tzinfo=UTC))
    look_after(app)
    Client(app).sign_in(world.nina)
    clock.shift(timedelta(days=62))
    run(app)
    assert len(look_after(app)) == 1


def link_in(app: Flask, world: World, address: str = "") -> str:
    found = re.search(r"https?://[^/\s]+(/s/\S+)", text_of(letters_to(app, address or world.lise.email)[-1]))
    assert found is not None
    return found[1]
