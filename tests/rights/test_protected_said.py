"""What the pages say to somebody in protected mode herself, as it is by then."""

from flask import Flask

from tests.calendars.subscribing import connect
from tests.members.cards import plain
from tests.people import Client
from tests.rights.protecting import protect
from tests.world import World

GO_ON, READ_NOTHING = "Les agendas que vous avez reliés continuent", "En mode protégé, aucun agenda ne lit vos dates."
FRENCH = {"accept-language": "fr"}


def devices(client: Client) -> str:
    return plain(client.get("/moi/appareils", headers=FRENCH).text)


def test_her_list_of_devices_says_that_calendars_read_nothing(app: Flask, world: World) -> None:
    connect(app, world.lise)
    lise = Client(app).sign_in(world.lise)
    assert GO_ON in devices(lise)
    protect(lise)
    assert GO_ON not in devices(lise)
    assert READ_NOTHING in devices(lise)
