"""Awa reads English; the agency reads French. Neither finds the other's language in its pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import translation

from palier.domain.access.models import Delegation
from palier.domain.accounts.queries import actor_of
from palier.domain.audit.queries import TrailReader, trail_for_tenant, trail_of_account
from palier.domain.casework import actions, queries
from palier.domain.casework.models import Case, CaseMessage
from palier.domain.documents.acknowledgements.models import Acknowledgement
from palier.domain.documents.acknowledgements.words import words_of
from palier.domain.mail.actions import queue_mail
from palier.domain.mail.models import Letter
from palier.domain.messaging import actions as messaging
from palier.domain.messaging.queries.said import messages_of as said_in
from palier.domain.messaging.queries.said import summaries
from palier.foundation.periods import Period
from palier.foundation.sentences import in_french, read_again
from tests.cast import Cast
from tests.domain.casework.making import act, certificate, hardship
from tests.domain.household.making import declared
from tests.domain.messaging.making import act as act_on
from tests.domain.messaging.making import thread
from tests.domain.papers.making import deposited


@pytest.fixture(autouse=True)
def awa_reads_english(cast: Cast) -> None:
    cast.awa_user.language = "en"
    cast.awa_user.save(update_fields=["language"])


@contextmanager
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_rent_she_cannot_pay_is_told_in_both(cast: Cast, now: dt.datetime) -> None:
    with english():
        case = hardship(cast, now)
        actions.open_hardship(
            tenant_account=cast.account, person=cast.awa, user=cast.awa_user,
            period=Period(2026, 11), can_pay_cents=9_000, can_pay_on=dt.date(2026, 12, 8),
            wants_call=True, phone="06 39 98 00 11", body="It is still hard.",
            actor=actor_of(cast.awa_user), now=now,
        )  # fmt: skip
    assert case.subject == "Loyer de novembre 2026\u00a0: paiement difficile"
    text = CaseMessage.objects.get(case=case).text
    assert text.startswith("Toujours en difficulté pour le loyer de novembre 2026.")
    assert "Pense payer le 8\u00a0décembre\u00a02026." in text
    with english():
        assert queries.summary_of(case).subject == "Rent for November 2026: trouble paying"
        (said,) = queries.messages_of(case)
    assert said.text.startswith("Still having trouble with the rent for November 2026.")
    assert "Expects to pay on 8\u00a0December\u00a02026." in said.text
    assert said.text.endswith("It is still hard.")


def test_a_paper_is_named_in_french_and_acknowledged_in_both(cast: Cast, now: dt.datetime) -> None:
    with english():
        paper = deposited(cast, now)
    assert paper.title == "Un document de la CAF ou de la MSA"
    assert paper.document.title == paper.title
    case = Case.objects.get(kind=Case.Kind.PAPER)
    assert case.subject == f"Pièce\u00a0: {paper.title}"
    given = Acknowledgement.objects.get()
    assert given.shown == [["Partagée", "non, pour vous seul(e)"]]
    with english():
        assert queries.summary_of(case).subject.startswith("Document: A document from the CAF")
        words = words_of(given)
    assert words.facts[0].text.startswith("A document from the CAF")
    assert (words.declared[0].term, words.declared[0].text) == ("Shared", "no, for you alone")
    assert words.files[0].name.startswith("A document from the CAF")
    letter = Letter.objects.get(template="mail/deposit_acknowledged")
    assert "We have received: A document from the CAF" in letter.text


def test_a_birth_is_declared_in_french_and_read_in_both(cast: Cast, now: dt.datetime) -> None:
    with english():
        declared(cast, now)
    case = Case.objects.get(kind=Case.Kind.DECLARATION)
    assert case.subject == "Foyer\u00a0: une naissance"
    given = Acknowledgement.objects.get()
    assert given.what == "Changement dans le foyer"
    assert ["Depuis le", "12\u00a0novembre\u00a02026"] in given.shown
    sentences = [line.sentence for line in trail_of_account(cast.account.pk).rows]
    assert "Changement déclaré dans le foyer\u00a0: Une naissance." in sentences
    with english():
        assert queries.summary_of(case).subject == "Household: a birth"
        shown = {fact.term: fact.text for fact in words_of(given).declared}
        hers = TrailReader(cast.account.pk, str(cast.awa_user.pk), (cast.awa.pk,))
        read = [line.sentence for line in trail_for_tenant(hers).rows]
    assert shown["Change"] == "A birth"
    assert shown["Since"] == "12\u00a0November\u00a02026"
    assert "A change in the household was declared: A birth." in read


def test_what_happens_to_a_thread_is_kept_in_french(cast: Cast, now: dt.datetime) -> None:
    with english():
        found = thread(cast, now, title="")
        messaging.settle(
            thread=act_on(cast.north_advisor, found, now)["thread"],
            user=cast.awa_user, actor=actor_of(cast.awa_user), now=now,
        )  # fmt: skip
    assert found.title == "Mes charges"
    event = said_in(found)[-1]
    assert event.text.endswith(" a terminé la conversation\u00a0: c’est réglé.")
    with english():
        assert summaries([found])[0].title == "My service charges"
        assert said_in(found)[-1].text.endswith(" closed the conversation: it is settled.")


def test_a_refusal_is_read_in_french_at_the_desk_and_in_english_by_her(
    cast: Cast, now: dt.datetime
) -> None:
    case = certificate(cast, now)
    decision = actions.decide(
        case=case, outcome="refused", reason_code="expired", note="Le 3 mars.",
        **act(cast.north_advisor, case, now),
    )  # fmt: skip
    assert decision.sentence.startswith("Your certificate is no longer valid")
    assert queries.worded_in_french(decision)[0].startswith("Votre attestation n’est plus valable")
    actions.announce_decision(decision_id=decision.pk, now=now + dt.timedelta(minutes=5))
    kept = CaseMessage.objects.get(case=case)
    assert "Votre attestation n’est plus valable" in kept.text
    assert "Votre attestation" in trail_of_account(cast.account.pk).rows[0].sentence
    with english():
        (said,) = queries.messages_of(case)
    assert "Your certificate is no longer valid: its end date has passed." in said.text
    assert "Votre" not in said.text
    letter = Letter.objects.get(template="mail/case_refused")
    assert "what you sent in on 24\u00a0November\u00a02026" in letter.text


def test_words_of_the_landlords_own_are_kept_as_she_reads_them(
    cast: Cast, now: dt.datetime
) -> None:
    for language, words in (("fr", "Le tampon manque."), ("en", "The stamp is missing.")):
        actions.word_reason(
            kind=Case.Kind.CERTIFICATE, code="stamp", sentence=words, remedy=words,
            language=language, actor=actor_of(cast.administrator.user), now=now,
        )  # fmt: skip
    case = certificate(cast, now)
    decision = actions.decide(
        case=case, outcome="refused", reason_code="stamp", **act(cast.north_advisor, case, now)
    )
    assert queries.worded_in_french(decision)[0] == "Le tampon manque."
    actions.announce_decision(decision_id=decision.pk, now=now + dt.timedelta(minutes=5))
    assert "The stamp is missing." in CaseMessage.objects.get(case=case).text


def test_a_letter_says_days_and_words_in_its_readers_language(now: dt.datetime) -> None:
    letter = queue_mail(
        to="awa@exemple.fr", template="mail/delegation_over", language="en", now=now,
        context={"helped": "Awa Diallo", "why": Delegation.Ending.EXPIRED.label},
    )  # fmt: skip
    assert "past its end date" in letter.text
    letter = queue_mail(
        to="awa@exemple.fr", template="mail/rent_due_soon", language="en", now=now,
        context={"name": "Awa", "due_on": dt.date(2026, 12, 1)},
    )  # fmt: skip
    assert letter.subject == "Your rent is due before 1\u00a0December\u00a02026"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Attestation d’assurance, renouvellement (MAIF)", "Insurance certificate, renewal (MAIF)"),
        ("Avis d’échéance de mai 2026", "Rent notice (avis d’échéance) for May 2026"),
        (
            "Avis d’échéance de mai 2026 (version 2)",
            "Rent notice (avis d’échéance) for May 2026 (version 2)",
        ),
        ("Quittance de loyer, mai 2026", "Rent receipt (quittance), May 2026"),
        ("Mandat de prélèvement SEPA ++RUM", "SEPA direct-debit mandate ++RUM"),
    ],
)
def test_titles_of_documents_are_read_again(written: str, read: str) -> None:
    import palier.domain.banking.actions.papers
    import palier.domain.billing.actions.publishing
    import palier.domain.billing.receipts.page
    import palier.domain.insurance.actions.deposits  # noqa: F401

    with english():
        assert read_again(written) == read
    assert in_french(written) == written
