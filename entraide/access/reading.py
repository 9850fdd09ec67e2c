"""What is read of a request: its fields, and a file only where a form asks for one; none lands on a disk."""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict

FILE = "file"  # the one field of ours that takes one: a list to be pasted


class FieldsOnly(Request):
    """A request whose other files are left out; forms would take them for what was typed."""

    @property
    def files(self) -> ImmutableMultiDict[str, FileStorage]:
        """Return what was sent in the field for a file."""
        return ImmutableMultiDict([(FILE, one) for one in super().files.getlist(FILE)])

    def _get_file_stream(self, *about: Any, **more: Any) -> IO[bytes]:
        """Hold what is sent in memory until the request ends; its size is limited as every body's."""
        return BytesIO()
