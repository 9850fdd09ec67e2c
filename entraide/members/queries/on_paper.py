"""Who is told on paper or at the phone: those for whom an organiser prints."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from entraide.db import db
from entraide.members.models import CardField, Field, Membership, Reach, Status
from entraide.members.queries import names_of
from entraide.members.queries.cards import has_value
from entraide.members.queries.roster import alphabet
from entraide.vault import sealed


@dataclass(frozen=True)
class OnPaper:
    """A member who gets no letters, by the name chosen here."""

    membership_id: UUID
    name: str
    lacks_consent: bool


def on_paper(group_id: UUID) -> list[OnPaper]:
    """Return the members without e-mail, by name."""
    found = select(Membership).where(
        Membership.group_id == group_id,
        Membership.status == Status.ACTIVE,
        or_(Membership.is_managed, Membership.reach != Reach.EMAIL),
    )
    members = list(db.session.scalars(found))
    names = names_of(members)
    lines = [OnPaper(one.id, names[one.id], one.consent_day is None) for one in members]
    return sorted(lines, key=lambda line: alphabet(line.name))


def own_phone(group_id: UUID, membership_id: UUID) -> str:
    """Open one's own phone number, as it stands on one's card in this group; nothing where there is none."""
    found = (
        select(CardField, Membership.person_id)
        .join(Membership, (Membership.group_id == CardField.group_id) & (Membership.id == CardField.membership_id))
        .where(CardField.group_id == group_id, CardField.membership_id == membership_id, CardField.field == Field.PHONE)
    )
    row = db.session.execute(found).one_or_none()
    if row is None or not has_value(row[0]):
        return ""
    return sealed.unseal(row[1], f"card {Field.PHONE.value} {membership_id}", row[0].value_sealed)
