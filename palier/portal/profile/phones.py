"""``/mon-profil/telephones/``: both numbers on one page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of
from palier.domain.contact_details.actions import NothingChanged, change_detail
from palier.domain.contact_details.queries import details_of
from palier.domain.contact_details.rules.changes import Field
from palier.portal.account_choice import chosen_account
from palier.ui.contact_fields import PhonesForm


def phones(request: HttpRequest) -> HttpResponse:
    """Change the reader's telephones."""
    view = chosen_account(request)
    if view is None or not isinstance(request.user, User):
        return redirect("portal:home")
    details = details_of(view.person)
    known = {"mobile": details[Field.MOBILE].value, "phone": details[Field.PHONE].value}
    form = PhonesForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        changed = False
        for field, name in ((Field.MOBILE, "mobile"), (Field.PHONE, "phone")):
            try:
                change_detail(
                    person=view.person,
                    tenant_account=view.tenant_account,
                    field=field,
                    value=form.cleaned_data[name],
                    user=request.user,
                    actor=actor_of(request.user),
                    now=timezone.now(),
                )
            except NothingChanged:
                continue
            changed = True
        if changed:
            messages.success(request, _("C’est enregistré. Votre bailleur va le recevoir."))
        else:
            messages.info(request, _("Rien n’a changé."))
        return redirect("portal:profile")
    return render(request, "portal/profile/phones.html", {"form": form})


urlpatterns = [path("telephones/", phones, name="profile-phones")]
