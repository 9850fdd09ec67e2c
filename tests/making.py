"""Single things made in Les Tilleuls for tests: a lock, a lift, a list, a ban, people who look at each other."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from entraide.accounts.cards import hand_over
from entraide.accounts.locks.actions.apps import make_app
from entraide.accounts.locks.actions.codes import draw_recovery
from entraide.accounts.models import Lock, Person
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Asked, Group
from entraide.meetings.actions import lifts, planning
from entraide.meetings.details import Details
from entraide.meetings.lift_words import LiftWords
from entraide.meetings.models import Meeting, Mode
from entraide.members.actions import bans
from entraide.members.actions.looks import receipt
from entraide.members.actions.pasting import keep_list
from entraide.members.models import (
    Ban,
    Invitation,
    LookPurpose,
    Membership,
    Number,
    Reach,
    Tie,
    Vouching,
)
from entraide.members.pasted_rows import Row
from entraide.members.queries import find_membership
from tests.world import World


def make_meeting(group: Group, starts_in: timedelta, places: int | None = None) -> Meeting:
    """Plan a meeting that starts so long from now, without telling anybody."""
    start, words = now() + starts_in, Details(title="Table", place="Maison de quartier")
    return planning.plan_meeting(
        group, start, start + timedelta(hours=2), Mode.ROUND_TABLE, words,
        asked=Asked.USEFUL, places=places, announce=False,
    )  # fmt: skip


def make_lock(person_id: UUID) -> UUID:
    """Give a person an app that counts."""
    make_app(person_id, "")
    lock = db.session.scalars(select(Lock).where(Lock.person_id == person_id, Lock.proved.is_(None))).one()
    lock.proved = now()
    draw_recovery(person_id)
    return lock.id


def make_vouching(world: World) -> UUID:
    """Let Ana ask organisers of Les Tilleuls to vouch for her."""
    row = Vouching(group_id=world.tilleuls, membership_id=world.ana_in_tilleuls, asked=now())
    db.session.add(row)
    db.session.flush()
    return row.id


def make_carried(world: World) -> UUID:
    """Give Jo a sign-in card, as a member without e-mail has one."""
    hand_over(world.jo.person_id, world.tilleuls, "fr")
    find_membership(world.tilleuls, world.jo_in_tilleuls).reach = Reach.PAPER
    return world.jo_in_tilleuls


def make_lift(meeting: Meeting, driver: UUID, rider: UUID) -> UUID:
    """Let one drive, who shows her number, and the other ride along."""
    words = LiftWords("Jambes", "13 h 30", "Devant la gare")
    at_the_wheel = find_membership(meeting.group_id, driver)
    lift_id = lifts.offer(meeting, at_the_wheel, 3, words, shows_phone=True).id
    lifts.take_seat(meeting, find_membership(meeting.group_id, rider), lift_id)
    return lift_id


def make_ties(group: Group, owner: UUID, others: Iterable[UUID]) -> None:
    """Let others look at one member's details and at a managed one's, and let each ask her for her number."""
    managed = db.session.scalars(select(Membership.id).where(Membership.is_managed).limit(1)).one()
    for other in others:
        receipt(group, other, {owner, managed} - {other}, LookPurpose.NEWS)
        tie = Tie(group_id=group.id, owner_id=owner, other_id=other, number=Number.ASKED)
        tie.asked, tie.until = now().date(), now() + timedelta(days=28)
        db.session.add(tie)
    db.session.flush()


def make_list(group: Group, world: World, many: int) -> tuple[UUID, UUID]:
    """Paste in a list of as many people with an address and as many without; return one of each."""
    for start in range(0, many, 100):
        db.session.execute(update(Invitation).values(created=now() - timedelta(days=2)))  # so many letters a day
        rows = [
            row
            for at in range(start, min(start + 100, many))
            for row in (
                Row(at, f"Lettre {at}", Reach.EMAIL, f"{uuid4().hex}@poste.example"),
                Row(at, f"Papier {at}", Reach.PAPER),
            )
        ]
        keep_list(group, world.marcelle_in_tilleuls, rows, once=uuid4(), at=now())
    asked = db.session.scalars(select(Invitation.id).where(Invitation.imported)).first()
    unasked = db.session.scalars(select(Membership.id).where(Membership.imported)).first()
    assert asked is not None
    assert unasked is not None
    return asked, unasked


def make_quiet() -> None:
    """Let nobody have heard of the members without account for long; each was asked for today."""
    long_ago = now().date() - timedelta(days=400)
    managed = update(Membership).where(Membership.is_managed, Membership.imported.is_(False))
    db.session.execute(managed.values(joined=long_ago, asked_on=now().date()))
    db.session.execute(update(Person).values(created=long_ago))


def make_bans(world: World, many: int) -> UUID:
    """Shut so many mailboxes out; return one of the bans."""
    for _ in range(many):
        bans.ban(world.tilleuls, uuid4().bytes * 2, world.marcelle_in_tilleuls)
    made = db.session.scalars(select(Ban.id)).first()
    assert made is not None
    return made
