"""Whatever is done in whatever order: every active member stands in exactly one of the four groups, the right one."""

from datetime import date, timedelta
from uuid import UUID

import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.clock import now
from entraide.mail.models import State
from entraide.meetings.actions.answers import remove_for
from entraide.meetings.models import Reply
from entraide.meetings.queries.stands import Stand
from entraide.members.actions.roster import end
from entraide.members.queries import find_membership
from tests.conftest import Stage
from tests.lettering import answer, at_work, moment, plan, set_member
from tests.meetings.telling import Tell
from tests.people import Client

TUESDAY = date(2037, 11, 24)
NOW = moment(date(2037, 11, 20), 10)
NAMES = ("marcelle", "lise", "ana", "jo", "odile")
READ = ("marcelle", "lise", "ana", "jo")
MEMBERS = st.sampled_from(NAMES)
READERS = st.sampled_from(READ)
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.integers(1, 5)),
        st.tuples(st.just("cancel"), st.none()),
        st.tuples(st.sampled_from(["tick", "untick"]), MEMBERS),
        st.tuples(st.sampled_from(["sent", "refused"]), READERS),
        st.tuples(st.just("seen"), READERS),
        st.tuples(st.just("stop letters"), READERS),
        st.tuples(st.just("answer"), READERS),
        st.tuples(st.just("leave"), st.sampled_from(["lise", "jo", "odile"])),
        st.tuples(st.just("wait"), st.integers(1, 90)),
    ),
    max_size=14,
)


class Model:
    """What a plain mind would say of the last change: who was ticked, seen, written to, and with what outcome."""

    def __init__(self) -> None:
        self.active = set(NAMES)
        self.reads = set(READ)
        self.is_over = False
        self.ticked: set[str] = set()
        self.seen: set[str] = set()
        self.letters: dict[str, str] = {}
        self.waited = 0

    def change(self) -> None:
        self.ticked, self.seen, self.waited = set(), set(), 0
        self.letters = dict.fromkeys(self.active & self.reads, "waiting")

    def stand(self, name: str) -> Stand:
        if name in self.ticked | self.seen:
            return Stand.TOLD
        letter = self.letters.get(name)
        if letter == "sent":
            return Stand.ON_ITS_WAY
        if letter == "refused":
            return Stand.REFUSED
        is_early = letter == "waiting" and name in self.reads and self.waited < 60
        return Stand.ON_ITS_WAY if is_early else Stand.TO_CALL


class Play:
    """The deeds, done to the database and to the model alike."""

    def __init__(self, tell: Tell, clock: time_machine.Traveller) -> None:
        self.tell, self.clock, self.model = tell, clock, Model()
        self.meeting: UUID = plan(tell.app, tell.world.tilleuls, moment(TUESDAY, 14), announce=True)
        tell.letters(State.SENT)
        for name in READ:
            Client(tell.app).sign_in(getattr(tell.world, name))
        self.pass_minutes(1)
        self.do("move", 1)

    def pass_minutes(self, minutes: int) -> None:
        self.clock.shift(timedelta(minutes=minutes))
        self.model.waited += minutes

    def do(self, deed: str, what: object) -> None:
        tell, model, world = self.tell, self.model, self.tell.world
        name = str(what)
        if deed == "wait":
            self.pass_minutes(int(name))
        elif deed in ("move", "cancel"):
            if not model.is_over:
                self.pass_minutes(1)
                if deed == "move":
                    tell.move(self.meeting, moment(TUESDAY, 14) + timedelta(hours=int(name)))
                else:
                    tell.cancel(self.meeting)
                model.is_over = deed == "cancel"
                model.change()
        elif name not in model.active:
            return
        elif deed in ("tick", "untick"):
            (tell.tick if deed == "tick" else tell.untick)(self.meeting, name)
            (model.ticked.add if deed == "tick" else model.ticked.discard)(name)
        elif deed in ("sent", "refused"):
            tell.letters(State(deed), name)
            if model.letters.get(name) == "waiting":
                model.letters[name] = deed
        elif deed == "seen":
            self.pass_minutes(1)
            tell.seen(name, now())
            model.seen.add(name)
        elif deed == "stop letters":
            set_member(tell.app, world.tilleuls, tell.member(name), wants_letters=False)
            model.reads.discard(name)
        elif deed == "answer" and not model.is_over:
            answer(tell.app, world.tilleuls, self.meeting, tell.member(name), Reply.YES)
        elif deed == "leave":
            with at_work(tell.app, world.tilleuls):
                member = find_membership(world.tilleuls, tell.member(name))
                remove_for(member)
                end(member)
            model.active.discard(name)


@settings(max_examples=25)
@given(deeds=DEEDS)
def test_every_active_member_stands_in_the_one_right_group(
    stage: Stage, app: Flask, deeds: list[tuple[str, object]]
) -> None:
    stage.reset()
    with time_machine.travel(NOW, tick=False) as clock:
        play = Play(Tell(app, stage.world), clock)
        for deed, what in deeds:
            play.do(deed, what)
        found = play.tell.stands(play.meeting)
        assert found == {play.tell.member(name): play.model.stand(name) for name in play.model.active}
