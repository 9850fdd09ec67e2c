"""What a link from a letter leads to: one membership and one meeting, as long as both still hold."""

from dataclasses import dataclass
from uuid import UUID

from entraide.access import scope, tokens
from entraide.access.tokens import Purpose
from entraide.accounts.locks.queries import shares_mailbox
from entraide.accounts.models import Person
from entraide.accounts.queries import find_person, first_name_of
from entraide.errors import NotFound
from entraide.meetings.models import Meeting
from entraide.meetings.queries.meetings import find_meeting
from entraide.members.models import Status
from entraide.members.queries import find_membership


@dataclass(frozen=True)
class Linked:
    """Whom and what a link is about; `first_name` only where several people read the mailbox it was sent to.

    `language`: the reader's.
    """

    group_id: UUID
    membership_id: UUID
    meeting: Meeting
    first_name: str
    language: str


def find_by_answer_link(token: str) -> Linked:
    """Read a link that answers one meeting, or raise NotFound."""
    return _find(Purpose.ANSWER, token)


def find_by_place_link(token: str) -> Linked:
    """Read a link about a place that came free, or raise NotFound."""
    return _find(Purpose.PLACE, token)


def _find(purpose: Purpose, token: str) -> Linked:
    """Read a link; it dies with its day, with the membership, and with every link sent before a new epoch."""
    said = tokens.read(purpose, token)
    if said.about_id is None:
        raise NotFound
    scope.add(said.group_id)
    membership = find_membership(said.group_id, said.membership_id)
    if membership.status is not Status.ACTIVE or membership.link_epoch != said.epoch:
        raise NotFound
    person = find_person(membership.person_id)
    if person.protected_since is not None:
        raise NotFound
    meeting = find_meeting(said.about_id)
    if meeting.group_id != said.group_id:
        raise NotFound
    return Linked(said.group_id, membership.id, meeting, _first_name(person), person.language)


def _first_name(person: Person) -> str:
    return first_name_of(person) if shares_mailbox(person) else ""
