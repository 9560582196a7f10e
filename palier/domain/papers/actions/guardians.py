"""A guardian is recorded with the judgment that names them: one transaction for both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.access.actions.delegations import record_guardian
from palier.domain.access.models import Delegation
from palier.domain.accounts.models import StaffMember
from palier.domain.documents.intake.actions import Bundle, store
from palier.domain.documents.models import Document
from palier.domain.documents.rules import safe_name
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import Person, TenantAccount


@transaction.atomic
def record_guardian_with_judgment(
    *,
    person: Person,
    tenant_account: TenantAccount,
    name: str,
    organisation: str,
    email: str,
    scopes: Sequence[str],
    ends_on: dt.date,
    bundle: Bundle,
    staff: StaffMember,
    now: dt.datetime,
) -> Delegation:
    """Keep the judgment, for the staff alone, and write down the guardian it names.

    ``bundle`` comes from ``intake.actions.assemble``, before the transaction.

    Raises:
        AlreadySent, Infected: about the files, as ``intake.actions.store``.
        NothingGranted, TooLong, TooManyHelpers, AlreadyHelping, NotYours: as
            ``access.actions.delegations.record_guardian``.
    """
    title = _("Jugement de protection : %(name)s") % {"name": person.full_name}
    [stored] = store(bundle=bundle, now=now)
    judgment = Document.objects.create(
        file=stored,
        kind=Document.Kind.OTHER,
        title=title[:160],
        file_name=safe_name(title, stored.media_type),
        tenant_account=tenant_account,
        person=person,
        visibility=Document.Visibility.STAFF,
        origin=Document.Origin.LANDLORD,
        issued_on=today(now),
        added_at=now,
    )
    return record_guardian(
        person=person,
        tenant_account=tenant_account,
        name=name,
        organisation=organisation,
        email=email,
        scopes=scopes,
        ends_on=ends_on,
        proof_reference=judgment.code,
        staff=staff,
        now=now,
    )
