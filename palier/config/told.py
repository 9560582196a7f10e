"""Where a sentence waits between an act and the next page: a cookie of this host alone."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    cookie_name = settings.PALIER_MESSAGES_COOKIE


class ToldStorage(FallbackStorage):
    """Django's own, with a name that binds the cookie to this host behind TLS."""

    storage_classes = (HostCookieStorage, SessionStorage)
