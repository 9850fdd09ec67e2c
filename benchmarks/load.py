"""A small load: a few connections that stay open, each asking one thing after the other."""

import http.client
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.servers import Server

CONNECTIONS = 4


@dataclass(frozen=True)
class Case:
    """One kind of request, how often it is made in a round, and what must be answered.

    `before` runs before each request and is not measured: it costs this process, not the server.
    """

    name: str
    path: str
    times: int
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None
    sparing: int = 0  # every so many requests go without the headers


def cost(server: Server, case: Case) -> float:
    """Return the processor seconds of one answer, over one round of this case."""
    _ask(server, case, max(2, case.times // 20))
    before = server.processor_seconds()
    _ask(server, case, case.times)
    return (server.processor_seconds() - before) / case.times


def _ask(server: Server, case: Case, times: int) -> None:
    """Ask so often, spread over the connections; one connection where something is done before each."""
    lines = 1 if case.before else CONNECTIONS
    with ThreadPoolExecutor(lines) as pool:
        list(pool.map(lambda _: _ask_on_one(server, case, -(-times // lines)), range(lines)))


def _ask_on_one(server: Server, case: Case, times: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for number in range(times):
        if case.before:
            case.before()
        is_plain = bool(case.sparing) and number % case.sparing == 0
        connection.request("GET", case.path, headers={} if is_plain else dict(case.headers))
        answer = connection.getresponse()
        answer.read()
        if answer.status != (200 if is_plain else case.status):
            raise SystemExit(f"{case.name}: answered {answer.status}")
    connection.close()


def etag_of(server: Server, path: str) -> str:
    """Ask once and return the answer's ETag."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.getheader("ETag") or ""
