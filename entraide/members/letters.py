"""What the letters about joining say: never the group's name, theme or place, at any level."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from entraide.access.tokens import Purpose, Signed, short, sign
from entraide.accounts.letters import person_of, reader_of
from entraide.accounts.queries import find_person
from entraide.clock import today
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Discretion
from entraide.groups.queries import find_group
from entraide.mail.models import Letter
from entraide.mail.notes import Reader, given, note
from entraide.mail.rendering import Kind, Rendered, address_of_page, compose, language
from entraide.members.models import Invitation, Membership, Number, Status
from entraide.members.queries import find_membership, name_of
from entraide.members.queries.between import is_open as is_open_again
from entraide.members.queries.between import tie_of
from entraide.members.queries.pasted_list import NAMED_AFTER, has_unasked, row_of
from entraide.members.queries.ways_in import caller, is_open, maker_of
from entraide.vault import sealed


def invitation(letter: Letter) -> Rendered | None:
    """Write to whom an organiser asks in; nothing once the invitation was ended."""
    row = _invitation(letter)
    if row is None or not is_open(row) or row.token_sealed is None or row.email_sealed is None:
        return None
    try:
        group = find_group(row.group_id)
        name = caller(group, name_of(maker_of(row)))
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


def somebody_waits(letter: Letter) -> Reader | None:
    """Tell an organiser that somebody waits, without a word on whom; nothing once somebody saw to it."""
    organiser, waiting = _active(letter), find_membership(given(letter.group_id), given(letter.subject_id))
    if waiting.status is not Status.WAITING or waiting.is_shut_out or not organiser.is_organiser:
        return None
    return _reader(organiser, f"/g/{short(organiser.group_id)}/demandes")


def consent_missing(letter: Letter) -> Reader | None:
    """Tell an organiser that part of a list is erased in a week, and lead to it; nothing once all of it is settled."""
    organiser = _active(letter)
    if not organiser.is_organiser or not has_unasked(organiser.group_id, today() - NAMED_AFTER):
        return None
    return _reader(organiser, f"/g/{short(organiser.group_id)}/membres/liste-apportee")


def welcomed(letter: Letter) -> Reader | None:
    """Tell somebody whom an organiser has met that it is done."""
    member = _active(letter)
    return _reader(member, f"/attente/{short(member.group_id)}")


def number_asked(letter: Letter) -> Reader | None:
    """Tell a member that somebody asks her something, without a word on what or who; nothing once it is settled."""
    member = _active(letter)
    tie = tie_of(member.group_id, member.id, given(letter.subject_id))
    if tie is None or tie.number is not Number.ASKED or is_open_again(tie):
        return None
    return _reader(member, f"/g/{short(member.group_id)}/ma-fiche/personnes")


def organiser_named(letter: Letter) -> Reader | None:
    """Tell a member that she keeps the group from now on: the letter names no role, its page does."""
    member = _active(letter)
    return _reader(member, f"/g/{short(member.group_id)}") if member.is_organiser else None


def keeping_told(letter: Letter) -> Reader | None:
    """Tell somebody that something was decided or proposed in her group, and lead to the page that says what.

    Who keeps it no more finds on the group's own page who does; the organisers' page is shut to her.
    """
    member = _active(letter)
    where = "/decisions" if member.is_organiser else ""
    return _reader(member, f"/g/{short(member.group_id)}{where}")


def decision_about(letter: Letter) -> Reader | None:
    """Tell an organiser that her own role is in question: also who wants no letters, for a week may be running.

    So there is nothing in it to stop letters by: that stops those of dates, and these come all the same.
    """
    member = membership_of(letter)
    if member.status is not Status.ACTIVE or not member.is_organiser:
        return None
    return reader_of(find_person(member.person_id), f"/g/{short(member.group_id)}/decisions")


def participation_ended(letter: Letter) -> Reader | None:
    """Tell somebody whom organisers removed that her dates are gone; nothing of the group, and nothing to press."""
    return reader_of(person_of(letter), "/agenda")


def _reader(member: Membership, path: str) -> Reader | None:
    """Return who reads a letter that she can stop."""
    stop = sign(Purpose.STOP, Signed(member.group_id, member.id, None, member.link_epoch, None))
    return reader_of(find_person(member.person_id), path, stop_path=f"/u/{stop}")


def _invitation(letter: Letter) -> Invitation | None:
    return db.session.get(Invitation, letter.subject_id) if letter.subject_id else None


def membership_of(letter: Letter) -> Membership:
    """Find the membership a letter is for, or raise NotFound."""
    return find_membership(given(letter.group_id), given(letter.membership_id))


def _active(letter: Letter) -> Membership:
    """Find the membership a letter is for, while it is active and wants letters, or raise NotFound."""
    row = membership_of(letter)
    if row.status is not Status.ACTIVE or not row.wants_letters:
        raise NotFound
    return row


KINDS = {
    "consent_missing": note(
        consent_missing,
        _l("A list is waiting for you"),
        _l("Part of it is erased in a week, unless you note something there."),
    ),
    "decision_about": note(
        decision_about,
        _l("A decision concerns you"),
        _l(
            "Somebody proposed something that concerns you. "
            "The page says what it is, until when it is open, and what you can do."
        ),
    ),
    "group_invitation": Kind(invitation, taken=invitation_taken),
    "keeping_told": note(
        keeping_told,
        _l("Something was decided"),
        _l("Something was decided or proposed about who sees to your dates. The page says how it stands."),
    ),
    "number_asked": note(
        number_asked,
        _l("A question is waiting for you"),
        _l("Nothing presses. You can answer on the page, or leave it."),
    ),
    "organiser_named": note(
        organiser_named,
        _l("Something new for you"),
        _l("Something was entrusted to you. The page says what, and how to hand it back."),
    ),
    "participation_ended": note(
        participation_ended,
        _l("A change in your agenda"),
        _l(
            "Some dates have left your agenda: whoever sees to them ended your part in them. "
            "Your account and your other dates do not change."
        ),
        button=_l("Open my agenda"),
    ),
    "somebody_waits": note(somebody_waits, _l("A request is waiting for your answer"), _l("Open the page to read it.")),
    "welcomed": note(welcomed, _l("It is done"), _l("What you were waiting for has been seen to.")),
}
