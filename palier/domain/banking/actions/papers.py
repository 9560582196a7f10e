"""What signing takes, be it a mandate or its amendment: the proofs, the frozen words, the PDF."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from palier.domain.access.queries import AccountView
from palier.domain.audit.actor import Actor
from palier.domain.banking import evidence
from palier.domain.banking.actions.errors import NoMandateHere, check_quiet
from palier.domain.banking.actions.steps import opened
from palier.domain.banking.models import Amendment, BankAccount, Mandate, SigningCode
from palier.domain.banking.queries.accounts import blocked_until
from palier.domain.banking.queries.mandates import Offer, offer_of
from palier.domain.documents.actions import add_document
from palier.domain.documents.models import Document
from palier.domain.landlord.queries import settings_on, today
from palier.foundation.sentences import Sentence

MANDATE = Sentence(gettext_noop("Mandat de prélèvement SEPA %(rum)s"))
AMENDMENT = Sentence(gettext_noop("Avenant au mandat de prélèvement SEPA %(rum)s"))


def offer_for(view: AccountView, now: dt.datetime) -> Offer:
    """Give what the reader may sign for this account.

    Raises:
        NoMandateHere: nothing, now.
    """
    offer = offer_of(view, settings_on(today(now)))
    if offer.reason is not None:
        raise NoMandateHere(
            _("Un mandat ne peut pas être signé pour ce compte en ce moment. Appelez votre agence.")
        )
    return offer


def check_confirmed(account: BankAccount) -> None:
    """Check that an account may be signed for.

    Raises:
        NoMandateHere: it is not confirmed, or it is blocked.
    """
    if account.state != BankAccount.State.CONFIRMED:
        raise NoMandateHere(_("Ce compte bancaire n’est pas confirmé, ou il est bloqué."))


def check_to_sign(mandate: Mandate, amendment: Amendment | None, now: dt.datetime) -> None:
    """Check that a paper still waits for its signature, on an account that still stands.

    Raises:
        TooSoonAfterReset, NoMandateHere
    """
    check_quiet(blocked_until(mandate.user, mandate.person, now))
    if amendment is None:
        waits, account = mandate.state == Mandate.State.SIGNING, mandate.bank_account_id
    else:
        waits = amendment.state == Amendment.State.SIGNING and mandate.state in Mandate.LIVE
        account = amendment.bank_account_id
    confirmed = BankAccount.objects.filter(pk=account, state=BankAccount.State.CONFIRMED)
    if not waits or not confirmed.exists():
        raise NoMandateHere(
            _("Ce mandat n’est plus à signer. Recommencez depuis la page « Prélèvement ».")
        )


def freeze_paper(
    paper: Mandate | Amendment,
    mandate: Mandate,
    code: SigningCode,
    *,
    proven_at: dt.datetime,
    network_address: str,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Write the proofs into the facts, freeze them, and keep their PDF in the vault."""
    bank = opened(paper.bank_account)
    paper.facts = {
        **paper.facts,
        "signature": {
            "signed_at": evidence.written(now),
            "password_at": evidence.written(proven_at),
            "code_sent_at": evidence.written(code.sent_at),
            "code_sent_to": code.sent_to,
            "network_address": network_address,
            "iban_commitment": evidence.commitment_of(bank["iban"], bank["salt"]),
        },
    }
    paper.facts_sha256 = evidence.fingerprint_of(paper.facts)
    paper.signed_at = now
    paper.evidence = add_document(
        content=evidence.mandate_pdf(
            paper.facts, paper.facts_sha256, settings_on(today(now)), signed_at=now
        ),
        media_type="application/pdf",
        kind=Document.Kind.MANDATE,
        title=_title(paper, mandate),
        visibility=Document.Visibility.PERSON,
        origin=Document.Origin.PORTAL,
        issued_on=today(now),
        tenant_account=mandate.tenant_account,
        person=mandate.person,
        reference=mandate.rum,
        actor=actor,
        now=now,
    )
    paper.save(update_fields=["facts", "facts_sha256", "signed_at", "evidence"])


def _title(paper: Mandate | Amendment, mandate: Mandate) -> str:
    title = AMENDMENT if isinstance(paper, Amendment) else MANDATE
    return title.in_french(rum=mandate.rum)
