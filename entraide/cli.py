"""The `entraide` commands. Exit 0 when the work was done, 1 when nothing could be read or stored, 2 wrong use."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from entraide import create_app, logs, worker
from entraide.demo import running as demo
from entraide.errors import EntraideError
from entraide.operations import commands as keeping
from entraide.operations import doctor, importing, journaling, locks, proxy, trial_letter, upgrade
from entraide.operations.locks import refuse_a_strange_root
from entraide.operations.serve import serve
from entraide.operations.storing import told
from entraide.settings import LOOPBACK, Unsafe, instance_in, load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; say what went wrong in one sentence."""
    given = _parser().parse_args(arguments)
    os.umask(0o077)  # whatever is made here is the operator's alone
    logs.set_up()
    try:
        refuse_a_strange_root(instance_in(os.environ))
        with told():
            return int(given.run(given) or 0)
    except EntraideError as refusal:
        print(f"entraide: {refusal}", file=sys.stderr)  # noqa: T201
        return 1
    except BrokenPipeError:  # whoever read what this prints has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as fault:
        place = fault.filename or "a file or a socket"
        print(f"entraide: {place} cannot be used: {fault.strerror or fault}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m entraide", description="Entraide's commands.")
    commands = parser.add_subparsers(required=True, metavar="command")

    show = commands.add_parser("demo", help="make a believable world once, and serve it on this machine")
    show.add_argument("--describe", action="store_true", help="print what the world holds, as JSON")
    show.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    show.set_defaults(run=lambda given: (demo.run_describe if given.describe else demo.run)(given.port))

    run = commands.add_parser("serve", help="start the web workers and the letters' worker")
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    run.add_argument("--no-worker", action="store_true", help="where `entraide worker` runs apart")
    run.set_defaults(run=_serve)

    tick = commands.add_parser("worker", help="send letters and run the jobs")
    tick.add_argument("--once", action="store_true", help="do what is due now, then end")
    tick.set_defaults(run=_worker)

    keeping.add(commands, create_app)

    bring = commands.add_parser("import", help="bring a federation's groups in, with their series")
    bring.add_argument("file", type=Path)
    bring.add_argument("--format", required=True, choices=sorted(importing.FORMATS))
    bring.add_argument("--organiser", required=True, type=importing.address, help="the address of who keeps them")
    bring.add_argument("--timezone", type=importing.zone, help="of rows that name none, such as Europe/Brussels")
    bring.add_argument("--dry-run", action="store_true", help="store nothing, print what would be done")
    bring.add_argument("--json", action="store_true", help="print the report as one JSON object")
    bring.set_defaults(run=_import)

    look = commands.add_parser("doctor", help="say what is wrong, one sentence a finding")
    look.add_argument("--proxy", action="store_true", help="print the proxy snippet, with the masks for its log")
    look.add_argument("--mail", metavar="ADDRESS", type=importing.address, help="send one real letter there")
    look.add_argument("--noted", metavar="LINE", help="compare a line of the journal's daily letter: `number hash`")
    look.add_argument("--go-on", action="store_true", help="seal on after a journal whose end was lost; noted outside")
    look.set_defaults(run=_doctor)
    return parser


def _serve(given: argparse.Namespace) -> int:
    settings = load()
    if settings.demo and given.host not in LOOPBACK:
        raise Unsafe("demo mode listens on a loopback address only: its letters are shown to whoever asks")
    upgrade.check_revision(create_app(settings))
    return serve(settings, given.host, given.port, with_worker=not given.no_worker)


def _worker(given: argparse.Namespace) -> int:
    settings = load()
    app = create_app(settings)
    upgrade.check_revision(app)
    locks.serve_from_here(settings)
    if given.once:
        worker.once(app)
    else:
        worker.run(app)
    return 0


def _import(given: argparse.Namespace) -> int:
    app = create_app(load())
    upgrade.check_revision(app)
    wanted = importing.Wanted(given.file, given.format, given.organiser, given.timezone, given.dry_run)
    importing.run(app, wanted, as_object=given.json)
    return 0


def _doctor(given: argparse.Namespace) -> int:
    settings = load()
    app = create_app(settings)
    if given.proxy:
        print(proxy.proxy_snippet(app, settings))  # noqa: T201
        return 0
    if given.mail:
        with app.app_context():
            trial_letter.send(settings, given.mail)
        return 0
    if given.noted is not None:
        agrees, words = journaling.compare(app, given.noted)
        print(words)  # noqa: T201
        return not agrees
    if given.go_on:
        print(journaling.accept(app, settings))  # noqa: T201
        return 0
    found = doctor.findings(app, settings)
    said = found or ["Everything looked at is in order."]
    print(*said, *journaling.remarks(app, settings), sep="\n")  # noqa: T201
    return bool(found)
