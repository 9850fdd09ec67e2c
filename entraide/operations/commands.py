"""The commands that keep an instance safe: what they take, and what they do."""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask

from entraide.mail.rendering import language
from entraide.operations import backup, going_back, losing_locks, offline_key, paper_key, restore, rotating, upgrade
from entraide.operations.catalogues import compile_catalogues
from entraide.settings import Settings, load

Make = Callable[[Settings], Flask]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", make_app: Make) -> None:
    """Add the commands of this package; two of them need the app, which stands above it."""
    raise_up = commands.add_parser("upgrade", help="make what is absent, and bring the database to this version")
    raise_up.add_argument("--back", action="store_true", help="put the database back as before the last upgrade")
    raise_up.add_argument("--yes", action="store_true", help="go back even if something was done since")
    raise_up.set_defaults(run=partial(_upgrade, make_app))

    keep = commands.add_parser("backup", help="copy database and keys, for an offline identity to open")
    keep.add_argument("--to", type=Path, metavar="DIR", help="where to, instead of backup_dir")
    keep.add_argument("--json", action="store_true", help="print what was done as one JSON object")
    keep.set_defaults(run=lambda given: backup.run(load(), given.to, as_object=given.json))

    bring_back = commands.add_parser("restore", help="put a back-up into an empty place")
    bring_back.add_argument(
        "places", nargs="+", type=Path, metavar="DIR|FILE", help="a folder, or a back-up's two files"
    )
    bring_back.add_argument("--identity", metavar="FILE", help="what opens the back-up; - to type it")
    bring_back.add_argument("--rehearse", action="store_true", help="only try: compare everything, keep nothing")
    bring_back.add_argument("--json", action="store_true", help="print what was done as one JSON object")
    bring_back.add_argument(
        "--accept-missing-erasures", action="store_true", help="go on without the newest erasure journal: it is lost"
    )
    bring_back.set_defaults(run=_restore)

    lock = commands.add_parser("lock", help="locks that were lost").add_subparsers(required=True, metavar="deed")
    off = lock.add_parser("lift", help="in 48 hours, with letters, let the lock of whoever reads an address go")
    off.add_argument("address", nargs="?", help="the address, or the number of a sign-in card; without it, it is asked")
    off.add_argument("--first-name", default="", metavar="NAME", help="where several people read that mailbox")
    off.set_defaults(run=partial(_lift_lock, make_app))

    words = lock.add_parser("words", help="a number and six words for who lost hers in protected mode, in 48 hours")
    words.add_argument(
        "address", nargs="?", help="the address set aside, or the card's number; without it, it is asked"
    )
    words.add_argument("--first-name", default="", metavar="NAME", help="where several people set that mailbox aside")
    words.set_defaults(run=partial(_hand_words, make_app))

    out = commands.add_parser("sign-out", help="end every session of whoever reads an address, or of everybody")
    whose = out.add_mutually_exclusive_group()
    whose.add_argument(
        "address", nargs="?", help="the address, or the number of a sign-in card; without it, it is asked"
    )
    whose.add_argument("--everybody", action="store_true", help="every session there is")
    out.set_defaults(run=partial(_sign_out, make_app))

    key = commands.add_parser("key", help="keys for paper").add_subparsers(required=True, metavar="deed")
    show = key.add_parser("print", help="show the master key as words for paper")
    show.add_argument("--halves", action="store_true", help="two sheets for two people, each useless alone")
    show.add_argument("--html", type=Path, metavar="FILE", help="a page for a printer instead of the terminal")
    show.set_defaults(run=partial(_print_key, make_app))
    key.add_parser("enter", help="type the words back into a master key file").set_defaults(
        run=lambda given: paper_key.enter(load())
    )
    pair = key.add_parser("pair", help="make an identity that opens back-ups, shown once")
    pair.add_argument("--html", type=Path, metavar="FILE", help="a page for a printer instead of the terminal")
    pair.set_defaults(run=lambda given: offline_key.make_pair(load(), given.html))

    commands.add_parser("rotate-keys", help="change the master key while the site runs").set_defaults(
        run=lambda given: rotating.run(load())
    )


def _upgrade(make_app: Make, given: argparse.Namespace) -> None:
    if given.back:
        going_back.back(load(), is_sure=given.yes)
    else:
        prepare(load(), make_app)


def prepare(settings: Settings, make_app: Make) -> None:
    """Bring an instance to this version: folder, settings, keys, database; with a copy first, where one is due."""
    compile_catalogues()
    upgrade.lay_out_instance(settings)
    going_back.up(settings, make_app(settings))


def _restore(given: argparse.Namespace) -> None:
    identities = offline_key.identities(given.identity)
    restore.run(
        load(),
        given.places,
        identities,
        rehearse=given.rehearse,
        as_object=given.json,
        accept_missing=given.accept_missing_erasures,
    )


def _print_key(make_app: Make, given: argparse.Namespace) -> None:
    settings = load()
    with make_app(settings).app_context(), language(settings.language):
        paper_key.print_key(settings, halves=given.halves, file=given.html)


def _lift_lock(make_app: Make, given: argparse.Namespace) -> None:
    settings = load()
    app = make_app(settings)
    upgrade.check_revision(app)
    losing_locks.lift(app, given.address, given.first_name)


def _hand_words(make_app: Make, given: argparse.Namespace) -> None:
    app = make_app(load())
    upgrade.check_revision(app)
    losing_locks.hand_words(app, given.address, given.first_name)


def _sign_out(make_app: Make, given: argparse.Namespace) -> None:
    app = make_app(load())
    upgrade.check_revision(app)
    losing_locks.sign_out(app, given.address, everybody=given.everybody)
