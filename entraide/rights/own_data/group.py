"""What the site keeps of a person in one group; of nobody else in it."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from entraide.db import db
from entraide.mail.models import Letter
from entraide.meetings.models import News, Told
from entraide.members.card_words import ASKED_FOR, CONCERNS, FIELDS, PURPOSES, VISIBILITIES, said
from entraide.members.models import (
    CallList,
    CallWish,
    CardField,
    Decision,
    Field,
    Invitation,
    Look,
    Membership,
    Tie,
    Vouching,
)
from entraide.members.queries import name_of, own_words_of
from entraide.members.queries.cards import Value
from entraide.members.queries.carried import told_to
from entraide.rights.own_data.account import LETTER, Kept
from entraide.rights.own_data.consents import text_of
from entraide.rights.own_data.parts import DAY, Column, Own, Said, column
from entraide.rights.own_data.promises import PROMISED, hers
from entraide.rights.own_data.ready_words import DECISIONS, INVITATIONS, LEVELS, NEWS, NUMBERS, REACHED, STATUSES
from entraide.vault import sealed


def _value(row: CardField, own: Own) -> Said:
    if row.field is Field.CONCERN:
        return own.member.concern.value
    label = f"card {row.field.value} {row.membership_id}"
    return sealed.unseal(own.person_id, label, row.value_sealed) if row.value_sealed else None


def _in_words(row: CardField, value: Said) -> str:
    return said(Value(row.field, str(value)))


def _is_hers(name: str) -> Callable[[Any, Own], Said]:
    return lambda row, own: getattr(row, name) == own.member.id


def _letters(own: Own) -> Iterable[Any]:
    hers = select(Letter).where(Letter.membership_id == own.member.id)
    return db.session.scalars(hers.order_by(Letter.created, Letter.id))


KEPT: tuple[Kept, ...] = (
    Kept(
        "membership",
        _l("My place in the group"),
        Membership,
        (
            Column("name", _l("Name in this group"), lambda row, own: name_of(row)),
            column("status", _l("Status"), STATUSES),
            column("joined", _l("Since")),
            column("waits_until", _l("Waits until")),
            column("is_organiser", _l("Organiser")),
            column("organiser_since", _l("Organiser since")),
            column("is_treasurer", _l("Treasurer")),
            column("is_discreet", _l("Prefers not to be listed")),
            column("concern", _l("Comes as"), CONCERNS),
            column("reach", _l("Reached"), REACHED),
            column("lets_answer", _l("Lets organisers answer")),
            column("discretion", _l("How letters come"), LEVELS),
            Column("own_words", _l("Whom letters seem to be from"), lambda row, own: own_words_of(row)),
            column("wants_letters", _l("Letters")),
            column("wants_day_before", _l("Reminder the day before")),
            column("letters_by_link", _l("Letters stopped or resumed by a link on")),
            column("imported", _l("Came from a list that an organiser brought")),
        ),
        lambda own: [own.member],
    ),
    Kept(
        "consent",
        _l("What I agreed to"),
        Membership,
        (
            column("consent_version", _l("Version")),
            column("consent_day", _l("Day")),
            Column("by_organiser", _l("Noted by an organiser"), lambda row, own: row.consent_by is not None),
            Column("text", _l("Text"), lambda row, own: text_of(row.consent_version)),
        ),
        lambda own: [own.member],
    ),
    Kept(
        "card_values",
        _l("My card"),
        CardField,
        (
            column("field", _l("Field"), FIELDS),
            Column("value", _l("Value"), _value, say=_in_words),
            column("visibility", _l("Who sees it"), VISIBILITIES),
        ),
        hers(CardField),
    ),
    *PROMISED,
    Kept("told", _l("News an organiser told me"), Told, (column("at", DAY, key="day"),), hers(Told)),
    Kept(
        "call_wish",
        _l("Wish to be called after missing two"),
        CallWish,
        (column("missed", _l("Missed in a row")), column("counted_until", _l("Counted until"))),
        hers(CallWish),
    ),
    Kept(
        "looks",
        _l("Who opened my contact details"),
        Look,
        (
            Column("day", DAY, lambda row, own: row.day),
            Column("purpose", _l("What for"), lambda row, own: row.purpose.value, PURPOSES),
            column("as_organiser", _l("By an organiser"), key="organiser"),
        ),
        hers(Look, "about_id"),
    ),
    Kept(
        "looks_made",
        _l("When I opened somebody’s contact details"),
        Look,
        (column("day", DAY), column("purpose", _l("What for"), {**PURPOSES, **ASKED_FOR})),
        hers(Look, "by_id"),
    ),
    Kept(
        "ties",
        _l("Doors I closed and numbers I gave, without whose"),
        Tie,
        (
            column("blocked", _l("Closed on")),
            column("number", _l("Number"), NUMBERS),
            column("asked", _l("Asked for")),
            column("until", _l("Until")),
        ),
        lambda own: told_to(own.member.group_id, own.member.id),
    ),
    Kept(
        "vouchings",
        _l("Organisers vouching for me"),
        Vouching,
        (column("asked", _l("Asked for")), column("opens_at", _l("Opens")), column("ended", _l("Ended"))),
        hers(Vouching),
    ),
    Kept(
        "call_lists",
        _l("Call lists I opened"),
        CallList,
        (column("opened", _l("Opened")), column("purpose", _l("What for"), PURPOSES)),
        hers(CallList, "by_id"),
    ),
    Kept(
        "invitations",
        _l("Invitations I made, without whom"),
        Invitation,
        (column("kind", _l("Kind"), INVITATIONS), column("created", _l("Made")), column("expires", _l("Until"))),
        hers(Invitation, "by_id"),
    ),
    Kept(
        "news",
        _l("Changes of dates I made"),
        News,
        (column("kind", _l("Kind"), NEWS), column("at", DAY, key="day")),
        hers(News, "by_id"),
    ),
    Kept(
        "decisions",
        _l("What organisers propose, by me or about me"),
        Decision,
        (
            column("kind", _l("Kind"), DECISIONS),
            Column("by_me", _l("By me"), _is_hers("by_id")),
            column("made", _l("Made")),
            column("until", _l("Until")),
        ),
        hers(Decision, "by_id", "about_id"),
    ),
    Kept("letters", _l("Letters of the last 30 days"), Letter, LETTER, _letters),
)
