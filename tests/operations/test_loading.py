"""What a web worker keeps in memory from its start: nothing that few requests need."""

from subprocess import run
from sys import executable

import pytest

from entraide.settings import ROOT

LOADED = """
import pkgutil, sys
import entraide, entraide.actors, entraide.web, entraide.calendars.door, entraide.operations.revision
for found in pkgutil.walk_packages(entraide.__path__, "entraide."):
    if ".views" in found.name:
        __import__(found.name)
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """Load every page in a process of its own."""
    said = run([executable, "-c", LOADED], cwd=ROOT, check=True, capture_output=True, text=True)
    return set(said.stdout.split())


def test_every_page_is_loaded(loaded: set[str]) -> None:
    assert {"entraide.accounts.locks.views.showing", "entraide.rights.views.taking"} <= loaded


@pytest.mark.parametrize("rare", ["webauthn", "xlsxwriter", "alembic", "pyrage"])
def test_what_few_requests_need_is_not(loaded: set[str], rare: str) -> None:
    assert rare not in loaded
