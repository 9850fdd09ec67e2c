"""Any sequence of deeds among organisers: no group is left without one, and nobody is thrown out overnight.

A plain model says who keeps the group and what is being decided; pages are not asked, the rules are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import time_machine
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.access import scope
from entraide.access.actor import Role
from entraide.accounts.actions import make_person
from entraide.clock import now
from entraide.db import db, writing
from entraide.errors import EntraideError
from entraide.groups.actions import make_group
from entraide.groups.models import Chapter
from entraide.members.actions import decisions, join
from entraide.members.actions.roster import give_role, take_role
from entraide.members.models import DecisionKind, Status
from entraide.members.queries import active_members, find_membership
from entraide.members.queries.decisions import LIFE, decision_in
from entraide.rights import actions, removing
from entraide.rights.jobs import let_notices_take_effect
from tests.world import World

NOON = datetime(2026, 11, 16, 11, tzinfo=UTC)
PEOPLE = 5  # of whom the first two, three or four keep the group
KINDS = [DecisionKind.ROLE, DecisionKind.REMOVE, DecisionKind.BAN]
someone = st.integers(0, PEOPLE - 1)
DEEDS = st.one_of(
    st.tuples(st.just("propose"), someone, someone, st.sampled_from(KINDS)),
    st.tuples(st.just("confirm"), someone),
    st.tuples(st.just("end"), someone),
    st.tuples(st.just("name"), someone, someone),
    st.tuples(st.just("lay_down"), someone),
    st.tuples(st.just("leave"), someone),
    st.tuples(st.just("remove"), someone, someone),
    st.tuples(st.just("wait"), st.integers(1, 5)),
)


@dataclass
class Model:
    """Who belongs, who keeps the group since when, and what is open: (who, whom, kind, since, is it a notice)."""

    inside: set[int]
    since: dict[int, datetime]
    open: tuple[int, int, DecisionKind, datetime, bool] | None = None
    removed: list[tuple[int, datetime, set[int]]] = field(default_factory=list)

    def counts(self, one: int) -> bool:
        return now() - self.since[one] >= LIFE

    def propose(self, who: int, whom: int, kind: DecisionKind) -> bool:
        if who == whom or not {who, whom} <= self.since.keys() or self.open or not self.counts(who):
            return False
        others = [one for one in self.since if one not in (who, whom)]
        self.open = (who, whom, kind, now(), not any(self.counts(one) for one in others))
        return True

    def confirm(self, one: int) -> bool:
        if not self.open or one not in self.since or one in self.open[:2] or not self.counts(one):
            return False
        return self._carry_out()

    def end(self, one: int) -> bool:
        if not self.open or one not in self.since or one == self.open[1]:
            return False
        self.open = None
        return True

    def name(self, who: int, whom: int) -> bool:
        if who not in self.since or whom not in self.inside:
            return False
        self.since.setdefault(whom, now())
        return True

    def lay_down(self, one: int) -> bool:
        if one not in self.since or len(self.since) == 1:
            return False
        return self._drop(one)

    def leave(self, one: int) -> bool:
        if one not in self.inside or (self.since.keys() == {one}):
            return False
        self.inside.remove(one)
        return self._drop(one)

    def remove(self, who: int, whom: int) -> bool:
        if who == whom or who not in self.since or whom not in self.inside or whom in self.since:
            return False
        if self.open and who in self.open[:2]:
            return False
        self.inside.remove(whom)
        return True

    def wait(self, days: int) -> bool:
        if self.open and now() - self.open[3] >= LIFE:
            if self.open[4]:
                self._carry_out()
            self.open = None
        return True

    def _carry_out(self) -> bool:
        assert self.open
        _who, whom, kind, since, is_notice = self.open
        seniors = {one for one in self.since if one != whom and self.counts(one)}
        assert len(seniors) >= 2 or (is_notice and now() - since >= LIFE), "thrown out by one alone"
        if kind is not DecisionKind.ROLE:
            self.inside.remove(whom)
        return self._drop(whom)

    def _drop(self, one: int) -> bool:
        self.since.pop(one, None)
        if self.open and one in self.open[:2]:
            self.open = None
        return True


class Site:
    """The same deeds as the rules do them."""

    def __init__(self, app: Flask, keepers: int) -> None:
        self.app = app
        with app.app_context():
            writing()
            self.group: UUID = make_group("x", chapter=Chapter.LIFE).id
            self.ids = [
                join(
                    self.group,
                    make_person(f"{number}@{self.group.hex}.example", "", "fr").id,
                    str(number),
                    is_organiser=number < keepers,
                ).id
                for number in range(PEOPLE)
            ]
            for one in self.ids:
                find_membership(self.group, one).joined = (NOON - timedelta(days=30)).date()
            db.session.commit()

    def do(self, deed: Callable[[], object]) -> bool:
        """Do one deed in a transaction of its own; False when it was refused."""
        with self.app.app_context():
            writing()
            scope.add(self.group)
            try:
                deed()
            except EntraideError:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    def at(self, one: int) -> UUID:
        return self.ids[one]

    def propose(self, who: int, whom: int, kind: DecisionKind) -> bool:
        return self.do(lambda: removing.propose_end(find_membership(self.group, self.at(whom)), kind, self.at(who)))

    def confirm(self, one: int) -> bool:
        return self.do(lambda: removing.confirm(self._open(), self.at(one)))

    def end(self, one: int) -> bool:
        return self.do(lambda: decisions.take_back(self.group, self._open().id, self.at(one)))

    def name(self, who: int, whom: int) -> bool:
        def deed() -> None:
            assert_keeps(self.group, self.at(who))
            give_role(find_membership(self.group, self.at(whom)), Role.ORGANISER, self.at(who))

        return self.do(deed)

    def lay_down(self, one: int) -> bool:
        def deed() -> None:
            assert_keeps(self.group, self.at(one))
            take_role(find_membership(self.group, self.at(one)), Role.ORGANISER, self.at(one))

        return self.do(deed)

    def leave(self, one: int) -> bool:
        return self.do(lambda: actions.leave(find_membership(self.group, self.at(one))))

    def remove(self, who: int, whom: int) -> bool:
        def deed() -> None:
            if who == whom:
                raise EntraideError
            removing.remove(find_membership(self.group, self.at(whom)), self.at(who))

        return self.do(deed)

    def wait(self, days: int) -> bool:
        with self.app.app_context():
            let_notices_take_effect()
        return True

    def stands(self) -> tuple[set[int], set[int], bool]:
        """Return who belongs, who keeps the group, and whether something is open."""
        with self.app.app_context():
            scope.add(self.group)
            rows = active_members(self.group)
            inside = {self.ids.index(row.id) for row in rows if row.status is Status.ACTIVE}
            keep = {self.ids.index(row.id) for row in rows if row.is_organiser}
            return inside, keep, decision_in(self.group) is not None

    def _open(self):  # type: ignore[no-untyped-def]
        row = decision_in(self.group)
        if row is None:
            raise EntraideError
        return row


def assert_keeps(group_id: UUID, one: UUID) -> None:
    """Refuse whom the gate would refuse: who keeps the group no more."""
    if not find_membership(group_id, one).is_organiser:
        raise EntraideError


@settings(max_examples=60)
@given(keepers=st.integers(2, 4), deeds=st.lists(DEEDS, max_size=18))
def test_any_order(app: Flask, world: World, keepers: int, deeds: list[tuple[object, ...]]) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        site = Site(app, keepers)
        model = Model(set(range(PEOPLE)), dict.fromkeys(range(keepers), NOON - timedelta(days=365)))
        for name, *about in deeds:
            if name == "wait":
                traveller.shift(timedelta(days=int(about[0])))  # type: ignore[call-overload]
            wanted = getattr(model, str(name))(*about)
            assert getattr(site, str(name))(*about) == wanted, (name, about)
            assert site.stands() == (model.inside, set(model.since), model.open is not None)
            assert model.since or not model.inside
