"""What is read of a request: its fields, and never a file: no form of ours takes one, and none lands on a disk."""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict


class FieldsOnly(Request):
    """A request whose files are left out; forms would take them for what was typed."""

    @property
    def files(self) -> ImmutableMultiDict[str, FileStorage]:
        """Return none."""
        return ImmutableMultiDict()

    def _get_file_stream(self, *about: Any, **more: Any) -> IO[bytes]:
        """Hold what is sent in memory until the request ends; its size is limited as every body's."""
        return BytesIO()
