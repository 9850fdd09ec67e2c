"""Odile, who has no e-mail: a card handed over in the room, and the words she then takes for herself."""

import re
from dataclasses import dataclass
from html import unescape
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from entraide.access.tokens import short
from tests.people import Client
from tests.world import World

DOOR, KEEP = "/connexion/carte", "/connexion/carte/phrase"


@dataclass(frozen=True)
class Paper:
    """What stands on a paper: a number and six words."""

    number: str
    words: tuple[str, ...]

    @property
    def phrase(self) -> str:
        return " ".join(self.words)


def hand_page(world: World, member: UUID | None = None) -> str:
    return f"/g/{short(world.tilleuls)}/membre/{short(member or world.odile_in_tilleuls)}/carte"


def revision_on(page: str) -> str:
    found = re.search(r'name="revision"[^>]* value="(\d+)"', page)
    assert found is not None
    return found[1]


def hand_over(app: Flask, world: World, organiser: Client | None = None, member: UUID | None = None) -> Paper:
    """Let Marcelle hand a card over in Les Tilleuls."""
    marcelle = organiser or Client(app).sign_in(world.marcelle)
    path = hand_page(world, member)
    page = marcelle.get(path).get_data(as_text=True)
    answer = marcelle.post(path, {"revision": revision_on(page)})
    assert answer.status_code == 200
    return paper_of(answer)


def paper_of(answer: TestResponse) -> Paper:
    page = answer.get_data(as_text=True)
    number = re.search(r"<b>(\d{4}\s\d{4})</b>", page)
    assert number is not None
    return Paper(number[1], words_on(page))


def words_on(page: str) -> tuple[str, ...]:
    words = tuple(unescape(word) for word in re.findall(r"<li>(?:<b>)?([\w]+)(?:</b>)?</li>", page))
    assert len(words) == 6
    return words


def asked_on(page: str) -> list[int]:
    """Return which two words are asked for."""
    return [int(number) for number in re.findall(r'<label for="(?:first|second)_word">\D*(\d)', page)]


def show(client: Client, number: str, phrase: str, device: str = "own", ip: str = "192.0.2.7") -> TestResponse:
    fields = {"number": number, "words": phrase, "device": device}
    return client.post(DOOR, fields, environ_base={"REMOTE_ADDR": ip})


def type_two(client: Client, page: str, words: tuple[str, ...], path: str = KEEP) -> TestResponse:
    first, second = asked_on(page)
    return client.post(path, {"first_word": words[first - 1], "second_word": words[second - 1], "device": "own"})


def take_own(client: Client, paper: Paper) -> Paper:
    """Sign in with an organiser's paper and keep the words shown then."""
    page = show(client, paper.number, paper.phrase).get_data(as_text=True)
    words = words_on(page)
    assert type_two(client, page, words).status_code == 303
    return Paper(paper.number, words)


def odile(app: Flask, world: World) -> tuple[Client, Paper]:
    """Return Odile's browser, signed in by words of her own, and the paper she wrote them on."""
    client = Client(app)
    return client, take_own(client, hand_over(app, world))
