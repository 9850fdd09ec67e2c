"""A real server as its unit runs it: processes in a session of their own, started again whenever they end."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from sqlalchemy import create_engine, text

from entraide.settings import ROOT, Settings
from tests.mail.server import Inbox
from tests.test_serve import children_of, free_port

SERVE = """
import sys
from entraide.operations import serve
serve._worker = lambda: [sys.executable, "-c", {worker!r}]
from entraide.cli import main
sys.exit(main(["serve", "--port", {port!r}]))
"""
WORKER = """
from datetime import timedelta
from entraide.mail import sender
sender.LEASE = timedelta(seconds=2)
from entraide.cli import main
main(["worker"])
"""
RESTART_SEC = 0.5  # the units say 2
PATIENCE = 20.0


class Site:
    """`serve` with its two children, kept alive as Restart=always and KillMode=control-group keep a unit.

    Only the lease of letters is shorter than in earnest: a killed worker's letters are taken up again after it.
    """

    def __init__(self, settings: Settings, inbox: Inbox, folder: Path) -> None:
        self.port = free_port()
        self.stores = [url for url in (settings.database_url, settings.keys_url) if url.startswith("postgresql")]
        self.environ = os.environ | {
            "ENTRAIDE_INSTANCE": str(folder),
            "ENTRAIDE_DATABASE_URL": settings.database_url,
            "ENTRAIDE_KEYS_URL": settings.keys_url,
            "ENTRAIDE_MASTER_KEY_FILE": settings.master_key_file,
            "ENTRAIDE_MAIL_URL": inbox.url,
            "ENTRAIDE_PUBLIC_URL": "http://localhost",
            "ENTRAIDE_DEMO": "0",
        }
        self.ends = threading.Event()
        self.unit = self._start()
        self.watch = threading.Thread(target=self._keep_alive)
        self.watch.start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", SERVE.format(worker=WORKER, port=str(self.port))]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environ,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _keep_alive(self) -> None:
        while not self.ends.is_set():
            if self.unit.poll() is not None:
                self._sweep()
                time.sleep(RESTART_SEC)
                self.unit = self._start()
            self.ends.wait(0.05)

    def _sweep(self) -> None:
        """End whatever a dead unit left running, as its control group does."""
        try:
            os.killpg(self.unit.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def close(self) -> None:
        """Stop it as `systemctl stop` does."""
        self.ends.set()
        self.watch.join()
        self.unit.terminate()
        try:
            self.unit.wait(20)
        finally:
            self._sweep()
            self.unit.wait()

    def answers(self) -> bool:
        """Say whether a page with both stores behind it is served just now."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/readyz", headers={"Host": "localhost"})
        try:
            with urllib.request.urlopen(asked, timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def is_back(self) -> float:
        """Wait until it answers; return how long that took, `PATIENCE` at most."""
        began = time.monotonic()
        while not self.answers() and time.monotonic() - began < PATIENCE:
            time.sleep(0.05)
        return time.monotonic() - began

    def kill(self, what: str, chance: random.Random) -> bool:
        """Kill -9 one of its processes, or every connection to the database; say whether there was one to kill."""
        if what == "database":
            return self._end_connections()
        pids = self._processes(what)
        if not pids:
            return False
        os.kill(chance.choice(pids), signal.SIGKILL)
        return True

    def _processes(self, what: str) -> list[int]:
        """Find the processes of a name by where they stand in the tree, whatever was started again meanwhile."""
        try:
            children = sorted(children_of(self.unit.pid))
            server = [pid for pid in children if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()]
            worker = [pid for pid in children if pid not in server]
            web = [pid for parent in server for pid in children_of(parent)]
        except OSError:
            return []
        return {"web worker": web, "letters' worker": worker, "web server": server, "serve": [self.unit.pid]}[what]

    def _end_connections(self) -> bool:
        """End the app's connections; the suite's PostgreSQL is shared, so that it cannot be killed itself."""
        for url in self.stores:
            engine = create_engine(url, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                others = "datname = current_database() and pid <> pg_backend_pid()"
                connection.execute(text(f"select pg_terminate_backend(pid) from pg_stat_activity where {others}"))
            engine.dispose()
        return bool(self.stores)
