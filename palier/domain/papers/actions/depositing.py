"""Deposit a paper, share it, withdraw it.

DomainError
└── NoLongerAsked   the request was settled or cancelled meanwhile
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from palier.domain.access.queries import AccountView
from palier.domain.access.rules.delegating import may_share
from palier.domain.accounts.models import StaffMember, User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions import close_case_of, open_case
from palier.domain.casework.models import Case
from palier.domain.documents.acknowledgements.actions import acknowledge
from palier.domain.documents.actions import name_document
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.actions import Bundle
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.models import Document
from palier.domain.landlord.queries import today
from palier.domain.papers.actions.steps import close_waiting_of, move_paper, move_request
from palier.domain.papers.models import Paper, PaperRequest
from palier.domain.papers.queries import PAPER
from palier.domain.papers.rules import title_of
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import DomainError, NotYours
from palier.foundation.locking import lock, lock_one
from palier.foundation.sentences import Sentence, in_french

SUBJECT = Sentence(gettext_noop("Pièce : %(title)s"))
SHARED = gettext_lazy("Partagée")
WITH_OTHERS = gettext_lazy("avec les autres titulaires")
FOR_YOU_ALONE = gettext_lazy("non, pour vous seul(e)")


class NoLongerAsked(DomainError):
    """The request was settled or cancelled meanwhile; the paper may be deposited freely."""


def deposit_paper(
    *,
    view: AccountView,
    files: Sequence[Draft],
    kind: str,
    precision: str,
    shared: bool,
    actor: Actor,
    now: dt.datetime,
    asked: PaperRequest | None = None,
    user: User | None = None,
    filed_by: StaffMember | None = None,
) -> Paper:
    """Deposit a paper; acknowledged and in the agency's queue at once.

    ``view`` is the account as its person sees it. For a ``asked`` the kind and the name are
    the request's; a deposit or an impediment that still waits gives way to this one.

    Raises:
        NoLongerAsked.
        NotYours: a delegate would share it.
        palier.domain.documents.intake.refusals.Refusal: the files cannot be kept.
    """
    if shared and not may_share(actor.kind):
        raise NotYours()
    title = (asked.title if asked else title_of(kind, precision))[:120]
    # Files are opened and bound before the transaction: it takes a second.
    bundle = intake.assemble(drafts=files, title=title)
    return _deposit(
        view=view,
        bundle=bundle,
        kind=asked.kind if asked else kind,
        title=title,
        shared=shared,
        asked=asked,
        user=user,
        filed_by=filed_by,
        actor=actor,
        now=now,
    )


@transaction.atomic
def share_paper(*, paper: Paper, shared: bool, actor: Actor, now: dt.datetime) -> Paper:
    """Let the other holders read a paper, or no longer.

    Raises:
        NotYours: a delegate does not decide who else reads what is the person's own.
    """
    if not may_share(actor.kind):
        raise NotYours()
    locked = lock_one(Paper.objects.filter(pk=paper.pk))
    if locked.shared == shared:
        return locked
    locked.shared = shared
    locked.save(update_fields=["shared"])
    seen_by = Document.Visibility.HOLDERS if shared else Document.Visibility.PERSON
    Document.objects.filter(pk=locked.document_id).update(visibility=seen_by)
    record(
        event=Event.PAPER_SHARED if shared else Event.PAPER_UNSHARED,
        actor=actor,
        now=now,
        tenant_account_id=locked.tenant_account_id,
        person_id=locked.person_id,
        subject=locked,
        what=locked.title,
    )
    return locked


@transaction.atomic
def withdraw_paper(*, paper: Paper, actor: Actor, now: dt.datetime) -> Paper:
    """Take back a paper that nobody has decided about; what was asked is to be given again.

    Raises:
        palier.foundation.errors.MoveRefused: it was decided meanwhile.
    """
    lock(TenantAccount.objects.filter(pk=paper.tenant_account_id))
    locked = lock_one(Paper.objects.filter(pk=paper.pk))
    move_paper(locked, Paper.State.WITHDRAWN, Event.PAPER_WITHDRAWN, actor, now)
    close_case_of(subject_kind=PAPER, subject_reference=locked.code, actor=actor, now=now)
    for asked in lock(PaperRequest.objects.filter(pk__in=[locked.request_id])):
        move_request(asked, PaperRequest.State.ASKED, actor, now)
    return locked


@transaction.atomic
def _deposit(
    *,
    view: AccountView,
    bundle: Bundle,
    kind: str,
    title: str,
    shared: bool,
    asked: PaperRequest | None,
    user: User | None,
    filed_by: StaffMember | None,
    actor: Actor,
    now: dt.datetime,
) -> Paper:
    account, day = view.tenant_account, today(now)
    lock(TenantAccount.objects.filter(pk=account.pk))
    if asked is not None:
        asked = lock_one(PaperRequest.objects.filter(pk=asked.pk))
        if asked.state not in PaperRequest.LIVE:
            raise NoLongerAsked(
                _("Cette pièce n’est plus demandée. Vous pouvez la déposer librement.")
            )
        close_waiting_of(asked, actor, now, ending=Case.Ending.REPLACED)
    (stored,) = intake.store(bundle=bundle, now=now)
    document = name_document(
        stored=stored,
        kind=Document.Kind.SUPPORTING_PAPER,
        title=title,
        visibility=Document.Visibility.HOLDERS if shared else Document.Visibility.PERSON,
        origin=Document.Origin.TENANT,
        issued_on=day,
        tenant_account=account,
        person=view.person,
        actor=actor,
        now=now,
    )
    paper = Paper.objects.create(
        request=asked,
        tenant_account=account,
        person=view.person,
        user=user,
        filed_by=filed_by,
        kind=kind,
        title=title,
        document=document,
        shared=shared,
        deposited_at=now,
        deposited_on=day,
        moved_at=now,
    )
    if asked is not None and asked.state != PaperRequest.State.DEPOSITED:
        move_request(asked, PaperRequest.State.DEPOSITED, actor, now)
    _tell(paper, actor, now)
    return paper


def _tell(paper: Paper, actor: Actor, now: dt.datetime) -> None:
    record(
        event=Event.PAPER_DEPOSITED,
        actor=actor,
        now=now,
        tenant_account_id=paper.tenant_account_id,
        person_id=None if paper.shared else paper.person_id,
        subject=paper,
        what=paper.title,
    )
    case = open_case(
        kind=Case.Kind.PAPER,
        subject=SUBJECT.in_french(title=paper.title),
        tenant_account=paper.tenant_account,
        person=paper.person,
        user=paper.user,
        about=paper,
        filed_by=paper.filed_by,
        actor=actor,
        now=now,
    )
    acknowledge(
        about=paper,
        what=paper.title,
        files=[(paper.document.file, paper.title)],
        shown=[
            (in_french(SHARED), in_french(WITH_OTHERS if paper.shared else FOR_YOU_ALONE)),
        ],
        promised_on=case.promised_on,
        tenant_account=paper.tenant_account,
        person=paper.person,
        user=paper.user,
        filed_by=paper.filed_by,
        shared=paper.shared,
        actor=actor,
        now=now,
    )
