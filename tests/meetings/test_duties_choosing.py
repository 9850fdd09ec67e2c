"""Organisers choose what a group or a series shares out, and what whoever does it must know."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from entraide import clock
from entraide.access.tokens import short
from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.groups.queries import find_group
from entraide.meetings.actions import duties, planning
from entraide.meetings.details import Details
from entraide.meetings.models import DutyKind, Meeting, Mode
from entraide.meetings.recurrence import Rule, Weekday
from tests.meetings.cars import do, holders_of
from tests.meetings.tables import at_work, make_meeting
from tests.people import Client

CODE = "La clé est chez Anne, code 4711."


@pytest.fixture
def series(app, world):
    with at_work(app, world.tilleuls):
        first = clock.today() + timedelta(days=7)
        made = planning.plan_series(
            find_group(world.tilleuls), Rule(Weekday(first.weekday()), times=2), first,
            clock.now().time().replace(hour=14), 60, Mode.ROUND_TABLE, Details(title="Table"),
            asked=Asked.USEFUL, places=None, announce=False,
        )  # fmt: skip
        return made.id


@pytest.fixture
def date(app, world, series):
    with at_work(app, world.tilleuls):
        return db.session.scalars(select(Meeting.id).where(Meeting.series_id == series)).first()


def choose(app, world, part="", **fields):
    return Client(app).sign_in(world.marcelle).post(f"/g/{short(world.tilleuls)}{part}/taches", fields)


def shown(app, who, meeting, part="/taches"):
    return Client(app).sign_in(who).get(f"/rencontre/{short(meeting)}{part}").text


def test_only_what_was_ticked_is_shared_out(app, world):
    meeting = make_meeting(app, world.tilleuls)
    choose(app, world, **{"newcomer-used": "y"})
    page = shown(app, world.lise, meeting, "")
    assert "Accueillir qui vient pour la première fois" in page
    assert "Apporter la clé" not in page


def test_what_is_ticked_no_more_is_held_no_more(app, world):
    meeting = make_meeting(app, world.tilleuls)
    do(app, world.tilleuls, meeting, lambda it: duties.take(it, DutyKind.KEY, world.lise_in_tilleuls))
    choose(app, world, **{"host-used": "y"})
    assert holders_of(app, world.tilleuls, meeting) == {}


def test_what_must_be_known_is_read_by_the_holder_and_organisers(app, world):
    meeting = make_meeting(app, world.tilleuls)
    choose(app, world, **{"key-used": "y", "key-text": CODE})
    do(app, world.tilleuls, meeting, lambda it: duties.take(it, DutyKind.KEY, world.lise_in_tilleuls))
    assert CODE in shown(app, world.lise, meeting)
    assert CODE in shown(app, world.marcelle, meeting)
    assert CODE not in shown(app, world.jo, meeting)
    with at_work(app, world.tilleuls):
        assert b"4711" not in (db.session.get_one(Group, world.tilleuls).duties_sealed or b"")


def test_a_series_has_its_own_or_its_groups(app, world, series, date):
    part = f"/series/{short(series)}"
    choose(app, world, **{"host-used": "y"})
    assert "Préparer le café" not in shown(app, world.lise, date)
    choose(app, world, part, **{"whose": "own", "coffee-used": "y"})
    assert "Préparer le café" in shown(app, world.lise, date)
    assert "Animer la rencontre" not in shown(app, world.lise, date)
    choose(app, world, part, whose="group")
    assert "Animer la rencontre" in shown(app, world.lise, date)


def test_marcelle_always_has_the_key(app, world, series, date):
    part = f"/series/{short(series)}"
    choose(app, world, part, **{"whose": "group", "key-always": short(world.marcelle_in_tilleuls)})
    assert holders_of(app, world.tilleuls, date) == {"key": world.marcelle_in_tilleuls}
    page = Client(app).sign_in(world.marcelle).get(f"/g/{short(world.tilleuls)}{part}/taches").text
    assert f'<option selected value="{short(world.marcelle_in_tilleuls)}">' in page
    choose(app, world, part, **{"whose": "group", "key-always": ""})
    assert holders_of(app, world.tilleuls, date) == {"key": None}


def test_somebody_of_another_group_is_nobody(app, world, series, date):
    choose(app, world, f"/series/{short(series)}", **{"whose": "group", "key-always": short(world.dov_in_passerelle)})
    assert holders_of(app, world.tilleuls, date) == {}


@pytest.mark.parametrize("fields", [{"whose": "nonsense"}, {"whose": "own", "key-text": "x" * 501}])
def test_what_cannot_be_kept_changes_nothing(app, world, series, date, fields):
    refused = choose(app, world, f"/series/{short(series)}", **fields)
    assert refused.status_code == 422
    assert "Apporter la clé" in shown(app, world.lise, date)
