"""A list holds exactly what its reader may see: queries and the gate's rules give the same answer, for everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

import pytest
import time_machine
from flask import Flask, g
from sqlalchemy import select

from entraide.access import scope
from entraide.access.actor import Actor
from entraide.access.gate import mark_of
from entraide.access.permissions import Permission
from entraide.access.policy import may
from entraide.access.tokens import short
from entraide.accounts.locks.queries import find_lock, locks_of
from entraide.accounts.models import SignIn
from entraide.accounts.queries import find_own_session, open_sessions
from entraide.calendars.models import Feed, Level
from entraide.calendars.queries.feeds import find_own_feed, find_versions, own_feeds, own_groups
from entraide.calendars.queries.holdings import holdings
from entraide.clock import today
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.groups.queries import groups_in_scope
from entraide.home.queries.agenda import my_groups
from entraide.mail.models import Letter
from entraide.meetings.models import Meeting
from entraide.meetings.queries.meetings import visible_meetings
from entraide.members.models import Membership, Status
from entraide.members.queries.between import viewer_of
from entraide.members.queries.cards import find_in_sight
from entraide.members.queries.roster import roster
from tests.conftest import Stage
from tests.crawling import methods_of
from tests.lettering import moment
from tests.marked_values import NOW, TODAY, MarkedWorld
from tests.marked_world import make_marked_world
from tests.people import Client

pytestmark = pytest.mark.once
LONG_AGO = moment(TODAY.replace(year=2000), 0)
EVERYBODY = ["olga", "mia", "dina", "bob", "gil", "wim", "ana", "omar", "bea", "nina", "lina"]


@dataclass(frozen=True)
class Thing:
    """A row of the whole world, as the rules see it."""

    group_id: UUID
    id: UUID


@dataclass
class Whole:
    """The whole world, looked at from outside every scope."""

    app: Flask
    made: MarkedWorld
    groups: list[Thing] = field(default_factory=list)
    meetings: list[Thing] = field(default_factory=list)
    members: list[Thing] = field(default_factory=list)
    letters: list[tuple[UUID, UUID, str]] = field(default_factory=list)
    feeds: list[UUID] = field(default_factory=list)
    sign_ins: list[UUID] = field(default_factory=list)

    @contextmanager
    def as_(self, name: str) -> Iterator[Actor]:
        """Run as a person's own request does."""
        with self.app.test_request_context("/agenda", headers={"Cookie": f"sid={self.made.sessions[name]}"}):
            self.app.preprocess_request()
            yield g.actor

    def client(self, name: str) -> Client:
        """Return a person's browser."""
        client = Client(self.app)
        client.browser.set_cookie("sid", self.made.sessions[name])
        return client


