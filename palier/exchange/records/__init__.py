"""The typed records of the exchange format, one frozen dataclass a kind.

``KINDS`` is in order of dependency: a kind only refers to kinds before it.
"""

from palier.exchange.records.kinds import KINDS, Kind, kind_of

FORMAT_VERSION = "1"

__all__ = ["FORMAT_VERSION", "KINDS", "Kind", "kind_of"]
