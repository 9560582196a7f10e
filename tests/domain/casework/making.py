"""Cases as the tests need them, made through the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.casework import actions
from palier.domain.casework.models import Case
from palier.foundation.periods import Period
from tests.cast import Cast


def hardship(cast: Cast, now: dt.datetime) -> Case:
    """Awa cannot pay November; she can pay 150 € on 5 December and wants a call."""
    return actions.open_hardship(
        tenant_account=cast.account,
        person=cast.awa,
        user=cast.awa_user,
        period=Period(2026, 11),
        can_pay_cents=15_000,
        can_pay_on=dt.date(2026, 12, 5),
        wants_call=True,
        phone="06 39 98 00 11",
        body="J’ai perdu des heures de travail.",
        actor=actor_of(cast.awa_user),
        now=now,
    )


def contact(now: dt.datetime, **more: Any) -> Case:
    """Somebody without an account writes."""
    return actions.open_case(
        kind=Case.Kind.CONTACT,
        subject="Je ne trouve pas ma référence",
        body="Où est-elle sur l’avis ?",
        contact_name="Pauline Marchand",
        contact_email="pauline@exemple.fr",
        actor=Actor.visitor(),
        now=now,
        **more,
    )


def act(staff: StaffMember, case: Case, now: dt.datetime) -> dict[str, Any]:
    """What every act on a case is given, by somebody who has just read it."""
    return {"revision": case.revision, "staff": staff, "actor": actor_of(staff.user), "now": now}


def certificate(cast: Cast, now: dt.datetime, reference: str = "CERT1", **more: Any) -> Case:
    """Awa files a certificate; its own room would open this case."""
    return actions.open_case(
        kind=Case.Kind.CERTIFICATE,
        subject=f"Attestation {reference}",
        tenant_account=cast.account,
        person=cast.awa,
        user=cast.awa_user,
        subject_kind="insurance.certificate",
        subject_reference=reference,
        live_key="certificate:1" if reference == "CERT1" else "",
        actor=actor_of(cast.awa_user),
        now=now,
        **more,
    )
