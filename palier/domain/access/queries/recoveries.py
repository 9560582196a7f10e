"""What the agency gives back, found again by its link, its code or its owner."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from palier.domain.access.models import PersonLink, Recovery
from palier.domain.access.rules import reference_key
from palier.domain.accounts.queries import AgencyScope
from palier.foundation.codes import normalised
from palier.foundation.errors import NotYours


@dataclass(frozen=True, slots=True)
class RecoveryFigure:
    """How many times one thing happened, agency by agency."""

    agency_id: str
    cause: str
    means: str
    state: str
    count: int


def recovery_token(recovery: Recovery) -> str:
    """Give the secret part of the links of a recovery: only we can make it from the code."""
    message = f"{recovery.code}:{recovery.link_id}:{recovery.asked_at.isoformat()}"
    return salted_hmac("palier.access.recovery", message, algorithm="sha256").hexdigest()[:32]


def code_hash(typed: str) -> str:
    """Give what a code on paper lies as in the database: keyed, so that guessing needs us."""
    return salted_hmac(
        "palier.access.recovery-code", normalised(typed), algorithm="sha256"
    ).hexdigest()


def recovery_under(code: str, token: str) -> Recovery:
    """Find the recovery that a link leads to, whatever has become of it.

    Raises:
        NotYours: the link was not made by us.
    """
    found = _loaded().filter(code=code).first()
    if found is None or not constant_time_compare(recovery_token(found), token):
        raise NotYours()
    return found


def link_opens(recovery: Recovery, now: dt.datetime) -> bool:
    """Tell whether what was given still leads to a new password."""
    return (
        recovery.state == Recovery.State.OPEN
        and recovery.opens_at is not None
        and recovery.expires_at is not None
        and recovery.opens_at <= now < recovery.expires_at
    )


def recovery_for_code(reference: str, typed: str) -> Recovery | None:
    """Find the code being tried for the accounts of ``reference``: theirs, else the last drawn."""
    rows = list(
        _loaded()
        .filter(
            tenant_account__reference_key=reference_key(reference) or "-",
            state=Recovery.State.OPEN,
        )
        .exclude(secret_hash="")
        .order_by("-pk")[:10]
    )
    hashed = code_hash(typed)
    return next((row for row in rows if row.secret_hash == hashed), rows[0] if rows else None)


def recovery_numbered(code: str) -> Recovery | None:
    """Find a recovery by its public code, its owner at hand."""
    return _loaded().filter(code=code).first()


def recovery_of_key(key: int) -> Recovery:
    """Give a recovery by its primary key, for a job."""
    return _loaded().get(pk=key)


def recovery_at(code: str, scope: AgencyScope) -> Recovery:
    """Find a recovery of the agencies of ``scope``.

    Raises:
        NotYours: there is none.
    """
    found = _loaded().filter(scope.within("tenant_account__agency__erp_id"), code=code).first()
    if found is None:
        raise NotYours()
    return found


def access_under(code: str, scope: AgencyScope) -> PersonLink:
    """Find the open access of public code ``code`` in the agencies of ``scope``.

    Raises:
        NotYours: there is none.
    """
    found = (
        PersonLink.objects.filter(
            scope.within("tenant_account__agency__erp_id"),
            code=code,
            state=PersonLink.State.PROVEN,
        )
        .select_related("person", "user", "tenant_account__agency")
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def live_recovery_of(link: PersonLink) -> Recovery | None:
    """Give what is being given back of one access, if anything is."""
    return _loaded().filter(link_id=link.pk, state__in=Recovery.LIVE).first()


def takeover_of(claim: PersonLink) -> Recovery | None:
    """Give what has to pass before ``claim`` takes the place of an earlier access."""
    return _loaded().filter(claim_id=claim.pk, state__in=Recovery.LIVE).first()


def recoveries_to_second(scope: AgencyScope) -> list[Recovery]:
    """Give what waits for a second member of staff in the agencies of ``scope``."""
    return list(
        _loaded()
        .filter(scope.within("tenant_account__agency__erp_id"), state=Recovery.State.WAITING)
        .order_by("asked_at")
    )


def latest_recoveries(scope: AgencyScope, *, since: dt.datetime, limit: int) -> list[Recovery]:
    """Give what the agencies of ``scope`` gave back or refused since an instant, latest first."""
    rows = _loaded().filter(scope.within("tenant_account__agency__erp_id"), asked_at__gte=since)
    return list(rows.order_by("-asked_at")[:limit])


def recovery_figures(scope: AgencyScope, *, since: dt.datetime) -> list[RecoveryFigure]:
    """Count, in the agencies of ``scope``, by cause, means and state since an instant."""
    rows = (
        Recovery.objects.filter(scope.within("tenant_account__agency__erp_id"), asked_at__gte=since)
        .values_list("tenant_account__agency__erp_id", "cause", "means", "state")
        .annotate(times=Count("pk"))
        .order_by()
    )
    return [RecoveryFigure(*row) for row in rows]


def _loaded() -> QuerySet[Recovery]:
    return Recovery.objects.select_related(
        "link__person",
        "link__user",
        "claim__user",
        "tenant_account__agency",
        "staff__user",
        "seconded_by__user",
    )
