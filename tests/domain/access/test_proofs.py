from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from palier.domain.access import actions
from palier.domain.access.models import Opening, PersonLink, Recovery, SecondProof
from palier.domain.access.queries import claims_to_settle, letters_to_print, people_of
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import agencies_of
from palier.domain.audit.models import Trace
from palier.domain.landlord.actions import decide
from palier.foundation.errors import MoveRefused, NotYours
from tests.cast import NOW, TODAY, Cast
from tests.domain.access.conftest import VISITOR, letters

Ask = Callable[..., Opening]
Confirm = Callable[..., User]


@pytest.fixture
def claim(newcomers: Cast, ask: Ask, confirm: Confirm) -> PersonLink:
    """Give Awa's claim, made from an address the landlord does not know."""
    return confirm(ask(email="nouvelle@exemple.fr")).person_links.get()


def sent_code() -> str:
    text = letters("proof_code")[-1].text
    found = re.search(r"^    (\d{3} \d{3})$", text, re.MULTILINE)
    assert found is not None
    return found[1]


def give(claim: PersonLink, typed: str, now: dt.datetime = NOW) -> PersonLink:
    return actions.give_proof(link=claim, typed=typed, actor=VISITOR, now=now)


def test_a_code_goes_to_the_address_the_landlord_knows(claim: PersonLink) -> None:
    actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    assert letters("proof_code")[0].to == "awa@exemple.fr"
    give(claim, sent_code())
    assert [person.erp_id for person in people_of(claim.user)] == ["P1"]
    assert letters("account_opened")[0].to == "nouvelle@exemple.fr"


def test_codes_lie_hashed_in_the_database(claim: PersonLink) -> None:
    proof = actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    assert sent_code().replace(" ", "") not in proof.secret_hash
    assert len(proof.secret_hash) == 64


def test_a_code_serves_once(claim: PersonLink) -> None:
    actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    give(claim, sent_code())
    with pytest.raises((MoveRefused, actions.WrongCode)):
        give(claim, sent_code())


def test_a_code_dies_after_half_an_hour(claim: PersonLink) -> None:
    actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    with pytest.raises(actions.WrongCode):
        give(claim, sent_code(), now=NOW + dt.timedelta(minutes=31))


def test_a_new_code_kills_the_one_before(claim: PersonLink) -> None:
    actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    first = sent_code()
    actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    if first != sent_code():
        with pytest.raises(actions.WrongCode):
            give(claim, first)
    give(claim, sent_code())


def test_five_wrong_tries_kill_a_code_and_are_kept(claim: PersonLink) -> None:
    proof = actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    for left in (4, 3, 2, 1):
        with pytest.raises(actions.WrongCode, match=str(left)):
            give(claim, "not it")
    with pytest.raises(actions.WrongCode, match="nouveau"):
        give(claim, "not it")
    proof.refresh_from_db()
    assert (proof.state, proof.tries) == (SecondProof.State.DEAD, 5)
    with pytest.raises(actions.WrongCode):
        give(claim, sent_code())
    assert Trace.objects.filter(event="access.proof_code_refused").count() == 6


def test_only_five_codes_are_sent_in_a_day(claim: PersonLink) -> None:
    for _ in range(5):
        actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    with pytest.raises(actions.TooManyCodes):
        actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    actions.send_email_code(link=claim, actor=VISITOR, now=NOW + dt.timedelta(days=1, minutes=1))


def test_no_code_is_sent_where_no_address_is_known(
    newcomers: Cast, ask: Ask, confirm: Confirm
) -> None:
    user = confirm(ask(reference="54321", family_name="Le Guen", email="j@exemple.fr"))
    with pytest.raises(actions.ProofNotOffered):
        actions.send_email_code(link=user.person_links.get(), actor=VISITOR, now=NOW)


def test_a_proof_the_landlord_does_not_accept_is_refused(
    claim: PersonLink, newcomers: Cast
) -> None:
    decide(values={"second_proofs": ["known_email"]}, valid_from=TODAY)
    staff = newcomers.north_advisor
    with pytest.raises(actions.ProofNotOffered):
        actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    with pytest.raises(actions.ProofNotOffered):
        actions.request_letter(link=claim, actor=VISITOR, now=NOW)
    with pytest.raises(actions.ProofNotOffered):
        actions.issue_letter_code(link=claim, staff=staff, now=NOW)
    with pytest.raises(actions.ProofNotOffered):
        actions.validate_by_advisor(link=claim, staff=staff, checked="identity_card", now=NOW)


