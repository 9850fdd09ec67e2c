"""SECURITY.md says what is so: each test and file it names exists, nothing that needs a test is without one."""

import ast
import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from entraide.settings import ROOT

PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
VERDICTS = {"met", "in part", "not met", "does not apply"} | {f"deviation {at}" for at in range(1, 6)}
BUTTONS = {"Quitter vite"}
LATER = {"T8", "T15"}  # figures, and seekers' contacts
SECTIONS = {  # of the standard: how many requirements of levels 1 and 2 each section's numbers begin with
    "1": (2, 9, 11, 3, 2),
    "2": (3, 3, 4, 1),
    "3": (0, 2, 4, 6, 5, 0, 2),
    "4": (3, 1, 2, 4),
    "5": (1, 3, 2, 3),
    "6": (3, 12, 4, 4, 5, 3, 0, 4),
    "7": (3, 4, 2, 5, 2, 2),
    "8": (2, 3, 1, 1),
    "9": (3, 4),
    "10": (2, 2, 4, 11, 5, 2, 3),
    "11": (2, 3, 3, 4, 1, 1),
    "12": (3, 2, 4),
    "13": (1, 5, 2, 5),
    "14": (2, 4, 3),
    "15": (3, 3, 7),
    "16": (1, 5, 4, 3, 3),
    "17": (1, 4, 2),
}


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading."""
    part = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines][1:]


def named_in(text: str) -> list[str]:
    return re.findall(r"`([\w/]*test_\w+::\w+)`", text)


@cache
def functions_of(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def numbers() -> dict[str, str]:
    """Return the level of each requirement, the ranges of what does not apply written out."""
    found: dict[str, str] = {}
    for number, level, _, verdict, _ in asvs():
        for part in number.split(", "):
            first, _, last = part.partition("–")
            section, _, at = first.rpartition(".")
            end = int(last.rpartition(".")[2]) if last else int(at)
            assert verdict == "does not apply" or number == first, f"{number} is a line for several that apply"
            for one in range(int(at), end + 1):
                assert f"{section}.{one}" not in found
                found[f"{section}.{one}"] = level
    return found


def asvs() -> list[list[str]]:
    part = PAGE.split("## ASVS 5.0.0")[1]
    lines = [line for line in part.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


@pytest.mark.parametrize("name", sorted(set(named_in(PAGE))))
def test_a_test_that_is_named_exists(name: str) -> None:
    file, _, function = name.partition("::")
    assert f"test_{function}" in functions_of(ROOT / "tests" / f"{file}.py")


def test_nothing_looks_like_a_test_and_is_read_as_none() -> None:
    """A name that is misspelt must not slip by whoever reads names."""
    like = [text for text in re.findall(r"`([^`]*)`", PAGE) if "::" in text or re.search(r"test_\w+[.:]", text)]
    assert [text for text in like if f"`{text}`" not in {f"`{name}`" for name in named_in(PAGE)}] == [
        "tests/security/test_assurance.py"
    ]


def test_no_test_that_is_named_is_empty() -> None:
    assert {name for name in named_in(PAGE) if not _claims(name)} == set()


def _claims(name: str) -> bool:
    """Say whether a test asserts something itself, or calls what does."""
    file, _, function = name.partition("::")
    tree = ast.parse((ROOT / "tests" / f"{file}.py").read_text("utf-8"))
    [found] = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == f"test_{function}"]
    said = [node for node in ast.walk(found) if isinstance(node, (ast.Assert, ast.Call))]
    return any(isinstance(node, ast.Assert) for node in said) or any(
        re.search(r"raises|assert|check|expect|read_all|same", ast.unparse(node)) for node in said
    )


def test_a_file_that_is_named_exists() -> None:
    named = set(re.findall(r"`((?:[\w-]+/)*[\w-]+\.(?:py|lock))`", PAGE))
    known = (ROOT, ROOT / "entraide")
    assert {one for one in named if not any((place / one).exists() for place in known)} == set()
    assert len(named) > 25


def test_every_threat_is_answered_by_a_test() -> None:
    threats = {cells[0].split()[0] for cells in rows("Threat model")}
    tested = {cells[0].split()[0]: named_in(cells[1]) for cells in rows("Threats and their tests")}
    assert threats == {f"T{at}" for at in range(1, 20)}
    assert {name for name, tests in tested.items() if tests} == threats - LATER


def test_every_control_is_shown_by_a_test() -> None:
    controls = rows("Controls and their tests")
    assert len(controls) >= 20
    assert [cells[0] for cells in controls if not named_in(cells[2])] == []
    assert [cells[0] for cells in controls if not re.fullmatch(r"`[\w/]+\.py`(, `[\w/]+\.py`)*", cells[1])] == []


def test_every_requirement_of_levels_1_and_2_has_its_line() -> None:
    wanted = chain.from_iterable(
        (f"{chapter}.{section}.{at}" for at in range(1, many + 1))
        for chapter, counts in SECTIONS.items()
        for section, many in enumerate(counts, 1)
    )
    levels = numbers()
    assert set(levels) == set(wanted)
    assert [list(levels.values()).count(level) for level in "12"] == [70, 183]


def test_every_line_has_a_verdict_and_says_where_or_why() -> None:
    for number, _, what, verdict, where in asvs():
        assert {verdict} <= VERDICTS or verdict == "deviation 2 and 3", number
        assert what, number
        assert where, number
        assert verdict == "does not apply" or where.strip("-–—. ") not in ("", "none"), number


def test_a_part_that_is_named_exists() -> None:
    told = PAGE + (ROOT / "README.md").read_text("utf-8")
    named = {part for *_, where in asvs() for part in re.findall(r"(?<!\*)\*([A-Z][\w ,]+)\*(?!\*)", where)}
    assert {part for part in named - BUTTONS if f"**{part}" not in told and f"# {part}" not in told} == set()
    assert len(named) > 5


def test_every_deviation_is_written_down() -> None:
    part = PAGE.split("## Deviations")[1].split("\n## ")[0]
    for number, _, _, verdict, _ in asvs():
        for at in re.findall(r"\d", verdict):
            [said] = re.findall(rf"^{at}\. .*(?:\n .*)*", part, re.M)
            assert number in said or number.rpartition(".")[0] in said, number
