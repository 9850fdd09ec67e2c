"""Dates pasted as they stand on the flyer, in French, German, Dutch or English: read, or said not to be understood.

`read(text, today)` is pure and takes any text. Days before months, as in Europe; a year that is not written is the
next to come; nothing is taken silently: what was left out stands in `remarks`.
"""

from entraide.meetings.flyer.hours import Hours
from entraide.meetings.flyer.meaning import read
from entraide.meetings.flyer.reading import Dated, Doubt, Read, Remark
from entraide.meetings.flyer.text import LONGEST

__all__ = ["LONGEST", "Dated", "Doubt", "Hours", "Read", "Remark", "read"]
