"""``/agence/messages/guichet/COMPTE/``: write down at the counter what the tenant says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.casework.rules import may_work_on
from palier.domain.documents.acknowledgements.queries import acknowledgement_of
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.messaging import actions
from palier.domain.messaging.models import Message, Topic
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.codes import new_public_code
from palier.foundation.errors import NotYours
from palier.office.counter import CounterService, offer
from palier.office.filing import CounterUploadForm, open_filing, user_of
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.messages.forms import LONGEST, PURPOSE
from palier.office.messages.thread import gathered
from palier.office.permissions import Permission
from palier.ui.uploads import UploadField


class CounterMessageForm(CounterUploadForm):
    """What the person says, in their words."""

    topic = forms.ChoiceField(label=gettext_lazy("Sujet"))
    title = forms.CharField(required=False, max_length=120, label=gettext_lazy("En quelques mots"))
    text = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        label=gettext_lazy("Ce que la personne demande, avec ses mots"),
        help_text=gettext_lazy("Relisez-lui votre texte avant d’enregistrer : il est à elle."),
    )
    files = UploadField(  # type: ignore[assignment]  # Django takes declared fields off the class
        purpose=PURPOSE, label=gettext_lazy("Ce qu’elle apporte"), required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": new_public_code()}, **kwargs)
        self.fields["topic"].choices = [  # type: ignore[attr-defined]
            ("", _("Choisissez")),
            *((value, label[:1].upper() + label[1:]) for value, label in Topic.choices),
        ]


@at_desk(Permission.FILE_AT_COUNTER)
def file_message(request: HttpRequest, desk: Desk, account: str) -> HttpResponse:
    """Send a message for the tenant, then show the acknowledgement to print."""
    if not may_work_on(desk.staff.role, "message"):
        raise NotYours()
    filing = open_filing(request, desk, account)
    tray = f"guichet-{filing.account.code}"
    form = filing.upload_form(CounterMessageForm, request, desk, about=tray)
    if request.method == "POST" and form.is_valid():
        try:
            message = _sent(desk, filing.account, form)
        except Refusal as refused:
            form.refuse("files", refused)
        else:
            acknowledgement = acknowledgement_of(message)
            assert acknowledgement is not None, "what is filed at the counter is acknowledged"
            return redirect("office:acknowledgement", code=acknowledgement.code)
    return show(request, desk, "messages/counter.html", filing.context(form))


offer(
    "message",
    CounterService(
        gettext_lazy("Un message à l’agence ou à l’assistance technique"),
        gettext_lazy("Une question, une réclamation, un courrier apporté"),
        lambda account: reverse("office:messages-counter", args=[account.code]),
        order=50,
    ),
)
offer(
    "call-or-visit",
    CounterService(
        gettext_lazy("La note d’un appel ou de cette visite"),
        gettext_lazy("Ce qui a été dit et convenu ; la personne le lit dans ses messages"),
        lambda account: reverse("office:thread-start", args=[account.code]) + "?note=visit",
        order=60,
    ),
)


def _sent(desk: Desk, account: TenantAccount, form: CounterMessageForm) -> Message:
    person, typed = form.chosen_person(), form.cleaned_data
    bundle, titles = gathered(typed["files"])
    thread = actions.send(
        tenant_account=account,
        person=person,
        user=user_of(person),
        topic=typed["topic"],
        title=typed["title"],
        text=typed["text"],
        filed_by=desk.staff,
        bundle=bundle,
        titles=titles,
        key=f"{desk.staff.user_id}:{typed['key']}" if typed["key"] else "",
        actor=desk.actor,
        now=desk.now,
    )
    return thread.messages.earliest("sent_at", "pk")
