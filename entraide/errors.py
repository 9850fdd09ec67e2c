"""What can go wrong everywhere."""


class EntraideError(Exception):
    """A refusal in words of the field."""


class NotFound(EntraideError):
    """There is no such thing for this asker."""


class ChangedMeanwhile(EntraideError):
    """The thing was changed since the page was made; nothing of the form was kept."""
