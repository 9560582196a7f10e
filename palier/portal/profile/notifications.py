"""``/mon-profil/notifications/``: which e-mails come, subject by subject, and by which channel."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from palier.domain.access.queries.delegations import acting
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.contact_details.actions import choose_letters, refuse_letters
from palier.domain.mail.preferences import read_token, refused_topics
from palier.domain.mail.topics import Topic
from palier.foundation.doors import public
from palier.portal.account_choice import chosen_account
from palier.ui.forms import Form
from palier.ui.parts import Item

CHOSEN = tuple(topic for topic in Topic if topic.may_be_refused)
ALWAYS = tuple(topic for topic in Topic if not topic.may_be_refused)


class LettersForm(Form):
    """One box a subject; ticked: the e-mail comes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in CHOSEN:
            self.fields[topic.value] = forms.BooleanField(
                required=False,
                label=_("%(topic)s : %(what)s") % {"topic": topic.label, "what": topic.explanation},
            )

    def refused(self) -> set[Topic]:
        return {topic for topic in CHOSEN if not self.cleaned_data[topic.value]}


def notifications(request: HttpRequest) -> HttpResponse:
    """Choose which e-mails come; say which always do, and why."""
    if not isinstance(request.user, User):
        return redirect("portal:home")
    refused = refused_topics(request.user.email)
    known = {topic.value: topic not in refused for topic in CHOSEN}
    form = LettersForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        choose_letters(
            address=request.user.email,
            refused=form.refused(),
            actor=actor_of(request.user),
            now=timezone.now(),
        )
        messages.success(request, _("Vos préférences sont enregistrées."))
        return redirect(
            "portal:profile"
            if not acting(request.user) and chosen_account(request)
            else "portal:home"
        )
    context = {
        "form": form,
        "boxes": [form[topic.value] for topic in CHOSEN],
        "email": request.user.email,
        "always": tuple(Item(str(topic.label), str(topic.explanation)) for topic in ALWAYS),
    }
    return render(request, "portal/profile/notifications.html", context)


@csrf_exempt
@public
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the letters of one subject, for whoever reads the mailbox.

    Opening the link only asks: programs open links too. The button does it, and so does the
    reader's mail program by itself (RFC 8058), which knows no form token: the signed link is
    the authority, and all it can do is this.
    """
    found = read_token(token)
    if found is None:
        return render(request, "portal/profile/unsubscribe_dead.html", status=404)
    address, topic = found
    done = request.method == "POST"
    if done:
        refuse_letters(
            address=address, topic=topic, actor=actor_of(request.user), now=timezone.now()
        )
    context = {"topic": topic.label, "done": done}
    return render(request, "portal/profile/unsubscribe.html", context)


urlpatterns = [
    path("notifications/", notifications, name="notifications"),
    path("notifications/arreter/<str:token>/", unsubscribe, name="unsubscribe"),
]
