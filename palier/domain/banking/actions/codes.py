"""The code that signs a paper: six digits sent to the known mailbox, counted, short, used once."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palier.domain.audit.actions import record
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.audit.moves import move
from palier.domain.banking.actions.errors import TooManyTries
from palier.domain.banking.models import Amendment, Mandate, SigningCode
from palier.domain.mail.actions import queue_mail
from palier.foundation.codes import normalised
from palier.foundation.locking import lock

CODE_LASTS = dt.timedelta(minutes=15)
MOST_CODES_A_DAY = 5
MOST_TRIES = 5


def send_code(
    *, mandate: Mandate, amendment: Amendment | None, actor: Actor, now: dt.datetime
) -> SigningCode:
    """Send a code that signs ``amendment``, or the mandate itself; an earlier one stops working.

    Raises:
        TooManyTries: enough for one day.
    """
    sent = SigningCode.objects.filter(
        mandate__user=mandate.user_id, sent_at__gt=now - dt.timedelta(days=1)
    )
    if sent.count() >= MOST_CODES_A_DAY:
        raise TooManyTries(_("Nous avons déjà envoyé plusieurs codes aujourd’hui. Revenez demain."))
    drop_codes([mandate], actor, now)
    secret = f"{secrets.randbelow(10**6):06d}"
    code = SigningCode.objects.create(
        mandate=mandate,
        amendment=amendment,
        moved_at=now,
        secret_hash=_hashed(amendment or mandate, secret),
        sent_to=mandate.user.email,
        sent_at=now,
        expires_at=now + CODE_LASTS,
    )
    _record(Event.SIGNING_CODE_SENT, mandate, actor, now)
    queue_mail(
        to=mandate.user.email,
        template="mail/signing_code",
        context={
            "secret": f"{secret[:3]} {secret[3:]}",
            "minutes": int(CODE_LASTS.total_seconds() // 60),
            "masked": (amendment or mandate).bank_account.masked,
            "amends": amendment is not None,
        },
        now=now,
        language=mandate.user.language,
        holds_secret=True,
    )
    return code


def code_typed(
    *,
    mandate: Mandate,
    amendment: Amendment | None,
    typed: str,
    actor: Actor,
    now: dt.datetime,
) -> SigningCode | str:
    """Use up the code that was typed, or count a failed try and give the sentence that says so."""
    live = mandate.signing_codes.filter(
        amendment=amendment, state=SigningCode.State.SENT, expires_at__gt=now
    )
    code = next(iter(lock(live)), None)
    expected = _hashed(amendment or mandate, normalised(typed))
    if code is not None and constant_time_compare(code.secret_hash, expected):
        move(code, SigningCode.State.USED, actor=actor, now=now)
        return code
    _record(Event.SIGNING_CODE_WRONG, mandate, actor, now)
    return _tries_left(_count_try(code, actor, now))


def drop_codes(mandates: Sequence[Mandate], actor: Actor, now: dt.datetime) -> None:
    """Let no code sent for these mandates, or their amendments, sign any more."""
    codes = SigningCode.objects.filter(mandate__in=mandates, state=SigningCode.State.SENT)
    for code in lock(codes):
        move(code, SigningCode.State.DEAD, actor=actor, now=now)


def _count_try(code: SigningCode | None, actor: Actor, now: dt.datetime) -> int:
    if code is None:
        return 0
    code.tries += 1
    code.save(update_fields=["tries"])
    if code.tries >= MOST_TRIES:
        move(code, SigningCode.State.DEAD, actor=actor, now=now)
    return MOST_TRIES - code.tries


def _hashed(paper: Mandate | Amendment, secret: str) -> str:
    # Keyed, since six digits are found in a blink from a plain hash.
    return salted_hmac(
        "palier.banking.signing", f"{paper.code}:{secret}", algorithm="sha256"
    ).hexdigest()


def _record(event: Event, mandate: Mandate, actor: Actor, now: dt.datetime) -> None:
    record(
        event=event,
        actor=actor,
        now=now,
        tenant_account_id=mandate.tenant_account_id,
        person_id=mandate.person_id,
        subject=mandate,
    )


def _tries_left(left: int) -> str:
    if left <= 0:
        return _("Ce code ne marche pas ou ne marche plus. Demandez-en un nouveau.")
    return ngettext(
        "Ce n’est pas le bon code. Il reste %(left)s essai.",
        "Ce n’est pas le bon code. Il reste %(left)s essais.",
        left,
    ) % {"left": left}
