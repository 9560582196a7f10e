"""Every write of the room: openings, then proofs."""

from palier.domain.access.actions.openings import (
    AlreadyConfirmed,
    LinkTooOld,
    NameNotAmongHolders,
    WeakPassword,
    WrongPassword,
    answer_opening,
    choose_person,
    confirm_email,
    forget_stale_openings,
    open_account,
    open_proven_account,
)
from palier.domain.access.actions.proofs import (
    ProofNotOffered,
    TooManyCodes,
    WrongCode,
    end_access,
    give_proof,
    issue_letter_code,
    refuse_by_advisor,
    request_letter,
    send_email_code,
    validate_by_advisor,
)
from palier.domain.access.queries.openings import (
    DwellingNumberTyped,
    FirstNameTyped,
    NothingMatches,
)

__all__ = [
    "AlreadyConfirmed",
    "DwellingNumberTyped",
    "FirstNameTyped",
    "LinkTooOld",
    "NameNotAmongHolders",
    "NothingMatches",
    "ProofNotOffered",
    "TooManyCodes",
    "WeakPassword",
    "WrongCode",
    "WrongPassword",
    "answer_opening",
    "choose_person",
    "confirm_email",
    "end_access",
    "forget_stale_openings",
    "give_proof",
    "issue_letter_code",
    "open_account",
    "open_proven_account",
    "refuse_by_advisor",
    "request_letter",
    "send_email_code",
    "validate_by_advisor",
]
