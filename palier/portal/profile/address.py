"""``/mon-profil/adresse/``: where letters go."""

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
from palier.domain.contact_details.rules.addresses import Address
from palier.domain.contact_details.rules.changes import Field
from palier.portal.account_choice import chosen_account
from palier.ui.contact_fields import AddressForm


def address(request: HttpRequest) -> HttpResponse:
    """Change the reader's correspondence address."""
    view = chosen_account(request)
    if view is None or not isinstance(request.user, User):
        return redirect("portal:home")
    known = Address.from_json(details_of(view.person)[Field.ADDRESS].value)
    form = AddressForm(
        request.POST if request.method == "POST" else None, initial=AddressForm.initial_of(known)
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_detail(
                person=view.person,
                tenant_account=view.tenant_account,
                field=Field.ADDRESS,
                value=form.address().as_json(),
                user=request.user,
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        except NothingChanged as same:
            messages.info(request, same.sentence)
        else:
            messages.success(request, _("C’est enregistré. Votre bailleur va le recevoir."))
        return redirect("portal:profile")
    return render(request, "portal/profile/address.html", {"form": form})


urlpatterns = [path("adresse/", address, name="profile-address")]
