"""Pages on which one connects one's own calendar."""

from flask import Flask

from entraide.calendars.queries.feeds import OwnFeed, own_feeds
from entraide.groups.actions import make_group
from entraide.groups.models import Chapter
from entraide.members.actions import join
from tests.lettering import at_work

HERE = "/agenda/calendrier"


def feeds(app: Flask, person) -> list[OwnFeed]:
    """Return a person's calendars."""
    with app.app_context():
        return own_feeds(person.person_id)


def page(client, path=HERE):
    """Return a page as its reader gets it."""
    return client.get(path).get_data(as_text=True)


def many_groups(app: Flask, world, count: int) -> list:
    with at_work(app):
        made = [make_group(f"Groupe {number:02}", chapter=Chapter.LIFE) for number in range(count)]
        for group in made:
            join(group.id, world.nina.person_id, "N.")
        return [group.id for group in made]
