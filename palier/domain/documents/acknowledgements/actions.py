"""Acknowledge a deposit, in its transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import models, transaction

from palier.domain.accounts.models import StaffMember, User
from palier.domain.audit.actions import record, reference_of
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.documents.acknowledgements import words
from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.domain.documents.models import StoredFile
from palier.domain.landlord.queries import today
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import Person, TenantAccount


@transaction.atomic
def acknowledge(
    *,
    about: models.Model,
    what: str,
    tenant_account: TenantAccount,
    person: Person | None,
    user: User | None,
    shared: bool,
    actor: Actor,
    now: dt.datetime,
    files: Sequence[tuple[StoredFile, str]] = (),
    shown: Sequence[tuple[str, str]] = (),
    promised_on: dt.date | None = None,
    filed_by: StaffMember | None = None,
) -> Acknowledgement:
    """Write that ``about`` was received, and tell the depositor by e-mail.

    ``files`` are stored files with the names people know them by; ``shown`` what was declared,
    label and value, in French as ``what`` is. ``filed_by`` is who filed it at the counter:
    then nothing is asked of ``user`` but an address to write to. Without ``user`` (nobody has
    opened an account) it is printed only.
    """
    kind, reference = reference_of(about)
    language = user.language if user else (person.language if person else "fr")
    acknowledgement = Acknowledgement.objects.create(
        what=what[:200],
        received_at=now,
        received_on=today(now),
        channel=Acknowledgement.Channel.COUNTER if filed_by else Acknowledgement.Channel.PORTAL,
        tenant_account=tenant_account,
        person=person,
        user=user,
        filed_by=filed_by,
        shared=shared,
        depositor=person.full_name if person else str(user or ""),
        subject_kind=kind,
        subject_reference=reference,
        shown=[[label, value] for label, value in shown if value],
        files=[
            {"name": name, "sha256": stored.sha256, "size": stored.size, "pages": stored.pages}
            for stored, name in files
        ],
        promised_on=promised_on,
        language=language,
    )
    record(
        event=Event.DEPOSIT_ACKNOWLEDGED,
        actor=actor,
        now=now,
        tenant_account_id=tenant_account.pk if shared else None,
        subject=acknowledgement,
        what=acknowledgement.what,
        number=acknowledgement.number,
    )
    if user is not None and user.email:
        queue_mail(
            to=user.email,
            template="mail/deposit_acknowledged",
            context=words.letter_of(acknowledgement),
            now=now,
            language=language,
        )
    return acknowledgement
