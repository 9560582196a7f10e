from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from palier.domain.access import actions
from palier.domain.access.models import Opening, PersonLink
from palier.domain.access.queries import (
    claims_of,
    link_token,
    opening_to_settle,
    people_of,
    tenant_accounts_for,
)
from palier.domain.accounts.actions import AddressTaken
from palier.domain.accounts.models import User
from palier.domain.landlord.actions import decide
from palier.foundation.errors import NotYours
from tests.cast import NOW, PASSWORD, TODAY, Cast, make_person
from tests.domain.access.conftest import VISITOR, letters

Ask = Callable[..., Opening]
Confirm = Callable[..., User]


@pytest.mark.parametrize(
    ("reference", "family_name"),
    [
        ("L/0012345", "Diallo"),
        ("l 12 345", "DIALLO"),
        ("0012345", "diállo"),
        ("LO012345", "Mme Diallo"),
        ("L/0012345", "N'GUESSAN"),
        ("54321", "D'ARTAGNAN"),
        ("54321", "le guen"),
        ("L0077777", "Lefevre"),
    ],
)
def test_every_holder_is_found_under_every_name(
    newcomers: Cast, ask: Ask, reference: str, family_name: str
) -> None:
    assert ask(reference=reference, family_name=family_name, email="x@exemple.fr").pk


def test_a_wrong_reference_and_a_wrong_name_get_the_same_sentence(
    newcomers: Cast, ask: Ask
) -> None:
    sentences = set()
    for typed in [
        {"reference": "L/9999999"},
        {"family_name": "Personne"},
        {"reference": "L/0054321"},
        {"reference": "L/9999999", "family_name": "Personne"},
    ]:
        with pytest.raises(actions.NothingMatches) as refused:
            ask(**typed)
        assert type(refused.value) is actions.NothingMatches
        sentences.add(refused.value.sentence)
    assert len(sentences) == 1
    assert not Opening.objects.exists()


@pytest.mark.parametrize("reference", ["L/0012345", "L/9999999"])
def test_a_first_name_typed_as_well_is_told_whether_the_reference_exists_or_not(
    newcomers: Cast, ask: Ask, reference: str
) -> None:
    with pytest.raises(actions.FirstNameTyped):
        ask(reference=reference, family_name="Awa Diallo")


def test_a_dwelling_number_is_told_kindly(newcomers: Cast, ask: Ask) -> None:
    with pytest.raises(actions.DwellingNumberTyped, match="référence client"):
        ask(reference="appt 304")


@pytest.mark.parametrize(
    "password", ["diallo-diallo-2026", "saint-denis-93200", "L0012345L0012345"]
)
def test_a_password_built_from_the_file_is_refused(
    newcomers: Cast, ask: Ask, password: str
) -> None:
    with pytest.raises(actions.WeakPassword):
        ask(password=password)


def test_no_user_exists_before_the_mailbox_answers(newcomers: Cast, ask: Ask) -> None:
    before = User.objects.count()
    ask()
    assert User.objects.count() == before


def test_the_link_of_the_letter_opens_the_account(newcomers: Cast, ask: Ask, run_jobs) -> None:
    opening = ask()
    run_jobs(NOW)
    [letter] = letters()
    assert letter.to == "awa@exemple.fr"
    assert f"/ouvrir-mon-compte/confirmer/{opening.code}/{link_token(opening)}/" in letter.text


def test_the_known_address_is_proof_enough(newcomers: Cast, ask: Ask, confirm: Confirm) -> None:
    user = confirm(ask())
    assert [person.erp_id for person in people_of(user)] == ["P1"]
    assert user.person_links.get().proof == PersonLink.Proof.KNOWN_EMAIL
    user.refresh_from_db()
    assert user.display_name == "Awa Diallo"
    assert user.check_password(PASSWORD)


def test_another_address_shows_nothing_before_a_second_proof(
    newcomers: Cast, ask: Ask, confirm: Confirm
) -> None:
    user = confirm(ask(email="autre@exemple.fr"))
    assert people_of(user) == []
    assert tenant_accounts_for(user, TODAY) == []
    assert [claim.state for claim in claims_of(user)] == ["claimed"]
    assert "Diallo" not in str(user)


def test_the_landlord_may_ask_more_than_the_known_address(
    newcomers: Cast, ask: Ask, confirm: Confirm
) -> None:
    decide(values={"second_proofs": ["letter_code"]}, valid_from=TODAY)
    assert people_of(confirm(ask())) == []


def test_another_browser_shows_the_password_before_confirming(newcomers: Cast, ask: Ask) -> None:
    opening = ask()
    link = {"code": opening.code, "token": link_token(opening), "actor": VISITOR, "now": NOW}
    with pytest.raises(actions.WrongPassword):
        actions.confirm_email(**link, password="autre-chose", same_browser=False)
    opening.refresh_from_db()
    assert (opening.tries, opening.user) == (1, None)
    user = actions.confirm_email(**link, password=PASSWORD, same_browser=False)
    assert user.email == "awa@exemple.fr"


