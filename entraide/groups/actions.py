"""Making groups and changing their face."""

from uuid import UUID, uuid4

from sqlalchemy import update

from entraide.access import scope
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import (
    Asked,
    Ceiling,
    Chapter,
    Discretion,
    ForWhom,
    Group,
    GroupKind,
    Leadership,
    Newcomers,
    Preset,
)
from entraide.groups.queries import Face, sealed_face
from entraide.journal.actions import note
from entraide.vault import sealed


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
    **more: object,
) -> Group:
    """Make a group with its own key, unlisted, and open this unit of work's scope to it.

    The preset sets letters, answers and roster; `more` are further columns of Group and win over it.
    """
    at = now()
    group_id = uuid4()
    sealed.create(group_id)
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
    db.session.flush()
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
