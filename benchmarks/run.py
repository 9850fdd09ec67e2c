"""Measure in interleaved rounds, and print ratios beside the goals; it takes about two minutes."""

import argparse
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks import goals, inside, keeping
from benchmarks.house import House, environ_of, make_house
from benchmarks.load import Case, cost, etag_of
from benchmarks.servers import Server, free_port, running
from entraide.settings import Settings

ROUNDS, LONGEST = 9, 300.0
HELLO, BARE = Case("hello", "/", 800), Case("the server itself", "/bare", 800)


def main() -> None:
    """Make the house, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"interleaved rounds, {ROUNDS} unless told")
    rounds = max(2, min(parser.parse_args().rounds, 50))
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        print(f"{os.cpu_count()} cores, load {_load()}; making a house …", file=sys.stderr, flush=True)
        app, house = make_house(folder, free_port())
        costs, memory = _measured(house, rounds)
        parts = inside.measure(app, house) | keeping.measure(app, house)
    print(f"{os.cpu_count()} cores, {len(costs[HELLO.name])} rounds, load {_load()} at the end", end="\n\n")
    goals.print_costs(costs, HELLO.name)
    goals.print_parts(parts, median(costs[HELLO.name]) * 1000)
    goals.print_memory(memory)


def _measured(house: House, rounds: int) -> tuple[dict[str, list[float]], float]:
    """Return each case's processor seconds by round, and the largest worker's MiB after them all."""
    with running(house.settings, environ_of(house.folder, _port(house.settings))) as ours, _hello(house) as hello:
        cases = _cases(house, ours)
        costs: dict[str, list[float]] = {case.name: [] for case in (HELLO, BARE, *cases)}
        until = time.monotonic() + LONGEST
        for number in range(rounds):
            if time.monotonic() > until:
                break
            turned = cases[number % len(cases) :] + cases[: number % len(cases)]
            for case in (HELLO, BARE):
                costs[case.name].append(cost(hello, case))
            for case in turned:
                costs[case.name].append(cost(ours, case))
            print(".", end="", file=sys.stderr, flush=True)
        return costs, ours.largest_worker()


def _hello(house: House) -> AbstractContextManager[Server]:
    settings = replace(house.settings, public_url=f"http://127.0.0.1:{free_port()}")
    return running(settings, {}, "benchmarks.hello:app")


def _cases(house: House, ours: Server) -> list[Case]:
    feed, cookie = f"/c/{house.feed}.ics", {"Cookie": f"sid={house.session}"}
    held = {"If-None-Match": etag_of(ours, feed)}
    changed = _feed_changer(house.settings)
    return [
        Case("feed 304", feed, 800, 304, held),
        Case("feed 200, stored body", feed, 800),
        Case("95/5 mix", feed, 800, 304, held, sparing=20),
        *(Case(name, path, 60, headers=cookie) for name, path in house.pages.items()),
        Case("feed 200 made anew", feed, 30, before=changed),
    ]


def _feed_changer(settings: Settings) -> Callable[[], None]:
    """Return what forgets the kept body, so that the next reading renders it."""
    file = settings.database_url.removeprefix("sqlite:///")
    connection = sqlite3.connect(file, timeout=15, isolation_level=None, check_same_thread=False)

    def forget() -> None:
        connection.execute("delete from feed_bodies")

    return forget


def _port(settings: Settings) -> int:
    return int(settings.public_url.rpartition(":")[2])


def _load() -> str:
    return " ".join(f"{average:.1f}" for average in os.getloadavg())
