from __future__ import annotations

import pytest
from django.test import Client

from palier.domain.access.models import PersonLink
from palier.domain.accounts.models import StaffMember
from palier.domain.casework.models import Case
from palier.office.permissions import PERMISSIONS, Permission, may
from tests.cast import Cast, make_staff
from tests.office.desks import at_desk, signed_in


def addresses(cast: Cast, case: Case, claim: PersonLink) -> list[str]:
    code = cast.account.code
    return [
        "/agence/",
        f"/agence/demandes/{case.code}/",
        "/agence/locataires/?q=diallo",
        f"/agence/locataires/{code}/",
        f"/agence/locataires/{code}/compte/",
        f"/agence/locataires/{code}/journal/",
        "/agence/identites/",
        f"/agence/identites/{claim.code}/",
        f"/agence/identites/{claim.code}/lettre/",
    ]


def test_nobody_is_led_to_sign_in(cast: Cast, case: Case, claim: PersonLink) -> None:
    for address in addresses(cast, case, claim):
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert "connexion" in answer["Location"]


def test_the_desk_does_not_exist_for_a_tenant(cast: Cast, case: Case, claim: PersonLink) -> None:
    for user in (cast.awa_user, cast.remi_user, cast.stranger_user):
        client = signed_in(user)
        for address in addresses(cast, case, claim):
            assert client.get(address).status_code == 404, address


def test_a_password_alone_does_not_open_the_desk(cast: Cast, case: Case, claim: PersonLink) -> None:
    client = signed_in(cast.north_advisor.user)
    for address in addresses(cast, case, claim):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert "Diallo" not in answer.content.decode()


def test_somebody_who_left_has_no_desk(cast: Cast, nora: Client, now: object) -> None:
    StaffMember.objects.filter(pk=cast.north_advisor.pk).update(ended_at=now)
    assert nora.get("/agence/").status_code == 404


def test_an_advisor_of_another_agency_gets_not_one_byte(
    cast: Cast, case: Case, claim: PersonLink, sacha: Client
) -> None:
    for address in addresses(cast, case, claim):
        answer = sacha.get(address)
        page = answer.content.decode()
        assert answer.status_code in (200, 404), address
        if cast.account.code in address or case.code in address or claim.code in address:
            assert answer.status_code == 404, address
        for word in ("Awa", "N’Guessan", "12345", case.code, "allée des Tilleuls"):
            assert word not in page, (address, word)


def test_another_agency_cannot_act_either(
    cast: Cast, case: Case, claim: PersonLink, sacha: Client
) -> None:
    for verb in ("prendre", "repondre", "terminer", "transferer", "rouvrir", "remettre"):
        answer = sacha.post(
            f"/agence/demandes/{case.code}/{verb}/",
            {"revision": 1, "text": "x", "channel": "portal", "reason": "arranged"},
        )
        assert answer.status_code == 404, verb
    for address in (f"{claim.code}/", f"{claim.code}/lettre/", f"{claim.code}/lettre.pdf"):
        assert sacha.post(f"/agence/identites/{address}", {"step": "phone"}).status_code == 404
    case.refresh_from_db()
    assert (case.state, case.revision) == ("open", 1)


@pytest.mark.parametrize(
    ("role", "address", "opens"),
    [
        ("technical_support", "file", True),
        ("technical_support", "account", False),
        ("technical_support", "identities", False),
        ("rent_accountant", "account", True),
        ("rent_accountant", "identities", False),
        ("rent_accountant", "trail", False),
        ("advisor", "trail", False),
        ("manager", "trail", True),
        ("administrator", "trail", True),
        ("administrator", "identities", False),
    ],
)
def test_a_role_opens_what_the_table_says(cast: Cast, role: str, address: str, opens: bool) -> None:
    client = at_desk(make_staff(f"{role}@essai.example", "Dominique", role))
    base = f"/agence/locataires/{cast.account.code}/"
    places = {
        "file": base,
        "account": f"{base}compte/",
        "trail": f"{base}journal/",
        "identities": "/agence/identites/",
    }
    assert client.get(places[address]).status_code == (200 if opens else 404)


def test_the_file_hides_money_and_household_from_whom_they_do_not_concern(cast: Cast) -> None:
    support = at_desk(make_staff("aide@essai.example", "Dominique", "technical_support"))
    page = support.get(f"/agence/locataires/{cast.account.code}/").content.decode()
    assert "Awa Diallo" in page
    assert "Solde" not in page
    assert "Foyer" not in page


def test_every_role_is_in_the_table_and_nobody_may_do_everything() -> None:
    assert set(PERMISSIONS) == set(StaffMember.Role.values)
    assert all(granted != set(Permission) for granted in PERMISSIONS.values())


def test_an_administrator_sees_but_acts_on_nothing(cast: Cast, case: Case, adama: Client) -> None:
    assert adama.get(f"/agence/demandes/{case.code}/").status_code == 200
    answer = adama.post(f"/agence/demandes/{case.code}/prendre/", {"revision": 1})
    assert answer.status_code == 404
    assert not may(cast.administrator, Permission.WORK_CASES)
