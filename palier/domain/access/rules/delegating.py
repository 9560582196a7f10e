"""What a person who helps may do, and for how long. Pure decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from palier.domain.audit.actor import ActorKind

LONGEST = {"relative": 366, "social_worker": 366, "guardian": 5 * 366}
"""Days: a year at most, renewable; a guardian as long as a first judgment may run (Code civil,
art. 441: five years)."""
INVITATION_LASTS = dt.timedelta(days=7)
MOST_HELPERS = 5
"""Living invitations and delegations of one person at once."""


class Scope(StrEnum):
    """One part of a file that a holder may open to whoever helps them.

    Bank details, e-mail, password, mandates and the helpers themselves belong to no scope: what
    asks for none is never opened to a delegate.
    """

    PAPERS = "papers"
    """Papers, insurance, household, lease, documents."""
    PAYMENT = "payment"
    """The account, avis, receipts, settlements, and paying."""
    MESSAGES = "messages"
    """Threads and demands, written in the delegate's own name."""
    ANY = "any"
    """Not granted: what every delegate sees whatever their scope, such as the agency to call."""


GRANTED = (Scope.PAPERS, Scope.PAYMENT, Scope.MESSAGES)


def allows(granted: Iterable[str], for_: Scope | None) -> bool:
    """Tell whether a delegate with the scopes ``granted`` may see what asks for ``for_``.

    ``None`` is for the person alone: whoever writes a page and forgets delegates shuts them out.
    """
    if for_ is None:
        return False
    return for_ is Scope.ANY or for_.value in set(granted)


def may_share(kind: ActorKind) -> bool:
    """Tell whether an author of ``kind`` may open a person's paper or thread to a co-holder.

    Never who helps: it lifts a secret of the person they act for, towards somebody who may be
    the very one it is kept from. A general mandate covers administration alone (Code civil,
    art. 1988), and even a person under guardianship decides alone about what is theirs as a
    person (art. 457-1 and 459).
    """
    return kind is not ActorKind.DELEGATE


def latest_end(kind: str, today: dt.date) -> dt.date:
    """Give the last day a delegation of ``kind`` begun or renewed ``today`` may last."""
    return today + dt.timedelta(days=LONGEST[kind])
