"""Errors that a person reads.

DomainError            a full French sentence: what happened, what it means, what to do
├── NotYours           the row exists for somebody else, or for nobody (404 for a tenant)
├── MoveRefused        the state does not allow this move
└── (one named subclass for each case, in the module that raises it)
"""

from __future__ import annotations


class DomainError(Exception):
    """Carry a sentence that a tenant or an advisor can read and act upon.

    ``sentence`` is translated text. Views catch *named* subclasses and show it;
    nothing but a job loop catches everything.
    """

    def __init__(self, sentence: str = "") -> None:
        self.sentence = str(sentence)
        super().__init__(self.sentence)


class NotYours(DomainError):
    """Say nothing more than "not found": the caller may not know whether the row exists."""


class MoveRefused(DomainError):
    """The row has already moved on; the sentence says where it stands now."""
