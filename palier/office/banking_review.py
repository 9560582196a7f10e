"""A bank account on the desk's review screen: whose name it bears; two of the staff decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from django.utils.translation import gettext as _

from palier.domain.banking import actions, queries
from palier.domain.banking.models import BankAccount
from palier.domain.casework.models import Case, Decision
from palier.office.reviewing import (
    Acting,
    Agreement,
    Compared,
    Deciding,
    ReviewAdapter,
    ReviewFacts,
    register,
)
from palier.ui.french import day_and_time


class BankAccountReview(ReviewAdapter):
    """Give the review screen a masked account, and take its decision to the room."""

    def facts(self, case: Case) -> ReviewFacts:
        account = queries.account_reviewed(case.subject_reference)
        return ReviewFacts(
            title=_("Compte bancaire à vérifier"),
            documents=[],
            columns=_columns(account),
            hints=_hints(account),
            likely_reasons=("contested",)
            if account.state == BankAccount.State.FROZEN
            else ("other_holder",),
            on_accept=_on_accept(account),
        )

    def accept(
        self,
        case: Case,
        *,
        typed: Mapping[str, Any],
        **given: Unpack[Deciding],
    ) -> Decision | None:
        return actions.accept_account(
            account=queries.account_reviewed(case.subject_reference),
            case=case,
            **given,
        )

    def refuse(
        self,
        case: Case,
        *,
        reason_code: str,
        **given: Unpack[Deciding],
    ) -> Decision:
        return actions.refuse_account(
            account=queries.account_reviewed(case.subject_reference),
            case=case,
            reason_code=reason_code,
            **given,
        )

    def undo(
        self,
        case: Case,
        *,
        decision: Decision,
        **given: Unpack[Acting],
    ) -> Decision:
        return actions.undo_account_review(
            account=queries.account_reviewed(case.subject_reference),
            decision=decision,
            **given,
        )


register(Case.Kind.BANK_DETAILS, BankAccountReview())


def _columns(account: BankAccount) -> list[Compared]:
    person = account.person
    names = person.full_name
    if person.usage_name:
        names = _("%(name)s (nom de naissance : %(birth)s)") % {
            "name": names,
            "birth": person.birth_name,
        }
    agreement = Agreement.AGREES if account.name_agrees else Agreement.DIFFERS
    return [
        Compared(_("Titulaire du compte"), account.owner_name, names, agreement),
        Compared(
            _("Compte, en partie caché"),
            " ".join((account.masked, account.bank or account.bic)).strip(),
            ", ".join(one.masked for one in queries.serving_accounts_of(person)) or _("aucun"),
        ),
    ]


def _story(account: BankAccount) -> str:
    if account.confirmed_at is None:
        return _("Donné le %(given)s, jamais confirmé par e-mail.") % {
            "given": day_and_time(account.given_at)
        }
    return _("Donné le %(given)s, confirmé par e-mail le %(confirmed)s.") % {
        "given": day_and_time(account.given_at),
        "confirmed": day_and_time(account.confirmed_at),
    }


def _hints(account: BankAccount) -> list[str]:
    hints = [_story(account)]
    if account.state == BankAccount.State.FROZEN:
        hints.append(
            _(
                "Compte contesté : appelez le titulaire au numéro connu du dossier. N’acceptez que "
                "s’il dit lui-même que ce compte est le sien."
            )
        )
    if account.first_eyes is not None and account.first_eyes_at is not None:
        hints.append(
            _("%(name)s a déjà donné un premier accord. Une autre personne doit confirmer.")
            % {"name": account.first_eyes.user}
        )
    else:
        hints.append(
            _(
                "Deux personnes doivent accepter. Le premier accord est noté, puis la demande "
                "retourne dans la file pour quelqu’un d’autre."
            )
        )
    others = queries.shared_with_others(account)
    if others:
        hints.append(
            _("Le même compte a été donné par %(n)d autre(s) personne(s) du parc : regardez bien.")
            % {"n": others}
        )
    return hints


def _on_accept(account: BankAccount) -> str:
    if account.first_eyes is None:
        return _("Votre accord est noté : rien ne change avant celui d’une deuxième personne.")
    return _("Le compte servira 72 heures après votre accord. Le locataire est prévenu.")
