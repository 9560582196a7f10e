"""What a requester, or another room in their name, does: open a case, add to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from palier.domain.accounts.models import StaffMember, User
from palier.domain.audit.actions import reference_of
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework import rules
from palier.domain.casework.actions.errors import NothingSaid
from palier.domain.casework.actions.steps import (
    moved,
    promise_again,
    said,
    still_open,
    told,
)
from palier.domain.casework.letters import confirm_receipt
from palier.domain.casework.models import Case, CaseMessage
from palier.domain.casework.queries import hardship_key
from palier.domain.landlord.queries import settings_on, today
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.locking import lock
from palier.foundation.money import euros
from palier.foundation.periods import Period
from palier.foundation.sentences import Sentence, in_french

HARDSHIP = Sentence(gettext_noop("Loyer de %(month)s : paiement difficile"))
STILL = Sentence(gettext_noop("Toujours en difficulté pour le loyer de %(month)s."))
CAN_PAY = Sentence(gettext_noop("Peut payer maintenant : %(amount)s."))
WILL_PAY = Sentence(gettext_noop("Pense payer le %(day)s."))
CALL = Sentence(gettext_noop("Demande à être appelé au %(phone)s."))


@transaction.atomic
def open_case(
    *,
    kind: str,
    subject: str,
    actor: Actor,
    now: dt.datetime,
    body: str = "",
    agency_id: str = "",
    team: str = "",
    tenant_account: TenantAccount | None = None,
    person: Person | None = None,
    user: User | None = None,
    contact_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    facts: Mapping[str, Any] | None = None,
    about: models.Model | None = None,
    subject_kind: str = "",
    subject_reference: str = "",
    filed_by: StaffMember | None = None,
    live_key: str = "",
    delay_days: int | None = None,
) -> Case:
    """Open a case in the queue of an agency and promise an answer; tell the requester.

    Without ``agency_id`` it goes to the agency of ``tenant_account``, else to the
    tenant-relations centre. While a case of ``live_key`` is unfinished, that one comes
    back and nothing is opened. ``delay_days`` defaults to the landlord's setting.
    What it is about is a row, ``about``, or its typed reference (``subject_kind``,
    ``subject_reference``) when the caller has no row at hand. ``filed_by`` is who filed it
    at the counter for the tenant. A kind whose own room acknowledges deposits
    (``rules.ACKNOWLEDGED_BY_THEIR_ROOM``) sends no letter from here.
    """
    if live_key:
        found = lock(Case.objects.filter(live_key=live_key))
        if found:
            return found[0]
    day = today(now)
    if delay_days is None:
        delay_days = int(settings_on(day)["agency_delay_days"])
    if about is not None:
        subject_kind, subject_reference = reference_of(about)
    case = Case(
        kind=kind,
        subject=subject[:160],
        body=body.strip(),
        agency_id=agency_id or (tenant_account.agency.erp_id if tenant_account else ""),
        team=team,
        tenant_account=tenant_account,
        person=person,
        user=user,
        contact_name=contact_name.strip(),
        contact_email=contact_email.strip(),
        contact_phone=contact_phone.strip(),
        facts=dict(facts or {}),
        subject_kind=subject_kind,
        subject_reference=subject_reference,
        filed_by=filed_by,
        live_key=live_key or None,
        opened_at=now,
        moved_at=now,
        promised_on=rules.promised_on(day, delay_days),
    )
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError:
        # Two clicks at once on PostgreSQL: the other one opened it in the meantime.
        return Case.objects.get(live_key=live_key)
    told(
        case,
        Event.CASE_OPENED,
        actor,
        now,
        what=in_french(Case.Kind(kind).label),
        promised_on=case.promised_on.isoformat(),
    )
    if kind not in rules.ACKNOWLEDGED_BY_THEIR_ROOM:
        confirm_receipt(case, now=now)
    return case


@transaction.atomic
def open_hardship(
    *,
    tenant_account: TenantAccount,
    person: Person,
    user: User | None,
    period: Period,
    can_pay_cents: int | None,
    can_pay_on: dt.date | None,
    wants_call: bool,
    phone: str,
    body: str,
    actor: Actor,
    now: dt.datetime,
    filed_by: StaffMember | None = None,
) -> Case:
    """Tell the agency that a tenant cannot pay this month; one unfinished case a person.

    ``can_pay_cents`` is what they can pay now, ``None`` when they did not say. While their
    case is unfinished, what they say now is added to it: nothing is lost, nothing is doubled.
    """
    key = hardship_key(tenant_account.pk, person.pk)
    facts = {
        "period": str(period),
        "can_pay_cents": can_pay_cents,
        "can_pay_on": can_pay_on.isoformat() if can_pay_on else None,
        "wants_call": wants_call,
    }
    waiting = lock(Case.objects.filter(live_key=key))
    if waiting:
        if (waiting[0].facts, waiting[0].body) == (facts, body.strip()):
            return waiting[0]
        more = _said_again(period, can_pay_cents, can_pay_on, phone if wants_call else "", body)
        return complete_case(case=waiting[0], text=more, actor=actor, now=now)
    return open_case(
        kind=Case.Kind.HARDSHIP,
        subject=HARDSHIP.in_french(month=period),
        body=body,
        tenant_account=tenant_account,
        person=person,
        user=user,
        contact_email=user.email if user else "",
        contact_phone=phone if wants_call else "",
        facts=facts,
        filed_by=filed_by,
        live_key=key,
        delay_days=int(settings_on(today(now))["hardship_delay_days"]),
        actor=actor,
        now=now,
    )


def _said_again(
    period: Period, can_pay_cents: int | None, can_pay_on: dt.date | None, phone: str, body: str
) -> str:
    """Write out what a second form says, for the case that the first one opened."""
    lines = [STILL.in_french(month=period)]
    if can_pay_cents:
        lines.append(CAN_PAY.in_french(amount=euros(can_pay_cents)))
    if can_pay_on:
        lines.append(WILL_PAY.in_french(day=can_pay_on))
    if phone:
        lines.append(CALL.in_french(phone=phone))
    return "\n".join([*lines, *([body.strip()] if body.strip() else [])])


@transaction.atomic
def complete_case(*, case: Case, text: str, actor: Actor, now: dt.datetime) -> Case:
    """Add what the requester still has to say; an answered case waits for an answer again.

    Raises:
        NothingSaid: ``text`` is empty.
        AlreadyClosed: it is finished.
    """
    if not text.strip():
        raise NothingSaid(_("Écrivez votre message avant de l’envoyer."))
    (locked,) = lock(Case.objects.filter(pk=case.pk))
    still_open(locked)
    said(locked, text, CaseMessage.Channel.PORTAL, actor, now, from_agency=False)
    if locked.state == Case.State.ANSWERED:
        promise_again(locked, now)
        back = Case.State.TAKEN if locked.assigned_to_id else Case.State.OPEN
        moved(locked, back, Event.CASE_COMPLETED, actor, now)
    else:
        locked.revision += 1
        locked.save(update_fields=["revision"])
        told(locked, Event.CASE_COMPLETED, actor, now)
    return locked
