"""« Je ne peux pas la fournir parce que… »: said once, answered by the agency."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from palier.domain.access.queries import AccountView
from palier.domain.accounts.models import StaffMember, User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions import open_case
from palier.domain.casework.models import Case
from palier.domain.papers.actions.depositing import NoLongerAsked
from palier.domain.papers.actions.steps import close_waiting_of, move_request
from palier.domain.papers.models import Impediment, PaperRequest
from palier.domain.papers.rules import IMPEDIMENTS, LONGEST_PRECISION, Impeded
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.locking import lock, lock_one
from palier.foundation.sentences import Sentence, in_french

SUBJECT = Sentence(gettext_noop("Pièce impossible à fournir : %(title)s"))


@transaction.atomic
def say_impediment(
    *,
    view: AccountView,
    asked: PaperRequest,
    reason: str,
    precision: str,
    actor: Actor,
    now: dt.datetime,
    user: User | None = None,
    filed_by: StaffMember | None = None,
) -> Impediment:
    """Tell the agency why the paper cannot be given; reminders stop until it answers.

    Raises:
        NoLongerAsked: the request was settled, or a deposit of it is under review.
    """
    lock(TenantAccount.objects.filter(pk=asked.tenant_account_id))
    locked = lock_one(PaperRequest.objects.filter(pk=asked.pk))
    if locked.state not in (PaperRequest.State.ASKED, PaperRequest.State.EXPLAINED):
        raise NoLongerAsked(_("Cette pièce n’est plus à fournir : vous n’avez rien à faire."))
    close_waiting_of(locked, actor, now, ending=Case.Ending.REPLACED)
    impediment = Impediment.objects.create(
        request=locked,
        person=view.person,
        user=user,
        filed_by=filed_by,
        reason=Impeded(reason),
        precision=precision.strip()[:LONGEST_PRECISION],
        said_at=now,
        moved_at=now,
    )
    if locked.state != PaperRequest.State.EXPLAINED:
        move_request(locked, PaperRequest.State.EXPLAINED, actor, now)
    record(
        event=Event.PAPER_IMPEDIMENT_SAID,
        actor=actor,
        now=now,
        tenant_account_id=view.tenant_account.pk,
        person_id=view.person.pk,
        subject=impediment,
        what=locked.title,
    )
    open_case(
        kind=Case.Kind.PAPER,
        subject=SUBJECT.in_french(title=locked.title),
        body=f"{in_french(IMPEDIMENTS[Impeded(reason)])}. {impediment.precision}".strip(),
        tenant_account=view.tenant_account,
        person=view.person,
        user=user,
        about=impediment,
        filed_by=filed_by,
        actor=actor,
        now=now,
    )
    return impediment
