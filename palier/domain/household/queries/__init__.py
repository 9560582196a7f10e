"""Reads of the room: the household as shown, declarations, what goes to the ERP."""

from palier.domain.household.queries.declarations import (
    TO_REDO,
    declaration_at_desk,
    declaration_coded,
    declaration_for,
    declarations_of,
    declarations_of_account,
    draft_for,
    draft_of,
    proofs_waiting,
    reviewed,
    story_for,
    story_of,
    to_redo_rows,
    tray_of,
)
from palier.domain.household.queries.deliveries import delivery_numbered, file_name_of
from palier.domain.household.queries.members import (
    Member,
    Presence,
    holder_keys,
    household_of,
    known_members,
    member_named,
    protected_people,
)

__all__ = [
    "TO_REDO",
    "Member",
    "Presence",
    "declaration_at_desk",
    "declaration_coded",
    "declaration_for",
    "declarations_of",
    "declarations_of_account",
    "delivery_numbered",
    "draft_for",
    "draft_of",
    "file_name_of",
    "holder_keys",
    "household_of",
    "known_members",
    "member_named",
    "proofs_waiting",
    "protected_people",
    "reviewed",
    "story_for",
    "story_of",
    "to_redo_rows",
    "tray_of",
]
