"""Starting and stopping the server: a taken port, and both processes ended together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from entraide.operations.serve import PortTaken, serve
from entraide.settings import ROOT, load

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortTaken):
            serve(load({}, instance=tmp_path, demo=True), "127.0.0.1", other.getsockname()[1], with_worker=False)


def run(*words: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "entraide", *words]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A fresh production instance, its key outside its folder, as README tells to make one."""
    return os.environ | {
        "ENTRAIDE_INSTANCE": str(tmp_path / "instance"),
        "ENTRAIDE_MASTER_KEY_FILE": str(tmp_path / "keys" / "master.key"),
        "ENTRAIDE_PUBLIC_URL": "http://localhost",
        "ENTRAIDE_MAIL_URL": "smtp+plain://127.0.0.1:1",
    }


def test_a_fresh_instance_serves_and_ends_with_its_worker(environ: dict[str, str]) -> None:
    assert run("upgrade", environ=environ).returncode == 0
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "entraide", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert wait_for(f"http://127.0.0.1:{port}/connexion")
        children = children_of(server.pid)
        assert len(children) == 2
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
    assert [child for child in children if is_alive(child)] == []


def wait_for(address: str) -> bool:
    for _ in range(120):
        try:
            request = urllib.request.Request(address, headers={"Host": "localhost"})
            with urllib.request.urlopen(request, timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.25)
    return False


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_without_its_upgrade_the_server_does_not_start(environ: dict[str, str], tmp_path: Path) -> None:
    answer = run("serve", "--port", str(free_port()), environ=environ)
    assert answer.returncode == 1
    assert "master key" in answer.stderr


def test_a_second_upgrade_changes_no_key(environ: dict[str, str], tmp_path: Path) -> None:
    run("upgrade", environ=environ)
    before = (tmp_path / "keys" / "master.key").read_bytes()
    assert run("upgrade", environ=environ).returncode == 0
    assert (tmp_path / "keys" / "master.key").read_bytes() == before


def test_killed_processes_are_started_again(environ: dict[str, str]) -> None:
    run("upgrade", environ=environ)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "entraide", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/connexion"
        assert wait_for(address)
        web, worker = sorted(children_of(server.pid))
        for pid in (*children_of(web), worker):
            os.kill(pid, signal.SIGKILL)
        assert wait_for(address)
        assert wait_until_new(server.pid, worker)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def wait_until_new(parent: int, killed: int) -> bool:
    for _ in range(60):
        now_running = [pid for pid in children_of(parent) if pid != killed]
        if len(now_running) == 2:
            return True
        time.sleep(0.25)
    return False
