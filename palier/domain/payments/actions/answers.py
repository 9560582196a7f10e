from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable

from django.db import transaction

from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.landlord.queries import today
from palier.domain.mail.actions import queue_mail
from palier.domain.payments import gateway
from palier.domain.payments.actions.alerts import open_review
from palier.domain.payments.actions.operations import lock_account, post_operation
from palier.domain.payments.models import Attempt, BankAnswer, Operation, Review
from palier.domain.payments.rules.amounts import (
    GIVE_UP_AFTER,
    is_over,
    next_check_of_paid,
    next_question_at,
)
from palier.domain.payments.rules.guards import (
    BankReport,
    Doubt,
    Expected,
    asks_for_review,
    doubts_about,
)
from palier.domain.payments.rules.meanings import Meaning, refusal_reason
from palier.domain.payments.rules.settlement import (
    Due,
    OperationKind,
    Standing,
    settle,
)
from palier.foundation.locking import lock_one

_STATE = {
    Standing.PAID: Attempt.State.PAID,
    Standing.WAITING: Attempt.State.WAITING,
    Standing.CANCELLED: Attempt.State.CANCELLED,
    Standing.REFUSED: Attempt.State.REFUSED,
    Standing.ABANDONED: Attempt.State.ABANDONED,
}
_EVENT = {
    Attempt.State.WAITING: Event.PAYMENT_WAITING,
    Attempt.State.REFUSED: Event.PAYMENT_REFUSED,
    Attempt.State.ABANDONED: Event.PAYMENT_ABANDONED,
    Attempt.State.REVIEW: Event.PAYMENT_UNDER_REVIEW,
}
"""Paid and cancelled are told by their operations."""
_LETTER = {
    Attempt.State.PAID: "mail/payment_received",
    Attempt.State.CANCELLED: "mail/payment_cancelled",
}


@transaction.atomic
def record_answer(
    *, report: BankReport, channel: BankAnswer.Channel, actor: Actor, now: dt.datetime
) -> Attempt | None:
    """Keep what the bank said and bring the attempt, the operations and the account in line.

    Harmless to repeat, in any order. What cannot be taken at its word is kept too, and opens
    a review. Returns the attempt, or ``None`` when the order is unknown.
    """
    attempt = _locked_attempt(report)
    expected = _expected(attempt) if attempt else None
    doubts = doubts_about(report, expected)
    answer = _keep(report, attempt, doubts, channel=channel, now=now)
    if doubts and asks_for_review(report):
        open_review(
            doubt=doubts[0],
            order=report.order,
            transaction=report.transaction,
            amount_cents=report.amount_cents,
            attempt=attempt,
            answer=answer,
            actor=actor,
            now=now,
        )
    if attempt is not None:
        bring_in_line(attempt, actor=actor, now=now)
    return attempt


def bring_in_line(attempt: Attempt, *, actor: Actor, now: dt.datetime) -> None:
    """Post what the answers known so far ask for and is not there; called under the locks."""
    answers = list(BankAnswer.objects.filter(attempt=attempt).order_by("pk"))
    posted = list(Operation.objects.filter(attempt=attempt))
    attributed = {
        operation.transaction
        for operation in posted
        if operation.kind == OperationKind.CAPTURE.value
    }
    trusted = [row for row in answers if not row.doubts or row.transaction in attributed]
    settlement = settle(_report_of(row) for row in trusted)
    known = {(operation.kind, operation.transaction): operation for operation in posted}
    for due in sorted(settlement.operations, key=_captures_first):
        if (due.kind.value, due.transaction) not in known:
            known[due.kind.value, due.transaction] = _post(
                attempt, due, trusted, known, actor=actor, now=now
            )
            if due.kind is OperationKind.REFUND:
                _write_to_payer(attempt, "mail/payment_refunded", now=now)
    for doubt, about in settlement.doubts:
        open_review(
            doubt=doubt,
            order=attempt.code,
            transaction=about,
            amount_cents=attempt.amount_cents,
            attempt=attempt,
            answer=None,
            actor=actor,
            now=now,
        )
    _move_to(attempt, settlement.standing, trusted, actor=actor, now=now)


