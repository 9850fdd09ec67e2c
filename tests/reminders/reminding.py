"""Somebody with dates in two groups, and the letters that remind her."""

from datetime import date, timedelta
from email.message import EmailMessage

from flask import Flask

from entraide.groups.models import Asked
from tests.lettering import answer, moment, plan, set_member
from tests.people import letters_to
from tests.world import World

TUESDAY = date(2037, 11, 24)
WEEK_BEFORE, DAY_BEFORE = TUESDAY - timedelta(days=7), TUESDAY - timedelta(days=1)


def reminders(app: Flask, address: str) -> list[EmailMessage]:
    """Return the letters at an address, of which all are reminders here."""
    return letters_to(app, address)


def ana_has_two_dates(app: Flask, world: World) -> None:
    """Ana comes to a meeting of one group, and wished to be reminded of one of the other, the same day."""
    here = plan(app, world.tilleuls, moment(TUESDAY, 14))
    answer(app, world.tilleuls, here, world.ana_in_tilleuls)
    plan(app, world.passerelle, moment(TUESDAY, 19), asked=Asked.NOT_ASKED)
    set_member(app, world.passerelle, world.ana_in_passerelle, wants_day_before=True)
