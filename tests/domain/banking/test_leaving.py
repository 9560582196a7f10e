"""A signer who leaves the lease: the mandate is stopped, and everybody concerned is told."""

from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.audit.models import Trace
from palier.domain.banking import actions, queries
from palier.domain.banking.models import Amendment, Mandate
from palier.domain.casework.models import Case
from palier.domain.tenancy.models import AccountHolder, Person, TenantAccount
from tests.cast import Cast
from tests.domain.banking import making

pytestmark = pytest.mark.usefixtures("files")
DAY = dt.timedelta(days=1)


@pytest.fixture
def mandate(cast: Cast, now: dt.datetime) -> Mandate:
    making.landlord_debits()
    return making.signed(cast.awa_user, now)


def holding(cast: Cast) -> AccountHolder:
    return AccountHolder.objects.get(person=cast.awa, tenant_account=cast.account)


def leave(cast: Cast, on: dt.date | None, **more: object) -> None:
    AccountHolder.objects.filter(pk=holding(cast).pk).update(ends_on=on, **more)


def test_who_leaves_stops_the_mandate_and_those_who_stay_are_told(
    mandate: Mandate, cast: Cast, now: dt.datetime
) -> None:
    leave(cast, now.date() - DAY)
    actions.follow(now=now)
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.STOPPED
    stop = mandate.changes.get(kind="stop")
    assert stop.effective_on == dt.date(2026, 12, 7)
    (left,) = making.letters("mandate_left")
    assert left.to == cast.awa_user.email
    assert mandate.rum in left.text
    (staying,) = making.letters("mandate_left_staying")
    assert staying.to == cast.yanis_user.email
    assert mandate.rum not in staying.text
    case = Case.objects.get(live_key=f"mandate-left:{mandate.code}")
    assert mandate.rum in case.body
    assert Trace.objects.get(event="banking.mandate_left").facts["rum"] == mandate.rum


def test_running_again_says_nothing_twice(mandate: Mandate, cast: Cast, now: dt.datetime) -> None:
    leave(cast, now.date() - DAY)
    actions.follow(now=now)
    actions.follow(now=now + DAY)
    assert len(making.letters("mandate_left")) == 1
    assert mandate.changes.filter(kind="stop").count() == 1


@pytest.mark.parametrize(("ends_in", "stopped"), [(0, False), (1, False), (-1, True)])
def test_a_holder_to_the_end_of_the_last_day_still_pays_that_day(
    mandate: Mandate, cast: Cast, now: dt.datetime, ends_in: int, stopped: bool
) -> None:
    leave(cast, now.date() + ends_in * DAY)
    actions.follow(now=now)
    mandate.refresh_from_db()
    assert (mandate.state == Mandate.State.STOPPED) is stopped


@pytest.mark.parametrize(("days", "stopped"), [(1, False), (10, False), (11, True)])
def test_a_holder_the_erp_no_longer_names_is_waited_for(
    mandate: Mandate, cast: Cast, now: dt.datetime, days: int, stopped: bool
) -> None:
    leave(cast, None, absent_since=now.date() - days * DAY)
    actions.follow(now=now)
    mandate.refresh_from_db()
    assert (mandate.state == Mandate.State.STOPPED) is stopped


def test_when_everybody_left_nobody_is_asked_to_act(
    mandate: Mandate, cast: Cast, now: dt.datetime
) -> None:
    AccountHolder.objects.filter(tenant_account=cast.account).update(ends_on=now.date() - DAY)
    actions.follow(now=now)
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.STOPPED
    assert len(making.letters("mandate_left")) == 1
    assert not making.letters("mandate_left_staying")
    assert not Case.objects.filter(live_key__startswith="mandate-left:").exists()


def test_an_amendment_under_way_is_dropped_with_its_mandate(
    mandate: Mandate, cast: Cast, now: dt.datetime
) -> None:
    account = making.usable(cast.awa_user, now, iban=making.OTHER_IBAN)
    amendment = making.amendment_started(cast.awa_user, now, account)
    leave(cast, now.date() - DAY)
    actions.follow(now=now)
    amendment.refresh_from_db()
    assert amendment.state == Amendment.State.ABANDONED


def test_a_signer_merged_into_another_file_has_not_left(
    mandate: Mandate, cast: Cast, now: dt.datetime
) -> None:
    heir = Person.objects.create(erp_id="P-HEIR", birth_name="Diallo", given_names="Awa")
    own = holding(cast)
    AccountHolder.objects.filter(pk=own.pk).update(person=heir)
    Person.objects.filter(pk=cast.awa.pk).update(replaced_by=heir)
    actions.follow(now=now)
    mandate.refresh_from_db()
    assert (mandate.state, mandate.person) == (Mandate.State.ACTIVE, heir)


def test_a_mandate_follows_a_reference_the_erp_renumbered(
    mandate: Mandate, cast: Cast, now: dt.datetime
) -> None:
    new = TenantAccount.objects.create(
        erp_id="T-NEW",
        customer_reference="L/0099999",
        reference_key="99999",
        agency=cast.account.agency,
    )
    AccountHolder.objects.filter(tenant_account=cast.account).update(tenant_account=new)
    TenantAccount.objects.filter(pk=cast.account.pk).update(replaced_by=new)
    actions.follow(now=now)
    mandate.refresh_from_db()
    assert (mandate.state, mandate.tenant_account) == (Mandate.State.ACTIVE, new)
    assert queries.live_mandate_of(new) == mandate
    assert Trace.objects.get(event="banking.mandate_followed").tenant_account_id == new.pk
