"""What `serve` says of an address it cannot listen on, and a back-up of a place that is no folder."""

from pathlib import Path

import pytest

from entraide.operations import backup
from entraide.operations.serve import PortTaken, serve
from entraide.settings import load


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", 99999, "99999 is no port"),
        ("127.0.0.1", -1, "-1 is no port"),
        ("203.0.113.9", 8999, "203.0.113.9 is no address of this machine"),
        ("no such name", 8999, "no such name is no address of this machine"),
    ],
)
def test_an_address_that_cannot_be_listened_on_is_told_apart(tmp_path: Path, host: str, port: int, said: str) -> None:
    with pytest.raises(PortTaken, match=said):
        serve(load({}, instance=tmp_path, demo=True), host, port, with_worker=False)


def test_a_file_is_no_folder_for_back_ups(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(backup.NoBackup, match="is no folder"):
        backup._folder(load({}, instance=tmp_path), tmp_path / "file")
