"""Two worlds that differ in what is not for somebody are one world to her, to the byte."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from entraide.access.visibility import Visibility
from entraide.members.models import Field
from tests.conftest import Stage
from tests.lettering import moment
from tests.members.any_deeds import deeds, people_of
from tests.members.sequences import Deed, Play
from tests.members.two_worlds import Answered, Eye, differ
from tests.moments import Moment
from tests.world import World

pytestmark = pytest.mark.once

NOW = moment(date(2037, 11, 18), 10)
PEOPLE = 5
KINDS = ["the organiser", "the member", "the blocked member", "the discreet member", "whoever left"]


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """Let no second pass between the two worlds."""
    with time_machine.travel(NOW, tick=False):
        yield


def begun(stage: Stage, world: World) -> Play:
    """Return a group of five, of whom the first keeps it."""
    return Play(stage.app, [world.marcelle, world.lise, world.ana, world.jo, world.nina])


def lived_in(stage: Stage, world: World) -> Play:
    """Return a group with one of each of KINDS, and something shown and something hidden of everybody."""
    play = begun(stage, world)
    for who in range(PEOPLE):
        play.show(who, Field.TOWN, Visibility.GROUP)
        play.show(who, Field.WORD, Visibility.ORGANISERS)
    play.ask(1, 2)
    play.give(1, 2)
    play.block(3, 2)
    play.hide(3, True)
    play.leave(4)
    return play


def differing(stage: Stage, play: Play, who: int, *, is_less: bool) -> str:
    """Return where one of them could tell the one world from the other."""
    eye, before = Eye(play, who).open(), Moment(stage.engine, stage.keys)
    here = eye.read()
    before.put_back()
    stage.forget_letters()
    differ(play, who, is_less=is_less)
    there = eye.read()
    assert {answer.status for answer in here.values()} > {200}
    both = {name: (here.get(name), there.get(name)) for name in here | there}
    return "\n".join(f"{name}: {_told(*pair)}" for name, pair in both.items() if pair[0] != pair[1])


def _told(one: Answered | None, other: Answered | None) -> str:
    if one is None or other is None:
        return "in one world alone"
    said = f"{one.status}, {other.status}; {set(one.headers) ^ set(other.headers)}"
    lines = zip(one.body.splitlines(), other.body.splitlines(), strict=False)
    return f"{said}: {next((pair for pair in lines if pair[0] != pair[1]), '')}"


@pytest.mark.parametrize("who", range(PEOPLE), ids=KINDS)
def test_whoever_looks_sees_no_difference(stage: Stage, world: World, who: int) -> None:
    assert not differing(stage, lived_in(stage, world), who, is_less=who % 2 == 1)


@settings(max_examples=2, phases=[Phase.generate])
@given(happened=deeds(PEOPLE, 10), who=people_of(PEOPLE), is_less=st.booleans())
def test_nor_does_she_after_any_deeds(
    stage: Stage, world: World, happened: list[Deed], who: int, is_less: bool
) -> None:
    stage.reset()
    play = begun(stage, world)
    for deed in happened:
        play.do(deed)
    assert not differing(stage, play, who, is_less=is_less)


def test_what_is_for_her_makes_a_difference(stage: Stage, world: World) -> None:
    """Otherwise the comparison would compare nothing."""
    play = lived_in(stage, world)
    eye, before = Eye(play, 2).open(), Moment(stage.engine, stage.keys)
    here = eye.read()
    before.put_back()
    play.show(1, Field.TOWN, Visibility.ORGANISERS)
    there = eye.read()
    assert len({path.split("/")[-1] for path in here if here[path] != there[path]}) >= 2
