from __future__ import annotations

import pytest

from palier.domain.access.rules import reference_key
from palier.domain.estate.rules import address_words, dwelling_search_key
from palier.domain.tenancy import queries
from palier.domain.tenancy.models import AccountHolder, TenantAccount
from palier.domain.tenancy.search_keys import person_search_key
from palier.foundation.errors import NotYours
from tests.cast import Cast, make_account, make_person


@pytest.mark.parametrize(
    "typed",
    ["Diallo", "DIALLO Awa", "awa diallo", "dial aw", "  Diallo,  awa "],
)
def test_a_name_is_found_in_any_order_and_by_its_beginning(cast: Cast, typed: str) -> None:
    found = queries.holders_named_for(cast.north_advisor, typed)
    assert [row.person for row in found.rows] == [cast.awa]


@pytest.mark.parametrize("typed", ["N’Guessan", "nguessan", "n guessan", "guessan yanis"])
def test_an_elided_name_is_found_however_it_is_typed(cast: Cast, typed: str) -> None:
    found = queries.holders_named_for(cast.north_advisor, typed)
    assert [row.person for row in found.rows] == [cast.yanis]


@pytest.mark.parametrize("typed", ["d'Artagnan", "le guen", "guen jeanne", "Artagnan"])
def test_both_the_birth_name_and_the_usage_name_are_found(cast: Cast, typed: str) -> None:
    found = queries.holders_named_for(cast.south_advisor, typed)
    assert [row.person for row in found.rows] == [cast.jeanne]


@pytest.mark.parametrize("typed", ["", "a", "% _", "zzz", "%"])
def test_what_is_no_name_finds_nobody(cast: Cast, typed: str) -> None:
    assert list(queries.holders_named_for(cast.administrator, typed).rows) == []


def test_another_agency_s_tenants_are_never_found(cast: Cast) -> None:
    who = cast.south_advisor
    assert not queries.holders_named_for(who, "diallo").rows
    assert not queries.leases_at_for(who, "1 allée des tilleuls").rows
    assert not queries.accounts_with_reference_for(who, "12345", erp_id="C1")
    assert not queries.holders_with_email_for(who, "awa@exemple.fr", also=[cast.awa.pk])
    with pytest.raises(NotYours):
        queries.account_for(who, cast.account.code)


def test_a_staff_member_who_left_finds_nobody(cast: Cast, now: object) -> None:
    cast.north_advisor.ended_at = now  # type: ignore[assignment]
    cast.north_advisor.save()
    assert not queries.holders_named_for(cast.north_advisor, "diallo").rows
    with pytest.raises(NotYours):
        queries.account_for(cast.north_advisor, cast.account.code)


def test_names_come_by_pages_in_alphabetical_order(cast: Cast) -> None:
    for index in range(45):
        person = make_person(f"X{index}", f"Ana{index:02d}", "Martin")
        account = make_account(f"CX{index}", f"M/{index:06d}", cast.north)
        AccountHolder.objects.create(
            erp_id=f"HX{index}",
            tenant_account=account,
            person=person,
            role="holder",
            starts_on="2020-01-01",
            delivery_no=1,
        )
    names: list[str] = []
    cursor = ""
    for _page in range(5):
        page = queries.holders_named_for(cast.north_advisor, "martin", cursor=cursor)
        names += [row.person.given_names for row in page.rows]
        cursor = page.next_cursor
        if not cursor:
            break
    assert names == [f"Ana{index:02d}" for index in range(45)]


@pytest.mark.parametrize("typed", ["L/0012345", "12345", "l 12345", "0012345", "1234"])
def test_a_reference_is_found_however_it_is_copied(cast: Cast, typed: str) -> None:
    found = queries.accounts_with_reference_for(cast.north_advisor, reference_key(typed))
    assert found == [cast.account]


def test_the_erp_s_own_identifiers_find_the_account(cast: Cast) -> None:
    for identifier in ("C1", "B1", "D1"):
        found = queries.accounts_with_reference_for(cast.north_advisor, "", erp_id=identifier)
        assert found == [cast.account]


@pytest.mark.parametrize("typed", ["1 allée des Tilleuls", "tilleuls 1 all", "1 ALL TILL st-denis"])
def test_an_address_is_found_with_its_abbreviations_and_its_whole_number(
    cast: Cast, typed: str
) -> None:
    found = queries.leases_at_for(cast.administrator, typed)
    assert [lease.dwelling.number for lease in found.rows if lease.dwelling] == ["001"]


def test_a_renumbered_account_leads_to_its_heir(cast: Cast) -> None:
    old = make_account("C9", "K/0000099", cast.north)
    TenantAccount.objects.filter(pk=old.pk).update(replaced_by=cast.account)
    assert queries.account_for(cast.north_advisor, old.code) == cast.account
    related = queries.related_accounts_for(cast.north_advisor, queries.file_of(cast.account))
    assert [(row.tenant_account, row.is_former_number) for row in related] == [(old, True)]


def test_the_file_holds_everything_of_one_account(cast: Cast, at_most_queries) -> None:  # type: ignore[no-untyped-def]
    with at_most_queries(3):
        file = queries.file_of(cast.account)
        assert [holder.given_names for holder in file.holders] == ["Awa", "Yanis"]
        assert [lease.kind for lease in file.leases] == ["dwelling", "parking"]
        assert [role.given_names for role in file.on_lease] == ["Awa", "Yanis"]
        assert [member.full_name for member in file.household] == ["Awa Diallo", "Yanis N’Guessan"]
        assert {person.ended_on for person in file.holders} == {None}


def test_a_row_the_current_delivery_does_not_show_yet_is_not_found(cast: Cast) -> None:
    type(cast.account).objects.filter(pk=cast.account.pk).update(delivery_no=2)
    with pytest.raises(NotYours):
        queries.account_for(cast.north_advisor, cast.account.code)
    assert not queries.holders_named_for(cast.north_advisor, "diallo").rows


def test_search_keys_begin_with_the_family_name() -> None:
    key = person_search_key(usage_name="d’Artagnan", birth_name="Le Guen", given_names="Jeanne")
    assert key == "d artagnan dartagnan le guen jeanne"


def test_abbreviations_of_addresses_are_written_out() -> None:
    assert address_words("12 AV. ST-Exupéry, BAT C") == [
        "12", "avenue", "saint", "exupery", "batiment", "c",
    ]  # fmt: skip
    assert (
        dwelling_search_key(
            number="0123-04",
            address="3 bd Lénine",
            address_extra="",
            postcode="93000",
            town="Bobigny",
        )
        == "3 boulevard lenine 93000 bobigny 0123 04"
    )
