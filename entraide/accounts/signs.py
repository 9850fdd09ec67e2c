"""Signs of life: kept by the month, so that a stolen database says little of when somebody was here."""

from uuid import UUID

from sqlalchemy import Update, or_, update

from entraide.accounts.models import Person
from entraide.clock import month_end, today


def sign_of_life(person_id: UUID) -> Update:
    """Return the statement that notes that somebody was here this month; once a month it changes a row."""
    month = month_end(today())
    unknown = or_(Person.heard.is_(None), Person.heard < month)
    return update(Person).where(Person.id == person_id, unknown).values(heard=month)
