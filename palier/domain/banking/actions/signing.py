"""Sign a mandate online: the password typed again, then a code from the known mailbox."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palier.domain.access.queries import AccountView
from palier.domain.accounts.models import User
from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.banking import evidence
from palier.domain.banking.actions.errors import (
    NoMandateHere,
    TooManyTries,
    WrongSigningCode,
    check_proven,
    check_quiet,
)
from palier.domain.banking.actions.steps import locked_mandate, moved_mandate, opened
from palier.domain.banking.models import BankAccount, Mandate, MandateChange, SigningCode
from palier.domain.banking.queries.accounts import blocked_until
from palier.domain.banking.queries.mandates import changes_of, offer_of, terms_on
from palier.domain.banking.rules.references import new_rum
from palier.domain.banking.rules.schedule import ChangeKind, first_collection
from palier.domain.documents.actions import add_document
from palier.domain.documents.models import Document
from palier.domain.landlord.queries import settings_on, today
from palier.domain.mail.actions import queue_mail
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.codes import normalised
from palier.foundation.dates import long_date
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock, lock_one

CODE_LASTS = dt.timedelta(minutes=15)
MOST_CODES_A_DAY = 5
MOST_TRIES = 5


@transaction.atomic
def start_mandate(
    *,
    view: AccountView,
    user: User,
    bank_account: BankAccount,
    debit_day: int,
    actor: Actor,
    now: dt.datetime,
) -> Mandate:
    """Prepare a mandate on a confirmed account of the reader, to be read and signed.

    One that the same person left unsigned is abandoned.

    Raises:
        NoMandateHere: not offered, debited already, or by another holder's mandate.
        NotYours: the bank account is another person's, or they have left.
    """
    account = lock_one(TenantAccount.objects.filter(pk=view.tenant_account.pk))
    settings = settings_on(today(now))
    if view.is_former or bank_account.person_id != view.person.pk:
        raise NotYours()
    _check_offer(view, now)
    if bank_account.state != BankAccount.State.CONFIRMED:
        raise NoMandateHere(_("Ce compte bancaire n’est pas confirmé, ou il est bloqué."))
    for left in lock(
        Mandate.objects.filter(
            tenant_account=account, person=view.person, state=Mandate.State.SIGNING
        )
    ):
        move(left, Mandate.State.ABANDONED, actor=actor, now=now)
    mandate = Mandate.objects.create(
        rum=new_rum(account.customer_reference),
        tenant_account=account,
        person=view.person,
        user=user,
        bank_account=bank_account,
        creditor_name=settings["name"][:70],
        creditor_id=settings["creditor_identifier"],
        debit_day=debit_day,
        moved_at=now,
        started_at=now,
    )
    mandate.facts = evidence.to_sign(
        rum=mandate.rum,
        debit_day=debit_day,
        debtor=view.person.full_name,
        reference=account.customer_reference,
        owner_name=bank_account.owner_name,
        masked=bank_account.masked,
        bank=bank_account.bank,
        bic=bank_account.bic,
        settings=settings,
    )
    mandate.save(update_fields=["facts"])
    record(
        event=Event.MANDATE_STARTED,
        actor=actor,
        now=now,
        tenant_account_id=account.pk,
        person_id=view.person.pk,
        subject=mandate,
    )
    return mandate


@transaction.atomic
def send_signing_code(
    *, mandate: Mandate, proven_at: dt.datetime | None, actor: Actor, now: dt.datetime
) -> SigningCode:
    """Send six digits to the known mailbox; an earlier code stops working.

    Raises:
        AskAgain, TooSoonAfterReset, TooManyTries
        NoMandateHere: it is not to be signed any more.
    """
    locked = locked_mandate(mandate.pk)
    check_proven(proven_at, now)
    _check_to_sign(locked, now)
    sent = locked.user.mandates.filter(signing_codes__sent_at__gt=now - dt.timedelta(days=1))
    if sent.count() >= MOST_CODES_A_DAY:
        raise TooManyTries(_("Nous avons déjà envoyé plusieurs codes aujourd’hui. Revenez demain."))
    _spend(locked, actor, now)
    secret = f"{secrets.randbelow(10**6):06d}"
    code = SigningCode.objects.create(
        mandate=locked,
        moved_at=now,
        secret_hash=_hashed(locked, secret),
        sent_to=locked.user.email,
        sent_at=now,
        expires_at=now + CODE_LASTS,
    )
    record(
        event=Event.SIGNING_CODE_SENT,
        actor=actor,
        now=now,
        tenant_account_id=locked.tenant_account_id,
        person_id=locked.person_id,
        subject=locked,
    )
    queue_mail(
        to=locked.user.email,
        template="mail/signing_code",
        context={
            "secret": f"{secret[:3]} {secret[3:]}",
            "minutes": int(CODE_LASTS.total_seconds() // 60),
            "masked": locked.bank_account.masked,
        },
        now=now,
        language=locked.user.language,
        holds_secret=True,
    )
    return code


def sign_mandate(
    *,
    mandate: Mandate,
    view: AccountView,
    typed: str,
    proven_at: dt.datetime | None,
    network_address: str,
    actor: Actor,
    now: dt.datetime,
) -> Mandate:
    """Sign with the code typed; keep the evidence, and say from when the rent is debited.

    A live mandate of the same person gives way without a month debited twice or left out.

    Raises:
        WrongSigningCode: a failed try is counted, and kept.
        AskAgain, TooSoonAfterReset, NoMandateHere
    """
    with transaction.atomic():
        lock_one(TenantAccount.objects.filter(pk=mandate.tenant_account_id))
        locked = locked_mandate(mandate.pk)
        check_proven(proven_at, now)
        _check_offer(view, now)
        _check_to_sign(locked, now)
        code = _live_code(locked, now)
        if code and constant_time_compare(code.secret_hash, _hashed(locked, normalised(typed))):
            assert proven_at is not None
            move(code, SigningCode.State.USED, actor=actor, now=now)
            return _sign(locked, code, proven_at, network_address, actor, now)
        left = _count_try(locked, code, actor, now)
    raise WrongSigningCode(_tries_left(left))


def _sign(
    mandate: Mandate,
    code: SigningCode,
    proven_at: dt.datetime,
    network_address: str,
    actor: Actor,
    now: dt.datetime,
) -> Mandate:
    day = today(now)
    settings = settings_on(day)
    first_on = _give_way(mandate, actor, now)
    bank = opened(mandate.bank_account)
    mandate.facts = {
        **mandate.facts,
        "signature": {
            "signed_at": _written(now),
            "password_at": _written(proven_at),
            "code_sent_at": _written(code.sent_at),
            "code_sent_to": code.sent_to,
            "network_address": network_address,
            "iban_commitment": evidence.commitment_of(bank["iban"], bank["salt"]),
        },
    }
    mandate.facts_sha256 = evidence.fingerprint_of(mandate.facts)
    mandate.signed_at = now
    with translation.override("fr"):
        title = _("Mandat de prélèvement SEPA %(rum)s") % {"rum": mandate.rum}
    mandate.evidence = add_document(
        content=evidence.mandate_pdf(mandate.facts, mandate.facts_sha256, settings, signed_at=now),
        media_type="application/pdf",
        kind=Document.Kind.MANDATE,
        title=title,
        visibility=Document.Visibility.PERSON,
        origin=Document.Origin.PORTAL,
        issued_on=day,
        tenant_account=mandate.tenant_account,
        person=mandate.person,
        reference=mandate.rum,
        actor=actor,
        now=now,
    )
    mandate.save(update_fields=["facts", "facts_sha256", "signed_at", "evidence"])
    MandateChange.objects.create(
        mandate=mandate,
        kind=ChangeKind.SIGNED.value,
        debit_day=mandate.debit_day,
        effective_on=first_on,
        asked_at=now,
    )
    moved_mandate(
        mandate,
        Mandate.State.ACTIVE,
        Event.MANDATE_SIGNED,
        actor,
        now,
        first_on=first_on.isoformat(),
    )
    queue_mail(
        to=mandate.user.email,
        template="mail/mandate_signed",
        context={
            "rum": mandate.rum,
            "creditor_id": mandate.creditor_id,
            "creditor": mandate.creditor_name,
            "masked": mandate.bank_account.masked,
            "day": mandate.debit_day,
            "first_on": long_date(first_on),
        },
        now=now,
        language=mandate.user.language,
    )
    return mandate


def _give_way(mandate: Mandate, actor: Actor, now: dt.datetime) -> dt.date:
    """End the live mandate that this one replaces; give the first day of the new one."""
    day = today(now)
    usable_from = mandate.bank_account.usable_from
    assert usable_from is not None, "a confirmed account is dated"
    old = lock(
        Mandate.objects.filter(
            tenant_account=mandate.tenant_account_id, state__in=Mandate.LIVE
        ).select_related("tenant_account__agency")
    )
    changes = changes_of([one.pk for one in old])
    first_on = first_collection(
        signed_on=day,
        usable_on=today(usable_from) + dt.timedelta(days=1),
        day=mandate.debit_day,
        terms=terms_on(settings_on(day)),
        replacing=changes[old[0].pk] if old else (),
    )
    for one in old:
        MandateChange.objects.create(
            mandate=one,
            kind=ChangeKind.STOP.value,
            debit_day=changes[one.pk][-1].debit_day,
            effective_on=first_on.replace(day=1),
            asked_at=now,
        )
        moved_mandate(one, Mandate.State.REPLACED, Event.MANDATE_REPLACED, actor, now)
    return first_on


def _check_offer(view: AccountView, now: dt.datetime) -> None:
    offer = offer_of(view, settings_on(today(now)))
    if offer.reason is not None:
        raise NoMandateHere(
            _("Un mandat ne peut pas être signé pour ce compte en ce moment. Appelez votre agence.")
        )


def _check_to_sign(mandate: Mandate, now: dt.datetime) -> None:
    check_quiet(blocked_until(mandate.user, mandate.person, now))
    ready = BankAccount.objects.filter(
        pk=mandate.bank_account_id, state=BankAccount.State.CONFIRMED
    ).exists()
    if mandate.state != Mandate.State.SIGNING or not ready:
        raise NoMandateHere(
            _("Ce mandat n’est plus à signer. Recommencez depuis la page « Prélèvement ».")
        )


def _live_code(mandate: Mandate, now: dt.datetime) -> SigningCode | None:
    codes = mandate.signing_codes.filter(state=SigningCode.State.SENT, expires_at__gt=now)
    return next(iter(lock(codes)), None)


def _count_try(mandate: Mandate, code: SigningCode | None, actor: Actor, now: dt.datetime) -> int:
    """Count a failed try against the code; give how many are left."""
    record(
        event=Event.SIGNING_CODE_WRONG,
        actor=actor,
        now=now,
        tenant_account_id=mandate.tenant_account_id,
        person_id=mandate.person_id,
        subject=mandate,
    )
    if code is None:
        return 0
    code.tries += 1
    code.save(update_fields=["tries"])
    if code.tries >= MOST_TRIES:
        move(code, SigningCode.State.DEAD, actor=actor, now=now)
    return MOST_TRIES - code.tries


def _spend(mandate: Mandate, actor: Actor, now: dt.datetime) -> None:
    for code in lock(mandate.signing_codes.filter(state=SigningCode.State.SENT)):
        move(code, SigningCode.State.DEAD, actor=actor, now=now)


def _hashed(mandate: Mandate, secret: str) -> str:
    # Keyed, since six digits are found in a blink from a plain hash.
    return salted_hmac(
        "palier.banking.signing", f"{mandate.code}:{secret}", algorithm="sha256"
    ).hexdigest()


def _written(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).replace(microsecond=0).isoformat()


def _tries_left(left: int) -> str:
    if left <= 0:
        return _("Ce code ne marche pas ou ne marche plus. Demandez-en un nouveau.")
    return ngettext(
        "Ce n’est pas le bon code. Il reste %(left)s essai.",
        "Ce n’est pas le bon code. Il reste %(left)s essais.",
        left,
    ) % {"left": left}
