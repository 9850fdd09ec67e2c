"""What stands in a letter's link is sealed: nobody can tell by it that two mailboxes belong to one group."""

import re
from base64 import urlsafe_b64decode
from uuid import uuid4

import pytest
from flask import Flask

from entraide.access import tokens
from entraide.access.tokens import Purpose, Signed
from entraide.errors import NotFound


@pytest.mark.parametrize("part", ["group_id", "membership_id", "about_id"])
def test_no_id_can_be_read_from_a_link(app: Flask, part: str) -> None:
    said = Signed(uuid4(), uuid4(), uuid4(), 1, None)
    with app.app_context():
        token = tokens.sign(Purpose.ANSWER, said)
    assert getattr(said, part).bytes not in urlsafe_b64decode(token + "=" * (-len(token) % 4))


def test_two_links_that_say_the_same_share_nothing(app: Flask) -> None:
    said = Signed(uuid4(), uuid4(), uuid4(), 1, None)
    with app.app_context():
        first, second = (tokens.sign(Purpose.ANSWER, said) for _ in range(2))
    assert first[:16] != second[:16]
    assert first[16:] != second[16:]


def test_a_link_has_url_safe_characters_only(app: Flask) -> None:
    with app.app_context():
        token = tokens.sign(Purpose.ANSWER, Signed(uuid4(), uuid4(), uuid4(), 1, None))
    assert re.fullmatch(r"[A-Za-z0-9_-]{22,}", token)


@pytest.mark.parametrize("spelt", ["{}=", "{}==", "{}!", " {}", "{}\n"])
def test_another_spelling_of_a_link_is_absent(app: Flask, spelt: str) -> None:
    with app.app_context():
        token = tokens.sign(Purpose.STOP, Signed(uuid4(), uuid4(), None, 1, None))
        with pytest.raises(NotFound):
            tokens.read(Purpose.STOP, spelt.format(token))


def test_a_link_changed_by_one_bit_is_absent(app: Flask) -> None:
    with app.app_context():
        token = tokens.sign(Purpose.STOP, Signed(uuid4(), uuid4(), None, 1, None))
        swapped = ("A" if token[30] != "A" else "B").join((token[:30], token[31:]))
        with pytest.raises(NotFound):
            tokens.read(Purpose.STOP, swapped)
