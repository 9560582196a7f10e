"""Seal everything again under the first key, so that an older one can be thrown away."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.banking import sealing
from palier.domain.banking.actions.steps import place_of
from palier.domain.banking.models import BankAccount, SealedFile
from palier.foundation.locking import lock

SLICE = 200


def rotate_keys(*, actor: Actor, now: dt.datetime) -> int:
    """Seal again what an older key sealed, in short slices; give how many rows.

    Killed and started again, it goes on. Run again, it changes nothing.

    Raises:
        palier.domain.banking.sealing.SealBroken: a row does not open; those before it are done.
    """
    count = _rotate_accounts() + _rotate_files()
    if count:
        with transaction.atomic():
            record(event=Event.BANK_KEYS_ROTATED, actor=actor, now=now, count=count)
    return count


def _rotate_accounts() -> int:
    last = count = 0
    while True:
        with transaction.atomic():
            keys = BankAccount.objects.filter(pk__gt=last).order_by("pk")
            rows = lock(
                BankAccount.objects.filter(pk__in=list(keys.values_list("pk", flat=True)[:SLICE]))
            )
            if not rows:
                return count
            last = rows[-1].pk
            for row in rows:
                if sealing.key_name_of(row.sealed) == sealing.current_key_name():
                    continue
                plain = sealing.unsealed(row.sealed, place=place_of(row))
                iban = plain.decode().partition("|")[0]
                row.sealed = sealing.sealed(plain, place=place_of(row))
                row.mark = sealing.mark_of(iban)
                row.save(update_fields=["sealed", "mark"])
                count += 1


def _rotate_files() -> int:
    count = 0
    for key in SealedFile.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            (row,) = lock(SealedFile.objects.filter(pk=key))
            if sealing.key_name_of(row.sealed) == sealing.current_key_name():
                continue
            plain = sealing.unsealed(row.sealed, place=row.place)
            row.sealed = sealing.sealed(plain, place=row.place)
            row.save(update_fields=["sealed"])
            count += 1
    return count
