"""Signing in and out, a forgotten password, the second factor.

The library's views, with forms and pages of ours, at French addresses and under the
names it reverses itself. What is not listed here does not exist: its sign-up, its e-mail
management and its social pages have no address.

``looks``          our components around the library's forms and views
``entering``       the password, shown at the door and again before what matters
``forgotten``      a link by e-mail, a new password
``second_factor``  the code of an application, a passkey, codes kept for a bad day
"""

from __future__ import annotations

from allauth.account import views as account
from django.conf import settings
from django.urls import path, re_path
from django.views.generic import RedirectView

from palier.foundation.doors import public
from palier.portal.sign_in.entering import (
    PasswordAgainForm,
    PasswordAgainView,
    SignInForm,
    SignInView,
    too_many_requests,
)
from palier.portal.sign_in.forgotten import (
    ForgottenForm,
    ForgottenView,
    NewPasswordForm,
    NewPasswordView,
)
from palier.portal.sign_in.looks import page
from palier.portal.sign_in.second_factor import urlpatterns as second_factor

__all__ = ["too_many_requests", "urlpatterns"]

urlpatterns = [
    path(
        "connexion/",
        page(SignInView, "sign_in", SignInForm, address=settings.PALIER_ADDRESS),
        name="account_login",
    ),
    path(
        "connexion/a-nouveau/",
        page(PasswordAgainView, "again", PasswordAgainForm),
        name="account_reauthenticate",
    ),
    path(
        "connexion/ferme/",
        public(page(account.AccountInactiveView, "closed")),
        name="account_inactive",
    ),
    # The library links to its sign-up by this name: ours is the opening of an account.
    path(
        "connexion/ouvrir/",
        public(RedirectView.as_view(pattern_name="portal:opening")),
        name="account_signup",
    ),
    path("deconnexion/", page(account.LogoutView, "sign_out"), name="account_logout"),
    path(
        "mot-de-passe-oublie/",
        page(ForgottenView, "forgotten", ForgottenForm),
        name="account_reset_password",
    ),
    path(
        "mot-de-passe-oublie/envoye/",
        page(account.PasswordResetDoneView, "forgotten_sent"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe-oublie/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        page(NewPasswordView, "new_password", NewPasswordForm),
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe-oublie/change/",
        page(account.PasswordResetFromKeyDoneView, "new_password_done"),
        name="account_reset_password_from_key_done",
    ),
    *second_factor,
]
