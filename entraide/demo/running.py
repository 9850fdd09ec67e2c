"""Start the demo: make its world once, say where everything is, and serve it."""

import json
import os
import shutil
import sys
from dataclasses import replace

from flask import Flask

from entraide import create_app
from entraide.db import db
from entraide.demo.queries import Inhabitant, describe, inhabitants
from entraide.demo.world import make_world
from entraide.operations import upgrade
from entraide.operations.catalogues import compile_catalogues
from entraide.operations.serve import serve
from entraide.settings import Settings, load

SHOWN = 9


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


def _clear(settings: Settings) -> None:
    for name in ("entraide.db", "keys.db"):
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
