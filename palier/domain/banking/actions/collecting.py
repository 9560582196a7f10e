"""Make the bank's file of debits for one month and one day: once, whatever is run again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.banking import sealing
from palier.domain.banking.actions.deliveries import seal_file
from palier.domain.banking.actions.steps import iban_of
from palier.domain.banking.models import Collection, DebitDelivery
from palier.domain.banking.queries.collecting import ToDebit, mandates_to_debit, to_leave_out
from palier.domain.banking.queries.mandates import DEBITED_BY_PALIER, terms_on
from palier.domain.banking.rules.collecting import Due, LeftOut, decide
from palier.domain.banking.rules.debit_file import (
    SCHEMAS,
    Creditor,
    Debit,
    write_debit_file,
)
from palier.domain.banking.rules.references import is_creditor_identifier
from palier.domain.banking.rules.schedule import DEBIT_DAYS, collection_on, cut_off
from palier.domain.landlord.queries import Settings, settings_on, today
from palier.domain.ledger.bulk import post_provisional
from palier.foundation.codes import new_public_code
from palier.foundation.dates import long_date
from palier.foundation.deliveries import DeliveryUnderWay
from palier.foundation.errors import DomainError
from palier.foundation.numbered import next_number
from palier.foundation.periods import Period

FILE_WORDS = "Loyer %(month)s %(reference)s"


class NotTheTime(DomainError):
    """The file cannot be made: too early, too late, or the landlord's settings do not allow it."""


def collect_debits(
    *, month: Period, debit_day: int, actor: Actor, now: dt.datetime
) -> DebitDelivery:
    """Give the bank file of ``debit_day`` in ``month``; make it if it does not exist yet.

    Made after the cut-off, so that no instruction comes too late, and before the debit itself.
    Each debit enters the rent account at once, pending, under a reference that the ERP's own
    line will carry. Run again, it gives the same file and debits nobody twice.

    Raises:
        NotTheTime: the sentence says from which day, or what is to be set.
        DeliveryUnderWay: two commands ran at once; this one changed nothing.
    """
    known = DebitDelivery.objects.filter(month=month.first_day, debit_day=debit_day).first()
    if known is not None:
        return known
    try:
        return _collect(month, debit_day, actor, now)
    except IntegrityError:
        raise DeliveryUnderWay(
            _("Un autre fichier est en cours. Relancez la commande dans un instant.")
        ) from None


@transaction.atomic
def _collect(month: Period, debit_day: int, actor: Actor, now: dt.datetime) -> DebitDelivery:
    settings = settings_on(today(now))
    terms = terms_on(settings)
    collected_on = collection_on(month, debit_day)
    _check_time(debit_day, collected_on, cut_off(collected_on, terms), settings, today(now))
    chosen: list[tuple[ToDebit, Due, str]] = []
    left_out: list[dict[str, str]] = []
    for one in mandates_to_debit(month, debit_day, collected_on):
        decided = decide(one.candidate, collected_on=collected_on, terms=terms, now=now)
        if isinstance(decided, Due):
            try:
                chosen.append((one, decided, iban_of(one.bank_account)))
                continue
            except sealing.SealBroken:
                decided = LeftOut.UNSEALED_NOT
        left_out.append(to_leave_out(one.mandate, decided))
    number = next_number(DebitDelivery)
    codes = [new_public_code() for _each in chosen]
    content = _file(number, codes, chosen, settings, collected_on, month, now)
    place = f"debit_delivery:{number}"
    delivery = DebitDelivery.objects.create(
        number=number,
        month=month.first_day,
        debit_day=debit_day,
        collected_on=collected_on,
        schema=settings["debit_schema"],
        file=seal_file(content, place=place, now=now) if chosen else None,
        line_count=len(chosen),
        total_cents=sum(due.amount_cents for _one, due, _iban in chosen),
        left_out=left_out,
        made_at=now,
    )
    _post(delivery, codes, chosen, now)
    record(
        event=Event.DEBITS_DELIVERED,
        actor=actor,
        now=now,
        subject=delivery,
        number=number,
        lines=len(chosen),
        left_out=len(left_out),
    )
    return delivery


