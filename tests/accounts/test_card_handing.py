"""A card is handed over in the room: shown once, good for one sign-in, after which only its owner knows the words."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from entraide.access import scope
from entraide.accounts.models import Card
from entraide.clock import now
from entraide.db import db
from entraide.members.queries import find_membership
from tests.accounts.carrying import DOOR, hand_over, odile, show, take_own, type_two, words_on
from tests.people import Client
from tests.world import World


def test_an_organisers_words_lead_to_words_of_ones_own(app: Flask, world: World) -> None:
    paper = hand_over(app, world)
    client = Client(app)
    page = show(client, paper.number, paper.phrase).get_data(as_text=True)
    assert words_on(page) != paper.words
    answer = type_two(client, page, words_on(page))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/agenda")
    assert client.get("/agenda").status_code == 200


def test_ones_own_words_let_in_and_the_organisers_are_dead(app: Flask, world: World) -> None:
    paper = hand_over(app, world)
    own = take_own(Client(app), paper)
    assert show(Client(app), own.number, own.phrase).status_code == 303
    assert show(Client(app), paper.number, paper.phrase).status_code == 422
