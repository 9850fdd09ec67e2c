"""`python -m entraide import`: what it prints, where, and with which exit code."""

import io
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from entraide import cli
from tests.conftest import Stage
from tests.directory.bringing import FEDERATION, contents, only_group, row

Command = Callable[..., int]
COUNTS = ("created", "updated", "same", "refused", "missing")


@pytest.fixture
def command(stage: Stage, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command on the instance of the tests; wrong use ends with its own exit code."""
    for name in ("instance", "database_url", "keys_url", "public_url", "master_key_file"):
        monkeypatch.setenv(f"ENTRAIDE_{name.upper()}", str(getattr(stage.settings, name)))
    monkeypatch.setenv("ENTRAIDE_DEMO", "1")
    monkeypatch.setattr(cli, "create_app", lambda settings: app)

    def run(*arguments: object) -> int:
        try:
            return cli.main(["import", *map(str, arguments)])
        except SystemExit as end:
            return int(end.code or 0)

    return run


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    file = tmp_path / "feed.json"
    rows = [row(), row(slug="b", name="Autre", notes="Open meeting last Monday of the month."), row(slug="x", day="?")]
    file.write_text(json.dumps(rows))
    return file


def usual(file: Path) -> list[object]:
    return [file, "--format", "meeting-guide", "--organiser", FEDERATION]


def test_with_json_the_output_is_one_object(
    app: Flask, command: Command, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(*usual(feed), "--json") == 0
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert said.err == ""
    assert {name: report[name] for name in COUNTS} == dict(zip(COUNTS, (2, 0, 0, 1, 0), strict=True))
    assert (report["format"], report["dry_run"]) == ("meeting-guide", False)
    assert [(one["line"], one["id"], one["outcome"]) for one in report["rows"]] == [
        (1, "parole", "created"),
        (2, "b", "created"),
        (3, "x", "refused"),
    ]
    assert report["rows"][2]["reasons"][0]["code"] == "unknown_day"
    assert report["rows"][1]["proposals"][0]["rule"] == "FREQ=MONTHLY;BYDAY=-1MO"


def test_people_read_a_line_for_each_row_and_the_sums(
    command: Command, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(*usual(feed)) == 0
    said = capsys.readouterr().out
    assert "    3  refusée        x                        Le jour de la semaine n’a pas été compris." in said
    assert "    2  reprise\n" in said


def test_a_series_that_is_gone_is_told_by_the_page_of_its_group(
    command: Command, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command(*usual(feed), "--json")
    page = json.loads(capsys.readouterr().out)["rows"][1]["group"]
    feed.write_text(json.dumps([row()]))
    command(*usual(feed), "--json")
    assert json.loads(capsys.readouterr().out)["missing_from"] == [page]
    command(*usual(feed))
    assert page in capsys.readouterr().out


def test_the_words_follow_what_the_terminal_can_write(
    command: Command, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with io.TextIOWrapper(io.BytesIO(), encoding="ascii") as plain:
        monkeypatch.setattr(sys, "stdout", plain)
        assert command(*usual(feed)) == 0


def test_a_dry_run_says_that_nothing_was_stored(
    app: Flask, command: Command, feed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(app)
    assert command(*usual(feed), "--dry-run") == 0
    assert "Rien n’a été enregistré" in capsys.readouterr().out
    assert contents(app) == before


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b'{"a": 1}', b"[" * 100_000, "{}".encode("utf-16"), b'"words"']
)
def test_what_is_no_feed_is_refused_in_one_sentence(
    app: Flask, command: Command, feed: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(app)
    feed.write_bytes(content)
    assert command(*usual(feed), "--json") == 1
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert contents(app) == before


@pytest.mark.parametrize("content", [b"[]", b"name,slug\n", b"[1, null, {}]"])
def test_a_feed_without_a_good_row_is_read_and_makes_nobody_an_organiser(
    app: Flask, command: Command, feed: Path, content: bytes
) -> None:
    before = contents(app)
    feed.write_bytes(content)
    assert command(*usual(feed)) == 0
    assert contents(app) == before


def test_a_file_that_is_not_there_is_said(command: Command, feed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(*usual(feed.with_name("nowhere.json"))) == 1
    assert command(*usual(feed.parent)) == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "meeting-guide"],
        ["--format", "ical", "--organiser", FEDERATION],
        ["--format", "meeting-guide", "--organiser", "not an address"],
        ["--format", "meeting-guide", "--organiser", FEDERATION, "--timezone", "Mars/Phobos"],
    ],
)
def test_wrong_use_ends_with_two(app: Flask, command: Command, feed: Path, arguments: list[str]) -> None:
    before = contents(app)
    assert command(feed, *arguments) == 2
    assert contents(app) == before


def test_a_zone_is_known_in_any_capitals(app: Flask, command: Command, feed: Path) -> None:
    feed.write_text(json.dumps([row(timezone=None)]))
    assert command(*usual(feed), "--timezone", "america/edmonton") == 0
    with only_group(app) as kept:
        assert kept.series[0].zone == "America/Edmonton"


def test_logs_name_nobody(command: Command, feed: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        command(*usual(feed))
    for word in (FEDERATION, "Parole", "parole", "Tilleuls", str(feed)):
        assert word not in caplog.text
