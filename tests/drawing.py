"""Pages drawn over the real frames and macros, with fakes in the app's place."""

import itertools
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from entraide.access.actor import Actor

ROOT = Path(__file__).parents[1]


def draw(source: str, signed_in: bool = True, flashed: tuple[tuple[str, str], ...] = (), **given: object) -> str:
    """Render a page written here over the real frames and macros."""
    tokens = itertools.count()
    engine = Environment(
        loader=ChoiceLoader(
            [FileSystemLoader(ROOT / "templates"), PrefixLoader({"here": DictLoader({"page": source})})]
        ),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
    )
    engine.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    engine.globals |= {
        "remembered": cache,
        "csrf_token": lambda: f"token-{next(tokens)}",
        "static_url": lambda name: f"/static/0/{name}",
        "seats": lambda count: [(60.0, float(place)) for place in range(count)],
        "tile_parts": lambda when: ("Tue", "24", "Nov"),
        "get_flashed_messages": lambda with_categories: flashed,
        "page_before": lambda: "/agenda",
    }
    facts = {
        "actor": replace(Actor(), is_authenticated=signed_in),
        "session": {},
        "calls_until": None,
        "site_name": "Rendez-vous",
        "lang": "en",
        "language": "en",
        "languages": [("fr", "Français"), ("en", "English")],
        "display": SimpleNamespace(theme="dark", size="large"),
        "helpline": SimpleNamespace(number="0800 00 000", href="tel:080000000", hours=""),
        "quit_url": "/quitter",
    }
    return engine.get_template("here/page").render(facts | given)


def page(frame: str, main: str = "") -> str:
    return f'{{% extends "{frame}" %}}{{% block title %}}T{{% endblock %}}{{% block main %}}{main}{{% endblock %}}'