def _check_time(
    debit_day: int, collected_on: dt.date, last: dt.date, settings: Settings, day: dt.date
) -> None:
    if settings["direct_debit_origin"] != DEBITED_BY_PALIER:
        raise NotTheTime(
            _("Le progiciel prélève lui-même (réglage direct_debit_origin) : rien à remettre ici.")
        )
    if debit_day not in DEBIT_DAYS:
        raise NotTheTime(_("Les prélèvements se font le 5 ou le 10."))
    if not is_creditor_identifier(settings["creditor_identifier"]):
        raise NotTheTime(_("Le réglage creditor_identifier (ICS) est vide ou faux."))
    if not settings["transfer_iban"] or settings["debit_schema"] not in SCHEMAS:
        raise NotTheTime(_("Vérifiez les réglages transfer_iban et debit_schema."))
    if day <= last:
        raise NotTheTime(
            _(
                "Trop tôt : les locataires peuvent encore changer d’avis jusqu’au %(last)s "
                "compris. Relancez la commande ensuite, avant le %(on)s."
            )
            % {"last": long_date(last), "on": long_date(collected_on)}
        )
    if day >= collected_on:
        raise NotTheTime(
            _("Trop tard : ce prélèvement devait se faire le %(on)s. La banque le refuserait.")
            % {"on": long_date(collected_on)}
        )


def _file(
    number: int,
    codes: Sequence[str],
    chosen: Sequence[tuple[ToDebit, Due, str]],
    settings: Settings,
    collected_on: dt.date,
    month: Period,
    now: dt.datetime,
) -> bytes:
    if not chosen:
        return b""
    with translation.override("fr"):
        label = month.label
    debits = [
        Debit(
            reference=code,
            amount_cents=due.amount_cents,
            sequence=one.sequence,
            rum=one.mandate.rum,
            signed_on=today(one.signed_at),
            owner_name=one.bank_account.owner_name,
            iban=iban,
            bic=one.bank_account.bic,
            amended=one.amended,
            words=FILE_WORDS
            % {"month": label, "reference": one.mandate.tenant_account.customer_reference},
        )
        for code, (one, due, iban) in zip(codes, chosen, strict=True)
    ]
    return write_debit_file(
        number,
        debits,
        creditor=Creditor(
            name=settings["transfer_account_holder"] or settings["name"],
            identifier=settings["creditor_identifier"],
            iban="".join(settings["transfer_iban"].split()),
            bic=settings["transfer_bic"],
        ),
        collected_on=collected_on,
        made_at=now.astimezone(ZoneInfo(django_settings.PALIER_TIME_ZONE)),
        schema=settings["debit_schema"],
    )


def _post(
    delivery: DebitDelivery,
    codes: Sequence[str],
    chosen: Sequence[tuple[ToDebit, Due, str]],
    now: dt.datetime,
) -> None:
    Collection.objects.bulk_create(
        (
            Collection(
                code=code,
                delivery=delivery,
                position=position,
                mandate=one.mandate,
                tenant_account=one.mandate.tenant_account,
                bank_account=one.bank_account,
                month=delivery.month,
                collected_on=delivery.collected_on,
                notice_number=due.notice_number,
                amount_cents=due.amount_cents,
                sequence=one.sequence,
            )
            for position, (code, (one, due, _iban)) in enumerate(
                zip(codes, chosen, strict=True), start=1
            )
        ),
        batch_size=500,
    )
    with translation.override("fr"):
        label = _("Prélèvement du %(day)s") % {"day": long_date(delivery.collected_on)}
    post_provisional(
        [
            (one.mandate.tenant_account, code, -due.amount_cents)
            for code, (one, due, _iban) in zip(codes, chosen, strict=True)
        ],
        label=label,
        effective_on=delivery.collected_on,
        now=now,
    )
