"""A feed comes in again: what it did not change stays, what it changed follows, what it lost is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from entraide import clock
from entraide.accounts.actions import make_person
from entraide.accounts.queries import find_person
from entraide.db import db
from entraide.directory import actions
from entraide.directory.report import Report
from entraide.groups.actions import change
from entraide.mail.models import Letter
from entraide.meetings.actions.planning import cancel
from entraide.meetings.actions.resuming import resume
from entraide.meetings.actions.series import end_series
from entraide.meetings.models import MeetingStatus, Mode
from entraide.meetings.queries.meetings import details_of
from entraide.meetings.recurrence import UnreadableRule
from entraide.members.actions import join
from entraide.members.models import Status
from entraide.operations.importing import Stopped
from tests.directory.bringing import (
    BRUSSELS,
    Importer,
    Kept,
    contents,
    everything,
    meetings_of,
    only_group,
    row,
    standing,
    words_of,
)
from tests.world import World


def outcomes(report: Report) -> list[str]:
    return [line.outcome.value for line in report.lines]


def codes(report: Report) -> set[str]:
    return {remark.code for line in report.lines for remark in line.notices}


def letters() -> list[str]:
    return sorted(db.session.scalars(select(Letter.kind)))


@pytest.fixture
def with_lise(app: Flask, world: World) -> Callable[[], None]:
    """Let Lise join the one group that came in."""

    def let_in() -> None:
        with only_group(app) as kept:
            join(kept.id, world.lise.person_id, "Lise", consent_version="1")

    return let_in


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


def test_what_a_group_changed_itself_stays(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    with only_group(app) as kept:
        face = replace(kept.face, topics="la parole")
        change(kept.group, kept.group.revision, name="Le Cercle", face=face, by=kept.members[0].id)
    bring_in(row(types=["C"], group_notes="Nous avons trente ans."))
    with only_group(app) as kept:
        assert (kept.name, kept.face.topics, kept.face.about) == ("Le Cercle", "la parole", "Nous avons trente ans.")
        assert not kept.group.meetings_open


def test_a_meeting_that_was_cancelled_stays_cancelled(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    with only_group(app) as kept:
        cancel(meetings_of(kept.series[0])[1], announce=False)
    bring_in(row(location="Salle des fêtes"))
    with only_group(app) as kept:
        assert meetings_of(kept.series[0])[1].status is MeetingStatus.CANCELLED


def test_a_series_that_the_group_ended_does_not_come_back(app: Flask, bring_in: Importer) -> None:
    bring_in(row())
    with only_group(app) as kept:
        end_series(kept.series[0], date(2026, 12, 31), announce=False)
    before = contents(app)
    report = bring_in(row(time="18:00"))
    assert (outcomes(report), codes(report)) == (["same"], {"ended_here"})
    assert contents(app) == before


def left_behind(kept: Kept) -> None:
    kept.members[0].is_organiser = False


def closed(kept: Kept) -> None:
    kept.group.closed_at = clock.now()


@pytest.mark.parametrize(("deed", "code"), [(left_behind, "kept_by_others"), (closed, "closed_here")])
def test_a_group_she_no_longer_keeps_is_left_alone(
    app: Flask, bring_in: Importer, deed: Callable[[Kept], None], code: str
) -> None:
    bring_in(row())
    with only_group(app) as kept:
        deed(kept)
    before = contents(app)
    report = bring_in(row(time="18:00", name="Parole libre"))
    assert (outcomes(report), codes(report), report.missing) == (["same"], {code}, ())
    assert contents(app) == before


def test_of_two_who_read_the_mailbox_the_one_who_keeps_the_groups_goes_on(
    app: Flask, world: World, bring_in: Importer
) -> None:
    bring_in(row(), organiser=world.nina.email)
    for name in ("Noé", "Naël", "Noor"):
        with everything(app, world.nina.email):
            make_person(world.nina.email, name, "fr")
    assert outcomes(bring_in(row(), organiser=world.nina.email)) == ["same"]


def test_two_federations_may_bring_the_same_feed(app: Flask, world: World, bring_in: Importer) -> None:
    bring_in(row())
    assert outcomes(bring_in(row(), organiser=world.nina.email)) == ["created"]


def test_her_language_is_the_groups(app: Flask, world: World, bring_in: Importer) -> None:
    with everything(app, world.nina.email):
        find_person(world.nina.person_id).language = "en"
    bring_in(row(), organiser=world.nina.email)
    with only_group(app, world.nina.email) as kept:
        assert (kept.group.language, words_of(kept)[0].about) == ("en", "Open meeting")


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


def test_members_stay_through_it_all(app: Flask, bring_in: Importer, with_lise: Callable[[], None]) -> None:
    bring_in(row())
    with_lise()
    bring_in(row(name="Parole ouverte", location="Salle des fêtes"))
    with only_group(app) as kept:
        assert [member.status for member in kept.members] == [Status.ACTIVE] * 2
        assert standing(kept.series[0])[0].time() == time(19)


def test_a_paused_series_that_the_group_resumed_is_left_to_it(app: Flask, bring_in: Importer) -> None:
    bring_in(row(types=["TC"]))
    with only_group(app) as kept:
        resume(kept.series[0])
    before = contents(app)
    assert outcomes(bring_in(row(types=["TC"]))) == ["same"]
    assert contents(app) == before
    assert outcomes(bring_in(row())) == ["updated"]
    with only_group(app) as kept:
        (series,) = kept.series
        assert standing(series)[0].date() == date(2026, 11, 30)
