"""A code is taken from the letter that was asked for, never from the one before."""

from pathlib import Path

from tests.browser.letters import lying_there, new_code


def a_letter(folder: Path, name: str, code: str) -> None:
    text = f"From: a@poste.example\nTo: zoe@poste.example\nSubject: Votre code\n\nVotre code :\n\n    {code}\n"
    (folder / name).write_text(text, "utf-8")


def test_the_code_of_an_earlier_sign_in_is_not_taken_however_new_its_letter_is(tmp_path: Path) -> None:
    a_letter(tmp_path, "20261122T101500000000-aaaaaaaa.eml", "1111 1111")
    before = lying_there(tmp_path)
    a_letter(tmp_path, "20261122T101500000001-bbbbbbbb.eml", "2222 2222")
    assert new_code(tmp_path, "zoe@poste.example", before) == "2222 2222"
