"""`doctor --mail` sends one real letter, says what the server answered, and asks how it arrived."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from io import StringIO

import pytest
from flask import Flask

from entraide.operations import trial_letter
from entraide.operations.trial_letter import ADVICE, NotSent
from entraide.settings import Settings
from tests.mail.server import Inbox, mail_server

ADDRESS = "operateur@poste.example"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with mail_server() as inbox:
        yield inbox


def settings_for(app: Flask, inbox: Inbox) -> Settings:
    given: Settings = app.extensions["entraide.settings"]
    return replace(given, demo=False, mail_url=inbox.url, mail_from="agenda@rendez-vous.example")


def send(app: Flask, settings: Settings) -> None:
    with app.app_context():
        trial_letter.send(settings, ADDRESS)


def test_one_letter_reaches_the_server(app: Flask, inbox: Inbox) -> None:
    send(app, settings_for(app, inbox))
    [letter] = inbox.taken
    assert message_from_bytes(letter)["To"] == ADDRESS


def test_the_letter_says_nothing_of_the_field(app: Flask, inbox: Inbox) -> None:
    send(app, settings_for(app, inbox))
    assert b"entraide" not in inbox.taken[0].lower()


def test_without_a_terminal_the_question_is_only_said(
    app: Flask, inbox: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    send(app, settings_for(app, inbox))
    assert "Has it arrived?" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["y", "s", "n"])
def test_at_a_terminal_the_answer_leads_to_advice(
    app: Flask, inbox: Inbox, answer: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(f"what?\n{answer}\n"))
    send(app, settings_for(app, inbox))
    assert ADVICE[answer] in capsys.readouterr().out


def test_a_refusal_is_told_with_what_to_look_at(app: Flask, inbox: Inbox) -> None:
    inbox.answers = ["550 not you"]
    with pytest.raises(NotSent, match=r"\(550\): it does not send"):
        send(app, settings_for(app, inbox))


def test_a_server_out_of_reach_is_told(app: Flask, inbox: Inbox) -> None:
    given = replace(settings_for(app, inbox), mail_url="smtp+plain://127.0.0.1:1")
    with pytest.raises(NotSent, match="no answer"):
        send(app, given)


def test_without_a_mail_server_there_is_none_to_try(app: Flask, inbox: Inbox) -> None:
    with pytest.raises(NotSent, match="names no mail server"):
        send(app, replace(settings_for(app, inbox), mail_url=""))
