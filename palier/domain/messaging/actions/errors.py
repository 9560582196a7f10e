"""What can go wrong with a message.

DomainError
├── NothingWritten     a message without a word in it
├── NotAReader         the co-holder chosen does not hold the account any more
├── VariableUnknown    a reply text names something nobody knows
├── NotWorded          a reply text or a question without what it needs
└── DelayNotAllowed    a delay that is no number of days, or too long
"""

from __future__ import annotations

from palier.foundation.errors import DomainError


class NothingWritten(DomainError):
    """A message without a word in it."""


class NotAReader(DomainError):
    """A thread can be shared with a present holder of its account only."""


class VariableUnknown(DomainError):
    """A reply text names, between braces, something that cannot be filled in."""


class NotWorded(DomainError):
    """A reply text or a question without a title, an answer or a keyword."""


class DelayNotAllowed(DomainError):
    """A promised delay is between one and ninety days."""
