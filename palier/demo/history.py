"""The months of one account, to the cent: what was asked, what was paid, what is left.

Rent falls due in arrears: the avis of a month is issued on the 1st of the next and payable
by the 5th. Every cent of an avis is posted, so the account and its avis always agree.
Lines come out as text, ready for their files: six million of them are written in a minute.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from palier.demo.plans import Habit, Plan
from palier.demo.settlements import write_settlement
from palier.foundation.periods import Period

# Rent rises on 1 January, within the IRL of the second quarter of the year before.
REVISIONS = {2025: 10_326, 2026: 10_104, 2027: 10_087}
"""Rent of a year for 10,000 cents of the year before."""

SETTLED_IN = 8
"""The month whose avis carries the régularisation of the year before."""

CHARGES = frozenset(
    {
        "eau_froide",
        "eau_chaude",
        "chauffage",
        "ascenseur",
        "parties_communes",
        "espaces_verts",
        "teom",
    }
)

_ENTRY_OF = {"loyer": "loyer", "loyer_annexe": "loyer_annexe", "sls": "sls", "apl": "apl"}
_ENTRY_OF |= {"rls": "rls", "rappel_apl": "apl", "regularisation": "regularisation"}
_ENTRY_OF |= {"depot_garantie": "depot_garantie"}
_GATHERED = {"parties_communes": "Provision parties communes et gardiennage"}
_PAID_BY = {
    "prelevement": "Prélèvement automatique",
    "virement": "Virement reçu",
    "carte": "Paiement par carte",
    "cheque": "Chèque reçu",
    "especes": "Espèces reçues au guichet",
}


@dataclass(slots=True)
class Written:
    """Lines of the three files, and the balance they end on."""

    ledger: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    billing: list[str] = field(default_factory=list)
    settlements: list[str] = field(default_factory=list)
    settlement_lines: list[str] = field(default_factory=list)
    balance: int = 0


Item = tuple[str, str, int, str]
"""Nature, label, signed cents, concerned month when it is an earlier one."""


def euros_text(cents: int) -> str:
    """Write cents as the exchange files do."""
    return f"{cents // 100},{cents % 100:02d}" if cents >= 0 else f"-{euros_text(-cents)}"


def write_history(
    plan: Plan, account: str, rank: int, first: Period, last: Period, as_of: dt.date, seed: int
) -> Written:
    """Write what happened on ``account`` from the billing of ``first`` to ``as_of``."""
    return _Account(plan, account, rank, as_of, Random(f"{seed}/history/{rank}")).run(first, last)


class _Account:
    def __init__(self, plan: Plan, account: str, rank: int, as_of: dt.date, draw: Random) -> None:
        self.plan, self.account, self.rank, self.draw = plan, account, rank, draw
        self.as_of = as_of.isoformat()
        self.out = Written(balance=plan.opening_cents)
        # Lines wait here until the balance is nil again: then they settle one another.
        self.waiting: list[str] = []
        self.letters = 0
        self.first_year = plan.starts_on.year
        self.drawn_settlement = 0
        self.clean = plan.opening_cents == 0
        self.sequence = 0

    def run(self, first: Period, last: Period) -> Written:
        terms_year, monthly = 0, list[Item]()
        self.first_year = first.year
        for period in first.until(last):
            if self.plan.left_on and period.first_day > self.plan.left_on:
                break
            if period.last_day < self.plan.starts_on:
                continue
            if period.year != terms_year:
                terms_year = period.year
                monthly = self._monthly_items(first.year, period.year)
            issue = period.next()
            items = monthly + self._occasional_items(period)
            previous = self.out.balance
            self._ask(period, issue, items, previous)
            behind = (last.year - period.year) * 12 + last.month - period.month
            self._pay(issue, behind)
        self.out.ledger.extend(f"{line};\n" for line in self.waiting)
        return self.out

    def _monthly_items(self, first_year: int, year: int) -> list[Item]:
        terms, rent, extra = self.plan.terms, self.plan.terms.rent, 100
        annex = terms.annex_rent
        for passed in range(first_year + 1, year + 1):
            rent = rent * REVISIONS.get(passed, 10_100) // 10_000
            annex = annex * REVISIONS.get(passed, 10_100) // 10_000
            extra += 2
        items: list[Item] = [("loyer", "Loyer principal", rent, "")]
        if annex:
            place = self.plan.parking or "annexe"
            label = f"Loyer stationnement {place}" if self.plan.parking else "Loyer annexe"
            items.append(("loyer_annexe", label, annex, ""))
        items += [
            (nature, label, cents * extra // 100, "") for nature, label, cents in terms.charges
        ]
        if terms.sls:
            items.append(("sls", "Supplément de loyer de solidarité", terms.sls, ""))
        if terms.apl:
            items.append(("apl", "Aide personnalisée au logement", -terms.apl, ""))
        if terms.rls:
            items.append(("rls", "Réduction de loyer de solidarité", -terms.rls, ""))
        return items

    def _occasional_items(self, period: Period) -> list[Item]:
        items: list[Item] = []
        entry = Period.of(self.plan.starts_on)
        if period == entry:
            items.append(("depot_garantie", "Dépôt de garantie", self.plan.terms.rent, ""))
        if period.month == 5 and entry.year < period.year - 1:
            self.drawn_settlement = self.draw.randrange(-9_000, 14_000) or 1
        if period.month == SETTLED_IN and self.drawn_settlement:
            year, cents = period.year - 1, self.drawn_settlement
            label = f"Régularisation des charges {year}"
            items.append(("regularisation", label, cents, f"{year}-12"))
            self._settle(year, cents)
            self.drawn_settlement = 0
        if self.plan.terms.apl and self.draw.random() < 0.015:
            before = str(period.previous())
            cents = self.draw.randrange(1_000, 6_000)
            items.append(("rappel_apl", "Rappel d’APL", -cents, before))
        return items

    def _settle(self, year: int, cents: int) -> None:
        """Write the décompte that explains the sum, sent a month before its avis."""
        if f"{year + 1}-08-01" > self.as_of:
            return
        monthly: dict[str, int] = {}
        for nature, _label, amount, _concerned in self._monthly_items(self.first_year, year):
            if nature in CHARGES:
                monthly[nature] = monthly.get(nature, 0) + amount
        head, lines = write_settlement(self.plan, self.account, self.rank, year, monthly, cents)
        self.out.settlements.append(head)
        self.out.settlement_lines.extend(lines)

    def _ask(self, period: Period, issue: Period, items: list[Item], previous: int) -> None:
        number = f"AV{period.year}{period.month:02d}-{self.rank:07d}"
        day, month = f"{issue.year}-{issue.month:02d}", str(period)
        total = 0
        printed: dict[str, tuple[str, int, str]] = {}
        for nature, label, cents, concerned in items:
            total += cents
            entry = _ENTRY_OF.get(nature, "charges")
            self._post(f"{day}-01", concerned or month, entry, "", label, cents)
            # The account may detail what the avis gathers under one nature.
            before = printed[nature][1] if nature in printed else 0
            printed[nature] = (_GATHERED.get(nature, label), before + cents, concerned)
        for position, (nature, (label, cents, concerned)) in enumerate(printed.items(), start=1):
            column = f"{euros_text(cents)};" if cents >= 0 else f";{euros_text(-cents)}"
            self.out.billing.append(f"{number};{position};{nature};{label};{concerned};{column};\n")
        self.out.notices.append(
            f"{number};{self.account};{month};{day}-01;{day}-05;echu;"
            f"{euros_text(previous)};{euros_text(previous + total)}\n"
        )

    def _pay(self, issue: Period, behind: int) -> None:
        """Pay as this household does; ``behind`` is how many avis came after this one."""
        plan, draw, owed = self.plan, self.draw, self.out.balance
        chance, day = draw.random(), self._day(draw)
        unpaid = (
            (plan.habit is Habit.ARREARS and behind < plan.months_owed)
            or (plan.habit is Habit.OWES_LAST and behind == 0)
            or (chance < 0.012 and behind > 0)
        )
        if plan.habit is Habit.IN_CREDIT and behind == 0:
            owed = max(owed, 0) + 18_000 + 100 * draw.randrange(60)
        elif plan.habit is Habit.PARTIAL and behind < plan.months_owed:
            owed = owed // 200 * 100
        if unpaid or owed <= 0:
            return
        label = _PAID_BY[plan.rail]
        self._post(f"{issue}-{day:02d}", "", "paiement", plan.rail, label, -owed)
        if plan.rail == "prelevement" and chance > 0.985 and behind:
            self._post(f"{issue}-{day + 7:02d}", "", "rejet", plan.rail, "Prélèvement rejeté", owed)
            self._post(f"{issue}-26", "", "paiement", "virement", _PAID_BY["virement"], -owed)

    def _day(self, draw: Random) -> int:
        chosen = draw.randrange(2, 14)
        return self.plan.debit_day if self.plan.rail == "prelevement" else chosen

    def _post(self, day: str, period: str, kind: str, rail: str, label: str, cents: int) -> None:
        if day > self.as_of:
            return
        self.sequence += 1
        self.out.balance += cents
        reference = f"E{day[2:4]}{day[5:7]}-{self.rank:07d}-{self.sequence:03d}"
        self.waiting.append(
            f"{reference};{self.account};{day};{period};{kind};{rail};{label};{euros_text(cents)};"
        )
        if self.out.balance == 0:
            code = self._letter() if self.clean else ""
            self.out.ledger.extend([f"{line};{code}\n" for line in self.waiting])
            self.waiting.clear()
            self.clean = True

    def _letter(self) -> str:
        number, code = self.letters, ""
        self.letters += 1
        for _place in range(3):
            number, rest = divmod(number, 26)
            code = chr(65 + rest) + code
        return code
