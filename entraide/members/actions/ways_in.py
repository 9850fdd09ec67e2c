"""Opening and closing the ways into a group: letters, links, QR codes, codes said aloud."""

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select

from entraide.access import tokens
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.journal.actions import note
from entraide.mail.actions import post
from entraide.members.models import Invitation, InvitationKind
from entraide.members.queries.ways_in import Way, hash_of_spoken
from entraide.vault import sealed

LIFE = timedelta(days=14)
SPOKEN_LIFE = timedelta(hours=2)
SPOKEN_USES = 30
MOST_USES = 50
LETTER_WRITTEN, LETTER_REFUSED = "invitation:write", "invitation:refuse"
WAY_USED, WAY_ENDED = "invitation:use", "invitation:end"
LETTERS_A_DAY = 5  # to one address, from all groups together


def invite(group: Group, by_id: UUID, addresses: Iterable[str]) -> int:
    """Post one letter to each address; return how many were asked for.

    Whoever said not to know the organiser, or has an open invitation, is passed over in silence. Whoever gets too
    many stands among the open invitations like everybody, and nothing is posted: neither the answer nor the list
    tells an organiser what other groups write to an address.
    """
    asked: dict[bytes, str] = {}
    for address in addresses:
        asked.setdefault(sealed.blind(address), address)
    passed_over, lately = left_alone(group.id, list(asked))
    wanted = {index: address for index, address in asked.items() if index not in passed_over}
    ids = {index: uuid4() for index in wanted}
    if ids:
        sealed.create(*ids.values())
    for index, address in wanted.items():
        write_to(group, by_id, ids[index], index, address)
        if lately[index] < LETTERS_A_DAY:
            post("group_invitation", group=group.id, about=ids[index], deadline=now() + LIFE)
    return len(asked)


def invite_over(group: Group, by_id: UUID, for_id: UUID, address: str) -> None:
    """Post a letter whose reader takes a managed membership over; it replaces whatever stood open for either.

    Whoever said not to know the organiser is passed over in silence, as by `invite`.
    """
    index, invitation_id = sealed.blind(address), uuid4()
    stand = select(Invitation).where(
        Invitation.group_id == group.id,
        or_(Invitation.for_id == for_id, Invitation.email_index == index),
        Invitation.ended.is_(False),
        Invitation.uses_left > 0,
    )
    for invitation in db.session.scalars(stand):
        close(invitation)
    refused, lately = left_alone(group.id, [index])
    if refused:
        return
    sealed.create(invitation_id)
    write_to(group, by_id, invitation_id, index, address, for_id=for_id)
    if lately[index] < LETTERS_A_DAY:
        post("group_invitation", group=group.id, about=invitation_id, deadline=now() + LIFE)


def open_way(group: Group, by_id: UUID, kind: InvitationKind, life: timedelta, uses: int) -> Invitation:
    """Open a link or QR code that leads to the waiting room, for 14 days and 50 people at most."""
    token = tokens.fresh()
    return _keep(group, by_id, kind, tokens.fingerprint(token), token, min(life, LIFE), min(uses, MOST_USES))


def open_spoken(group: Group, by_id: UUID) -> Invitation:
    """Draw eight digits to say aloud; they hold for two hours and 30 people."""
    code = f"{secrets.randbelow(10**8):08}"
    while db.session.scalar(select(Invitation.id).where(Invitation.token_hash == hash_of_spoken(code))):
        code = f"{secrets.randbelow(10**8):08}"
    kept = hash_of_spoken(code)
    return _keep(group, by_id, InvitationKind.SPOKEN, kept, code, SPOKEN_LIFE, SPOKEN_USES)


def end_invitation(invitation: Invitation, by_id: UUID) -> None:
    """Close a way in at once; a letter not yet sent stays unsent."""
    close(invitation)
    note(WAY_ENDED, group=invitation.group_id, by=by_id, about=invitation.id)


def end_invitations_to(group_id: UUID, email_index: bytes) -> None:
    """Close every open letter of a group to a mailbox: whoever leaves does not come back by an old one."""
    sent = select(Invitation).where(
        Invitation.group_id == group_id,
        Invitation.email_index == email_index,
        Invitation.ended.is_(False),
        Invitation.uses_left > 0,
    )
    for invitation in db.session.scalars(sent):
        close(invitation)


def refuse(way: Way) -> None:
    """Close a letter its reader does not want; until it would have run out, the group writes there no more."""
    invitation = db.session.get_one(Invitation, way.invitation_id)
    if not way.is_used:
        close(invitation)
        invitation.uses_left = 0
        note(LETTER_REFUSED, group=way.group_id, about=way.invitation_id)
        db.session.flush()


def forget_secrets(invitation: Invitation) -> None:
    """Drop what only an open invitation needs; the address's key goes with the row (jobs)."""
    invitation.token_sealed = invitation.email_sealed = None
    db.session.flush()


def left_alone(group_id: UUID, indexes: list[bytes]) -> tuple[set[bytes], Counter[bytes]]:
    """Return the mailboxes that this group leaves alone now, and how many letters each got today from all groups."""
    found = select(
        Invitation.email_index, Invitation.group_id, Invitation.ended, Invitation.uses_left, Invitation.created
    ).where(Invitation.email_index.in_(indexes), Invitation.expires > now())
    rows = db.session.execute(found).all()
    here = {
        row.email_index for row in rows if row.group_id == group_id and is_open_or_refused(row.ended, row.uses_left)
    }
    return here, Counter(row.email_index for row in rows if row.created > now() - timedelta(days=1))


def is_open_or_refused(ended: bool, uses_left: int) -> bool:
    """Say of a letter that it still stands, or that its reader refused it: only then it is ended *and* used up."""
    return ended == (uses_left == 0)


def write_to(
    group: Group,
    by_id: UUID,
    invitation_id: UUID,
    index: bytes,
    address: str,
    *,
    for_id: UUID | None = None,
    expires: datetime | None = None,
    row: bytes | None = None,
) -> Invitation:
    """Keep an invitation to an address, whose key the caller made; `row`: it is one of a list pasted in, sealed."""
    token = tokens.fresh()
    invitation = Invitation(
        id=invitation_id,
        group_id=group.id,
        by_id=by_id,
        kind=InvitationKind.EMAIL,
        for_id=for_id,
        token_hash=tokens.fingerprint(token),
        token_sealed=sealed.seal(invitation_id, "token", token),
        email_sealed=sealed.seal(invitation_id, "email", address),
        email_index=index,
        language=group.language,
        created=now(),
        expires=expires or now() + LIFE,
        uses_left=1,
        imported=row is not None,
        row_sealed=row,
    )
    db.session.add(invitation)
    db.session.flush()
    note("invitation:make" if for_id else LETTER_WRITTEN, group=group.id, by=by_id, about=invitation_id)
    return invitation


def _keep(
    group: Group, by_id: UUID, kind: InvitationKind, token_hash: bytes, secret: str, life: timedelta, uses: int
) -> Invitation:
    invitation_id, at = uuid4(), now()
    invitation = Invitation(
        id=invitation_id,
        group_id=group.id,
        by_id=by_id,
        kind=kind,
        token_hash=token_hash,
        token_sealed=sealed.seal(group.id, f"invitation {invitation_id}", secret),
        language=group.language,
        created=at,
        expires=at + life,
        uses_left=uses,
    )
    db.session.add(invitation)
    db.session.flush()
    note("invitation:make", group=group.id, by=by_id, about=invitation_id)
    return invitation


def close(invitation: Invitation) -> None:
    """Let nobody in by it any more."""
    invitation.ended = True
    forget_secrets(invitation)
