"""Who is asking, as plain facts: gathered once per request, so that rules need no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person may be in a group; she may be several at once."""

    MEMBER = "member"
    ORGANISER = "organiser"
    TREASURER = "treasurer"


@dataclass(frozen=True)
class Actor:
    """A person's place in every group, and how sure we are that it is her. Empty: nobody signed in."""

    person_id: UUID | None = None
    sign_in_id: UUID | None = None
    roles: Mapping[UUID, frozenset[Role]] = field(default_factory=dict)
    memberships: Mapping[UUID, UUID] = field(default_factory=dict)
    waits: Mapping[UUID, UUID] = field(default_factory=dict)
    language: str = ""  # her own, once she is signed in
    sure_since: datetime | None = None  # when she last typed a fresh code
    has_lock: bool = False  # a second lock that she has shown once
    lock_since: datetime | None = None  # when she last showed one
    lock_added: datetime | None = None  # when, within a week, one was added elsewhere; none was shown here since
    undoes_lock: bool = False  # that lock is young, and this the browser of a device long hers
    lock_unchecked: bool = False  # by a device that did not check who held it
    lock_is_young: bool = False  # no lock had stood for 48 hours when it was asked that she be erased
    first_deed: datetime | None = None  # her first on others' data as organiser or treasurer
    calls: Mapping[UUID, datetime] = field(default_factory=dict)  # call lists open on this device: until when, there
    vouched: frozenset[UUID] = frozenset()  # groups whose organisers vouched for her: her lost lock is not asked for
    lock_opens: datetime | None = None  # when what was asked for a lost lock takes effect next, unless it is stopped
    words_from: datetime | None = None  # when words open that the operator handed over for her card, unless stopped
    has_address: bool = True  # letters reach her
    only_group: UUID | None = None  # what organisers restored opens their own group alone (DECISIONS 6)
    restored: datetime | None = None  # when they did, within the last two days
    is_protected: bool = False  # her mailbox is set aside
    undo_until: datetime | None = None  # until when this session can take protected mode back
    quick_exit: bool = True  # pages can be left by one press; always where nobody is signed in
    erase_at: datetime | None = None  # her account is shut, and erased then unless she undoes it
    address_due: datetime | None = None  # when another address of hers takes effect, unless it is stopped
    is_authenticated: bool = False

    def roles_in(self, group_id: UUID | None) -> frozenset[Role]:
        """Return the roles held in a group; none outside it."""
        return self.roles.get(group_id, frozenset()) if group_id else frozenset()

    def membership_in(self, group_id: UUID) -> UUID:
        """Return the actor's membership of a group she belongs to."""
        return self.memberships[group_id]
