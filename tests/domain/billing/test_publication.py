"""Publishing a month: restartable, corrected by versions, told once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from palier.domain.audit.actor import Actor
from palier.domain.billing import actions, queries
from palier.domain.billing.actions import NothingToPublish, fingerprint_of, publish_period
from palier.domain.billing.models import NoticeHeader, RentNotice
from palier.domain.billing.rules import DeliveredLine
from palier.domain.landlord.models import CurrentDelivery
from palier.domain.mail.actions import queue_mail
from palier.domain.mail.models import Letter
from palier.foundation.models import Job
from tests.cast import Cast
from tests.domain.billing.delivery import deliver_notice
from tests.domain.billing.sample_facts import LINES, NOVEMBER

SYSTEM = Actor.system()


def test_publish_freezes_what_the_erp_delivered(cast: Cast, now: dt.datetime) -> None:
    deliver_notice(cast.account)
    run = publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    notice = RentNotice.objects.get()
    facts = queries.facts_of(notice)
    assert run.published == 1
    assert run.refused == []
    assert facts.customer_reference == "L/0012345"
    assert facts.holders == ("Mme Awa Diallo", "M. Yanis N’Guessan")
    assert facts.addressee_lines[-1] == "93200 Saint-Denis"
    assert facts.dwelling == "Appartement n°\u00a0001"
    assert facts.annexes == ("Place de stationnement n°\u00a0P12",)
    assert facts.agency.name == "Agence du Nord"
    assert notice.facts_sha256 == fingerprint_of(notice.facts)
    assert notice.net_cents == facts.net_cents


def test_publish_twice_publishes_and_tells_once(cast: Cast, now: dt.datetime) -> None:
    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    again = publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    assert (again.published, again.letters) == (0, 0)
    assert RentNotice.objects.count() == 1
    assert sorted(Letter.objects.values_list("to", flat=True)) == [
        "awa@exemple.fr",
        "yanis@exemple.fr",
    ]


def test_a_person_merged_by_the_erp_is_still_told(cast: Cast, now: dt.datetime) -> None:
    cast.account.holders.filter(person=cast.awa).update(person=cast.jeanne)
    cast.awa.replaced_by = cast.jeanne
    cast.awa.save()
    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    assert Letter.objects.filter(to="awa@exemple.fr").count() == 1


def test_the_letters_of_a_month_let_a_receipt_go_first(cast: Cast, now: dt.datetime) -> None:
    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    queue_mail(to="a@exemple.fr", template="mail/unknown_account", context={}, now=now)
    letters = Job.objects.filter(name="mail.send").order_by("pk").values_list("in_bulk", flat=True)
    assert list(letters) == [True, True, False]


def test_letters_hold_no_amount_and_no_link_to_pay(cast: Cast, now: dt.datetime) -> None:
    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    letter = Letter.objects.filter(to="awa@exemple.fr").get()
    assert letter.subject == "Votre avis d’échéance de novembre 2026 est disponible"
    assert "€" not in letter.text
    assert "paiements" not in letter.text


def test_a_run_that_stopped_goes_on_where_it_was(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for account in (cast.account, cast.arrears_account):
        deliver_notice(account)
    monkeypatch.setattr(actions.publishing, "SLICE", 1)

    def stop_after_one(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_period(period=NOVEMBER, actor=SYSTEM, now=now, on_progress=stop_after_one)
    assert RentNotice.objects.count() == 1
    assert publish_period(period=NOVEMBER, actor=SYSTEM, now=now).published == 1
    assert RentNotice.objects.count() == 2


def test_an_avis_that_does_not_add_up_is_left_out_and_the_rest_goes_on(
    cast: Cast, now: dt.datetime
) -> None:
    deliver_notice(cast.account, net_cents=1)
    deliver_notice(cast.arrears_account)
    run = publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    assert [refusal.number for refusal in run.refused] == ["AV2026-11-C1"]
    assert RentNotice.objects.get().tenant_account == cast.arrears_account


def test_a_header_delivered_again_is_a_new_version_and_the_old_one_stays(
    cast: Cast, now: dt.datetime
) -> None:
    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    cheaper = [*LINES, DeliveredLine("rebate", "REMISE", NOVEMBER, -1_000)]
    deliver_notice(cast.account, lines=cheaper, version=2)
    run = publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    first, second = RentNotice.objects.order_by("version")
    assert run.corrected == 1
    assert run.published == 0
    assert second.net_cents == first.net_cents - 1_000
    assert queries.facts_of(second).corrects_version == 1
    assert Letter.objects.filter(subject__contains="a été corrigé").count() == 2
    assert [(v.version, v.replaced) for v in queries.versions_of(first)] == [(2, False), (1, True)]


def test_a_delivery_not_current_yet_is_not_published(cast: Cast, now: dt.datetime) -> None:
    deliver_notice(cast.account, delivery_no=2)
    with pytest.raises(NothingToPublish):
        publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    CurrentDelivery.objects.update(number=2)
    assert publish_period(period=NOVEMBER, actor=SYSTEM, now=now).published == 1


def test_last_month_is_compared_as_it_was_delivered(cast: Cast, now: dt.datetime) -> None:
    deliver_notice(cast.account, NOVEMBER.previous())
    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    facts = queries.facts_of(RentNotice.objects.get())
    rent = next(line for line in facts.lines if line.nature == "rent")
    assert rent.change_cents == 0


@pytest.mark.parametrize("change", [{"net_cents": 1}, {"facts": {}}])
def test_the_database_refuses_to_change_a_published_avis(
    cast: Cast, now: dt.datetime, change: dict[str, object]
) -> None:
    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        RentNotice.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        RentNotice.objects.all().delete()


def test_slices_cost_a_fixed_number_of_queries(
    cast: Cast, now: dt.datetime, django_assert_max_num_queries: object
) -> None:
    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    for index in range(30):
        deliver_notice(cast.former_account, number=f"N{index}")
    headers = NoticeHeader.objects.filter(number__startswith="N").count()
    assert headers == 30
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        assert publish_period(period=NOVEMBER, actor=SYSTEM, now=now).published == 30


def test_keep_pdf_gives_the_same_bytes_for_ever(cast: Cast, now: dt.datetime) -> None:
    from palier.domain.documents.queries import content_of

    deliver_notice(cast.account)
    publish_period(period=NOVEMBER, actor=SYSTEM, now=now)
    notice = RentNotice.objects.get()
    first = actions.keep_pdf(notice=notice, now=now, actor=SYSTEM)
    again = actions.keep_pdf(
        notice=RentNotice.objects.get(), now=now + dt.timedelta(days=400), actor=SYSTEM
    )
    assert first.pk == again.pk
    assert content_of(first) == content_of(again)
    assert first.file_name == "avis-d-echeance-de-novembre-2026.pdf"
