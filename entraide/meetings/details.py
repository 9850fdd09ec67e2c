"""The private words of a meeting or series, sealed together under the group's key."""

from dataclasses import asdict, dataclass
from uuid import UUID

from entraide.vault import sealed


@dataclass(frozen=True)
class Details:
    """Where and what: the title, a few words, the place and how to find it, or the link to join by."""

    title: str = ""
    about: str = ""
    place: str = ""
    address: str = ""
    how_to_find: str = ""
    step_free: bool = False
    induction_loop: bool = False
    access: str = ""
    link: str = ""
    dial_in: str = ""


def seal(group_id: UUID, label: str, details: Details) -> bytes:
    """Seal details for one row; `label` is "meeting <id>" or "series <id>"."""
    return sealed.seal_json(group_id, label, asdict(details))


def unseal(group_id: UUID, label: str, value: bytes) -> Details:
    """Open the details of one row."""
    return Details(**sealed.unseal_json(group_id, label, value))
