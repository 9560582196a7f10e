"""Reads of the room: the desk's searches, and the file of one account."""

from palier.domain.tenancy.queries.file import (
    AccountFile,
    FilePerson,
    RelatedAccount,
    account_for,
    ended_on,
    file_of,
    holders_of,
    related_accounts_for,
)
from palier.domain.tenancy.queries.search import (
    accounts_in_scope,
    accounts_numbered_for,
    accounts_with_reference_for,
    addresses_among,
    addresses_of,
    dwelling_leases_of,
    holders_named_for,
    holders_with_email_for,
    leases_at_for,
)

__all__ = [
    "AccountFile",
    "FilePerson",
    "RelatedAccount",
    "account_for",
    "accounts_in_scope",
    "accounts_numbered_for",
    "accounts_with_reference_for",
    "addresses_among",
    "addresses_of",
    "dwelling_leases_of",
    "ended_on",
    "file_of",
    "holders_named_for",
    "holders_of",
    "holders_with_email_for",
    "leases_at_for",
    "related_accounts_for",
]
