"""A meeting's page: whose names each reader finds there, and whose never."""

from datetime import timedelta

import time_machine

from entraide.meetings.actions import planning
from entraide.meetings.models import Reply
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import Concern
from entraide.members.queries import find_membership
from tests.meetings.answering import WHEN, read
from tests.meetings.tables import at_work, make_meeting


def test_who_was_named_before_a_change_is_marked_as_such_in_the_list(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, starts_at=WHEN)
    with time_machine.travel(WHEN - timedelta(days=9), tick=False):
        say(meeting, "lise")
        client.sign_in(world.marcelle)
        assert "avant le changement" not in read(client, meeting)
        with at_work(app, world.tilleuls):
            later = WHEN + timedelta(days=1)
            planning.move(find_meeting(meeting), later, later + timedelta(hours=2), announce=False)
        assert "Lise T. d’avant le changement Vient" in read(client, meeting)


def test_members_read_the_names_that_others_chose_to_show(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.ana_in_tilleuls).is_discreet = True
        find_membership(world.tilleuls, world.jo_in_tilleuls).concern = Concern.RELATIVE
    for name in ("lise", "ana", "jo"):
        say(meeting, name)
    page = read(client.sign_in(world.lise), meeting)
    assert "Lise T. (vous)" in page
    assert "Jo-71" in page
    assert "proche" not in page
    assert "Ana des Tilleuls" not in page
    assert "1 personne sans nom affiché" in page


def test_organisers_read_names_and_as_what_people_come(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls)
    with at_work(app, world.tilleuls):
        find_membership(world.tilleuls, world.ana_in_tilleuls).is_discreet = True
        find_membership(world.tilleuls, world.jo_in_tilleuls).concern = Concern.RELATIVE
    for name in ("ana", "jo"):
        say(meeting, name)
    page = read(client.sign_in(world.marcelle), meeting)
    assert "Ana des Tilleuls" in page
    assert "Jo-71 proche" in page


def test_nobody_reads_who_says_no_or_has_not_answered(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls)
    say(meeting, "jo", Reply.NO)
    say(meeting, "lise")
    for who in (world.lise, world.marcelle):
        page = read(client.sign_in(who), meeting)
        assert "Jo-71" not in page
        assert "Ana" not in page


def test_members_do_not_read_who_waits_and_organisers_do_in_order(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, places=1)
    for name in ("lise", "jo", "ana"):
        say(meeting, name)
    page = read(client.sign_in(world.lise), meeting)
    assert "Jo-71" not in page
    assert "2 personnes attendent une place." in page
    page = read(client.sign_in(world.marcelle), meeting)
    assert page.index("Liste d’attente") < page.index("Jo-71") < page.index("Ana des Tilleuls")


def test_organisers_read_whom_to_call_when_a_place_comes_free_late(app, world, client, say):
    meeting = make_meeting(app, world.tilleuls, places=1, starts_in=timedelta(hours=20))
    for name in ("lise", "jo"):
        say(meeting, name)
    say(meeting, "lise", Reply.NO)
    assert "À appeler" in read(client.sign_in(world.marcelle), meeting)
    assert "À appeler" not in read(client.sign_in(world.jo), meeting)
