"""What a feed tells at each level, of which meetings, and to whom."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from entraide.calendars.actions import end_all_for
from entraide.calendars.jobs import forget_tombstones, let_go_of_cancelled
from entraide.calendars.models import Feed, FeedBody, FeedGroup, Level
from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.meetings.actions.forgetting import forget
from entraide.meetings.actions.planning import DayPlan
from entraide.meetings.models import Mode, Reply
from entraide.members.actions import join
from tests.calendars.lint import complaints
from tests.calendars.parts import unfolded
from tests.calendars.subscribing import (
    BRUSSELS,
    SECRET,
    SECRETS,
    body,
    cancel,
    connect,
    deeds,
    entries,
    fetch,
    found_long_ago,
    leave,
    move,
    only_entry,
    plan,
    say,
    switch_off,
)
from tests.world import World

NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def traveller(app: Flask):
    found_long_ago(app)
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def text(app: Flask, token: str) -> str:
    return unfolded(body(app, token))


@pytest.mark.parametrize("level", [Level.DISCREET, Level.BUSY])
def test_a_discreet_feed_tells_nothing_of_its_groups(app, world, level):
    for group_id in (world.tilleuls, world.passerelle):
        plan(app, group_id, DAY, mode=Mode.HYBRID)
    with deeds(app, world.tilleuls):
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
    with deeds(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).link_in_feeds = True
    entry = only_entry(app, connect(app, world.lise, Level.FULL))
    assert entry.value("CONFERENCE") == SECRET.link
    assert entry.value("LOCATION") == SECRET.link


def test_the_link_of_a_cancelled_meeting_is_gone(app, world):
    meeting = plan(app, world.tilleuls, DAY, mode=Mode.ONLINE)
    with deeds(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).link_in_feeds = True
    cancel(app, world.tilleuls, meeting)
    assert "salle.example" not in text(app, connect(app, world.lise, Level.FULL))


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply.YES, ("CONFIRMED", "OPAQUE", "BUSY")),
        (Reply.MAYBE, ("TENTATIVE", "TRANSPARENT", "TENTATIVE")),
        (None, ("TENTATIVE", "TRANSPARENT", "TENTATIVE")),
    ],
)
def test_an_answer_shows_as_what_the_calendar_knows_of_it(app, world, reply, told):
    meeting = plan(app, world.tilleuls, DAY)
    if reply:
        say(app, world.tilleuls, meeting, world.lise_in_tilleuls, reply)
    entry = only_entry(app, connect(app, world.lise))
    assert tuple(map(entry.value, ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"))) == told


def test_where_answers_are_not_asked_the_meeting_stands_and_blocks_nothing(app, world):
    plan(app, world.tilleuls, DAY, asked=Asked.NOT_ASKED)
    entry = only_entry(app, connect(app, world.lise))
    assert (entry.value("STATUS"), entry.value("TRANSP")) == ("CONFIRMED", "TRANSPARENT")


def test_who_waits_for_a_place_does_not_come_yet(app, world):
    meeting = plan(app, world.tilleuls, DAY, asked=Asked.NEEDED, places=1)
    say(app, world.tilleuls, meeting, world.jo_in_tilleuls, Reply.YES)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    assert only_entry(app, connect(app, world.lise)).value("STATUS") == "TENTATIVE"
    assert only_entry(app, connect(app, world.jo)).value("STATUS") == "CONFIRMED"


def test_a_place_that_came_free_is_a_newer_entry(app, world, traveller):
    meeting = plan(app, world.tilleuls, DAY, asked=Asked.NEEDED, places=1)
    say(app, world.tilleuls, meeting, world.jo_in_tilleuls, Reply.YES)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    token = connect(app, world.lise)
    before = only_entry(app, token)
    traveller.shift(timedelta(hours=1))
    say(app, world.tilleuls, meeting, world.jo_in_tilleuls, Reply.NO)
    after = only_entry(app, token)
    assert after.value("STATUS") == "CONFIRMED"
    assert after.value("DTSTAMP") > before.value("DTSTAMP")


def test_a_meeting_answered_no_is_not_there(app, world):
    meeting = plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.NO)
    assert entries(app, token) == []


def test_the_same_meeting_has_another_name_in_another_members_feed(app, world):
    plan(app, world.tilleuls, DAY)
    uids = {only_entry(app, connect(app, person)).value("UID") for person in (world.lise, world.jo)}
    assert len(uids) == 2


def test_full_and_discreet_feeds_of_one_member_name_a_meeting_apart(app, world):
    plan(app, world.tilleuls, DAY)
    named = [only_entry(app, connect(app, world.lise, level)).value("UID") for level in Level]
    assert named[0] == named[1] != named[2]


def test_a_move_keeps_the_name_and_raises_the_sequence(app, world):
    meeting = plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    before = only_entry(app, token)
    move(app, world.tilleuls, meeting, timedelta(days=2, hours=1))
    after = only_entry(app, token)
    assert after.value("UID") == before.value("UID")
    assert int(after.value("SEQUENCE")) == int(before.value("SEQUENCE")) + 1
    assert after.value("DTSTART") == "20261126T150000"


def test_a_cancelled_meeting_is_told_in_the_feeds_language_and_frees_the_hour(app, world):
    meeting = plan(app, world.tilleuls, DAY)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    token, english = connect(app, world.lise), connect(app, world.lise, language="en")
    cancel(app, world.tilleuls, meeting)
    entry = only_entry(app, token)
    assert [entry.value(name) for name in ("SUMMARY", "STATUS", "TRANSP", "SEQUENCE")] == [
        "Annulé\u00a0: Rendez-vous",
        "CANCELLED",
        "TRANSPARENT",
        "1",
    ]
    assert only_entry(app, english).value("SUMMARY") == "Cancelled: Rendez-vous"


def test_a_cancelled_meeting_goes_once_it_is_over(app, world, traveller):
    meeting = plan(app, world.tilleuls, DAY)
    cancel(app, world.tilleuls, meeting)
    token = connect(app, world.lise)
    etags = []
    for moment in (datetime(2026, 11, 24, 14, 59, tzinfo=UTC), datetime(2026, 11, 24, 15, tzinfo=UTC)):
        traveller.move_to(moment)
        with app.app_context():
            let_go_of_cancelled()
        etags.append((fetch(app, token).headers["ETag"], len(entries(app, token))))
    assert [count for _, count in etags] == [1, 0]
    assert etags[0][0] != etags[1][0]


def test_letting_go_of_what_is_gone_already_moves_nothing(app, world, traveller):
    cancel(app, world.tilleuls, plan(app, world.tilleuls, DAY))
    token = connect(app, world.lise)
    etags = set()
    for _ in range(3):
        traveller.move_to(datetime(2026, 11, 25, tzinfo=UTC))
        with app.app_context():
            let_go_of_cancelled()
        etags.add(fetch(app, token).headers["ETag"])
    assert len(etags) == 1


def weekend(app: Flask, world: World) -> None:
    friday = date(2027, 3, 26)  # the clocks change on its Sunday
    days = tuple(
        DayPlan(friday + timedelta(days=number), time(10), time(16 + number), f"Jour {number + 1}")
        for number in range(3)
    )
    ends = datetime.combine(friday + timedelta(days=2), time(18), BRUSSELS)
    plan(app, world.tilleuls, friday, hour=time(9), mode=Mode.WEEKEND, days=days, ends=ends)


def test_a_weekend_is_a_banner_and_an_entry_for_each_day(app, world):
    weekend(app, world)
    found = entries(app, connect(app, world.lise, Level.FULL))
    assert [entry.value("DTSTART") for entry in found] == [
        "20270326",
        "20270326T100000",
        "20270327T100000",
        "20270328T100000",
    ]
    assert found[0].value("DTEND") == "20270329"
    assert len({entry.value("UID") for entry in found}) == 4
    assert found[0].value("DESCRIPTION").startswith("du vendredi 26 mars 2027\\, 9\u00a0h")
    assert found[2].value("DESCRIPTION").startswith("Jour 2\\n")


def test_a_discreet_weekend_tells_no_programme(app, world):
    weekend(app, world)
    token = connect(app, world.lise)
    assert complaints(body(app, token), forbidden=("Jour", *SECRETS)) == []
    assert len(entries(app, token)) == 4


def test_a_group_feed_holds_that_group_alone(app, world):
    for group_id, day in ((world.tilleuls, DAY), (world.passerelle, DAY + timedelta(days=1))):
        plan(app, group_id, day)
    token = connect(app, world.ana, only_group=world.passerelle)
    assert only_entry(app, token).value("DTSTART") == "20261125T140000"


def test_a_feed_with_ticked_groups_holds_them_alone(app, world):
    for group_id, day in ((world.tilleuls, DAY), (world.passerelle, DAY + timedelta(days=1))):
        plan(app, group_id, day)
    token = connect(app, world.ana, groups=[world.tilleuls])
    assert only_entry(app, token).value("DTSTART") == "20261124T140000"


def test_a_ticked_group_that_is_not_hers_gives_nothing(app, world):
    plan(app, world.passerelle, DAY)
    assert entries(app, connect(app, world.lise, groups=[world.passerelle])) == []
    assert entries(app, connect(app, world.lise, only_group=world.passerelle)) == []


def test_who_waits_to_be_met_reads_no_meeting(app, world):
    plan(app, world.tilleuls, DAY)
    assert entries(app, connect(app, world.paul)) == []


def test_a_feed_without_groups_is_an_empty_calendar(app, world):
    token = connect(app, world.nina)
    assert complaints(body(app, token)) == []
    assert entries(app, token) == []


def test_leaving_ends_the_groups_feed_and_thins_the_personal_one(app, world):
    plan(app, world.tilleuls, DAY)
    plan(app, world.passerelle, DAY)
    personal, group, ticked = (
        connect(app, world.ana),
        connect(app, world.ana, only_group=world.passerelle),
        connect(app, world.ana, groups=[world.tilleuls, world.passerelle]),
    )
    leave(app, world.passerelle, world.ana_in_passerelle)
    assert [len(entries(app, token)) for token in (personal, group, ticked)] == [1, 0, 1]


def test_who_comes_back_to_a_group_finds_no_old_tick(app, world):
    token = connect(app, world.ana, groups=[world.tilleuls, world.passerelle])
    leave(app, world.passerelle, world.ana_in_passerelle)
    with deeds(app, world.passerelle):
        join(world.passerelle, world.ana.person_id, "Lou")
    plan(app, world.passerelle, DAY)
    assert entries(app, token) == []


def test_a_feed_switched_off_is_empty_for_sixty_days_then_absent(app, world, traveller):
    plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    known = fetch(app, token).headers
    switch_off(app, world.lise, token)
    empty = fetch(
        app, token, headers={"If-None-Match": known["ETag"], "If-Modified-Since": "Sat, 01 Jan 2028 00:00:00 GMT"}
    )
    assert (empty.status_code, complaints(empty.data)) == (200, [])
    assert entries(app, token) == []
    for days, status in ((60, 200), (61, 404)):
        traveller.move_to(NOW + timedelta(days=days))
        assert fetch(app, token).status_code == status
        with app.app_context():
            forget_tombstones()
        assert fetch(app, token).status_code == status


def test_a_feed_switched_off_leaves_nothing_of_its_owner(app, world):
    token = connect(app, world.ana, groups=[world.tilleuls])
    body(app, token)
    switch_off(app, world.ana, token)
    with app.app_context():
        assert [db.session.scalar(select(func.count()).select_from(one)) for one in (Feed, FeedBody, FeedGroup)] == [
            0
        ] * 3


def test_erasing_a_person_empties_every_feed_of_hers(app, world):
    plan(app, world.tilleuls, DAY)
    tokens = [connect(app, world.lise), connect(app, world.lise, only_group=world.tilleuls)]
    with deeds(app):
        end_all_for(world.lise.person_id)
    assert [entries(app, token) for token in tokens] == [[], []]


def test_a_closed_group_is_in_no_feed(app, world):
    plan(app, world.tilleuls, DAY)
    token = connect(app, world.lise)
    before = fetch(app, token).headers["ETag"]
    with deeds(app, world.tilleuls):
        db.session.get_one(Group, world.tilleuls).closed_at = NOW
    assert entries(app, token) == []
    assert fetch(app, token).headers["ETag"] != before


def test_the_window_follows_the_months(app, world, traveller):
    token = connect(app, world.lise)
    for day in (date(2026, 8, 1), date(2026, 7, 31), date(2028, 2, 29), date(2028, 3, 1)):
        plan(app, world.tilleuls, day)
    assert [entry.value("DTSTART")[:8] for entry in entries(app, token)] == ["20260801", "20280229"]
    traveller.move_to(datetime(2026, 12, 9, tzinfo=UTC))
    assert [entry.value("DTSTART")[:8] for entry in entries(app, token)] == ["20280229", "20280301"]


def test_answers_erased_by_age_change_no_byte_until_a_version_moves(app, world, traveller):
    """The body kept for an ETag and one rendered anew for it are the same, whatever was erased in between."""
    meeting = plan(app, world.tilleuls, DAY)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    token, again = connect(app, world.lise), connect(app, world.lise)
    traveller.move_to(datetime(2026, 12, 20, tzinfo=UTC))
    move(app, world.tilleuls, plan(app, world.tilleuls, date(2027, 1, 5)), timedelta(hours=1))
    first = body(app, token)
    with deeds(app, world.tilleuls):
        forget(world.tilleuls, datetime(2026, 12, 9, tzinfo=UTC))
    assert body(app, again) == first


def test_secrets_of_these_tests_do_stand_in_a_full_feed(app, world):
    """Otherwise their absence from the discreet one would prove nothing."""
    plan(app, world.tilleuls, DAY)
    found = complaints(body(app, connect(app, world.lise, Level.FULL)), forbidden=SECRETS)
    assert len(found) > 4