def test_a_letter_is_asked_once_then_printed_with_a_code(
    claim: PersonLink, newcomers: Cast
) -> None:
    actions.request_letter(link=claim, actor=VISITOR, now=NOW)
    actions.request_letter(link=claim, actor=VISITOR, now=NOW)
    scope = agencies_of(newcomers.north_advisor)
    assert [proof.link for proof in letters_to_print(scope)] == [claim]
    assert letters_to_print(agencies_of(newcomers.south_advisor)) == []
    _proof, secret = actions.issue_letter_code(link=claim, staff=newcomers.north_advisor, now=NOW)
    assert re.fullmatch(r"\w{4}-\w{4}", secret)
    assert letters_to_print(scope) == []
    give(claim, secret.lower().replace("-", " "), now=NOW + dt.timedelta(days=29))
    assert people_of(claim.user)


def test_a_letter_code_dies_after_thirty_days(claim: PersonLink, newcomers: Cast) -> None:
    _proof, secret = actions.issue_letter_code(link=claim, staff=newcomers.north_advisor, now=NOW)
    with pytest.raises(actions.WrongCode):
        give(claim, secret, now=NOW + dt.timedelta(days=31))


def test_a_former_tenant_is_not_written_to_at_the_old_dwelling(
    newcomers: Cast, ask: Ask, confirm: Confirm
) -> None:
    user = confirm(ask(reference="77777", family_name="Lefèvre", email="ailleurs@exemple.fr"))
    with pytest.raises(actions.ProofNotOffered):
        actions.request_letter(link=user.person_links.get(), actor=VISITOR, now=NOW)


def test_an_advisor_proves_or_refuses_in_their_own_agencies_only(
    claim: PersonLink, newcomers: Cast
) -> None:
    south, north = newcomers.south_advisor, newcomers.north_advisor
    for act in (
        lambda: actions.validate_by_advisor(link=claim, staff=south, checked="card", now=NOW),
        lambda: actions.refuse_by_advisor(link=claim, staff=south, reason="no_match", now=NOW),
        lambda: actions.issue_letter_code(link=claim, staff=south, now=NOW),
    ):
        with pytest.raises(NotYours):
            act()
    assert claims_to_settle(agencies_of(south)) == []
    assert claims_to_settle(agencies_of(north)) == [claim]
    actions.validate_by_advisor(link=claim, staff=north, checked="identity_card", now=NOW)
    assert people_of(claim.user)


def test_a_refused_claim_shows_nothing_and_its_codes_die(
    claim: PersonLink, newcomers: Cast
) -> None:
    actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    actions.refuse_by_advisor(
        link=claim, staff=newcomers.north_advisor, reason="identity_not_shown", now=NOW
    )
    with pytest.raises((MoveRefused, actions.WrongCode)):
        give(claim, sent_code())
    assert people_of(claim.user) == []
    assert letters("claim_refused")


def test_a_new_proof_replaces_a_lost_mailbox_and_tells_it(
    cast: Cast, ask: Ask, confirm: Confirm
) -> None:
    claim = confirm(ask(email="nouvelle@exemple.fr")).person_links.get()
    assert people_of(cast.awa_user)
    actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    give(claim, sent_code())
    assert people_of(cast.awa_user) == []
    assert people_of(claim.user) == [cast.awa]
    assert letters("access_ended")[0].to == "awa@exemple.fr"


def together(*acts: Callable[[], object]) -> list[object]:
    """Run ``acts`` at the same instant and give what each returned or raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index: int) -> None:
        gate.wait()
        try:
            results[index] = acts[index]()
        except Exception as raised:
            results[index] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_one_code_typed_twice_at_once_proves_once(claim: PersonLink) -> None:
    actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    code = sent_code()
    results = together(*[lambda: give(claim, code)] * 4)
    assert sum(isinstance(result, PersonLink) for result in results) == 1
    assert len(letters("account_opened")) == 1


@pytest.mark.django_db(transaction=True)
def test_guesses_made_at_once_are_all_counted(claim: PersonLink) -> None:
    proof = actions.send_email_code(link=claim, actor=VISITOR, now=NOW)
    together(*[lambda: give(claim, "not it")] * 6)
    proof.refresh_from_db()
    assert (proof.state, proof.tries) == (SecondProof.State.DEAD, 5)


@pytest.mark.django_db(transaction=True)
def test_two_users_who_prove_one_person_at_once_end_with_one(
    newcomers: Cast, ask: Ask, confirm: Confirm
) -> None:
    claims = [
        confirm(ask(email=f"{name}@exemple.fr")).person_links.get() for name in ("un", "deux")
    ]
    codes = [
        actions.issue_letter_code(link=claim, staff=newcomers.north_advisor, now=NOW)[1]
        for claim in claims
    ]
    results = together(lambda: give(claims[0], codes[0]), lambda: give(claims[1], codes[1]))
    assert all(isinstance(result, PersonLink) for result in results), results
    assert PersonLink.objects.filter(state=PersonLink.State.PROVEN).count() == 1
    # The second waits: whoever came first is told, and has the time to object.
    assert Recovery.objects.filter(state=Recovery.State.OPEN).count() == 1
