"""``/signaler-un-message/``: whoever received a strange message shows it to technical support.

Open to everybody: a swindler writes to those who have no account too. Pictures and PDFs go
through the safe uploads: a few, kept while the form is corrected, for whoever is signed in; one,
cleaned once the form is right, for a visitor. An e-mail saved as a file is read on the spot and
only its words are kept.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.adapter import client_address
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.accounts.rules.emails import folded_email
from palier.domain.accounts.throttling import Limit, count, reserve, wait_before
from palier.domain.casework.actions import NothingSaid, report_suspicious
from palier.domain.casework.suspicious import LARGEST, NotAnEmail, read_eml
from palier.domain.documents.intake.actions import Bundle, assemble, assemble_at_once
from palier.domain.documents.intake.limits import MEGABYTE, Limits
from palier.domain.documents.intake.refusals import Refusal, TooManyFromVisitors
from palier.foundation.doors import public
from palier.portal.account_choice import chosen_account
from palier.portal.held_back import held_back
from palier.portal.site import contact_card
from palier.ui.forms import Form
from palier.ui.uploads import ACCEPT, UploadField, UploadForm, why_dropped
from palier.ui.uploads.receiving import DroppedFile, SmallUploadHandler

_BY_ADDRESS = Limit("suspicious.address", tries=20, window=dt.timedelta(hours=1))
_BY_EMAIL = Limit("suspicious.email", tries=5, window=dt.timedelta(days=1))
"""A confirmation goes to the address given, which may be anybody's."""
# Opening a stranger’s file costs a second of work and some room, for which nobody answers.
_FILES_BY_ADDRESS = Limit("suspicious.files", tries=5, window=dt.timedelta(hours=1))
_FILES_OF_VISITORS = Limit("suspicious.files.all", tries=40, window=dt.timedelta(hours=1))
_FILES_OF_VISITORS_A_DAY = Limit("suspicious.files.day", tries=200, window=dt.timedelta(days=1))
_SENT = "suspicious_sent"
PURPOSE = "suspicious"
PICTURES = Limits(files=3, pages=6)
ONE_PICTURE = Limits(files=1, bytes_each=8 * MEGABYTE, pages=6)
CHANNELS = (
    ("email", gettext_lazy("Un e-mail")),
    ("sms", gettext_lazy("Un SMS")),
    ("phone", gettext_lazy("Un appel")),
    ("letter", gettext_lazy("Une lettre ou un papier")),
    ("other", gettext_lazy("Autre chose")),
)


