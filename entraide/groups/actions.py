"""Making groups and changing their face."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from entraide.access import scope
from entraide.clock import now
from entraide.db import db
from entraide.errors import ChangedMeanwhile, EntraideError
from entraide.groups.models import (
    Asked,
    Ceiling,
    Chapter,
    Discretion,
    ForWhom,
    Group,
    GroupKind,
    Leadership,
    Listing,
    Newcomers,
    Preset,
    Settled,
)
from entraide.groups.queries import Face, card_to_publish, sealed_face
from entraide.journal.actions import note
from entraide.vault import sealed

LETTERS_CHANGED = "group:letters"  # told to all members for a month: groups' pages read it from the journal


class AlreadyFounded(EntraideError):
    """This very form was sent before, and made its group."""


def make_group(
    name: str,
    *,
    chapter: Chapter,
    preset: Preset = Preset.TALK,
    kind: GroupKind = GroupKind.MUTUAL_AID,
    leadership: Leadership = Leadership.PEERS,
    for_whom: ForWhom = ForWhom.CONCERNED,
    newcomers: Newcomers = Newcomers.WELCOME,
    face: Face | None = None,
    timezone: str = "Europe/Brussels",
    language: str = "fr",
    group_id: UUID | None = None,
    **more: object,
) -> Group:
    """Make a group with its own key, unlisted, and open this unit of work's scope to it.

    The preset sets letters, answers and roster; `more` are further columns of Group and win over it.
    `group_id`: drawn before by the form, so that sending it twice makes one group; AlreadyFounded the second time.
    """
    at = now()
    group_id = _own_key(group_id) if group_id else _new_key()
    columns = PRESETS[preset] | {"kind": kind, "leadership": leadership} | more
    group = Group(
        id=group_id,
        created=at,
        calendar_changed=at,
        name_sealed=sealed.seal(group_id, "name", name.strip()),
        face_sealed=sealed_face(group_id, face or Face()),
        chapter=chapter,
        for_whom=for_whom,
        newcomers=newcomers,
        preset=preset,
        timezone=timezone,
        language=language,
        **columns,
    )
    db.session.add(group)
    try:
        db.session.flush()
    except IntegrityError as fault:
        raise AlreadyFounded from fault
    scope.add(group_id)
    note("group:found", group=group_id)
    return group


def calendar_changed(group_id: UUID) -> None:
    """Move a group's calendar version: every feed that holds it is rendered anew at its next poll."""
    db.session.execute(
        update(Group)
        .where(Group.id == group_id)
        .values(calendar_version=Group.calendar_version + 1, calendar_changed=now()),
        execution_options={"synchronize_session": "fetch"},
    )


def change(group: Group, revision: int, *, name: str, face: Face, by: UUID, **columns: object) -> None:
    """Change a group's face and ways; ChangedMeanwhile when it is no longer as `revision` showed it.

    Every feed is made anew. What the group published stays as it is until it is published again.
    """
    _step(group, revision)
    group.name_sealed = sealed.seal(group.id, "name", name.strip())
    group.face_sealed = sealed_face(group.id, face)
    is_told_otherwise = columns.get("discretion", group.discretion) != group.discretion
    for column, value in columns.items():
        setattr(group, column, value)
    db.session.flush()
    calendar_changed(group.id)
    note("group:change", group=group.id, by=by)
    if is_told_otherwise:
        note(LETTERS_CHANGED, group=group.id, by=by)


def set_ceiling(group: Group, revision: int, ceiling: Ceiling, *, by: UUID) -> None:
    """Set the widest visibility any member's choice may have; the choices themselves stay as they are."""
    _step(group, revision)
    group.ceiling = ceiling
    db.session.flush()
    note("group:ceiling", group=group.id, by=by)


def set_discretion(group: Group, revision: int, discretion: Discretion, *, by: UUID) -> None:
    """Set how much letters say to members who have not chosen themselves."""
    _step(group, revision)
    is_told_otherwise = group.discretion != discretion
    group.discretion = discretion
    db.session.flush()
    if is_told_otherwise:
        note(LETTERS_CHANGED, group=group.id, by=by)


def publish(group: Group, revision: int, shows: Iterable[str], *, by: UUID) -> None:
    """Put into the directory what is ticked, as the group is now, and take back what is not."""
    _step(group, revision)
    card = vars(card_to_publish(group, shows))
    lists = {"shows": list(card["shows"]), "languages": list(card["languages"])}
    db.session.merge(Listing(**(card | lists), group_id=group.id, published=now()))
    group.listed = True
    db.session.flush()
    note("group:publish", group=group.id, by=by)


def withdraw(group: Group, revision: int, *, by: UUID) -> None:
    """Take the group out of the directory at once."""
    _step(group, revision)
    db.session.execute(delete(Listing).where(Listing.group_id == group.id))
    group.listed = False
    db.session.flush()
    note("group:withdraw", group=group.id, by=by)


def settle(group_id: UUID, what: Settled, *, is_settled: bool = True) -> None:
    """Keep that a group has settled one thing about moving in, or that it has not; two at once lose nothing."""
    held = select(Group).where(Group.id == group_id).with_for_update().execution_options(populate_existing=True)
    group = db.session.scalars(held).one()
    others = set(group.settled) - {what.value}
    group.settled = sorted(others | {what.value} if is_settled else others)
    db.session.flush()


def _new_key() -> UUID:
    group_id = uuid4()
    sealed.create(group_id)
    return group_id


def _own_key(group_id: UUID) -> UUID:
    """Make the key of a group whose id is drawn; a try that broke off before its group was kept may have left it."""
    if db.session.get(Group, group_id) is not None:
        raise AlreadyFounded
    with suppress(IntegrityError):
        sealed.create(group_id)
    return group_id


def _step(group: Group, revision: int) -> None:
    """Count one more change of the group as this revision showed it, or raise ChangedMeanwhile."""
    stepped = (
        update(Group)
        .where(Group.id == group.id, Group.revision == revision)
        .values(revision=revision + 1)
        .returning(Group.id)
    )
    if db.session.execute(stepped, execution_options={"synchronize_session": "fetch"}).first() is None:
        raise ChangedMeanwhile


USUAL_FIELDS = ["first_name", "email", "phone", "concern", "word"]
PRESETS: dict[Preset, dict[str, object]] = {
    Preset.TALK: {
        "discretion": Discretion.RECOGNISABLE,
        "asked": Asked.USEFUL,
        "ceiling": Ceiling.GROUP,
        "roster_fields": USUAL_FIELDS,
        "quick_exit": False,
    },
    Preset.FELLOWSHIP: {
        "discretion": Discretion.VERY_DISCREET,
        "asked": Asked.NOT_ASKED,
        "ceiling": Ceiling.ORGANISERS,
        "roster_fields": ["phone"],
        "quick_exit": True,
        "meetings_open": True,
    },
    Preset.ASSOCIATION: {
        "discretion": Discretion.FULL,
        "asked": Asked.USEFUL,
        "ceiling": Ceiling.GROUP,
        "roster_fields": [*USUAL_FIELDS, "last_name", "town", "languages", "needs", "birthday"],
        "quick_exit": False,
    },
    Preset.PROFESSIONAL: {
        "discretion": Discretion.RECOGNISABLE,
        "asked": Asked.NEEDED,
        "ceiling": Ceiling.ORGANISERS,
        "roster_fields": ["first_name", "email", "phone", "concern", "needs"],
        "quick_exit": False,
    },
}
