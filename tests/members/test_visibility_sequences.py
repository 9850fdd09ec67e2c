"""Whatever members choose, give and close in whatever order: no representation shows more than the plain model."""

import re

from hypothesis import Phase, given, settings

from entraide.access.tokens import short
from entraide.members.models import Field, Visibility
from tests import workbooks
from tests.conftest import Stage
from tests.lettering import all_of
from tests.members.any_deeds import deeds
from tests.members.paper_model import CONTACT
from tests.members.sequences import Deed, Play, address, browser, names_in, order_of, values_in
from tests.people import Client, deliver
from tests.world import World

PEOPLE = 4


@settings(max_examples=5, phases=[Phase.generate])  # what is drawn is short enough to be read
@given(happened=deeds(PEOPLE, 14))
def test_nothing_is_shown_to_whom_it_is_not_meant_for(stage: Stage, world: World, happened: list[Deed]) -> None:
    stage.reset()
    play = Play(stage.app, [world.marcelle, world.lise, world.ana, world.jo])
    for deed in happened:
        play.do(deed)
    read_all(play)


def read_all(play: Play) -> None:
    """Read the group as everybody, by every way, and compare with the model."""
    for viewer in range(PEOPLE):
        read_roster(play, viewer)
        read_own_data(play, viewer)
        read_calendar(play, viewer)
        for owner in range(PEOPLE):
            if owner != viewer:
                read_card(play, viewer, owner)
                read_refusal(play, viewer, owner)
    read_paper(play)
    read_sheets(play)
    for letter in deliver(play.app):
        [reader] = [at for at, one in enumerate(play.people) if one.email == letter["To"]]
        assert values_in(all_of(letter), PEOPLE) == set()
        assert other_ids_in(play, reader, all_of(letter)) == set()


def read_roster(play: Play, viewer: int) -> None:
    model, answer = play.model, browser(play, viewer).get(address(play, "/membres"))
    if not model.cards[viewer].is_in:
        assert answer.status_code == (303 if play.is_shut(viewer) else 404)
        return
    known = {owner for owner in range(PEOPLE) if model.knows(viewer, owner)}
    assert names_in(answer.text, PEOPLE) == known
    listed = {
        (owner, what)
        for owner in known - {viewer}
        if not model.cards[owner].is_discreet
        for what in model.sees(viewer, owner) - set(CONTACT)
    }
    assert {one for one in values_in(answer.text, PEOPLE) if one[0] != viewer} == listed
    assert other_ids_in(play, viewer, answer.text) == set()
    lines = answer.text.partition("<tbody>")[2]
    assert order_of(lines) == sorted(known)
    [counted] = re.findall(r'<p class="lead">(\d+) ', answer.text)
    assert int(counted) == sum(card.is_in for card in model.cards)


def read_card(play: Play, viewer: int, owner: int) -> None:
    """Read one member's page and press *See*: the page shows the list's line, the press all that is meant for her."""
    model, client = play.model, browser(play, viewer)
    path = address(play, f"/membre/{short(play.ids[owner])}")
    page, pressed = client.get(path), client.post(f"{path}/voir", {"purpose": "news"})
    sees = model.sees(viewer, owner)
    listed = set() if model.cards[owner].is_discreet else sees - set(CONTACT)
    if play.is_shut(viewer):
        assert (page.status_code, page.location) == (303, "/moi/effacer")
        return
    assert page.status_code == (200 if model.knows(viewer, owner) else 404)
    assert other_ids_in(play, viewer, page.text) == set()
    if not model.knows(viewer, owner):
        assert page.data == client.get(address(play, f"/membre/{'A' * 22}")).data
    assert values_in(page.text, PEOPLE) == {(owner, what) for what in listed}
    assert pressed.status_code == (200 if sees - listed else 404)
    assert values_in(pressed.text, PEOPLE) == ({(owner, what) for what in sees} if sees - listed else set())


