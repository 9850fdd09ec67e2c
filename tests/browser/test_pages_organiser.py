"""Every page of an organiser is open to everybody: they have the most, so their walk is a module of its own."""

from tests.browser.conftest import Site, Visitor
from tests.browser.looking import faults_of


def test_every_page_of_an_organiser_is_open_to_everybody(visitor: Visitor, site: Site) -> None:
    assert faults_of(visitor, site, "organiser") == []
