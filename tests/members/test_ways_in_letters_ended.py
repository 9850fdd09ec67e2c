"""A letter's link that was refused, ran out, lost its right or did its work: it leads nowhere, nothing is kept."""

import re

import pytest
import time_machine
from flask import Flask

from entraide.access import scope
from entraide.clock import now
from entraide.db import db
from entraide.members.models import Membership, Status
from entraide.worker import once
from tests.members.ways import ENTRY, MIMI, enter, invited, link_to, organiser, page, places, press, reader, write_to
from tests.people import Client, deliver, letters_to
from tests.world import World


def test_refusing_closes_it_and_the_group_writes_there_no_more(app: Flask, world: World) -> None:
    path, client = invited(app, world, MIMI), reader(app)
    assert client.get(f"{path}/refus").status_code == 200
    assert press(client, f"{path}/refus", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert press(client, path, ENTRY).status_code == 404
    write_to(app, world, MIMI)
    assert len(letters_to(app, MIMI)) == 1


@pytest.mark.parametrize("refuses", [True, False])
def test_organisers_read_the_same_whether_a_letter_was_refused(app: Flask, world: World, refuses: bool) -> None:
    path, marcelle = invited(app, world, MIMI), organiser(app, world)
    if refuses:
        press(reader(app), f"{path}/refus")
    seen = [stands_open(marcelle, world)]
    write_to(app, world, MIMI)
    seen.append(stands_open(marcelle, world))
    shown = marcelle.get(page(world.tilleuls, "inviter")).text
    closing = re.search(r'action="([^"]+/inviter/[\w-]{22}/fin)"', shown)
    assert closing is not None
    marcelle.post(closing[1])
    seen.append(stands_open(marcelle, world))
    write_to(app, world, MIMI)
    deliver(app)
    seen.append(stands_open(marcelle, world))
    assert seen == [True, True, False, True]
    assert len(letters_to(app, MIMI)) == (1 if refuses else 2)


def stands_open(client: Client, world: World) -> bool:
    return f"{MIMI[:2]}…@" in client.get(page(world.tilleuls, "inviter")).text


def test_only_looking_at_the_refusal_refuses_nothing(app: Flask, world: World) -> None:
    path, client = invited(app, world, MIMI), reader(app)
    client.get(f"{path}/refus")
    assert press(client, path, ENTRY).status_code == 303


def test_the_letter_says_where_mail_programs_stop_it(app: Flask, world: World) -> None:
    path = invited(app, world, MIMI)
    [letter] = letters_to(app, MIMI)
    assert letter["List-Unsubscribe"].strip() == f"<http://localhost{path}/refus>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_after_fourteen_days_it_leads_nowhere(app: Flask, world: World) -> None:
    path = invited(app, world, MIMI)
    with time_machine.travel(now().timestamp() + 14 * 86400 + 1):
        assert reader(app).get(path).status_code == 404
        assert press(reader(app), path, ENTRY).status_code == 404


@pytest.mark.parametrize("change", ["left", "no organiser any more"])
def test_it_dies_with_the_right_of_who_made_it(app: Flask, world: World, change: str) -> None:
    path = invited(app, world, MIMI)
    with app.app_context():
        scope.add(world.tilleuls)
        maker = db.session.get_one(Membership, (world.tilleuls, world.marcelle_in_tilleuls))
        if change == "left":
            maker.status = Status.ENDED
        maker.is_organiser = False
        db.session.commit()
    assert reader(app).get(path).status_code == 404


def test_an_invitation_older_than_her_leaving_leads_nowhere(app: Flask, world: World) -> None:
    path = invited(app, world, world.lise.email)
    with time_machine.travel(now().timestamp() + 2 * 86400):
        with app.app_context():
            scope.add(world.tilleuls)
            lise = db.session.get_one(Membership, (world.tilleuls, world.lise_in_tilleuls))
            lise.status, lise.ended = Status.ENDED, now().date()
            db.session.commit()
        client = Client(app).sign_in(world.lise)
        assert enter(client, path, name="Lise again").status_code == 410
    assert "Lise again" not in places(app, world.tilleuls)


def test_leaving_closes_what_was_sent_to_her_mailbox(app: Flask, world: World) -> None:
    from entraide.members.actions.ways_in import end_invitations_to
    from entraide.vault import sealed

    path = invited(app, world, world.lise.email)
    with app.app_context():
        end_invitations_to(world.tilleuls, sealed.blind(world.lise.email))
        db.session.commit()
    assert reader(app).get(path).status_code == 404
    write_to(app, world, world.lise.email)
    assert link_to(app, world.lise.email) != path


def test_ended_by_an_organiser_before_it_left_it_is_never_sent(app: Flask, world: World) -> None:
    write_to(app, world, MIMI)
    client = organiser(app, world)
    found = re.search(r'action="(/g/[\w-]+/inviter/[\w-]+/fin)"', client.get(page(world.tilleuls, "inviter")).text)
    assert found is not None
    client.post(found[1])
    assert letters_to(app, MIMI) == []


def test_nothing_kept_tells_the_address_once_it_was_used(app: Flask, world: World) -> None:
    from entraide.members.models import Invitation

    press(reader(app), invited(app, world, MIMI), ENTRY)
    with app.app_context():
        row = db.session.query(Invitation).one()
        assert (row.email_sealed, row.token_sealed) == (None, None)


def test_once_run_out_the_row_and_its_key_are_gone(app: Flask, world: World) -> None:
    from entraide.members.models import Invitation
    from entraide.vault import sealed
    from entraide.vault.store import Shredded

    invited(app, world, MIMI)
    with app.app_context():
        row = db.session.query(Invitation).one()
        invitation_id, kept = row.id, row.email_sealed
    with time_machine.travel(now().timestamp() + 15 * 86400):
        once(app)
    with app.app_context():
        assert db.session.query(Invitation).count() == 0
        with pytest.raises(Shredded):
            sealed.unseal(invitation_id, "email", kept or b"")


def test_the_link_itself_is_forgotten_once_its_letter_left(app: Flask, world: World) -> None:
    from entraide.members.models import Invitation

    invited(app, world, MIMI)
    with app.app_context():
        assert db.session.query(Invitation).one().token_sealed is None


@pytest.mark.parametrize("token", ["x" * 43, "x", "%00", "é", "a.b.c", "~" * 500])
def test_a_forged_link_leads_nowhere(app: Flask, world: World, token: str) -> None:
    assert reader(app).get(f"/i/{token}").status_code == 404
    assert press(reader(app), f"/i/{token}", ENTRY).status_code == 404
