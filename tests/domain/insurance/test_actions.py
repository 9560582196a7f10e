from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from palier.domain.accounts.queries import actor_of
from palier.domain.casework.actions import CaseChanged, TooLateToUndo
from palier.domain.casework.models import Case
from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.refusals import AlreadySent
from palier.domain.documents.models import StoredFile
from palier.domain.insurance import actions
from palier.domain.insurance.models import Certificate, FormalDemand, Reading
from palier.domain.insurance.queries import cover_on, demand_in_force
from palier.domain.insurance.rules.cover import Situation
from palier.domain.landlord.queries import settings_on
from palier.domain.mail.models import Letter
from palier.foundation.errors import MoveRefused, NotYours
from tests.cast import TODAY, Cast
from tests.domain.insurance.making import YEAR, accept, act, deposit, draft, refuse
from tests.domain.insurance.papers import Paper

pytestmark = pytest.mark.usefixtures("files")
MINUTE = dt.timedelta(minutes=1)


def situation(cast: Cast) -> Situation:
    return cover_on(cast.lease, TODAY, settings_on(TODAY)).situation


def issue(cast: Cast, now: dt.datetime) -> FormalDemand:
    staff = cast.north_advisor
    return actions.issue_demand(lease=cast.lease, staff=staff, actor=actor_of(staff.user), now=now)


def test_a_deposit_is_acknowledged_and_in_the_queue_at_once(cast: Cast, now: dt.datetime) -> None:
    made = deposit(cast, now)
    stored = made.certificate.document.file
    assert made.certificate.kind == Certificate.Kind.FIRST
    assert situation(cast) is Situation.UNDER_REVIEW
    assert (made.case.kind, made.case.state) == ("certificate", "open")
    assert made.case.promised_on == dt.date(2026, 12, 4)
    receipt = made.acknowledgement
    assert receipt.files[0]["sha256"] == stored.sha256
    assert receipt.received_at == now
    letter = Letter.objects.get()
    assert receipt.number in letter.text + letter.subject
    assert stored.sha256[:8] in letter.text
    assert "4123456A" not in letter.text


def test_the_same_files_are_deposited_once(cast: Cast, now: dt.datetime) -> None:
    bundle = intake.assemble(drafts=[draft(cast.awa_user, cast.lease, now)], title="x")
    common = {
        "lease": cast.lease, "person": cast.awa, "user": cast.awa_user, "bundle": bundle,
        "answers": actions.Answers(), "actor": actor_of(cast.awa_user), "now": now,
    }  # fmt: skip
    actions.deposit_certificate(**common)
    with pytest.raises(AlreadySent):
        actions.deposit_certificate(**common)
    assert Certificate.objects.count() == 1


def test_a_new_deposit_replaces_the_one_that_waits_and_erases_nothing(
    cast: Cast, now: dt.datetime
) -> None:
    first = deposit(cast, now)
    second = deposit(cast, now + MINUTE, paper=Paper(policy="7654321B"))
    first.certificate.refresh_from_db()
    first.case.refresh_from_db()
    assert first.certificate.state == Certificate.State.REPLACED
    assert (first.case.state, first.case.closed_reason) == ("closed", "replaced")
    assert second.case.state == "open"
    assert Acknowledgement.objects.count() == 2


