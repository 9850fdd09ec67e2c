"""Nobody learns from our answers who else is here, and nothing leads away from the site."""

from datetime import UTC, datetime

import pytest
from flask import Flask, url_for
from sqlalchemy import update

from entraide import cli
from entraide.access.tokens import short
from entraide.accounts.models import SignIn
from entraide.db import db
from entraide.groups.actions import make_group
from entraide.groups.models import Chapter
from entraide.members.actions import join, ways_in
from entraide.members.actions.calls import wish_to_be_called
from entraide.members.queries import find_membership
from tests.lettering import set_member
from tests.meetings.tables import at_work, make_meeting
from tests.people import Client, code_in, deliver, letters_to
from tests.world import World


def invite_elsewhere(app: Flask, world: World, address: str, times: int) -> None:
    for number in range(times):
        with app.app_context():
            group = make_group(f"Autre {number}", chapter=Chapter.ADDICTION)
            by = join(group.id, world.dov.person_id, "Dov", is_organiser=True)
            ways_in.invite(group, by.id, [address])
            db.session.commit()


@pytest.mark.parametrize("others", [0, 5])
def test_the_list_of_open_invitations_does_not_tell_that_others_invite_too(
    app: Flask, world: World, others: int
) -> None:
    invite_elsewhere(app, world, "zoe@poste.example", others)
    marcelle = Client(app).sign_in(world.marcelle)
    address = f"/g/{short(world.tilleuls)}/inviter"
    marcelle.post(address, {"addresses": "zoe@poste.example"})
    assert "zo…@poste.example" in marcelle.get(address).get_data(as_text=True)


def test_nobody_gets_more_than_five_invitations_a_day(app: Flask, world: World) -> None:
    invite_elsewhere(app, world, "zoe@poste.example", 7)
    assert len(letters_to(app, "zoe@poste.example")) == ways_in.LETTERS_A_DAY


@pytest.mark.parametrize("door", ["/connexion", "/creer"])
def test_a_code_goes_to_the_mailbox_that_was_proved_however_it_is_typed_now(
    app: Flask, client: Client, world: World, door: str
) -> None:
    client.post(door, {"email": "LISE@Poste.Example"})
    assert [str(letter["To"]) for letter in deliver(app)] == [world.lise.email]


@pytest.mark.parametrize(
    "referer",
    ["http://localhost//evil.example", "http://evil.example/g", "http://[bad", "http://localhost/\\evil.example"],
)
def test_typing_a_code_again_leads_to_no_other_site(app: Flask, world: World, referer: str) -> None:
    client = Client(app).sign_in(world.marcelle)
    with at_work(app):
        db.session.execute(update(SignIn).values(sure_since=datetime(2000, 1, 1, tzinfo=UTC)))
    client.post(f"/g/{short(world.tilleuls)}/fermer", headers={"Referer": referer})
    client.post("/moi/confirmer")
    answer = client.post("/connexion/code", {"code": code_in(deliver(app)[-1])})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/agenda")


def test_the_demo_is_not_served_to_other_machines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENTRAIDE_INSTANCE", str(tmp_path))
    monkeypatch.setenv("ENTRAIDE_DEMO", "1")
    assert cli.main(["serve", "--host", "0.0.0.0", "--port", "0"]) == 1
    assert "loopback" in capsys.readouterr().err


def test_no_refusal_tells_a_member_what_organisers_know_of_another(app: Flask, world: World) -> None:
    """Odile has no account and never agreed, Jo asked to be called, Ana is like everybody."""
    meeting = make_meeting(app, world.tilleuls)
    set_member(app, world.tilleuls, world.odile_in_tilleuls, imported=True, consent_version=None)
    with at_work(app, world.tilleuls):
        wish_to_be_called(find_membership(world.tilleuls, world.jo_in_tilleuls))
    lise = Client(app).sign_in(world.lise)
    told = {}
    for rule in app.url_map.iter_rules():
        if "membership_id" not in rule.arguments or not rule.arguments <= {"group_id", "meeting_id", "membership_id"}:
            continue
        for member in (world.odile_in_tilleuls, world.jo_in_tilleuls, world.ana_in_tilleuls):
            given = {"group_id": world.tilleuls, "meeting_id": meeting, "membership_id": member}
            with app.test_request_context():
                address = url_for(rule.endpoint, **{name: given[name] for name in rule.arguments})
            ask = lise.post if "POST" in (rule.methods or ()) else lise.get
            told.setdefault(rule.endpoint, set()).add(ask(address).status_code)
    assert {endpoint: found for endpoint, found in told.items() if len(found) > 1} == {}
