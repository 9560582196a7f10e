from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.insurance.actions import remind_of_insurance
from palier.domain.insurance.actions import reminders as module
from palier.domain.insurance.models import Reminder
from palier.domain.mail.models import Letter
from palier.domain.messaging.models import Message, Thread
from tests.cast import NOW, Cast
from tests.domain.insurance.making import accept, deposit, refuse
from tests.domain.insurance.papers import Paper

pytestmark = pytest.mark.usefixtures("files")
END = dt.date(2027, 1, 31)


def on(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(8, 30), tzinfo=dt.UTC)


def before_end(days: int) -> dt.datetime:
    return on(END - dt.timedelta(days=days))


@pytest.fixture
def insured(cast: Cast, now: dt.datetime) -> Cast:
    """Awa is insured until the end of January."""
    made = deposit(cast, now)
    accept(made.certificate, cast.north_advisor, now, span=(dt.date(2026, 2, 1), END))
    # Jeanne is told once that nothing was deposited; here only Awa matters.
    Reminder.objects.create(lease=cast.arrears_lease, key=Reminder.MISSING, reminded_at=now)
    Letter.objects.all().delete()
    return cast


def test_three_reminders_each_once_and_to_each_holder(insured: Cast) -> None:
    sent = {
        days: remind_of_insurance(now=before_end(days))
        for days in (31, 30, 29, 8, 7, 6, 1, 0, -1, -6, -7, -8, -20)
    }
    assert {days: count for days, count in sent.items() if count} == {30: 2, 7: 2, -7: 2}
    subjects = list(Letter.objects.order_by("pk").values_list("subject", flat=True))
    assert "31\u00a0janvier\u00a02027" in subjects[0]
    assert "à renouveler" in subjects[-1]
    assert Reminder.objects.filter(lease=insured.lease).count() == 3


def test_a_run_twice_the_same_day_writes_nothing_more(insured: Cast) -> None:
    assert remind_of_insurance(now=before_end(30)) == 2
    assert remind_of_insurance(now=before_end(30)) == 0


def test_a_missed_day_is_made_up_by_one_letter(insured: Cast) -> None:
    assert remind_of_insurance(now=before_end(3)) == 2
    assert remind_of_insurance(now=before_end(2)) == 0


def test_reminders_stop_the_moment_a_deposit_awaits_review(insured: Cast) -> None:
    made = deposit(insured, before_end(20), paper=Paper(policy="7654321B"))
    Letter.objects.all().delete()
    assert remind_of_insurance(now=before_end(7)) == 0
    refuse(made.certificate, insured.north_advisor, before_end(6))
    assert remind_of_insurance(now=before_end(6)) == 2


def test_a_renewal_moves_the_end(insured: Cast) -> None:
    made = deposit(insured, before_end(40), paper=Paper(policy="7654321B"))
    span = (END + dt.timedelta(days=1), END.replace(year=2028))
    accept(made.certificate, insured.north_advisor, before_end(39), span=span)
    assert remind_of_insurance(now=before_end(7)) == 0


def test_a_stopped_run_goes_on_where_it_stopped(
    insured: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(module.letters, "remind", fail)
        with pytest.raises(RuntimeError):
            remind_of_insurance(now=before_end(30))
    assert Letter.objects.count() == 0
    assert remind_of_insurance(now=before_end(30)) == 2


def test_whoever_never_deposited_is_told_once_some_days_after_opening(
    cast: Cast, now: dt.datetime
) -> None:
    assert remind_of_insurance(now=NOW + dt.timedelta(days=14)) == 0
    later = NOW + dt.timedelta(days=15)
    assert remind_of_insurance(now=later) == 3  # Awa, Yanis and Jeanne; never Rémi, who left
    assert "nous manque" in Letter.objects.all()[0].subject
    assert remind_of_insurance(now=later + dt.timedelta(days=300)) == 0


def test_what_is_missing_is_said_in_the_messages_of_those_who_open_them(
    cast: Cast, now: dt.datetime
) -> None:
    remind_of_insurance(now=NOW + dt.timedelta(days=15))
    found = Thread.objects.get(tenant_account=cast.account)
    (message,) = Message.objects.filter(thread=found)
    assert "1 allée des Tilleuls, 93200 Saint-Denis" in message.text
    assert (message.kind, message.from_agency) == (Message.Kind.NOTICE, True)
    # The co-holder reads it too; nobody is written to twice by e-mail.
    assert found.shares.get().person == cast.yanis
    assert Letter.objects.filter(to="awa@exemple.fr").count() == 1


def test_an_end_that_went_by_joins_the_same_thread(insured: Cast) -> None:
    remind_of_insurance(now=before_end(30))
    assert not Thread.objects.filter(subject_kind="tenancy.lease").exists()
    remind_of_insurance(now=before_end(-7))
    found = Thread.objects.get(subject_kind="tenancy.lease")
    assert "s’est terminée le 31\u00a0janvier\u00a02027" in Message.objects.get(thread=found).text
