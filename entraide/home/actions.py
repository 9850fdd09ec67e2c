"""Founding a group: the group, its key and its first organiser, all or nothing."""

from uuid import UUID

from entraide.groups.actions import make_group
from entraide.groups.models import Chapter, Group, Preset
from entraide.members.actions import join
from entraide.members.models import Concern


def found_group(
    person_id: UUID,
    name: str,
    my_name: str,
    consent_version: str,
    *,
    chapter: Chapter,
    preset: Preset,
    **more: object,
) -> Group:
    """Make a group kept by its founder, who consented to this version; `more` goes to make_group."""
    group = make_group(name, chapter=chapter, preset=preset, **more)  # type: ignore[arg-type]
    concern = Concern.PROFESSIONAL if preset is Preset.PROFESSIONAL else Concern.CONCERNED
    join(group.id, person_id, my_name, is_organiser=True, concern=concern, consent_version=consent_version)
    return group
