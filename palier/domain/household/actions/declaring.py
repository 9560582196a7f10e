"""Send a declaration to the agency, or withdraw it.

DomainError
├── StillMissing      a question has no answer, or the proof is not there
├── AlreadyDeclared   the same change waits for its answer
└── NotYourDwelling   the person does not hold this dwelling's lease today
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from palier.domain.access.queries import AccountView
from palier.domain.accounts.models import StaffMember, User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.casework.actions import close_case_of, open_case
from palier.domain.casework.models import Case
from palier.domain.documents.acknowledgements.actions import acknowledge
from palier.domain.documents.actions import name_document
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.actions import Bundle
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.models import Document
from palier.domain.household.models import AnswersDraft, Declaration
from palier.domain.household.queries.declarations import SUBJECT
from palier.domain.household.queries.members import chosen_member, holder_keys, known_members
from palier.domain.household.rules.changes import CHANGES, PROOFS, RELATIONS, Proof
from palier.domain.household.rules.questions import (
    Answers,
    date_trouble,
    first_missing,
    holds_a_number,
    proof_fits,
)
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import Lease, TenantAccount
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock, lock_one
from palier.foundation.sentences import Sentence, in_french

QUEUE_LINE = Sentence(gettext_noop("Foyer : %(change)s"))


class StillMissing(DomainError):
    """A question has no answer that can be taken, or there is no proof."""


class AlreadyDeclared(DomainError):
    """The same change waits for its answer."""


class NotYourDwelling(DomainError):
    """The person does not hold this dwelling's lease today."""


def declare(
    *,
    view: AccountView,
    lease: Lease,
    answers: Answers,
    proofs: Sequence[Draft],
    actor: Actor,
    now: dt.datetime,
    user: User | None = None,
    filed_by: StaffMember | None = None,
    draft: AnswersDraft | None = None,
    follows: Declaration | None = None,
) -> Declaration:
    """Send a declaration with its proof; acknowledge it and put it in the agency's queue.

    ``view`` is the account as whoever declares sees it; ``filed_by`` is who files it at the
    counter in their place. ``draft`` is where the answers were kept: it goes with the deposit,
    so that sending twice declares once.

    Raises:
        StillMissing, AlreadyDeclared, NotYourDwelling.
        palier.domain.documents.intake.refusals.Refusal: the files cannot be kept.
    """
    _refuse_incomplete(answers, proofs, today(now))
    if view.is_former or lease.tenant_account_id != view.tenant_account.pk:
        raise NotYourDwelling(
            _("Vous n’êtes plus titulaire de ce logement. Appelez votre agence pour en parler.")
        )
    # Files are opened and bound before the transaction: it takes a second.
    bundle = intake.assemble(drafts=proofs, title=in_french(PROOFS[Proof(answers.proof)]))
    return _declare(
        view=view,
        lease=lease,
        answers=answers,
        bundle=bundle,
        user=user,
        filed_by=filed_by,
        draft=draft,
        follows=follows,
        actor=actor,
        now=now,
    )


@transaction.atomic
def withdraw(*, declaration: Declaration, actor: Actor, now: dt.datetime) -> Declaration:
    """Take back a declaration that nobody has decided about.

    Raises:
        palier.foundation.errors.MoveRefused: it was decided meanwhile.
    """
    locked = lock_one(Declaration.objects.filter(pk=declaration.pk))
    moved(locked, Declaration.State.WITHDRAWN, Event.HOUSEHOLD_WITHDRAWN, actor, now)
    close_case_of(subject_kind=SUBJECT, subject_reference=locked.code, actor=actor, now=now)
    return locked


def moved(declaration: Declaration, to: str, event: Event, actor: Actor, now: dt.datetime) -> None:
    """Move a declaration; the trail of it is read by its person alone."""
    move(
        declaration,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=declaration.tenant_account_id,
        person_id=declaration.person_id,
        what=in_french(CHANGES[declaration.change_kind].label),
    )


