"""What a WSGI server runs."""

from entraide import create_app
from entraide.operations.upgrade import check_revision

app = create_app()
check_revision(app)
