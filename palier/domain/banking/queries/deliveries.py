"""What was delivered to the bank and to the ERP, opened again from its seal."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection

from django.utils.translation import gettext as _

from palier.domain.banking import sealing
from palier.domain.banking.models import (
    AccountDelivery,
    DebitDelivery,
    MandateChange,
    MandateDelivery,
    SealedFile,
)
from palier.domain.banking.rules.collecting import LeftOut
from palier.domain.banking.rules.mandate_file import write_left_out
from palier.domain.banking.rules.schedule import ChangeKind
from palier.foundation.errors import DomainError, NotYours

Evidence = dict[tuple[int, int], str]
"""SHA-256 of what was signed, by mandate and bank account (keys)."""


class DeliveryUnreadable(DomainError):
    """A delivery kept under seal does not open, or is not what was delivered."""


def evidence_by(mandates: Collection[int]) -> Evidence:
    """Give the hash of the last PDF signed for each account of some mandates."""
    signed = MandateChange.objects.filter(
        mandate__in=mandates, kind__in=(ChangeKind.SIGNED, ChangeKind.ACCOUNT)
    ).order_by("asked_at", "pk")
    rows = signed.values_list(
        "mandate_id",
        "bank_account_id",
        "mandate__evidence__file__sha256",
        "amendment__evidence__file__sha256",
    )
    return {(mandate, account): amended or first for mandate, account, first, amended in rows}


def debit_delivery_numbered(number: int) -> DebitDelivery:
    """Give one bank file.

    Raises:
        NotYours: no file has this number.
    """
    found = DebitDelivery.objects.filter(number=number).select_related("file").first()
    if found is None:
        raise NotYours()
    return found


def mandate_delivery_numbered(number: int) -> MandateDelivery:
    """Give one delivery of mandates.

    Raises:
        NotYours: no delivery has this number.
    """
    found = MandateDelivery.objects.filter(number=number).select_related("file").first()
    if found is None:
        raise NotYours()
    return found


def account_delivery_numbered(number: int) -> AccountDelivery:
    """Give one delivery of bank accounts.

    Raises:
        NotYours: no delivery has this number.
    """
    found = AccountDelivery.objects.filter(number=number).select_related("file").first()
    if found is None:
        raise NotYours()
    return found


def debit_file_of(delivery: DebitDelivery) -> bytes:
    """Give the bank's file, byte for byte as it was made; empty when nobody was debited.

    Raises:
        DeliveryUnreadable: its key is gone, or it was altered.
    """
    return b"" if delivery.file is None else _opened(delivery.file)


def erp_file_of(delivery: MandateDelivery | AccountDelivery) -> bytes:
    """Give the ERP's file, byte for byte as it was made.

    Raises:
        DeliveryUnreadable: its key is gone, or it was altered.
    """
    return _opened(delivery.file)


def left_out_file_of(delivery: DebitDelivery) -> bytes:
    """Give the list of who is not in a bank file, and why."""
    return write_left_out(
        (
            one["rum"],
            one["account"],
            one["reference"],
            one["reason"],
            reason_words(LeftOut(one["reason"])),
        )
        for one in delivery.left_out
    )


def file_name_of_debits(delivery: DebitDelivery) -> str:
    """Give the name of a bank file: ``prelevements-000012-2026-12-07.xml``."""
    return f"prelevements-{delivery.number:06d}-{delivery.collected_on}.xml"


def file_name_of_mandates(delivery: MandateDelivery) -> str:
    """Give the name of a delivery of mandates: ``mandats-000012.csv``."""
    return f"mandats-{delivery.number:06d}.csv"


def file_name_of_accounts(delivery: AccountDelivery) -> str:
    """Give the name of a delivery of bank accounts: ``comptes-bancaires-000012.csv``."""
    return f"comptes-bancaires-{delivery.number:06d}.csv"


def reason_words(reason: LeftOut) -> str:
    """Say why a mandate is not debited this time."""
    return {
        LeftOut.NOT_YET: _("le mandat ne prélève pas encore"),
        LeftOut.PAUSED: _("prélèvement suspendu par le locataire"),
        LeftOut.STOPPED: _("mandat arrêté"),
        LeftOut.NO_LONGER_HOLDER: _("le signataire n’est plus titulaire du compte"),
        LeftOut.ACCOUNT_BLOCKED: _("compte bancaire bloqué, ou non confirmé"),
        LeftOut.ACCOUNT_TOO_YOUNG: _("compte bancaire confirmé depuis moins de 72 heures"),
        LeftOut.VOID: _("mandat périmé : 36 mois sans prélèvement"),
        LeftOut.DEBITED_BY_ERP: _("déjà prélevé par le progiciel, avec un autre mandat"),
        LeftOut.DEBITED_ALREADY: _("déjà prélevé ce mois-ci, par un autre mandat du même compte"),
        LeftOut.NO_NOTICE: _("aucun avis publié à prélever ce mois-ci"),
        LeftOut.SEVERAL_NOTICES: _("plusieurs avis pour ce mois : à prélever à la main"),
        LeftOut.NOTICE_TOO_LATE: _("avis publié trop tard pour annoncer le prélèvement"),
        LeftOut.NOTHING_OWED: _("plus rien à payer sur cet avis"),
        LeftOut.UNSEALED_NOT: _("l’IBAN ne s’ouvre pas : clé absente, ou ligne modifiée"),
    }[reason]


def _opened(file: SealedFile) -> bytes:
    try:
        content = zlib.decompress(sealing.unsealed(file.sealed, place=file.place))
    except (sealing.SealBroken, zlib.error):
        raise DeliveryUnreadable(
            _("Cette remise ne s’ouvre pas : sa clé manque dans PALIER_BANK_KEYS.")
        ) from None
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise DeliveryUnreadable(_("Cette remise n’est plus celle qui a été faite."))
    return content
