"""Notes: a sentence or two to one person, and one page."""

from uuid import uuid4

from flask import Flask
from flask_babel import lazy_gettext as _l

from entraide.clock import now
from entraide.mail.models import Letter
from entraide.mail.notes import Reader, given, note

LETTER = Letter(id=uuid4(), kind="welcomed", created=now(), run_at=now())
DONE, OPEN = _l("It is done"), _l("Open the page to read it.")


def test_a_note_says_its_sentences_and_leads_to_its_page(app: Flask) -> None:
    kind = note(lambda _: Reader("lise@poste.example", "fr", "/agenda"), DONE, OPEN)
    with app.app_context():
        letter = kind.render(LETTER)
    assert letter is not None
    assert (letter.to, letter.subject, letter.stop_url) == ("lise@poste.example", "C’est fait", None)
    assert letter.text == "C’est fait\nOuvrez la page pour la lire.\n\nhttp://localhost/agenda\n"
    assert "Ouvrir la page" in (letter.html or "")
    assert "Ne plus recevoir" not in (letter.html or "")


def test_it_is_stopped_where_its_reader_may_stop_it(app: Flask) -> None:
    kind = note(lambda _: Reader("lise@poste.example", "fr", "/agenda", "/u/it"), DONE, OPEN)
    with app.app_context():
        letter = kind.render(LETTER)
    assert letter is not None
    assert letter.stop_url == "http://localhost/u/it"
    assert letter.text.endswith("Ne plus recevoir ces lettres\nhttp://localhost/u/it\n")


def test_nothing_is_sent_to_whom_it_no_longer_concerns(app: Flask) -> None:
    with app.app_context():
        assert note(lambda _: None, DONE, OPEN).render(LETTER) is None


def test_nothing_is_sent_about_what_is_gone(app: Flask) -> None:
    def find(letter: Letter) -> Reader:
        return Reader(f"{given(letter.subject_id)}@poste.example", "fr")

    with app.app_context():
        assert note(find, DONE, OPEN).render(LETTER) is None
