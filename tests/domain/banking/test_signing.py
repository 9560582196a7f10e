"""A mandate signed online: two proofs, frozen words, evidence that can be checked later."""

from __future__ import annotations

import datetime as dt

import pytest

from palier.domain.accounts.actions import set_password
from palier.domain.accounts.queries import actor_of
from palier.domain.banking import actions, evidence, queries
from palier.domain.banking.models import BankAccount, Mandate, SigningCode
from palier.domain.banking.queries.mandates import Turned, offer_of
from palier.domain.banking.rules.references import RUM, is_creditor_identifier, new_rum
from palier.domain.documents.models import Document
from palier.domain.documents.queries import content_of, documents_for
from palier.domain.landlord.queries import settings_on
from palier.foundation.errors import NotYours
from tests.cast import PASSWORD, TODAY, Cast
from tests.conformance.pdf_structure import opened, tree_of, untagged_text
from tests.conformance.test_pdf_rent_notice import text_of
from tests.domain.banking import making

pytestmark = pytest.mark.usefixtures("files")
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def landlord(db: None) -> None:
    making.landlord_debits()


def test_signing_takes_the_password_and_the_code(cast: Cast, now: dt.datetime) -> None:
    mandate = making.signed(cast.awa_user, now)
    assert mandate.state == Mandate.State.ACTIVE
    assert mandate.signed_at == now
    change = mandate.changes.get()
    assert (change.kind, change.debit_day) == ("signed", 5)
    assert change.effective_on == dt.date(2027, 1, 5)


def test_a_wrong_code_signs_nothing_and_is_counted(cast: Cast, now: dt.datetime) -> None:
    mandate = making.started(cast.awa_user, now, making.usable(cast.awa_user, now))
    right = making.code_sent(mandate, now)
    wrong = "000000" if right != "000 000" else "111111"
    sign = {
        "mandate": mandate,
        "view": making.view_of(cast.awa_user),
        "proven_at": now,
        "network_address": "",
        "actor": actor_of(cast.awa_user),
        "now": now,
    }
    for left in (4, 3, 2, 1):
        with pytest.raises(actions.WrongSigningCode) as refused:
            actions.sign_mandate(typed=wrong, **sign)
        assert str(left) in refused.value.sentence
    for typed in (wrong, right):
        with pytest.raises(actions.WrongSigningCode):
            actions.sign_mandate(typed=typed, **sign)
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.SIGNING


def test_a_code_dies_after_fifteen_minutes(cast: Cast, now: dt.datetime) -> None:
    mandate = making.started(cast.awa_user, now, making.usable(cast.awa_user, now))
    code = making.code_sent(mandate, now)
    late = now + dt.timedelta(minutes=15)
    with pytest.raises(actions.WrongSigningCode):
        actions.sign_mandate(
            mandate=mandate,
            view=making.view_of(cast.awa_user),
            typed=code,
            proven_at=late,
            network_address="",
            actor=actor_of(cast.awa_user),
            now=late,
        )


def test_without_the_password_typed_again_no_code_and_no_signature(
    cast: Cast, now: dt.datetime
) -> None:
    mandate = making.started(cast.awa_user, now, making.usable(cast.awa_user, now))
    with pytest.raises(actions.AskAgain):
        actions.send_signing_code(
            mandate=mandate, proven_at=None, actor=actor_of(cast.awa_user), now=now
        )
    code = making.code_sent(mandate, now)
    with pytest.raises(actions.AskAgain):
        actions.sign_mandate(
            mandate=mandate,
            view=making.view_of(cast.awa_user),
            typed=code,
            proven_at=now - dt.timedelta(hours=1),
            network_address="",
            actor=actor_of(cast.awa_user),
            now=now,
        )


def test_a_new_password_stops_signing_for_seven_days(cast: Cast, now: dt.datetime) -> None:
    account = making.usable(cast.awa_user, now)
    set_password(
        user=cast.awa_user,
        password=PASSWORD + "2",
        actor=actor_of(cast.awa_user),
        now=now + dt.timedelta(minutes=1),
    )
    mandate = making.started(cast.awa_user, now + DAY, account)
    with pytest.raises(actions.TooSoonAfterReset):
        making.code_sent(mandate, now + DAY)


def test_only_five_codes_a_day(cast: Cast, now: dt.datetime) -> None:
    mandate = making.started(cast.awa_user, now, making.usable(cast.awa_user, now))
    for _each in range(5):
        making.code_sent(mandate, now)
    with pytest.raises(actions.TooManyTries):
        making.code_sent(mandate, now)
    assert SigningCode.objects.filter(state="sent").count() == 1


