"""A throw-away instance: a group of 40 and one of 200, with 50 coming meetings, a feed and a session."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask

from entraide import create_app
from entraide.access import scope
from entraide.access.tokens import short
from entraide.access.visibility import Visibility
from entraide.accounts.actions import make_person, start_session
from entraide.accounts.models import Device
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.clock import now
from entraide.db import db, writing
from entraide.groups.actions import make_group
from entraide.groups.models import Asked, Chapter, Group
from entraide.meetings.actions import answers, planning
from entraide.meetings.details import Details
from entraide.meetings.models import Meeting, Mode, Reply
from entraide.members.actions import join
from entraide.members.actions.cards import keep_value
from entraide.members.models import Field, Membership
from entraide.operations import upgrade
from entraide.operations.catalogues import compile_catalogues
from entraide.settings import Settings, load

MEETINGS = 50
SMALL, LARGE = 40, 200
CARD = (Field.FIRST_NAME, Field.TOWN, Field.PHONE, Field.WORD)
WORDS = Details(
    title="Café-parole",
    about="On parle de ce qui va et de ce qui va moins bien, chacun à son tour.",
    place="Maison des Tilleuls",
    address="rue des Tilleuls 8, Namur",
    how_to_find="Sonnez deux fois, premier étage",
)


@dataclass(frozen=True)
class House:
    """What the requests need: one person's session and calendar (full, over all her groups), and her groups."""

    folder: Path
    settings: Settings
    session: str
    feed: str
    person_id: UUID
    small: UUID
    large: UUID
    meeting: UUID  # the one meeting of the large group

    @property
    def pages(self) -> dict[str, str]:
        """The pages that are measured."""
        return {
            "agenda, filled": "/agenda",
            "roster of 40": f"/g/{short(self.small)}/membres",
            "roster of 200": f"/g/{short(self.large)}/membres",
        }


def environ_of(folder: Path, port: int) -> dict[str, str]:
    """Return what tells a server where the instance is; its key lies beside the folder, as for a real one."""
    return {
        "ENTRAIDE_INSTANCE": str(folder / "instance"),
        "ENTRAIDE_MASTER_KEY_FILE": str(folder / "master.key"),
        "ENTRAIDE_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


def make_house(folder: Path, port: int) -> tuple[Flask, House]:
    """Make the instance and everything in it; the app is for what is measured in this process."""
    compile_catalogues()
    settings = load(environ_of(folder, port))
    upgrade.lay_out_instance(settings)
    app = create_app(settings)
    upgrade.migrate(app)
    with app.app_context():
        writing()
        lise = make_person("lise@poste.example", "Lise", "fr").id
        small, large = _group("Fibromyalgie Namur"), _group("La Passerelle")
        _members(large, lise, LARGE)
        members = _members(small, lise, SMALL)
        _meetings(small, members)
        alone = _meeting(large, 101, None)
        house = House(
            folder=folder,
            settings=settings,
            session=start_session(lise, Device.OWN, "Firefox, Linux"),
            feed=connect(lise, "téléphone", Level.FULL, "fr"),
            person_id=lise,
            small=small.id,
            large=large.id,
            meeting=alone.id,
        )
        db.session.commit()
        db.session.remove()
    return app, house


def _group(name: str) -> Group:
    group = make_group(name, chapter=Chapter.ILLNESS, roster_fields=[field.value for field in CARD])
    scope.add(group.id)
    return group


def _members(group: Group, first: UUID, count: int) -> list[Membership]:
    """Let people join; every one of them fills four fields of the card."""
    members = []
    for number in range(count):
        person_id = make_person(f"{uuid4().hex}@poste.example", f"Prénom {number}", "fr").id if number else first
        member = join(group.id, person_id, f"Membre {number:03}", is_organiser=number == 0, consent_version="1")
        for field in CARD:
            keep_value(member, None, field, f"{field.value} de {number}", Visibility.GROUP)
        members.append(member)
    return members


def _meetings(group: Group, members: list[Membership]) -> None:
    """Plan meetings over a hundred days, every fifth with ten places; eight members answer each."""
    for number in range(MEETINGS):
        meeting = _meeting(group, number, 10 if number % 5 == 0 else None)
        for member in members[number % 30 : number % 30 + 8]:
            answers.answer(meeting, member.id, Reply.YES)


def _meeting(group: Group, number: int, places: int | None) -> Meeting:
    starts, words = now() + timedelta(days=1 + 2 * number), replace(WORDS, title=f"{WORDS.title} {number}")
    return planning.plan_meeting(
        group, starts, starts + timedelta(hours=2), Mode.ROUND_TABLE, words,
        asked=Asked.USEFUL, places=places, announce=False,
    )  # fmt: skip
