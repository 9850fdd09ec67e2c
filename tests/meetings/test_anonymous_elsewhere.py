"""Whatever else hangs on answers hangs on those by name: letters, calendars, places, the figure of the day."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from entraide.access.tokens import short
from entraide.clock import now
from entraide.db import db
from entraide.groups.queries import find_group
from entraide.journal.models import Entry
from entraide.mail.models import Letter
from entraide.meetings import jobs
from entraide.meetings.actions import answers, changing, planning
from entraide.meetings.details import Details
from entraide.meetings.models import Duty, DutyKind, Meeting, Reply, Unnamed
from entraide.meetings.queries.anonymous import others_of
from entraide.meetings.queries.meetings import details_of, find_meeting
from entraide.meetings.queries.papers import replies_of
from entraide.members.models import Membership
from tests.meetings.answering import read
from tests.meetings.hiding import Circle
from tests.meetings.tables import at_work
from tests.people import Client, letters_to, text_of

TOMORROW = timedelta(days=1)


@pytest.fixture
def circle(app, world) -> Circle:
    return Circle(app, world, ["member"] * 5)


def page(circle: Circle, who: int = 0) -> str:
    return read(circle.members[who].browser, circle.meeting)


def test_organisers_read_the_figure_and_members_never_do(circle):
    circle.say(1, Reply.YES, anonymous=True)
    circle.say(2, Reply.YES, anonymous=True)
    circle.draw()
    assert "2 viennent sans nom" in page(circle)
    assert "Compté une fois par jour, à minuit." in page(circle)
    assert "En comparant plusieurs jours" in page(circle)
    assert "sans nom" not in page(circle, 3).split("Qui vient")[1]
    group = f"/g/{short(circle.world.tilleuls)}"
    told = circle.members[0].browser.get(group, headers={"accept-language": "fr"}).get_data(as_text=True)
    assert "2 viennent sans nom" in told
    assert "6 autres membres" in told


def test_before_the_first_draw_others_perhaps_come(circle):
    circle.say(1, Reply.YES, anonymous=True)
    assert "d’autres viennent peut-être" in page(circle)
    with circle.app.app_context():
        jobs.draw_unnamed()
    assert circle.kept() == 0, "what was said today waits for the next night"
    assert "d’autres viennent peut-être" in page(circle)


def test_the_figure_stays_all_day_whatever_is_said(circle):
    circle.say(1, Reply.YES, anonymous=True)
    circle.draw()
    for who in (2, 3):
        circle.say(who, Reply.YES, anonymous=True)
    with circle.app.app_context():
        jobs.draw_unnamed()
    assert "1 vient sans nom" in page(circle)


def test_it_is_drawn_once_in_the_days_of_the_groups_zone(app, world, circle):
    with at_work(app, world.tilleuls):
        find_group(world.tilleuls).timezone = "Pacific/Auckland"
    circle.say(1, Reply.YES, anonymous=True)
    midnight = now().replace(hour=11, minute=30, second=0) + TOMORROW  # past midnight in Auckland, in either season
    with time_machine.travel(midnight, tick=False), app.app_context():
        jobs.draw_unnamed()
        jobs.draw_unnamed()
    assert circle.kept() == 1


@pytest.mark.parametrize(("hidden", "named"), [(3, 3), (0, 0), (2, 3)])
def test_what_would_tell_of_everybody_or_of_few_is_not_told(circle, hidden, named):
    for who in range(hidden):
        circle.say(5 - who, Reply.YES, anonymous=True)
    for who in range(named):
        circle.say(who, Reply.NO)
    circle.draw()
    assert circle.kept() == 0
    assert "viennent sans nom" not in page(circle)


def test_a_figure_is_hidden_again_once_too_few_are_left(circle):
    circle.say(1, Reply.YES, anonymous=True)
    circle.draw()
    for who in (2, 3, 4):
        circle.say(who, Reply.YES)
    assert "sans nom" not in page(circle).split("Qui vient")[1]


def test_managed_members_and_those_with_a_duty_are_nobody_to_hide_among(app, world):
    circle = Circle(app, world, ["member", "member", "member", "managed", "managed"])
    circle.say(1, Reply.YES, anonymous=True)
    circle.draw()
    assert circle.kept() == 1
    with at_work(app, world.tilleuls):
        duty = {"kind": DutyKind.COFFEE, "membership_id": circle.members[2].id}
        db.session.add(Duty(group_id=world.tilleuls, meeting_id=circle.meeting, **duty))
        db.session.flush()
        assert others_of([find_meeting(circle.meeting)], circle.members[0].id)[circle.meeting].could_come == 3
    assert "1 vient sans nom" not in page(circle)


def test_an_organiser_who_comes_without_a_name_learns_no_more_by_that(circle):
    circle.say(0, Reply.YES, anonymous=True)
    circle.draw()
    assert circle.kept() == 1
    assert "1 vient sans nom" not in page(circle)


def test_the_letter_about_counted_places_goes_to_all_who_have_no_name_there(circle):
    circle.say(1, Reply.YES, anonymous=True)
    circle.say(2, Reply.YES)
    with at_work(circle.app, circle.world.tilleuls):
        meeting = find_meeting(circle.meeting)
        changing.change(meeting, details_of(meeting), 4)
        posted = db.session.scalars(select(Letter.membership_id).where(Letter.kind == "places")).all()
    assert set(posted) == {one.id for at, one in enumerate(circle.members) if at != 2}
    texts = {text_of(letters_to(circle.app, f"m{at}@poste.example")[-1]).split("/r/")[0] for at in (1, 3)}
    assert len(texts) == 1
    assert "une réponse sans nom ne tient pas de place" in texts.pop()


@pytest.mark.parametrize("deed", ["announce", "move", "cancel"])
def test_as_many_letters_leave_whoever_answered_without_a_name(circle, deed):
    left = []
    for hidden in (False, True):
        with at_work(circle.app, circle.world.tilleuls):
            group = find_group(circle.world.tilleuls)
            at = now() + timedelta(days=9)
            meeting = planning.plan_meeting(
                group, at, at + timedelta(hours=2), "round_table", Details(), asked="useful", places=None, announce=True
            )
            if deed == "move":
                planning.move(meeting, at + TOMORROW, at + TOMORROW + timedelta(hours=2))
            elif deed == "cancel":
                planning.cancel(meeting)
            id_ = meeting.id
        if hidden and deed != "cancel":
            with at_work(circle.app, circle.world.tilleuls):
                answers.answer(find_meeting(id_), circle.members[1].id, Reply.YES, anonymous=True)
        letters_to(circle.app, "")
        with circle.app.app_context():
            rows = db.session.execute(select(Letter.kind, Letter.state).where(Letter.subject_id == id_))
            left.append(sorted(map(str, rows)))
    assert left[0] == left[1]


def test_no_paper_says_what_was_answered_without_a_name_nor_who_said_no_herself(circle):
    circle.say(1, Reply.YES, anonymous=True)
    circle.say(2, Reply.NO)
    circle.say(3, Reply.MAYBE)
    with at_work(circle.app, circle.world.tilleuls):
        said = replies_of(circle.world.tilleuls, [circle.meeting], [one.id for one in circle.members])
    assert said == {(circle.meeting, circle.members[3].id): Reply.MAYBE}


def test_nothing_moves_but_ones_own_calendar(circle):
    def versions() -> list[object]:
        with at_work(circle.app, circle.world.tilleuls):
            others = select(Membership.calendar_version, Membership.revision).where(
                Membership.id != circle.members[1].id
            )
            meeting = db.session.execute(select(Meeting.revision, Meeting.changed, Meeting.sequence)).all()
            group = find_group(circle.world.tilleuls)
            return [db.session.execute(others.order_by(Membership.id)).all(), meeting, group.calendar_version]

    before = versions()
    circle.say(1, Reply.YES, anonymous=True)
    circle.draw()
    assert versions() == before
    with at_work(circle.app, circle.world.tilleuls):
        assert db.session.get(Membership, (circle.world.tilleuls, circle.members[1].id)).calendar_version > 1


def test_the_journal_says_nothing_of_it(circle):
    def entries() -> list[str]:
        with at_work(circle.app, circle.world.tilleuls):
            return list(db.session.scalars(select(Entry.deed).order_by(Entry.id)))

    before = entries()
    circle.say(1, Reply.YES, anonymous=True)
    circle.draw()
    assert entries() == before


def test_a_figure_dies_with_its_meetings_answers(circle):
    circle.say(1, Reply.YES, anonymous=True)
    circle.draw()
    with time_machine.travel(now() + timedelta(days=22), tick=False), circle.app.app_context():
        jobs.forget_answers()
    with at_work(circle.app, circle.world.tilleuls):
        assert db.session.scalars(select(Unnamed)).all() == []


def test_no_page_draws_the_figure(circle):
    circle.say(1, Reply.YES, anonymous=True)
    with time_machine.travel(now() + TOMORROW, tick=False):
        reader = Client(circle.app).sign_in(circle.world.marcelle)
        assert "d’autres viennent peut-être" in read(reader, circle.meeting)
    assert circle.kept() == 0
