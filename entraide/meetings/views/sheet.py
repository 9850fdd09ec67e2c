"""The list of one meeting that organisers print: names in this group and guests, nothing else."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from entraide import clock
from entraide.access.tokens import short
from entraide.groups.models import Asked
from entraide.meetings.models import Meeting, MeetingStatus
from entraide.meetings.queries.anonymous import others_of
from entraide.meetings.queries.answers import Room, answers_with_members
from entraide.meetings.queries.everybody import everybody_at
from entraide.meetings.queries.presence import Comer, ManagedLine, Presence, managed_lines, presence
from entraide.meetings.views.duties_shown import OnPaper, on_paper
from entraide.meetings.views.hidden import Hidden, hidden_at
from entraide.meetings.words import capital, span_in_words
from entraide.vault import sealed


@dataclass(frozen=True)
class Sheet:
    """What the list shows; `hidden` are the heads that stay off the paper because their members wished so."""

    group_id: UUID
    address: str
    when: str
    takes_answers: bool
    room: Room | None
    presence: Presence
    coming: tuple[Comer, ...]
    hidden: tuple[Comer, ...]
    hidden_heads: int
    heads: int
    managed: tuple[ManagedLine, ...]
    unnamed: Hidden
    shared: OnPaper

    @property
    def named(self) -> frozenset[UUID]:
        """Who stands on it by name once it is printed."""
        return self.shared.named | {one.membership_id for one in self.coming if one.membership_id}


def sheet_of(meeting: Meeting, who: UUID) -> Sheet:
    """Gather a meeting's list for the organiser `who`, with three queries."""
    given, found = answers_with_members(meeting), everybody_at(meeting, who)
    sealed.prepare({*found.persons, *(member.person_id for _, member in given)})
    told = presence(meeting, given, None, for_organiser=True)
    hidden = tuple(one for one in told.coming if one.is_discreet)
    others = others_of([meeting], who)[meeting.id]
    is_open = meeting.status is MeetingStatus.PLANNED and meeting.ends_at > clock.now()
    return Sheet(
        group_id=meeting.group_id,
        address=f"/rencontre/{short(meeting.id)}",
        when=capital(span_in_words(meeting.starts_at, meeting.ends_at, ZoneInfo(meeting.zone))),
        takes_answers=is_open and meeting.asked is not Asked.NOT_ASKED,
        room=others.room,
        presence=told,
        coming=tuple(one for one in told.coming if not one.is_discreet),
        hidden=hidden,
        hidden_heads=sum(1 + one.guests for one in hidden),
        heads=sum(1 + one.guests for one in told.coming),
        managed=tuple(managed_lines(meeting, given)),
        unnamed=hidden_at(meeting, others.room, others, others.mine, for_organiser=True),
        shared=on_paper(meeting, found),
    )
