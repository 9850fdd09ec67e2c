"""A feed comes in again: what a group or its keeper did meanwhile stays."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from flask import Flask

from entraide import clock
from entraide.accounts.actions import make_person
from entraide.accounts.queries import find_person
from entraide.directory.report import Report
from entraide.groups.actions import change
from entraide.meetings.actions.planning import cancel
from entraide.meetings.actions.resuming import resume
from entraide.meetings.actions.series import end_series
from entraide.meetings.models import MeetingStatus
from entraide.members.models import Status
from tests.directory.bringing import (
    Importer,
    Kept,
    contents,
    everything,
    meetings_of,
    only_group,
    outcomes,
    row,
    standing,
    words_of,
)
from tests.world import World


def codes(report: Report) -> set[str]:
    return {remark.code for line in report.lines for remark in line.notices}


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
