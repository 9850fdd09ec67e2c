"""Reading groups; what is sealed comes out as frozen values."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from entraide.access import scope
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.vault import sealed


@dataclass(frozen=True)
class Face:
    """A group's free texts, private until it is listed: topics, area, what it costs (empty: free), about itself."""

    topics: str = ""
    area: str = ""
    cost: str = ""
    about: str = ""
    called: str = ""  # its own word for itself: « table de parole »


def find_group(group_id: UUID) -> Group:
    """Find a group that stands, or raise NotFound. It is its page's own thing: rules ask by its id."""
    group = db.session.get(Group, group_id)
    if group is None or group.closed_at is not None:
        raise NotFound
    return group


def groups_in_scope() -> list[Group]:
    """Return every group of this unit of work's scope that stands."""
    inside = Group.id.in_(scope.groups()) & Group.closed_at.is_(None)
    return list(db.session.scalars(select(Group).where(inside)))


def name_of(group: Group) -> str:
    """Open a group's name."""
    return sealed.unseal(group.id, "name", group.name_sealed)


def names_of(groups: Iterable[Group]) -> Mapping[UUID, str]:
    """Open many groups' names with one look at the key store."""
    groups = list(groups)
    sealed.prepare(group.id for group in groups)
    return {group.id: name_of(group) for group in groups}


def face_of(group: Group) -> Face:
    """Open a group's free texts."""
    return Face(**sealed.unseal_json(group.id, "face", group.face_sealed))


def sealed_face(group_id: UUID, face: Face) -> bytes:
    """Seal a group's free texts under its key."""
    return sealed.seal_json(group_id, "face", asdict(face))
