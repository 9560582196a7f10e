"""What is begun and not sent yet, kept for its author alone."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from palier.domain.accounts.models import User
from palier.domain.messaging.models import Draft, Thread
from palier.domain.tenancy.models import TenantAccount

KEPT = dt.timedelta(days=60)


@transaction.atomic
def save_draft(
    *,
    user: User,
    tenant_account: TenantAccount,
    thread: Thread | None,
    text: str,
    now: dt.datetime,
    topic: str = "",
    title: str = "",
    share: bool = False,
) -> Draft | None:
    """Keep what is written so far, over what was kept before; ``None`` for nothing written."""
    if not (text.strip() or title.strip()):
        drop_draft(user=user, tenant_account=tenant_account, thread=thread)
        return None
    kept = {
        "topic": topic,
        "title": title.strip()[:120],
        "text": text,
        "share": share,
        "saved_at": now,
    }
    place = {"thread": thread} if thread else {"thread": None, "tenant_account": tenant_account}
    draft, _created = Draft.objects.update_or_create(
        user=user, **place, defaults={"tenant_account": tenant_account, **kept}
    )
    return draft


@transaction.atomic
def drop_draft(*, user: User, tenant_account: TenantAccount, thread: Thread | None) -> None:
    """Forget what was begun: it was sent, or is not wanted any more."""
    rows = Draft.objects.filter(user=user)
    if thread is None:
        rows.filter(thread=None, tenant_account=tenant_account).delete()
    else:
        rows.filter(thread=thread).delete()


@transaction.atomic
def forget_old_drafts(*, now: dt.datetime) -> int:
    """Delete the drafts left alone for two months; give how many."""
    count, _models = Draft.objects.filter(saved_at__lt=now - KEPT).delete()
    return count
