from __future__ import annotations

from tests.doors.addresses import doors

# What opens to everybody. A line here is a decision: say in the commit why it is safe.
OPEN = {
    "account_inactive",
    "account_login",
    "account_reauthenticate",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "api:bank-notification",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "office:directory-back",
    "office:directory-start",
    # Opened by a secret of the mailbox; a button blocks a bank account, and shows nothing of it.
    "portal:banking-not-me",
    "portal:accessibility",
    "portal:closing-link",
    "portal:contact",
    "portal:contact-sent",
    "portal:help",
    "portal:helping-invited",
    "portal:home",
    "portal:is-this-us",
    # Takes one of the languages of the site, and leads back to a page of ours.
    "portal:language",
    "portal:legal-notice",
    "portal:opening",
    "portal:opening-address",
    "portal:opening-confirm",
    "portal:opening-password",
    "portal:opening-password-opinion",
    "portal:opening-sent",
    "portal:payments-return",
    # Whoever lost the way in: what they answer never depends on who exists.
    "portal:recovery-agency",
    "portal:recovery-agency-asked",
    "portal:recovery-choose",
    "portal:recovery-code",
    "portal:recovery-email",
    "portal:recovery-email-sent",
    # Opened by a secret of ours in the address; a link alone changes nothing.
    "portal:recovery-link",
    "portal:recovery-stop",
    # Secrets of ours in the address; opening one only shows a button.
    "portal:profile-email-confirm",
    "portal:profile-email-stop",
    "portal:site-map",
    # Anybody may have received a swindler's message; it goes to support, and nothing comes back.
    "portal:suspicious",
    "portal:suspicious-sent",
    # Whoever reads the mailbox stops letters of one subject: all that the signed link can do.
    "portal:unsubscribe",
    "portal:theme",
}


def test_every_open_door_was_decided() -> None:
    assert {door.name for door in doors() if door.is_open} == OPEN


def test_every_door_has_a_name_of_its_own() -> None:
    names = [door.name for door in doors()]
    assert len(names) == len(set(names))
