"""File a certificate, as a tenant or at the counter; stop one whose file is infected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from palier.domain.accounts.models import StaffMember, User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.casework.actions import close_case_of, open_case
from palier.domain.casework.models import Case
from palier.domain.documents.acknowledgements.actions import acknowledge
from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.actions import Bundle
from palier.domain.documents.models import Document, StoredFile
from palier.domain.insurance import letters, queries
from palier.domain.insurance.actions.errors import NothingFiled, NothingToInsure
from palier.domain.insurance.actions.readings import ask_to_read
from palier.domain.insurance.models import Certificate, Reading
from palier.domain.insurance.rules.cover import is_renewal, year_answered
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import Lease, Person, TenantAccount
from palier.foundation.dates import long_date
from palier.foundation.locking import lock, lock_one
from palier.foundation.sentences import WRITTEN_IN, Sentence, in_french

TITLE = Sentence(gettext_noop("Attestation d’assurance %(year)d"))
RENEWAL = gettext_lazy("Attestation d’assurance, renouvellement")
FIRST = gettext_lazy("Attestation d’assurance, première")
OF_INSURER = Sentence(gettext_noop("%(what)s (%(insurer)s)"))


@dataclass(frozen=True, slots=True)
class Answers:
    """What the depositor declares; anything may be left empty."""

    insurer: str = ""
    policy_number: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Deposit:
    """What a deposit made: the certificate, its case at the agency, the acknowledgement."""

    certificate: Certificate
    case: Case
    acknowledgement: Acknowledgement


@transaction.atomic
def deposit_certificate(
    *,
    lease: Lease,
    person: Person,
    bundle: Bundle,
    answers: Answers,
    actor: Actor,
    now: dt.datetime,
    user: User | None = None,
    filed_by: StaffMember | None = None,
    reading: Reading | None = None,
    hints: Sequence[str] = (),
) -> Deposit:
    """File a certificate for a dwelling; acknowledged and in the agency's queue at once.

    ``bundle`` comes from ``intake.actions.assemble``; ``hints`` are those the depositor has
    seen. A deposit that still awaits review is replaced by this one. Which tenant it is has
    been authorised by the caller. ``filed_by`` files at the counter.

    Raises:
        NothingToInsure, NothingFiled
        palier.domain.documents.intake.refusals.Refusal: the files cannot be kept after all.
    """
    account = lock_one(TenantAccount.objects.filter(pk=lease.tenant_account_id))
    day = today(now)
    if not queries.is_to_insure(lease, day):
        raise NothingToInsure()
    if not bundle.files:
        raise NothingFiled()
    filed = queries.filed_of(lease)
    (stored,) = intake.store(bundle=bundle, now=now)
    _replace_waiting(lease, actor=actor, now=now)
    document = _document(stored, lease, account, person, answers, now=now)
    certificate = Certificate.objects.create(
        tenant_account=account,
        lease=lease,
        person=person,
        user=user,
        filed_by=filed_by,
        kind=Certificate.Kind.RENEWAL if is_renewal(filed) else Certificate.Kind.FIRST,
        insurer=answers.insurer.strip()[:80],
        policy_number=answers.policy_number.strip()[:40],
        valid_from=answers.valid_from,
        valid_to=answers.valid_to,
        answers_for=year_answered(answers.valid_from, answers.valid_to, day),
        document=document,
        reading=reading or ask_to_read(lease=lease, stored=stored, now=now),
        deposited_at=now,
        deposited_on=day,
        hints=list(hints),
        moved_at=now,
    )
    case = open_case(
        kind=Case.Kind.CERTIFICATE,
        subject=_subject(certificate),
        tenant_account=account,
        person=person,
        user=user,
        filed_by=filed_by,
        about=certificate,
        facts={"kind": certificate.kind},
        actor=actor,
        now=now,
    )
    _record_deposit(certificate, actor=actor, now=now)
    acknowledgement = _acknowledged(certificate, case, stored, actor=actor, now=now)
    return Deposit(certificate, case, acknowledgement)


def stop_infected(*, files: Sequence[StoredFile], now: dt.datetime) -> list[Certificate]:
    """Stop the certificates whose file the antivirus has now refused; tell their depositors."""
    stopped: list[Certificate] = []
    keys = [stored.pk for stored in files]
    waiting = Certificate.objects.filter(
        document__file__in=keys, state=Certificate.State.UNDER_REVIEW
    )
    for key in list(waiting.values_list("pk", flat=True)) if keys else ():
        with transaction.atomic():
            for certificate in lock(waiting.filter(pk=key)):
                _stop(certificate, now=now)
                stopped.append(certificate)
    return stopped


def _stop(certificate: Certificate, *, now: dt.datetime) -> None:
    _leave_review(
        certificate, Certificate.State.STOPPED, Event.CERTIFICATE_STOPPED, Actor.system(), now
    )
    close_case_of(
        subject_kind=queries.CERTIFICATE,
        subject_reference=certificate.code,
        actor=Actor.system(),
        now=now,
    )
    letters.tell_stopped(certificate, now=now)


def _replace_waiting(lease: Lease, *, actor: Actor, now: dt.datetime) -> None:
    rows = Certificate.objects.filter(lease=lease, state=Certificate.State.UNDER_REVIEW)
    for waiting in lock(rows):
        _leave_review(waiting, Certificate.State.REPLACED, Event.CERTIFICATE_REPLACED, actor, now)
        close_case_of(
            subject_kind=queries.CERTIFICATE,
            subject_reference=waiting.code,
            actor=actor,
            now=now,
            reason=Case.Ending.REPLACED,
        )


def _leave_review(
    certificate: Certificate, to: str, event: Event, actor: Actor, now: dt.datetime
) -> None:
    move(
        certificate,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=certificate.tenant_account_id,
    )


def _document(
    stored: StoredFile,
    lease: Lease,
    account: TenantAccount,
    person: Person,
    answers: Answers,
    *,
    now: dt.datetime,
) -> Document:
    day = today(now)
    year = year_answered(answers.valid_from, answers.valid_to, day)
    return intake.file_deposit(
        stored=stored,
        kind=Document.Kind.INSURANCE_CERTIFICATE,
        title=TITLE.in_french(year=year),
        shared=True,
        issued_on=day,
        tenant_account=account,
        lease=lease,
        person=person,
        valid_from=answers.valid_from,
        valid_to=answers.valid_to,
        now=now,
    )


def _subject(certificate: Certificate) -> str:
    """Write the line of the agency's queue, in French."""
    what = RENEWAL if certificate.kind == Certificate.Kind.RENEWAL else FIRST
    insurer = certificate.insurer
    return OF_INSURER.in_french(what=what, insurer=insurer) if insurer else in_french(what)


