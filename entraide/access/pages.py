"""What views answer with: a redirect, a page, or a page that refuses and its status."""

from werkzeug.wrappers import Response

Page = Response | str | tuple[str, int]