def ask_bank(*, code: str, now: dt.datetime) -> Attempt:
    """Ask the bank about one attempt and record what it says; outside any transaction.

    A bank that does not answer changes nothing but the time of the next question.
    """
    attempt = Attempt.objects.get(code=code)
    connector = gateway.named(attempt.gateway)
    answered = forgotten = False
    reports: Iterable[BankReport] = ()
    if connector.can_ask:
        try:
            found = connector.ask(order=attempt.code, bank_reference=attempt.bank_reference)
        except gateway.BankUnreachable:
            pass
        else:
            answered, forgotten, reports = True, found.forgotten, found.reports
    for report in reports:
        record_answer(report=report, channel=BankAnswer.Channel.QUERY, actor=Actor.bank(), now=now)
    return _note_question(attempt, answered=answered, forgotten=forgotten, now=now)


@transaction.atomic
def _note_question(
    attempt: Attempt, *, answered: bool, forgotten: bool, now: dt.datetime
) -> Attempt:
    lock_account(attempt.tenant_account_id)
    current = lock_one(Attempt.objects.filter(pk=attempt.pk))
    actor = Actor.system()
    current.asked_at = now
    current.save(update_fields=["asked_at"])
    never_began = current.state in (Attempt.State.OPENING, Attempt.State.OPEN)
    if never_began and is_over(
        started_at=current.started_at, now=now, bank_answered=answered, bank_forgot=forgotten
    ):
        _move(current, Attempt.State.EXPIRED, Event.PAYMENT_EXPIRED, actor=actor, now=now)
    elif current.state == Attempt.State.WAITING and now - current.started_at > GIVE_UP_AFTER:
        open_review(
            doubt=Doubt.STILL_UNKNOWN,
            order=current.code,
            transaction="",
            amount_cents=current.amount_cents,
            attempt=current,
            answer=None,
            actor=actor,
            now=now,
        )
        _move(current, Attempt.State.REVIEW, Event.PAYMENT_UNDER_REVIEW, actor=actor, now=now)
    _plan_next_question(current)
    return current


def _locked_attempt(report: BankReport) -> Attempt | None:
    """Find the attempt of ``report`` and lock its account, then itself."""
    found = Attempt.objects.filter(code=report.order, gateway=report.gateway).first()
    if found is None:
        return None
    lock_account(found.tenant_account_id)
    return lock_one(Attempt.objects.filter(pk=found.pk))


def _expected(attempt: Attempt) -> Expected:
    return Expected(
        order=attempt.code,
        amount_cents=attempt.amount_cents,
        shop=attempt.shop,
        mode=attempt.mode,
        trans_id=attempt.trans_id,
    )


def _keep(
    report: BankReport,
    attempt: Attempt | None,
    doubts: tuple[Doubt, ...],
    *,
    channel: BankAnswer.Channel,
    now: dt.datetime,
) -> BankAnswer:
    """Keep each different thing the bank said once; the first telling stays."""
    decisive = [
        report.gateway,
        channel.value,
        report.order,
        report.transaction,
        report.kind,
        report.status,
        report.amount_cents,
        report.currency,
        report.shop,
        report.mode,
        report.trans_id,
    ]
    fingerprint = hashlib.sha256(json.dumps(decisive).encode()).hexdigest()
    row = BankAnswer(
        attempt=attempt,
        gateway=report.gateway,
        channel=channel,
        received_at=now,
        fingerprint=fingerprint,
        order=report.order[:40],
        transaction=report.transaction[:64],
        kind=report.kind[:20],
        status=report.status[:40],
        amount_cents=report.amount_cents,
        currency=report.currency[:8],
        shop=report.shop[:20],
        mode=report.mode[:12],
        trans_id=report.trans_id[:12],
        happened_at=report.happened_at,
        authorisation=report.authorisation[:20],
        authorisation_code=report.authorisation_code[:12],
        doubts=[doubt.value for doubt in doubts],
        raw=dict(report.raw),
    )
    BankAnswer.objects.bulk_create([row], ignore_conflicts=True)
    return BankAnswer.objects.get(fingerprint=fingerprint)


def _report_of(row: BankAnswer) -> BankReport:
    return BankReport(
        gateway=row.gateway,
        order=row.order,
        transaction=row.transaction,
        kind=row.kind,
        status=row.status,
        amount_cents=row.amount_cents,
        currency=row.currency,
        shop=row.shop,
        mode=row.mode,
        trans_id=row.trans_id,
        happened_at=row.happened_at,
        authorisation=row.authorisation,
        authorisation_code=row.authorisation_code,
    )


