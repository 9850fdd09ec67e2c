"""What every page asks of the database and the key store together: at most eight statements, however full it is."""

import pytest
from flask import Flask
from sqlalchemy import delete

from entraide.access.actor import Role
from entraide.calendars.models import FeedBody
from entraide.db import apart
from entraide.members.actions import roster
from entraide.members.queries import find_membership
from tests.access_table import HELD, KINDS, TABLE
from tests.conftest import Stage
from tests.crowds import Things, fill, make_things
from tests.home.costs import statements_of
from tests.lettering import at_work
from tests.people import Client
from tests.world import World

pytestmark = pytest.mark.once
MOST = 8
FEW, MANY = 2, 200
READERS = ("organiser", "member", "waiting", "outsider", "nobody")
SHOWN = 200
LEFT_OUT = {
    "accounts.way_back",  # leads elsewhere
    "home.leave",  # leads elsewhere
    "accounts.own_card",  # for whoever has no address
    "rights.ending",  # counted apart
    "rights.show_over",  # for whoever reads the address it was sent to
    "accounts.agree",  # needs a code just typed
    "accounts.lock_door",  # needs a code just typed
    "accounts.try_card",  # needs a card just printed
    "accounts.try_app",  # needs an app just asked for
    "rights.signed_out_page",  # needs a device that was signed out, and protected mode
    "accounts.who",  # needs a code just typed
    "accounts.kept_form",  # needs a session that just ran out
    "demo.letter",
    "calendars.read",  # counted apart
    "static",
}


def reader_of(row: tuple[str, *tuple[int, ...]]) -> str | None:
    """Return the first kind of person who gets this page."""
    return next((kind for kind in READERS if row[1 + KINDS.index(kind)] == SHOWN), None)


PAGES = {
    key.removeprefix("GET "): (row[0], reader)
    for key, row in (TABLE | HELD).items()
    if key.startswith("GET ") and (reader := reader_of(row)) and key not in ("GET static", "GET calendars.read")
}


class House:
    """A group that is filled, and a browser for each kind of person."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        people = {"organiser": world.marcelle, "member": world.lise, "waiting": world.paul, "outsider": world.nina}
        self.browsers = {kind: Client(app).sign_in(person, with_lock=True) for kind, person in people.items()}
        self.browsers["nobody"] = Client(app)
        with app.app_context():
            self.things: Things = make_things(world)

    def fill(self, many: int) -> None:
        with self.app.app_context():
            fill(self.world, self.things, many)

    def costs(self) -> dict[str, int]:
        """Count the statements of every page, each read once before: what is asked once a process does not count."""
        counted = {}
        for name, (path, reader) in PAGES.items():
            counted[name] = self._cost(self.browsers[reader], path.format(**vars(self.things)))
        feeds = {"a feed made anew": self._feed(), "a feed that stands": self._feed(is_new=False)}
        return counted | feeds | {"rights.ending": self._ending()}

    def _ending(self) -> int:
        """Read how another organiser's role ends, in the moment in which there is one."""
        ana, marcelle = self.world.ana_in_tilleuls, self.world.marcelle_in_tilleuls
        with at_work(self.app, self.world.tilleuls):
            roster.give_role(find_membership(self.world.tilleuls, ana), Role.ORGANISER, marcelle)
        cost = self._cost(self.browsers["organiser"], f"/g/{self.things.group}/decisions/role/{self.things.member}")
        with at_work(self.app, self.world.tilleuls):
            roster.take_role(find_membership(self.world.tilleuls, ana), Role.ORGANISER, ana)
        return cost

    def _cost(self, browser: Client, path: str) -> int:
        assert browser.get(path).status_code == SHOWN, path
        return statements_of(self.app, lambda: browser.get(path))

    def _feed(self, is_new: bool = True) -> int:
        path = f"/c/{self.things.calendar}.ics"
        assert Client(self.app).get(path).status_code == SHOWN
        if is_new:
            with self.app.app_context(), apart() as connection:
                connection.execute(delete(FeedBody))
        return statements_of(self.app, lambda: Client(self.app).get(path))


@pytest.fixture(scope="module")
def costs(stage: Stage) -> dict[int, dict[str, int]]:
    """Every page's statements, in a house with few rows and in the same with many."""
    stage.reset()
    house, found = House(stage.app, stage.world), {}
    for many in (FEW, MANY):
        house.fill(many)
        found[many] = house.costs()
    return found


def test_no_page_costs_more_than_eight_statements(costs: dict[int, dict[str, int]]) -> None:
    assert {name: cost for name, cost in costs[MANY].items() if cost > MOST} == {}


def test_every_page_costs_the_same_when_it_is_full(costs: dict[int, dict[str, int]]) -> None:
    assert costs[FEW] == costs[MANY]


def test_only_pages_that_nobody_gets_in_this_house_are_left_out() -> None:
    pages = {key.removeprefix("GET ") for key in TABLE if key.startswith("GET ")}
    assert pages - PAGES.keys() == LEFT_OUT