def _record_deposit(certificate: Certificate, *, actor: Actor, now: dt.datetime) -> None:
    with translation.override("fr"):
        insurer = certificate.insurer or _("assureur non précisé")
    record(
        event=Event.CERTIFICATE_DEPOSITED,
        actor=actor,
        now=now,
        tenant_account_id=certificate.tenant_account_id,
        subject=certificate,
        insurer=insurer,
    )


def _acknowledged(
    certificate: Certificate, case: Case, stored: StoredFile, *, actor: Actor, now: dt.datetime
) -> Acknowledgement:
    with translation.override(WRITTEN_IN):
        what = (
            _("votre attestation d’assurance, renouvellement")
            if certificate.kind == Certificate.Kind.RENEWAL
            else _("votre attestation d’assurance, première attestation")
        )
        shown = [
            (_("Assureur"), certificate.insurer),
            (_("Numéro de contrat"), certificate.policy_number),
            (_("Valable du"), long_date(certificate.valid_from) if certificate.valid_from else ""),
            (
                _("Valable jusqu’au"),
                long_date(certificate.valid_to) if certificate.valid_to else "",
            ),
        ]
        name = _("Attestation d’assurance")
    return acknowledge(
        about=certificate,
        what=what,
        tenant_account=certificate.tenant_account,
        person=certificate.person,
        user=certificate.user,
        filed_by=certificate.filed_by,
        shared=True,
        files=[(stored, name)],
        shown=shown,
        promised_on=case.promised_on,
        actor=actor,
        now=now,
    )
