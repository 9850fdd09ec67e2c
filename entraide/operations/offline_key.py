"""The pair of keys for back-ups: the private half is shown once for paper, the public half goes into the settings."""

import os
import re
import sys
import tomllib
from getpass import getpass
from pathlib import Path
from typing import Any

from pyrage import x25519

from entraide.errors import EntraideError
from entraide.operations import age
from entraide.operations.sheets import Sheet, show
from entraide.settings import Settings

_LINE = re.compile(r"(?m)^backup_to\s*=.*$")


class NotSet(EntraideError):
    """The settings stay as they are."""


def make_pair(settings: Settings, file: Path | None) -> None:
    """Make an identity, show it once, and let the next back-ups be opened by it too.

    Nothing secret is stored here, unless a page for a printer was asked for.
    """
    identity = x25519.Identity.generate()
    secret, public = str(identity), str(identity.to_public())
    changed = _changed(settings, public)
    show([_sheet(secret, public)], file)
    _write(settings.instance / "settings.toml", changed)
    print(f"Back-ups can be opened by this identity from now on: {public} stands in backup_to.")  # noqa: T201


def _sheet(secret: str, public: str) -> Sheet:
    lines = (
        "Identity that opens back-ups. Keep it on paper, apart from the server and from the master key.",
        "",
        secret,
        "",
        f"Its public half, which the server holds: {public}",
        "To restore: python -m entraide restore FOLDER --identity -",
    )
    return Sheet(lines, secret)


def _changed(settings: Settings, public: str) -> str:
    """Return the text of the settings file with one more public key in it."""
    if os.environ.get("ENTRAIDE_BACKUP_TO") is not None:
        raise NotSet(
            "ENTRAIDE_BACKUP_TO overrides the settings file: take it away first, the file is where keys are added"
        )
    file = settings.instance / "settings.toml"
    if not file.exists():
        raise NotSet("there is no instance yet: run `python -m entraide upgrade` first")
    text = file.read_text("utf-8")
    before = tomllib.loads(text)
    wanted = [*before.get("backup_to", []), public]
    line = f"backup_to = [{', '.join(map(repr, wanted))}]".replace("'", '"')
    changed = _LINE.sub(line, text) if _LINE.search(text) else text.rstrip("\n") + f"\n{line}\n"
    try:
        if tomllib.loads(changed) == before | {"backup_to": wanted}:
            return changed
    except tomllib.TOMLDecodeError:
        pass
    raise NotSet("write backup_to in settings.toml on one line, as a list of texts, so that a key can be added")


def _write(file: Path, text: str) -> None:
    half = file.with_name(file.name + ".part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    os.replace(half, file)


def identities(given: str | None) -> list[Any]:
    """Read the identities that --identity names: a file, or `-` for what is typed."""
    if given is None:
        return []
    if given == "-":
        return age.identities(getpass("Identity: ") if sys.stdin.isatty() else sys.stdin.read())
    try:
        return age.identities(Path(given).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise age.NotAKey(f"{given} cannot be read as a file of identities") from fault
