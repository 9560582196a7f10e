"""Every look at somebody's file goes into the trail, once a quarter of an hour."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from palier.domain.audit.actions import ONE_LOOK, record_look, reference_of
from palier.domain.audit.catalogue import Event
from palier.domain.casework.models import Case
from palier.domain.casework.rules import SHARED_KINDS
from palier.domain.tenancy.models import TenantAccount
from palier.office.gate import Desk

_SEEN = "desk_looks"


def look(
    request: HttpRequest,
    desk: Desk,
    event: Event,
    *,
    account: TenantAccount | None = None,
    subject: Model | None = None,
    agency_id: str = "",
    person_id: int | None = None,
    **facts: Any,
) -> None:
    """Record that the person at the desk sees ``subject``, or the file of ``account``.

    The session remembers what it has told, so that turning pages asks nothing of the
    database; the trail itself is asked before anything is written.
    """
    kind, reference = reference_of(subject)
    key = f"{event.value}:{account.pk if account else ''}:{kind}:{reference}"
    recent = {
        name: told
        for name, told in request.session.get(_SEEN, {}).items()
        if dt.datetime.fromisoformat(told) > desk.now - ONE_LOOK
    }
    if key in recent:
        return
    record_look(
        event=event,
        actor=desk.actor,
        now=desk.now,
        tenant_account_id=account.pk if account else None,
        person_id=person_id,
        agency_id=agency_id or (account.agency.erp_id if account else ""),
        subject=subject,
        **facts,
    )
    request.session[_SEEN] = {**recent, key: desk.now.isoformat()}


def look_at_case_file(
    request: HttpRequest, desk: Desk, case: Case, *, subject: Model, title: str
) -> None:
    """Record that the person at the desk sees a document that came with ``case``."""
    look(
        request,
        desk,
        Event.DOCUMENT_SEEN,
        account=case.tenant_account,
        subject=subject,
        agency_id=case.agency_id,
        person_id=None if case.kind in SHARED_KINDS else case.person_id,
        title=title,
    )
