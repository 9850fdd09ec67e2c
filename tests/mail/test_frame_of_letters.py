"""The frame of every letter: what it draws, and what it leaves out."""

from flask import Flask

from entraide.mail.rendering import compose, language


def test_a_letter_without_a_foot_draws_no_line_for_one(app: Flask) -> None:
    with app.app_context(), language("fr"):
        said = {"heading": "Something new", "sentences": ["Look."], "button": "Open", "page": "https://x.example"}
        _text, bare = compose("note", **said)
        _text, footed = compose("note", **said, stop_page="https://x.example/u")
    assert bare.count('class="f"') == 0
    assert footed.count('class="f"') == 1
    assert bare.count("<tr>") == bare.count("</tr>")