class ReportForm(Form):
    """What anybody may send: the words, an e-mail saved as a file."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Qu’avez-vous reçu ?"), choices=CHANNELS, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Collez ou recopiez le message"),
        help_text=gettext_lazy(
            "N’ouvrez pas ses liens. Dites aussi qui l’a envoyé, et si vous avez répondu."
        ),
        max_length=6_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    saved = forms.FileField(
        label=gettext_lazy("L’e-mail enregistré comme fichier"),
        help_text=gettext_lazy(
            "Un fichier .eml, si vous savez l’enregistrer. Nous n’en gardons que le texte."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".eml,message/rfc822"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Votre adresse e-mail"),
        help_text=gettext_lazy("Pour vous répondre, si besoin."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = forms.CharField(required=False)
    """Nobody sees this box: whatever fills it is a machine."""

    def clean_saved(self) -> str:
        sent = self.cleaned_data["saved"]
        if not sent:
            return ""
        try:
            if sent.size > LARGEST:
                raise NotAnEmail
            sent.seek(0)
            return read_eml(sent.read()).written
        except (NotAnEmail, OSError):
            raise ValidationError(
                _(
                    "Ce fichier n’est pas un e-mail enregistré (.eml). Collez plutôt le texte "
                    "du message dans la case."
                )
            ) from None

    @property
    def is_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class VisitorReportForm(ReportForm):
    """The same, with one file of any of those sorts; which it is, its content says."""

    saved = forms.FileField(
        label=gettext_lazy("Une capture d’écran, une photo, un PDF, ou l’e-mail enregistré"),
        help_text=gettext_lazy(
            "Un seul fichier, 8 Mo au plus. D’un e-mail enregistré (.eml), nous ne gardons que "
            "le texte."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": f"{ACCEPT},.eml,message/rfc822"}),
    )
    picture: UploadedFile | None = None
    """What was sent, where it is no e-mail: not looked at yet."""

    def clean_saved(self) -> str:
        sent = self.cleaned_data["saved"]
        name, sort = str(getattr(sent, "name", "")), getattr(sent, "content_type", "")
        if sent and not name.lower().endswith(".eml") and sort != "message/rfc822":
            self.picture = sent
            return ""
        return super().clean_saved()


class SignedInReportForm(ReportForm, UploadForm):
    """The same, with pictures; the address is the reader's own."""

    email = None  # type: ignore[assignment]
    pictures = UploadField(
        purpose=PURPOSE,
        bounds=PICTURES,
        label=gettext_lazy("Une capture d’écran ou une photo"),
        required=False,
    )


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Take a message that somebody finds strange, with a small file from a visitor too.

    Exempt only so that the way in is chosen before the form token is looked for in the form
    (Django reads the files then); ``_report`` asks for that token.
    """
    request.upload_handlers = [SmallUploadHandler(request)]
    answer: HttpResponse = _report(request)
    return answer


@csrf_protect
def _report(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = _form(request, now)
    if request.method == "POST" and form.is_valid():
        limits = [(_BY_ADDRESS, client_address(request))]
        if form.cleaned_data.get("email"):
            limits.append((_BY_EMAIL, folded_email(form.cleaned_data["email"])))
        wait = wait_before(limits, now)
        if wait:
            said = _("Vous avez déjà signalé plusieurs messages. Ils sont bien arrivés.")
            return held_back(request, wait, may_write=False, reassured=said)
        count(limits, now)
        try:
            number = "" if form.is_a_machine else _reported(request, form, now)
        except NothingSaid as missing:
            form.add_error("text", missing.sentence)
        except Refusal as refused:
            form.add_error("pictures" if "pictures" in form.fields else "saved", refused.sentence)
        else:
            request.session[_SENT] = number
            return redirect("portal:suspicious-sent")
    context = {"form": form, "signed_in": isinstance(form, UploadForm)}
    return render(request, "portal/suspicious/report.html", context)


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Thank, and say what to do now."""
    context = {"number": request.session.get(_SENT, ""), "contact": contact_card(request)}
    return render(request, "portal/suspicious/sent.html", context)


urlpatterns = [
    path("", report, name="suspicious"),
    path("merci/", sent, name="suspicious-sent"),
]


def _form(request: HttpRequest, now: dt.datetime) -> ReportForm:
    sent_before = request.method == "POST"
    typed = (request.POST, request.FILES) if sent_before else (None, None)
    if isinstance(request.user, User):
        return SignedInReportForm(*typed, owner=request.user, now=now)
    return VisitorReportForm(*typed)


def _reported(request: HttpRequest, form: ReportForm, now: dt.datetime) -> str:
    said: dict[str, Any] = form.cleaned_data
    user = request.user if isinstance(request.user, User) else None
    view = chosen_account(request, Scope.ANY) if user else None
    bundle = _assembled(request, form, now)
    case = report_suspicious(
        channel=said["channel"],
        text=said["text"],
        mail=said["saved"],
        contact_email=said.get("email") or (user.email if user else ""),
        bundle=bundle,
        user=user,
        tenant_account=view.tenant_account if view else None,
        person=view.person if view else None,
        actor=actor_of(request.user),
        now=now,
    )
    return case.code


def _assembled(request: HttpRequest, form: ReportForm, now: dt.datetime) -> Bundle | None:
    title = gettext_noop("Message suspect")
    drafts = form.cleaned_data.get("pictures") or ()
    if drafts:
        return assemble(drafts=drafts, title=title, limits=PICTURES)
    sent = form.picture if isinstance(form, VisitorReportForm) else None
    if sent is None:
        return None
    name = sent.name or title
    if isinstance(sent, DroppedFile):
        raise why_dropped(sent, each=ONE_PICTURE.bytes_each, whole=ONE_PICTURE.bytes_each)
    by_address = [(_FILES_BY_ADDRESS, client_address(request))]
    everybodys = [(limit, "") for limit in (_FILES_OF_VISITORS, _FILES_OF_VISITORS_A_DAY)]
    if reserve([*by_address, *everybodys], now):
        raise TooManyFromVisitors(name)
    return assemble_at_once(name=name, content=sent, title=title, limits=ONE_PICTURE)
