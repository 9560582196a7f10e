"""Random schedules of bank answers: duplicated, reordered, forged, late, missing.

``PALIER_SOAK_SCHEDULES`` says how many (``make soak``: 10,000 on each engine). After every
step the invariants of the ledger hold; at the end of each schedule the bank is asked about
everything, and the accounts then agree with the bank's own truth to the cent.
"""

from __future__ import annotations

import datetime as dt
import os

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from palier.domain.accounts.models import StaffMember
from palier.domain.audit.actor import Actor
from palier.domain.ledger import actions as ledger
from palier.domain.ledger.models import Entry
from palier.domain.payments import gateway
from palier.domain.payments.actions.answers import record_answer
from palier.domain.payments.actions.attempts import SecondPayment
from palier.domain.payments.actions.deliveries import deliver_operations
from palier.domain.payments.actions.reviews import attribute_review, close_review
from palier.domain.payments.actions.settlements import SettlementKnown, import_settlement
from palier.domain.payments.models import (
    Attempt,
    BankAnswer,
    DeliveryLine,
    Operation,
    Review,
)
from palier.domain.payments.queries.concerns import concerns_about
from palier.domain.payments.rules.settlement import SIGN, OperationKind
from tests.cast import NOW, Cast, assemble
from tests.domain.payments import bank
from tests.soak.bank_world import PATHS, BankWorld, Transaction

SCHEDULES = int(os.environ.get("PALIER_SOAK_SCHEDULES", "300"))
SHOP = django_settings.PALIER_SYSTEMPAY
FORGERIES = [
    ("vads_amount", "1"),
    ("vads_trans_status", "CAPTURED"),
    ("vads_operation_type", "DEBIT"),
    ("vads_order_id", "ZZZZZZZZZZZZ"),
    ("vads_trans_uuid", "f" * 32),
    ("vads_ctx_mode", "PRODUCTION"),
    ("vads_extra", "x"),
    ("signature", "AAAA"),
]
TELLINGS = ["in order", "backwards", "last one only", "not now"]
"""How much of what has just happened is announced at once; the rest may arrive later."""
the_cast: Cast


