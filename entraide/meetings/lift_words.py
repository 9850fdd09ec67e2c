"""What people write about a lift, sealed under the key of whoever wrote it."""

from dataclasses import asdict, dataclass
from uuid import UUID

from entraide.vault import sealed


@dataclass(frozen=True)
class LiftWords:
    """From where, leaving when (as it was typed), and a word more."""

    start: str = ""
    leaving: str = ""
    word: str = ""


def seal(person_id: UUID, label: str, words: LiftWords) -> bytes:
    """Seal them for one row; `label` is "lift <id>", "ride <id>" or "standing lift <id>"."""
    return sealed.seal_json(person_id, label, asdict(words))


def unseal(person_id: UUID, label: str, value: bytes) -> LiftWords:
    """Open them."""
    return LiftWords(**sealed.unseal_json(person_id, label, value))
