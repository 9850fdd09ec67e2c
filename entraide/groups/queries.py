"""Reading groups; what is sealed comes out as frozen values."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from entraide.access import scope
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Chapter, ForWhom, Group, Leadership, Listing, Newcomers
from entraide.groups.words import PUBLIC_PARTS
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
    db.session.info["group at hand"] = group  # held, or its next finder would ask the database again
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


@dataclass(frozen=True)
class PublicCard:
    """A group as the public sees it; None or an empty text: not said. `cost` empty and in `shows`: free."""

    name: str
    chapter: Chapter
    shows: tuple[str, ...] = ()
    topics: str = ""
    area: str = ""
    about: str = ""
    cost: str = ""
    for_whom: ForWhom | None = None
    leadership: Leadership | None = None
    newcomers: Newcomers | None = None
    meetings_open: bool | None = None
    in_hospital: bool | None = None
    languages: tuple[str, ...] = ()


def card_to_publish(group: Group, shows: Iterable[str]) -> PublicCard:
    """Return exactly what the public would see if these parts were published: the ticked ones, nothing else."""
    ticked = tuple(part for part in PUBLIC_PARTS if part in set(shows))
    face = face_of(group)
    known = asdict(face) | {
        "for_whom": group.for_whom,
        "leadership": group.leadership,
        "newcomers": group.newcomers,
        "meetings_open": group.meetings_open,
        "in_hospital": group.in_hospital,
        "languages": tuple(group.languages),
    }
    return PublicCard(name_of(group), group.chapter, ticked, **{part: known[part] for part in ticked})


def published_card(group_id: UUID) -> PublicCard | None:
    """Return what the public sees of a group; None while it is not listed."""
    listing = db.session.get(Listing, group_id)
    return _card(listing) if listing else None


def listed_cards() -> list[PublicCard]:
    """Return every listed group as it published itself, by name."""
    standing = select(Listing).join(Group, Group.id == Listing.group_id).where(Group.closed_at.is_(None))
    return [_card(listing) for listing in db.session.scalars(standing.order_by(Listing.name, Listing.group_id))]


def _card(listing: Listing) -> PublicCard:
    known = {part: getattr(listing, part) for part in PUBLIC_PARTS} | {"languages": tuple(listing.languages)}
    return PublicCard(listing.name, listing.chapter, tuple(listing.shows), **known)
