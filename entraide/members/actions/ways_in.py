"""Opening and closing the ways into a group: letters, links, QR codes, codes said aloud."""

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
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
from entraide.members.queries.bans import shut_out
from entraide.members.queries.pasted_list import INVITING, Pasted, hidden
from entraide.members.queries.ways_in import Way, address_of, hash_of_spoken, looks_open
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

    Whoever has an invitation that looks open is passed over in silence. Whoever said not to know the organiser, or
    gets too many, stands among the open invitations like everybody, and nothing leaves: no page tells an organiser who
    refused, nor what other groups write to an address.
    """
    asked: dict[bytes, str] = {}
    for address in addresses:
        asked.setdefault(sealed.blind(address), address)
    alone = left_alone(group.id, list(asked))
    wanted = {index: address for index, address in asked.items() if index not in alone.stands}
    ids = {index: uuid4() for index in wanted}
    if ids:
        sealed.create(*ids.values())
    for index, address in wanted.items():
        send(write_to(group, by_id, ids[index], index, address), is_quiet=alone.is_quiet(index))
    return len(asked)


def invite_over(group: Group, by_id: UUID, for_id: UUID, address: str) -> None:
    """Post a letter whose reader takes a managed membership over; it replaces whatever stood open for either.

    Whoever said not to know the organiser gets nothing, in silence, as by `invite`.
    """
    index, invitation_id = sealed.blind(address), uuid4()
    stand = select(Invitation).where(
        Invitation.group_id == group.id,
        or_(Invitation.for_id == for_id, Invitation.email_index == index),
        looks_open(),
    )
    for invitation in db.session.scalars(stand):
        put_away(invitation)
    is_quiet = left_alone(group.id, [index]).is_quiet(index)
    sealed.create(invitation_id)
    send(write_to(group, by_id, invitation_id, index, address, for_id=for_id), is_quiet=is_quiet)


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
    """Close a way in at once; a letter not yet sent stays unsent, and one that was refused no longer looks open."""
    put_away(invitation)
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
    """Close a letter its reader does not want; until it would have run out, the group writes there no more.

    To its organisers it goes on to look open: of the address it keeps what their list shows of it.
    """
    invitation = db.session.get_one(Invitation, way.invitation_id)
    if not way.is_used:
        if invitation.row_sealed is None:
            shown = Pasted("", hidden(address_of(way)), "")
            invitation.row_sealed = sealed.seal_json(invitation.id, "row", asdict(shown))
        close(invitation)
        invitation.uses_left = 0
        note(LETTER_REFUSED, group=way.group_id, about=way.invitation_id)
        db.session.flush()


def forget_secrets(invitation: Invitation) -> None:
    """Drop what only an open invitation needs; the address's key goes with the row (jobs)."""
    invitation.token_sealed = invitation.email_sealed = None
    db.session.flush()


@dataclass(frozen=True)
class Alone:
    """Of some mailboxes: which have a letter of this group that looks open, which want none, and today's letters.

    `refused`: their reader refused one, or the group shut them out; both look the same, or addresses could be tried.
    """

    stands: frozenset[bytes]
    refused: frozenset[bytes]
    lately: Counter[bytes]

    def is_quiet(self, index: bytes) -> bool:
        """Say whether nothing more may leave to a mailbox, though it looks as if."""
        return index in self.refused or self.lately[index] >= LETTERS_A_DAY


def left_alone(group_id: UUID, indexes: list[bytes]) -> Alone:
    """Look mailboxes up before a group writes to them; letters of today are counted from all groups."""
    found = select(
        Invitation.email_index,
        Invitation.group_id,
        Invitation.ended & (Invitation.uses_left == 0),
        looks_open(),
        Invitation.created,
    ).where(Invitation.email_index.in_(indexes), Invitation.expires > now())
    stands, refused, lately = set(), set(shut_out(group_id, indexes)), Counter[bytes]()
    for index, group, is_refused, looks, made in db.session.execute(found):
        if index and group == group_id and looks:
            stands.add(index)
        if index and group == group_id and is_refused:
            refused.add(index)
        if index and made > now() - timedelta(days=1):
            lately[index] += 1
    return Alone(frozenset(stands), frozenset(refused), lately)


def send(invitation: Invitation, *, is_quiet: bool, at: datetime | None = None) -> None:
    """Post an invitation's letter; a quiet one has no link: it is dropped when its turn comes, and looks sent."""
    if is_quiet:
        invitation.token_sealed = None
    post(INVITING, group=invitation.group_id, about=invitation.id, at=at, deadline=invitation.expires)


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


def put_away(invitation: Invitation) -> None:
    """Close an invitation and forget what lists show of it: it looks open no more, refused or not; a refusal holds."""
    close(invitation)
    invitation.row_sealed = None
