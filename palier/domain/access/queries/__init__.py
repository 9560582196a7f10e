"""Reads of the room: what a user may see, who answers to a reference, what is left to prove."""

from palier.domain.access.queries.openings import (
    Matched,
    candidates_of,
    holders_named,
    known_about,
    link_token,
    opening_to_settle,
    opening_under,
)
from palier.domain.access.queries.proofs import (
    ProofChoices,
    claim_under,
    claims_of,
    claims_to_settle,
    letters_to_print,
    live_proof,
    proof_choices,
)
from palier.domain.access.queries.views import (
    FORMER,
    AccountView,
    lease_for,
    leases_for,
    people_of,
    selected_tenant_account,
    tenant_account_for,
    tenant_accounts_for,
)

__all__ = [
    "FORMER",
    "AccountView",
    "Matched",
    "ProofChoices",
    "candidates_of",
    "claim_under",
    "claims_of",
    "claims_to_settle",
    "holders_named",
    "known_about",
    "lease_for",
    "leases_for",
    "letters_to_print",
    "link_token",
    "live_proof",
    "opening_to_settle",
    "opening_under",
    "people_of",
    "proof_choices",
    "selected_tenant_account",
    "tenant_account_for",
    "tenant_accounts_for",
]
