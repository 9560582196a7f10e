"""What can go wrong with a case.

DomainError
├── CaseChanged         somebody acted on it meanwhile
├── AlreadyClosed       it is finished
├── ReasonNotAllowed    its kind does not end with this reason
├── NothingSaid         an answer without a word in it
├── NotTheirWork        the colleague chosen cannot follow it
├── TooLateToUndo       the tenant has been told of the decision
└── ReasonNotWorded     a reason of the catalogue without a sentence or a remedy
"""

from __future__ import annotations

from palier.domain.audit.queries import TrailLine
from palier.domain.casework.models import Case
from palier.foundation.errors import DomainError


class CaseChanged(DomainError):
    """Somebody acted on the case meanwhile; ``changes`` says who did what."""

    def __init__(self, sentence: str, case: Case, changes: list[TrailLine]) -> None:
        super().__init__(sentence)
        self.case = case
        self.changes = changes


class ReasonNotAllowed(DomainError):
    """This kind of case does not end with this reason."""


class AlreadyClosed(DomainError):
    """The case is finished; a new one has to be opened."""


class NothingSaid(DomainError):
    """An answer or a precision without a word in it."""


class NotTheirWork(DomainError):
    """The colleague chosen does not see this agency's files, or does not do this work."""


class TooLateToUndo(DomainError):
    """The tenant has been told of the decision, or it was taken back already."""


class ReasonNotWorded(DomainError):
    """A reason of the catalogue without a sentence, or without what to do."""
