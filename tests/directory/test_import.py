"""A federation's groups come in: private, kept by one person, each with its weekly series."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from entraide.accounts.queries import address_of, find_person
from entraide.directory.drafts import Outcome
from entraide.directory.report import Line
from entraide.groups.models import Asked, Ceiling, Preset
from entraide.meetings.jobs import make_ahead
from entraide.meetings.models import Mode
from entraide.members.models import Status
from entraide.members.queries import name_of
from entraide.vault.sealed import store
from entraide.vault.store import keys
from tests.directory.bringing import (
    BRUSSELS,
    FEDERATION,
    Importer,
    contents,
    everything,
    meetings_of,
    only_group,
    row,
    standing,
    words_of,
)
from tests.people import Client
from tests.world import World


def codes(line: Line) -> set[str]:
    return {remark.code for remark in line.notices}


def count_keys(app: Flask) -> int:
    with app.app_context(), store().engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(keys)) or 0


def test_a_row_becomes_a_private_group_with_its_weekly_series(app: Flask, bring_in: Importer) -> None:
    line = bring_in.one()
    assert line.outcome is Outcome.CREATED
    with only_group(app) as kept:
        assert (kept.name, kept.group.listed, kept.face.area) == ("Parole libre", False, "Namur")
        (series,) = kept.series
        assert (series.rule, series.starts, series.minutes) == ("FREQ=WEEKLY;BYDAY=MO", time(19), 90)
        assert (series.zone, series.mode, series.ended_on) == ("Europe/Brussels", Mode.ROUND_TABLE, None)


def test_its_meetings_are_made_from_the_next_date_to_the_sixteenth_month_ahead(app: Flask, bring_in: Importer) -> None:
    bring_in.one()
    with only_group(app) as kept:
        dates = standing(kept.series[0])
        assert (dates[0].date(), dates[-1].date()) == (date(2026, 11, 30), date(2028, 3, 27))
        assert {when.time() for when in dates} == {time(19)}


@pytest.mark.parametrize(("hour", "first"), [("11:00", date(2026, 11, 24)), ("09:30", date(2026, 12, 1))])
def test_a_meeting_of_today_is_made_while_it_is_ahead(app: Flask, bring_in: Importer, hour: str, first: date) -> None:
    bring_in.one(day=2, time=hour, end_time=None)
    with only_group(app) as kept:
        assert standing(kept.series[0])[0].date() == first


def test_the_job_goes_on_where_the_import_stopped(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    bring_in.one()
    november.move_to(datetime(2026, 12, 5, 12, tzinfo=BRUSSELS))
    with app.app_context():
        make_ahead()
    with only_group(app) as kept:
        dates = standing(kept.series[0])
        assert dates[-1].date() == date(2028, 4, 24)
        assert len(dates) == len(set(dates)) == 74


def test_the_preset_is_that_of_a_fellowship(app: Flask, bring_in: Importer) -> None:
    bring_in.one()
    with only_group(app) as kept:
        assert (kept.group.preset, kept.group.asked) == (Preset.FELLOWSHIP, Asked.NOT_ASKED)
        assert kept.group.ceiling is Ceiling.ORGANISERS
        assert kept.series[0].asked is Asked.NOT_ASKED


def test_an_unknown_address_gets_an_account_that_signing_in_will_prove(app: Flask, bring_in: Importer) -> None:
    bring_in.one()
    with only_group(app) as kept:
        (member,) = kept.members
        assert (member.is_organiser, member.status, name_of(member)) == (True, Status.ACTIVE, "Organisation")
        assert member.consent_version is None
        assert address_of(find_person(member.person_id)) == FEDERATION


def test_a_known_address_keeps_the_groups_herself(app: Flask, world: World, bring_in: Importer) -> None:
    bring_in(row(), organiser="NINA@poste.example")
    with only_group(app, world.nina.email) as kept:
        assert [member.person_id for member in kept.members] == [world.nina.person_id]


def test_the_rows_of_one_group_meet_in_it(app: Flask, bring_in: Importer) -> None:
    report = bring_in(row(), row(slug="jeudi", day=4, name="Parole libre - Thursday"), row(slug="huy", region="Huy"))
    assert [line.outcome for line in report.lines] == [Outcome.CREATED] * 3
    assert report.lines[0].group == report.lines[1].group != report.lines[2].group
    with everything(app) as groups:
        assert sorted(len(kept.series) for kept in groups) == [1, 2]


def test_a_row_of_two_days_gives_two_series(app: Flask, bring_in: Importer) -> None:
    line = bring_in.one(day=[1, 4])
    assert line.outcome is Outcome.CREATED
    with only_group(app) as kept:
        assert {series.rule for series in kept.series} == {"FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=TH"}


def test_a_row_without_a_day_brings_its_group_without_meetings(app: Flask, bring_in: Importer) -> None:
    line = bring_in.one(day=None, notes="Le soir surtout.")
    assert (line.outcome, codes(line)) == (Outcome.CREATED, {"by_appointment"})
    with only_group(app) as kept:
        assert (kept.series, kept.face.about) == ([], "Le soir surtout.")


def test_a_paused_series_comes_in_without_dates(
    app: Flask, bring_in: Importer, november: time_machine.Traveller
) -> None:
    line = bring_in.one(types=["TC"])
    assert codes(line) == {"location_closed", "paused"}
    november.move_to(datetime(2027, 2, 5, 12, tzinfo=BRUSSELS))
    with app.app_context():
        make_ahead()
    with only_group(app) as kept:
        assert meetings_of(kept.series[0]) == []


def test_a_refused_row_refuses_itself_alone(app: Flask, bring_in: Importer) -> None:
    report = bring_in(row(), row(slug="x", day="someday"), "not a row")
    assert [line.outcome for line in report.lines] == [Outcome.CREATED, Outcome.REFUSED, Outcome.REFUSED]
    assert [remark.code for remark in report.lines[1].reasons] == ["unknown_day"]


def test_types_are_said_in_words(app: Flask, bring_in: Importer) -> None:
    bring_in.one(types=["C", "W", "X", "FR", "QX"])
    with only_group(app) as kept:
        said = words_of(kept)[0]
        assert said.about == "Rencontre fermée · Femmes · QX · français"
        assert said.step_free
        assert (kept.group.languages, kept.group.meetings_open) == (["fr"], False)


def test_a_monthly_rule_in_words_is_proposed_and_not_applied(app: Flask, bring_in: Importer) -> None:
    line = bring_in.one(notes="Open meeting last Monday of the month.")
    assert codes(line) == {"monthly_words"}
    assert [(one.kind, one.rule) for one in line.proposals] == [("opens", "FREQ=MONTHLY;BYDAY=-1MO")]
    with only_group(app) as kept:
        assert kept.series[0].rule == "FREQ=WEEKLY;BYDAY=MO"


def test_a_row_s_own_zone_wins_over_the_one_given_and_that_over_the_instance_s(app: Flask, bring_in: Importer) -> None:
    report = bring_in(row(), row(slug="b", name="Autre", timezone=None), timezone="America/Edmonton")
    assert [codes(line) for line in report.lines] == [set(), set()]
    third = bring_in(row(slug="c", name="Troisième", timezone=None)).lines[0]
    assert codes(third) == {"default_zone"}
    with everything(app) as groups:
        zones = {kept.name: (kept.group.timezone, kept.series[0].zone) for kept in groups}
    assert zones == {
        "Parole libre": ("Europe/Brussels",) * 2,
        "Autre": ("America/Edmonton",) * 2,
        "Troisième": ("Europe/Brussels",) * 2,
    }


def test_an_hour_in_the_change_of_clocks_is_told_and_taken_about(app: Flask, bring_in: Importer) -> None:
    line = bring_in.one(day=0, time="02:30", end_time="03:30")
    assert codes(line) == {"clocks_change"}
    with only_group(app) as kept:
        hours = {when.date(): when.time() for when in standing(kept.series[0])}
        assert hours[date(2027, 3, 28)] == time(3, 30)
        assert hours[date(2027, 10, 31)] == time(2, 30)


def test_a_dry_run_says_the_same_and_stores_nothing(app: Flask, bring_in: Importer) -> None:
    rows = [row(), row(slug="x", day="someday"), row(slug="b", name="Autre")]
    before = contents(app)
    planned = bring_in(*rows, dry_run=True)
    assert contents(app) == before
    done = bring_in(*rows)
    assert [line.outcome for line in planned.lines] == [line.outcome for line in done.lines]


def test_a_dry_run_makes_no_key(app: Flask, bring_in: Importer) -> None:
    before = count_keys(app)
    bring_in(row(), dry_run=True)
    assert count_keys(app) == before


def test_the_organiser_finds_her_groups_in_her_agenda(app: Flask, bring_in: Importer) -> None:
    pages = [str(line.group) for line in bring_in(row(), row(slug="b", name="Autre", day=3)).lines]
    with everything(app) as groups:
        person_id = groups[0].members[0].person_id
    client = Client(app).sign_in(person_id)
    agenda = client.get("/agenda").get_data(as_text=True)
    assert ("Parole libre" in agenda, "Autre" in agenda) == (True, True)
    assert [client.get(page).status_code for page in pages] == [200, 200]


def test_wall_clocks_of_another_continent_stand(app: Flask, bring_in: Importer) -> None:
    bring_in.one(timezone="America/Edmonton")
    with only_group(app) as kept:
        zone = ZoneInfo("America/Edmonton")
        assert {one.starts_at.astimezone(zone).time() for one in meetings_of(kept.series[0])} == {time(19)}
