"""The journal's deeds by or about a person, on which day and in words."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from entraide.db import db
from entraide.journal.models import Entry
from entraide.members.queries.carried import unheard_by
from entraide.rights.own_data.parts import DAY, Column, Own, Section, section

THINGS = {
    "account": _l("My account"),
    "address": _l("My address"),
    "answer": _l("An answer"),
    "ban": _l("Shutting out"),
    "block": _l("A closed door"),
    "call_wish": _l("The wish to be called"),
    "calls": _l("A call list"),
    "card": _l("A card"),
    "consents": _l("Consent sheets"),
    "contact": _l("Contact details"),
    "dates": _l("Dates on paper"),
    "decision": _l("A proposal of organisers"),
    "duty": _l("A duty"),
    "feed": _l("A calendar"),
    "group": _l("The group"),
    "invitation": _l("An invitation"),
    "letters": _l("Letters"),
    "lift": _l("A lift"),
    "list": _l("A list that was brought"),
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
    "reminders": _l("Reminders on paper"),
    "roster": _l("The list of members"),
    "series": _l("A series"),
    "session": _l("A device"),
    "treasurer": _l("The treasurer’s role"),
    "vouch": _l("Vouching"),
}
DONE = {
    "add": _l("added"),
    "again": _l("sent again"),
    "agree": _l("agreed"),
    "answer_alone": _l("nobody else answers"),
    "as_before": _l("as before"),
    "back": _l("as it was before"),
    "ask": _l("asked"),
    "ask_quiet": _l("asked whether to stay"),
    "ask_over": _l("asked to take over"),
    "begin": _l("begun"),
    "cancel": _l("cancelled"),
    "ceiling": _l("limits of visibility changed"),
    "change": _l("changed"),
    "choose": _l("chosen"),
    "close": _l("closed"),
    "confirm": _l("confirmed"),
    "connect": _l("connected"),
    "consent": _l("consent noted"),
    "count": _l("heads counted"),
    "door": _l("asked for at every sign-in, or no more"),
    "draw": _l("drawn"),
    "end": _l("ended"),
    "end_others": _l("others signed out"),
    "erase": _l("erased"),
    "fall_due": _l("took effect by itself"),
    "found": _l("founded"),
    "free": _l("came free"),
    "give": _l("given"),
    "hand": _l("handed over"),
    "import": _l("brought in"),
    "keep": _l("kept"),
    "leave": _l("left"),
    "join": _l("joined"),
    "let_answer": _l("organisers may answer, or no more"),
    "letters": _l("letters changed"),
    "lift": _l("lifted"),
    "lifted": _l("lifted"),
    "lock": _l("lock shown"),
    "made": _l("made"),
    "make": _l("made"),
    "move": _l("moved"),
    "name": _l("first name changed"),
    "new_address": _l("new address"),
    "object": _l("objected to"),
    "offer": _l("offered"),
    "open": _l("opened"),
    "own": _l("looked at by its owner"),
    "pass": _l("handed on"),
    "plan": _l("planned"),
    "print": _l("printed"),
    "promise": _l("promised"),
    "propose": _l("proposed"),
    "publish": _l("published"),
    "quiet_end": _l("ended after a year without a sign"),
    "record": _l("written down"),
    "refuse": _l("turned away"),
    "remove": _l("removed"),
    "resume": _l("resumed"),
    "return": _l("given back"),
    "see": _l("seen"),
    "settle": _l("settled"),
    "shut": _l("shut until it is erased"),
    "stand": _l("for every date"),
    "stand_end": _l("no more for every date"),
    "start": _l("begun"),
    "stays": _l("stays"),
    "stop": _l("stopped"),
    "stop_waiting": _l("stopped waiting"),
    "sure": _l("shown again that it is me"),
    "switch_off": _l("switched off"),
    "take": _l("taken"),
    "take_back": _l("taken back"),
    "take_over": _l("taken over"),
    "turn_away": _l("turned away"),
    "undo": _l("undone"),
    "unused": _l("told that it is unused"),
    "use": _l("used"),
    "wait": _l("waits"),
    "wait_over": _l("waited in vain"),
    "welcome": _l("let in"),
    "withdraw": _l("withdrawn"),
    "write": _l("written"),
}
SIGN_IN_CARD = {"card:hand", "card:lift", "card:own", "card:promise", "card:stop"}
"""The others are of the card a group sees."""
SILENT = ("block:make", "block:end", "number:leave", "number:take_back")  # others' choices, of which nobody is told
ASKED = "number:ask"
ABOUT_ME, BY_ME = _l("about me"), _l("by me")


def said(deed: str) -> str:
    """Say a deed: « a card: changed »; one without words stands as the journal has it."""
    thing, _, done = deed.partition(":")
    if thing not in THINGS or done not in DONE:
        return deed
    what = _l("A sign-in card") if deed in SIGN_IN_CARD else THINGS[thing]
    return gettext("%(what)s: %(done)s", what=what, done=DONE[done])


def deeds(own: Own, group_id: UUID | None, ids: Iterable[UUID]) -> Section:
    """Return the deeds of one group, or of none, that name one of these ids; who else is in them is not told.

    What another member chose about her in silence, to block her or to leave her question, stays that other's own; that
    somebody she blocks came back and asks is not told either. Within a day the words make the order: beside her own
    deeds, whose hour she knows, it would tell the hour of another's look.
    """
    ids = list(ids)
    told = Entry.about_id.in_(ids) & Entry.deed.not_in(SILENT)
    if group_id:
        told &= ~((Entry.deed == ASKED) & Entry.by_id.in_(unheard_by(ids)))
    found = select(Entry).where(or_(Entry.by_id.in_(ids), told))
    here = found.where(Entry.group_id == group_id if group_id else Entry.group_id.is_(None))
    rows = sorted(
        db.session.scalars(here.order_by(Entry.id)),
        key=lambda row: (row.at.astimezone(own.zone).date(), row.deed, row.by_id not in ids),
    )
    columns = (
        Column("day", DAY, lambda row, own: row.at.astimezone(own.zone).date()),
        Column("deed", _l("Deed"), lambda row, own: row.deed, {row.deed: said(row.deed) for row in rows}),
        Column("whose", _l("Whose"), lambda row, own: str(BY_ME if row.by_id in ids else ABOUT_ME)),
    )
    return section("journal", _l("What the journal says, without names"), columns, rows, own)
