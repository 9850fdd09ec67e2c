"""Two organisers who press at the same moment: one deed holds, the group keeps an organiser."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask

from tests.members.ways import page
from tests.people import Client
from tests.rights.keeping import decision, keep, keepers, moderation, propose, remove
from tests.world import World


def at_once(*deeds: Callable[[], int]) -> list[int]:
    """Let each deed begin at the same moment; return what each was answered."""
    together, answers = Barrier(len(deeds)), []

    def go(deed: Callable[[], int]) -> None:
        together.wait()
        answers.append(deed())

    threads = [Thread(target=go, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def browser(app: Flask, who: object, path: str) -> Client:
    """Return a browser that has the page open."""
    client = Client(app).sign_in(who)
    client.get(path)
    return client


def test_each_gives_the_other_notice(app: Flask, world: World) -> None:
    keep(app, world, "lise")
    marcelle, lise = (browser(app, who, moderation(world.tilleuls)) for who in (world.marcelle, world.lise))
    answers = at_once(
        lambda: propose(marcelle, world.tilleuls, world.lise_in_tilleuls, "remove"),
        lambda: propose(lise, world.tilleuls, world.marcelle_in_tilleuls, "remove"),
    )
    assert answers == [303, 422]
    assert len(keepers(app, world.tilleuls)) == 2


def test_two_confirm_at_once(app: Flask, world: World) -> None:
    keep(app, world, "lise", "ana", "jo")
    propose(Client(app).sign_in(world.marcelle), world.tilleuls, world.lise_in_tilleuls)
    row = decision(app, world.tilleuls)
    assert row is not None
    path = moderation(world.tilleuls, "decision", row.id, "confirmer")
    ana, jo = (browser(app, who, moderation(world.tilleuls)) for who in (world.ana, world.jo))
    assert at_once(lambda: ana.post(path).status_code, lambda: jo.post(path).status_code) == [303, 404]
    assert len(keepers(app, world.tilleuls)) == 3


def test_one_confirms_while_the_proposer_leaves(app: Flask, world: World) -> None:
    keep(app, world, "lise", "ana")
    propose(Client(app).sign_in(world.marcelle), world.tilleuls, world.lise_in_tilleuls, "remove")
    row = decision(app, world.tilleuls)
    assert row is not None
    path = moderation(world.tilleuls, "decision", row.id, "confirmer")
    marcelle, ana = (browser(app, who, moderation(world.tilleuls)) for who in (world.marcelle, world.ana))
    answers = at_once(
        lambda: ana.post(path).status_code, lambda: marcelle.post(page(world.tilleuls, "quitter")).status_code
    )
    assert answers in ([303, 303], [303, 404])
    assert world.ana_in_tilleuls in keepers(app, world.tilleuls)


def test_both_remove_the_same_member(app: Flask, world: World) -> None:
    keep(app, world, "lise")
    marcelle, lise = (browser(app, who, moderation(world.tilleuls)) for who in (world.marcelle, world.lise))
    answers = at_once(
        lambda: remove(marcelle, world.tilleuls, world.jo_in_tilleuls),
        lambda: remove(lise, world.tilleuls, world.jo_in_tilleuls),
    )
    assert answers == [303, 404]
