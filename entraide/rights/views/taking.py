"""Taking a group along: its dates and roster as a spreadsheet, told to every member."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import g, make_response, render_template
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from entraide.access.gate import requires
from entraide.access.permissions import Permission
from entraide.clock import now
from entraide.db import db
from entraide.groups.models import Group
from entraide.groups.queries import find_group
from entraide.members.actions.decisions import Paused
from entraide.members.views.paused import not_now
from entraide.rights import actions, sheets, spreadsheets
from entraide.rights.views import bp
from entraide.settings import current


@bp.get("/g/<id22:group_id>/tableur")
@requires(Permission.ROSTER_TAKE, find_group)
def taking(group: Group) -> str:
    """Say what the sheets hold, and who is told that they were taken."""
    return render_template("rights/take.html", group_id=group.id)


@bp.post("/g/<id22:group_id>/tableur")
@requires(Permission.ROSTER_TAKE, find_group, sure=True)
def take_workbook(group: Group) -> Response:
    """Hand over everything as one workbook; the deed is kept before the first byte leaves."""
    at = _here(group)
    written = spreadsheets.workbook(sheets.sheets_of(group), at)
    return _handed_over(group, written, spreadsheets.WORKBOOK, at, "xlsx")


@bp.post("/g/<id22:group_id>/tableur/liste")
@requires(Permission.ROSTER_TAKE, find_group, sure=True)
def take_roster(group: Group) -> Response:
    """Hand over the roster alone as CSV, for another program or for pasting it in elsewhere."""
    return _handed_over(group, spreadsheets.table(sheets.roster(group)), spreadsheets.CSV, _here(group), "csv")


def _handed_over(group: Group, written: bytes, kind: str, at: datetime, ending: str) -> Response:
    group_id = group.id
    try:
        actions.take_out(group, g.actor.membership_in(group_id))
    except Paused:
        return not_now(group_id)
    db.session.commit()
    answer = make_response(written)
    answer.mimetype = kind
    name = f"{secure_filename(current().site_name) or 'agenda'}-{at:%Y-%m-%d}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _here(group: Group) -> datetime:
    """Return the hour by the group's clock, without its zone: workbooks know none."""
    return now().astimezone(ZoneInfo(group.timezone)).replace(tzinfo=None)
