"""``/messages/``: the threads, and what is begun."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from palier.domain.access.rules.delegating import Scope
from palier.domain.messaging import queries
from palier.domain.messaging.models import Draft
from palier.portal.account_choice import accounts_of, chosen_account, today_of
from palier.portal.messages.words import draft_link, threads_table
from palier.ui.parts import Link


@require_safe
def messages_list(request: HttpRequest) -> HttpResponse:
    """List the reader's threads, the latest message first, and their drafts."""
    view = chosen_account(request, Scope.MESSAGES)
    if view is None:
        return redirect("portal:home")
    today = today_of(request)
    page = queries.threads_for(
        request.user,
        today,
        cursor=request.GET.get("suite", ""),
        views=accounts_of(request, Scope.MESSAGES),
    )
    mine = {each.tenant_account.pk for each in accounts_of(request, Scope.MESSAGES)}
    context = {
        "table": threads_table(page.rows, today),
        "has_threads": bool(page.rows),
        "drafts": tuple(
            _draft(draft)
            for draft in queries.drafts_of(request.user)
            if draft.tenant_account_id in mine
        )
        if page.first
        else (),
        "next_url": f"?suite={page.next_cursor}" if page.next_cursor else "",
        "first_url": "" if page.first else reverse("portal:messages"),
    }
    return render(request, "portal/messages/list.html", context)


def _draft(draft: Draft) -> Link:
    if draft.thread is not None:
        url = f"{reverse('portal:thread', args=[draft.thread.code])}#repondre"
        return draft_link(draft.thread.topic, draft.thread.title, url, draft.saved_at)
    url = f"{reverse('portal:messages-write')}?compte={draft.tenant_account.code}"
    return draft_link(draft.topic, draft.title, url, draft.saved_at)
