"""The journal's deeds by or about a person, on which day and in words."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from entraide.db import db
from entraide.journal.models import Entry
from entraide.rights.own_data.parts import DAY, Column, Own, Section, section

THINGS = {
    "address": _l("My address"),
    "answer": _l("An answer"),
    "ban": _l("Shutting out"),
    "block": _l("A closed door"),
    "call_wish": _l("The wish to be called"),
    "calls": _l("A call list"),
    "card": _l("A card"),
    "consents": _l("Consent sheets"),
    "contact": _l("Contact details"),
    "decision": _l("A proposal of organisers"),
    "duty": _l("A duty"),
    "feed": _l("A calendar"),
    "group": _l("The group"),
    "invitation": _l("An invitation"),
    "letters": _l("Letters"),
    "lift": _l("A lift"),
    "lock": _l("A lock"),
    "managed": _l("A member without account"),
    "meeting": _l("A date"),
    "member": _l("A membership"),
    "number": _l("A number"),
    "organiser": _l("The organiser’s role"),
    "person": _l("My account"),
    "protection": _l("Protected mode"),
    "quick_exit": _l("Quick exit"),
    "recovery": _l("Recovery"),
    "roster": _l("The list of members"),
    "series": _l("A series"),
    "session": _l("A device"),
    "treasurer": _l("The treasurer’s role"),
}
ABOUT_ME, BY_ME = _l("about me"), _l("by me")


def deeds(own: Own, group_id: UUID | None, ids: Iterable[UUID]) -> Section:
    """Return the deeds of one group, or of none, that name one of these ids; who else is in them is not told."""
    ids = list(ids)
    found = select(Entry).where(or_(Entry.by_id.in_(ids), Entry.about_id.in_(ids)))
    here = found.where(Entry.group_id == group_id if group_id else Entry.group_id.is_(None))
    rows = db.session.scalars(here.order_by(Entry.at, Entry.id))
    columns = (
        Column("day", DAY, lambda row, own: row.at.astimezone(own.zone).date()),
        Column("deed", _l("Deed"), lambda row, own: row.deed),
        Column("what", _l("What"), lambda row, own: str(THINGS.get(row.deed.partition(":")[0], row.deed))),
        Column("whose", _l("Whose"), lambda row, own: str(BY_ME if row.by_id in ids else ABOUT_ME)),
    )
    return section("journal", _l("What the journal says, without names"), columns, rows, own)
