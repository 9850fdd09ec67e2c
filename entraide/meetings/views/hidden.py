"""What pages say of answers without a name: to members never a figure, to organisers the one of the day."""

from dataclasses import dataclass

from entraide.meetings.models import Answer, Meeting
from entraide.meetings.queries.anonymous import Others, takes_anonymous
from entraide.meetings.queries.answers import Room


@dataclass(frozen=True)
class Hidden:
    """What one reader may do and read of it.

    `is_offered`: she may answer without her name; `is_mine`: she did; `must_name`: she did, and a yes now takes a name.
    `others_may`: others perhaps come without a name, so nobody reads that nobody comes; `figure` 0: none is told.
    """

    is_offered: bool = False
    is_mine: bool = False
    must_name: bool = False
    others_may: bool = False
    figure: int = 0


def hidden_at(
    meeting: Meeting, room: Room | None, others: Others, mine: Answer | None, *, for_organiser: bool
) -> Hidden:
    """Say it of one meeting; what members read does not depend on what anybody else answered."""
    takes, is_mine = takes_anonymous(meeting, room), mine is not None and mine.anonymous
    is_offered = takes and not others.is_bound
    return Hidden(
        is_offered=is_offered,
        is_mine=is_mine,
        must_name=is_mine and not is_offered,
        others_may=takes and (not for_organiser or others.could_come > 0),
        figure=others.figure if takes and for_organiser else 0,
    )
