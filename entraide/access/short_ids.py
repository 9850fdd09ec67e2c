"""How routes read and write an id in an address."""

from uuid import UUID

from werkzeug.routing import BaseConverter, ValidationError

from entraide.access import tokens


class ShortId(BaseConverter):
    """An id in an address: 22 URL-safe characters, one spelling only."""

    regex = "[A-Za-z0-9_-]{22}"

    def to_python(self, value: str) -> UUID:
        """Read it; anything that was not written by us is absent."""
        try:
            return tokens.from_short(value)
        except ValueError as fault:
            raise ValidationError from fault

    def to_url(self, value: UUID) -> str:
        """Write it."""
        return tokens.short(value)
