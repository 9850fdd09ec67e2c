"""A feed comes in again: what it did not change stays, what it changed follows, what it lost is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import OperationalError

from entraide.directory import actions
from entraide.meetings.models import Mode
from entraide.meetings.queries.meetings import details_of
from entraide.meetings.recurrence import UnreadableRule
from entraide.operations.importing import Stopped
from tests.directory.bringing import BRUSSELS, Importer, contents, everything, meetings_of, only_group, outcomes, row


def test_the_same_feed_again_changes_nothing(app: Flask, bring_in: Importer) -> None:
    rows = [row(), row(slug="b", name="Autre", types=["TC"]), row(slug="c", name="Sans jour", day=None)]
    bring_in(*rows)
    before = contents(app)
    report = bring_in(*rows)
    assert outcomes(report) == ["same"] * 3
    assert contents(app) == before


def test_a_month_later_it_still_changes_nothing(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    bring_in(row())
    before = contents(app)
    november.shift(timedelta(days=31))
    assert outcomes(bring_in(row())) == ["same"]
    assert contents(app) == before


def test_when_the_feed_last_touched_a_row_is_no_change(bring_in: Importer) -> None:
    bring_in(row(updated="2026-01-01 10:00:00"))
    assert outcomes(bring_in(row(updated="2026-10-01 10:00:00"))) == ["same"]


def test_a_new_row_joins_its_group(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    assert outcomes(bring_in(row(), row(slug="jeudi", day=4))) == ["same", "created"]
    with only_group(app) as kept:
        assert len(kept.series) == 2


def test_changed_words_are_written_into_this_and_all_that_follow(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    bring_in(row(day=2))
    november.move_to(datetime(2026, 12, 2, 12, tzinfo=BRUSSELS))
    assert outcomes(bring_in(row(day=2, location="Salle des fêtes"))) == ["updated"]
    with only_group(app) as kept:
        (series,) = kept.series
        places = [details_of(one).place for one in meetings_of(series)]
        assert places[:2] == ["Maison des associations"] * 2
        assert set(places[2:]) == {"Salle des fêtes"}


def test_a_table_that_goes_online_keeps_its_meetings(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    with only_group(app) as kept:
        before = [one.id for one in meetings_of(kept.series[0])]
    bring_in(row(conference_url="https://zoom.us/j/123456789"))
    with only_group(app) as kept:
        after = meetings_of(kept.series[0])
        assert [one.id for one in after] == before
        assert {one.mode for one in after} == {kept.series[0].mode} == {Mode.HYBRID}


def test_a_row_that_is_gone_is_told_and_left_as_it_is(app: Flask, bring_in: Importer) -> None:
    page = bring_in(row(), row(slug="b", name="Autre")).lines[1].group
    before = contents(app)
    report = bring_in(row())
    assert (outcomes(report), report.missing) == (["same"], (page,))
    assert contents(app) == before


def test_a_row_that_cannot_be_read_today_is_not_missing(bring_in: Importer) -> None:
    bring_in(row(), row(slug="b", name="Autre", day=[2, 3]))
    report = bring_in(row(), row(slug="b", name="Autre", day="someday"))
    assert (outcomes(report), report.missing) == (["same", "refused"], ())


def test_a_group_that_changed_its_name_is_recognised_by_its_meetings(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    assert outcomes(bring_in(row(name="Parole ouverte"))) == ["updated"]
    with only_group(app) as kept:
        assert (kept.name, len(kept.series)) == ("Parole ouverte", 1)
    assert outcomes(bring_in(row(name="Parole ouverte"))) == ["same"]


def test_the_same_slug_in_another_list_is_another_meeting(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    other = row(name="Autre", region="Huy", day=5, formatted_address="3 quai de la Meuse, Huy, Wallonie, Belgique")
    report = bring_in(other)
    assert (outcomes(report), len(report.missing)) == (["created"], 1)
    with everything(app) as groups:
        assert [kept.name for kept in groups] == ["Autre", "Parole libre"]


def test_what_the_feed_says_of_a_group_itself_follows(app: Flask, bring_in: Importer) -> None:
    bring_in(row(), row(slug="jeudi", day=4))
    report = bring_in(row(group_notes="Nous avons trente ans."), row(slug="jeudi", day=4))
    assert outcomes(report) == ["updated", "same"]
    with only_group(app) as kept:
        assert kept.face.about == "Nous avons trente ans."


def test_a_stopped_import_goes_on_where_it_stopped(
    app: Flask, bring_in: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row(slug=f"n{number}", name=f"Groupe {number}") for number in range(3)]
    bring = actions.bring_in
    calls = []

    def full_at_the_second(step: Any, *more: Any) -> Any:
        calls.append(step)
        if len(calls) == 2:
            raise OperationalError("insert", {}, Exception("database or disk is full"))
        return bring(step, *more)

    monkeypatch.setattr(actions, "bring_in", full_at_the_second)
    with pytest.raises(Stopped):
        bring_in(*rows)
    assert outcomes(bring_in(*rows)) == ["same", "created", "created"]


def test_a_group_that_cannot_be_stored_refuses_its_own_rows_alone(
    app: Flask, bring_in: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = actions.plan_series

    def no_mondays(group: Any, rule: Any, *more: Any, **named: Any) -> Any:
        if rule.on.weekday == 0:
            raise UnreadableRule
        return plan(group, rule, *more, **named)

    monkeypatch.setattr(actions, "plan_series", no_mondays)
    report = bring_in(row(), row(slug="jeudi", day=4), row(slug="b", name="Autre", day=2))
    assert outcomes(report) == ["refused", "created", "created"]
    assert [remark.code for remark in report.lines[0].reasons] == ["not_stored"]
    monkeypatch.undo()
    again = bring_in(row(), row(slug="jeudi", day=4), row(slug="b", name="Autre", day=2))
    assert outcomes(again) == ["created", "same", "same"]
