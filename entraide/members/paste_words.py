"""What is said while a list is pasted in, and of its rows afterwards."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from entraide.members.models import Reach
from entraide.members.pasted_checks import Checked, Fault, Hint
from entraide.members.pasted_columns import Column, Part, Why
from entraide.members.pasted_rows import Remark
from entraide.members.pasted_table import Unreadable
from entraide.members.queries.pasted_list import Stage

UNREADABLE = {
    Unreadable.EMPTY: _l("There is nothing to read here. Copy the cells of your list and paste them in the field."),
    Unreadable.LONG: _l("That is too much at once: at most 500 people, or 200 kB. Paste it in two parts."),
    Unreadable.WIDE: _l("That is too wide: at most 60 columns. Copy only those with names, addresses and numbers."),
    Unreadable.SPREADSHEET: _l("This is a spreadsheet. Open it, select everything, copy, and paste it here."),
    Unreadable.PDF: _l("This is a PDF. Open it, select the list, copy, and paste it here."),
    Unreadable.PICTURE: _l("This is a picture, which cannot be read here. Type the people in, one on a line."),
    Unreadable.OTHER: _l("This kind of file cannot be read here. Open it, select everything, copy, and paste it here."),
}
PARTS = {
    Part.CALLED: _l("the name in this group"),
    Part.FULL: _l("the name: first name, then last name"),
    Part.FULL_REVERSED: _l("the name: last name, then first name"),
    Part.FIRST: _l("the first name"),
    Part.LAST: _l("the last name"),
    Part.EMAIL: _l("the e-mail address"),
    Part.PHONE: _l("the phone"),
    Part.TOWN: _l("the town"),
    Part.LANGUAGES: _l("the languages"),
    Part.LEFT_OUT: _l("left out"),
}
WHYS = {
    Why.HEALTH: _l("This seems to be about health. It does not come in here: nothing of this column is kept."),
    Why.BIRTH: _l("Dates of birth are not kept. Who wants to writes the day and month on her own card."),
    Why.MONEY: _l("Dues and payments are not kept."),
    Why.NUMBER: _l("Numbers and references are not kept."),
    Why.NOTES: _l("Notes about people are not kept."),
    Why.OTHERS: _l("Other people's contact details are not kept: nobody asked them."),
    Why.STREET: _l("Where people live is not kept."),
    Why.SWITCHED_OFF: _l("Your group's roster does not have this field. It is not kept."),
    Why.UNKNOWN: _l("This column was not recognised. It is not kept, unless you say what it is."),
}
REACHES = {Reach.EMAIL: _l("E-mail"), Reach.PHONE: _l("Phone"), Reach.PAPER: _l("Paper")}
STAGES = {
    Stage.WAITING: (_l("Letter waiting"), "ask"),
    Stage.HANDED_OVER: (_l("Letter handed over"), ""),
    Stage.RETURNED: (_l("Refused by the mail server: the address may be wrong"), "bad"),
    Stage.ACCEPTED: (_l("Came in"), "yes"),
    Stage.CLOSED: (_l("Link closed"), ""),
}
FAULTS = {
    Fault.NO_NAME: _l("A name is missing, even an invented one."),
    Fault.NO_ADDRESS: _l("The address is missing. Type it, or choose phone or paper."),
    Fault.BAD_ADDRESS: _l("This does not look like an e-mail address. Correct it, or choose phone or paper."),
    Fault.NO_NUMBER: _l("The number is missing. Type it, or choose paper."),
    Fault.SHORT_NUMBER: _l("This number is too short. Complete it, or choose paper."),
    Fault.BAD_NUMBER: _l("Type the number with digits only, or choose paper."),
    Fault.BROKEN_NUMBER: _l("The spreadsheet destroyed this number. Look it up elsewhere, or choose paper."),
    Fault.CROWDED: _l("More than four people stand at this address. Give some of them another one, or paper."),
}


def in_words(column: Column) -> str:
    """Say which column is taken for what: « Column 3, “GSM”: the phone »."""
    if column.title:
        return _("Column %(number)s, “%(title)s”", number=column.number, title=column.title[:60])
    return _("Column %(number)s", number=column.number)


def faults_of(checked: Checked) -> list[str]:
    """Say what must be put right in a row."""
    return [_fault(fault, text) for fault, text in checked.faults]


def hints_of(checked: Checked) -> list[str]:
    """Say what is odd about a row, or was not kept of it."""
    hints = [_hint(hint, text) for hint, text in checked.hints]
    return [*hints, *(_remark(said.remark, said.text) for said in checked.row.said)]


def _fault(fault: Fault, text: str) -> str:
    if fault is Fault.TWICE:
        return _("This person stands on line %(line)s already. Leave one of them out.", line=text)
    return str(FAULTS[fault])


def _hint(hint: Hint, text: str) -> str:
    said: dict[Hint, Any] = {
        Hint.MEANT: _l("Is this meant: %(text)s? Nothing was changed.", text=text),
        Hint.LOST_START: _l("The beginning of this number may be lost: a 0, or a + and the country. Look it up."),
        Hint.MEMBER: _l("Somebody in the group goes by this name. Is it another person?"),
        Hint.INVITED: _l("This address has an invitation already."),
        Hint.TWICE: _l("This person stands on line %(line)s already.", line=text),
    }
    return str(said[hint])


def _remark(remark: Remark, text: str) -> str:
    said: dict[Remark, Any] = {
        Remark.SHARED: _l("Shared by two people. By e-mail each gets her own letter, with her first name in it."),
        Remark.FROM_ABOVE: _l(
            "Taken from line %(line)s, as in merged cells. Tick the line if it is theirs together.", line=text
        ),
        Remark.OTHER_ADDRESS: _l("Not kept: the other address, %(text)s", text=text),
        Remark.OTHER_NUMBER: _l("Not kept: the other number, %(text)s", text=text),
        Remark.NOT_KEPT: _l("Not kept: “%(text)s”", text=text),
        Remark.HEADING: _l("This looks like a heading, not a person."),
        Remark.FAMILY: _l("One line is one person: type who it is."),
    }
    return str(said[remark])
