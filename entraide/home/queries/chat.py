"""What a text for the chat is made of: an open link for many, the next date, and who writes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.meetings.queries.planning import next_meeting
from entraide.meetings.words import span_in_words
from entraide.members.models import Invitation, InvitationKind, Membership, Status
from entraide.members.queries import name_of
from entraide.members.queries.ways_in import caller
from entraide.vault import sealed

ENOUGH = 10  # uses left: a link meant for one or a few people is not shown to a whole chat
LONG_ENOUGH = timedelta(days=1)


@dataclass(frozen=True)
class ChatLink:
    """A link that may be sent to a chat; `expires` is in the group's zone."""

    secret: str
    expires: datetime
    uses_left: int


@dataclass(frozen=True)
class Said:
    """What the three texts are made of; no `when`: no date is planned."""

    link: ChatLink | None
    name: str
    asks: bool
    when: str


def said_in_chat(group: Group, by_id: UUID) -> Said:
    """Read what an organiser's texts say, dates in the words of the language that is spoken now."""
    keep = select(Membership).where(
        Membership.group_id == group.id, Membership.status == Status.ACTIVE, Membership.is_organiser
    )
    organisers = {row.id: row for row in db.session.scalars(keep)}
    me = organisers[by_id]
    invitation = find_chat_link(group.id, set(organisers), by_id)
    meeting = next_meeting(group.id, now())
    sealed.prepare([group.id, me.person_id])
    zone = ZoneInfo(meeting.zone if meeting else group.timezone)
    return Said(
        link=_shown(invitation, ZoneInfo(group.timezone)) if invitation else None,
        name=caller(group, name_of(me)),
        asks=group.asked is not Asked.NOT_ASKED,
        when=span_in_words(meeting.starts_at, meeting.ends_at, zone) if meeting else "",
    )


def find_chat_link(group_id: UUID, organisers: set[UUID], by_id: UUID) -> Invitation | None:
    """Return an open link for many that one of the organisers made: her own first, then the one that holds longest."""
    found = select(Invitation).where(
        Invitation.group_id == group_id,
        Invitation.kind == InvitationKind.LINK,
        Invitation.by_id.in_(organisers),
        Invitation.ended.is_(False),
        Invitation.uses_left >= ENOUGH,
        Invitation.expires > now() + LONG_ENOUGH,
    )
    rows = db.session.scalars(found.order_by(Invitation.expires.desc(), Invitation.id)).all()
    return min(rows, key=lambda row: row.by_id != by_id, default=None)


def _shown(invitation: Invitation, zone: ZoneInfo) -> ChatLink:
    secret = sealed.unseal(invitation.group_id, f"invitation {invitation.id}", invitation.token_sealed or b"")
    return ChatLink(secret, invitation.expires.astimezone(zone), invitation.uses_left)
