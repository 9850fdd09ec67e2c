"""What the demo world holds, for whoever wants to try it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from entraide.access import scope
from entraide.access.tokens import short
from entraide.accounts.models import Person
from entraide.accounts.queries import address_of
from entraide.calendars.models import Feed
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import names_of as group_names
from entraide.members.models import Membership, Status
from entraide.members.queries import names_of
from entraide.settings import Settings
from entraide.vault import sealed


@dataclass(frozen=True)
class Inhabitant:
    """One person one can sign in as, and under which name she is known where."""

    role: str
    email: str
    groups: tuple[tuple[str, str], ...]


def inhabitants() -> list[Inhabitant]:
    """Return everybody with an address, organisers first, then whoever is in most groups."""
    groups = {group.id: group for group in db.session.scalars(select(Group))}
    scope.add(*groups)
    names = group_names(groups.values())
    memberships = list(db.session.scalars(select(Membership).where(Membership.status != Status.ENDED)))
    own_names = names_of(memberships)
    places: dict[Any, list[Membership]] = {}
    for membership in memberships:
        places.setdefault(membership.person_id, []).append(membership)
    people = [person for person in db.session.scalars(select(Person)) if person.email_sealed]
    return sorted(
        (
            Inhabitant(
                _role(places.get(person.id, [])),
                address_of(person) or "",
                tuple((names[one.group_id], own_names[one.id]) for one in places.get(person.id, [])),
            )
            for person in people
        ),
        key=lambda one: (ROLES.index(one.role), -len(one.groups), one.email),
    )


ROLES = ("organiser", "member", "waiting", "none")


def _role(places: list[Membership]) -> str:
    if any(place.is_organiser for place in places):
        return "organiser"
    if not places:
        return "none"
    return "member" if any(place.status is Status.ACTIVE for place in places) else "waiting"


def describe(settings: Settings, base_url: str) -> dict[str, Any]:
    """Return the documented description of a demo (DECISIONS 49): people, groups, feeds, with full addresses."""
    people = inhabitants()
    organisers = {group: one.email for one in reversed(people) if one.role == "organiser" for group, _ in one.groups}
    groups = list(db.session.scalars(select(Group).order_by(Group.created)))
    names = group_names(groups)
    feeds = db.session.scalars(select(Feed).order_by(Feed.level)).all()
    return {
        "base_url": base_url,
        "mail_dir": str(settings.mail_dir),
        "people": [
            {"role": one.role, "email": one.email, "groups": [{"group": g, "name": n} for g, n in one.groups]}
            for one in people
        ],
        "groups": [
            {
                "name": names[group.id],
                "url": f"{base_url}/g/{short(group.id)}",
                "organiser": organisers[names[group.id]],
            }
            for group in groups
        ],
        "feeds": [{"level": feed.level.value, "url": f"{base_url}/c/{_token(feed)}.ics"} for feed in feeds],
    }


def _token(feed: Feed) -> str:
    return sealed.unseal(feed.person_id, f"feed token {feed.id}", feed.token_sealed)
