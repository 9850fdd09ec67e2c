"""People of the access table in a state of their own, and what each is answered: by rules over the table.

A session on a device of others, and one in protected mode, open what the member's opens. Who asked to be erased is led
to where she can undo it. Who was shut out and asks to come in once more is answered as whoever waits.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from entraide.access.gate import OPEN_WHILE_SHUT, mark_of
from entraide.accounts import protection
from entraide.accounts.actions import start_session
from entraide.accounts.models import Device
from entraide.accounts.queries import find_person
from entraide.clock import now
from entraide.members.actions import bans, join
from entraide.members.queries.bans import mailbox_of
from entraide.rights import erasing, protecting
from tests.access_table import KINDS, Row
from tests.conftest import Stage
from tests.lettering import at_work
from tests.moments import Moment
from tests.town import Town
from tests.world import World

STATES = {
    "member on a device of others": "member",
    "member in protected mode": "member",
    "member who is to be erased": "member",
    "shut out who waits": "waiting",
}
"""Each state, and whom in the table it resembles."""
OF_ONESELF = ("/moi", "/agenda")
OF_LETTERS = ("{answer}", "{place}", "{stop}", "{stay}")
ENDED = ("{feed}", "{session}")  # with the beginning of protected mode
PROTECTED = {
    "POST rights.draw_words_locked": 303,  # words were drawn already
    "POST rights.unprotect": 303,
    "POST accounts.ask_confirm": 422,  # no code comes: her phrase is asked for
    "GET accounts.own_card": 200,
    "POST accounts.draw_phrase": 200,
    "POST accounts.keep_phrase": 303,
    "POST accounts.show_former": 422,
    "POST calendars.connect": 303,  # and says: not while her mailbox is set aside
    "POST calendars.connect_group": 303,
}
"""What protected mode opens or shuts, of what is hers."""


def let_be(town: Town, state: str, world: World, stage: Stage) -> Town:
    """Bring somebody of the town into a state, and keep that moment."""
    person = world.dov if state == "shut out who waits" else world.lise
    with at_work(town.app, world.tilleuls):
        if state == "member in protected mode":
            drawn = protection.draw(person.person_id)
            protecting.begin(person.person_id, uuid4(), *(drawn.words[at - 1] for at in drawn.asked), keeps_old=False)
        if state == "member who is to be erased":
            erasing.ask(find_person(person.person_id))
        if state == "shut out who waits":
            bans.ban(world.tilleuls, mailbox_of(person.person_id) or b"", world.marcelle_in_tilleuls)
            join(world.tilleuls, person.person_id, "Dov", waits_until=now() + timedelta(days=14), is_shut_out=True)
        device = Device.SHARED if state == "member on a device of others" else Device.OWN
        sid = start_session(person.person_id, device, "Firefox, Linux", with_lock=True)
    return replace(town, sessions={state: sid}, moment=Moment(stage.engine, stage.keys))


def concerns(row: Row, state: str) -> bool:
    """Say whether a state may make a difference to a route: to what is hers, links, and the group she asks to enter."""
    path = row[0]
    return {
        "member on a device of others": path.startswith(OF_ONESELF),
        "member in protected mode": path.startswith(OF_ONESELF) or path.endswith(("}", "}.ics", "/calendrier")),
        "member who is to be erased": True,
        "shut out who waits": "{group}" in path,
    }[state]


def is_led_away(town: Town, key: str, row: Row, state: str) -> bool:
    """Say whether a route leads somebody who is to be erased to where she can undo it."""
    mark = mark_of(town.app, key.split()[1])
    is_hers = mark is not None and mark.kind == "requires" and not row[0].startswith(OPEN_WHILE_SHUT)
    return state == "member who is to be erased" and is_hers


def answer_in(key: str, row: Row, state: str) -> int:
    """Return the status that a route answers somebody in a state."""
    path, is_protected, is_shut = row[0], state == "member in protected mode", state == "member who is to be erased"
    if (is_protected or is_shut) and any(link in path for link in OF_LETTERS):
        return 404
    if is_protected and any(thing in path for thing in ENDED):
        return 404
    if is_shut and path.startswith("/moi/acces/{group}"):
        return 404
    if is_protected and key in PROTECTED:
        return PROTECTED[key]
    said = row[KINDS.index(STATES[state]) + 1]
    assert isinstance(said, int)
    return said
