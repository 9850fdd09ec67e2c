"""The frame of every letter: what it draws, and what it leaves out."""

from flask import Flask

from entraide.mail.rendering import compose, language


def test_a_letter_without_a_foot_draws_no_line_for_one(app: Flask) -> None:
    with app.app_context(), language("fr"):
        _text, bare = compose("lock_changed", page="https://rendez-vous.example/moi/appareils", language="fr")
        _text, footed = compose(
            "keeping_told", page="https://x.example", stop_page="https://x.example/u", language="fr"
        )
    assert bare.count('class="f"') == 0
    assert footed.count('class="f"') == 1
    assert bare.count("<tr>") == bare.count("</tr>")
