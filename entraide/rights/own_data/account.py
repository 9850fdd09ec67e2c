"""What the site keeps of a person whatever her groups."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from entraide.access.look import LANGUAGE_NAMES
from entraide.accounts.models import AddressChange, Card, Device, KeptForm, Lock, LockCode, LockKind, Person, SignIn
from entraide.accounts.queries import address_of, first_name_of, unsent
from entraide.calendars.forms import LEVELS
from entraide.calendars.models import Feed, FeedGroup
from entraide.db import db
from entraide.mail.models import Letter
from entraide.mail.queries import COURSES
from entraide.members.models import Membership
from entraide.rights.own_data.parts import Column, Own, Said, Section, column, section
from entraide.rights.own_data.ready_words import COURSES as WORDS
from entraide.rights.own_data.ready_words import LETTERS
from entraide.rights.queries.own import former
from entraide.vault import sealed

DEVICES = {Device.OWN: _l("Mine"), Device.SHARED: _l("Others use it too")}
LOCKS = {
    LockKind.PASSKEY: _l("Passkey"),
    LockKind.CARD: _l("Printed card of codes"),
    LockKind.APP: _l("Authenticator app"),
}


@dataclass(frozen=True)
class Kept:
    """One kind of rows about a person: the table it comes from, and what is told of each."""

    key: str
    title: Any
    model: Any
    columns: tuple[Column, ...]
    rows: Callable[[Own], Iterable[Any]]

    def written(self, own: Own) -> Section:
        """Write it for one person."""
        return section(self.key, self.title, self.columns, self.rows(own), own)


def _of(model: Any, order: Any) -> Callable[[Own], Iterable[Any]]:
    def rows(own: Own) -> Iterable[Any]:
        return db.session.scalars(select(model).where(model.person_id == own.person_id).order_by(order, model.id))

    return rows


def opened(name: str, label: str, words: Any, key: str) -> Column:
    """Name a column that is sealed under the person's key; `{id}` in its label is the row's."""

    def read(row: Any, own: Own) -> Said:
        value = getattr(row, name)
        return sealed.unseal(own.person_id, label.format(id=row.id), value) if value else None

    return Column(key, words, read)


def _kept_address(row: Person, own: Own) -> Said:
    kept = row.kept_email_sealed
    return sealed.unseal(row.id, "email", kept) if kept else None


def _new_address(row: AddressChange, own: Own) -> Said:
    """Open the address that somebody moved to; while it waits, whoever reads the present mailbox is not to learn it."""
    return sealed.unseal(own.person_id, "email", row.email_sealed) if row.done else None


def _letters(own: Own) -> Iterable[Any]:
    hers = select(Letter).where(Letter.person_id == own.person_id, Letter.group_id.is_(None))
    return db.session.scalars(hers.order_by(Letter.created, Letter.id))


LETTER = (
    column("kind", _l("What it was"), LETTERS),
    column("created", _l("Posted")),
    Column("course", _l("How far it came"), lambda row, own: COURSES[row.state].value, WORDS),
)
KEPT: tuple[Kept, ...] = (
    Kept(
        "person",
        _l("The account"),
        Person,
        (
            Column("address", _l("Address"), lambda row, own: address_of(row)),
            Column("address_set_aside", _l("Address set aside by protected mode"), _kept_address),
            Column("first_name", _l("First name for this mailbox"), lambda row, own: first_name_of(row)),
            column("language", _l("Language"), LANGUAGE_NAMES),
            column("created", _l("Since")),
            column("mailbox_notice", _l("Told of somebody else in this mailbox at the next visit")),
            column("lock_at_door", _l("Lock asked for at every sign-in")),
            column("hidden_in_mailbox", _l("Hidden from who shares this mailbox")),
            column("protected_since", _l("Protected mode since")),
            column("quick_exit", _l("Quick exit")),
            column("first_deed", _l("First deed on others’ data as organiser or treasurer")),
            column("lock_lifts_at", _l("Locks lifted by the server’s command on")),
        ),
        lambda own: [db.session.get_one(Person, own.person_id)],
    ),
    Kept(
        "devices",
        _l("Devices signed in"),
        SignIn,
        (
            opened("label_sealed", "label", _l("Device"), "device"),
            column("device", _l("Whose"), DEVICES, key="whose"),
            column("created", _l("Signed in")),
            column("seen", _l("Last used")),
            column("lock_since", _l("Lock last shown")),
            column("ended", _l("Signed out from another device")),
            column("kept_until", _l("May undo what was changed elsewhere until")),
        ),
        _of(SignIn, SignIn.created),
    ),
    Kept(
        "locks",
        _l("Locks"),
        Lock,
        (
            column("kind", _l("Kind"), LOCKS),
            opened("name_sealed", "lock name {id}", _l("Name"), "name"),
            column("made", _l("Made")),
            column("proved", _l("First shown")),
            column("used", _l("Last shown")),
        ),
        _of(Lock, Lock.made),
    ),
    Kept(
        "codes",
        _l("Codes of printed cards and recovery codes, by number, never the codes"),
        LockCode,
        (column("number", _l("Number")), column("used", _l("Used"))),
        _of(LockCode, LockCode.number),
    ),
    Kept(
        "card",
        _l("Sign-in card, without e-mail"),
        Card,
        (
            opened("number_sealed", "card number", _l("Number of the sign-in card"), "number"),
            column("handed", _l("Last handed over")),
            column("given_from", _l("Words handed over by the operator open from")),
            column("given_until", _l("Words handed over hold until")),
        ),
        _of(Card, Card.handed),
    ),
    Kept(
        "address_changes",
        _l("Changes of address"),
        AddressChange,
        (
            Column("new", _l("New address, once it holds"), _new_address),
            opened("former_sealed", "email", _l("Address before"), "former"),
            opened("first_name_sealed", "first_name", _l("First name for this mailbox"), "first_name"),
            column("asked", _l("Asked for")),
            column("due", _l("Holds from")),
            column("done", _l("Done")),
        ),
        _of(AddressChange, AddressChange.asked),
    ),
    Kept(
        "calendars",
        _l("Calendars connected"),
        Feed,
        (
            opened("label_sealed", "feed label {id}", _l("Name"), "name"),
            column("level", _l("What may be read there"), LEVELS),
            column("language", _l("Language"), LANGUAGE_NAMES),
            Column("all_groups", _l("All groups"), lambda row, own: row.all_groups and row.only_group_id is None),
            Column("groups", _l("Groups ticked"), lambda row, own: _ticked(row)),
            column("created", _l("Connected")),
            column("last_used", _l("Last read")),
        ),
        _of(Feed, Feed.created),
    ),
    Kept(
        "unsent_forms",
        _l("Forms that came too late, kept for one hour"),
        KeptForm,
        (
            Column("typed", _l("What was typed"), lambda row, own: " / ".join(unsent(row).typed)),
            column("created", _l("Kept since")),
        ),
        _of(KeptForm, KeptForm.created),
    ),
    Kept("letters", _l("Letters of the last 30 days"), Letter, LETTER, _letters),
    Kept(
        "former_groups",
        _l("Groups left in the last 12 months: nothing but days"),
        Membership,
        (column("joined", _l("From")), column("ended", _l("Until"))),
        lambda own: former(own.person_id),
    ),
)


def _ticked(feed: Feed) -> int:
    if feed.only_group_id is not None:
        return 1
    return len(db.session.scalars(select(FeedGroup.group_id).where(FeedGroup.feed_id == feed.id)).all())
