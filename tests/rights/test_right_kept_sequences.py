"""Whatever somebody does who came in by her mailbox, in any order: her own device of a week undoes protected mode."""

from datetime import timedelta

import time_machine
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st

from entraide import worker
from entraide.access.tokens import short
from entraide.clock import now
from tests.accounts.locking import App, add_app
from tests.accounts.moving import address, is_waiting, move, session_of
from tests.conftest import Stage
from tests.people import Client
from tests.rights.protecting import LOCKED, PAGE, WORDS, Protected, by_code, is_in, protect, show_words, sign_in
from tests.world import World

ERASE = "/moi/effacer"
WEEK = timedelta(days=7)
STEPS = ["out", "all out", "its line", "app", "door", "move", "two days", "begin", "end", "erase", "comes again"]


class Story:
    """Her phone, signed in long ago, and somebody who signs in by her mailbox as often as he likes."""

    def __init__(self, app: Flask, world: World, traveller: time_machine.Traveller) -> None:
        self.app, self.lise, self.traveller = app, world.lise, traveller
        self.phone = sign_in(app, self.lise, days_ago=8)
        self.lock: App | None = None
        self.made: Protected | None = None
        self.began = now()

    def thief(self) -> Client:
        """Come in anew, and be as sure as he can."""
        client = Client(self.app).sign_in(self.lise)
        if self.lock:
            self.traveller.shift(timedelta(seconds=31))
            client.get("/moi/confirmer")
            client.post("/moi/confirmer", {"app_code": self.lock.code})
        elif self.made:
            show_words(client, self.made.paper)
        return client

    def do(self, step: str) -> None:
        """Take one step, where it can be taken."""
        if step == "two days":
            if now() + timedelta(hours=49) < self.began + WEEK and not self.lock:  # it would stand, and count as hers
                self.traveller.shift(timedelta(hours=49))
                worker.run_jobs(self.app, worker.OFTEN | worker.HOURLY)
        elif step == "comes again":
            if not (self.made or self.lock or is_in(self.phone)) and address(self.app, self.lise) == self.lise.email:
                assert by_code(self.app, self.phone, self.lise).headers["location"] == "/agenda"
        elif step == "begin":
            self.begin()
        elif step == "app":
            self.lock = self.lock or add_app(self.thief())[0]
        elif step == "end" and self.made:
            assert self.thief().post(f"{PAGE}/fin").headers["location"] == PAGE
            self.made = None
        elif step == "move":
            if is_waiting(self.app, self.lise) or self.made or address(self.app, self.lise) != self.lise.email:
                return
            move(self.app, self.thief(), "voleur@autre.example")
        elif step == "erase":
            thief = self.thief()
            assert thief.post(ERASE, {"understood": "y"}).status_code == 200
            assert self.thief().post(f"{ERASE}/annuler").headers["location"] == "/agenda"
        else:
            paths = {
                "out": "/moi/appareils/fin",
                "all out": "/moi/appareils/tout",
                "its line": f"/moi/appareils/{short(session_of(self.phone))}/fin",
                "door": "/moi/verrous/porte",
                "end": "/moi/appareils/fin",  # there is nothing to end
            }
            self.thief().post(paths[step], {"at_door": "y", "is_hidden": "y", "first_name": "Personne"})

    def begin(self) -> None:
        """Begin protected mode, unless it lasts already."""
        self.made = self.made or protect(self.thief(), LOCKED if self.lock else WORDS)


@given(steps=st.lists(st.sampled_from(STEPS), max_size=6), later=st.sampled_from([timedelta(), timedelta(days=4)]))
@example(steps=["move", "two days", "out", "begin", "end", "begin"], later=timedelta())
@example(steps=["app", "door", "all out", "erase"], later=timedelta(days=4))
@example(steps=["out", "comes again", "erase", "begin", "all out"], later=timedelta(days=6, hours=23))
@settings(max_examples=10, deadline=None)
def test_her_own_device_of_a_week_undoes_it(stage: Stage, steps: list[str], later: timedelta) -> None:
    stage.reset()
    with time_machine.travel(now(), tick=False) as traveller:
        story = Story(stage.app, stage.world, traveller)
        for step in steps:
            story.do(step)
        story.begin()
        traveller.shift(later)
        within = is_in(story.phone)
        done = story.phone.post(f"{PAGE}/annuler" if within else "/connexion/annuler")
        assert done.headers["location"] == (PAGE if within else "/connexion")
        assert address(stage.app, story.lise) == story.lise.email
        if not within:
            assert by_code(stage.app, story.phone, story.lise).headers["location"] == "/agenda"
        assert is_in(story.phone)


@given(steps=st.lists(st.sampled_from(STEPS), max_size=6))
@example(steps=["app", "door"])
@example(steps=["move", "out", "two days"])
@example(steps=["out", "comes again", "app", "door", "move"])
@example(steps=["begin", "end", "app", "door", "all out"])
@settings(max_examples=6, deadline=None)
def test_without_that_mode_it_opens_her_account_again_too(stage: Stage, steps: list[str]) -> None:
    stage.reset()
    with time_machine.travel(now(), tick=False) as traveller:
        story = Story(stage.app, stage.world, traveller)
        for step in steps:
            story.do(step)
        if is_in(story.phone) and story.made:
            story.phone.post(f"{PAGE}/annuler")
        elif story.phone.get("/connexion/annuler").status_code == 200:
            story.phone.post("/connexion/annuler")
        if not is_in(story.phone):
            assert by_code(stage.app, story.phone, story.lise).headers["location"] == "/agenda"
        assert is_in(story.phone)
        assert address(stage.app, story.lise) == story.lise.email
