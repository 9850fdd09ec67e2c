"""The paper key: words that give the key again, halves that tell nothing alone, and nothing shown to a log."""

import io
import os
import pty
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from entraide.mail.rendering import language
from entraide.operations import backup, offline_key, paper_key, upgrade
from entraide.operations.offline_key import NotSet
from entraide.operations.paper_key import NotTheKey, key_from
from entraide.operations.sheets import NotShown, Sheet
from entraide.settings import ROOT, Settings, Unsafe, load, master_key
from tests.operations.conftest import Place

KEYS = st.binary(min_size=32, max_size=32)


@pytest.fixture
def settings(place: Place, tmp_path: Path) -> Settings:
    made = place("sqlite", master_key_file=str(tmp_path / "keys" / "master.key"))
    upgrade.lay_out_instance(made)
    return made


def sheets(app: Flask, settings: Settings, key: bytes, *, halves: bool = False, said: str = "fr") -> list[Sheet]:
    with app.app_context(), language(said):
        return paper_key.sheets(replace(settings, language=said), key, halves=halves)


def code(sheet: Sheet) -> str:
    """Return the words in their order, and the check, as the QR code has them."""
    return sheet.code


@given(key=KEYS, said=st.sampled_from(["fr", "en", "de"]), halves=st.booleans())
def test_the_words_give_the_key_again(app: Flask, settings: Settings, key: bytes, said: str, halves: bool) -> None:
    made = sheets(app, settings, key, halves=halves, said=said)
    assert len(made) == 1 + halves
    assert key_from(iter(code(sheet) for sheet in reversed(made))) == key


def test_numbers_capitals_lost_accents_and_four_letters_do_not_matter(app: Flask, settings: Settings) -> None:
    key = bytes(range(32))
    *words, check = code(sheets(app, settings, key)[0]).split()
    bare = [paper_key._folded(word)[:4].upper() for word in words]
    lines = [f"{number}. {word}" for number, word in enumerate(bare, start=1)]
    assert key_from(iter([*lines, check.replace("-", "").lower()])) == key


def test_every_word_stands_on_the_sheet_under_its_number(app: Flask, settings: Settings) -> None:
    [sheet] = sheets(app, settings, bytes(range(32)))
    words = code(sheet).split()[:-1]
    text = "\n".join(sheet.lines)
    assert all(f"{number}. {word}" in text for number, word in enumerate(words, start=1))
    assert "localhost" in text


def test_one_half_alone_is_asked_for_the_other(app: Flask, settings: Settings) -> None:
    for half in sheets(app, settings, bytes(range(32)), halves=True):
        with pytest.raises(NotTheKey, match="the other half"):
            key_from(iter([code(half)]))


def test_halves_of_two_printings_do_not_belong_together(app: Flask, settings: Settings) -> None:
    one, other = (sheets(app, settings, bytes(range(32)), halves=True) for _ in range(2))
    with pytest.raises(NotTheKey, match="do not belong"):
        key_from(iter([code(one[0]), code(other[1])]))


def test_each_printing_of_halves_is_another(app: Flask, settings: Settings) -> None:
    one, other = (sheets(app, settings, bytes(range(32)), halves=True) for _ in range(2))
    assert {sheet.code for sheet in one}.isdisjoint(sheet.code for sheet in other)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda words: words[:5], "5 words of 24"),
        (lambda words: [*words[:3], "zzzz", *words[4:]], "word 4, « zzzz »"),
        (lambda words: [*words[:24], "more", *words[24:]], "after 24 words"),
        (lambda words: [words[1], words[0], *words[2:]], "does not agree|the other half"),
        (lambda words: [], "not a whole sheet"),
    ],
)
def test_a_slip_of_the_pen_is_told_in_a_sentence(app: Flask, settings: Settings, harm, words: str) -> None:  # type: ignore[no-untyped-def]
    right = code(sheets(app, settings, bytes(range(32)))[0]).split()
    with pytest.raises(NotTheKey, match=words):
        key_from(iter([" ".join(harm(right))]))


def test_a_word_too_many_is_not_shown(app: Flask, settings: Settings) -> None:
    words = code(sheets(app, settings, bytes(range(32)))[0]).split()[:24]
    with pytest.raises(NotTheKey) as told:
        key_from(iter([" ".join([*words, words[0]])]))
    assert words[0] not in str(told.value)


