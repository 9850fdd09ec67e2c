"""Finding a way into a group by what its holder has: a letter's link, a shared link, a code said aloud."""

import hmac
import re
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from entraide.access import scope, tokens
from entraide.access.tokens import Purpose, Signed
from entraide.accounts.models import Person
from entraide.accounts.protection import was_set_aside
from entraide.clock import now
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.discretion import gives_away
from entraide.groups.models import Group
from entraide.groups.queries import face_of, find_group
from entraide.groups.queries import name_of as name_of_group
from entraide.members.models import Invitation, InvitationKind, Membership, Status
from entraide.members.queries import name_of
from entraide.members.queries.pasted_list import row_of
from entraide.vault import sealed

CONSENT = "2026-11"  # the consent that is asked now: templates/consents/<version>.<language>.html
TO_FINISH = timedelta(hours=1)  # a code was said in time; the letter with the other code may be slow


@dataclass(frozen=True)
class Way:
    """An open way into a group, as its holder may see it: who made it, and nothing about the group."""

    invitation_id: UUID
    group_id: UUID
    kind: InvitationKind
    from_name: str
    is_used: bool = False
    for_id: UUID | None = None  # the managed membership that its reader takes over
    proposed: str = ""  # a name for its reader, from a list pasted in: she may take another


def way_of_letter(token: str) -> Way:
    """Find the invitation of a letter's link, used up or not, or raise NotFound: to an unsafe mailbox too."""
    invitation = _by_hash(tokens.fingerprint(token))
    if invitation.kind is not InvitationKind.EMAIL:
        raise NotFound
    return _standing(invitation, used_too=True)


def way_of_link(token: str) -> Way:
    """Find the way in behind a link, a QR code, or a spoken code typed a while ago, or raise NotFound."""
    if len(token) > len(tokens.fresh()):  # a random one is shorter than a sealed one
        return _way_of_told(token)
    invitation = _by_hash(tokens.fingerprint(token))
    if invitation.kind not in (InvitationKind.LINK, InvitationKind.QR):
        raise NotFound
    return _standing(invitation)


def token_of_spoken(typed: str) -> str:
    """Return the token under which the join page knows whoever was told a code, or raise NotFound."""
    invitation = _by_hash(*(hash_of_spoken(typed, key) for key in sealed.store().accepted("codes")))
    _standing(invitation)
    said = Signed(invitation.group_id, invitation.by_id, invitation.id, 1, now() + TO_FINISH)
    return tokens.sign(Purpose.JOIN, said)


def hash_of_spoken(typed: str, key: bytes | None = None) -> bytes:
    """Return what the database keeps of a spoken code: eight digits are few, so it takes a key of ours to try them."""
    digits = "".join(sign for sign in typed if sign in "0123456789")
    return hmac.digest(key or sealed.store().derive("codes"), b"spoken " + digits.encode(), sha256)


def mailbox_of(token: str) -> bytes:
    """Return whose letters an invitation counts for, before the request's own transaction begins."""
    index = db.session.scalar(select(Invitation.email_index).where(Invitation.token_hash == tokens.fingerprint(token)))
    db.session.rollback()
    return index or tokens.fingerprint(token)


def address_of(way: Way) -> str:
    """Open the address an open invitation was sent to."""
    invitation = db.session.get_one(Invitation, way.invitation_id)
    if invitation.email_sealed is None:
        raise NotFound
    return sealed.unseal(invitation.id, "email", invitation.email_sealed)


def was_sent_to(way: Way, person_id: UUID) -> bool:
    """Say whether a letter's link was meant for this person's mailbox."""
    sent = select(Invitation.id).join(Person, Person.email_index == Invitation.email_index)
    return db.session.scalar(sent.where(Invitation.id == way.invitation_id, Person.id == person_id)) is not None


def is_open(invitation: Invitation, late: timedelta = timedelta()) -> bool:
    """Say whether an invitation still leads in."""
    return not invitation.ended and invitation.uses_left > 0 and now() < invitation.expires + late


def looks_open() -> ColumnElement[bool]:
    """Say in SQL which ways organisers read as open: those that are, and letters whose reader refused, in secret.

    A refused letter keeps its row (what is said of it to organisers) until one of them closes it.
    """
    is_open = and_(Invitation.ended.is_(False), Invitation.uses_left > 0)
    is_refused = and_(Invitation.ended, Invitation.uses_left == 0, Invitation.row_sealed.is_not(None))
    return and_(or_(is_open, is_refused), Invitation.expires > now())


def maker_of(invitation: Invitation) -> Membership:
    """Find the organiser behind an invitation within the scope; who keeps the group no more leads nobody in."""
    found = select(Membership).where(
        Membership.group_id == invitation.group_id,
        Membership.id == invitation.by_id,
        Membership.status == Status.ACTIVE,
        Membership.is_organiser,
    )
    if (maker := db.session.scalars(found).one_or_none()) is None:
        raise NotFound
    return maker


def first_word(name: str) -> str:
    """Return the part of a name in a group that says nothing of the group: « Ana » of « Ana des Tilleuls ».

    Without the signs of addresses: the subject of a letter to a stranger is nobody's advertisement.
    """
    return re.sub(r"[./@:]", "", (name.split() or [""])[0]) or "–"


def caller(group: Group, name: str) -> str:
    """Return how somebody is called to whoever is not in the group yet: an initial where her word would tell of it."""
    word = first_word(name)
    return f"{word[0]}." if gives_away(word, name_of_group(group), face_of(group).topics) else word


def _way_of_told(token: str) -> Way:
    said = tokens.read(Purpose.JOIN, token)
    invitation = db.session.get(Invitation, said.about_id) if said.about_id else None
    if invitation is None or invitation.kind is not InvitationKind.SPOKEN:
        raise NotFound
    return _standing(invitation, late=TO_FINISH)


def _by_hash(*kept: bytes) -> Invitation:
    found = select(Invitation).where(Invitation.token_hash.in_(kept), ~was_set_aside(Invitation.email_index))
    invitation = db.session.scalars(found).one_or_none()
    if invitation is None:
        raise NotFound
    return invitation


def _standing(invitation: Invitation, *, used_too: bool = False, late: timedelta = timedelta()) -> Way:
    """Return the way an invitation opens; ended, expired, or made by somebody who keeps the group no more: NotFound."""
    is_used = used_too and invitation.uses_left == 0 and not invitation.ended and now() < invitation.expires
    if not is_used and not is_open(invitation, late):
        raise NotFound
    scope.add(invitation.group_id)
    from_name = caller(find_group(invitation.group_id), name_of(maker_of(invitation)))
    if invitation.for_id and not is_used and not _is_managed(invitation):
        raise NotFound
    proposed = "" if is_used else row_of(invitation).name
    return Way(invitation.id, invitation.group_id, invitation.kind, from_name, is_used, invitation.for_id, proposed)


def _is_managed(invitation: Invitation) -> bool:
    """Say whether nobody took a membership over meanwhile: by another letter, or by a card."""
    managed = (Membership.id == invitation.for_id) & Membership.is_managed & (Membership.status == Status.ACTIVE)
    found = select(Membership.id).where(Membership.group_id == invitation.group_id, managed)
    return db.session.scalar(found) is not None
