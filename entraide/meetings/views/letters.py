"""How letters from a group look on a locked phone; choosing for oneself, for the group; one letter to oneself."""

from datetime import timedelta

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from entraide.access import cookies
from entraide.access.actor import Role
from entraide.access.gate import let_go, requires
from entraide.access.limits import Limit
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.clock import now
from entraide.db import db
from entraide.errors import ChangedMeanwhile
from entraide.groups import actions as groups
from entraide.groups.models import Discretion, Group, Settled
from entraide.groups.queries import find_group
from entraide.groups.words import DISCRETIONS
from entraide.mail.actions import post
from entraide.mail.queries import counts_of
from entraide.meetings.forms.letters import GROUPS_OWN, GroupLevelForm, LevelForm, OwnWordsForm
from entraide.meetings.letters.trial import lock_screens
from entraide.meetings.queries.readers import own_reader
from entraide.meetings.views import bp
from entraide.members.actions.cards import choose_letters
from entraide.members.models import Membership
from entraide.members.queries import find_membership, own_words_of
from entraide.retention import Kept
from entraide.settings import current


def trial_limits() -> list[Limit]:
    """Let one session send itself ten letters a day to try."""
    return [Limit("trial letters", cookies.read("sid"), 10, timedelta(days=1))]


@bp.get("/g/<id22:group_id>/lettres")
@requires(Permission.GROUP_SEE, find_group)
def letters(group: Group) -> str:
    """Show the three levels as a locked phone shows them, and what one has chosen."""
    return _page(group)


@bp.post("/g/<id22:group_id>/lettres")
@requires(Permission.CARD_CHANGE, find_group)
def choose_level(group: Group) -> Page:
    """Choose one's own level; own words are then no longer used."""
    form = LevelForm()
    if not form.validate():
        let_go()
        return _page(group), 422
    choose_letters(_me(group), form.chosen())
    db.session.commit()
    flash(_("Done. Letters to you look like this from now on."))
    return redirect(url_for(".letters", group_id=group.id), 303)


@bp.post("/g/<id22:group_id>/lettres/mots")
@requires(Permission.CARD_CHANGE, find_group)
def choose_words(group: Group) -> Page:
    """Choose one's own words for the sender: letters are then very discreet."""
    form = OwnWordsForm()
    if not form.validate():
        let_go()
        return _page(group, words=form), 422
    choose_letters(_me(group), Discretion.VERY_DISCREET, form.words.data)
    db.session.commit()
    flash(_("Done. Letters to you look like this from now on."))
    return redirect(url_for(".letters", group_id=group.id), 303)


@bp.post("/g/<id22:group_id>/lettres/groupe")
@requires(Permission.GROUP_CHANGE, find_group, sure=True)
def choose_for_group(group: Group) -> Page:
    """Choose the level of members who have not chosen themselves: what their mailboxes read, so a code is asked for."""
    form = GroupLevelForm()
    if not form.validate():
        let_go()
        return _page(group), 422
    try:
        groups.set_discretion(
            group, form.seen_revision(), Discretion(form.level.data), by=g.actor.membership_in(group.id)
        )
    except ChangedMeanwhile:
        let_go()
        flash(_("Somebody changed the group meanwhile. Nothing was changed; look again."), "warn")
        return redirect(url_for(".letters", group_id=group.id), 303)
    db.session.commit()
    flash(_("Done. Letters to members who have not chosen look like this from now on."))
    return redirect(url_for(".letters", group_id=group.id), 303)


@bp.get("/g/<id22:group_id>/lettre-essai")
@requires(Permission.MEETING_PLAN, find_group)
def trial(group: Group) -> str:
    """Show how members will see their letters, and offer one to oneself."""
    membership, reader = own_reader(group, g.actor.membership_in(group.id))
    screens = lock_screens(reader, group.timezone)
    return render_template(
        "meetings/trial.html",
        group_id=group.id,
        usual=screens.levels[group.discretion],
        level=DISCRETIONS[group.discretion][0],
        mine=screens.own,
        is_same=reader.level is group.discretion and not reader.own_words,
        can_be_sent=bool(reader.address) and membership.wants_letters,
    )


@bp.post("/g/<id22:group_id>/lettre-essai")
@requires(Permission.MEETING_PLAN, find_group, limit=trial_limits)
def send_trial(group: Group) -> Page:
    """Post one letter to oneself."""
    address = url_for(".trial", group_id=group.id)
    if not g.within_limits:
        let_go()
        flash(_("Ten letters to try are enough for one day. Please go on tomorrow."), "warn")
        return redirect(address, 303)
    membership = _me(group)
    post("trial", group=group.id, membership=membership.id, person=membership.person_id)
    groups.settle(group.id, Settled.TRIAL)
    db.session.commit()
    flash(_("A letter is on its way to you. Lock your phone, and see what it shows."))
    return redirect(address, 303)


def _me(group: Group) -> Membership:
    return find_membership(group.id, g.actor.membership_in(group.id))


def _page(group: Group, words: OwnWordsForm | None = None) -> str:
    membership, reader = own_reader(group, g.actor.membership_in(group.id))
    keeps = Role.ORGANISER in g.actor.roles_in(group.id)
    own_words, screens = own_words_of(membership), lock_screens(reader, group.timezone)
    return render_template(
        "meetings/letters.html",
        group_id=group.id,
        revision=group.revision,
        screens=screens.levels,
        names=DISCRETIONS,
        mine=screens.own,
        chosen="" if own_words else (membership.discretion.value if membership.discretion else GROUPS_OWN),
        of_group=group.discretion,
        own_words=own_words,
        words=words or OwnWordsForm(formdata=None, data={"words": own_words}),
        gets_letters=bool(reader.address) and membership.wants_letters,
        counts=counts_of(group.id, now() - current().kept(Kept.LETTERS)) if keeps else None,
    )
