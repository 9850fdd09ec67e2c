"""What lets others into a marked world: a pasted list, links, a code, calendar addresses."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from entraide.calendars.actions import connect
from entraide.calendars.models import Level
from entraide.calendars.queries.feeds import id_of
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members.actions import ways_in
from entraide.members.actions.pasting import keep_list
from entraide.members.models import Invitation, InvitationKind, Membership, Reach
from entraide.members.pasted_rows import Row
from entraide.vault import sealed
from tests.marked_values import NOW, MarkedWorld


def paste_list(made: MarkedWorld, group: Group, olga: Membership) -> None:
    """Let Olga paste in a list: Zoé has an address, Tilda a telephone."""
    made.emails["zoe"] = f"{made.marks.text('zoe: own address')}@poste.example"
    rows = [
        Row(1, made.marks.text("zoe on the list: name"), Reach.EMAIL, made.emails["zoe"]),
        Row(
            2,
            made.marks.text("tilda in Aulnes: name"),
            Reach.PHONE,
            phone=made.marks.phone("tilda in Aulnes: phone, for organisers"),
        ),
    ]
    keep_list(group, olga.id, rows, once=uuid4(), at=NOW)


def open_ways_in(made: MarkedWorld, group: Group, olga: Membership) -> None:
    """Ask Ivan in, and open a link and a spoken code."""
    address = f"{made.marks.text('ivan: own address')}@poste.example"
    made.emails["ivan"] = address
    ways_in.invite(find_group(group.id), olga.id, [address])
    link = ways_in.open_way(group, olga.id, InvitationKind.LINK, timedelta(days=7), 5)
    spoken = ways_in.open_spoken(group, olga.id)
    made.join_link = made.marks.token("Aulnes: the link to join", _secret(link))
    made.marks.number("Aulnes: the spoken code", _secret(spoken))
    made.invitations += db.session.scalars(select(Invitation.id).where(Invitation.group_id == group.id))


def _secret(way: Invitation) -> str:
    return sealed.unseal(way.group_id, f"invitation {way.id}", way.token_sealed or b"")


def connect_feeds(made: MarkedWorld, name: str) -> None:
    """Connect a calendar of each level."""
    for level in Level:
        label = made.marks.text(f"{name}: {level.value} feed's label")
        token = connect(made.people[name], label, level, "fr")
        made.feeds[name, level] = made.marks.token(f"{name}: {level.value} feed's address", token)
        made.feed_ids.append(id_of(token))
