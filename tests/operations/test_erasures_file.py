"""The erasure journal: numbers that go on, a crash that leaves half a line, a line that somebody changed."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from entraide.vault import erasure_file
from entraide.vault.erasure_file import BrokenErasures, add, last_number, put, read, with_missing

DAY = date(2026, 11, 22)


def mark(number: int) -> str:
    return f"{number:032x}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "erasures"


def fill(path: Path, many: int) -> None:
    add(path, [(DAY, "person", mark(number)) for number in range(1, many + 1)])


def test_numbers_follow_each_other_over_many_writings(path: Path) -> None:
    fill(path, 3)
    assert add(path, [(DAY, "managed", mark(9))]) == {mark(n): n for n in (1, 2, 3)} | {mark(9): 4}
    assert [line.number for line in read(path)] == [1, 2, 3, 4]


def test_the_same_erasure_written_again_keeps_its_number(path: Path) -> None:
    fill(path, 3)
    before = path.read_bytes()
    assert add(path, [(DAY, "person", mark(2))])[mark(2)] == 2
    assert path.read_bytes() == before


@given(cut=st.integers(1, 68))
@hypothesis_settings(max_examples=25)
def test_half_a_line_at_the_end_is_no_line_and_is_written_over(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "erasures"
    fill(path, 3)
    path.write_bytes(path.read_bytes()[:-cut])
    assert last_number(path) == 2
    assert add(path, [(DAY, "person", mark(7))])[mark(7)] == 3
    assert [line.mark for line in read(path)] == [mark(1), mark(2), mark(7)]


@pytest.mark.parametrize("change", [(b" person ", b" group "), (b"2026-11-22", b"2026-11-23"), (b"2 2026", b"5 2026")])
def test_a_changed_line_is_found(path: Path, change: tuple[bytes, bytes]) -> None:
    fill(path, 3)
    path.write_bytes(path.read_bytes().replace(*change, 1))
    with pytest.raises(BrokenErasures):
        read(path)


def test_a_line_taken_out_is_found(path: Path) -> None:
    fill(path, 3)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    with pytest.raises(BrokenErasures):
        read(path)


def test_a_lost_file_begins_after_the_last_number_known_and_says_that_lines_are_missing(path: Path) -> None:
    assert add(path, [(DAY, "person", mark(1))], least=12)[mark(1)] == 14
    assert [(line.number, line.kind) for line in read(path)] == [(13, "missing"), (14, "person")]


def test_a_restore_without_its_newest_lines_is_noted_for_good(path: Path) -> None:
    fill(path, 2)
    put(with_missing(path.read_bytes(), DAY, 5), path)
    fill(path, 2)
    assert [(line.number, line.kind) for line in read(path)][2:] == [(6, "missing")]
    assert add(path, [(DAY, "person", mark(8))])[mark(8)] == 7


def test_it_is_for_the_servers_user_alone_and_names_nobody(path: Path) -> None:
    fill(path, 1)
    assert path.stat().st_mode & 0o077 == 0
    assert path.read_bytes().split()[:3] == [b"1", b"2026-11-22", b"person"]


def test_a_copy_is_whole(path: Path, tmp_path: Path) -> None:
    fill(path, 4)
    (folder := tmp_path / "copies").mkdir()
    erasure_file.copy(path, folder)
    assert read(folder / erasure_file.NAME) == read(path)
    assert [file.name for file in folder.iterdir()] == [erasure_file.NAME]
