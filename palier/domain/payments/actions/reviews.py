from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.landlord.queries import today
from palier.domain.payments.actions.answers import bring_in_line
from palier.domain.payments.actions.operations import lock_account, post_operation
from palier.domain.payments.models import Attempt, BankAnswer, Operation, Review
from palier.domain.payments.rules.guards import EURO
from palier.domain.payments.rules.meanings import Meaning, meaning_of
from palier.domain.payments.rules.settlement import OperationKind
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import DomainError
from palier.foundation.locking import lock_one


class ReviewOver(DomainError):
    """Somebody has decided already."""


class NothingToAttribute(DomainError):
    """The row is not about money received in euros, or it is on an account already."""


@transaction.atomic
def attribute_review(
    *,
    review: Review,
    tenant_account: TenantAccount,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Operation:
    """Put the money of ``review`` on a rent account: one capture, one entry.

    Money of a known attempt goes to the account of that attempt and to no other.

    Raises:
        ReviewOver, NothingToAttribute
    """
    account = lock_account(tenant_account.pk)
    current = _locked(review)
    answer = current.answer
    if current.attempt and _heir_of(current.attempt.tenant_account) != account.pk:
        raise NothingToAttribute(
            _("Ce paiement a été commencé pour un autre compte : attribuez-le à celui-là.")
        )
    if answer is None or not answer.amount_cents or not _is_euros_received(answer):
        raise NothingToAttribute(
            _("La banque n’a pas annoncé d’argent reçu en euros : il n’y a rien à attribuer.")
        )
    already = Operation.objects.filter(
        gateway=answer.gateway,
        kind=OperationKind.CAPTURE.value,
        transaction=answer.transaction,
    )
    if not answer.transaction or already.exists():
        raise NothingToAttribute(
            _("Ce paiement est déjà sur un compte, ou la banque ne l’a pas identifié.")
        )
    attempt = None
    if current.attempt_id:
        attempt = lock_one(Attempt.objects.filter(pk=current.attempt_id))
    operation = post_operation(
        kind=OperationKind.CAPTURE,
        gateway=answer.gateway,
        transaction=answer.transaction,
        account=account,
        amount_cents=answer.amount_cents,
        happened_on=min(today(answer.happened_at or now), today(now)),
        actor=actor,
        now=now,
        attempt=attempt,
        authorisation=answer.authorisation,
    )
    current.tenant_account = account
    current.closed_by = staff
    current.save(update_fields=["tenant_account", "closed_by"])
    move(
        current,
        Review.State.ATTRIBUTED,
        actor=actor,
        now=now,
        event=Event.PAYMENT_ATTRIBUTED,
        tenant_account_id=account.pk,
    )
    _settle_attempt(current, actor=actor, now=now)
    return operation


@transaction.atomic
def close_review(
    *,
    review: Review,
    reason: Review.Reason,
    staff: StaffMember,
    actor: Actor,
    now: dt.datetime,
) -> Review:
    """Close ``review`` without posting anything, for a coded reason.

    Raises:
        ReviewOver: it was decided already.
    """
    if review.attempt:
        lock_account(review.attempt.tenant_account_id)
    current = _locked(review)
    current.reason = reason
    current.closed_by = staff
    current.save(update_fields=["reason", "closed_by"])
    move(
        current,
        Review.State.CLOSED,
        actor=actor,
        now=now,
        event=Event.PAYMENT_REVIEW_CLOSED,
        tenant_account_id=current.tenant_account_id,
        reason=str(Review.Reason(reason).label),
    )
    _settle_attempt(current, actor=actor, now=now)
    return current


def _locked(review: Review) -> Review:
    current = lock_one(Review.objects.filter(pk=review.pk))
    if current.state != Review.State.OPEN:
        raise ReviewOver(_("Ce paiement a déjà été traité par une autre personne."))
    return current


def _heir_of(account: TenantAccount) -> int:
    while account.replaced_by is not None:
        account = account.replaced_by
    return account.pk


def _is_euros_received(answer: BankAnswer) -> bool:
    meaning = meaning_of(gateway=answer.gateway, kind=answer.kind, status=answer.status)
    return meaning is Meaning.MONEY_IN and answer.currency == EURO


def _settle_attempt(review: Review, *, actor: Actor, now: dt.datetime) -> None:
    """Let the attempt leave the state "to be reviewed" once nothing waits for a person."""
    if review.attempt is None:
        return
    lock_account(review.attempt.tenant_account_id)
    attempt = lock_one(Attempt.objects.filter(pk=review.attempt.pk))
    bring_in_line(attempt, actor=actor, now=now)
