"""Bank accounts and mandates as the tests need them, made through the actions."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.banking import actions
from palier.domain.banking.models import Amendment, BankAccount, Mandate
from palier.domain.casework.models import Case
from palier.domain.landlord.actions import decide
from palier.domain.landlord.queries import today
from palier.domain.mail.models import Letter
from palier.domain.tenancy.models import TenantAccount
from tests.cast import TODAY, Cast
from tests.domain.billing.delivery import deliver_notice

AWA_IBAN = "FR1420041010050500013M02606"
THIRD_IBAN = "FR7630001007941234567890185"
OTHER_IBAN = "DE89370400440532013000"
ICS = "FR72ZZZ123456"
FOUR_DAYS = dt.timedelta(days=4)


def landlord_debits(**more: Any) -> None:
    """Give the landlord what debits need."""
    values = {
        "name": "Plaine Habitat",
        "creditor_identifier": ICS,
        "transfer_iban": "FR76 3000 6000 0112 3456 7890 189",
        "transfer_bic": "AGRIFRPP",
        "address_lines": ["1 place du Marché", "93200 Saint-Denis"],
    }
    decide(values={**values, **more}, valid_from=dt.date(2020, 1, 1), legal_reference="test")


def view_of(user: User, day: dt.date = TODAY) -> AccountView:
    return tenant_accounts_for(user, day)[0]


def proposed(
    user: User, now: dt.datetime, iban: str = AWA_IBAN, name: str = "Awa Diallo", **more: Any
) -> BankAccount:
    given = {
        "view": view_of(user),
        "user": user,
        "typed_iban": iban,
        "owner_name": name,
        "proven_at": now,
        "actor": actor_of(user),
        "now": now,
    }
    return actions.propose_account(**{**given, **more})


def links_in(letter: Letter) -> dict[str, str]:
    """Give the secrets of the links in a letter, by what they do."""
    found = re.findall(r"/coordonnees-bancaires/(confirmer|pas-moi)/([\w-]+)/", letter.text)
    return dict(found)


def letters(template: str) -> list[Letter]:
    return list(Letter.objects.filter(template=f"mail/{template}").order_by("pk"))


def confirmed(user: User, now: dt.datetime, **more: Any) -> BankAccount:
    account = proposed(user, now, **more)
    actions.confirm_account(account=account, actor=actor_of(user), now=now)
    account.refresh_from_db()
    return account


def usable(user: User, now: dt.datetime, **more: Any) -> BankAccount:
    """Give an account that was confirmed four days before ``now``."""
    return confirmed(user, now - FOUR_DAYS, **more)


def started(user: User, now: dt.datetime, bank_account: BankAccount, debit_day: int = 5) -> Mandate:
    return actions.start_mandate(
        view=view_of(user),
        user=user,
        bank_account=bank_account,
        debit_day=debit_day,
        actor=actor_of(user),
        now=now,
    )


def code_sent(mandate: Mandate, now: dt.datetime) -> str:
    actions.send_signing_code(mandate=mandate, proven_at=now, actor=actor_of(mandate.user), now=now)
    found = re.search(r"\d{3} \d{3}", letters("signing_code")[-1].text)
    assert found is not None
    return found[0]


def signed(
    user: User, now: dt.datetime, bank_account: BankAccount | None = None, debit_day: int = 5
) -> Mandate:
    """Sign a mandate at ``now``, on an account four days old unless one is given."""
    account = bank_account or usable(user, now)
    mandate = started(user, now, account, debit_day)
    return actions.sign_mandate(
        mandate=mandate,
        view=view_of(user),
        typed=code_sent(mandate, now),
        proven_at=now,
        network_address="192.0.2.7",
        actor=actor_of(user),
        now=now,
    )


def amendment_started(user: User, now: dt.datetime, bank_account: BankAccount) -> Amendment:
    return actions.start_amendment(
        view=view_of(user, today(now)), bank_account=bank_account, actor=actor_of(user), now=now
    )


def amendment_code(amendment: Amendment, now: dt.datetime) -> str:
    actions.send_amendment_code(
        amendment=amendment, proven_at=now, actor=actor_of(amendment.mandate.user), now=now
    )
    found = re.search(r"\d{3} \d{3}", letters("signing_code")[-1].text)
    assert found is not None
    return found[0]


def amended(user: User, now: dt.datetime, bank_account: BankAccount) -> Amendment:
    """Sign at ``now`` that the live mandate of ``user`` debits another account."""
    amendment = amendment_started(user, now, bank_account)
    return actions.sign_amendment(
        amendment=amendment,
        view=view_of(user, today(now)),
        typed=amendment_code(amendment, now),
        proven_at=now,
        network_address="192.0.2.7",
        actor=actor_of(user),
        now=now,
    )


def case_of(account: BankAccount) -> Case:
    return Case.objects.filter(
        subject_kind="banking.bankaccount", subject_reference=account.code
    ).order_by("-pk")[0]


def deciding(staff: StaffMember, account: BankAccount, now: dt.datetime) -> dict[str, Any]:
    case = case_of(account)
    return {
        "account": account,
        "case": case,
        "note": "",
        "revision": case.revision,
        "staff": staff,
        "actor": actor_of(staff.user),
        "now": now,
    }


def owe(cast: Cast, account: TenantAccount, net_cents: int, **more: Any) -> None:
    """Publish the avis of November, due in December, and let the account owe as much."""
    from palier.domain.audit.actor import Actor
    from palier.domain.billing.actions import publish_period
    from palier.domain.billing.models import RentNotice
    from palier.foundation.periods import Period
    from tests.domain.ledger.delivery import deliver_entry

    header = deliver_notice(account, **more)
    deliver_entry(account, "rent", net_cents, dt.date(2026, 11, 30))
    issued = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
    publish_period(period=Period.of(header.period), actor=Actor.system(), now=issued)
    assert RentNotice.objects.filter(tenant_account=account).exists()
