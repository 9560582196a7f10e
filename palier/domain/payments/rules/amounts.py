"""What a person may pay, how the amount is read, and when to ask the bank again."""

from __future__ import annotations

import datetime as dt

from palier.foundation.money import parse_euros

MINIMUM_CENTS = 100
"""One euro: PayFiP refuses less, and a card fee would exceed it."""
MAXIMUM_CENTS = 99_999_99
"""PayFiP's ceiling, kept for every bank."""


class AmountNotUnderstood(ValueError):
    """The words are not an amount of euros."""


class AmountTooSmall(ValueError):
    """Below one euro."""


class AmountTooLarge(ValueError):
    """Above the bank's ceiling, or the landlord's."""


def read_amount(typed: str, *, maximum_cents: int = MAXIMUM_CENTS) -> int:
    """Turn what a person typed (``412,37``, ``412.37 €``, ``1 234``, ``1.234,56``) into cents.

    Raises:
        AmountNotUnderstood, AmountTooSmall, AmountTooLarge
    """
    text = typed.strip().lower()
    for word in ("euros", "euro", "eur"):
        text = text.removesuffix(word)
    if "," in text and "." in text and text.rfind(",") > text.rfind("."):
        text = text.replace(".", "")
    try:
        cents = parse_euros(text.strip())
    except ValueError:
        raise AmountNotUnderstood(typed) from None
    if cents < MINIMUM_CENTS:
        raise AmountTooSmall(typed)
    if cents > min(maximum_cents, MAXIMUM_CENTS):
        raise AmountTooLarge(typed)
    return cents


BANK_SESSION = dt.timedelta(minutes=15)
"""The longest a bank page stays open (SystemPay 10 minutes, PayFiP 15)."""
FIRST_QUESTIONS = (dt.timedelta(minutes=15), dt.timedelta(hours=1))
EVERY_NIGHT = dt.timedelta(hours=24)
WATCHED_AFTER_PAYMENT = dt.timedelta(days=7)
"""How long a payment that is authorised but not captured is looked at again."""
GIVE_UP_AFTER = dt.timedelta(days=31)
"""A bank that still says "not yet" after a month is asked by a person."""


def next_question_at(*, started_at: dt.datetime, asked_at: dt.datetime | None) -> dt.datetime:
    """Say when to ask the bank about an attempt that is still open: 15 min, 1 h, then nightly."""
    if asked_at is None:
        return started_at + FIRST_QUESTIONS[0]
    for delay in FIRST_QUESTIONS[1:]:
        if asked_at < started_at + delay:
            return started_at + delay
    return asked_at + EVERY_NIGHT


def next_check_of_paid(
    *, started_at: dt.datetime, asked_at: dt.datetime | None
) -> dt.datetime | None:
    """Say when to look again at a payment not captured yet; ``None`` once it is old enough.

    A merchant may still cancel it at the bank, and that announcement may get lost too.
    """
    following = (asked_at or started_at) + EVERY_NIGHT
    return following if following <= started_at + WATCHED_AFTER_PAYMENT else None


def is_over(
    *, started_at: dt.datetime, now: dt.datetime, bank_answered: bool, bank_forgot: bool
) -> bool:
    """Say whether an attempt without any answer will never be paid.

    ``bank_answered``: the bank was reached and knows of no transaction. ``bank_forgot``: it
    has even purged the order (PayFiP's P1). When the bank could not be asked at all, a day
    passes first. A late notification is accepted all the same, whatever this says.
    """
    age = now - started_at
    if bank_forgot:
        return age > BANK_SESSION
    if bank_answered:
        return age >= dt.timedelta(hours=1)
    return age >= dt.timedelta(hours=24)