@pytest.fixture(scope="module")
def whole(stage: Stage) -> Iterator[Whole]:
    stage.reset()
    with time_machine.travel(NOW, tick=False):
        found = Whole(stage.app, make_marked_world(stage.app))
        with stage.app.app_context(), scope.everywhere("the whole world of a test"):
            found.groups = [Thing(id_, id_) for id_ in db.session.scalars(select(Group.id))]
            found.meetings = [Thing(*row) for row in db.session.execute(select(Meeting.group_id, Meeting.id))]
            active = select(Membership.group_id, Membership.id).where(Membership.status == Status.ACTIVE)
            found.members = [Thing(*row) for row in db.session.execute(active)]
            told = select(Letter.group_id, Letter.person_id, Letter.kind).where(Letter.person_id.is_not(None))
            found.letters = [(group_id, person_id, kind) for group_id, person_id, kind in db.session.execute(told)]
            found.feeds = list(db.session.scalars(select(Feed.id)))
            found.sign_ins = list(db.session.scalars(select(SignIn.id)))
        yield found


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_agenda_holds_the_meetings_one_may_see(whole: Whole, name: str) -> None:
    with whole.as_(name) as actor:
        listed = {meeting.id for meeting in visible_meetings(actor, LONG_AGO)}
        assert listed == {one.id for one in whole.meetings if may(actor, Permission.MEETING_SEE, one)}


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_groups_listed_are_those_one_may_see(whole: Whole, name: str) -> None:
    with whole.as_(name) as actor:
        seen = {one.id for one in whole.groups if may(actor, Permission.GROUP_SEE, one)}
        assert set(my_groups(actor)) == seen
        assert {group.id for group in own_groups(actor)} == seen
        waited_for = {one.id for one in whole.groups if may(actor, Permission.WAITING_SEE, one)}
        assert {group.id for group in groups_in_scope()} == seen | waited_for


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_roster_lists_the_members_one_may_know_of(whole: Whole, name: str) -> None:
    with whole.as_(name) as actor:
        for group in whole.groups:
            viewer = viewer_of(actor, group.id)
            listed = {line.membership_id for line in roster(db.session.get_one(Group, group.id), viewer).lines}
            assert listed == {one.id for one in whole.members if _is_known(actor, group, one)}


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_roster_offers_to_show_the_details_that_can_be_shown(whole: Whole, name: str) -> None:
    with whole.as_(name) as actor:
        offered = {
            (group.id, line.membership_id)
            for group in whole.groups
            for line in roster(db.session.get_one(Group, group.id), viewer_of(actor, group.id)).lines
            if line.has_contact
        }
    client = whole.client(name)
    shown = {
        (group.id, one.id)
        for group in whole.groups
        for one in whole.members
        if client.post(f"/g/{short(group.id)}/membre/{short(one.id)}/voir").status_code == 200
    }
    assert shown == offered


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_page_of_a_group_or_meeting_opens_to_those_who_may(whole: Whole, name: str) -> None:
    client, wrong = whole.client(name), []
    things = {"group_id": whole.groups, "meeting_id": whole.meetings}
    with whole.as_(name) as actor:
        pass
    for rule in whole.app.url_map.iter_rules():
        mark = mark_of(whole.app, rule.endpoint)
        if mark is None or mark.permission is None or "GET" not in methods_of(rule) or len(rule.arguments) != 1:
            continue
        (argument,) = rule.arguments
        for one in things.get(argument, ()):
            status = client.get(rule.rule.replace(f"<id22:{argument}>", short(one.id))).status_code
            refusal = 403 if actor.roles_in(one.group_id) else 404
            if status not in ((200, 303) if may(actor, mark.permission, one) else (refusal,)):
                wrong.append((rule.rule, status))
    assert not wrong


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_sessions_and_feeds_listed_are_those_one_may_change(whole: Whole, name: str) -> None:
    with whole.as_(name) as actor:
        assert actor.person_id is not None
        person_id = actor.person_id
        sessions = {one for one in whole.sign_ins if _finds(find_own_session, person_id, one)}
        assert {one.id for one in open_sessions(person_id)} == sessions
        feeds = {one for one in whole.feeds if _finds(find_own_feed, person_id, one)}
        assert {one.id for one in own_feeds(person_id)} == feeds
        locks = {one for one in whole.made.locks if _finds(find_lock, person_id, one)}
        assert {one.id for one in locks_of(person_id)} == locks


@pytest.mark.parametrize("name", ["mia", "ana"])
def test_a_feed_holds_the_meetings_its_owner_may_see(whole: Whole, name: str) -> None:
    with whole.as_(name) as actor:
        seen = {one.id for one in whole.meetings if may(actor, Permission.MEETING_SEE, one)}
    for level in Level:
        with whole.app.app_context():
            found = find_versions(whole.made.feeds[name, level])
            assert {held.meeting.id for held in holdings(found, today())} == seen


@pytest.mark.parametrize("name", EVERYBODY)
def test_letters_about_a_group_go_to_those_who_may_see_it(whole: Whole, name: str) -> None:
    with whole.as_(name) as actor:
        told = {group_id for group_id, person_id, _ in whole.letters if person_id == actor.person_id}
        assert told == {one.id for one in whole.groups if may(actor, Permission.GROUP_SEE, one)}


def _is_known(actor: Actor, group: Thing, member: Thing) -> bool:
    """Say whether one may ask for a member: the gate's rule, and the finder of her card."""
    if not may(actor, Permission.ROSTER_SEE, group):
        return False
    return _finds(find_in_sight, group.id, member.id, viewer_of(actor, group.id))


def _finds(find: object, *asked: object) -> bool:
    try:
        find(*asked)  # type: ignore[operator]
    except NotFound:
        return False
    return True
