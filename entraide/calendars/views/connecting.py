"""Connecting one's own calendar: which device reads what, and under which secret address."""

from uuid import UUID

from flask import flash, g, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from entraide import clock
from entraide.access.gate import let_go, requires
from entraide.access.pages import Page
from entraide.access.permissions import Permission
from entraide.calendars import actions, pages
from entraide.calendars.forms import LEVELS, FeedForm
from entraide.calendars.models import Feed, Level
from entraide.calendars.queries import feeds as queries
from entraide.calendars.queries.holdings import next_holding
from entraide.calendars.views import bp
from entraide.db import db
from entraide.errors import NotFound
from entraide.groups.models import Group
from entraide.groups.queries import find_group, name_of
from entraide.settings import current


def find_own(feed_id: UUID) -> Feed:
    """Find one of the asker's own feeds; where her session opens one group, those over that group alone."""
    row = queries.find_own_feed(g.actor.person_id, feed_id)
    if g.actor.only_group not in (None, row.only_group_id):
        raise NotFound
    return row


def _only_group() -> Group | None:
    """Return the one group that this session opens, None where it opens them all; NotFound once she left it."""
    if (only := g.actor.only_group) is None:
        return None
    if only not in g.actor.roles:
        raise NotFound
    return find_group(only)


@bp.get("/agenda/calendrier")
@requires(Permission.SELF_SEE)
def feeds() -> Page:
    """List one's feeds, and offer one more over all one's groups."""
    return _list_page(FeedForm().offer(queries.own_groups(g.actor)), _only_group())


@bp.post("/agenda/calendrier")
@requires(Permission.SELF_CHANGE)
def connect() -> Page:
    """Make a feed over all one's groups, or over those ticked where there are many."""
    return _connect(FeedForm().offer(queries.own_groups(g.actor)), _only_group())


@bp.get("/g/<id22:group_id>/calendrier")
@requires(Permission.GROUP_SEE, find_group)
def group_feeds(group: Group) -> Page:
    """List one's feeds over this group alone, and offer one more."""
    return _list_page(FeedForm().offer([]), group)


@bp.post("/g/<id22:group_id>/calendrier")
@requires(Permission.GROUP_SEE, find_group)
def connect_group(group: Group) -> Page:
    """Make a feed over this group alone."""
    return _connect(FeedForm().offer([]), group)


@bp.get("/agenda/calendrier/<id22:feed_id>")
@requires(Permission.SELF_SEE, find_own)
def feed(row: Feed) -> Page:
    """Show one feed: what it tells, and every way to read it."""
    seen = queries.as_seen(row)
    form = FeedForm(data={"level": seen.level.value, "label": seen.label})
    return _feed_page(seen, form.offer(queries.own_groups(g.actor), seen))


@bp.post("/agenda/calendrier/<id22:feed_id>")
@requires(Permission.SELF_CHANGE, find_own)
def change(row: Feed) -> Page:
    """Keep another level or label; the address stays, phones follow at their next reading."""
    seen = queries.as_seen(row)
    form = FeedForm().offer(queries.own_groups(g.actor), seen)
    if not form.validate():
        let_go()
        return _feed_page(seen, form), 422
    actions.change(row, form.label.data or seen.label, Level(form.level.data), form.ticked())
    db.session.commit()
    flash(_("Kept. Your calendar follows when it next reads the address."))
    return redirect(url_for(".feed", feed_id=seen.id), 303)


@bp.post("/agenda/calendrier/<id22:feed_id>/adresse")
@requires(Permission.SELF_CHANGE, find_own)
def change_address(row: Feed) -> Page:
    """Give a feed a new address; the old one is dead at once."""
    feed_id = row.id
    actions.change_address(row)
    db.session.commit()
    flash(_("Here is the new address. The old one is dead from now on: connect your devices again."))
    return redirect(url_for(".feed", feed_id=feed_id), 303)


@bp.post("/agenda/calendrier/<id22:feed_id>/fin")
@requires(Permission.SELF_CHANGE, find_own)
def switch_off(row: Feed) -> Page:
    """End a feed; the calendars that read it are emptied at their next reading."""
    group_id = row.only_group_id
    actions.switch_off(row)
    db.session.commit()
    flash(
        _(
            "The address is dead at once. Your telephone forgets the dates when it next reads it, often the same day, "
            "sometimes never: check."
        )
    )
    is_member = group_id is not None and g.actor.roles_in(group_id)
    return redirect(url_for(".group_feeds", group_id=group_id) if is_member else url_for(".feeds"), 303)


def _connect(form: FeedForm, group: Group | None = None) -> Page:
    group_id = group.id if group else None
    if g.actor.is_protected:
        let_go()
        flash(_("In protected mode no calendar reads your dates."), "warn")
        return redirect(url_for(".group_feeds", group_id=group_id) if group_id else url_for(".feeds"), 303)
    is_fine = form.validate()
    if is_fine:
        try:
            token = actions.connect(
                g.actor.person_id,
                form.label.data or _("My calendar"),
                Level(form.level.data),
                str(get_locale() or current().language)[:2],
                only_group=group_id,
                groups=form.ticked(),
            )
        except actions.TooManyFeeds:
            form.label.errors = [_("You have many addresses already. Switch one off first.")]
            is_fine = False
    if not is_fine:
        let_go()
        return _list_page(form, find_group(group_id) if group_id else None), 422
    feed_id = queries.id_of(token)
    db.session.commit()
    flash(_("Your address is made. Now choose where to receive it."))
    return redirect(url_for(".feed", feed_id=feed_id), 303)


def _list_page(form: FeedForm, group: Group | None = None) -> str:
    own = queries.own_feeds(g.actor.person_id, group.id if group else None)
    held = next_holding(g.actor, [group.id] if group else g.actor.memberships)
    return render_template(
        "calendars/feeds.html",
        form=form,
        feeds=own,
        group_id=group.id if group else None,
        group_name=name_of(group) if group else "",
        levels=LEVELS,
        previews=pages.previews(held, current()),
        read_on={feed.id: pages.read_on(feed.last_used, clock.today()) for feed in own},
    )


def _feed_page(seen: queries.OwnFeed, form: FeedForm) -> str:
    settings = current()
    groups = [seen.only_group_id] if seen.only_group_id else g.actor.memberships
    return render_template(
        "calendars/feed.html",
        form=form,
        feed=seen,
        levels=LEVELS,
        ways=pages.ways_to(seen.token, settings),
        previews=pages.previews(next_holding(g.actor, groups), settings),
        made_on=pages.made_on(seen.created, settings.timezone),
        read_on=pages.read_on(seen.last_used, clock.today()),
    )
