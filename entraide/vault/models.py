"""Keys that were seen without an owner, in the main database: the key store itself knows no migration."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from entraide.db import Model


class Stray(Model):
    """A key whose owner was not there when it was looked at; shredded when that is so a day later too."""

    __tablename__ = "stray_keys"
    owner: Mapped[UUID] = mapped_column(primary_key=True)
    seen: Mapped[datetime]
