"""``/agence/messages/nouveau/COMPTE/``: write first, or note a call or a visit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.audit.catalogue import Event
from palier.domain.casework.rules import may_work_on
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.messaging import actions, queries
from palier.domain.messaging.models import Message, Thread, Topic
from palier.domain.tenancy.models import TenantAccount
from palier.domain.tenancy.queries import account_for
from palier.foundation.errors import NotYours
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.messages.forms import SPOKEN, StartForm
from palier.office.messages.thread import gathered, inserted
from palier.office.permissions import Permission


@at_desk(Permission.WORK_CASES)
def write(request: HttpRequest, desk: Desk, account: str) -> HttpResponse:
    """Start a thread with a holder of the account."""
    found = account_for(desk.staff, account)
    if not may_work_on(desk.staff.role, "message"):
        raise NotYours()
    look(request, desk, Event.TENANT_FILE_SEEN, account=found)
    texts = queries.reply_texts_for(desk.staff)
    addressees = queries.addressees_of(found)
    around: dict[str, Any] = {
        "owner": desk.staff.user,
        "about": found.code,
        "now": desk.now,
        "texts": texts,
        "today": desk.today,
        "addressees": addressees,
    }
    first = str(addressees[0].person.pk) if addressees else ""
    noted = request.GET.get("note", "")
    kind = noted if noted in SPOKEN else Message.Kind.MESSAGE.value
    form = StartForm(initial={"person": first, "kind": kind}, **around)
    if request.method == "POST":
        form = StartForm(request.POST, request.FILES, **around)
        valid = form.is_valid()
        if "insert" in request.POST:
            values = queries.values_for(_imagined(form, found), desk.staff)
            form = StartForm(initial=inserted(form, texts, values), **around)
        elif valid:
            answer = _started(request, desk, found, form)
            if answer is not None:
                return answer
    context = {
        "form": form,
        "reference": found.customer_reference,
        "tenant_url": reverse("office:tenant", args=[found.code]),
    }
    return show(request, desk, "messages/start.html", context)


def _started(
    request: HttpRequest, desk: Desk, account: TenantAccount, form: StartForm
) -> HttpResponse | None:
    typed = form.cleaned_data
    try:
        bundle, titles = gathered(typed["files"])
        thread = actions.start(
            tenant_account=account,
            person=typed["person"],
            topic=typed["topic"],
            title=typed["title"],
            text=typed["text"],
            kind=typed["kind"],
            held_on=form.held,
            owes_answer=typed["owes"],
            bundle=bundle,
            titles=titles,
            key=f"{desk.staff.user_id}:{typed['key']}" if typed["key"] else "",
            staff=desk.staff,
            actor=desk.actor,
            now=desk.now,
        )
    except Refusal as refusal:
        form.refuse("files", refusal)
        return None
    messages.success(request, _("C’est enregistré : le locataire le lit dans ses messages."))
    return redirect("office:thread", code=thread.code)


def _imagined(form: StartForm, account: TenantAccount) -> Thread:
    """Give a thread that is not started, to fill in a text with what is known of it."""
    chosen = form.people.get(str(form["person"].value() or ""))
    person = chosen or next(iter(form.people.values()))
    return Thread(tenant_account=account, person=person, topic=Topic.OTHER)
