"""Keeping a list that was pasted in, all of it or nothing, and what organisers do with its rows afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select

from entraide.access import tokens
from entraide.access.visibility import Visibility
from entraide.accounts.actions import make_keepers
from entraide.clock import now, today
from entraide.db import db
from entraide.errors import EntraideError
from entraide.groups.models import Group
from entraide.journal.actions import note
from entraide.mail.actions import post
from entraide.members.actions import join, naming, ways_in
from entraide.members.actions.cards import keep_value
from entraide.members.actions.roster import CONSENT
from entraide.members.models import Field, Invitation, Membership, Reach
from entraide.members.pasted_rows import Row
from entraide.members.queries.pasted_list import INVITING, LIFE, Pasted, hidden, letters_about, row_of
from entraide.members.queries.pasting import LIST_KEPT, letters_left, was_kept
from entraide.members.queries.ways_in import caller, is_open
from entraide.vault import sealed

PAUSE = timedelta(hours=20)  # before a letter is sent once more
MOST_LETTERS = 4  # to one row in its 28 days


class EnoughLetters(EntraideError):
    """As many new addresses were written to today as a day allows; `left` more may be."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


class TooSoon(EntraideError):
    """The last letter is not a day old, or there were enough of them."""


@dataclass(frozen=True)
class Kept:
    """How many people a list brought, by how they are told."""

    letters: int
    managed: int


def keep_list(group: Group, by_id: UUID, rows: Sequence[Row], *, once: UUID, at: datetime) -> Kept:
    """Keep the rows that were confirmed; letters leave `at`. A form sent twice (`once`) keeps nothing more.

    Whoever has a letter of this group that looks open is passed over in silence; to whoever refused one nothing leaves.
    """
    db.session.execute(select(Group.id).where(Group.id == group.id).with_for_update())
    by_letter = [row for row in rows if row.reach is Reach.EMAIL]
    managed = [row for row in rows if row.reach is not Reach.EMAIL]
    if not was_kept(group.id, once):
        if len(by_letter) > (left := letters_left(group.id)):
            raise EnoughLetters(left)
        note(LIST_KEPT, group=group.id, by=by_id, about=once)
        _ask_by_letter(group, by_id, by_letter, at)
        names = naming.distinct_all(group.id, [row.name for row in managed])
        for row, name, keeper in zip(managed, names, make_keepers(len(managed)), strict=True):
            _write_down(group, by_id, keeper.id, row, name)
    return Kept(len(by_letter), len(managed))


def tomorrow_at_nine(group: Group) -> datetime:
    """Return nine o'clock of tomorrow by the group's clock."""
    zone = ZoneInfo(group.timezone)
    tomorrow = now().astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(9), zone).astimezone(UTC)


def note_consent(members: Collection[Membership], by_id: UUID) -> None:
    """Keep that people without e-mail agreed, the day, and which organiser they told."""
    for member in members:
        member.consent_version, member.consent_day, member.consent_by = CONSENT, today(), by_id
        member.revision += 1
        note("managed:consent", group=member.group_id, by=by_id, about=member.id)
    db.session.flush()


def send_again(invitation: Invitation, by_id: UUID) -> None:
    """Send a row's letter once more, with a new link; one that was refused looks sent, and nothing leaves."""
    letters = letters_about(invitation.id)
    if len(letters) >= MOST_LETTERS or (letters and letters[0].created > now() - PAUSE):
        raise TooSoon
    if is_open(invitation) and invitation.email_index not in _refused(invitation):
        token = tokens.fresh()
        invitation.token_hash = tokens.fingerprint(token)
        invitation.token_sealed = sealed.seal(invitation.id, "token", token)
    post(INVITING, group=invitation.group_id, about=invitation.id, deadline=invitation.expires)
    note("invitation:again", group=invitation.group_id, by=by_id, about=invitation.id)
    db.session.flush()


def correct(group: Group, invitation: Invitation, by_id: UUID, address: str) -> None:
    """Write to another address instead; the row keeps its name and the day it is erased.

    An address whose reader refused this group gets no letter, and nothing shows it.
    """
    index = sealed.blind(address)
    if index == invitation.email_index:
        return send_again(invitation, by_id)
    if not (left := letters_left(group.id)):
        raise EnoughLetters(left)
    stands = row_of(invitation)
    _let_go(invitation, by_id)
    is_quiet = ways_in.left_alone(group.id, [index]).is_quiet(index)
    invitation_id = uuid4()
    sealed.create(invitation_id)
    pasted = Pasted(stands.name, hidden(address), stands.addressee)
    row = sealed.seal_json(invitation_id, "row", asdict(pasted))
    made = ways_in.write_to(group, by_id, invitation_id, index, address, expires=invitation.expires, row=row)
    ways_in.send(made, is_quiet=is_quiet)
    return None


def take_away(invitation: Invitation, by_id: UUID) -> None:
    """Take a row off the list: its link is dead, its name forgotten; a refusal still holds."""
    _let_go(invitation, by_id)


def _let_go(invitation: Invitation, by_id: UUID) -> None:
    """The deed is noted alike whether it was refused or not: counts of what is open must not tell."""
    ways_in.put_away(invitation)
    note(ways_in.WAY_ENDED, group=invitation.group_id, by=by_id, about=invitation.id)
    db.session.flush()


def _ask_by_letter(group: Group, by_id: UUID, rows: Sequence[Row], at: datetime) -> None:
    """Write an invitation a row. Two who share an address get one each, which says whose it is."""
    indexes = [sealed.blind(row.email) for row in rows]
    alone = ways_in.left_alone(group.id, list(set(indexes)))
    wanted = [(uuid4(), index, row) for index, row in zip(indexes, rows, strict=True) if index not in alone.stands]
    if wanted:
        sealed.create(*(invitation_id for invitation_id, _, _ in wanted))
    for invitation_id, index, row in wanted:
        shares = indexes.count(index) > 1
        pasted = Pasted(row.name, hidden(row.email), caller(group, row.name) if shares and row.name else "")
        made = ways_in.write_to(
            group,
            by_id,
            invitation_id,
            index,
            row.email,
            expires=now() + LIFE,
            row=sealed.seal_json(invitation_id, "row", asdict(pasted)),
        )
        ways_in.send(made, at=at, is_quiet=alone.is_quiet(index))
        alone.lately[index] += 1


def _refused(invitation: Invitation) -> frozenset[bytes]:
    """Return the mailbox of a row if its reader refused a letter of this group."""
    indexes = [invitation.email_index] if invitation.email_index else []
    return ways_in.left_alone(invitation.group_id, indexes).refused


def _write_down(group: Group, by_id: UUID, keeper_id: UUID, row: Row, name: str) -> None:
    """Make a member without account whose consent is still to be noted; organisers alone see what is written."""
    membership = join(group.id, keeper_id, name, reach=row.reach, is_managed=True, imported=True, wants_letters=False)
    texts = {
        Field.PHONE: row.phone if row.reach is Reach.PHONE else "",
        Field.TOWN: row.town if Field.TOWN.value in group.roster_fields else "",
        Field.LANGUAGES: row.languages if Field.LANGUAGES.value in group.roster_fields else "",
    }
    for field, text in texts.items():
        if text:
            keep_value(membership, None, field, text, Visibility.ORGANISERS)
    note("managed:add", group=group.id, by=by_id, about=membership.id)
