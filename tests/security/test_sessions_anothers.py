"""Nobody ends somebody else's session, whatever id is sent."""

from flask import Flask
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.accounts.models import SignIn
from entraide.db import db
from tests.people import Client
from tests.world import World


def test_anothers_session_is_absent(app: Flask, world: World) -> None:
    lise, ana = Client(app).sign_in(world.lise), Client(app).sign_in(world.ana)
    with app.app_context():
        hers = db.session.scalars(select(SignIn.id).where(SignIn.person_id == world.lise.person_id)).one()
    gone = ana.post(f"/moi/appareils/{'A' * 22}/fin")
    refused = ana.post(f"/moi/appareils/{short(hers)}/fin")
    assert (refused.status_code, refused.data) == (404, gone.data)
    assert lise.get("/agenda").status_code == 200
