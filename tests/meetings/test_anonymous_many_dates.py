"""What was said or taken on at one date changes nothing about who may come unnamed to another."""

from datetime import timedelta
from uuid import UUID

from flask import Flask

from entraide.meetings.actions import answers, duties
from entraide.meetings.models import DutyKind, Reply
from entraide.meetings.queries.anonymous import hidden_comers, others_of
from entraide.meetings.queries.meetings import find_meeting
from tests.meetings.hiding import Circle
from tests.meetings.tables import at_work, make_meeting
from tests.world import World


def could_come(circle: Circle, meeting: UUID) -> int:
    with at_work(circle.app, circle.world.tilleuls):
        found = find_meeting(meeting)
        counted = others_of([found], None)[found.id].could_come
        assert hidden_comers(found, found.starts_at)[0] == counted
        return counted


def test_names_and_duties_at_another_date_do_not_count_here(app: Flask, world: World) -> None:
    circle = Circle(app, world, ["member"] * 5)
    other = make_meeting(app, world.tilleuls, starts_in=timedelta(days=14))
    with at_work(app, world.tilleuls):
        for member in circle.members[1:]:
            answers.answer(find_meeting(other), member.id, Reply.YES)
        duties.take(find_meeting(other), DutyKind.KEY, circle.members[0].id)
    assert could_come(circle, circle.meeting) == len(circle.members)
    assert could_come(circle, other) == 0
