"""Deposits and decisions as the tests need them, made through the actions."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.queries import case_about
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.queries import Tray
from palier.domain.insurance import actions
from palier.domain.insurance.models import Certificate
from palier.domain.insurance.queries import CERTIFICATE
from palier.domain.tenancy.models import Lease, Person
from tests.cast import Cast
from tests.domain.insurance.papers import Paper, draw

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def draft(user: User, lease: Lease, now: dt.datetime, paper: Paper | None = None) -> Any:
    tray = Tray(user, "insurance", lease.code)
    content = io.BytesIO(draw(paper or Paper(), "letter"))
    return intake.keep_draft(tray=tray, name="attestation.pdf", content=content, now=now)


def deposit(
    cast: Cast,
    now: dt.datetime,
    *,
    lease: Lease | None = None,
    person: Person | None = None,
    user: User | None = None,
    span: tuple[dt.date | None, dt.date | None] = YEAR,
    paper: Paper | None = None,
    policy: str = "4123456A",
    **more: Any,
) -> actions.Deposit:
    """Awa deposits the certificate of her dwelling."""
    lease, person, user = lease or cast.lease, person or cast.awa, user or cast.awa_user
    drafts = [draft(user, lease, now, paper or Paper(issued=now.date()))]
    reading = actions.read_drafts(lease=lease, drafts=drafts, now=now)
    return actions.deposit_certificate(
        lease=lease,
        person=person,
        user=user,
        bundle=intake.assemble(drafts=drafts, title="Attestation"),
        answers=actions.Answers("MAIF", policy, *span),
        reading=reading,
        actor=actor_of(user),
        now=now,
        **more,
    )


def act(certificate: Certificate, staff: StaffMember, now: dt.datetime) -> dict[str, Any]:
    case = case_about(CERTIFICATE, certificate.code)
    assert case is not None
    return {
        "case": case,
        "revision": case.revision,
        "staff": staff,
        "actor": actor_of(staff.user),
        "now": now,
    }


def accept(
    certificate: Certificate,
    staff: StaffMember,
    now: dt.datetime,
    span: tuple[dt.date | None, dt.date | None] = YEAR,
) -> Any:
    return actions.accept_certificate(
        valid_from=span[0], valid_to=span[1], **act(certificate, staff, now)
    )


def refuse(
    certificate: Certificate, staff: StaffMember, now: dt.datetime, reason: str = "expired"
) -> Any:
    return actions.refuse_certificate(reason_code=reason, **act(certificate, staff, now))
