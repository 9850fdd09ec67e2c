"""Confirming a pasted list: all of it at once and never twice, letters now or tomorrow, and whose letter it is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.accounts.models import Person
from entraide.clock import now
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.journal.models import Entry
from entraide.mail.models import Letter
from entraide.members.actions.pasting import EnoughLetters, keep_list
from entraide.members.models import CardField, Invitation, Membership, Reach
from entraide.members.pasted_rows import Row
from entraide.members.queries.pasted_list import Stage
from tests.members.pasting import LIST, Pasting, fields_in
from tests.members.ways import ENTRY, link_to, page, places, write_to
from tests.people import Client, code_in, letters_to, text_of
from tests.world import World

COUPLE = "Nom\tMail\nJean et Marie Dupont\tdupont@maison.example"


def counts(app: Flask) -> tuple[int, ...]:
    with app.app_context(), scope.everywhere("a test counts"):
        return tuple(db.session.query(kind).count() for kind in (Invitation, Membership, Person, Letter))


def test_people_with_an_address_are_asked_and_the_others_written_down(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    assert pasting.keep().status_code == 303
    brought = pasting.brought()
    assert [row.name for row in brought.asked] == ["Jean D.", "Marie D."]
    assert [(row.name, row.reach, row.agreed) for row in brought.managed] == [
        ("Georgette M.", Reach.PAPER, None),
        ("Odette L.", Reach.PHONE, None),
    ]


def test_a_form_sent_twice_keeps_the_list_once(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    looked_at = pasting.look(LIST)
    assert pasting.confirm(looked_at).status_code == 303
    once = counts(app)
    assert pasting.confirm(looked_at).status_code == 303
    assert counts(app) == once


def test_the_same_list_pasted_again_brings_nobody_twice(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    pasting.keep()
    page = pasting.rows(LIST)
    assert not [name for name in fields_in(page) if name.startswith("kept-")]
    assert "Cette adresse a déjà une invitation" in page.text
    assert "Quelqu’un porte déjà ce nom" in page.text


def test_only_the_number_of_whoever_is_called_is_kept(app: Flask, world: World) -> None:
    Pasting(app, world).keep()
    with app.app_context():
        scope.add(world.tilleuls)
        assert db.session.query(CardField).filter_by(group_id=world.tilleuls).count() == 1


def test_towns_are_kept_where_the_group_has_that_field(app: Flask, world: World) -> None:
    with app.app_context():
        scope.add(world.tilleuls)
        find_group(world.tilleuls).roster_fields = ["town"]
        db.session.commit()
    Pasting(app, world).keep("Nom\tVille\tGSM\nOdette Lambert\tNamur\t0470 00 00 01")
    with app.app_context():
        scope.add(world.tilleuls)
        fields = db.session.scalars(select(CardField.field).where(CardField.group_id == world.tilleuls))
        assert set(fields) == {"town", "phone"}


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (datetime(2037, 11, 18, 20, tzinfo=UTC), datetime(2037, 11, 19, 8, tzinfo=UTC)),
        (datetime(2037, 11, 18, 23, 30, tzinfo=UTC), datetime(2037, 11, 20, 8, tzinfo=UTC)),  # past midnight there
        (datetime(2037, 7, 1, 12, tzinfo=UTC), datetime(2037, 7, 2, 7, tzinfo=UTC)),
    ],
)
def test_letters_may_leave_tomorrow_at_nine_by_the_groups_clock(
    app: Flask, world: World, at: datetime, leaves: datetime
) -> None:
    with time_machine.travel(at, tick=False):
        pasting = Pasting(app, world)
        pasting.keep(when="tomorrow")
        row = pasting.brought().asked[0]
        assert row.leaves == leaves
        assert row.stage is Stage.WAITING
        assert letters_to(app, "marie@poste.example") == []


def test_a_couple_gets_a_letter_each_that_says_whose_it_is(app: Flask, world: World) -> None:
    Pasting(app, world).keep(COUPLE)
    letters = letters_to(app, "dupont@maison.example")
    said = [text_of(letter) for letter in letters]
    assert len(said) == 2
    assert ["Cette lettre est pour Jean." in text for text in said].count(True) == 1
    assert ["Cette lettre est pour Marie." in text for text in said].count(True) == 1
    assert all(re.search(r"28\sjours", text) for text in said)


def test_a_letter_to_one_person_alone_says_no_name_of_hers(app: Flask, world: World) -> None:
    Pasting(app, world).keep()
    (letter,) = letters_to(app, "marie@poste.example")
    assert "Marie" not in text_of(letter)


def test_both_of_a_couple_come_in_by_one_mailbox(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    pasting.keep(COUPLE)
    paths = _links(app, "dupont@maison.example")
    jean = Client(app)
    jean.browser.post(paths[0])
    assert jean.browser.post(paths[0], data=ENTRY | {"name": "Jeannot"}).status_code == 303
    marie = Client(app)
    assert marie.browser.post(paths[1]).location == "/connexion/code"
    code = code_in(letters_to(app, "dupont@maison.example")[-1])
    chosen = marie.post("/connexion/code", {"code": code})
    assert chosen.location == "/connexion/qui"
    entered = marie.post("/connexion/qui", {"who": "other", "first_name": "Marie"})
    assert entered.status_code == 303
    assert marie.post(f"{paths[1]}/entrer", ENTRY | {"name": "Mimi"}).status_code == 303
    assert {"Jeannot", "Mimi"} <= places(app, world.tilleuls).keys()
    assert [row.stage for row in pasting.brought().asked] == [Stage.ACCEPTED] * 2


def _links(app: Flask, address: str) -> list[str]:
    return [re.search(r"http://localhost(/i/[\w-]+)\s", text_of(letter))[1] for letter in letters_to(app, address)]  # type: ignore[index]


def test_the_name_is_only_proposed(app: Flask, world: World) -> None:
    Pasting(app, world).keep()
    shown = Client(app).browser.post(link_to(app, "marie@poste.example")).text
    assert 'value="Marie D."' in shown


def test_whoever_refused_is_not_written_to_again_and_nothing_tells(app: Flask, world: World) -> None:
    write_to(app, world, "marie@poste.example")
    Client(app).browser.post(f"{link_to(app, 'marie@poste.example')}/refus")
    pasting = Pasting(app, world)
    page = pasting.rows(LIST)
    assert "Cette adresse a déjà une invitation" in page.text
    sent = fields_in(page) | {"kept-0": "1"}
    answer = pasting.confirm(pasting.client.post(pasting.path("coller/lignes"), sent))
    assert answer.status_code == 303
    assert len(letters_to(app, "marie@poste.example")) == 1


def test_a_group_writes_to_so_many_new_addresses_a_day(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    rows = "Nom\tMail\n" + "\n".join(f"N{at}\tn{at}@poste.example" for at in range(151))
    refused = pasting.confirm(pasting.look(rows))
    assert refused.status_code == 422
    assert "encore 150 lettres" in refused.text
    assert pasting.brought().asked == ()


def test_sixty_people_come_in_on_one_evening(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    pasting.keep("Nom\tMail\n" + "\n".join(f"N{at}\tn{at}@poste.example" for at in range(60)))
    assert len(pasting.brought().asked) == 60


def test_too_many_letters_keep_nothing_of_the_list(app: Flask, world: World) -> None:
    rows = [Row(1, "Odette", Reach.PAPER), *(Row(at, f"N{at}", Reach.EMAIL, f"n{at}@x.example") for at in range(151))]
    before = counts(app)
    with app.app_context():
        scope.add(world.tilleuls)
        with pytest.raises(EnoughLetters):
            keep_list(
                find_group(world.tilleuls),
                world.marcelle_in_tilleuls,
                rows,
                once=world.tilleuls,
                at=now(),
            )
        db.session.rollback()
    assert counts(app) == before


def test_every_deed_is_noted(app: Flask, world: World) -> None:
    Pasting(app, world).keep()
    with app.app_context():
        deeds = list(db.session.scalars(select(Entry.deed).where(Entry.by_id == world.marcelle_in_tilleuls)))
    assert deeds.count("list:keep") == 1
    assert deeds.count("invitation:write") == 2
    assert deeds.count("managed:add") == 2


def test_a_lists_letters_do_not_stand_among_the_ways_in(app: Flask, world: World) -> None:
    pasting = Pasting(app, world)
    pasting.keep()
    assert "poste.example" not in pasting.client.get(page(world.tilleuls, "inviter")).text


def test_an_invitation_of_a_list_holds_for_28_days(app: Flask, world: World) -> None:
    with time_machine.travel(datetime(2037, 11, 1, 12, tzinfo=UTC), tick=False) as traveller:
        Pasting(app, world).keep()
        path = link_to(app, "marie@poste.example")
        traveller.shift(timedelta(days=27))
        assert Client(app).get(path).status_code == 200
        traveller.shift(timedelta(days=1, minutes=1))
        assert Client(app).get(path).status_code == 404
