"""Which accounts a mandate will debit, and when: for the avis that announces it, for reminders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection as Several
from collections.abc import Mapping

from palier.domain.banking.models import Mandate
from palier.domain.banking.queries.mandates import changes_of
from palier.domain.banking.rules.schedule import Standing, standing_in
from palier.domain.billing.facts import DebitToCome
from palier.foundation.periods import Period


def debits_to_announce(due: Mapping[int, dt.date]) -> dict[int, DebitToCome]:
    """Give the debit of the month in which each account's avis falls due (``due``, by key)."""
    live = {
        row.pk: row
        for row in Mandate.objects.filter(tenant_account__in=due, state__in=Mandate.LIVE)
    }
    announced: dict[int, DebitToCome] = {}
    for key, changes in changes_of(list(live)).items():
        mandate = live[key]
        standing, on = standing_in(changes, Period.of(due[mandate.tenant_account_id]))
        if standing is Standing.COLLECTS:
            announced[mandate.tenant_account_id] = DebitToCome(on, mandate.rum, mandate.creditor_id)
    return announced


def accounts_debited_on(accounts: Several[int], first: dt.date, last: dt.date) -> set[int]:
    """Keep those of ``accounts`` that a mandate signed here debits from ``first`` to ``last``."""
    rows = dict(
        Mandate.objects.filter(tenant_account__in=accounts, state__in=Mandate.LIVE).values_list(
            "pk", "tenant_account_id"
        )
    )
    debited: set[int] = set()
    for mandate, changes in changes_of(list(rows)).items():
        for month in Period.of(first).until(Period.of(last)):
            standing, on = standing_in(changes, month)
            if standing is Standing.COLLECTS and first <= on <= last:
                debited.add(rows[mandate])
    return debited
