"""Every write of the room."""

from palier.domain.messaging.actions.errors import NothingWritten
from palier.domain.messaging.actions.notices import notify

__all__ = ["NothingWritten", "notify"]
