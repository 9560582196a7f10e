"""Who may read an acknowledgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import models

from palier.domain.access.queries import people_of, tenant_accounts_for
from palier.domain.access.queries.views import Reader
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import agencies_of
from palier.domain.audit.actions import reference_of
from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.foundation.codes import normalised
from palier.foundation.errors import NotYours


def acknowledgement_for(user: Reader, code: str, today: dt.date) -> Acknowledgement:
    """Give one that ``user`` may read: its depositor, its person, or a holder when shared.

    Raises:
        NotYours: there is none of that code, or it is not theirs to read.
    """
    found = _loaded().filter(code=code).first()
    if found is None or not user.is_authenticated:
        raise NotYours()
    if found.person_id is not None and found.person_id in {
        one.pk for one in people_of(user, Scope.PAPERS)
    }:
        return found
    if found.person_id is None and found.user_id == user.pk:
        return found
    for view in tenant_accounts_for(user, today, for_=Scope.PAPERS) if found.shared else ():
        if view.tenant_account.pk == found.tenant_account_id and view.covers(found.received_on):
            return found
    raise NotYours()


def acknowledgement_at_desk(staff: StaffMember, code: str) -> Acknowledgement:
    """Give one of the agencies of ``staff``; ``code`` may be typed with dashes.

    Raises:
        NotYours: there is none, or it belongs to another agency.
    """
    found = _loaded().filter(code=normalised(code)).first()
    if found is None or found.tenant_account.agency.erp_id not in agencies_of(staff):
        raise NotYours()
    return found


def acknowledgement_of(about: models.Model) -> Acknowledgement | None:
    """Give the acknowledgement of a row that the caller was allowed to fetch."""
    kind, reference = reference_of(about)
    return acknowledgements_about(kind, [reference]).get(reference)


def acknowledgements_about(kind: str, references: Iterable[str]) -> dict[str, Acknowledgement]:
    """Give the acknowledgements of rows of one kind, by their reference."""
    rows = _loaded().filter(subject_kind=kind, subject_reference__in=list(references))
    return {row.subject_reference: row for row in rows.order_by("received_at", "pk")}


def _loaded() -> models.QuerySet[Acknowledgement]:
    return Acknowledgement.objects.select_related(
        "tenant_account__agency", "person", "filed_by__user"
    )
