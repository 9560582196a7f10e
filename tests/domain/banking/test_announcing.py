"""The avis announces the debit that takes it: day, amount, reference, at least 14 days before."""

from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.accounts.queries import actor_of
from palier.domain.audit.actor import Actor
from palier.domain.banking import actions
from palier.domain.banking.queries import debits_to_announce
from palier.domain.billing.actions import publish_period
from palier.domain.billing.models import RentNotice
from palier.domain.billing.page import page_of
from palier.domain.billing.queries import facts_of
from palier.foundation.periods import Period
from tests.cast import Cast
from tests.domain.banking import making
from tests.domain.billing.delivery import deliver_notice

pytestmark = pytest.mark.usefixtures("files")
SIGNED = dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC)
ISSUED = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)


def advice(cast: Cast) -> str:
    """Publish November's avis, due in December, and give what it says of paying it."""
    header = deliver_notice(cast.account)
    publish_period(
        period=Period.of(header.period),
        actor=Actor.system(),
        now=ISSUED,
        debits=debits_to_announce,
    )
    notice = RentNotice.objects.get(tenant_account=cast.account)
    said = page_of(facts_of(notice)).payment
    return " ".join((said.heading, *said.sentences)).replace("\u00a0", " ")


def test_the_avis_says_when_and_under_which_mandate_it_is_debited(
    cast: Cast, now: dt.datetime
) -> None:
    making.landlord_debits()
    mandate = making.signed(cast.awa_user, SIGNED)
    said = advice(cast)
    assert "Par prélèvement automatique" in said
    assert "sera prélevée sur votre compte bancaire le 7 décembre 2026" in said
    assert mandate.rum in said
    assert making.ICS in said
    assert mandate.bank_account.masked not in said
    assert "par carte" not in said


@pytest.mark.parametrize("act", [actions.pause_debits, actions.stop_debits])
def test_an_avis_that_nobody_debits_says_how_to_pay(cast: Cast, act: object) -> None:
    making.landlord_debits()
    mandate = making.signed(cast.awa_user, SIGNED)
    act(mandate=mandate, actor=actor_of(cast.awa_user), now=SIGNED)  # type: ignore[operator]
    assert "par carte bancaire" in advice(cast)


def test_before_its_first_debit_a_mandate_announces_nothing(cast: Cast, now: dt.datetime) -> None:
    making.landlord_debits()
    making.signed(cast.awa_user, now)
    assert "par carte bancaire" in advice(cast)
