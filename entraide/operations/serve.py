"""Start the web workers and the letters' worker together, and end them together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from entraide.errors import EntraideError
from entraide.settings import ROOT, Settings


class PortTaken(EntraideError):
    """Something listens on this port already, or nothing can."""


def serve(settings: Settings, host: str, port: int, *, with_worker: bool) -> int:
    """Run granian and, beside it, one worker process; when either ends for good, end the other."""
    _check_free(host, port)
    environ = os.environ | {"ENTRAIDE_INSTANCE": str(settings.instance)}
    if settings.demo:
        environ |= {"ENTRAIDE_DEMO": "1", "ENTRAIDE_PUBLIC_URL": settings.public_url}
    children = [subprocess.Popen(web_command(settings, host, port), cwd=ROOT, env=environ)]  # noqa: S603
    if with_worker:
        children.append(subprocess.Popen(_worker(), cwd=ROOT, env=environ))  # noqa: S603
    asked_to_stop = False

    def stop(*_: int | FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        while not asked_to_stop and children[0].poll() is None:
            if with_worker and children[1].poll() is not None:
                time.sleep(1)
                children[1] = subprocess.Popen(_worker(), cwd=ROOT, env=environ)  # noqa: S603
            time.sleep(0.2)
    finally:
        for child in reversed(children):
            child.terminate()
        for child in children:
            try:
                child.wait(25)
            except subprocess.TimeoutExpired:
                child.kill()
    return 0 if asked_to_stop else 1


def _check_free(host: str, port: int) -> None:
    """Refuse a taken port: two servers would share its requests without a word; and what cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as fault:
            raise PortTaken(_why_not(host, port, fault)) from fault


def _why_not(host: str, port: int, fault: Exception) -> str:
    if isinstance(fault, OSError) and fault.errno == errno.EADDRINUSE:
        return f"port {port} is taken: stop what listens there, or choose another with PORT="
    if isinstance(fault, PermissionError):
        return f"port {port} is for root alone: choose one from 1024 up, the proxy in front has the others"
    if isinstance(fault, OverflowError):
        return f"{port} is no port: it is a number from 1024 to 65535"
    return f"{host} is no address of this machine: 127.0.0.1 is, where the proxy stands beside"


def web_command(settings: Settings, host: str, port: int, app: str = "wsgi:app") -> list[str]:
    """Return the command of the web workers: one a core, one thread each on SQLite."""
    is_sqlite = settings.database_url.startswith("sqlite")
    workers = max(1, min(os.cpu_count() or 1, 4))
    threads = "1" if is_sqlite else "4"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", threads, "--no-ws", "--backpressure", "64"]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "20", "--no-access-log", "--log-level", "warning"]
    return [*command, app]


def _worker() -> list[str]:
    return [sys.executable, "-m", "entraide", "worker"]