def test_the_evidence_is_kept_with_its_hash_and_masks_the_iban(
    cast: Cast, now: dt.datetime
) -> None:
    mandate = making.signed(cast.awa_user, now)
    assert mandate.evidence is not None
    assert evidence.fingerprint_of(mandate.facts) == mandate.facts_sha256
    content = content_of(mandate.evidence)
    text = text_of(content)
    assert mandate.facts_sha256 in text
    assert mandate.rum in text
    assert making.ICS in text
    assert making.AWA_IBAN not in text
    assert "M026" not in text
    assert "M02606" not in str(mandate.facts)
    assert "192.0.2.7" in text


def test_the_evidence_commits_to_the_whole_iban(cast: Cast, now: dt.datetime) -> None:
    from palier.domain.banking.actions.steps import opened as unsealed

    mandate = making.signed(cast.awa_user, now)
    bank = unsealed(mandate.bank_account)
    commitment = mandate.facts["signature"]["iban_commitment"]
    assert commitment == evidence.commitment_of(bank["iban"], bank["salt"])
    assert commitment != evidence.commitment_of(making.OTHER_IBAN, bank["salt"])


def test_the_pdf_is_tagged_french_and_says_the_words_of_the_page(
    cast: Cast, now: dt.datetime
) -> None:
    mandate = making.signed(cast.awa_user, now)
    assert mandate.evidence is not None
    content = content_of(mandate.evidence)
    words = evidence.words_of(mandate.facts)
    text = text_of(content)
    for wanted in (
        words.title,
        *words.paragraphs,
        *(one.value for one in (*words.parties, *words.signature)),
        words.closing,
    ):
        assert "".join(wanted.split()) in text, wanted
    with opened(content) as pdf:
        assert str(pdf.Root.Lang).startswith("fr")
        assert str(pdf.docinfo["/Title"]) == "Mandat de prélèvement SEPA"
        assert len(tree_of(pdf).all("Table")) == 2
        assert untagged_text(pdf) == []


def test_the_same_facts_give_the_same_bytes(cast: Cast, now: dt.datetime) -> None:
    mandate = making.signed(cast.awa_user, now)
    assert mandate.evidence is not None
    again = evidence.mandate_pdf(
        mandate.facts, mandate.facts_sha256, settings_on(TODAY), signed_at=now
    )
    assert again == content_of(mandate.evidence)


def test_the_evidence_is_its_signers_alone(cast: Cast, now: dt.datetime) -> None:
    mandate = making.signed(cast.awa_user, now)
    assert mandate.evidence in documents_for(cast.awa_user, TODAY)
    assert mandate.evidence not in documents_for(cast.yanis_user, TODAY)
    assert Document.objects.get(pk=mandate.evidence_id).visibility == "person"


def test_a_co_holder_sees_that_the_rent_is_debited_and_cannot_sign_another(
    cast: Cast, now: dt.datetime
) -> None:
    mandate = making.signed(cast.awa_user, now)
    view = making.view_of(cast.yanis_user)
    settings = settings_on(TODAY)
    (seen,) = queries.mandates_of(view, TODAY, queries.terms_on(settings))
    assert (seen.mandate.pk, seen.own) == (mandate.pk, False)
    assert offer_of(view, settings).reason is Turned.OTHER_HOLDER
    account = making.usable(cast.yanis_user, now, iban=making.OTHER_IBAN, name="N’Guessan")
    with pytest.raises(actions.NoMandateHere):
        making.started(cast.yanis_user, now, account)
    with pytest.raises(NotYours):
        queries.mandate_for([view], mandate.code)


def test_a_debit_of_the_landlords_own_is_shown_and_never_doubled(
    cast: Cast, now: dt.datetime
) -> None:
    account = making.usable(cast.awa_user, now)
    cast.account.payment_means, cast.account.debit_day = "direct_debit", 10
    cast.account.save()
    offer = offer_of(making.view_of(cast.awa_user), settings_on(TODAY))
    assert (offer.reason, offer.erp_day) == (Turned.DEBITED_ALREADY, 10)
    with pytest.raises(actions.NoMandateHere):
        making.started(cast.awa_user, now, account)


def test_a_former_tenant_signs_nothing(cast: Cast, now: dt.datetime) -> None:
    view = making.view_of(cast.remi_user)
    assert offer_of(view, settings_on(TODAY)).reason is Turned.FORMER
    assert queries.mandates_of(view, TODAY, queries.terms_on(settings_on(TODAY))) == []


def test_without_a_true_ics_nothing_is_signed(cast: Cast, now: dt.datetime) -> None:
    account = making.usable(cast.awa_user, now)
    making.landlord_debits(creditor_identifier="FR00ZZZ000000")
    with pytest.raises(actions.NoMandateHere):
        making.started(cast.awa_user, now, account)