def test_a_link_tried_too_often_dies(newcomers: Cast, ask: Ask) -> None:
    opening = ask()
    link = {"code": opening.code, "token": link_token(opening), "actor": VISITOR, "now": NOW}
    for _ in range(10):
        with pytest.raises(actions.WrongPassword):
            actions.confirm_email(**link, password="autre-chose", same_browser=False)
    with pytest.raises(actions.LinkTooOld):
        actions.confirm_email(**link, password=PASSWORD, same_browser=False)


def test_a_link_serves_once_and_for_a_day(newcomers: Cast, ask: Ask, confirm: Confirm) -> None:
    opening = ask()
    with pytest.raises(actions.LinkTooOld):
        confirm(opening, now=NOW + dt.timedelta(hours=25))
    confirm(opening)
    with pytest.raises(actions.AlreadyConfirmed):
        confirm(opening)


def test_a_forged_link_is_not_found(newcomers: Cast, ask: Ask) -> None:
    opening = ask()
    for code, token in [(opening.code, "0" * 32), ("AAAAAAAAAAAA", link_token(opening))]:
        with pytest.raises(NotYours):
            actions.confirm_email(
                code=code, token=token, password=None, same_browser=True, actor=VISITOR, now=NOW
            )


def test_the_owner_of_an_account_is_told_kindly_and_no_link_is_sent(
    cast: Cast, ask: Ask, run_jobs
) -> None:
    ask(email="AWA@exemple.fr")
    run_jobs(NOW)
    [letter] = letters()
    assert letter.template == "mail/account_exists"
    assert "/ouvrir-mon-compte/confirmer/" not in letter.text


def test_a_shared_mailbox_opens_one_account_only(cast: Cast, ask: Ask, confirm: Confirm) -> None:
    opening = ask(family_name="N’Guessan", email="awa@exemple.fr")
    with pytest.raises(AddressTaken):
        confirm(opening)


def test_the_owner_is_warned_when_their_account_is_asked_from_elsewhere(
    cast: Cast, ask: Ask, run_jobs
) -> None:
    ask(email="ailleurs@exemple.fr")
    run_jobs(NOW)
    assert [(letter.template, letter.to) for letter in letters()] == [
        ("mail/confirm_address", "ailleurs@exemple.fr"),
        ("mail/opened_elsewhere", "awa@exemple.fr"),
    ]


def test_a_mailbox_is_not_flooded(newcomers: Cast, ask: Ask, run_jobs) -> None:
    for _ in range(8):
        ask(email="cible@exemple.fr")
    run_jobs(NOW)
    assert len(letters("confirm_address")) == 5


def test_holders_who_share_a_name_say_their_first_name(
    newcomers: Cast, ask: Ask, confirm: Confirm
) -> None:
    brother = make_person("P9", "Ibrahima", "Diallo")
    newcomers.account.holders.filter(person=newcomers.yanis).update(person=brother)
    user = confirm(ask(email="autre@exemple.fr"))
    assert claims_of(user) == []
    assert opening_to_settle(user) is not None
    with pytest.raises(actions.NameNotAmongHolders):
        actions.choose_person(user=user, given_name="Mamadou", actor=VISITOR, now=NOW)
    link = actions.choose_person(user=user, given_name="ibrahima", actor=VISITOR, now=NOW)
    assert link.person == brother
    assert link.state == PersonLink.State.CLAIMED
    assert opening_to_settle(user) is None


def test_a_known_address_tells_two_namesakes_apart(
    newcomers: Cast, ask: Ask, confirm: Confirm
) -> None:
    brother = make_person("P9", "Ibrahima", "Diallo", email="ibra@exemple.fr")
    newcomers.account.holders.filter(person=newcomers.yanis).update(person=brother)
    assert people_of(confirm(ask(email="ibra@exemple.fr"))) == [brother]


def test_the_sample_opens_its_accounts_through_the_same_actions(newcomers: Cast) -> None:
    user = actions.open_proven_account(
        reference="54321",
        family_name="d'Artagnan",
        email="jeanne@exemple.fr",
        password=PASSWORD,
        actor=VISITOR,
        now=NOW,
    )
    assert [view.role for view in tenant_accounts_for(user, TODAY)] == ["holder"]


def test_stale_openings_are_forgotten(newcomers: Cast, ask: Ask, confirm: Confirm) -> None:
    ask(email="jamais@exemple.fr")
    confirm(ask())
    assert actions.forget_stale_openings(now=NOW + dt.timedelta(days=40)) == 1
    assert Opening.objects.count() == 1
