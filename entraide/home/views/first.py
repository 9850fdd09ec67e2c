"""The first page, and the way out."""

from flask import g, redirect, render_template
from werkzeug.wrappers import Response

from entraide.access import hosts
from entraide.access.gate import public
from entraide.accounts.views.asking import sign_in_page
from entraide.groups.queries import listed_cards
from entraide.groups.words import CHAPTERS, public_words
from entraide.home.views import bp
from entraide.settings import current


@bp.get("/")
@public("the first page: on the façade host its name and the sign-in form, on the directory's the listed groups")
def first() -> Response | str:
    """Show the directory where it is served, else the sign-in form; the agenda to whoever is signed in."""
    if g.actor.is_authenticated and not hosts.is_directory():
        return redirect("/agenda", 303)
    settings = current()
    if hosts.is_directory() or (settings.directory_url and not hosts.directory_host(settings)):
        return _directory()
    return sign_in_page()


@bp.get("/quitter")
@public("the way out, to a site that says nothing")
def leave() -> Response:
    """Send the browser to the instance's neutral site."""
    return redirect(current().quit_url, 303)


def _directory() -> str:
    """Show the listed groups by chapter, each as it published itself."""
    cards = listed_cards()
    by_chapter = {chapter: [card for card in cards if card.chapter is chapter] for chapter in CHAPTERS}
    filled = {chapter: inside for chapter, inside in by_chapter.items() if inside}
    return render_template("home/directory.html", by_chapter=filled, words=public_words())