def read_refusal(play: Play, viewer: int, owner: int) -> None:
    """Send a form about a member that nobody can send rightly: what is answered shows nothing of her card."""
    path = address(play, f"/membre/{short(play.ids[owner])}/role")
    refused = browser(play, viewer).post(path, {"role": "nothing", "wants": "nothing"})
    assert refused.status_code in ((303,) if play.is_shut(viewer) else (403, 404, 422))
    assert values_in(refused.text, PEOPLE) == set()
    assert names_in(refused.text, PEOPLE) <= {one for one in range(PEOPLE) if play.model.knows(viewer, one)}
    assert other_ids_in(play, viewer, refused.text) == set()


def read_own_data(play: Play, viewer: int) -> None:
    """Read all that is one's own: what others gave or closed to her is theirs."""
    client = browser(play, viewer)
    for kind in () if play.is_shut(viewer) else ("json", "html"):
        taken = client.post("/moi/donnees", {"kind": kind})
        assert taken.status_code == 200
        assert {owner for owner, _ in values_in(taken.text, PEOPLE)} <= {viewer}
        assert names_in(taken.text, PEOPLE) <= {viewer}
        assert other_ids_in(play, viewer, taken.text) == set()


def read_calendar(play: Play, viewer: int) -> None:
    """Read a member's calendar: it tells of meetings, and of nobody."""
    answer = Client(play.app).get(f"/c/{play.feeds[viewer]}.ics")
    entries = f"{answer.headers}{answer.text}"
    assert values_in(entries, PEOPLE) == set()
    assert names_in(entries, PEOPLE) == set()
    assert other_ids_in(play, viewer, entries) == set()


def other_ids_in(play: Play, viewer: int, text: str) -> set[int]:
    """Return whose ids stand in a text, in either spelling: a person's, or a membership that the reader cannot know."""
    found = set()
    for owner, one in enumerate(play.people):
        ids = [one.person_id] if play.model.knows(viewer, owner) else [one.person_id, play.ids[owner]]
        if owner != viewer and any(spelling in text for id_ in ids for spelling in (short(id_), str(id_), id_.hex)):
            found.add(owner)
    return found


def read_paper(play: Play) -> None:
    text = browser(play, 0).post(address(play, "/membres/imprimer")).text
    assert values_in(text, PEOPLE) == set()
    shown = [at for at, card in enumerate(play.model.cards) if card.is_in and not card.is_discreet]
    assert order_of(text) == shown


def read_sheets(play: Play) -> None:
    """Read what an organiser takes along: meant for any organiser, so nothing that was given to this one alone."""
    client = browser(play, 0)
    meant = {
        (at, what)
        for at, card in enumerate(play.model.cards)
        if card.is_in and not card.is_discreet
        for what in play.model.meant_for_organisers(at)
    }
    text = client.post(address(play, "/tableur/liste")).text
    assert values_in(text, PEOPLE) == meant
    assert other_ids_in(play, 0, text) == set()
    assert order_of(text) == sorted(order_of(text))
    assert values_in(workbooks.read(client.post(address(play, "/tableur")).get_data()).text, PEOPLE) == meant


def test_the_model_is_not_empty(stage: Stage, world: World) -> None:
    """Every kind of sight comes about at least once, so that the comparison compares something."""
    play = Play(stage.app, [world.marcelle, world.lise, world.ana, world.jo])
    play.show(1, Field.TOWN, Visibility.GROUP)
    play.ask(1, 2)
    play.give(1, 2)
    play.block(1, 3)
    assert play.model.sees(2, 1) == {Field.PHONE, Field.TOWN}
    assert play.model.sees(3, 1) == set()
    assert play.model.sees(0, 1) == {Field.TOWN}
    read_all(play)


def test_the_groups_ceiling_holds_for_everything_at_once(stage: Stage, world: World) -> None:
    play = Play(stage.app, [world.marcelle, world.lise, world.ana, world.jo])
    play.show(1, Field.TOWN, Visibility.GROUP)
    play.ask(1, 2)
    play.give(1, 2)
    play.ceiling(Visibility.ORGANISERS)
    assert play.model.sees(2, 1) == set()
    read_all(play)
