"""Another marked world: people whose rights changed, in a group of their own.

*The Cedres* (unlisted; every roster field): Rosa and Tess keep it, and Rosa gave Tess notice of the end of her role.
Mila belongs; Prue's mailbox is set aside; Erin asked to be erased; Bera was removed, shut out, and asks to come in once
more. Vera lost her lock and asks for two words; she is signed in by what the Cedres restored, which opens nothing of
the *Dunes*, where she belongs too and which Dora keeps. Nina has no group.
"""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from entraide.accounts import protection
from entraide.accounts.actions import start_session
from entraide.accounts.models import Device
from entraide.accounts.queries import find_person
from entraide.clock import now
from entraide.db import db, writing
from entraide.groups.actions import make_group
from entraide.groups.models import Chapter
from entraide.groups.queries import find_group
from entraide.members.actions import join, vouching
from entraide.members.actions.looks import receipt
from entraide.members.models import Ban, DecisionKind, Field, LookPurpose
from entraide.members.queries import find_membership
from entraide.rights import erasing, protecting, removing
from tests.marked_values import MarkedWorld
from tests.marked_world import MINE, add_person, fill_card, let_join

KINDS = {
    "nobody": None,
    "the outsider": "nina",
    "the member": "mila",
    "the organiser": "rosa",
    "the organiser under notice": "tess",
    "the protected": "prue",
    "the erasing": "erin",
    "the restored": "vera",
    "the shut out": "bera",
}
"""Kinds of people, and who of this world they are."""

INSIDE = ("the member", "the organiser", "the organiser under notice", "the protected", "the restored")
ORGANISERS = {"the organiser", "the organiser under notice"}
PEOPLE = {
    "nobody": set(),
    "the members": set(INSIDE),
    "the organisers": ORGANISERS,
}
MAY_SEE = {
    "*: person's id": "nobody",
    "*session": "nobody",
    "prue: the words of her card": "nobody",
    "prue: own address": "nobody",  # while it is set aside
    "prue: device": "nobody",  # that session ended with protected mode
    "erin: *": "nobody",  # until she undoes it, or it is done
    "* in Dunes: *": "nobody",  # what the Cedres restored opens the Cedres
    "Dunes: name": "nobody",
    "dora: *": "nobody",
    "*: own address": "herself",
    "*: first name": "herself",
    "*: device": "herself",
    "erin in Cedres: *": "nobody",
    "bera in Cedres: *": "nobody",
    "Cedres: name": "the members",
    "* in Cedres: *, for me": "herself",
    "* in Cedres: *, for organisers": "herself and the organisers",
    "* in Cedres: *": "the members",
}
"""Who may see what on pages: the first pattern that fits a secret rules it."""


def make_rights_world(app: Flask) -> MarkedWorld:
    """Make it at NOW, which the caller has travelled to."""
    made = MarkedWorld()
    with app.app_context():
        writing()
        for name in ("rosa", "tess", "mila", "prue", "erin", "vera", "bera", "dora", "nina"):
            add_person(made, name)
        _groups(made)
        _protect(made)
        _shut(made)
        _restore(made)
        _remove(made)
        _give_notice(made)
        db.session.commit()
    return made


def _groups(made: MarkedWorld) -> None:
    fields = [one.value for one in Field]
    for name, people in (
        ("Cedres", ("rosa", "tess", "mila", "prue", "erin", "vera", "bera")),
        ("Dunes", ("dora", "vera")),
    ):
        group = make_group(made.marks.text(f"{name}: name"), chapter=Chapter.LIFE, roster_fields=fields)
        made.groups[name] = group.id
        for person in people:
            member = let_join(made, group, person, is_organiser=person in ("rosa", "tess", "dora"))
            if person not in ("tess", "bera"):
                fill_card(made, f"{person} in {name}", member, MINE)
    rosa, prue = made.members["rosa in Cedres"], made.members["prue in Cedres"]
    receipt(find_group(made.groups["Cedres"]), rosa, [prue], LookPurpose.NEWS)


def _protect(made: MarkedWorld) -> None:
    """Set Prue's mailbox aside, from a new session."""
    person_id = made.people["prue"]
    drawn = protection.draw(person_id)
    made.marks.token("prue: the words of her card", " ".join(drawn.words))
    protecting.begin(person_id, person_id, *(drawn.words[at - 1] for at in drawn.asked), keeps_old=False)
    _sign_in_again(made, "prue")


def _shut(made: MarkedWorld) -> None:
    erasing.ask(find_person(made.people["erin"]))
    _sign_in_again(made, "erin")


def _sign_in_again(made: MarkedWorld, name: str, **more: object) -> None:
    """Open another session for somebody; the one she had before opens nothing any more."""
    made.sessions[name] = start_session(made.people[name], Device.OWN, "", **more)  # type: ignore[arg-type]
    made.marks.token(f"{name}: another session", made.sessions[name])


def _restore(made: MarkedWorld) -> None:
    """Let Vera ask for two words, and be signed in by what the Cedres restored."""
    cedres = made.groups["Cedres"]
    row = vouching.ask(find_membership(cedres, made.members["vera in Cedres"]))
    vouching.vouch(row, made.members["rosa in Cedres"])
    made.vouchings.append(row.id)
    _sign_in_again(made, "vera", only_group=cedres)


def _remove(made: MarkedWorld) -> None:
    """Remove Bera and shut her mailbox out; she asks to come in once more."""
    cedres, rosa = made.groups["Cedres"], made.members["rosa in Cedres"]
    removing.remove(find_membership(cedres, made.members["bera in Cedres"]), rosa, for_good=True)
    made.bans += db.session.scalars(select(Ban.id).where(Ban.group_id == cedres))
    came = join(
        cedres,
        made.people["bera"],
        made.marks.text("bera in Cedres: name, once more"),
        waits_until=now() + timedelta(days=14),
        is_shut_out=True,
    )
    made.members["bera in Cedres"] = came.id


def _give_notice(made: MarkedWorld) -> None:
    cedres, tess = made.groups["Cedres"], made.members["tess in Cedres"]
    row = removing.propose_end(find_membership(cedres, tess), DecisionKind.ROLE, made.members["rosa in Cedres"])
    made.decisions.append(row.id)
