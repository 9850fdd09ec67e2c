"""Every page is open to everybody: as nobody, a member, somebody who waits; organisers have theirs beside."""

import pytest

from tests.browser.conftest import Site, Visitor
from tests.browser.looking import faults_of


@pytest.mark.parametrize("kind", ["nobody", "member", "waiting"])
def test_every_page_is_open_to_everybody(visitor: Visitor, site: Site, kind: str) -> None:
    assert faults_of(visitor, site, kind) == []
