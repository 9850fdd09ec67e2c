"""What is chosen when a calendar is connected."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from entraide.access import tokens
from entraide.calendars.lines import one_line
from entraide.calendars.models import Level
from entraide.calendars.queries.feeds import OwnFeed, OwnGroup

ALL_UP_TO = 20
"""Somebody with more groups than this ticks which of them a feed holds (DECISIONS 38)."""

LEVELS = {
    Level.DISCREET: (_l("Discreet"), _l("For a telephone or calendar that others see")),
    Level.BUSY: (_l("Busy"), _l("The hour alone, without any link")),
    Level.FULL: (_l("Full"), _l("Name, group and place")),
}


class FeedForm(FlaskForm):
    """How much a calendar may read, what to call it, and over which groups where there are many."""

    level = RadioField(
        _l("What may be read there?"),
        choices=[SelectChoice(level.value, name) for level, (name, _hint) in LEVELS.items()],
        default=Level.DISCREET.value,
        validators=[InputRequired(_l("Choose one answer."))],
    )
    label = StringField(
        _l("Which device or calendar is it?"),
        description=_l("For example: my telephone. Only you see this."),
        filters=[lambda text: one_line(text or "")],
        validators=[Length(max=40, message=_l("Use at most 40 characters."))],
    )
    groups = SelectMultipleField(
        _l("Which groups shall it show?"), validators=[InputRequired(_l("Tick at least one group."))]
    )

    def offer(self, groups: Sequence[OwnGroup], feed: OwnFeed | None = None) -> "FeedForm":
        """Offer the asker's own groups, the first twenty ticked; where she has fewer, all are meant and none asked."""
        if not asks_which(groups, feed):
            del self.groups
            return self
        self.groups.choices = [SelectChoice(tokens.short(group.id), group.name) for group in groups]
        if not self.is_submitted():
            held = [group.id for group in groups[:ALL_UP_TO]]
            if feed is not None:
                held = [group.id for group in groups if feed.all_groups or group.id in feed.ticked]
            self.groups.data = [tokens.short(id_) for id_ in held]
        return self

    def ticked(self) -> list[UUID] | None:
        """Return the groups ticked; None where all are meant."""
        return [tokens.from_short(text) for text in self.groups.data or []] if "groups" in self else None


def asks_which(groups: Sequence[OwnGroup], feed: OwnFeed | None) -> bool:
    """Say whether which groups is a question: there are many, or it was asked before."""
    if not groups or (feed is not None and feed.only_group_id is not None):
        return False
    return len(groups) > ALL_UP_TO or (feed is not None and not feed.all_groups)
