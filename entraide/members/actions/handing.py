"""Cards for members without e-mail: handed over in the room, and from then on a membership of her own."""

from uuid import UUID

from entraide.accounts import cards
from entraide.accounts.actions import choose_language
from entraide.accounts.cards import Handed
from entraide.accounts.queries import find_person
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.journal.actions import note
from entraide.members.actions import calendar_changed
from entraide.members.actions.cards import move_on
from entraide.members.actions.decisions import check_free
from entraide.members.models import Membership
from entraide.members.queries.handing import HANDED


def hand_card(group: Group, membership: Membership, by: UUID, revision: int) -> Handed:
    """Draw a phrase for a member whom no letter reaches; whatever opened her account before opens it no more.

    Raise ChangedMeanwhile for a page sent twice: what stands on the paper in her hand must stay true; Paused while
    something about an organiser is open with `by`.

    An organiser's word counts on others as a new one's does from then on: whoever drew it might keep it, and be two.
    """
    check_free(group.id, by)
    move_on(membership, revision)
    if membership.is_managed:
        choose_language(find_person(membership.person_id), group.language)
    if membership.is_organiser:
        membership.organiser_since = now()
    handed = cards.hand_over(membership.person_id, group.id, group.language)
    note(HANDED, group=group.id, by=by, about=membership.id)
    db.session.flush()
    return handed


def become_own(membership: Membership) -> None:
    """Make a managed member one in her own right, from the day she has a phrase of her own."""
    if not membership.is_managed:
        return
    membership.is_managed = membership.wants_letters = False
    membership.revision += 1
    calendar_changed(membership)
    note("member:own", group=membership.group_id, by=membership.id)
    db.session.flush()


def let_answer(membership: Membership, lets: bool) -> None:
    """Say whether organisers may write down what this member tells them at the phone."""
    membership.lets_answer = lets
    note("member:let_answer" if lets else "member:answer_alone", group=membership.group_id, by=membership.id)
    db.session.flush()
