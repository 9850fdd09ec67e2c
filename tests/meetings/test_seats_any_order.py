"""Whatever happens in whatever order, places and waiting list are as a plain model says."""

from dataclasses import dataclass, field

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.meetings.actions import answers, seats
from entraide.meetings.actions.answers import MeetingFull, TooManyForTheTable
from entraide.meetings.models import Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.queries import find_membership
from tests.meetings.tables import at_work, make_meeting, make_members, table_of
from tests.world import World

pytestmark = pytest.mark.slow
MEMBERS = 6


@dataclass
class Model:
    """A table as one would keep it on paper: who sits, with how many, and who waits, in order of arrival."""

    capacity: int | None
    sits: dict[int, int] = field(default_factory=dict)  # in order of arrival
    waits: dict[int, int] = field(default_factory=dict)

    def answer(self, who: int, reply: Reply, guests: int) -> None:
        if reply is not Reply.YES:
            self.leave(who)
            return
        needed = 1 + guests
        if self.capacity is None:
            self.sits[who] = needed
            return
        if needed in (self.sits.get(who), self.waits.get(who)):
            return  # said already
        if needed > self.capacity:
            raise TooManyForTheTable
        if who in self.sits:
            if needed > self.sits[who] and (self.someone_waits() or self.free() < needed - self.sits[who]):
                raise MeetingFull
            self.sits[who] = needed
        else:
            self.waits[who] = needed
        self.move_up()

    def leave(self, who: int) -> None:
        self.sits.pop(who, None)
        self.waits.pop(who, None)
        self.move_up()

    def set_capacity(self, capacity: int | None) -> None:
        self.capacity = capacity
        if capacity is None:
            self.sits |= self.waits
            self.waits = {}
            return
        moved: dict[int, int] = {}
        while sum(self.sits.values()) > capacity:
            last = max(self.sits, key=self.arrived.__getitem__)
            moved = {last: self.sits.pop(last)} | moved
        self.waits = moved | self.waits
        self.move_up()

    def free(self) -> int:
        return (self.capacity or 0) - sum(self.sits.values())

    def someone_waits(self) -> bool:
        return any(needed <= (self.capacity or 0) for needed in self.waits.values())

    def move_up(self) -> None:
        if self.capacity is None:
            return
        for who, needed in list(self.waits.items()):
            if needed > self.capacity:
                continue
            if needed > self.free():
                break
            self.sits[who] = self.waits.pop(who)

    arrived: dict[int, int] = field(default_factory=dict)


members_of_it = st.integers(0, MEMBERS - 1)
comings = st.tuples(st.just("answer"), members_of_it, st.just(Reply.YES), st.sampled_from([0, 0, 0, 1, 1, 2, 3]))
refusals = st.tuples(st.just("answer"), members_of_it, st.sampled_from([Reply.MAYBE, Reply.NO]), st.just(0))
leavings = st.tuples(st.just("leave"), members_of_it)
capacities = st.tuples(st.just("capacity"), st.sampled_from([1, 2, 3, 4, 5, 6, 8, None]))
deeds = st.lists(st.one_of(comings, comings, comings, comings, refusals, leavings, capacities), min_size=8, max_size=30)


def do(app: Flask, world: World, meeting_id, members, model: Model, number: int, deed) -> None:
    """Do one deed to the table and to its model; both refuse, or neither."""
    refused: list[type[Exception] | None] = []
    for act in (on_paper, at_the_table):
        try:
            act(app, world, meeting_id, members, model, number, deed)
            refused.append(None)
        except (MeetingFull, TooManyForTheTable) as refusal:
            refused.append(type(refusal))
    assert refused[0] == refused[1]


def on_paper(app, world, meeting_id, members, model: Model, number: int, deed) -> None:
    match deed:
        case ("answer", who, reply, guests):
            was_in = who in model.sits or who in model.waits
            model.answer(who, reply, guests)
            if reply is Reply.YES and not was_in:
                model.arrived[who] = number
        case ("leave", who):
            model.leave(who)
        case ("capacity", capacity):
            model.set_capacity(capacity)


def at_the_table(app: Flask, world: World, meeting_id, members, model: Model, number: int, deed) -> None:
    with at_work(app, world.tilleuls):
        meeting = find_meeting(meeting_id)
        match deed:
            case ("answer", who, reply, guests):
                answers.answer(meeting, members[who], reply, guests)
            case ("leave", who):
                answers.remove_for(find_membership(world.tilleuls, members[who]))
            case ("capacity", capacity):
                seats.set_capacity(meeting, capacity)


@pytest.fixture
def members(app, world):
    return make_members(app, world.tilleuls, MEMBERS)


@settings(max_examples=100)
@given(start=st.sampled_from([None, 2, 3, 4, 5]), happened=deeds)
def test_the_table_is_as_on_paper(app, world, members, start, happened):
    meeting_id = make_meeting(app, world.tilleuls, places=start)
    model = Model(start)
    for number, deed in enumerate(happened):
        do(app, world, meeting_id, members, model, number, deed)
        table = table_of(app, world.tilleuls, meeting_id)
        assert table.capacity == model.capacity
        assert [members.index(one) for one in table.waiting] == list(model.waits)
        if table.capacity is not None:
            assert {members.index(one) for one in table.seated} == set(model.sits)
            assert table.taken == table.held == sum(model.sits.values())
            assert table.taken <= table.capacity