@transaction.atomic
def _declare(
    *,
    view: AccountView,
    lease: Lease,
    answers: Answers,
    bundle: Bundle,
    user: User | None,
    filed_by: StaffMember | None,
    draft: AnswersDraft | None,
    follows: Declaration | None,
    actor: Actor,
    now: dt.datetime,
) -> Declaration:
    assert answers.effective_on is not None, "what is incomplete was refused before"
    account, day = view.tenant_account, today(now)
    lock(TenantAccount.objects.filter(pk=account.pk))
    if draft is not None and not lock(AnswersDraft.objects.filter(pk=draft.pk)):
        raise AlreadyDeclared(_("Cette déclaration est déjà envoyée."))
    _refuse_twice(lease, answers)
    (stored,) = intake.store(bundle=bundle, now=now)
    member = chosen_member(known_members(lease, day), answers.member)
    document = name_document(
        stored=stored,
        kind=Document.Kind.HOUSEHOLD_PROOF,
        title=in_french(PROOFS[Proof(answers.proof)])[:160],
        visibility=Document.Visibility.PERSON,
        origin=Document.Origin.TENANT,
        issued_on=day,
        tenant_account=account,
        lease=lease,
        person=view.person,
        actor=actor,
        now=now,
    )
    declaration = Declaration.objects.create(
        tenant_account=account,
        lease=lease,
        person=view.person,
        user=user,
        filed_by=filed_by,
        follows=follows,
        change=answers.change,
        member=member.key if member else "",
        family_name=member.family_name if member else answers.family_name,
        given_names=member.given_names if member else answers.given_names,
        birth_date=(member.birth_date if member else None) or answers.birth_date,
        relation=answers.relation or (member.relation if member else ""),
        effective_on=answers.effective_on,
        about_holder=member is not None
        and member.person_id is not None
        and member.person_id in holder_keys(lease, day),
        proof=answers.proof,
        document=document,
        declared_at=now,
        declared_on=day,
        moved_at=now,
    )
    _tell(declaration, actor, now)
    if draft is not None:
        AnswersDraft.objects.filter(pk=draft.pk).delete()
    return declaration


def _tell(declaration: Declaration, actor: Actor, now: dt.datetime) -> None:
    what = in_french(CHANGES[declaration.change_kind].label)
    record(
        event=Event.HOUSEHOLD_DECLARED,
        actor=actor,
        now=now,
        tenant_account_id=declaration.tenant_account_id,
        person_id=declaration.person_id,
        subject=declaration,
        what=what,
    )
    case = open_case(
        kind=Case.Kind.DECLARATION,
        subject=QUEUE_LINE.in_french(change=what[:1].lower() + what[1:]),
        tenant_account=declaration.tenant_account,
        person=declaration.person,
        user=declaration.user,
        about=declaration,
        filed_by=declaration.filed_by,
        actor=actor,
        now=now,
    )
    acknowledge(
        about=declaration,
        what=in_french(gettext_lazy("Changement dans le foyer")),
        files=[(declaration.document.file, in_french(PROOFS[Proof(declaration.proof)]))],
        shown=_shown_of(declaration),
        promised_on=case.promised_on,
        tenant_account=declaration.tenant_account,
        person=declaration.person,
        user=declaration.user,
        filed_by=declaration.filed_by,
        shared=False,
        actor=actor,
        now=now,
    )


def _shown_of(declaration: Declaration) -> list[tuple[str, str]]:
    """Give what was declared, as it is written down."""
    kind = CHANGES[declaration.change_kind]
    relation = declaration.relation if kind.relations else ""
    shown: tuple[tuple[Any, Any], ...] = (
        (gettext_lazy("Changement"), kind.label),
        (gettext_lazy("Personne concernée"), declaration.full_name),
        (gettext_lazy("Date de naissance"), declaration.birth_date or ""),
        (gettext_lazy("Lien"), RELATIONS.get(relation, "")),
        (gettext_lazy("Depuis le"), declaration.effective_on),
        (gettext_lazy("Justificatif"), PROOFS[Proof(declaration.proof)]),
    )
    return [(in_french(label), in_french(value)) for label, value in shown]


def _refuse_incomplete(answers: Answers, proofs: Sequence[Draft], day: dt.date) -> None:
    missing = first_missing(answers)
    names = f"{answers.family_name} {answers.given_names}"
    if missing is not None or answers.effective_on is None or not proofs:
        raise StillMissing(_("Il manque une réponse ou le justificatif. Complétez, puis envoyez."))
    wrong = date_trouble(
        answers.change, answers.effective_on, birth_date=answers.birth_date, today=day
    )
    if wrong or holds_a_number(names) or not proof_fits(answers.change, answers.proof):
        raise StillMissing(_("Une réponse n’est pas possible. Vérifiez la personne et la date."))


def _refuse_twice(lease: Lease, answers: Answers) -> None:
    waiting = Declaration.objects.filter(
        lease=lease, change=answers.change, state=Declaration.State.UNDER_REVIEW
    )
    for declaration in waiting:
        if declaration.full_name.casefold() == answers.full_name.casefold():
            raise AlreadyDeclared(
                _(
                    "Ce changement est déjà déclaré pour cette personne. Votre agence le vérifie : "
                    "vous n’avez rien à refaire."
                )
            )
