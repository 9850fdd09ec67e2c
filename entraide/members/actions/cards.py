"""Changing one's own card, and showing one person's contact details."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select, update

from entraide.access.visibility import Viewer, Visibility, narrowed
from entraide.clock import now
from entraide.db import db
from entraide.errors import ChangedMeanwhile, EntraideError, NotFound
from entraide.groups import actions as groups
from entraide.groups.models import Discretion, Group
from entraide.journal.actions import note
from entraide.journal.queries import whom_each
from entraide.members.actions import calendar_changed, naming
from entraide.members.actions.looks import receipt
from entraide.members.models import CardField, Concern, Field, LookPurpose, Membership
from entraide.members.queries import name_of
from entraide.members.queries.cards import Details, details_of, fields_for, line_of, rows_of
from entraide.vault import sealed

PEOPLE_A_DAY = 5  # whose contact details a plain member may see (DECISIONS 5)


class EnoughForToday(EntraideError):
    """A plain member has seen the contact details of as many people as a day allows."""


class Ready(StrEnum):
    """The three ready answers to "who sees what?"."""

    ALMOST_NOTHING = "almost_nothing"
    USUAL = "usual"
    OPEN = "open"


USUAL = {
    Field.FIRST_NAME: Visibility.GROUP,
    Field.EMAIL: Visibility.ORGANISERS,
    Field.PHONE: Visibility.ORGANISERS,
    Field.TOWN: Visibility.GROUP,
    Field.LANGUAGES: Visibility.GROUP,
    Field.NEEDS: Visibility.ORGANISERS,
    Field.WORD: Visibility.GROUP,
}
CHOICES: dict[Ready, dict[Field, Visibility]] = {
    Ready.ALMOST_NOTHING: dict.fromkeys(Field, Visibility.ME),
    Ready.USUAL: dict.fromkeys(Field, Visibility.ME) | USUAL,
    Ready.OPEN: dict.fromkeys(Field, Visibility.GROUP),
}


@dataclass(frozen=True)
class CardEdit:
    """A card as it was typed: values and choices of the group's fields, and how letters come."""

    name: str
    texts: Mapping[Field, str]
    choices: Mapping[Field, Visibility]
    concern: Concern | None
    is_discreet: bool
    discretion: Discretion | None
    wants_letters: bool
    wants_day_before: bool


def change_card(group: Group, membership: Membership, revision: int, edit: CardEdit) -> None:
    """Keep a member's own card; no choice is kept wider than the group's ceiling. Raise NameTaken."""
    move_on(membership, revision)
    is_renamed = name_of(membership) != edit.name
    is_told_otherwise = membership.discretion != edit.discretion
    if is_renamed or (membership.is_discreet and not edit.is_discreet):
        naming.take(group.id, edit.name, membership.id)
    if is_renamed:
        membership.name_sealed = sealed.seal(membership.person_id, f"name {membership.id}", edit.name)
    membership.concern = edit.concern or membership.concern
    membership.is_discreet = edit.is_discreet
    membership.discretion = edit.discretion
    if is_told_otherwise:
        membership.own_words_sealed = None
    membership.wants_letters, membership.letters_by_link = edit.wants_letters, None
    membership.wants_day_before = edit.wants_day_before
    _keep(group, membership, edit.texts, edit.choices)
    if is_renamed or is_told_otherwise:
        calendar_changed(membership)
    if is_renamed and membership.is_organiser and not membership.is_discreet:
        groups.calendar_changed(group.id)
    note("card:change", group=group.id, by=membership.id)
    db.session.flush()


def choose_letters(membership: Membership, discretion: Discretion | None, own_words: str = "") -> None:
    """Choose how much letters from this group say; own words stand for who writes, and make them very discreet."""
    membership.discretion = discretion
    membership.own_words_sealed = (
        sealed.seal(membership.person_id, f"own words {membership.id}", own_words) if own_words else None
    )
    note("letters:choose", group=membership.group_id, by=membership.id)
    db.session.flush()


def choose(group: Group, membership: Membership, revision: int, ready: Ready) -> None:
    """Let a ready answer rule every field the group has; what stands in them stays."""
    move_on(membership, revision)
    _keep(group, membership, {}, CHOICES[ready])
    note("card:change", group=group.id, by=membership.id)
    db.session.flush()


def show_details(
    group: Group, membership: Membership, viewer: Viewer, purpose: LookPurpose, counted: Iterable[UUID] = ()
) -> Details:
    """Return what a viewer may see of one member, with a receipt for her; NotFound where there is no button for it.

    `counted`: the viewer's memberships under which a day allows five people's details (access.steps); none: no count.
    """
    rows = rows_of(membership)
    line = line_of(group, membership, rows, viewer)
    if viewer.membership_id is None or line is None or not line.has_contact:
        raise NotFound
    details = details_of(group, membership, rows, viewer)
    stay_within_the_day(membership, counted)
    note("contact:see", group=group.id, by=viewer.membership_id, about=membership.id)
    receipt(group, viewer.membership_id, [membership.id], purpose)
    db.session.flush()
    return details


def move_on(membership: Membership, revision: int) -> None:
    """Move a membership to its next revision, or raise ChangedMeanwhile: the page was made from an older one."""
    moved = db.session.scalar(
        update(Membership)
        .where(
            Membership.group_id == membership.group_id,
            Membership.id == membership.id,
            Membership.revision == revision,
        )
        .values(revision=Membership.revision + 1)
        .returning(Membership.revision),
        execution_options={"synchronize_session": False},
    )
    if moved is None:
        raise ChangedMeanwhile
    db.session.refresh(membership)


def keep_value(membership: Membership, row: CardField | None, field: Field, text: str, choice: Visibility) -> None:
    """Seal one field's text with who sees it; an empty text remembers the choice alone."""
    if row is None:
        row = CardField(group_id=membership.group_id, membership_id=membership.id, field=field)
        db.session.add(row)
    label = f"card {field.value} {membership.id}"
    row.value_sealed = sealed.seal(membership.person_id, label, text) if text else b""
    row.visibility = choice


def _keep(
    group: Group, membership: Membership, texts: Mapping[Field, str], choices: Mapping[Field, Visibility]
) -> None:
    """Keep the group's fields and erase those it no longer has; a text that was not given stays as it is."""
    rows = {row.field: row for row in rows_of(membership)}
    ceiling = Visibility(group.ceiling.value)
    switched_on = fields_for(group, membership)
    for field in switched_on:
        row = rows.get(field)
        choice = narrowed(choices.get(field, Visibility.ME), ceiling)
        if row is not None and field not in texts:
            row.visibility = choice
        else:
            keep_value(membership, row, field, texts.get(field, ""), choice)
    for field in rows.keys() - set(switched_on):
        db.session.delete(rows[field])


def stay_within_the_day(membership: Membership, counted: Iterable[UUID]) -> None:
    """Count whose details somebody saw in 24 hours under these memberships of hers, one such deed at a time."""
    own = sorted(counted)
    if not own:
        return
    held = select(Membership.id).where(Membership.id.in_(own)).order_by(Membership.id)
    db.session.execute(held.with_for_update())
    seen = whom_each("contact:see", by=own, since=now() - timedelta(days=1))
    if len(seen | {membership.id}) > PEOPLE_A_DAY:
        raise EnoughForToday
