"""In every single view, whoever did not answer by name may have answered in at least two ways.

First by counting all worlds there are, with the rule alone; then on the real pages, byte for byte: two worlds with the
same answers by name and other hidden ones, of which the reader must not see which one she is in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entraide.meetings.models import Reply
from entraide.meetings.queries.anonymous import may_show
from tests.conftest import Stage
from tests.meetings.hiding import Circle, Said

YES, SILENT, NAMED = "hidden yes", "silent", "named"
READER = 0


def drawn_from(then: tuple[str, ...]) -> int:
    """Return the figure that a draw keeps."""
    hidden, could = then.count(YES), len(then) - then.count(NAMED)
    return hidden if may_show(hidden, could, mine_could=False, mine_drawn=False) else 0


def view(then: tuple[str, ...], now: tuple[str, ...]) -> object:
    """Return all that an organiser knows: her own answers, who is named, and the figure she is shown."""
    figure, could = drawn_from(then), len(now) - now.count(NAMED)
    shows = may_show(figure, could, mine_could=now[READER] != NAMED, mine_drawn=bool(figure) and then[READER] == YES)
    return then[READER], now[READER], tuple(one == NAMED for one in now), figure if shows else None


def tells_somebody(worlds: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> list[object]:
    """Return the views from which somebody's hidden answer can be told."""
    possible: dict[object, list[set[str]]] = defaultdict(list)
    for then, now in worlds:
        known = possible[seen] if (seen := view(then, now)) in possible else [set() for _ in now]
        for answers, said in zip(known, now, strict=True):
            answers.add(said)
        possible[seen] = known
    return [
        seen for seen, known in possible.items() if any(answers in ({YES}, {SILENT}) for answers in known[READER + 1 :])
    ]


@pytest.mark.parametrize("members", range(2, 8))
def test_right_after_a_draw_nobodys_answer_can_be_told(members: int) -> None:
    assert tells_somebody([(now, now) for now in product((YES, SILENT, NAMED), repeat=members)]) == []


def test_nor_later_in_the_day_whatever_was_said_since() -> None:
    states = list(product((YES, SILENT, NAMED), repeat=5))
    assert tells_somebody([(then, now) for then in states for now in states]) == []


@dataclass(frozen=True)
class Told:
    """What one member of a drawn group says before the night, and after it; None: nothing."""

    kind: str
    before: tuple[Reply, bool] | None
    after: tuple[Reply, bool] | None


said = st.none() | st.tuples(st.sampled_from(Reply), st.booleans()) | st.just((Reply.YES, True))
members = st.builds(
    Told, st.sampled_from(["member", "member", "member", "discreet", "organiser", "managed"]), said, said
)
groups = st.lists(members, min_size=1, max_size=8)


HIDDEN_YES, NOTHING = (Reply.YES, True), None
HIDES_FIRST = Told("member", HIDDEN_YES, NOTHING)
SILENT_ONE = Told("member", NOTHING, NOTHING)


@example(  # only one of them could hide: the others are managed
    marcelle=Told("organiser", (Reply.YES, False), NOTHING),
    group=[HIDES_FIRST, *[Told("managed", NOTHING, NOTHING)] * 4],
    reader=0,
    other=0,
    is_redrawn=False,
)
@example(  # somebody said yes since the figure was drawn
    marcelle=Told("organiser", (Reply.NO, False), NOTHING),
    group=[HIDES_FIRST, Told("member", NOTHING, HIDDEN_YES), *[SILENT_ONE] * 3],
    reader=0,
    other=1,
    is_redrawn=False,
)
@example(  # the organiser hides herself
    marcelle=Told("organiser", HIDDEN_YES, NOTHING), group=[SILENT_ONE] * 4, reader=0, other=2, is_redrawn=True
)
@settings(max_examples=20)
@given(
    marcelle=st.builds(Told, st.just("organiser"), said, said),
    group=groups,
    reader=st.integers(0, 8),
    other=st.integers(0, 8),
    is_redrawn=st.booleans(),
)
def test_two_worlds_look_the_same_byte_for_byte(
    stage: Stage, marcelle: Told, group: list[Told], reader: int, other: int, is_redrawn: bool
) -> None:
    stage.reset()
    everybody = [marcelle, *group]
    circle = Circle(stage.app, stage.world, [one.kind for one in group])
    live(circle, everybody, is_redrawn=is_redrawn)
    with_account = [at for at, one in enumerate(everybody) if one.kind != "managed"]
    reads = with_account[reader % len(with_account)]
    if others := [at for at in circle.hidden() if at != reads]:
        differs_in(circle, reads, others[other % len(others)], keeps=everybody[reads].kind == "organiser")


def differs_in(circle: Circle, reads: int, other: int, *, keeps: bool) -> None:
    """Check that one member's answer can be another for all that her reader sees.

    Where a figure is shown, she trades places with somebody of whom the contrary holds; else all say the contrary of
    what she said, and the figure is drawn of that.
    """
    before, hidden = circle.seen_by(reads), circle.hidden()
    reply, drawn = hidden[other]
    contrary = None if reply is Reply.YES else Reply.YES
    changed: dict[int, Said]
    if keeps and circle.figure_for(reads):
        trades = next(at for at, one in hidden.items() if at != reads and one[1] is not drawn)
        changed = {other: hidden[trades], trades: hidden[other]}
        if hidden[trades][0] is reply:
            changed = {other: (contrary, drawn and contrary is not None)}
        circle.set_hidden(changed, but=reads, drawn_anew=False)
    else:
        changed = {at: (contrary, False) for at in hidden if at != reads}
        circle.set_hidden(changed, but=reads, drawn_anew=True)
    assert circle.seen_by(reads) == before, changed


def live(circle: Circle, everybody: list[Told], *, is_redrawn: bool) -> None:
    """Let a group answer, pass a night, and answer again; perhaps the next figure is drawn, too."""
    for moment in ("before", "after"):
        for at, one in enumerate(everybody):
            if (words := getattr(one, moment)) is not None:
                circle.say(at, words[0], anonymous=words[1] and one.kind != "managed")
        if moment == "before" or is_redrawn:
            circle.draw()
