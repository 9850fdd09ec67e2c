"""The demo world holds what README and the issue promise, and its description is the documented interface."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from flask import Flask
from sqlalchemy import func, select

from entraide import create_app
from entraide.access import scope
from entraide.clock import now
from entraide.db import db
from entraide.demo.running import demo_settings
from entraide.groups.models import Asked, Group
from entraide.meetings.models import Answer, Meeting, MeetingStatus, Mode, ProgrammeDay, Standing
from entraide.settings import ROOT

PORT = 8999


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "instance"


@pytest.fixture(scope="module")
def description(instance: Path) -> dict[str, Any]:
    return describe(instance)


def describe(instance: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "entraide", "demo", "--describe", "--port", str(PORT)]
    environ = os.environ | {"ENTRAIDE_INSTANCE": str(instance)}
    environ.pop("ENTRAIDE_DATABASE_URL", None)
    out = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True).stdout
    said: dict[str, Any] = json.loads(out)
    return said


@pytest.fixture(scope="module")
def made(instance: Path, description: dict[str, Any]) -> Iterator[Flask]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENTRAIDE_INSTANCE", str(instance))
        app = create_app(demo_settings(PORT), testing=True)
    with app.app_context():
        scope.add(*db.session.scalars(select(Group.id)))
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["entraide.vault"].engine.dispose()


def coming(*conditions: Any) -> Any:
    until = now() + relativedelta(months=3)
    return select(Meeting).where(Meeting.starts_at > now(), Meeting.starts_at < until, *conditions)


def test_the_description_has_the_documented_shape(description: dict[str, Any], instance: Path) -> None:
    assert set(description) == {"base_url", "mail_dir", "people", "groups", "feeds"}
    assert description["base_url"] == f"http://127.0.0.1:{PORT}"
    assert description["mail_dir"] == str(instance / "demo-mail")
    assert {frozenset(one) for one in description["people"]} == {frozenset({"role", "email", "groups"})}
    assert {frozenset(one) for one in description["groups"]} == {frozenset({"name", "url", "organiser"})}
    assert {one["level"] for one in description["feeds"]} == {"discreet", "full"}


def test_describing_twice_says_the_same(description: dict[str, Any], instance: Path) -> None:
    assert describe(instance) == description


def test_other_commands_know_a_demo_by_its_folder_alone(
    description: dict[str, Any], instance: Path, tmp_path: Path
) -> None:
    feed = tmp_path / "meetings.json"
    feed.write_text("[]", "utf-8")
    words = f"import {feed} --format meeting-guide --organiser fed@poste.example --dry-run --json".split()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ENTRAIDE_")}
    environ["ENTRAIDE_INSTANCE"] = str(instance)
    done = subprocess.run(
        [sys.executable, "-m", "entraide", *words], cwd=ROOT, env=environ, capture_output=True, text=True
    )
    assert "MASTER_KEY" not in done.stderr
    assert json.loads(done.stdout)["dry_run"]


def test_every_address_ends_in_example(description: dict[str, Any]) -> None:
    assert all(one["email"].endswith(".example") for one in description["people"])


def test_one_person_is_in_three_groups_under_three_names(description: dict[str, Any]) -> None:
    lise = next(one for one in description["people"] if one["email"] == "lise@poste.example")
    assert len({one["group"] for one in lise["groups"]}) == len({one["name"] for one in lise["groups"]}) == 3


def test_there_are_five_groups_in_four_chapters_and_one_is_unlisted(made: Flask) -> None:
    groups = db.session.scalars(select(Group)).all()
    assert (len(groups), len({group.chapter for group in groups})) == (5, 4)
    assert [group.listed for group in groups].count(False) == 1


def test_one_group_has_forty_members(description: dict[str, Any], made: Flask) -> None:
    from entraide.members.models import Membership, Status

    active = select(Membership.group_id).where(Membership.status == Status.ACTIVE)
    assert 40 in Counter(db.session.scalars(active)).values()


def test_one_group_does_not_ask_for_answers(made: Flask) -> None:
    not_asked = select(Meeting.group_id).where(Meeting.asked == Asked.NOT_ASKED).distinct()
    assert len(db.session.scalars(not_asked).all()) == 1


def test_every_kind_of_meeting_is_coming(made: Flask) -> None:
    assert {meeting.mode for meeting in db.session.scalars(coming())} == set(Mode)


def test_one_is_cancelled_one_moved_one_full_with_a_waiting_list(made: Flask) -> None:
    assert db.session.scalars(coming(Meeting.status == MeetingStatus.CANCELLED)).all()
    assert db.session.scalars(coming(Meeting.moved_from.is_not(None))).all()
    assert db.session.scalar(select(func.count()).where(Answer.standing == Standing.WAITING))


def test_the_weekend_has_a_programme_of_three_days(made: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(ProgrammeDay)) == 3


def test_a_year_lies_behind_with_headcounts(made: Flask) -> None:
    past = db.session.scalars(select(Meeting).where(Meeting.ends_at < now())).all()
    assert min(meeting.starts_at for meeting in past) < now() - timedelta(days=330)
    counted = [meeting for meeting in past if meeting.heads is not None]
    assert 0.7 < len(counted) / len(past) < 1
    assert 0 not in {meeting.heads for meeting in counted}