def test_nobody_signs_on_another_persons_account(cast: Cast, now: dt.datetime) -> None:
    theirs = making.usable(cast.yanis_user, now, iban=making.OTHER_IBAN, name="N’Guessan")
    with pytest.raises(NotYours):
        making.started(cast.awa_user, now, theirs)


def test_a_blocked_account_stops_a_signature_under_way(cast: Cast, now: dt.datetime) -> None:
    account = making.usable(cast.awa_user, now)
    mandate = making.started(cast.awa_user, now, account)
    making.code_sent(mandate, now)
    actions.contest(account=account, now=now)
    mandate.refresh_from_db()
    assert mandate.state == Mandate.State.ABANDONED
    assert not SigningCode.objects.filter(state="sent").exists()


def test_an_account_taken_back_meanwhile_is_not_signed_for(cast: Cast, now: dt.datetime) -> None:
    account = making.usable(cast.awa_user, now)
    mandate = making.started(cast.awa_user, now, account)
    code = making.code_sent(mandate, now)
    actions.withdraw_account(account=account, actor=actor_of(cast.awa_user), now=now)
    with pytest.raises(actions.NoMandateHere):
        actions.sign_mandate(
            mandate=mandate,
            view=making.view_of(cast.awa_user),
            typed=code,
            proven_at=now,
            network_address="",
            actor=actor_of(cast.awa_user),
            now=now,
        )


def test_a_second_mandate_is_never_signed_beside_the_first(cast: Cast, now: dt.datetime) -> None:
    making.signed(cast.awa_user, now)
    account = making.usable(cast.awa_user, now, iban=making.OTHER_IBAN)
    with pytest.raises(actions.NoMandateHere) as refused:
        making.started(cast.awa_user, now, account)
    assert "avenant" in refused.value.sentence


def test_two_mandates_begun_do_not_both_end_signed(cast: Cast, now: dt.datetime) -> None:
    making.usable(cast.yanis_user, now, iban=making.OTHER_IBAN, name="Yanis N’Guessan")
    mandate = making.started(cast.awa_user, now, making.usable(cast.awa_user, now))
    code = making.code_sent(mandate, now)
    making.signed(cast.yanis_user, now, queries.serving_accounts_of(cast.yanis)[0])
    with pytest.raises(actions.NoMandateHere):
        actions.sign_mandate(
            mandate=mandate,
            view=making.view_of(cast.awa_user),
            typed=code,
            proven_at=now,
            network_address="",
            actor=actor_of(cast.awa_user),
            now=now,
        )


def test_a_mandate_signed_after_a_late_stop_leaves_that_month_to_the_stopped_one(
    cast: Cast, now: dt.datetime
) -> None:
    """Stopped after the cut-off, the first still debits on the 7th: not the second on the 10th."""
    making.landlord_debits(debit_notice_days=2)
    old = making.signed(cast.awa_user, dt.datetime(2026, 9, 14, 9, tzinfo=dt.UTC))
    late = dt.datetime(2026, 12, 3, 9, tzinfo=dt.UTC)
    stop = actions.stop_debits(mandate=old, actor=actor_of(cast.awa_user), now=late)
    assert stop.effective_on == dt.date(2027, 1, 5)
    new = making.signed(cast.awa_user, late, old.bank_account, debit_day=10)
    assert new.changes.get().effective_on == dt.date(2027, 1, 11)


def test_an_account_still_young_is_signed_for_a_later_month(cast: Cast, now: dt.datetime) -> None:
    making.landlord_debits(debit_notice_days=2)
    late = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)
    account = making.confirmed(cast.awa_user, late)
    mandate = making.signed(cast.awa_user, late, account)
    assert mandate.changes.get().effective_on == dt.date(2027, 1, 5)
    assert account.state == BankAccount.State.CONFIRMED


@pytest.mark.parametrize("reference", ["L/0012345", "é’ !", "", "A" * 60, "0012 345-B"])
def test_references_are_short_and_of_allowed_signs(reference: str) -> None:
    rum = new_rum(reference)
    assert len(rum) <= 35
    assert RUM.fullmatch(rum)
    assert rum != new_rum(reference)


@pytest.mark.parametrize(
    ("written", "fits"),
    [("FR72ZZZ123456", True), ("FR00ZZZ000000", False), ("", False), ("FR73ZZZ123456", False)],
)
def test_the_ics_is_checked_by_its_key(written: str, fits: bool) -> None:
    assert is_creditor_identifier(written) is fits
