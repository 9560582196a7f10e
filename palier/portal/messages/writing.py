"""``/messages/nouveau/``: what about, the page that may answer already, then the words."""

from __future__ import annotations

import datetime as dt
import math

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.domain.access.queries import AccountView
from palier.domain.access.queries.delegations import acting
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.throttling import Limit, count, wait_before
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.actions.bundles import Bundle
from palier.domain.documents.intake.models import Draft as FileDraft
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.messaging import actions, queries
from palier.domain.messaging.models import Draft, Thread, Topic
from palier.domain.messaging.rules import attachment_titles
from palier.domain.tenancy.models import Person, TenantAccount
from palier.portal.account_choice import chosen_account, today_of
from palier.portal.messages.forms import AboutForm, WriteForm, topic_choices
from palier.portal.messages.words import asked_items
from palier.ui.french import long_date
from palier.ui.parts import Item

_BY_USER = Limit("messages.user", tries=30, window=dt.timedelta(hours=1))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Ask what it is about: one question, and a few words if the reader likes."""
    view = chosen_account(request, Scope.MESSAGES)
    if view is None:
        return redirect("portal:home")
    asked = request.GET.get("sujet", "")
    initial = {"sujet": asked, "mots": request.GET.get("mots", "")[:120]}
    context = {
        "form": AboutForm(initial=initial),
        "draft": queries.draft_of(request.user, view.tenant_account),
    }
    return render(request, "portal/messages/about.html", context)


@require_safe
def suggested(request: HttpRequest) -> HttpResponse:
    """Give the answers that may fit what is being typed: a piece of the page, for its script."""
    found = _suggestions(request.GET.get("mots", ""), request.GET.get("sujet", ""))
    return render(request, "portal/messages/suggestions.html", {"suggestions": found})


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Offer the right page, take the message all the same."""
    view = chosen_account(request, Scope.MESSAGES)
    if view is None:
        return redirect("portal:home")
    now, today, user = timezone.now(), today_of(request), request.user
    assert isinstance(user, User)
    others = [] if acting(user) else queries.co_holders_of(view, today)
    draft = queries.draft_of(user, view.tenant_account)
    topic, words = request.GET.get("sujet", ""), request.GET.get("mots", "")[:120]
    if request.method != "POST" and topic not in Topic.values and (draft is None or topic):
        about_form = AboutForm({"sujet": "", "mots": words})
        return render(request, "portal/messages/about.html", {"form": about_form, "draft": draft})
    form = WriteForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        owner=user,
        about=view.tenant_account.code,
        now=now,
        co_holders=others,
        initial=_begun(draft, topic, words),
    )
    if request.method == "POST":
        answer = _sent(request, view, form, others, now)
        if answer is not None:
            return answer
    topic = str(form["topic"].value() or "")
    typed = " ".join(str(form[name].value() or "") for name in ("title", "text"))
    context = {
        "form": form,
        "topic": dict(topic_choices()).get(topic, ""),
        "suggestions": _suggestions(typed, topic),
        "promise": _promise(view, topic, today),
        "change_url": f"{reverse('portal:messages-new')}?sujet={topic}",
    }
    return render(request, "portal/messages/write.html", context)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what is being written, for the page's script; the answer says when."""
    now, user = timezone.now(), request.user
    assert isinstance(user, User)
    code = request.POST.get("thread", "")
    thread = queries.thread_for(user, code, today_of(request)).thread if code else None
    view = chosen_account(request, Scope.MESSAGES)
    account = thread.tenant_account if thread else view.tenant_account if view else None
    if account is None:
        return redirect("portal:home")
    keep_begun(request, account=account, thread=thread, now=now)
    return render(request, "portal/messages/saved.html", {"now": now})


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Forget one of the reader's drafts."""
    user = request.user
    assert isinstance(user, User)
    for draft in queries.drafts_of(user):
        place = draft.thread.code if draft.thread else f"compte-{draft.tenant_account.code}"
        if request.POST.get("draft") == place:
            actions.drop_draft(user=user, tenant_account=draft.tenant_account, thread=draft.thread)
            messages.success(request, _("Le brouillon est supprimé."))
    return redirect("portal:messages")


