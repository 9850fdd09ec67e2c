"""The people of the demo's groups, and what each shows."""

from datetime import timedelta
from uuid import UUID

from entraide import clock
from entraide.accounts.actions import make_person
from entraide.db import db
from entraide.demo.cast import GroupCast, address
from entraide.groups.actions import make_group, publish
from entraide.groups.models import Group, GroupKind, Leadership, Preset
from entraide.groups.words import PUBLIC_PARTS
from entraide.members.actions import join
from entraide.members.actions.cards import CHOICES, CardEdit, Ready, change_card
from entraide.members.actions.roster import Managed, add_managed
from entraide.members.models import Concern, Field, Reach
from entraide.members.queries import find_membership


def people_of(cast: GroupCast, people: dict[str, UUID]) -> tuple[Group, dict[str, UUID]]:
    """Make a group and everybody in it; return the memberships by name."""
    is_led = cast.preset is Preset.PROFESSIONAL
    group = make_group(
        cast.name,
        kind=GroupKind.SUPPORT if is_led else GroupKind.MUTUAL_AID,
        leadership=Leadership.PROFESSIONAL if is_led else Leadership.PEERS,
        chapter=cast.chapter,
        preset=cast.preset,
        face=cast.face,
        for_whom=cast.for_whom,
        newcomers=cast.newcomers,
        languages=list(cast.languages),
        meetings_open=cast.open_meetings,
    )
    members = {}
    a_year_ago = clock.today() - timedelta(days=365)
    for name in (*cast.organisers, *cast.members, *cast.waiting):
        email = address(name, cast.key)
        if email not in people:
            people[email] = make_person(email, name, "fr").id
        is_relative = cast.key == "memoire"
        membership = join(
            group.id,
            people[email],
            name,
            is_organiser=name in cast.organisers,
            concern=Concern.RELATIVE if is_relative else Concern.CONCERNED,
            waits_until=clock.now() + timedelta(days=14) if name in cast.waiting else None,
            consent_version="2026-11",
        )
        if name not in cast.waiting:
            membership.joined = a_year_ago
            members[name] = membership.id
    keeper = members[cast.organisers[0]]
    for number, name in enumerate(cast.managed):
        members[name] = add_managed(group, keeper, Managed(name, Reach.PHONE, f"0470 00 00 {number:02}")).id
    db.session.flush()
    _fill_cards(group, [name for name in members if name not in cast.managed], members)
    if cast.listed:
        publish(group, group.revision, set(PUBLIC_PARTS) - {"in_hospital"}, by=keeper)
    return group, members


def _fill_cards(group: Group, names: list[str], members: dict[str, UUID]) -> None:
    """Let some share much, many a little, some nothing; one is counted and stands in no list."""
    for number, name in enumerate(names):
        ready = (Ready.USUAL, Ready.OPEN, Ready.ALMOST_NOTHING, Ready.USUAL, Ready.USUAL)[number % 5]
        texts = {
            Field.FIRST_NAME: name.split()[0],
            Field.PHONE: f"0470 00 {number // 100:02} {number % 100:02}" if number % 3 else "",
            Field.EMAIL: f"{name.split()[0].lower()}@maison.example" if number % 4 == 0 else "",
            Field.TOWN: ("Namur", "Jambes", "Gembloux", "Éghezée")[number % 4],
            Field.WORD: WORDS[number % len(WORDS)],
        }
        membership = find_membership(group.id, members[name])
        edit = CardEdit(
            name=name,
            texts=texts,
            choices=CHOICES[ready],
            concern=None,
            is_discreet=name == "Irène",
            discretion=None,
            wants_letters=True,
            wants_day_before=number % 2 == 0,
        )
        change_card(group, membership, membership.revision, edit)


WORDS = ("J’apporte le café.", "", "Je viens de temps en temps.", "", "", "On peut m’appeler le matin.", "")