def test_nothing_erases_or_rewrites_what_was_declared(cast: Cast, now: dt.datetime) -> None:
    made = deposit(cast, now)
    for attempt in (
        lambda: Certificate.objects.filter(pk=made.certificate.pk).update(insurer="Autre"),
        lambda: Certificate.objects.filter(pk=made.certificate.pk).delete(),
        lambda: Acknowledgement.objects.update(what="Autre chose"),
        lambda: Acknowledgement.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_accepting_insures_the_dwelling_and_the_next_one_is_a_renewal(
    cast: Cast, now: dt.datetime
) -> None:
    made = deposit(cast, now)
    accept(made.certificate, cast.north_advisor, now + MINUTE)
    assert situation(cast) is Situation.COVERED
    later = deposit(cast, now + 2 * MINUTE, paper=Paper(policy="X7654321"))
    assert later.certificate.kind == Certificate.Kind.RENEWAL
    assert situation(cast) is Situation.COVERED


def test_a_refusal_carries_its_reason_and_may_be_taken_back_for_a_while(
    cast: Cast, now: dt.datetime
) -> None:
    made = deposit(cast, now)
    decision = refuse(made.certificate, cast.north_advisor, now + MINUTE)
    assert situation(cast) is Situation.REFUSED
    assert decision.sentence
    assert decision.remedy
    staff = cast.north_advisor
    common = {"decision": decision, "staff": staff, "actor": actor_of(staff.user)}
    actions.undo_certificate(**common, now=now + 2 * MINUTE)
    assert situation(cast) is Situation.UNDER_REVIEW
    again = refuse(made.certificate, cast.north_advisor, now + 3 * MINUTE)
    with pytest.raises(TooLateToUndo):
        actions.undo_certificate(**common | {"decision": again}, now=now + 9 * MINUTE)


def test_taking_back_is_refused_once_another_deposit_waits(cast: Cast, now: dt.datetime) -> None:
    made = deposit(cast, now)
    decision = refuse(made.certificate, cast.north_advisor, now)
    deposit(cast, now + MINUTE, paper=Paper(policy="7654321B"))
    staff = cast.north_advisor
    with pytest.raises(actions.AnotherFiledSince):
        actions.undo_certificate(
            decision=decision, staff=staff, actor=actor_of(staff.user), now=now + MINUTE
        )


def test_a_certificate_without_an_end_may_be_sent_but_not_accepted(
    cast: Cast, now: dt.datetime
) -> None:
    made = deposit(cast, now, span=(None, None))
    with pytest.raises(actions.DatesWanted):
        accept(made.certificate, cast.north_advisor, now, span=(None, None))
    with pytest.raises(actions.DatesWanted):
        accept(made.certificate, cast.north_advisor, now, span=(YEAR[1], YEAR[0]))
    accept(made.certificate, cast.north_advisor, now)
    assert situation(cast) is Situation.COVERED


def test_another_agency_decides_nothing_and_two_advisors_never_both(
    cast: Cast, now: dt.datetime
) -> None:
    made = deposit(cast, now)
    with pytest.raises(NotYours):
        accept(made.certificate, cast.south_advisor, now)
    stale = act(made.certificate, cast.north_advisor, now)
    accept(made.certificate, cast.north_advisor, now)
    with pytest.raises((CaseChanged, MoveRefused)):
        actions.refuse_certificate(reason_code="expired", **stale)


def test_a_formal_demand_waits_for_the_answer_to_a_deposit(cast: Cast, now: dt.datetime) -> None:
    made = deposit(cast, now)
    with pytest.raises(actions.DepositAwaitsReview):
        issue(cast, now)
    accept(made.certificate, cast.north_advisor, now)
    with pytest.raises(actions.AlreadyInsured):
        issue(cast, now)


def test_a_formal_demand_leaves_a_month_and_keeps_its_letter(cast: Cast, now: dt.datetime) -> None:
    demand = issue(cast, now)
    assert demand.deadline_on == dt.date(2026, 12, 24)
    assert demand.document is not None
    assert "Awa Diallo" in " ".join(demand.words["addressee"])
    assert "10\u00a0%" in " ".join(demand.words["consequences"])
    assert "renonçons" in " ".join(demand.words["consequences"])
    assert {letter.to for letter in Letter.objects.all()} == {"awa@exemple.fr", "yanis@exemple.fr"}
    with pytest.raises(actions.DemandInForce):
        issue(cast, now)
    with pytest.raises(NotYours):
        actions.issue_demand(
            lease=cast.arrears_lease, staff=cast.north_advisor,
            actor=actor_of(cast.north_advisor.user), now=now,
        )  # fmt: skip


def test_a_valid_certificate_cancels_the_demand_and_its_undoing_restores_it(
    cast: Cast, now: dt.datetime
) -> None:
    demand = issue(cast, now)
    made = deposit(cast, now)
    assert demand_in_force(cast.lease) == demand
    decision = accept(made.certificate, cast.north_advisor, now + MINUTE)
    demand.refresh_from_db()
    assert (demand.state, demand.cancelled_because) == ("cancelled", "certificate")
    staff = cast.north_advisor
    actions.undo_certificate(
        decision=decision, staff=staff, actor=actor_of(staff.user), now=now + 2 * MINUTE
    )
    assert demand_in_force(cast.lease) == demand


def test_a_certificate_of_the_past_cancels_nothing(cast: Cast, now: dt.datetime) -> None:
    demand = issue(cast, now)
    made = deposit(cast, now)
    past = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    accept(made.certificate, cast.north_advisor, now, span=past)
    assert demand_in_force(cast.lease) == demand


def test_a_demand_is_cancelled_by_hand_for_a_cause(cast: Cast, now: dt.datetime) -> None:
    staff = cast.north_advisor
    common = {"demand": issue(cast, now), "staff": staff, "actor": actor_of(staff.user)}
    actions.cancel_demand(cause="mistake", now=now, **common)
    assert demand_in_force(cast.lease) is None
    with pytest.raises(MoveRefused):
        actions.cancel_demand(cause="mistake", now=now, **common)


def test_a_lease_that_is_over_or_no_dwelling_asks_for_nothing(cast: Cast, now: dt.datetime) -> None:
    for lease in (cast.former_lease, cast.parking_lease):
        with pytest.raises(actions.NothingToInsure):
            deposit(cast, now, lease=lease)


def test_an_infected_file_stops_the_certificate_and_tells_its_depositor(
    cast: Cast, now: dt.datetime
) -> None:
    made = deposit(cast, now)
    (stopped,) = actions.stop_infected(files=[made.certificate.document.file], now=now)
    assert stopped.state == Certificate.State.STOPPED
    assert Case.objects.get().state == "closed"
    assert "antivirus" in Letter.objects.order_by("-pk")[0].text
    assert actions.stop_infected(files=list(StoredFile.objects.all()), now=now) == []


def test_a_counter_deposit_is_marked_and_read_by_a_job(
    cast: Cast, now: dt.datetime, run_jobs: Callable[[dt.datetime], int], files: Path
) -> None:
    user = cast.north_advisor.user
    bundle = intake.assemble(drafts=[draft(user, cast.lease, now)], title="Attestation")
    made = actions.deposit_certificate(
        lease=cast.lease, person=cast.awa, user=None, filed_by=cast.north_advisor, bundle=bundle,
        answers=actions.Answers(), actor=actor_of(user), now=now,
    )  # fmt: skip
    assert made.acknowledgement.channel == "counter"
    assert made.case.filed_by == cast.north_advisor
    assert made.certificate.reading is not None
    assert made.certificate.reading.state == Reading.State.WAITING
    run_jobs(now)
    made.certificate.reading.refresh_from_db()
    assert made.certificate.reading.state == Reading.State.DONE
    assert made.certificate.reading.found["insurer"] == "MAIF"
