"""Coming without a name: the figure drawn once a day, and what becomes of such answers where places are counted.

Whatever is done here is the same to see whether anybody answered without a name or nobody did: the same letters leave,
to the same people, and no version moves that another member's calendar depends on.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select

from entraide.db import db
from entraide.errors import EntraideError
from entraide.meetings.actions.telling import tell_places_counted
from entraide.meetings.models import Answer, Meeting, Reply, Standing, Unnamed
from entraide.meetings.queries.anonymous import (
    find_drawn,
    hidden_answers,
    hidden_comers,
    is_bound,
    may_show,
    takes_anonymous,
)
from entraide.meetings.queries.answers import Room, members_behind, room_of
from entraide.members.actions import calendar_changed


class NotAnonymous(EntraideError):
    """This answer needs a name: places are counted, or its member is named at this meeting anyway."""


class AloneWithoutName(EntraideError):
    """Whoever comes without a name brings nobody: a number of guests would tell who it is."""


def is_hidden(given: Answer | None) -> bool:
    """Say whether an answer was given without a name."""
    return given is not None and given.anonymous


def check_hidden(
    meeting: Meeting, membership_id: UUID, room: Room | None, given: Answer | None, reply: Reply, guests: int
) -> None:
    """Make sure that an answer may be without a name; who was hidden may stay so where she takes no place."""
    stays_away = is_hidden(given) and reply is not Reply.YES
    if is_bound(meeting, membership_id) or not (stays_away or takes_anonymous(meeting, room)):
        raise NotAnonymous
    if guests:
        raise AloneWithoutName


def draw(meeting: Meeting, day: date, midnight: datetime) -> None:
    """Draw the figure of a day, once: who had said so before that day began, where it may be told at all."""
    drawn = find_drawn(meeting)
    if not takes_anonymous(meeting, room_of(meeting)) or (drawn and drawn.day >= day):
        return
    could_come, comers = hidden_comers(meeting, midnight)
    may_be_told = may_show(len(comers), could_come, mine_could=False, mine_drawn=False)
    if drawn is None:
        drawn = Unnamed(group_id=meeting.group_id, meeting_id=meeting.id)
        db.session.add(drawn)
    drawn.day, drawn.figure = day, len(comers) if may_be_told else 0
    for answer in hidden_answers(meeting):
        answer.drawn = may_be_told and answer.id in comers
    db.session.flush()


def unseat(meeting: Meeting) -> None:
    """Let answers without a name hold no place, now that places are counted; a place is taken by name."""
    for answer in _hidden_yes(meeting):
        answer.standing, answer.before_change = Standing.UNSEATED, True
    db.session.flush()
    _forget_figure(meeting)


def set_free(meeting: Meeting) -> None:
    """Let answers without a name count again, now that places are not limited; they are asked to confirm."""
    for answer in _hidden_yes(meeting):
        answer.standing = Standing.FREE
    db.session.flush()


def ask_for_names(meetings: Iterable[Meeting]) -> None:
    """Tell everybody who has not answered these meetings by name that a place is taken by name.

    One letter each, about the first of them. Those who answered without a name and those who said nothing read the
    same letter: how many leave tells nothing.
    """
    ordered = sorted(meetings, key=lambda meeting: meeting.starts_at)
    if ordered:
        tell_places_counted(ordered[0], by_name_at(ordered))


def by_name_at(meetings: Iterable[Meeting]) -> set[UUID]:
    """Return who answered every one of these meetings by name."""
    found: set[UUID] | None = None
    for meeting in meetings:
        rows = select(Answer.membership_id).where(Answer.meeting_id == meeting.id, Answer.anonymous.is_(False))
        here = set(db.session.scalars(rows))
        found = here if found is None else found & here
    return found or set()


def _hidden_yes(meeting: Meeting) -> list[Answer]:
    hidden = [answer for answer in hidden_answers(meeting) if answer.anonymous and answer.reply is Reply.YES]
    for member in members_behind(hidden):
        calendar_changed(member)
    return hidden


def _forget_figure(meeting: Meeting) -> None:
    for answer in hidden_answers(meeting):
        answer.drawn = False
    gone = delete(Unnamed).where(Unnamed.group_id == meeting.group_id, Unnamed.meeting_id == meeting.id)
    db.session.execute(gone, execution_options={"synchronize_session": False})
    db.session.flush()
