"""How long what is kept: one table, within bounds."""

from datetime import timedelta

import pytest

from entraide.retention import TABLE, Kept
from entraide.settings import Unsafe, load


@pytest.mark.parametrize("what", Kept)
def test_every_line_keeps_within_its_own_bounds(what: Kept) -> None:
    line = TABLE[what]
    assert 0 < line.least <= line.days <= line.most


def test_an_operator_keeps_answers_for_a_shorter_time(tmp_path) -> None:
    chosen = load({}, instance=tmp_path, retention={"answers": 7})
    assert chosen.kept(Kept.ANSWERS) == timedelta(days=7)


def test_the_environment_names_lines_and_days(tmp_path) -> None:
    chosen = load({"ENTRAIDE_RETENTION": "answers=7, letters=10"}, instance=tmp_path)
    assert (chosen.kept(Kept.ANSWERS).days, chosen.kept(Kept.LETTERS).days) == (7, 10)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answers": 400}, "from 7 to 28"),
        ({"answers": 0}, "from 7 to 28"),
        ({"key_copies": 8}, "from 7 to 7"),
        ({"names": 3}, "no line 'names'"),
        ({"answers": True}, "from 7 to 28"),
    ],
)
def test_what_lies_outside_the_bounds_does_not_start(tmp_path, given: dict[str, int], said: str) -> None:
    with pytest.raises(Unsafe, match=said):
        load({}, instance=tmp_path, retention=given)


def test_words_instead_of_days_do_not_start(tmp_path) -> None:
    with pytest.raises(Unsafe, match="not understood"):
        load({"ENTRAIDE_RETENTION": "answers=long"}, instance=tmp_path)
