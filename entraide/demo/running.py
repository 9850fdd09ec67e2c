"""Start the demo: make its world once, say where everything is, and serve it."""

import json
import os
import shutil
import sys
import tomllib
from dataclasses import replace
from urllib.parse import urlsplit

from flask import Flask

from entraide import create_app
from entraide.db import db
from entraide.demo.queries import Inhabitant, describe, inhabitants
from entraide.demo.world import make_world
from entraide.errors import EntraideError
from entraide.operations import upgrade
from entraide.operations.catalogues import compile_catalogues
from entraide.operations.serve import serve
from entraide.settings import LOOPBACK, Settings, load

SHOWN = 9
STORES = ("entraide.db", "keys.db")


class NoDemo(EntraideError):
    """This place belongs to a real instance, which a demo would erase."""


def run(port: int) -> int:
    """Make the demo where it is absent, then serve it until it is stopped."""
    settings = demo_settings(port)
    app = _made(settings)
    (settings.instance / "demo-address").write_text(settings.public_url, "utf-8")
    with app.app_context():
        people = inhabitants()
    _say(settings, people)
    return serve(settings, "127.0.0.1", port, with_worker=True)


def run_describe(port: int) -> int:
    """Print what the demo world holds as one JSON object; the demo may run meanwhile or not."""
    settings = demo_settings(port)
    app = _made(settings)
    running = settings.instance / "demo-address"
    address = running.read_text("utf-8") if running.exists() else settings.public_url
    with app.app_context():
        print(json.dumps(describe(settings, address), ensure_ascii=False, indent=1))  # noqa: T201
    return 0


def demo_settings(port: int) -> Settings:
    """Return the settings of a demo on this machine's loopback address; passkeys need it by its name, `localhost`."""
    scheme, host = os.environ.get("ENTRAIDE_DEMO_SCHEME", "http"), os.environ.get("ENTRAIDE_DEMO_HOST", "127.0.0.1")
    return load(demo=True, public_url=f"{scheme}://{host}:{port}", directory_url="")


def _made(settings: Settings) -> Flask:
    """Make the world unless it stands; half a world, left by an interrupted start, is made anew."""
    made = settings.instance / "demo-made"
    _refuse_a_real_one(settings)
    if not made.exists():
        _clear(settings)
        print("Making the demo world, once: about ten seconds …", file=sys.stderr, flush=True)  # noqa: T201
    compile_catalogues()
    upgrade.lay_out_instance(replace(settings, calendar_host="127.0.0.1"))
    app = create_app(settings)
    upgrade.migrate(app)
    if not made.exists():
        with app.app_context():
            make_world()
            db.session.remove()
        made.touch()
    return app


def _refuse_a_real_one(settings: Settings) -> None:
    """Raise NoDemo in a folder or with a database that no demo made: neither is to be erased, nor mixed with one."""
    file = settings.instance / "settings.toml"
    said = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    is_local = urlsplit(str(said.get("public_url", settings.public_url))).hostname in LOOPBACK
    is_bare = not any((settings.instance / name).exists() for name in STORES)
    is_made = file.exists() and (settings.instance / "demo-made").exists()
    is_ours = said.get("demo") is True or (is_local and (is_bare or is_made))
    own = {f"sqlite:///{settings.instance / name}" for name in STORES}
    if not is_ours or not {settings.database_url, settings.keys_url} <= own:
        raise NoDemo(
            f"{settings.instance} and its databases are not a demo's: a demo would erase them. Name an empty folder "
            "for it by ENTRAIDE_INSTANCE, and take ENTRAIDE_DATABASE_URL and ENTRAIDE_KEYS_URL away"
        )


def _clear(settings: Settings) -> None:
    for name in STORES:
        for end in ("", "-wal", "-shm"):
            (settings.instance / (name + end)).unlink(missing_ok=True)
    shutil.rmtree(settings.mail_dir, ignore_errors=True)


def _say(settings: Settings, people: list[Inhabitant]) -> None:
    lines = [
        "",
        f"  Entraide's demo:  {settings.public_url}",
        f"  Letters it sends: {settings.public_url}/demo/courrier  (the code to sign in is there too)",
        "",
        "  Sign in as, for example:",
        *(f"    {one.email:34} {one.role}: {', '.join(group for group, _ in one.groups)}" for one in _some(people)),
        "",
        "  One address serves members and directory here; a real instance has two. Stop with Ctrl+C.",
        "",
    ]
    print("\n".join(lines), flush=True)  # noqa: T201


def _some(people: list[Inhabitant]) -> list[Inhabitant]:
    members = [one for one in people if one.role == "member"]
    waiting = [one for one in people if one.role == "waiting"]
    return [one for one in people if one.role == "organiser"][: SHOWN - 3] + members[:2] + waiting[:1]
