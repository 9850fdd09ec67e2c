"""What the letters about joining say: never the group's name, theme or place, at any level."""

from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _

from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.accounts.queries import address_of, find_person
from entraide.clock import today
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Discretion
from entraide.groups.queries import find_group
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, address_of_page, compose, language
from entraide.members.models import Invitation, Membership, Number, Status
from entraide.members.queries import find_membership, name_of
from entraide.members.queries.between import is_open as is_open_again
from entraide.members.queries.between import tie_of
from entraide.members.queries.pasted_list import NAMED_AFTER, has_unasked, row_of
from entraide.members.queries.ways_in import first_word, is_open, maker_of
from entraide.vault import sealed


def invitation(letter: Letter) -> Rendered | None:
    """Write to whom an organiser asks in; nothing once the invitation was ended."""
    row = _invitation(letter)
    if row is None or not is_open(row) or row.token_sealed is None or row.email_sealed is None:
        return None
    try:
        group, name = find_group(row.group_id), first_word(name_of(maker_of(row)))
    except NotFound:
        return None
    token = sealed.unseal(row.id, "token", row.token_sealed)
    page = address_of_page(f"/i/{token}")
    with language(row.language):
        text, html = compose(
            "invitation",
            name=name,
            reader=row_of(row).addressee,
            page=page,
            stop_page=f"{page}/refus",
            days=round((row.expires - row.created) / timedelta(days=1)),
            language=row.language,
        )
        subject = _("%(name)s is writing to you", name=name)
    return Rendered(
        sealed.unseal(row.id, "email", row.email_sealed),
        subject,
        text,
        html,
        sender_name="" if group.discretion is Discretion.VERY_DISCREET else name,
        stop_url=f"{page}/refus",
    )


def invitation_taken(letter: Letter) -> None:
    """Forget the link itself once the next mail server took it: from now on only its reader holds it."""
    if (row := _invitation(letter)) is not None:
        row.token_sealed = None
        db.session.flush()


def somebody_waits(letter: Letter) -> Rendered | None:
    """Tell an organiser that somebody waits, without a word on whom; nothing once somebody saw to it."""
    organiser, waiting = _active(letter), _membership(letter.group_id, letter.subject_id)
    if organiser is None or waiting is None or waiting.status is not Status.WAITING or not organiser.is_organiser:
        return None
    if waiting.is_shut_out:
        return None
    page = address_of_page(f"/g/{short(organiser.group_id)}/demandes")
    return _to_member(organiser, "somebody_waits", page)


def consent_missing(letter: Letter) -> Rendered | None:
    """Tell an organiser that part of a list is erased in a week, and lead to it; nothing once all of it is settled."""
    organiser = _active(letter)
    if organiser is None or not organiser.is_organiser:
        return None
    if not has_unasked(organiser.group_id, today() - NAMED_AFTER):
        return None
    return _to_member(
        organiser, "consent_missing", address_of_page(f"/g/{short(organiser.group_id)}/membres/liste-apportee")
    )


def welcomed(letter: Letter) -> Rendered | None:
    """Tell somebody whom an organiser has met that it is done."""
    member = _active(letter)
    if member is None:
        return None
    return _to_member(member, "welcomed", address_of_page(f"/attente/{short(member.group_id)}"))


def number_asked(letter: Letter) -> Rendered | None:
    """Tell a member that somebody asks her something, without a word on what or who; nothing once it is settled."""
    member = _active(letter)
    if member is None or letter.subject_id is None:
        return None
    tie = tie_of(member.group_id, member.id, letter.subject_id)
    if tie is None or tie.number is not Number.ASKED or is_open_again(tie):
        return None
    return _to_member(member, "number_asked", address_of_page(f"/g/{short(member.group_id)}/ma-fiche/personnes"))


def organiser_named(letter: Letter) -> Rendered | None:
    """Tell a member that she keeps the group from now on: the letter names no role, its page does."""
    member = _active(letter)
    if member is None or not member.is_organiser:
        return None
    return _to_member(member, "organiser_named", address_of_page(f"/g/{short(member.group_id)}"))


def keeping_told(letter: Letter) -> Rendered | None:
    """Tell somebody that something was decided or proposed in her group, and lead to the page that says what.

    Who keeps it no more finds on the group's own page who does; the organisers' page is shut to her.
    """
    member = _active(letter)
    if member is None:
        return None
    where = "/decisions" if member.is_organiser else ""
    return _to_member(member, "keeping_told", address_of_page(f"/g/{short(member.group_id)}{where}"))


def decision_about(letter: Letter) -> Rendered | None:
    """Tell an organiser that her own role is in question: also who wants no letters, for a week may be running.

    So there is nothing in it to stop letters by: that stops those of dates, and these come all the same.
    """
    member = _membership(letter.group_id, letter.membership_id)
    if member is None or member.status is not Status.ACTIVE or not member.is_organiser:
        return None
    person = find_person(member.person_id)
    if (address := address_of(person)) is None:
        return None
    page = address_of_page(f"/g/{short(member.group_id)}/decisions")
    with language(person.language):
        text, html = compose("decision_about", page=page, language=person.language)
        return Rendered(address, _("A decision concerns you"), text, html)


def participation_ended(letter: Letter) -> Rendered | None:
    """Tell somebody whom organisers removed that her dates are gone; nothing of the group, and nothing to press."""
    try:
        person = find_person(letter.person_id) if letter.person_id else None
    except NotFound:
        return None
    if person is None or (address := address_of(person)) is None:
        return None
    with language(person.language):
        text, html = compose("participation_ended", page=address_of_page("/agenda"), language=person.language)
        return Rendered(address, _("A change in your agenda"), text, html)


def _to_member(member: Membership, name: str, page: str) -> Rendered | None:
    person = find_person(member.person_id)
    if (address := address_of(person)) is None:
        return None
    stop_page = address_of_page(
        f"/u/{sign(Purpose.STOP, Signed(member.group_id, member.id, None, member.link_epoch, None))}"
    )
    with language(person.language):
        text, html = compose(name, page=page, stop_page=stop_page, language=person.language)
        subject = {
            "somebody_waits": _("A request is waiting for your answer"),
            "consent_missing": _("A list is waiting for you"),
            "number_asked": _("A question is waiting for you"),
            "welcomed": _("It is done"),
            "organiser_named": _("Something new for you"),
            "keeping_told": _("Something was decided"),
        }[name]
    return Rendered(address, subject, text, html, stop_url=stop_page)


def _invitation(letter: Letter) -> Invitation | None:
    return db.session.get(Invitation, letter.subject_id) if letter.subject_id else None


def _active(letter: Letter) -> Membership | None:
    """Return the membership a letter is for, while it is active and wants letters."""
    row = _membership(letter.group_id, letter.membership_id)
    return row if row and row.status is Status.ACTIVE and row.wants_letters else None


def _membership(group_id: UUID | None, membership_id: UUID | None) -> Membership | None:
    try:
        return find_membership(group_id, membership_id) if group_id and membership_id else None
    except NotFound:
        return None


KINDS = {
    "consent_missing": Kind(consent_missing),
    "decision_about": Kind(decision_about),
    "group_invitation": Kind(invitation, taken=invitation_taken),
    "number_asked": Kind(number_asked),
    "keeping_told": Kind(keeping_told),
    "organiser_named": Kind(organiser_named),
    "participation_ended": Kind(participation_ended),
    "somebody_waits": Kind(somebody_waits),
    "welcomed": Kind(welcomed),
}
