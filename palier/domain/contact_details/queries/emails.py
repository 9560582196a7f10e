"""E-mail changes on their way, and the secrets of their two links."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import agencies_of
from palier.domain.contact_details.models import EmailChange
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import NotYours

_CONFIRM, _STOP = "confirm", "stop"
_AROUND = ("user", "person", "tenant_account__agency", "checked_by__user", "approved_by__user")


def token_of(change: EmailChange) -> str:
    """Give the secret part of the link that confirms, sent to the new address alone."""
    return _token(change, _CONFIRM)


def stop_token(change: EmailChange) -> str:
    """Give the secret part of the link that stops, sent to the old address alone."""
    return _token(change, _STOP)


def email_change_under(code: str, token: str, *, stopping: bool = False) -> EmailChange:
    """Find the change that a link leads to.

    Raises:
        NotYours: the link was not made by us, or is the other one.
    """
    change = EmailChange.objects.filter(code=code).select_related(*_AROUND).first()
    if change is None or not constant_time_compare(
        _token(change, _STOP if stopping else _CONFIRM), token
    ):
        raise NotYours()
    return change


def live_email_change_of(user: User) -> EmailChange | None:
    """Give the change of ``user`` that is on its way, if there is one."""
    return (
        EmailChange.objects.filter(user=user.pk, state__in=EmailChange.LIVE)
        .select_related(*_AROUND)
        .first()
    )


def last_email_change_of(user: User) -> EmailChange | None:
    """Give the latest change of ``user``, finished or not."""
    return EmailChange.objects.filter(user=user.pk).select_related(*_AROUND).order_by("-pk").first()


def email_changes_of_account(account: TenantAccount) -> list[EmailChange]:
    """Give the changes on their way of the people of ``account``."""
    rows = EmailChange.objects.filter(tenant_account=account.pk, state__in=EmailChange.LIVE)
    return list(rows.select_related(*_AROUND).order_by("pk"))


def email_change_at_desk(staff: StaffMember, code: str) -> EmailChange:
    """Give one e-mail change of an account of the reader's agencies.

    Raises:
        NotYours: there is none, or it belongs to another agency.
    """
    change = EmailChange.objects.filter(code=code).select_related(*_AROUND).first()
    if change is None or change.tenant_account.agency.erp_id not in agencies_of(staff):
        raise NotYours()
    return change


def _token(change: EmailChange, purpose: str) -> str:
    message = f"{purpose}:{change.code}:{change.new_email}:{change.asked_at.isoformat()}"
    return salted_hmac("palier.contact_details.email", message, algorithm="sha256").hexdigest()[:40]
