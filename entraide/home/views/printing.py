"""One's own agenda on paper: discreet unless one asks for more, in small or in large."""

from dataclasses import dataclass

from flask import g, render_template, request

from entraide.access.gate import requires
from entraide.access.look import display
from entraide.access.permissions import Permission
from entraide.home.queries.printing import own_paper
from entraide.home.views import bp

KINDS = ("liste", "grand", "poche", "cartes")


@dataclass(frozen=True)
class Chosen:
    """How one's agenda is to be printed."""

    kind: str
    is_plain: bool
    names_groups: bool

    def address(self, **other: object) -> str:
        """Return the address of the same page with something chosen otherwise."""
        chosen = vars(self) | other
        parts = [f"format={chosen['kind']}"]
        parts += ["lieux=1"] if chosen["is_plain"] else []
        parts += ["groupes=1"] if chosen["is_plain"] and chosen["names_groups"] else []
        return "/agenda/imprimer?" + "&".join(parts)


@bp.get("/agenda/imprimer")
@requires(Permission.SELF_SEE)
def print_agenda() -> str:
    """Show one's dates of the next six months on paper; what one declined and what is cancelled is left out."""
    asked = request.args.get("format", "")
    is_plain = "lieux" in request.args
    names_groups = is_plain and "groupes" in request.args and not display().hides_names
    chosen = Chosen(asked if asked in KINDS else KINDS[0], is_plain, names_groups)
    paper = own_paper(g.actor, is_plain=is_plain, names_groups=names_groups)
    return render_template(
        "home/print_agenda.html",
        paper=paper,
        chosen=chosen,
        cards=paper.cards if chosen.kind == "cartes" else [],
        a6=chosen.kind == "poche",
        large=chosen.kind == "grand",
    )
