from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from palier.domain.audit.actor import Actor
from palier.domain.billing.actions import publish_period
from palier.domain.billing.models import RentNotice
from palier.domain.contact_details.actions import choose_letters
from palier.domain.contact_details.models import Change, DeliveryChoice
from palier.domain.landlord.actions import decide
from palier.domain.mail.models import Letter
from palier.domain.mail.topics import Topic
from palier.foundation.periods import Period
from palier.jobs import cli
from tests.cast import TODAY, Cast
from tests.domain.billing.delivery import deliver_notice
from tests.domain.contact_details.making import chosen

NOVEMBER = Period(2026, 11)


def published(cast: Cast, now: dt.datetime) -> dict[int, bool]:
    deliver_notice(cast.account)
    deliver_notice(cast.arrears_account)
    publish_period(period=NOVEMBER, actor=Actor.system(), now=now)
    return dict(RentNotice.objects.values_list("tenant_account_id", "on_paper"))


def test_paper_goes_on_until_both_holders_have_agreed(cast: Cast, now) -> None:
    chosen(cast.awa_user, now)
    assert not Change.objects.exists(), "nothing to tell the ERP yet"
    chosen(cast.yanis_user, now)
    assert Change.objects.get().value == "en_ligne"
    assert published(cast, now) == {cast.account.pk: False, cast.arrears_account.pk: True}


def test_a_landlord_may_ask_for_one_agreement_alone(cast: Cast, now) -> None:
    decide(values={"paperless_agreement": "one_holder"}, valid_from=TODAY)
    chosen(cast.awa_user, now)
    assert not published(cast, now)[cast.account.pk]


def test_a_choice_for_next_month_leaves_this_month_on_paper(cast: Cast, now) -> None:
    for user in (cast.awa_user, cast.yanis_user):
        chosen(user, now, first=NOVEMBER.next())
    assert published(cast, now)[cast.account.pk]


def test_without_paper_the_e_mail_always_comes(cast: Cast, now) -> None:
    for user in (cast.awa_user, cast.jeanne_user):
        choose_letters(address=user.email, refused=[Topic.RENT], actor=Actor.system(), now=now)
    for user in (cast.awa_user, cast.yanis_user):
        chosen(user, now)
    published(cast, now)
    states = dict(Letter.objects.filter(template="mail/rent_notice").values_list("to", "state"))
    assert states["awa@exemple.fr"] == "queued"
    assert states["jeanne@exemple.fr"] == "unwanted"


def test_the_other_holder_is_told(cast: Cast, now) -> None:
    chosen(cast.awa_user, now)
    told = Letter.objects.filter(template="mail/notices_choice").values_list("to", flat=True)
    assert sorted(told) == ["awa@exemple.fr", "yanis@exemple.fr"]
    assert "Une autre personne" in Letter.objects.get(to="yanis@exemple.fr").text


def test_choosing_the_same_twice_writes_once_and_nothing_is_rewritten(cast: Cast, now) -> None:
    choice = chosen(cast.awa_user, now)
    assert chosen(cast.awa_user, now) == choice
    with pytest.raises(DatabaseError), transaction.atomic():
        DeliveryChoice.objects.filter(pk=choice.pk).update(wording="autre")


def test_the_list_to_print_leaves_out_who_agreed(cast: Cast, now, tmp_path: Path) -> None:
    for user in (cast.awa_user, cast.yanis_user):
        chosen(user, now)
    published(cast, now)
    assert cli.run(["billing", "paper", "2026-11", str(tmp_path)]) == 0
    lines = (tmp_path / "avis-papier-2026-11.csv").read_text().splitlines()
    assert [line.split(";")[2] for line in lines] == ["compte", "C2"]
