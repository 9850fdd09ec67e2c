"""A back-up taken while people write is one moment: each deed whole or absent, and every sealed value opens."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.actions import make_person
from entraide.accounts.models import Person
from entraide.accounts.queries import address_of
from entraide.calendars.models import Feed
from entraide.db import db
from entraide.groups.models import Group
from entraide.meetings.models import Meeting
from entraide.members.actions import join
from entraide.members.models import Membership
from entraide.operations import backup, copying, restore
from entraide.settings import Settings
from entraide.vault import sealed
from entraide.vault.store import Shredded
from tests.calendars.subscribing import connect, switch_off
from tests.conftest import Stage
from tests.meetings.tables import at_work, make_meeting
from tests.operations.conftest import Pair, Place
from tests.operations.test_backup import plain
from tests.people import Client
from tests.world import World

pytestmark = pytest.mark.slow

OPENS: dict[tuple[type, str], Callable[[Any], tuple[UUID, str]]] = {
    (Person, "email_sealed"): lambda row: (row.id, "email"),
    (Person, "first_name_sealed"): lambda row: (row.id, "first_name"),
    (Membership, "name_sealed"): lambda row: (row.person_id, f"name {row.id}"),
    (Group, "name_sealed"): lambda row: (row.id, "name"),
    (Group, "face_sealed"): lambda row: (row.id, "face"),
    (Meeting, "details_sealed"): lambda row: (row.group_id, f"meeting {row.id}"),
    (Feed, "token_sealed"): lambda row: (row.person_id, f"feed token {row.id}"),
    (Feed, "label_sealed"): lambda row: (row.person_id, f"feed label {row.id}"),
}


class Load:
    """People who go on answering, asking for codes, joining and connecting calendars until they are stopped."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app = app
        self.world = world
        self.meeting = make_meeting(app, world.tilleuls, places=3)
        self.done: Counter[int] = Counter()
        self.faults: list[BaseException] = []
        self._more = threading.Condition()
        self._stop = threading.Event()

    def wait_for_more(self) -> None:
        """Wait until a further deed is committed."""
        self._wait(partial(self._is_past, self.done.total()))

    def _is_past(self, before: int) -> bool:
        return self.done.total() > before

    def _wait(self, for_what: Callable[[], bool]) -> None:
        with self._more:
            assert self._more.wait_for(lambda: for_what() or bool(self.faults), timeout=60)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        people = (self.world.lise, self.world.ana, self.world.jo, self.world.marcelle)
        doers = [self._answers(one) for one in people[:2]] + [self._asks(), self._joins(), self._connects()]
        threads = [threading.Thread(target=self._repeat, args=one) for one in enumerate(doers)]
        for thread in threads:
            thread.start()
        try:
            self._wait(lambda: all(self.done[number] > 1 for number in range(len(doers))))
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()
        assert self.faults == []

    def _repeat(self, number: int, doer: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                doer()
            except BaseException as fault:
                self.faults.append(fault)
                doer = self._stop.set
            with self._more:
                self.done[number] += 1
                self._more.notify_all()

    def _answers(self, somebody: Any) -> Callable[[], None]:
        client, replies = Client(self.app).sign_in(somebody), iter(["yes", "no"] * 10_000)

        def answer() -> None:
            path = f"/rencontre/{short(self.meeting)}/reponse"
            assert client.post(path, {"reply": next(replies)}).status_code in (200, 303)

        return answer

    def _asks(self) -> Callable[[], None]:
        def ask() -> None:
            answer = Client(self.app).post("/connexion", {"email": f"{uuid4().hex}@poste.example"})
            assert answer.status_code == 303

        return ask

    def _joins(self) -> Callable[[], None]:
        def come() -> None:
            with at_work(self.app, self.world.passerelle):
                person = make_person(f"{uuid4().hex}@poste.example", "Nouvelle", "fr")
                join(self.world.passerelle, person.id, "Nouvelle", consent_version="1")

        return come

    def _connects(self) -> Callable[[], None]:
        return lambda: switch_off(self.app, self.world.jo, connect(self.app, self.world.jo))


def tables(file: Path, pair: Pair) -> dict[str, list[dict[str, Any]]]:
    """Read a copy as whoever holds the identity could, without this program."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in map(json.loads, plain(file, pair)):
        if isinstance(line, dict) and "table" in line:
            names, rows = [name for name, _ in line["columns"]], found.setdefault(line["table"], [])
        elif isinstance(line, list):
            rows.append(dict(zip(names, line, strict=True)))
    return found


@pytest.fixture
def load(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> Load:
    """The load; while a back-up reads, further deeds are committed before each table."""
    made, lines = Load(app, world), copying.lines

    def slowly(connection: Any, shape: Any) -> Iterator[bytes]:
        made.wait_for_more()
        yield from lines(connection, shape)

    monkeypatch.setattr(copying, "lines", slowly)
    return made


def test_a_back_up_under_load_is_one_moment_and_restores_equal(
    standing: Settings,
    load: Load,
    world: World,
    pair: Pair,
    place: Place,
    opened: Callable[[Settings], Flask],
    tmp_path: Path,
) -> None:
    with load.going_on():
        made = backup.make(standing, tmp_path)
        after = tables(backup.make(standing, tmp_path).main, pair)
    main, keys = tables(made.main, pair), tables(made.keys, pair)
    assert after != main
    assert len(after["persons"]) >= len(main["persons"]) > 8
    held_by(keys, main)
    each_deed_is_whole(main, load)

    settings = place()
    done = restore.restore(settings, [made.main, made.keys], pair.identities)
    assert (done.rows, done.keys) == (made.rows, made.key_rows)
    with opened(settings).app_context():
        assert opened_values() == copied_values(main) > 0


def held_by(keys: dict[str, list[dict[str, Any]]], main: dict[str, list[dict[str, Any]]]) -> None:
    """Whoever owns a sealed value has a key: the keys were copied after."""
    owners = {row["owner"] for row in keys["keys"]}
    assert {row["id"] for table in ("persons", "groups", "challenges") for row in main[table]} <= owners


def each_deed_is_whole(main: dict[str, list[dict[str, Any]]], load: Load) -> None:
    codes = {row["subject_id"] for row in main["letters"] if row["kind"] == "code"}
    assert codes == {row["id"] for row in main["challenges"]} != set()
    members = {row["person_id"] for row in main["memberships"]}
    assert {row["id"] for row in main["persons"]} - members <= {load.world.nina.person_id.hex}
    meeting = load.meeting.hex
    [taken] = [row["taken"] for row in main["seats"] if row["meeting_id"] == meeting]
    seated = [row for row in main["answers"] if row["meeting_id"] == meeting and row["standing"] == "seated"]
    assert taken == sum(1 + row["guests"] for row in seated)


def copied_values(main: dict[str, list[dict[str, Any]]]) -> int:
    """Count the sealed values of these tables in a copy."""
    return sum(row[column] is not None for model, column in OPENS for row in main.get(model.__tablename__, []))


def opened_values() -> int:
    """Open every sealed value of these tables; return how many there were."""
    count = 0
    with scope.everywhere("every value of a restored place"):
        for (model, column), label in OPENS.items():
            for row in db.session.scalars(select(model)):
                if (value := getattr(row, column)) is not None:
                    sealed.unseal(*label(row), value)
                    count += 1
    return count


def test_who_is_erased_between_the_two_copies_stays_unreadable(
    standing: Settings,
    stage: Stage,
    app: Flask,
    world: World,
    pair: Pair,
    place: Place,
    opened: Callable[[Settings], Flask],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = backup.store

    def erases_after_the_main_copy(*given: Any) -> int:
        rows = store(*given)
        stage.app.extensions["entraide.vault"].shred([world.nina.person_id])
        return rows

    monkeypatch.setattr(backup, "store", erases_after_the_main_copy)
    made = backup.make(standing, tmp_path)
    settings = place()
    restore.restore(settings, [made.main, made.keys], pair.identities)
    with opened(settings).app_context():
        assert address_of(db.session.get_one(Person, world.lise.person_id)) == world.lise.email
        with pytest.raises(Shredded):
            address_of(db.session.get_one(Person, world.nina.person_id))
