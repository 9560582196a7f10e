"""Who may do what at the desk, decided once. Least privilege; the agency's scope comes on top.

| | conseiller | responsable | comptable | assistance | administrateur |
|---|---|---|---|---|---|
| find a tenant, see who and where | x | x | x | x | x |
| see the account, avis, payments | x | x | x | | x |
| see the household | x | x | | | x |
| set or lift a protective flag | | x | | | |
| read the trail of a file | | x | | | x |
| read and answer cases (the kinds of ``casework.rules``) | x | x | x | x | |
| give a case to a colleague | | x | | | |
| check an identity, print a letter | x | x | | | |
| sign a tenant out everywhere | | x | | | x |
| file for a tenant at the counter | x | x | | | |
| figures of the agencies | | x | | | x |
| word the reasons of refusal | | | | | x |
| word reply texts and frequent questions, decide delays | | x | | | x |
| compare captures with the bank | | | x | | x |
| publish a warning on every page | | | | x | x |
| read the bank's file, decide about a payment | | | x | | |

The administrator looks after settings, wordings and staff and answers complaints: sees every
file, acts on none but to sign people out.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from palier.domain.accounts.models import StaffMember


class Permission(StrEnum):
    """One thing a role may be allowed at the desk."""

    SEE_TENANTS = "see_tenants"
    SEE_MONEY = "see_money"
    SEE_HOUSEHOLD = "see_household"
    PROTECT = "protect"
    SEE_TRAIL = "see_trail"
    READ_CASES = "read_cases"
    WORK_CASES = "work_cases"
    ASSIGN_CASES = "assign_cases"
    CHECK_IDENTITY = "check_identity"
    END_SESSIONS = "end_sessions"
    FILE_AT_COUNTER = "file_at_counter"
    SEE_FIGURES = "see_figures"
    WORD_REASONS = "word_reasons"
    WORD_REPLIES = "word_replies"
    RECONCILE = "reconcile"
    DECIDE_PAYMENTS = "decide_payments"
    PUBLISH_WARNING = "publish_warning"


_ADVISOR = frozenset(
    {
        Permission.SEE_TENANTS,
        Permission.SEE_MONEY,
        Permission.SEE_HOUSEHOLD,
        Permission.READ_CASES,
        Permission.WORK_CASES,
        Permission.CHECK_IDENTITY,
        Permission.FILE_AT_COUNTER,
    }
)

PERMISSIONS: Mapping[str, frozenset[Permission]] = {
    StaffMember.Role.ADVISOR: _ADVISOR,
    StaffMember.Role.MANAGER: _ADVISOR
    | {
        Permission.PROTECT,
        Permission.ASSIGN_CASES,
        Permission.END_SESSIONS,
        Permission.SEE_TRAIL,
        Permission.SEE_FIGURES,
        Permission.WORD_REPLIES,
    },
    StaffMember.Role.RENT_ACCOUNTANT: frozenset(
        {
            Permission.SEE_TENANTS,
            Permission.SEE_MONEY,
            Permission.READ_CASES,
            Permission.WORK_CASES,
            Permission.RECONCILE,
            Permission.DECIDE_PAYMENTS,
        }
    ),
    StaffMember.Role.TECHNICAL_SUPPORT: frozenset(
        {
            Permission.SEE_TENANTS,
            Permission.READ_CASES,
            Permission.WORK_CASES,
            Permission.PUBLISH_WARNING,
        }
    ),
    StaffMember.Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_TENANTS,
            Permission.SEE_MONEY,
            Permission.SEE_HOUSEHOLD,
            Permission.SEE_TRAIL,
            Permission.END_SESSIONS,
            Permission.READ_CASES,
            Permission.RECONCILE,
            Permission.SEE_FIGURES,
            Permission.WORD_REASONS,
            Permission.WORD_REPLIES,
            Permission.PUBLISH_WARNING,
        }
    ),
}


def may(staff: StaffMember, permission: Permission) -> bool:
    """Tell whether the role of ``staff`` allows ``permission``; nothing once they have left."""
    return staff.ended_at is None and permission in PERMISSIONS.get(staff.role, frozenset())