def keep_begun(
    request: HttpRequest, *, account: TenantAccount, thread: Thread | None, now: dt.datetime
) -> Draft | None:
    """Keep what the reader has typed so far, as it stands, right or wrong."""
    user = request.user
    assert isinstance(user, User)
    topic = request.POST.get("topic", "")
    return actions.save_draft(
        user=user,
        tenant_account=account,
        thread=thread,
        topic=topic if topic in Topic.values else "",
        title=request.POST.get("title", ""),
        text=request.POST.get("text", "")[:20_000],
        share="share" in request.POST,
        now=now,
    )


def gathered(drafts: tuple[FileDraft, ...]) -> tuple[Bundle | None, list[str]]:
    """Make the files of a message ready, and name them."""
    if not drafts:
        return None, []
    title = gettext_noop("Pièces jointes au message")
    parts = [(draft.kind == FileDraft.Kind.PHOTO, draft.name) for draft in drafts]
    bundle = intake.assemble(drafts=drafts, title=title, together=False)
    return bundle, attachment_titles(parts, gettext_noop("Photos"))


def held_back(request: HttpRequest, now: dt.datetime) -> str:
    """Say how long to wait when somebody writes again and again; empty when they need not."""
    limits = [(_BY_USER, str(request.user.pk))]
    wait = wait_before(limits, now)
    if not wait:
        count(limits, now)
        return ""
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    return ngettext(
        "Vous avez déjà écrit beaucoup de messages. Réessayez dans %(n)d minute.",
        "Vous avez déjà écrit beaucoup de messages. Réessayez dans %(n)d minutes.",
        minutes,
    ) % {"n": minutes}


def _sent(
    request: HttpRequest,
    view: AccountView,
    form: WriteForm,
    others: list[Person],
    now: dt.datetime,
) -> HttpResponse | None:
    """Send or keep the message; ``None`` when the page has to be shown again."""
    user = request.user
    assert isinstance(user, User)
    valid = form.is_valid()
    if "save" in request.POST and "files" not in form.errors:
        keep_begun(request, account=view.tenant_account, thread=None, now=now)
        messages.success(request, _("Votre brouillon est enregistré."))
        return redirect("portal:messages")
    if not valid:
        return None
    wait = held_back(request, now)
    if wait:
        form.add_error(None, wait)
        return None
    typed = form.cleaned_data
    try:
        bundle, titles = gathered(typed["files"])
        thread = actions.send(
            tenant_account=view.tenant_account,
            person=view.person,
            user=user,
            topic=typed["topic"],
            title=typed["title"],
            text=typed["text"],
            share_with=others if typed.get("share") else (),
            bundle=bundle,
            titles=titles,
            key=f"{user.pk}:{typed['key']}" if typed["key"] else "",
            actor=actor_of(user),
            now=now,
        )
    except Refusal as refusal:
        form.refuse("files", refusal)
        return None
    except actions.NotAReader as refused:
        form.add_error("share", refused.sentence)
        return None
    messages.success(
        request,
        _("Votre message est arrivé. Son numéro : %(number)s.") % {"number": thread.number},
    )
    return redirect("portal:thread", code=thread.code)


def _begun(draft: Draft | None, topic: str, words: str) -> dict[str, object]:
    if draft is None:
        return {"topic": topic, "title": words}
    return {
        "topic": topic if topic in Topic.values else draft.topic,
        "title": draft.title or words,
        "text": draft.text,
        "share": draft.share,
    }


def _suggestions(typed: str, topic: str) -> tuple[Item, ...]:
    found = queries.suggestions(typed[:1_000], topic, (get_language() or "fr")[:2])
    return asked_items(found)


def _promise(view: AccountView, topic: str, today: dt.date) -> str:
    if topic not in Topic.values:
        return ""
    return long_date(queries.promise_for(view.tenant_account, topic, today))
