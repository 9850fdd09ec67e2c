"""A group's face: what it is, for whom, how it works. Nothing about people."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import Model, closed


class GroupKind(StrEnum):
    """Three cousins that must stay apart."""

    MUTUAL_AID = "entraide"
    SUPPORT = "soutien"
    SELF_HELP = "self-help"


class Leadership(StrEnum):
    """Who leads; it decides whether a group may be funded."""

    PEERS = "peers"
    PEERS_WITH_EXPERTS = "peers_with_experts"
    PROFESSIONAL = "professional"


class Chapter(StrEnum):
    """The six chapters of the field's guide."""

    ILLNESS = "illness"
    AFTER_TREATMENT = "after_treatment"
    HANDICAP = "handicap"
    ADDICTION = "addiction"
    BEHAVIOUR = "behaviour"
    LIFE = "life"


class ForWhom(StrEnum):
    """Whom a group is for."""

    CONCERNED = "concerned"
    RELATIVES = "relatives"
    BOTH = "both"


class Newcomers(StrEnum):
    """Whether the group takes new members; apart from whether its meetings are open."""

    WELCOME = "welcome"
    AFTER_TALK = "after_talk"
    FULL = "full"


class Preset(StrEnum):
    """What was chosen at founding; it set the rest, and everything can be changed."""

    TALK = "talk"
    FELLOWSHIP = "fellowship"
    ASSOCIATION = "association"
    PROFESSIONAL = "professional"


class Discretion(StrEnum):
    """How much a letter says to whoever sees it on a lock screen."""

    VERY_DISCREET = "very_discreet"
    RECOGNISABLE = "recognisable"
    FULL = "full"


class Asked(StrEnum):
    """Whether answers are asked for."""

    NOT_ASKED = "not_asked"
    USEFUL = "useful"
    NEEDED = "needed"


class Ceiling(StrEnum):
    """The widest visibility any member's choice may have in this group."""

    ORGANISERS = "organisers"
    GROUP = "group"


class Settled(StrEnum):
    """What its organisers have settled about moving in; a group may have settled any of them."""

    EVENING = "evening"  # the list of the first evening is put away
    TRIAL = "trial"  # no letter to oneself is wanted
    LETTERS = "letters"  # nobody is asked in by letter
    PAPERS = "papers"  # what is on paper was printed, or nobody needs it
    CHAT = "chat"  # the text for the chat was made, or there is no chat
    SECOND = "second"  # a second responsible person: asked once, and no more
    OLD_LIST = "old_list"  # the spreadsheet from before is erased


class Group(Model):
    """One group. Its free texts are sealed under its own key; what it publishes is copied into its listing.

    Sealed: `name_sealed` ("name"), `face_sealed` ("face": JSON of groups.queries.Face).
    `calendar_version` moves with every change that any feed of the group shows.
    """

    __tablename__ = "groups"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    created: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    face_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[GroupKind] = mapped_column(closed(GroupKind))
    leadership: Mapped[Leadership] = mapped_column(closed(Leadership))
    chapter: Mapped[Chapter] = mapped_column(closed(Chapter))
    for_whom: Mapped[ForWhom] = mapped_column(closed(ForWhom))
    newcomers: Mapped[Newcomers] = mapped_column(closed(Newcomers))
    meetings_open: Mapped[bool] = mapped_column(default=False)
    in_hospital: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    preset: Mapped[Preset] = mapped_column(closed(Preset))
    timezone: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    discretion: Mapped[Discretion] = mapped_column(closed(Discretion))
    asked: Mapped[Asked] = mapped_column(closed(Asked))
    ceiling: Mapped[Ceiling] = mapped_column(closed(Ceiling))
    roster_fields: Mapped[list[str]] = mapped_column(JSON, default=list)  # values of members.models.Field
    quick_exit: Mapped[bool] = mapped_column(default=False)
    link_in_feeds: Mapped[bool] = mapped_column(default=False)  # full feeds may carry the join link
    link_minutes: Mapped[int] = mapped_column(default=60)  # how long before a meeting its link is shown
    listed: Mapped[bool] = mapped_column(default=False)
    duties: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # DutyKinds; None: by the preset
    duties_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)  # "duties": JSON of texts by DutyKind
    settled: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")  # values of Settled
    calendar_version: Mapped[int] = mapped_column(default=1)
    calendar_changed: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    @property
    def group_id(self) -> UUID:
        """The group itself, for rules that ask which group a thing belongs to."""
        return self.id


class Listing(Model):
    """What a group published about itself; the row exists only while it is listed.

    `shows` names the parts that were ticked (groups.words.PUBLIC_PARTS); a part not ticked is empty here.
    """

    __tablename__ = "listings"
    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    chapter: Mapped[Chapter] = mapped_column(closed(Chapter), index=True)
    shows: Mapped[list[str]] = mapped_column(JSON, default=list)
    topics: Mapped[str] = mapped_column(String(300), default="")
    area: Mapped[str] = mapped_column(String(120), default="")
    cost: Mapped[str] = mapped_column(String(120), default="")
    about: Mapped[str] = mapped_column(String(2000), default="")
    for_whom: Mapped[ForWhom | None] = mapped_column(closed(ForWhom))
    leadership: Mapped[Leadership | None] = mapped_column(closed(Leadership))
    newcomers: Mapped[Newcomers | None] = mapped_column(closed(Newcomers))
    meetings_open: Mapped[bool | None]
    in_hospital: Mapped[bool | None]
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    published: Mapped[datetime]
