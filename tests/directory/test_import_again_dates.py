"""A feed comes in again with another hour, day or place: what becomes of the dates there were."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.db import db
from entraide.mail.models import Letter
from entraide.meetings.models import MeetingStatus
from tests.directory.bringing import BRUSSELS, Importer, meetings_of, only_group, outcomes, row, standing


def letters() -> list[str]:
    return sorted(db.session.scalars(select(Letter.kind)))


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ({"time": "18:00", "end_time": "19:00"}, datetime(2026, 11, 30, 18)),
        ({"day": 3}, datetime(2026, 11, 25, 19)),
        ({"timezone": "Europe/Lisbon"}, datetime(2026, 11, 30, 19)),
    ],
)
def test_another_hour_day_or_zone_is_another_rhythm(
    app: Flask, bring_in: Importer, changed: dict[str, Any], first: datetime
) -> None:
    bring_in(row())
    assert outcomes(bring_in(row(**changed))) == ["updated"]
    with only_group(app) as kept:
        dates = [when for series in kept.series for when in standing(series)]
        zone = ZoneInfo(changed.get("timezone", "Europe/Brussels"))
        assert min(dates) == first.replace(tzinfo=zone)
        assert {(when.weekday(), when.time()) for when in dates} == {(first.weekday(), first.time())}
    assert outcomes(bring_in(row(**changed))) == ["same"]


def test_where_nobody_could_know_the_old_dates_they_go_without_a_word(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    bring_in(row(time="18:00"))
    with only_group(app) as kept:
        assert [len(meetings_of(series)) for series in kept.series] == [70]
        assert letters() == []


def test_where_others_belong_the_old_dates_are_cancelled_and_told(
    app: Flask, bring_in: Importer, with_lise: Callable[[], None]
) -> None:
    bring_in(row())
    with_lise()
    bring_in(row(time="18:00"))
    with only_group(app) as kept:
        old = meetings_of(kept.series[0])
        assert {one.status for one in old} == {MeetingStatus.CANCELLED}
        assert letters() == ["series", "series", "series_ended", "series_ended"]


def test_another_place_is_told_to_those_who_belong(
    app: Flask, bring_in: Importer, with_lise: Callable[[], None]
) -> None:
    bring_in(row())
    with_lise()
    bring_in(row(location="Salle des fêtes"))
    with only_group(app):
        assert letters() == ["series_changed", "series_changed"]


def test_a_paused_series_comes_back_from_its_next_date(app: Flask, bring_in: Importer) -> None:
    bring_in(row(types=["TC"]))
    assert outcomes(bring_in(row())) == ["updated"]
    with only_group(app) as kept:
        (series,) = kept.series
        assert standing(series)[0].date() == date(2026, 11, 30)


def test_a_series_that_is_paused_keeps_what_was_and_has_nothing_ahead(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    bring_in(row(day=2))
    november.move_to(datetime(2026, 12, 2, 12, tzinfo=BRUSSELS))
    assert outcomes(bring_in(row(day=2, types=["TC"]))) == ["updated"]
    with only_group(app) as kept:
        dates = [when.date() for series in kept.series for when in standing(series)]
        assert dates == [date(2026, 11, 24), date(2026, 12, 1)]
    assert outcomes(bring_in(row(day=2, types=["TC"]))) == ["same"]


def test_a_day_more_leaves_the_first_day_s_meetings_alone(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    with only_group(app) as kept:
        before = {one.id for one in meetings_of(kept.series[0])}
    assert outcomes(bring_in(row(day=[1, 4]))) == ["updated"]
    with only_group(app) as kept:
        assert {one.id for one in meetings_of(kept.series[0])} == before
        assert [len(meetings_of(series)) for series in kept.series] == [70, 71]
    assert outcomes(bring_in(row(day=[1, 4]))) == ["same"]


def test_a_day_less_ends_that_day_s_meetings(app: Flask, bring_in: Importer) -> None:
    bring_in(row(day=[1, 4]))
    assert outcomes(bring_in(row(day=4))) == ["updated"]
    with only_group(app) as kept:
        assert {when.weekday() for series in kept.series for when in standing(series)} == {3}
    assert outcomes(bring_in(row(day=4))) == ["same"]