class Schedule(RuleBasedStateMachine):
    """One bank, two co-tenants and a neighbour, one rent accountant in a hurry."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.now: dt.datetime = NOW
        self.world = BankWorld(shop=SHOP["site_id"], mode=SHOP["mode"], key=SHOP["key"])
        self.attempts: list[Attempt] = []
        self.charged_back: set[str] = set()
        self.attributed_cents = 0

    def teardown(self) -> None:
        try:
            self.everything_is_asked_in_the_end()
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    # --- people ---------------------------------------------------------------------------

    @initialize(cents=st.sampled_from([41237, 100]))
    def awa_pays(self, cents: int) -> None:
        self.somebody_pays("awa", cents, False)

    @rule(
        who=st.sampled_from(["awa", "yanis", "jeanne"]),
        cents=st.sampled_from([100, 41237, 9_999_999]),
        confirms=st.booleans(),
    )
    def somebody_pays(self, who: str, cents: int, confirms: bool) -> None:
        user = getattr(the_cast, f"{who}_user")
        account = the_cast.arrears_account if who == "jeanne" else the_cast.account
        concerns = concerns_about(account, period=bank.OCTOBER, now=self.now)
        confirmed = [concern.reference for concern in concerns] if confirms else []
        try:
            attempt = bank.to_the_bank(user, account, self.now, cents=cents, confirmed=confirmed)
        except SecondPayment:
            assert concerns
            assert not confirms
        else:
            assert confirms or not concerns
            self.attempts.append(attempt)

    @rule(minutes=st.sampled_from([1, 20, 90, 1500]))
    def time_passes(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)

    # --- the bank -------------------------------------------------------------------------

    @precondition(lambda self: self.attempts)
    @rule(
        pick=st.integers(0, 99),
        path=st.sampled_from(sorted(PATHS)),
        steps=st.integers(1, 3),
        told=st.sampled_from(TELLINGS),
    )
    def a_card_is_tried(self, pick: int, path: str, steps: int, told: str) -> None:
        attempt = self.attempts[pick % len(self.attempts)]
        made = self.world.new_transaction(attempt, path)
        self._happen(made, steps, told)

    @precondition(lambda self: any(t.steps < len(PATHS[t.path]) for t in self.world.transactions))
    @rule(pick=st.integers(0, 99), told=st.sampled_from(TELLINGS))
    def the_bank_goes_on(self, pick: int, told: str) -> None:
        going = [t for t in self.world.transactions if t.steps < len(PATHS[t.path])]
        self._happen(going[pick % len(going)], 1, told)

    @precondition(lambda self: any(t.kept_money for t in self.world.transactions))
    @rule(pick=st.integers(0, 99), part=st.sampled_from([1, 2]), told=st.sampled_from(TELLINGS))
    def the_landlord_refunds_at_the_bank(self, pick: int, part: int, told: str) -> None:
        kept = [t for t in self.world.transactions if t.kept_money and t.kind == "DEBIT"]
        if not kept:
            return
        paid = kept[pick % len(kept)]
        attempt = self._attempt_of(paid.order)
        refund = self.world.new_transaction(
            attempt, "captured_at_once", kind="CREDIT", cents=max(1, paid.cents // part)
        )
        self._happen(refund, 1, told)

    @precondition(lambda self: self.world.announcements)
    @rule(pick=st.integers(0, 99), times=st.sampled_from([1, 1, 2]))
    def an_announcement_arrives(self, pick: int, times: int) -> None:
        """Any of those ever made: late, out of order, again; others never arrive."""
        body = self.world.announcements[pick % len(self.world.announcements)]
        for _ in range(times):
            self._receive(body)

    @precondition(lambda self: self.world.announcements)
    @rule(pick=st.integers(0, 99), forgery=st.sampled_from(FORGERIES))
    def a_forged_announcement_arrives(self, pick: int, forgery: tuple[str, str]) -> None:
        body = self.world.announcements[pick % len(self.world.announcements)]
        forged = self.world.forged(body, *forgery)
        if forged == body:
            return
        before = self._everything()
        with pytest.raises(gateway.NotFromTheBank):
            self._receive(forged)
        assert self._everything() == before

    @precondition(lambda self: self.attempts)
    @rule(pick=st.integers(0, 99))
    def a_signed_answer_has_another_amount(self, pick: int) -> None:
        attempt = self.attempts[pick % len(self.attempts)]
        odd = self.world.new_transaction(
            attempt, "captured_at_once", cents=attempt.amount_cents + 1
        )
        self.world.transactions.remove(odd)  # it is nobody's money until a person decides
        before = self._posted_cents()
        self._receive(self.world.body(odd, attempt, "CAPTURED"))
        assert self._posted_cents() == before
        assert Review.objects.filter(transaction=odd.uuid, doubt="other_amount").count() == 1

    # --- the landlord ---------------------------------------------------------------------

    @precondition(lambda self: Review.objects.filter(state="open").exists())
    @rule(pick=st.integers(0, 99), attributes=st.booleans())
    def the_accountant_decides(self, pick: int, attributes: bool) -> None:
        reviews = list(Review.objects.filter(state="open").order_by("pk"))
        review = reviews[pick % len(reviews)]
        staff: StaffMember = the_cast.accountant
        actor = Actor.system()
        if attributes and review.doubt == "other_amount" and review.attempt:
            operation = attribute_review(
                review=review,
                tenant_account=review.attempt.tenant_account,
                staff=staff,
                actor=actor,
                now=self.now,
            )
            self.attributed_cents -= operation.amount_cents
        else:
            close_review(
                review=review,
                reason=Review.Reason.NO_MONEY,
                staff=staff,
                actor=actor,
                now=self.now,
            )

    @rule()
    def operations_are_exported(self) -> None:
        deliver_operations(actor=Actor.system(), now=self.now)
        assert not Operation.objects.filter(delivery_line=None).exists()

    @precondition(lambda self: Entry.objects.filter(source="portal", reverses=None).exists())
    @rule(pick=st.integers(0, 99))
    def the_erp_books_an_operation(self, pick: int) -> None:
        """Its own line replaces the provisional entry by reversal, in one transaction."""
        waiting = Entry.objects.filter(source="portal", reverses=None, reversed_by=None)
        rows = list(waiting.order_by("pk"))
        if not rows:
            return
        entry = rows[pick % len(rows)]
        ledger.reverse(
            entry=entry,
            label="",
            effective_on=entry.effective_on,
            actor=Actor.erp(),
            now=self.now,
        )
        Entry.objects.create(
            tenant_account_id=entry.tenant_account_id,
            kind=entry.kind,
            amount_cents=entry.amount_cents,
            effective_on=entry.effective_on,
            label="ERP",
            source=Entry.Source.ERP,
            source_reference=f"erp:{entry.portal_payment_reference}",
            portal_payment_reference=entry.portal_payment_reference,
            posted_at=self.now,
        )

    @precondition(lambda self: Operation.objects.filter(kind="capture").exists())
    @rule(pick=st.integers(0, 99))
    def the_bank_charges_back(self, pick: int) -> None:
        captures = list(Operation.objects.filter(kind="capture").order_by("pk"))
        capture = captures[pick % len(captures)]
        euros = f"{capture.amount_cents // 100},{capture.amount_cents % 100:02d}"
        content = (
            "kind;settled_on;bank_transaction;order;amount\n"
            f"chargeback;2026-11-24;{capture.transaction};;{euros}\n"
        )
        known = capture.transaction in self.charged_back
        try:
            import_settlement(
                content=content.encode(), name="r", actor=Actor.system(), now=self.now
            )
        except SettlementKnown:
            assert known
        else:
            assert not known
            self.charged_back.add(capture.transaction)

    # --- what always holds ----------------------------------------------------------------

    @invariant()
    def each_operation_has_its_entry_and_each_entry_its_operation(self) -> None:
        for operation in Operation.objects.select_related("entry"):
            signed = SIGN[OperationKind(operation.kind)] * operation.amount_cents
            assert operation.entry.amount_cents == signed
            assert operation.entry.portal_payment_reference == operation.code
        posted = Entry.objects.filter(source="portal", reverses=None).count()
        assert posted == Operation.objects.count()

    @invariant()
    def the_account_is_the_sum_of_the_operations(self) -> None:
        entries = Entry.objects.aggregate(total=Sum("amount_cents"))["total"] or 0
        assert entries == self._posted_cents()

    @invariant()
    def only_what_the_bank_did_is_posted_and_never_twice(self) -> None:
        truth = {(t.uuid, t.kind): t for t in self.world.transactions if t.moved_money}
        rows = Operation.objects.values_list("kind", "transaction", "amount_cents")
        assert len(rows) == len({(kind, uuid) for kind, uuid, _ in rows})
        attributed = set(
            Review.objects.filter(state="attributed").values_list("transaction", flat=True)
        )
        for kind, uuid, cents in rows:
            side = {"capture": "DEBIT", "refund": "CREDIT"}.get(kind)
            if side and uuid not in attributed:
                assert truth[uuid, side].cents == cents

    @invariant()
    def the_state_says_whether_money_was_kept(self) -> None:
        for attempt in Attempt.objects.prefetch_related("operations"):
            kinds: dict[str, int] = {}
            for operation in attempt.operations.all():
                kinds[operation.kind] = kinds.get(operation.kind, 0) + 1
            kept = kinds.get("capture", 0) - kinds.get("cancellation", 0)
            paid = attempt.state == Attempt.State.PAID
            if attempt.reviews.filter(state="attributed").exists():
                continue
            assert paid == (kept > 0), (attempt.state, kinds)

    @invariant()
    def an_operation_is_delivered_at_most_once(self) -> None:
        lines = DeliveryLine.objects.count()
        assert lines == DeliveryLine.objects.values("operation").distinct().count()

    # --- helpers --------------------------------------------------------------------------

    def everything_is_asked_in_the_end(self) -> None:
        """However the announcements fared, asking the bank brings the accounts to the truth."""
        for known in list(self.world.transactions):
            attempt = self._attempt_of(known.order)
            for status in known.statuses:
                self._receive(self.world.body(known, attempt, status), BankAnswer.Channel.QUERY)
        charged_back = sum(
            operation.amount_cents for operation in Operation.objects.filter(kind="chargeback")
        )
        expected = self.world.truth_cents() + charged_back + self.attributed_cents
        assert self._posted_cents() == expected

    def _receive(
        self, body: str, channel: BankAnswer.Channel = BankAnswer.Channel.NOTIFICATION
    ) -> None:
        report = gateway.current().read_notification(body)
        record_answer(report=report, channel=channel, actor=Actor.bank(), now=self.now)

    def _happen(self, known: Transaction, steps: int, told: str) -> None:
        """Let up to ``steps`` things happen, then announce them in some way."""
        attempt = self._attempt_of(known.order)
        before = len(self.world.announcements)
        for _ in range(min(steps, len(PATHS[known.path]) - known.steps)):
            self.world.advance(known, attempt)
        bodies = self.world.announcements[before:]
        for body in {
            "in order": bodies,
            "backwards": bodies[::-1],
            "last one only": bodies[-1:],
            "not now": [],
        }[told]:
            self._receive(body)

    def _attempt_of(self, order: str) -> Attempt:
        return next(attempt for attempt in self.attempts if attempt.code == order)

    def _posted_cents(self) -> int:
        return sum(
            SIGN[OperationKind(kind)] * cents
            for kind, cents in Operation.objects.values_list("kind", "amount_cents")
        )

    def _everything(self) -> tuple[object, ...]:
        return (
            list(Attempt.objects.order_by("pk").values_list("pk", "state")),
            Operation.objects.count(),
            Entry.objects.count(),
            BankAnswer.objects.count(),
            Review.objects.count(),
        )


@pytest.mark.soak
def test_every_schedule_keeps_the_ledger(db: None) -> None:
    global the_cast
    the_cast = assemble()
    run_state_machine_as_test(
        Schedule,
        settings=settings(
            max_examples=SCHEDULES,
            stateful_step_count=14,
            deadline=None,
            database=None,
            derandomize="PALIER_SOAK_RANDOM" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
