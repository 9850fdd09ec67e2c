"""A session for each kind of person of the access table, and things in the one group that it is about."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from entraide.access import tokens
from entraide.access.tokens import Purpose, Signed, short
from entraide.access.visibility import Visibility
from entraide.accounts.actions import start_session
from entraide.accounts.models import Device, SignIn
from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.calendars.queries.feeds import id_of
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Asked
from entraide.groups.queries import find_group
from entraide.meetings.actions import planning
from entraide.meetings.details import Details
from entraide.meetings.models import Mode
from entraide.meetings.recurrence import Rule, Weekday
from entraide.members.actions import ways_in
from entraide.members.actions.calls import wish_to_be_called
from entraide.members.actions.cards import keep_value
from entraide.members.models import Field, InvitationKind
from entraide.members.queries import find_membership
from entraide.vault import sealed
from tests import crowds, making
from tests.access_table import Row
from tests.conftest import Stage
from tests.lettering import at_work
from tests.moments import Moment
from tests.people import Client
from tests.world import World

ACTED = (200, 303)


@dataclass(frozen=True)
class Things(crowds.Things):
    """What the addresses of the table name."""

    forged: str = "x" * 43


@dataclass(frozen=True)
class Town:
    """A session for each kind of person, and things in the one group that the table is about."""

    app: Flask
    things: Things
    sessions: Mapping[str, str]
    moment: Moment

    def ask(self, key: str, path: str, kind: str) -> TestResponse:
        """Get a page or send an empty form; what was changed by it is put back."""
        answer = self.send(key, path, kind)
        if key.startswith("POST ") and answer.status_code in ACTED and kind != "nobody":
            self.moment.put_back()
        return answer

    def send(self, key: str, path: str, kind: str) -> TestResponse:
        """Get a page or send an empty form."""
        client = Client(self.app)
        if sid := self.sessions.get(kind):
            client.browser.set_cookie("sid", sid)
        send: Callable[[str], TestResponse] = client.get if key.startswith("GET ") else client.post
        answer = send(path)
        answer.get_data()
        answer.close()
        return answer


def make_town(app: Flask, world: World, stage: Stage) -> Town:
    """Make both, and keep the moment."""
    people = {
        "outsider": world.nina,
        "waiting": world.paul,
        "member": world.lise,
        "organiser": world.marcelle,
        "elsewhere": world.dov,
    }
    with at_work(app, world.tilleuls):
        things = _things(world)
        sessions = {
            kind: start_session(person.person_id, Device.OWN, "Firefox, Linux", with_lock=True)
            for kind, person in people.items()
        }
        opened = {
            "restored member": (world.lise, world.tilleuls),
            "restored organiser": (world.marcelle, world.tilleuls),
            "restored elsewhere": (world.ana, world.passerelle),  # she is in both
        }
        sessions |= {
            kind: start_session(person.person_id, Device.OWN, "Firefox, Linux", only_group=group, with_lock=True)
            for kind, (person, group) in opened.items()
        }
    return Town(app, things, sessions, Moment(stage.engine, stage.keys))


def _things(world: World) -> Things:
    group = find_group(world.tilleuls)
    start = now() + timedelta(days=10)
    meeting = planning.plan_meeting(
        group, start, start + timedelta(hours=2), Mode.ROUND_TABLE, Details(title="Table"),
        asked=Asked.USEFUL, places=None, announce=False,
    )  # fmt: skip
    series = planning.plan_series(
        group, Rule(Weekday(1), times=3), date.fromordinal(now().toordinal() + 3), time(14), 60,
        Mode.ROUND_TABLE, Details(title="Table"), asked=Asked.USEFUL, places=None, announce=False,
    )  # fmt: skip
    ana = find_membership(group.id, world.ana_in_tilleuls)
    keep_value(ana, None, Field.PHONE, "+32 470 00 00 01", Visibility.GROUP)
    wish_to_be_called(ana)
    calendar = connect(world.lise.person_id, "téléphone", Level.DISCREET, "fr")
    link = ways_in.open_way(group, world.marcelle_in_tilleuls, InvitationKind.LINK, timedelta(days=7), 5)
    ways_in.invite(group, world.marcelle_in_tilleuls, ["iris@poste.example"])
    letter = crowds.token_of_letter("iris@poste.example")
    ways_in.invite(group, world.marcelle_in_tilleuls, [world.nina.email])
    ways_in.invite_over(group, world.marcelle_in_tilleuls, world.odile_in_tilleuls, "odile@poste.example")
    asked, unasked = making.make_list(group, world, 1)
    making.make_ties(group, world.lise_in_tilleuls, [ana.id])
    making.make_quiet()
    return Things(
        group=short(group.id),
        meeting=short(meeting.id),
        series=short(series.id),
        lift=short(making.make_lift(meeting, world.ana_in_tilleuls, world.lise_in_tilleuls)),
        feed=short(id_of(calendar)),
        member=short(ana.id),
        managed=short(world.odile_in_tilleuls),
        waiting=short(world.paul_in_tilleuls),
        invitation=short(link.id),
        asked=short(asked),
        unasked=short(unasked),
        ban=short(making.make_bans(world, 1)),
        session=_session_of(world),
        lock=short(making.make_lock(world.lise.person_id)),
        vouching=short(making.make_vouching(world)),
        carried=short(making.make_carried(world)),
        calendar=calendar,
        answer=crowds.signed_for_lise(Purpose.ANSWER, world, meeting),
        place=crowds.signed_for_lise(Purpose.PLACE, world, meeting),
        stop=tokens.sign(Purpose.STOP, Signed(group.id, world.lise_in_tilleuls, None, 1, None)),
        stay=tokens.sign(Purpose.STAY, Signed(group.id, world.lise_in_tilleuls, None, 1, None)),
        letter=letter,
        own_letter=crowds.token_of_letter(world.nina.email),
        over=crowds.token_of_letter("odile@poste.example"),
        join=sealed.unseal(group.id, f"invitation {link.id}", link.token_sealed or b""),
    )


def _session_of(world: World) -> str:
    start_session(world.lise.person_id, Device.OWN, "another telephone of hers")
    found = select(SignIn.id).where(SignIn.person_id == world.lise.person_id)
    return short(db.session.scalars(found).one())


def path_of(row: Row, things: Things) -> str:
    """Return a row's address, with the ids of what is there."""
    return row[0].format(**asdict(things))
