"""``/api/banque/systempay/``, ``/api/banque/payfip/``: where a bank announces payments.

Open to everybody, so nothing is believed that the connector has not verified. The answer is
sent after the commit: 200 means that what was said is kept for ever; anything else makes the
bank announce it again.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from palier.domain.accounts.adapter import client_address
from palier.domain.accounts.throttling import Limit, count, wait_before
from palier.domain.audit.actor import Actor
from palier.domain.payments import gateway
from palier.domain.payments.actions.answers import record_answer
from palier.domain.payments.models import BankAnswer
from palier.foundation.doors import public

log = logging.getLogger(__name__)
LONGEST_BODY = 64 * 1024
_FORGED = Limit("bank.forged", tries=60, window=dt.timedelta(minutes=10))
"""The bank itself never fails the verification; an impostor is soon left unread."""


@public
@csrf_exempt
@require_POST
def notification(request: HttpRequest, name: str) -> HttpResponse:
    """Verify, record, commit, and only then answer."""
    now = timezone.now()
    limits = [(_FORGED, client_address(request))]
    if wait_before(limits, now):
        return _said("too many refused announcements", 429)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:
        return _said("too long", 413)
    try:
        report = gateway.named(name).read_notification(request.body.decode())
    except LookupError:
        return _said("unknown bank", 404)
    except (gateway.NotFromTheBank, UnicodeDecodeError) as refusal:
        reason = str(refusal) if isinstance(refusal, gateway.NotFromTheBank) else "unreadable"
        log.warning("bank announcement refused: %s", reason)
        count(limits, now)
        return _said("refused", 400)
    except gateway.BankUnreachable:
        return _said("the bank does not answer our question; announce again", 503)
    record_answer(
        report=report,
        channel=BankAnswer.Channel.NOTIFICATION,
        actor=Actor.bank(),
        now=now,
    )
    return _said("OK", 200)


def _said(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
