"""Make the catalogues gettext reads out of the parts people write (translations/fragments/<part>.<language>.po)."""

import io
import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from entraide.errors import EntraideError
from entraide.settings import LANGUAGES, ROOT

FOLDER = ROOT / "translations"


class NotCompiled(EntraideError):
    """The texts are older than their parts, and this user may not write them anew."""


def compile_catalogues() -> None:
    """Write translations/<language>/LC_MESSAGES/messages.mo for every language with parts, where they changed.

    Raise NotCompiled where the program's folder belongs to somebody else: its owner runs `make install`.
    """
    try:
        _compile()
    except PermissionError as fault:
        raise NotCompiled(f"the texts of this version are not made yet: run `make -C {ROOT} install`") from fault


def _compile() -> None:
    for language in LANGUAGES:
        parts = sorted((FOLDER / "fragments").glob(f"*.{language}.po"))
        made = FOLDER / language / "LC_MESSAGES" / "messages.mo"
        if not parts or (made.exists() and made.stat().st_mtime >= max(part.stat().st_mtime for part in parts)):
            continue
        made.parent.mkdir(parents=True, exist_ok=True)
        out = io.BytesIO()
        write_mo(out, merged(language, parts))
        half = made.with_suffix(f".{os.getpid()}.part")
        half.write_bytes(out.getvalue())
        os.replace(half, made)


def merged(language: str, parts: list[Path]) -> Catalog:
    """Return one catalogue of all parts; the first translation of a text stands."""
    catalog = Catalog(locale=language, charset="utf-8")
    for part in parts:
        with part.open("rb") as source:
            for message in read_po(source, locale=language):
                if message.id and message.string and catalog.get(message.id) is None:
                    catalog.add(message.id, message.string)
    return catalog


if __name__ == "__main__":
    compile_catalogues()
