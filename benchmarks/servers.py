"""Real servers on loopback, started as `serve` starts them, and what they use of the processors and of memory."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from entraide.operations.serve import web_command
from entraide.settings import ROOT, Settings

PROC = Path("/proc")


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    pid: int
    port: int

    def processor_seconds(self) -> float:
        """Return user and system time of the whole process tree so far."""
        return sum(_seconds_of(pid) for pid in self._tree())

    def largest_worker(self) -> float:
        """Return the resident memory of its largest worker, in MiB."""
        return max(_resident(pid) for pid in self._tree() if pid != self.pid)

    def _tree(self) -> list[int]:
        found = [self.pid]
        for pid in found:
            for children in PROC.glob(f"{pid}/task/*/children"):
                found += [int(child) for child in children.read_text().split()]
        return found


@contextmanager
def running(settings: Settings, environ: Mapping[str, str], app: str = "wsgi:app") -> Iterator[Server]:
    """Start a server with these settings and end it afterwards."""
    port = int(settings.public_url.rpartition(":")[2])
    process = subprocess.Popen(web_command(settings, "127.0.0.1", port, app), cwd=ROOT, env=os.environ | environ)
    try:
        _wait_for(port, process)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise SystemExit(f"no server came up on port {port}")


def _seconds_of(pid: int) -> float:
    """Add up the threads' time on a processor, in nanoseconds where the kernel tells, else in its ticks."""
    told = [file.read_text().split()[0] for file in PROC.glob(f"{pid}/task/*/schedstat")]
    if told and (nanoseconds := sum(map(int, told))):
        return nanoseconds / 1e9
    parts = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    lines = (PROC / str(pid) / "status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))
