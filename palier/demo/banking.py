"""Bank accounts and a mandate of the sample, given, confirmed and signed by the actions.

The links and codes are read where their owner would read them: in the letters.
"""

from __future__ import annotations

import datetime as dt
import re

from palier.demo.insurance import ADVISORS
from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of, user_with_email
from palier.domain.banking import actions
from palier.domain.banking.models import BankAccount
from palier.domain.casework.queries import case_about
from palier.domain.landlord.queries import today
from palier.domain.mail.models import Letter

DAY = dt.timedelta(days=1)
SUBJECT = "banking.bankaccount"

# Well-known examples of IBAN, of nobody's account.
SIGNER = ("zoe.ollivier@example.org", "FR1420041010050500013M02606", "Mlle Zoé Ollivier")
OTHER_NAME = ("jb.dalmeida@example.org", "FR7630001007941234567890185", "Célestine Kouassi")
TO_CONFIRM = ("farid.benkhelifa@example.org", "DE89370400440532013000", "M. Farid Benkhelifa")


def open_bank_accounts(*, now: dt.datetime) -> int:
    """Let three people give an account, and one sign a mandate; give how many accounts."""
    signer = _given(*SIGNER, now - 9 * DAY)
    reviewed = _given(*OTHER_NAME, now - 2 * DAY)
    waiting = _given(*TO_CONFIRM, now - DAY / 2)
    if signer is not None:
        _sign(signer, _confirmed(signer, now - 9 * DAY), now - 3 * DAY)
    if reviewed is not None:
        _look_once(_confirmed(reviewed, now - 2 * DAY), now - DAY)
    return sum(one is not None for one in (signer, reviewed, waiting))


def _given(email: str, iban: str, owner_name: str, at: dt.datetime) -> BankAccount | None:
    user = user_with_email(email)
    if user is None:
        return None
    return actions.propose_account(
        view=_view(user, at),
        user=user,
        typed_iban=iban,
        owner_name=owner_name,
        proven_at=at,
        actor=actor_of(user),
        now=at,
    )


def _confirmed(account: BankAccount, at: dt.datetime) -> BankAccount:
    return actions.confirm_account(
        account=account, actor=actor_of(account.user), now=at + dt.timedelta(minutes=4)
    )


def _sign(given: BankAccount, account: BankAccount, at: dt.datetime) -> None:
    user, view = given.user, _view(given.user, at)
    mandate = actions.start_mandate(
        view=view, user=user, bank_account=account, debit_day=5, actor=actor_of(user), now=at
    )
    actions.send_signing_code(mandate=mandate, proven_at=at, actor=actor_of(user), now=at)
    actions.sign_mandate(
        mandate=mandate,
        view=view,
        typed=_code_read(user),
        proven_at=at,
        network_address="192.0.2.7",
        actor=actor_of(user),
        now=at + dt.timedelta(minutes=2),
    )


def _code_read(user: User) -> str:
    letter = (
        Letter.objects.filter(to=user.email, template="mail/signing_code").order_by("pk").last()
    )
    found = re.search(r"\d{3} \d{3}", letter.text if letter else "")
    assert found is not None, "the letter holds its code"
    return found[0]


def _look_once(account: BankAccount, at: dt.datetime) -> None:
    """Let one advisor give the first of the two agreements."""
    case = case_about(SUBJECT, account.code)
    assert case is not None, "an account in another name opens a case"
    staff = StaffMember.objects.select_related("user").get(user__email=ADVISORS[case.agency_id])
    actions.accept_account(
        account=account,
        case=case,
        note="",
        revision=case.revision,
        staff=staff,
        actor=actor_of(staff.user),
        now=at,
    )


def _view(user: User, at: dt.datetime) -> AccountView:
    return tenant_accounts_for(user, today(at))[0]
