"""How long an e-mailed code opens: ten minutes from the moment its letter was taken, its last three attempts only."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.accounts import actions
from entraide.accounts.models import Challenge, ChallengeCode, Device, Door
from entraide.clock import now
from entraide.db import db
from entraide.mail.carrier import Folder
from entraide.vault import sealed
from tests.people import Client, code_in, letters_to
from tests.world import World

JUST_OVER = timedelta(minutes=10, seconds=1)


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (10, 422), (11, 422)])
def test_a_code_opens_for_ten_minutes(app: Flask, client: Client, world: World, minutes: int, status: int) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        client.post("/connexion", {"email": world.lise.email})
        [letter] = letters_to(app, world.lise.email)
        traveller.shift(timedelta(minutes=minutes))
        assert client.post("/connexion/code", {"code": code_in(letter)}).status_code == status


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (10, 422)])
def test_a_slow_server_takes_nothing_from_the_ten_minutes(
    app: Flask, client: Client, world: World, monkeypatch: pytest.MonkeyPatch, minutes: int, status: int
) -> None:
    with time_machine.travel(now(), tick=False) as traveller:
        carry = Folder.carry

        def slowly(self: Folder, letter: object) -> None:
            carry(self, letter)  # type: ignore[arg-type]
            traveller.shift(timedelta(seconds=50))

        monkeypatch.setattr(Folder, "carry", slowly)
        client.post("/connexion", {"email": world.lise.email})
        [letter] = letters_to(app, world.lise.email)
        traveller.shift(timedelta(minutes=minutes, seconds=30 if status == 303 else 0))
        assert client.post("/connexion/code", {"code": code_in(letter)}).status_code == status


@pytest.mark.parametrize(("attempt", "opens"), [(0, False), (1, True), (2, True), (3, True)])
def test_the_codes_of_the_last_three_attempts_open(app: Flask, world: World, attempt: int, opens: bool) -> None:
    with app.app_context():
        actions.ask_code(world.lise.email, Door.SIGN_IN, "ref", "fr")
        challenge = db.session.scalars(select(Challenge)).one()
        codes = [_drawn(challenge) for _ in range(4)]
        try:
            actions.prove(challenge, codes[attempt], Device.SHARED)
            is_open = True
        except actions.WrongCode:
            is_open = False
    assert is_open is opens


def test_each_attempts_code_has_ten_minutes_of_its_own(app: Flask, world: World) -> None:
    with time_machine.travel(now(), tick=False) as traveller, app.app_context():
        actions.ask_code(world.lise.email, Door.SIGN_IN, "ref", "fr")
        challenge = db.session.scalars(select(Challenge)).one()
        first = _drawn(challenge)
        traveller.shift(JUST_OVER)
        second = _drawn(challenge)
        with pytest.raises(actions.WrongCode):
            actions.prove(challenge, first, Device.SHARED)
        actions.prove(challenge, second, Device.SHARED)


def test_the_same_digits_are_kept_otherwise_for_each_who_asks(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.secrets, "randbelow", lambda below: 12345678)
    with app.app_context():
        for ref, person in (("one", world.lise), ("other", world.ana)):
            actions.ask_code(person.email, Door.SIGN_IN, ref, "fr")
        for challenge in db.session.scalars(select(Challenge)).all():
            actions.draw_code(challenge)
        assert len(set(db.session.scalars(select(ChallengeCode.code_hmac)))) == 2


def _drawn(challenge: Challenge) -> str:
    """Draw the code of one more attempt, as its letter would carry it."""
    actions.draw_code(challenge)
    row = db.session.scalars(select(ChallengeCode).order_by(ChallengeCode.made.desc()).limit(1)).one()
    return sealed.unseal(challenge.id, "code", row.code_sealed or b"")
