"""What the sign-in library asks of the house.

Its views call these methods with a request at hand, so this is the one file of the
domain that sees requests and reads the clock; each method hands over to an action at
once. Every event is recorded, every letter goes through the outbox, every sentence is ours.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.accounts import actions, devices, languages, throttling
from palier.domain.accounts.models import User
from palier.domain.accounts.queries import actor_of, is_staff, user_with_email
from palier.domain.accounts.second_factors import limits as second_factors
from palier.domain.accounts.second_factors.queries import second_factors_of
from palier.domain.accounts.secrets import sealed, unsealed
from palier.domain.accounts.sessions.rules.limits import SHARED, STAFF, TENANT
from palier.domain.accounts.sessions.store import session_of
from palier.domain.accounts.sign_in_limits import limits_of
from palier.domain.accounts.single_sign_on.gateway import Directory, end_session_url
from palier.domain.accounts.stages import SecondFactorStage, came_from_directory
from palier.domain.accounts.throttling import Limit
from palier.domain.accounts.waves import actions as waves
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event

log = logging.getLogger(__name__)

# The directory's own token, sealed in the session: signing out shows it.
DIRECTORY_TOKEN = "palier_directory_token"  # noqa: S105  a name
# Set in the session by the sign-in page, read when the sign-in is complete.
SHARED_COMPUTER = "palier_shared_computer"
# Told by actions of ours already, in the transaction of the change.
_TOLD_OTHERWISE = frozenset({"account/email/password_reset", "account/email/password_changed"})
_SECOND_FACTOR = {
    "mfa/email/totp_activated": (Event.SECOND_FACTOR_ADDED, "totp"),
    "mfa/email/totp_deactivated": (Event.SECOND_FACTOR_REMOVED, "totp"),
    "mfa/email/webauthn_added": (Event.SECOND_FACTOR_ADDED, "webauthn"),
    "mfa/email/webauthn_removed": (Event.SECOND_FACTOR_REMOVED, "webauthn"),
    "mfa/email/recovery_codes_generated": (Event.SECOND_FACTOR_ADDED, "recovery_codes"),
}


class HeldBack(ValidationError):
    """Too many tries: the next one may be made after ``wait``."""

    def __init__(self, wait: dt.timedelta) -> None:
        super().__init__(_("Il y a eu trop d’essais."), code="held_back")
        self.wait = wait


class AccountAdapter(DefaultAccountAdapter):
    """The house rules of signing in and out."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "L’adresse e-mail et le mot de passe ne vont pas ensemble. Vérifiez les deux, ou "
            "choisissez un nouveau mot de passe."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Il y a eu trop d’essais. Attendez quelques minutes, ou choisissez un nouveau mot "
            "de passe : cela marche tout de suite."
        ),
        "incorrect_password": gettext_lazy("Ce n’est pas le bon mot de passe. Essayez encore."),
        "incorrect_code": gettext_lazy(
            "Ce n’est pas le bon code. Un code ne sert qu’une fois et change toutes les "
            "30 secondes : tapez celui que l’application montre maintenant."
        ),
        "rate_limited": gettext_lazy("Il y a eu trop d’essais. Attendez quelques minutes."),
        "invalid_password_reset": gettext_lazy("Ce lien ne marche plus. Demandez-en un nouveau."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Opening an account is the house's own page, never the library's form."""
        return False

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Stay silent: the pages that follow say what happened, in our words."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/agence/" if is_staff(request.user) else settings.LOGIN_REDIRECT_URL

    def set_password(self, user: Any, password: str) -> None:
        actions.set_password(
            user=user,
            password=password,
            actor=actor_of(user),
            now=timezone.now(),
        )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        user = context.get("user")
        if template_prefix in _SECOND_FACTOR and user is not None:
            event, kind = _SECOND_FACTOR[template_prefix]
            actions.note_second_factor(
                event=event, user=user, kind=kind, actor=actor_of(user), now=timezone.now()
            )
            return
        if template_prefix not in _TOLD_OTHERWISE:
            log.error("no letter of ours says what %s says", template_prefix)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        self.send_mail(template_prefix, email or user.email, {"user": user})

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        # What was typed is not kept: people type their password in the wrong box.
        actions.note(
            event=Event.SIGN_IN_FAILED,
            user=user_with_email(str(credentials.get("email", ""))),
            actor=Actor.visitor(),
            now=timezone.now(),
        )

    def get_login_stages(self) -> list[str]:
        ours = f"{SecondFactorStage.__module__}.{SecondFactorStage.__qualname__}"
        return [
            ours if stage == "allauth.mfa.stages.AuthenticateStage" else stage
            for stage in super().get_login_stages()
        ]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if directory() is not None and is_staff(user):
            methods.append({"id": "directory", "url": reverse("office:directory-start")})
        return methods

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Turn staff away from the local sign-in, where the landlord's directory is the door."""
        if (
            not settings.PALIER_STAFF_LOCAL_SIGN_IN
            and is_staff(user)
            and not came_from_directory(request, user)
        ):
            clear_login(request)
            messages.error(request, _("Les agents se connectent avec leur compte professionnel."))
            return HttpResponseRedirect(reverse("account_login"))
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Sign out of the landlord's directory as well, when that is where they came from."""
        token, where = request.session.get(DIRECTORY_TOKEN), directory()
        if token and where is not None:
            back_to = f"{settings.PALIER_ADDRESS}{reverse('account_login')}"
            url = end_session_url(where, id_token=unsealed(token), back_to=back_to)
            if url:
                return url
        home: str = super().get_logout_redirect_url(request)
        return home

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign ``user`` in: the session gets a new key, its kind and its limits."""
        on_shared_computer = bool(request.session.pop(SHARED_COMPUTER, False))
        super().login(request, user)
        session = session_of(request)
        session.begin(
            kind=SHARED if on_shared_computer else STAFF if is_staff(user) else TENANT,
            agent=request.headers.get("User-Agent", ""),
            now=timezone.now(),
        )

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        actions.note(event=Event.SIGNED_IN, user=user, actor=actor_of(user), now=timezone.now())
        _carry_language(request, response, user)
        if session_of(request).is_shared:
            return response
        keep_device(request, response, user.email)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            actions.note(
                event=Event.SIGNED_OUT,
                user=request.user,
                actor=actor_of(request.user),
                now=timezone.now(),
            )
        super().logout(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before it is known to be right, in our own limits.

        Raises:
            HeldBack: too many were made; the password is not even looked at.
        """
        now = timezone.now()
        email = str(credentials.get("email", ""))
        limits = _limits(request, email)
        wait = throttling.reserve(limits, now)
        if wait:
            waves.notice_refused_try(email=email, now=now)
            raise HeldBack(wait)
        self._reserved = (limits, now)

    def _rollback_login_failed_rl_usage(self) -> None:
        throttling.give_back(*self._reserved)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        # Whoever reads the mailbox has just chosen a new password: the account starts afresh.
        throttling.forgive(limits_of(email=str(credentials["email"]), address=""))


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery codes are sealed before they reach the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": gettext_lazy(
            "Les agents gardent toujours un second facteur. Ajoutez-en un autre d’abord."
        ),
    }

    def encrypt(self, text: str) -> str:
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unsealed(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Let staff remove one factor where another remains (CNIL, 2025-019)."""
        factors = second_factors_of(authenticator.user)
        return factors.count > 1 or not is_staff(authenticator.user)

    def get_totp_issuer(self) -> str:
        return str(_("Palier"))


def directory() -> Directory | None:
    """Give the landlord's directory; ``None`` when staff do not sign in with one."""
    told = settings.PALIER_SSO
    if not told["issuer"]:
        return None
    return Directory(
        issuer=told["issuer"],
        client_id=told["client_id"],
        client_secret=told["client_secret"],
        identifier=told["identifier"],
    )


def client_address(request: HttpRequest) -> str:
    """Give the address of the caller, behind the trusted proxies only; a limit's key.

    Of an IPv6 address, the network that one customer is given: its addresses are countless.
    """
    return truncate_ip(get_client_ip(request) or "unknown")


def second_factor_limits(request: HttpRequest, user: User) -> list[tuple[Limit, str]]:
    """Give the limits on a code typed here for ``user``, who may be signed in already."""
    return second_factors.limits_of(
        user_key=user.pk,
        device=_device_of(request, user.email),
        again=request.user == user,
    )


def keep_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Remember that ``email`` signed in from this device, so that it keeps its own allowance."""
    response.set_cookie(
        settings.PALIER_DEVICE_COOKIE,
        devices.marked(request.COOKIES.get(settings.PALIER_DEVICE_COOKIE, ""), email),
        max_age=devices.LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _carry_language(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Make the language chosen at the door the person's own; else let this browser know theirs."""
    chosen = languages.chosen_before_sign_in(request.COOKIES)
    if chosen and chosen != user.language and not is_staff(user):
        actions.choose_language(
            user=user, language=chosen, actor=actor_of(user), now=timezone.now()
        )
    elif not chosen and languages.offered(user.language) != settings.LANGUAGE_CODE:
        languages.keep_in_browser(response, user.language)


def _device_of(request: HttpRequest, email: str) -> str:
    return devices.device_of(request.COOKIES.get(settings.PALIER_DEVICE_COOKIE, ""), email)


def _limits(request: HttpRequest, email: str) -> list[tuple[Limit, str]]:
    user = request.user
    signed_in = isinstance(user, User) and user.email.lower() == email.lower()
    return limits_of(
        email=email,
        address=client_address(request),
        device=_device_of(request, email),
        session=str(user.pk) if signed_in else "",
    )
