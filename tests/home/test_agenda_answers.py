"""The agenda: one's own answer, one's rank and one's place in each meeting, and those of nobody else."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from entraide.access import tokens
from entraide.groups.models import Asked
from entraide.meetings.actions import answers, planning
from entraide.meetings.models import Reply
from entraide.meetings.queries.meetings import find_meeting
from tests.home.diary import agenda
from tests.home.filled import filled
from tests.meetings.tables import at_work, make_meeting
from tests.people import Client
from tests.world import World


def say(app: Flask, group_id: UUID, meeting_id: UUID, membership_id: UUID, reply: Reply) -> None:
    with at_work(app, group_id):
        answers.answer(find_meeting(meeting_id), membership_id, reply)


def test_a_meeting_answered_no_is_not_the_next_one(app: Flask, client: Client, world: World) -> None:
    meeting = make_meeting(app, world.tilleuls)
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.NO)
    page = agenda(client.sign_in(world.lise))
    assert 'class="next' not in page
    assert re.search(r'value="no" aria-pressed="true"', page)


@pytest.mark.parametrize("reply", list(Reply))
def test_ones_own_answer_is_pressed(app: Flask, client: Client, world: World, reply: Reply) -> None:
    make_meeting(app, world.tilleuls, starts_in=timedelta(days=1))
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(days=40))
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, reply)
    page = agenda(client.sign_in(world.lise))
    assert re.findall(r'value="(\w+)" aria-pressed="true"', page) == [reply.value]


def test_the_answers_of_others_are_not_shown(app: Flask, client: Client, world: World) -> None:
    meeting = make_meeting(app, world.tilleuls)
    say(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.YES)
    page = agenda(client.sign_in(world.lise))
    assert 'aria-pressed="true"' not in page
    assert not re.search(r"\bAna\b", page)


def test_where_answers_are_not_asked_there_are_no_buttons(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.passerelle, asked=Asked.NOT_ASKED)
    make_meeting(app, world.passerelle, asked=Asked.NOT_ASKED, starts_in=timedelta(days=14))
    assert "/reponse" not in agenda(client.sign_in(world.ana))


def test_a_moved_meeting_says_when_it_was(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_in=timedelta(days=1))
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(days=30))
    with at_work(app, world.tilleuls):
        row = find_meeting(meeting)
        planning.move(row, row.starts_at + timedelta(days=1), row.ends_at + timedelta(days=1), announce=False)
    page = agenda(client.sign_in(world.lise))
    assert "Déplacée" in page
    assert "C’était" in page


def test_an_answer_from_before_the_move_waits_to_be_confirmed(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_in=timedelta(days=1))
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(days=30))
    say(app, world.tilleuls, meeting, world.lise_in_tilleuls, Reply.YES)
    with at_work(app, world.tilleuls):
        row = find_meeting(meeting)
        planning.move(row, row.starts_at + timedelta(days=1), row.ends_at + timedelta(days=1), announce=False)
    assert "Quelque chose a changé" in agenda(client.sign_in(world.lise)).split('class="todo"')[1].split("</ul>")[0]


def test_her_rank_on_the_waiting_list_is_hers(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_in=timedelta(days=1))
    meeting = make_meeting(app, world.tilleuls, 1, starts_in=timedelta(days=30))
    for membership in (world.marcelle_in_tilleuls, world.ana_in_tilleuls, world.lise_in_tilleuls):
        say(app, world.tilleuls, meeting, membership, Reply.YES)
    page = agenda(client.sign_in(world.lise))
    assert "vous êtes n° 2" in page
    assert "Quitter la liste" in page


def test_a_full_meeting_says_so_before_one_answers(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls, starts_in=timedelta(days=1))
    meeting = make_meeting(app, world.tilleuls, 1, starts_in=timedelta(days=30))
    say(app, world.tilleuls, meeting, world.ana_in_tilleuls, Reply.YES)
    assert "Complet" in agenda(client.sign_in(world.lise))


def test_an_answer_given_on_the_agenda_is_kept_and_leads_back(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls)
    meeting = make_meeting(app, world.tilleuls, starts_in=timedelta(days=30))
    address = f"/rencontre/{tokens.short(meeting)}/reponse"
    fields = filled(agenda(client.sign_in(world.lise)), address)
    assert client.post(address, fields | {"reply": "yes"}).location == "/agenda"
    assert re.findall(r'value="(\w+)" aria-pressed="true"', agenda(client)) == ["yes"]


def test_leaving_the_waiting_list_is_one_press(app: Flask, client: Client, world: World) -> None:
    make_meeting(app, world.tilleuls)
    meeting = make_meeting(app, world.tilleuls, 1, starts_in=timedelta(days=30))
    for membership in (world.ana_in_tilleuls, world.lise_in_tilleuls):
        say(app, world.tilleuls, meeting, membership, Reply.YES)
    address = f"/rencontre/{tokens.short(meeting)}/reponse"
    assert client.post(address, filled(agenda(client.sign_in(world.lise)), address)).location == "/agenda"
    assert "Quitter la liste" not in agenda(client)
