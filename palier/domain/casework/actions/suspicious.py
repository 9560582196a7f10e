"""A suspicious message somebody received, and the warning the landlord gives about such waves."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions.errors import NothingSaid
from palier.domain.casework.actions.requester import open_case
from palier.domain.casework.models import Case, CaseFile
from palier.domain.casework.suspicious import defanged
from palier.domain.documents.intake.actions import Bundle, store
from palier.domain.landlord.actions import decide
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import Person, TenantAccount
from palier.foundation.sentences import in_french

TEAM = StaffMember.Role.TECHNICAL_SUPPORT
SETTING = "site_warning"
LONGEST_WARNING = 300


@transaction.atomic
def report_suspicious(
    *,
    channel: str,
    text: str,
    mail: str = "",
    contact_email: str = "",
    bundle: Bundle | None = None,
    user: User | None = None,
    tenant_account: TenantAccount | None = None,
    person: Person | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Case:
    """Give technical support a message that somebody thinks is a swindle.

    ``mail`` is what ``suspicious.read_eml`` wrote of a file, ``bundle`` the pictures
    assembled beforehand. Links are made harmless before anything is kept.

    Raises:
        NothingSaid: neither words, nor a file.
        palier.domain.documents.intake.refusals.Refusal: the files could not be kept.
    """
    words = "\n\n".join(part for part in (defanged(text.strip()), mail) if part)
    if not words and bundle is None:
        raise NothingSaid(_("Collez le message, ou joignez-le."))
    case = open_case(
        kind=Case.Kind.SUSPICIOUS,
        subject=in_french(gettext_lazy("Message suspect reçu")),
        body=words,
        team=TEAM,
        tenant_account=tenant_account,
        person=person,
        user=user,
        contact_email=contact_email,
        facts={"channel": channel},
        actor=actor,
        now=now,
    )
    if bundle is not None:
        CaseFile.objects.bulk_create(
            CaseFile(case=case, file=stored, position=position, added_at=now)
            for position, stored in enumerate(store(bundle=bundle, now=now), start=1)
        )
    return case


@transaction.atomic
def publish_warning(*, text: str, until: dt.date, staff: StaffMember, now: dt.datetime) -> None:
    """Show ``text`` on every page, from now to ``until`` included.

    Raises:
        NothingSaid: no text, or a day that is over.
    """
    words = " ".join(text.split())[:LONGEST_WARNING]
    if not words or until < today(now):
        raise NothingSaid(_("Écrivez l’alerte, et jusqu’à quel jour la montrer."))
    decide(values={SETTING: {"text": words, "until": until.isoformat()}}, valid_from=today(now))
    record(event=Event.WARNING_PUBLISHED, actor=actor_of(staff.user), now=now)


@transaction.atomic
def withdraw_warning(*, staff: StaffMember, now: dt.datetime) -> None:
    """Show no warning any more."""
    decide(values={SETTING: {}}, valid_from=today(now))
    record(event=Event.WARNING_WITHDRAWN, actor=actor_of(staff.user), now=now)
