"""The e-mails of the room. None holds a value: only what changed, and what to do about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from palier.domain.accounts.models import User
from palier.domain.contact_details.models import Change, EmailChange
from palier.domain.contact_details.queries.details import user_being
from palier.domain.contact_details.queries.emails import stop_token, token_of
from palier.domain.contact_details.rules.changes import Field
from palier.domain.landlord.queries import today
from palier.domain.mail.actions import queue_mail


def tell_recorded(change: Change, *, now: dt.datetime) -> None:
    """Tell the person that one of their details changed, and by whom."""
    user = change.user or user_being(change.person)
    if user is not None:
        _write(
            user.email,
            "mail/contact_changed",
            user,
            now,
            what=_label(change),
            by_agency=change.filed_by_id is not None,
        )


def tell_refused(change: Change, *, now: dt.datetime) -> None:
    """Tell the person that the landlord did not take a change."""
    user = change.user or user_being(change.person)
    if user is not None:
        _write(user.email, "mail/contact_refused", user, now, what=_label(change))


def tell_notices(user: User, *, online: bool, by_another: bool, now: dt.datetime) -> None:
    """Tell a holder how the avis will travel from now on."""
    _write(user.email, "mail/notices_choice", user, now, online=online, by_another=by_another)


def ask_to_confirm(change: EmailChange, *, now: dt.datetime) -> None:
    """Write the link to the new address."""
    _write(
        change.new_email,
        "mail/email_confirm",
        change.user,
        now,
        holds_secret=True,
        code=change.code,
        token=token_of(change),
    )


def say_address_is_taken(change: EmailChange, *, now: dt.datetime) -> None:
    """Write to the owner of an address that another person wanted to use."""
    _write(change.new_email, "mail/email_in_use", change.user, now)


def warn_old_address(change: EmailChange, *, now: dt.datetime) -> None:
    """Tell the old address, with the link that stops the change."""
    _write(
        change.old_email,
        "mail/email_changing",
        change.user,
        now,
        holds_secret=True,
        code=change.code,
        token=stop_token(change),
        effective_on=today(change.effective_at) if change.effective_at else "",
    )


def tell_done(change: EmailChange, *, now: dt.datetime) -> None:
    """Tell both addresses that the new one is in service."""
    for address in (change.old_email, change.new_email):
        _write(
            address,
            "mail/email_changed",
            change.user,
            now,
            is_new=address == change.new_email,
        )


def tell_stopped(change: EmailChange, *, now: dt.datetime) -> None:
    """Tell the address still in service that nothing changes."""
    _write(change.old_email, "mail/email_stopped", change.user, now)


def _label(change: Change) -> Any:
    """Give the field's name, still to be said in the reader's language."""
    return Field(change.field).label


def _write(
    to: str,
    template: str,
    user: User,
    now: dt.datetime,
    *,
    holds_secret: bool = False,
    **context: Any,
) -> None:
    queue_mail(
        to=to,
        template=template,
        context=context,
        now=now,
        language=user.language,
        holds_secret=holds_secret,
    )
