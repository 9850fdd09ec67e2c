"""What was erased on this server, month by month, and what a restore lost track of; nobody is named or countable."""

from flask import g, render_template

from entraide.access.gate import public
from entraide.home.queries.erasures import erasures
from entraide.home.views import bp
from entraide.home.views.privacy import not_on_the_facade
from entraide.meetings.words import date_in_words


@bp.get("/serveur/effacements")
@public("how many were erased, in bands; on the façade's host for signed-in people, as the server's page")
def erased() -> str:
    """Show it, read from the erasure journal itself."""
    not_on_the_facade()
    found = erasures()
    return render_template(
        "home/erasures.html" if g.actor.is_authenticated else "home/erasures_public.html",
        page=found,
        missing=[(date_in_words(one.day, with_year=True), one) for one in found.missing],
    )
