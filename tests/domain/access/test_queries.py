from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser

from palier.domain.access import queries
from palier.domain.access.models import PersonLink
from palier.domain.landlord.models import CurrentDelivery
from palier.domain.tenancy.models import AccountHolder
from palier.foundation.errors import NotYours
from palier.foundation.periods import Period
from tests.cast import NOW, TODAY, Cast, make_account, make_person


def test_each_holder_sees_the_account_whole(cast: Cast) -> None:
    for user, role in [(cast.awa_user, "holder"), (cast.yanis_user, "co_holder")]:
        [view] = queries.tenant_accounts_for(user, TODAY)
        assert (view.tenant_account, view.role) == (cast.account, role)
        assert (view.since, view.until) == (None, None)
        assert view.covers(dt.date(2001, 1, 1))


def test_a_former_holder_sees_until_the_closing_entries(cast: Cast) -> None:
    [view] = queries.tenant_accounts_for(cast.remi_user, TODAY)
    assert view.is_former
    assert (view.since, view.until) == (dt.date(2019, 3, 1), None)
    assert view.covers_period(Period(2019, 3))
    assert not view.covers_period(Period(2019, 2))


def test_a_holder_who_left_alone_sees_until_their_own_end(cast: Cast) -> None:
    AccountHolder.objects.filter(person=cast.yanis).update(ends_on=dt.date(2025, 6, 15))
    [view] = queries.tenant_accounts_for(cast.yanis_user, TODAY)
    assert view.until == dt.date(2025, 6, 15)
    assert view.covers_period(Period(2025, 6))
    assert not view.covers_period(Period(2025, 7))
    assert not view.covers(dt.date(2025, 6, 16))


def test_a_role_that_a_full_delivery_no_longer_names_has_ended(cast: Cast) -> None:
    AccountHolder.objects.filter(person=cast.yanis).update(absent_since=dt.date(2026, 1, 10))
    [view] = queries.tenant_accounts_for(cast.yanis_user, TODAY)
    assert view.is_former


def test_a_role_that_comes_back_is_whole_again(cast: Cast) -> None:
    AccountHolder.objects.filter(person=cast.yanis).update(ends_on=dt.date(2025, 6, 15))
    AccountHolder.objects.create(
        erp_id="H9",
        tenant_account=cast.account,
        person=cast.yanis,
        role="holder",
        starts_on=dt.date(2026, 2, 1),
        delivery_no=1,
    )
    [view] = queries.tenant_accounts_for(cast.yanis_user, TODAY)
    assert (view.role, view.until) == ("holder", None)


@pytest.mark.parametrize("state", ["claimed", "refused", "ended"])
def test_only_a_proven_link_shows_anything(cast: Cast, state: str) -> None:
    PersonLink.objects.filter(user=cast.awa_user).update(state=state)
    assert queries.people_of(cast.awa_user) == []
    assert queries.tenant_accounts_for(cast.awa_user, TODAY) == []
    assert queries.leases_for(cast.awa_user, TODAY) == []
    assert queries.selected_tenant_account(cast.awa_user, cast.account.code, TODAY) is None
    with pytest.raises(NotYours):
        queries.tenant_account_for(cast.awa_user, cast.account.code, TODAY)


def test_strangers_closed_users_and_nobody_see_nothing(cast: Cast) -> None:
    cast.awa_user.is_active = False
    for user in (cast.stranger_user, cast.awa_user, AnonymousUser(), cast.north_advisor.user):
        assert queries.tenant_accounts_for(user, TODAY) == []
        with pytest.raises(NotYours):
            queries.lease_for(user, cast.lease.code, TODAY)


def test_the_account_of_another_is_not_found(cast: Cast) -> None:
    for code in (cast.arrears_account.code, "NOSUCHCODE12", ""):
        with pytest.raises(NotYours):
            queries.tenant_account_for(cast.awa_user, code, TODAY)
    with pytest.raises(NotYours):
        queries.lease_for(cast.awa_user, cast.arrears_lease.code, TODAY)


def test_leases_come_dwelling_first_with_all_they_show(cast: Cast, at_most_queries) -> None:
    with at_most_queries(6):
        leases = queries.leases_for(cast.awa_user, TODAY)
        assert [lease.code for lease in leases] == [cast.lease.code, cast.parking_lease.code]
        assert leases[0].tenant_account.agency == cast.north
        assert leases[0].dwelling is not None
        assert list(leases[0].dwelling.annexes.all()) == []
    assert queries.lease_for(cast.awa_user, cast.lease.code, TODAY) == cast.lease


def test_rows_of_a_delivery_that_is_not_current_are_not_seen(cast: Cast) -> None:
    CurrentDelivery.objects.update(number=0)
    assert queries.tenant_accounts_for(cast.awa_user, TODAY) == []


def test_a_merged_person_keeps_their_access(cast: Cast) -> None:
    heir = make_person("P10", "Awa", "Diallo")
    AccountHolder.objects.filter(person=cast.awa).update(person=heir)
    cast.awa.replaced_by = heir
    cast.awa.save()
    [view] = queries.tenant_accounts_for(cast.awa_user, TODAY)
    assert (view.person, view.tenant_account) == (heir, cast.account)


def test_a_renumbered_account_leads_to_its_heir(cast: Cast) -> None:
    old = make_account("C0", "L/0000001", cast.north, replaced_by=cast.account)
    view = queries.tenant_account_for(cast.awa_user, old.code, TODAY)
    assert view.tenant_account == cast.account
    with pytest.raises(NotYours):
        queries.tenant_account_for(cast.jeanne_user, old.code, TODAY)
    matched = queries.holders_named("L/0012345", "Diallo")
    assert matched is not None
    assert matched.tenant_account == cast.account


def test_the_account_last_looked_at_is_remembered_while_it_is_theirs(cast: Cast) -> None:
    second = make_account("C9", "L/0099999", cast.north)
    AccountHolder.objects.create(
        erp_id="H8",
        tenant_account=second,
        person=cast.awa,
        role="holder",
        starts_on=dt.date(2024, 1, 1),
        delivery_no=1,
    )
    chosen = queries.selected_tenant_account(cast.awa_user, second.code, TODAY)
    assert chosen is not None
    assert chosen.tenant_account == second
    fallback = queries.selected_tenant_account(cast.awa_user, cast.arrears_account.code, TODAY)
    assert fallback is not None
    assert fallback.tenant_account != cast.arrears_account


def test_details_are_asked_again_after_a_year(cast: Cast) -> None:
    assert queries.details_to_confirm(cast.awa_user, NOW) == []
    later = NOW + dt.timedelta(days=367)
    assert queries.details_to_confirm(cast.awa_user, later) == [cast.awa]
    from palier.domain.accounts.queries import actor_of
    from palier.domain.tenancy.actions import confirm_details

    confirm_details(person=cast.awa, actor=actor_of(cast.awa_user), now=later)
    assert queries.details_to_confirm(cast.awa_user, later) == []
