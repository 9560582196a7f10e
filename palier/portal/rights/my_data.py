"""``/mon-profil/mes-donnees/``: ask for a copy of everything, download it, know my rights."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of, is_staff
from palier.domain.landlord.queries import today
from palier.domain.rights import actions
from palier.domain.rights.models import DataCopy
from palier.domain.rights.queries import closing_of, live_copy_of
from palier.portal.frame import settings_of
from palier.ui.downloads import download_stream
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import File


@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """Show where the copy is, and ask for one."""
    user = cast(User, request.user)
    if request.method == "POST":
        try:
            actions.ask_copy(user=user, actor=actor_of(user), now=timezone.now())
        except actions.AskedAlready as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(
                request, _("C’est demandé. Un e-mail vous prévient quand la copie est prête.")
            )
        return redirect("portal:my-data")
    copy, closing = live_copy_of(user), closing_of(user)
    settings = settings_of(request)
    context = {
        "preparing": copy is not None and copy.state == DataCopy.State.ASKED,
        "is_ready": copy is not None and copy.state == DataCopy.State.READY,
        "expires": long_date(copy.expires_at) if copy and copy.expires_at else "",
        "days": int(settings["data_copy_days"]),
        "closing_on": day_and_time(closing.due_at) if closing else "",
        "is_staff": is_staff(user),
        "contact": settings["data_protection_contact"],
        "landlord": settings["name"],
    }
    return render(request, "portal/rights/my_data.html", context)


@require_safe
@reauthentication_required
def my_data_fetch(request: HttpRequest) -> HttpResponse:
    """Offer the file, to whoever has just typed their password again.

    A page of its own: a link that downloads would save the password page as the file.
    """
    copy = live_copy_of(cast(User, request.user))
    if copy is None or copy.state != DataCopy.State.READY or copy.expires_at is None:
        return redirect("portal:my-data")
    file = File(
        label=_("Télécharger mes données"),
        url=reverse("portal:my-data-file"),
        kind="ZIP",
        size=copy.size,
    )
    context = {"file": file, "expires": long_date(copy.expires_at)}
    return render(request, "portal/rights/fetch.html", context)


@require_safe
@reauthentication_required
def my_data_file(request: HttpRequest) -> HttpResponseBase:
    """Give the copy, to whoever has just typed their password again."""
    user, now = cast(User, request.user), timezone.now()
    try:
        _copy, file = actions.hand_over(user=user, actor=actor_of(user), now=now)
    except actions.CopyNotThere as gone:
        messages.warning(request, gone.sentence)
        return redirect("portal:my-data")
    name = _("mes-donnees-%(day)s.zip") % {"day": today(now).isoformat()}
    return download_stream(file, file_name=name, media_type="application/zip")


urlpatterns = [
    path("mes-donnees/", my_data, name="my-data"),
    path("mes-donnees/telecharger/", my_data_fetch, name="my-data-fetch"),
    path("mes-donnees/mes-donnees.zip", my_data_file, name="my-data-file"),
]
