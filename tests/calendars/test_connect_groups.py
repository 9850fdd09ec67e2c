"""Connecting a calendar of one group, or of chosen ones where there are many."""

import re

import pytest

from entraide.access.tokens import short
from tests.calendars.connecting import HERE, feeds, many_groups, page
from tests.calendars.subscribing import connect


def test_a_group_feed_is_made_from_the_groups_page(app, world, client):
    path = f"/g/{short(world.passerelle)}/calendrier"
    client.sign_in(world.ana)
    assert "La Passerelle" in page(client, path)
    assert client.post(path, {"level": "full", "label": "cuisine"}).status_code == 303
    (feed,) = feeds(app, world.ana)
    assert feed.only_group_id == world.passerelle


@pytest.mark.parametrize("who", ["nina", "lise", "paul"])
def test_who_does_not_belong_finds_no_such_page(world, client, who):
    path = f"/g/{short(world.passerelle)}/calendrier"
    client.sign_in(getattr(world, who))
    assert client.get(path).status_code == 404
    assert client.post(path, {"level": "full", "label": "x"}).status_code == 404


def test_up_to_twenty_groups_none_is_asked_for(app, world, client):
    many_groups(app, world, 20)
    assert 'name="groups"' not in page(client.sign_in(world.nina))


def test_above_twenty_groups_one_ticks_and_only_twenty_are_ticked_before(app, world, client):
    groups = many_groups(app, world, 23)
    client.sign_in(world.nina)
    boxes = re.findall(r'<input type="checkbox"[^>]*name="groups"[^>]*>', page(client))
    assert (len(boxes), len([box for box in boxes if "checked" in box])) == (23, 20)
    client.post(HERE, {"level": "busy", "label": "x", "groups": [short(groups[3]), short(groups[22])]})
    (feed,) = feeds(app, world.nina)
    assert (feed.all_groups, feed.ticked) == (False, {groups[3], groups[22]})


def test_above_twenty_groups_no_tick_at_all_is_asked_again(app, world, client):
    many_groups(app, world, 21)
    answer = client.sign_in(world.nina).post(HERE, {"level": "busy", "label": "x"})
    assert answer.status_code == 422
    assert "Cochez au moins un groupe." in answer.get_data(as_text=True)


def test_a_foreign_group_cannot_be_ticked(app, world, client):
    many_groups(app, world, 21)
    answer = client.sign_in(world.nina).post(HERE, {"level": "busy", "groups": [short(world.tilleuls)]})
    assert (answer.status_code, feeds(app, world.nina)) == (422, [])


def test_choosing_other_groups_keeps_the_address(app, world, client):
    groups = many_groups(app, world, 22)
    token = connect(app, world.nina, groups=groups[:2])
    (feed,) = feeds(app, world.nina)
    path = f"{HERE}/{short(feed.id)}"
    client.sign_in(world.nina)
    assert page(client, path).count(" checked>") == 2
    client.post(path, {"level": "busy", "label": "x", "groups": [short(groups[21])]})
    (feed,) = feeds(app, world.nina)
    assert (feed.ticked, feed.token) == ({groups[21]}, token)
