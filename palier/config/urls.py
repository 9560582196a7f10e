"""The address book of the house: who speaks to people, to agencies, to machines."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

handler400 = "palier.config.errors.bad_request"
handler403 = "palier.config.errors.forbidden"
handler404 = "palier.config.errors.not_found"
# Read by the sign-in library, whose limits answer with it.
handler429 = "palier.portal.sign_in.too_many_requests"
handler500 = "palier.config.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("palier.portal.sign_in"):
    # allauth reverses its own names, so its views stay outside the portal's namespace.
    urlpatterns.append(path("", include("palier.portal.sign_in")))
urlpatterns.append(path("fichiers/", include("palier.ui.uploads.urls")))
if find_spec("palier.office.urls"):
    urlpatterns.append(path("agence/", include("palier.office.urls")))
if find_spec("palier.api.urls"):
    urlpatterns.append(path("api/", include("palier.api.urls")))
if settings.SAMPLE and find_spec("palier.demo.urls"):
    urlpatterns.append(path("", include("palier.demo.urls")))
if settings.SAMPLE and find_spec("palier.ui.urls"):
    urlpatterns.append(path("", include("palier.ui.urls")))
urlpatterns.append(path("", include("palier.portal.urls")))
