"""Notes: letters to one person that say little, each the same to everybody, and lead to one page that says the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from entraide.errors import NotFound
from entraide.mail.models import Letter
from entraide.mail.rendering import Kind, Rendered, address_of_page, compose, language


@dataclass(frozen=True)
class Reader:
    """To whom a note goes, in which language, and to which page it leads; the one at `stop_path` ends such notes.

    `dates`: what a note with a template of its own says besides.
    """

    address: str
    language: str
    path: str = ""
    stop_path: str = ""
    dates: Mapping[str, date] = field(default_factory=dict)


def given(about: UUID | None) -> UUID:
    """Return an id that a letter carries, or raise NotFound where it carries none."""
    if about is None:
        raise NotFound
    return about


def note(
    find: Callable[[Letter], Reader | None],
    subject: LazyString,
    *sentences: LazyString,
    heading: LazyString | None = None,
    button: LazyString | None = None,
    template: str = "note",
) -> Kind:
    """Make a kind of notes; none is sent where `find` has no reader for it any more, or raises NotFound.

    The heading is the subject and the button says "Open the page", where nothing else is given. A template of its
    own is for a note that says a date: it has sentences and button in it.
    """

    def render(letter: Letter) -> Rendered | None:
        try:
            reader = find(letter)
        except NotFound:
            return None
        if reader is None:
            return None
        stop_page = address_of_page(reader.stop_path) if reader.stop_path else None
        with language(reader.language):
            text, html = compose(
                template,
                heading=heading or subject,
                sentences=sentences,
                button=button or _l("Open the page"),
                page=address_of_page(reader.path),
                stop_page=stop_page,
                language=reader.language,
                **reader.dates,
            )
            return Rendered(reader.address, str(subject), text, html, stop_url=stop_page)

    return Kind(render)
