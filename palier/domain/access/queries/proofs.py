from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from palier.domain.access.models import PersonLink, SecondProof
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import AgencyScope
from palier.domain.landlord.queries import delivered, settings_on
from palier.domain.tenancy.models import AccountHolder
from palier.foundation.errors import NotYours


@dataclass(frozen=True, slots=True)
class ProofChoices:
    """The ways left to prove a claim: the landlord's choice, as far as they can work."""

    email_code: bool
    letter_code: bool
    advisor: bool


def claims_of(user: User) -> list[PersonLink]:
    """Give the claims of ``user`` that wait for a proof or were refused, the last first."""
    return list(
        PersonLink.objects.filter(
            user_id=user.pk, state__in=[PersonLink.State.CLAIMED, PersonLink.State.REFUSED]
        )
        .select_related("person", "tenant_account__agency", "user")
        .order_by("-pk")
    )


def claim_under(code: str, scope: AgencyScope) -> PersonLink:
    """Find the claim of public code ``code`` for a member of staff.

    Raises:
        NotYours: there is none in the agencies of ``scope``.
    """
    found = _claims_in(scope).filter(code=code).first()
    if found is None:
        raise NotYours()
    return found


def claims_to_settle(scope: AgencyScope) -> list[PersonLink]:
    """Give the claims that wait in the agencies of ``scope``, the oldest first."""
    return list(_claims_in(scope).filter(state=PersonLink.State.CLAIMED).order_by("opened_at"))


def letters_to_print(scope: AgencyScope) -> list[SecondProof]:
    """Give the activation letters asked for in the agencies of ``scope``, the oldest first."""
    return list(
        SecondProof.objects.filter(
            scope.within("link__tenant_account__agency__erp_id"),
            method=SecondProof.Method.LETTER_CODE,
            state=SecondProof.State.REQUESTED,
        )
        .select_related("link__person", "link__tenant_account__agency", "link__user")
        .order_by("requested_at")
    )


def live_proof(link: PersonLink, method: str, now: dt.datetime) -> SecondProof | None:
    """Give the code of that method that is asked for or still opens, if any."""
    proof = (
        link.second_proofs.filter(
            method=method, state__in=[SecondProof.State.REQUESTED, SecondProof.State.ISSUED]
        )
        .order_by("-pk")
        .first()
    )
    if proof is None or (proof.expires_at is not None and proof.expires_at <= now):
        return None
    return proof


def proof_choices(link: PersonLink, today: dt.date) -> ProofChoices:
    """Tell which proofs the landlord accepts and this file allows.

    A letter goes to the dwelling, so it is for those who still live there.
    """
    accepted = settings_on(today)["second_proofs"]
    return ProofChoices(
        email_code="email_code" in accepted and bool(link.person.email),
        letter_code="letter_code" in accepted and _still_holds(link.person_id, today),
        advisor="advisor" in accepted,
    )


def _still_holds(person_id: int, today: dt.date) -> bool:
    return (
        AccountHolder.objects.filter(delivered(), person_id=person_id, absent_since=None)
        .exclude(ends_on__lt=today)
        .exists()
    )


def _claims_in(scope: AgencyScope) -> QuerySet[PersonLink]:
    return PersonLink.objects.filter(scope.within("tenant_account__agency__erp_id")).select_related(
        "person", "user", "tenant_account__agency"
    )
