"""Whatever is offered, taken, given back or left in whatever order, cars and duties are as a plain model says."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.meetings.actions import answers, duties, lifts, planning
from entraide.meetings.actions.duties import TakenMeanwhile, TooLate
from entraide.meetings.actions.lifts import DrivesHerself, MoreRideAlready, NoSeat, RidesAlong, SaidNo
from entraide.meetings.models import DutyKind, Reply
from entraide.members.queries import find_membership
from tests.meetings.cars import asks, cars_of, do, holders_of, offers, takes
from tests.meetings.tables import make_meeting, make_members

MEMBERS = 5
REFUSALS = (TooLate, TakenMeanwhile, NoSeat, DrivesHerself, RidesAlong, MoreRideAlready, SaidNo)


@dataclass
class Model:
    """The cars as one would keep them on paper: seats, who sits where with how many, who looks, who has the key."""

    seats: dict[int, int] = field(default_factory=dict)
    full: set[int] = field(default_factory=set)
    sits: dict[int, int] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    key: int | None = None
    is_over: bool = False
    noes: set[int] = field(default_factory=set)

    def taken(self, driver: int) -> int:
        return sum(self.heads[who] for who, car in self.sits.items() if car == driver)

    def offer(self, who: int, seats: int) -> None:
        if who in self.sits:
            raise RidesAlong
        if seats < self.taken(who):
            raise MoreRideAlready
        self.heads.pop(who, None)
        self.seats[who] = seats
        self.full.discard(who)

    def ask(self, who: int, heads: int) -> None:
        if who in self.seats:
            raise DrivesHerself
        if who in self.sits and self.taken(self.sits[who]) - self.heads[who] + heads > self.seats[self.sits[who]]:
            raise NoSeat
        self.heads[who] = heads

    def take(self, who: int, driver: int) -> None:
        if who in self.seats:
            raise DrivesHerself
        if driver not in self.seats:
            raise NoSeat
        if self.sits.get(who) == driver:
            return
        heads = self.heads.get(who, 1)
        if driver in self.full or self.taken(driver) + heads > self.seats[driver]:
            raise NoSeat
        self.heads[who], self.sits[who] = heads, driver

    def withdraw(self, who: int) -> None:
        if self.seats.pop(who, None):
            self.full.discard(who)
            self.sits = {rider: car for rider, car in self.sits.items() if car != who}

    def give_back(self, who: int) -> None:
        self.sits.pop(who, None)
        self.heads.pop(who, None)

    def gone(self, who: int) -> None:
        self.withdraw(who)
        self.give_back(who)


someone = st.integers(0, MEMBERS - 1)
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("offer"), someone, st.integers(1, 4)),
        st.tuples(st.just("ask"), someone, st.integers(1, 3)),
        st.tuples(st.just("take"), someone, someone),
        st.tuples(st.just("take"), someone, someone),
        st.tuples(st.sampled_from(["withdraw", "back", "no", "yes", "leave", "full"]), someone, someone),
        st.tuples(st.sampled_from(["key", "no key", "pass key"]), someone, someone),
        st.tuples(st.just("cancel"), someone, st.integers(0, 20)),
    ),
    min_size=6,
    max_size=24,
)


def on_paper(model: Model, what: str, who: int, more: int) -> None:
    if what in ("no", "leave"):
        if what == "no" and model.is_over:
            raise TooLate
        model.gone(who)
        (model.noes.add if what == "no" else model.noes.discard)(who)
        if what == "leave" and model.key == who:
            model.key = None
        return
    if what == "yes" and not model.is_over:
        model.noes.discard(who)
        return
    if what == "cancel" and more:
        return  # seldom
    if model.is_over:
        raise TooLate
    if who in model.noes and what in ("offer", "ask", "take"):
        raise SaidNo
    match what:
        case "offer":
            model.offer(who, more)
        case "ask":
            model.ask(who, more)
        case "take":
            model.take(who, more)
        case "withdraw":
            model.withdraw(who)
        case "back":
            model.give_back(who)
        case "full":
            if who in model.seats:
                model.full.add(who)
        case "key":
            if model.key not in (None, who):
                raise TakenMeanwhile
            model.key = who
        case "no key":
            model.key = None if model.key == who else model.key
        case "pass key":
            if model.key != who:
                raise TakenMeanwhile
            model.key = more
        case "cancel":
            model.is_over = True


def on_site(app, group, meeting_id, members, what: str, who: int, more: int) -> None:
    me = members[who]

    def deed(meeting):
        match what:
            case "offer":
                offers(group, me, more)(meeting)
            case "ask":
                asks(group, me, more)(meeting)
            case "take":
                takes(group, me, members[more])(meeting)
            case "withdraw":
                lifts.withdraw(meeting, me)
            case "back":
                lifts.give_back(meeting, me)
            case "full":
                lifts.set_full(meeting, me, True)
            case "no" | "yes":
                answers.answer(meeting, me, Reply.NO if what == "no" else Reply.YES)
            case "leave":
                answers.remove_for(find_membership(group, me))
            case "key":
                duties.take(meeting, DutyKind.KEY, me)
            case "no key":
                duties.give_back(meeting, DutyKind.KEY, me)
            case "pass key":
                duties.hand_over(meeting, DutyKind.KEY, me, members[more], by=me)
            case "cancel" if more == 0:
                planning.cancel(meeting)

    do(app, group, meeting_id, deed)


def refusal_of(act, *said) -> type[Exception] | None:
    try:
        act(*said)
    except REFUSALS as refusal:
        return type(refusal)
    except (answers.Closed, planning.MeetingOver):
        return TooLate
    return None


@pytest.fixture
def members(app, world):
    return make_members(app, world.tilleuls, MEMBERS)


@settings(max_examples=40)
@given(happened=deeds)
def test_cars_and_keys_are_as_on_paper(app, world, members, happened):
    group, model = world.tilleuls, Model()
    meeting_id = make_meeting(app, group)
    for deed in happened:
        wanted = refusal_of(on_paper, model, *deed)
        assert refusal_of(on_site, app, group, meeting_id, members, *deed) == wanted, deed
        cars = cars_of(app, group, meeting_id)
        number = {member: at for at, member in enumerate(members)}
        assert {number[who]: seats for who, seats in cars.seats.items()} == model.seats
        assert {number[who]: taken for who, taken in cars.taken.items()} == {
            who: model.taken(who) for who in model.seats
        }
        assert all(cars.taken[who] <= cars.seats[who] for who in cars.seats)
        assert {number[who]: number[car] for who, car in cars.sits.items()} == model.sits
        assert {number[who] for who in cars.looks} == model.heads.keys() - model.sits.keys()
        assert not cars.rests
        key = holders_of(app, group, meeting_id).get("key")
        assert (number[key] if key else None) == model.key