def enter(settings: Settings, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    paper_key.enter(settings)


def test_typed_words_make_the_file_for_the_operator_alone(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(settings.master_key_file)
    [sheet] = sheets(app, settings, master_key(settings))
    before = file.read_bytes()
    file.unlink()
    enter(settings, code(sheet), monkeypatch)
    assert file.read_bytes() == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_where_keys_are_kept_no_second_master_key_is_made(built: Callable[..., Flask], tmp_path: Path) -> None:
    here: Settings = built(master_key_file=str(tmp_path / "keys" / "master.key")).extensions["entraide.settings"]
    file = Path(here.master_key_file)
    file.unlink()
    with pytest.raises(upgrade.NoMasterKey, match="key enter"):
        upgrade.lay_out_instance(here)
    assert not file.exists()
    with pytest.raises(Unsafe, match="is not there"):
        master_key(here)


def test_a_key_file_is_never_overwritten(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Path(settings.master_key_file).read_bytes()
    with pytest.raises(NotTheKey, match="left as it is"):
        enter(settings, code(sheets(app, settings, bytes(32))[0]), monkeypatch)
    assert Path(settings.master_key_file).read_bytes() == before


def test_another_servers_words_are_refused_where_there_is_a_key_store(
    app: Flask, standing: Settings, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(settings.master_key_file).unlink()
    beside_the_world = replace(settings, keys_url=standing.keys_url)
    with pytest.raises(NotTheKey, match="not the one of this server"):
        enter(beside_the_world, code(sheets(app, settings, bytes(32))[0]), monkeypatch)
    enter(beside_the_world, code(sheets(app, settings, master_key(standing))[0]), monkeypatch)


def run(settings: Settings, *words: str, **more: object) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"ENTRAIDE_INSTANCE": str(settings.instance), "ENTRAIDE_DEMO": "1"}
    environ |= {"ENTRAIDE_MASTER_KEY_FILE": settings.master_key_file, "ENTRAIDE_PUBLIC_URL": "http://localhost"}
    command = [sys.executable, "-m", "entraide", *words]
    return subprocess.run(command, cwd=ROOT, env=environ, text=True, check=False, **more)  # type: ignore[call-overload, no-any-return]


def test_the_key_goes_to_a_terminal_never_into_a_pipe_or_a_log(settings: Settings, app: Flask) -> None:
    words = code(sheets(app, settings, master_key(settings))[0]).split()
    piped = run(settings, "key", "print", capture_output=True)
    assert (piped.returncode, piped.stdout) == (1, "")
    assert "on a terminal" in piped.stderr
    ours, theirs = pty.openpty()
    shown = run(settings, "key", "print", stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)
    text = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            text += chunk
    except OSError:  # the end of a terminal
        pass
    os.close(ours)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert all(word in text.decode() for word in words)


def test_a_page_for_the_printer_is_made_once_and_for_the_operator_alone(
    app: Flask, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "key.html"
    with app.app_context(), language("fr"):
        paper_key.print_key(settings, halves=True, file=page)
        with pytest.raises(NotShown, match="cannot be made"):
            paper_key.print_key(settings, halves=True, file=page)
    assert page.read_text("utf-8").count("<svg") == 2
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "erase it" in capsys.readouterr().out


def test_a_pair_of_keys_lets_back_ups_be_opened_by_its_paper(
    settings: Settings, tmp_path: Path, standing: Settings
) -> None:
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for page in pages:
        offline_key.make_pair(settings, page)
    kept = load({}, instance=settings.instance)
    assert len(kept.backup_to) == 2
    made = backup.make(replace(standing, backup_to=kept.backup_to), tmp_path / "copies")
    from entraide.operations.copying import opened

    for page in pages:
        (tmp_path / "identity").write_text(secret_on(page))
        with opened(made.main, offline_key.identities(str(tmp_path / "identity"))) as copy:
            assert copy.heading.what == "main"


def secret_on(page: Path) -> str:
    [line] = [line for line in page.read_text("utf-8").splitlines() if line.startswith("AGE-SECRET-KEY-1")]
    return line


def test_the_private_half_is_written_nowhere_but_on_the_page(settings: Settings, tmp_path: Path) -> None:
    offline_key.make_pair(settings, tmp_path / "page.html")
    secret = secret_on(tmp_path / "page.html")
    others = [file for file in tmp_path.rglob("*") if file.is_file() and file.name != "page.html"]
    assert [file for file in others if secret.encode() in file.read_bytes()] == []


def test_without_a_terminal_no_pair_is_made(settings: Settings) -> None:
    before = (settings.instance / "settings.toml").read_text()
    with pytest.raises(NotShown):
        offline_key.make_pair(settings, None)
    assert (settings.instance / "settings.toml").read_text() == before


@pytest.mark.parametrize("line", ["", "backup_to = []\n", 'backup_to = ["age1x"]  # mine\n'])
def test_the_settings_keep_every_other_line(settings: Settings, line: str) -> None:
    import tomllib

    file = settings.instance / "settings.toml"
    file.write_text(line + file.read_text())
    before = tomllib.loads(file.read_text())
    after = tomllib.loads(offline_key._changed(settings, "age1y"))
    assert after == before | {"backup_to": [*before.get("backup_to", []), "age1y"]}


def test_settings_in_a_shape_of_their_own_are_left_to_the_operator(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = settings.instance / "settings.toml"
    file.write_text('backup_to = [\n  "age1x",\n]\n')
    with pytest.raises(NotSet, match="one line"):
        offline_key._changed(settings, "age1y")
    monkeypatch.setenv("ENTRAIDE_BACKUP_TO", "age1x")
    with pytest.raises(NotSet, match="overrides"):
        offline_key._changed(settings, "age1y")
