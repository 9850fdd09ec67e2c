"""What a WSGI server runs: the feeds' door in front of the app."""

from entraide import create_app, logs
from entraide.calendars.door import Door
from entraide.operations.locks import serve_from_here
from entraide.operations.memory import settle
from entraide.operations.revision import check_revision

logs.set_up()
_app = create_app()
serve_from_here(_app.extensions["entraide.settings"])
check_revision(_app)
app = Door(_app)
settle()
