"""What a feed tells at each level, and under which names."""

import pytest
from flask import Flask

from entraide.calendars.models import Level
from entraide.db import db
from entraide.groups.models import Group
from entraide.meetings.models import Mode
from tests.calendars.a_moment import DAY, traveller
from tests.calendars.lint import complaints
from tests.calendars.parts import unfolded
from tests.calendars.subscribing import (
    SECRET,
    SECRETS,
    body,
    cancel,
    connect,
    entries,
    only_entry,
    plan,
)
from tests.lettering import at_work

__all__ = ["traveller"]


def text(app: Flask, token: str) -> str:
    return unfolded(body(app, token))


@pytest.mark.parametrize("level", [Level.DISCREET, Level.BUSY])
def test_a_discreet_feed_tells_nothing_of_its_groups(app, world, level):
    for group_id in (world.tilleuls, world.passerelle):
        plan(app, group_id, DAY, mode=Mode.HYBRID)
    with at_work(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).link_in_feeds = True
    token = connect(app, world.ana, level)
    assert complaints(body(app, token), forbidden=(token, *SECRETS)) == []
    assert [entry.value("SUMMARY") for entry in entries(app, token)] == ["Rendez-vous"] * 2


def test_discreet_entries_of_two_members_have_nothing_in_common_but_the_agenda(app, world):
    plan(app, world.tilleuls, DAY)
    of_lise, of_ana = (only_entry(app, connect(app, somebody)) for somebody in (world.lise, world.ana))
    assert of_lise.value("URL") == of_ana.value("URL") == "http://localhost/agenda"
    assert of_lise.value("UID") != of_ana.value("UID")


def test_a_busy_entry_has_neither_link_nor_words(app, world):
    plan(app, world.tilleuls, DAY)
    entry = only_entry(app, connect(app, world.lise, Level.BUSY))
    assert not any(entry.all(name) for name in ("URL", "DESCRIPTION", "LOCATION", "CONFERENCE"))


def test_a_full_entry_says_what_where_and_for_whom(app, world):
    plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise, Level.FULL)
    entry = only_entry(app, token)
    assert complaints(body(app, token), forbidden=(token,)) == []
    assert entry.value("SUMMARY") == "Café-parole"
    assert entry.value("LOCATION") == "Maison des Tilleuls\\, rue des Tilleuls 8\\, Namur"
    assert entry.value("DESCRIPTION").startswith("Fibromyalgie Les Tilleuls\\nPour les personnes concernées\\n")


def test_even_a_full_feed_is_called_by_the_facade_name(app, world):
    token = connect(app, world.lise, Level.FULL)
    assert "X-WR-CALNAME:Rendez-vous\r\n" in text(app, token)


def test_the_join_link_stands_nowhere_unless_the_group_allows_it(app, world):
    plan(app, world.tilleuls, DAY, mode=Mode.ONLINE)
    token = connect(app, world.lise, Level.FULL)
    assert "salle.example" not in text(app, token)
    assert "555 01 02" not in text(app, token)


def test_the_join_link_stands_in_a_full_feed_where_the_group_allows_it(app, world):
    plan(app, world.tilleuls, DAY, mode=Mode.ONLINE)
    with at_work(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).link_in_feeds = True
    entry = only_entry(app, connect(app, world.lise, Level.FULL))
    assert entry.value("CONFERENCE") == SECRET.link
    assert entry.value("LOCATION") == SECRET.link


def test_the_link_of_a_cancelled_meeting_is_gone(app, world):
    meeting = plan(app, world.tilleuls, DAY, mode=Mode.ONLINE)
    with at_work(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).link_in_feeds = True
    cancel(app, world.tilleuls, meeting)
    assert "salle.example" not in text(app, connect(app, world.lise, Level.FULL))


def test_the_same_meeting_has_another_name_in_another_members_feed(app, world):
    plan(app, world.tilleuls, DAY)
    uids = {only_entry(app, connect(app, person)).value("UID") for person in (world.lise, world.jo)}
    assert len(uids) == 2


def test_full_and_discreet_feeds_of_one_member_name_a_meeting_apart(app, world):
    plan(app, world.tilleuls, DAY)
    named = [only_entry(app, connect(app, world.lise, level)).value("UID") for level in Level]
    assert named[0] == named[1] != named[2]


def test_secrets_of_these_tests_do_stand_in_a_full_feed(app, world):
    """Otherwise their absence from the discreet one would prove nothing."""
    plan(app, world.tilleuls, DAY)
    found = complaints(body(app, connect(app, world.lise, Level.FULL)), forbidden=SECRETS)
    assert len(found) > 4