def _captures_first(due: Due) -> tuple[int, str]:
    return list(OperationKind).index(due.kind), due.transaction


def _post(
    attempt: Attempt,
    due: Due,
    answers: list[BankAnswer],
    known: dict[tuple[str, str], Operation],
    *,
    actor: Actor,
    now: dt.datetime,
) -> Operation:
    about = [row for row in answers if row.transaction == due.transaction]
    days = [today(row.happened_at) for row in about if row.happened_at]
    undone = {
        OperationKind.CANCELLATION: OperationKind.CAPTURE,
        OperationKind.REFUND_CANCELLATION: OperationKind.REFUND,
    }.get(due.kind)
    # A cancellation is dated of the day we hear of it: the bank repeats the payment's own date.
    happened_on = today(now) if undone or not days else min(days[0], today(now))
    return post_operation(
        kind=due.kind,
        gateway=attempt.gateway,
        transaction=due.transaction,
        account=lock_account(attempt.tenant_account_id),
        amount_cents=due.amount_cents,
        happened_on=happened_on,
        actor=actor,
        now=now,
        attempt=attempt,
        authorisation=next((row.authorisation for row in about if row.authorisation), ""),
        undoes=known.get((undone.value, due.transaction)) if undone else _capture_of(known),
    )


def _capture_of(known: dict[tuple[str, str], Operation]) -> Operation | None:
    """Give the capture that a refund takes from; none yet for a capture itself."""
    captures = [row for (kind, _), row in known.items() if kind == OperationKind.CAPTURE.value]
    return captures[0] if captures else None


def _move_to(
    attempt: Attempt,
    standing: Standing,
    answers: list[BankAnswer],
    *,
    actor: Actor,
    now: dt.datetime,
) -> None:
    waits_for_a_person = Review.objects.filter(attempt=attempt, state=Review.State.OPEN).exists()
    if standing is not Standing.PAID and waits_for_a_person:
        target = Attempt.State.REVIEW
    elif standing is Standing.SILENT:
        target = (
            Attempt.State.EXPIRED
            if attempt.state == Attempt.State.REVIEW
            else Attempt.State(attempt.state)
        )
    else:
        target = _STATE[standing]
    if target == Attempt.State.REFUSED:
        attempt.refusal = _refusal_in(answers)
        attempt.save(update_fields=["refusal"])
    if target != attempt.state:
        _move(attempt, target, _EVENT.get(target), actor=actor, now=now)
        if target in _LETTER:
            _write_to_payer(attempt, _LETTER[target], now=now)
    _plan_next_question(attempt, answers)


def _move(
    attempt: Attempt, to: Attempt.State, event: Event | None, *, actor: Actor, now: dt.datetime
) -> None:
    move(
        attempt,
        to,
        actor=actor,
        now=now,
        event=event,
        tenant_account_id=attempt.tenant_account_id,
    )


def _refusal_in(answers: list[BankAnswer]) -> str:
    codes = [
        row.authorisation_code
        for row in answers
        if _report_of(row).meaning is Meaning.REFUSED and row.authorisation_code
    ]
    return refusal_reason(codes[-1] if codes else "")


def _write_to_payer(attempt: Attempt, template: str, *, now: dt.datetime) -> None:
    queue_mail(
        to=attempt.user.email,
        template=template,
        context={"reference": attempt.code},
        now=now,
        language=attempt.user.language,
    )


def _plan_next_question(attempt: Attempt, answers: list[BankAnswer] | None = None) -> None:
    """Ask again about what is undecided, and for some days about what is not captured yet."""
    state = Attempt.State(attempt.state)
    ask_at: dt.datetime | None = None
    if state in Attempt.UNDECIDED:
        ask_at = next_question_at(started_at=attempt.started_at, asked_at=attempt.asked_at)
    elif state is Attempt.State.PAID:
        rows = BankAnswer.objects.filter(attempt=attempt) if answers is None else answers
        captured = any(row.status == "CAPTURED" for row in rows) or attempt.gateway == "payfip"
        if not captured:
            ask_at = next_check_of_paid(started_at=attempt.started_at, asked_at=attempt.asked_at)
    if ask_at != attempt.ask_at:
        attempt.ask_at = ask_at
        attempt.save(update_fields=["ask_at"])
