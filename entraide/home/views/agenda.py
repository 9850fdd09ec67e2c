"""A person's agenda, her groups, and all that is her own."""

from flask import g, render_template, request
from flask_babel import get_locale

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.accounts.queries import address_of, find_person
from entraide.accounts.views.mailbox import mailbox_notice
from entraide.home.queries.agenda import agenda_of, my_groups
from entraide.home.views import bp
from entraide.members.queries.looks import looks_at


@bp.get("/agenda")
@requires(Permission.SELF_SEE)
def agenda() -> str:
    """Show the next meetings of all one's groups, and what waits."""
    asked = request.args.get("suite", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    return render_template("home/agenda.html", agenda=agenda_of(g.actor, page), mailbox=mailbox_notice())


@bp.get("/g")
@requires(Permission.SELF_SEE)
def groups() -> str:
    """List one's groups, and where one waits."""
    return render_template("home/groups.html", groups=my_groups(g.actor).values(), waits=list(g.actor.waits))


@bp.get("/moi")
@requires(Permission.SELF_SEE)
def me() -> str:
    """Show the way to all that is one's own."""
    person = find_person(g.actor.person_id)
    return render_template(
        "home/me.html",
        groups=my_groups(g.actor).values(),
        address=address_of(person),
        looks=looks_at(g.actor.memberships.values()),
        language=person.language if person.language != str(get_locale())[:2] else "",
    )
