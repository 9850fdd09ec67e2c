"""Protected mode over all features at once: letters, links, calendars, sessions in one transaction (DECISIONS 22)."""

from uuid import UUID

from sqlalchemy import select

from entraide.accounts import protection
from entraide.calendars.actions import end_all_for
from entraide.db import db
from entraide.members.models import Membership, Status


def begin(person_id: UUID, here: UUID, first: str, second: str, *, keeps_old: bool) -> None:
    """Set a person's mailbox aside, or raise WrongPhrase or NotFound; see `accounts.protection.begin`.

    Links in the letters she has die for good, and so do her calendars' addresses: both stand in the mailbox. Phones
    that read one are emptied; what comes back on its own would come back on somebody else's phone too.
    """
    protection.begin(person_id, here, first, second, keeps_old=keeps_old)
    hers = select(Membership).where(Membership.person_id == person_id, Membership.status != Status.ENDED)
    for membership in db.session.scalars(hers.order_by(Membership.id)):
        membership.link_epoch += 1
    end_all_for(person_id)
    db.session.flush()
