"""What the advisor asks, in words, and what the file answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from palier.domain.casework.identity_check import Question
from palier.domain.tenancy.models import Person, TenantAccount
from palier.domain.tenancy.queries import AccountFile, ended_on
from palier.office.account_words import means_of_payment
from palier.ui.french import long_date, phone_number

HIDDEN = "•••"

QUESTION_WORDS: Mapping[str, Any] = {
    "birth_date": gettext_lazy("Quelle est votre date de naissance ?"),
    "lease_start": gettext_lazy("Depuis quand habitez-vous ce logement ?"),
    "household": gettext_lazy("Qui vit avec vous ?"),
    "payment_means": gettext_lazy("Comment payez-vous votre loyer ?"),
    "phone": gettext_lazy("Quel numéro de téléphone nous avez-vous donné ?"),
    "annex": gettext_lazy("Avez-vous une cave ou un parking, et lequel ?"),
    "floor": gettext_lazy("À quel étage habitez-vous ?"),
}


def known_answers(person: Person, account: TenantAccount, file: AccountFile) -> dict[str, str]:
    """Give what the file knows, by question; nothing for what it does not know."""
    home = next(
        (row for row in file.leases if row.dwelling is not None and ended_on(row) is None), None
    )
    others = [
        row.full_name
        for row in file.household
        if row.ended_on is None and row.person_id != person.pk
    ]
    return {
        "birth_date": long_date(person.birth_date) if person.birth_date else "",
        "lease_start": long_date(home.starts_on) if home else "",
        "household": ", ".join(others),
        "payment_means": means_of_payment(account),
        "phone": phone_number(person.mobile or person.phone),
        "annex": _annexes(file),
    }


def _annexes(file: AccountFile) -> str:
    found = []
    for lease in file.leases:
        if ended_on(lease) is not None:
            continue
        rows = list(lease.dwelling.annexes.all()) if lease.dwelling else []
        if lease.annex is not None:
            rows.append(lease.annex)
        found += [" ".join(filter(None, (str(row.get_kind_display()), row.number))) for row in rows]
    return ", ".join(found)


def masked_answer(question: Question) -> str:
    """Write what the file says so that it can be compared, never read out: a part is hidden."""
    words = question.expected.replace("\u00a0", " ").split(" ")
    if question.key == "birth_date":
        return " ".join([*words[:-1], HIDDEN])
    if question.key == "lease_start":
        return " ".join([HIDDEN, *words[-1:]])
    if question.key == "phone":
        return " ".join([words[0], *[HIDDEN] * max(0, len(words) - 2), *words[1:][-1:]])
    if question.key == "payment_means":
        return f"{question.expected[:2]}{HIDDEN}"
    people = [part.strip() for part in question.expected.split(",")]
    return ", ".join(f"{part.split(' ')[0]} {HIDDEN}" for part in people)
