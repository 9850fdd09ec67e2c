"""The secrets of a marked world, when it is, and what addresses there may name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from entraide.access.tokens import short
from entraide.calendars.models import Level
from tests.lettering import moment
from tests.marks import Marks

TODAY = date(2037, 11, 18)
NOW = moment(TODAY, 10)


@dataclass
class MarkedWorld:
    """The secrets, and what addresses may name."""

    marks: Marks = field(default_factory=Marks)
    people: dict[str, UUID] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    locks: list[UUID] = field(default_factory=list)
    groups: dict[str, UUID] = field(default_factory=dict)
    members: dict[str, UUID] = field(default_factory=dict)
    meetings: list[UUID] = field(default_factory=list)
    series: list[UUID] = field(default_factory=list)
    invitations: list[UUID] = field(default_factory=list)
    lifts: list[UUID] = field(default_factory=list)
    bans: list[UUID] = field(default_factory=list)
    decisions: list[UUID] = field(default_factory=list)
    vouchings: list[UUID] = field(default_factory=list)
    feeds: dict[tuple[str, Level], str] = field(default_factory=dict)
    feed_ids: list[UUID] = field(default_factory=list)
    join_link: str = ""
    place_link: str = ""

    @property
    def url_values(self) -> Mapping[str, list[str]]:
        """Return every value of every name that stands in an address."""
        return {
            "group_id": [short(one) for one in self.groups.values()],
            "meeting_id": [short(one) for one in self.meetings],
            "series_id": [short(one) for one in self.series],
            "membership_id": [short(one) for one in self.members.values()],
            "invitation_id": [short(one) for one in self.invitations],
            "feed_id": [short(one) for one in self.feed_ids],
            "lift_id": [short(one) for one in self.lifts],
            "lock_id": [short(one) for one in self.locks],
            "duty": ["cle", "animation"],
            "ban_id": [short(one) for one in self.bans],
            "decision_id": [short(one) for one in self.decisions],
            "vouching_id": [short(one) for one in self.vouchings],
        }
