"""The statement as a file: CSV for a spreadsheet, PDF for a counter."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from palier.domain.ledger.queries import Balance
from palier.domain.ledger.statement import Statement, StatementLine
from palier.foundation import pdf
from palier.foundation.dates import long_date, short_date
from palier.foundation.money import euros, plain_euros

STATEMENT = Path(__file__).resolve().parent / "typst" / "statement.typ"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def statement_csv(statement: Statement) -> bytes:
    """Give the statement as a spreadsheet reads it here: BOM, ``;``, decimal comma.

    A label that a spreadsheet would run as a formula is kept as text (OWASP, CSV injection).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Date"),
            _("Nature"),
            _("Libellé"),
            _("Mois concerné"),
            _("Débit"),
            _("Crédit"),
            _("Solde"),
            _("Situation"),
            _("Lettrage"),
            _("Référence"),
        ]
    )
    for line in statement.lines:
        writer.writerow(
            [
                line.day.isoformat(),
                harmless(line.kind),
                harmless(line.label),
                harmless(line.about),
                _amount(line.debit_cents),
                _amount(line.credit_cents),
                plain_euros(line.balance_cents).replace(".", ","),
                harmless(situation_of(line)),
                harmless(line.lettrage),
                harmless(line.reference),
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def situation_of(line: StatementLine) -> str:
    """Say where a line stands, « indicatif » where it is the portal's reckoning."""
    if line.provisional and line.is_debit:
        return _("Demandé à votre banque")
    if line.provisional:
        return _("Reçu, en cours d’enregistrement")
    if line.indicative:
        return _("%(settled)s (indicatif).") % {"settled": line.settled.removesuffix(".")}
    return line.settled


def harmless(text: str) -> str:
    """Keep a spreadsheet from running ``text`` as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def statement_pdf(
    statement: Statement,
    *,
    balance: Balance,
    heading: Mapping[str, Any],
    stamped_at: dt.datetime,
    as_of: dt.date,
) -> bytes:
    """Draw the statement in French.

    ``heading`` holds plain words: ``landlord`` (name, address_lines, colour, legal_line),
    ``reference``, ``holders``, ``agency`` lines.
    """
    with translation.override("fr"):
        facts = _printed(statement, balance, as_of) | dict(heading)
    return pdf.render(STATEMENT, facts, stamped_at=stamped_at)


def _printed(statement: Statement, balance: Balance, as_of: dt.date) -> dict[str, Any]:
    favour = balance.cents < 0
    return {
        "title": _("Relevé de compte de %(first)s à %(last)s")
        % {"first": statement.first.label, "last": statement.last.label},
        "balance_label": _("Solde en votre faveur") if favour else _("Solde à payer"),
        "balance": euros(abs(balance.cents)),
        "as_of": _("au %(day)s") % {"day": long_date(as_of)},
        "provisional": (
            _("Dont %(amount)s en cours d’enregistrement.")
            % {"amount": euros(balance.provisional_cents)}
            if balance.provisional_cents
            else ""
        ),
        "opening": euros(statement.opening_cents),
        "months": [
            {
                "label": month.period.label,
                "closing": euros(month.closing_cents),
                "lines": [
                    {
                        "day": short_date(line.day),
                        "label": line.label,
                        "detail": " ".join(
                            part
                            for part in (
                                _("Concerne %(month)s.") % {"month": line.about}
                                if line.about
                                else "",
                                situation_of(line),
                            )
                            if part
                        ),
                        "debit": euros(line.debit_cents) if line.debit_cents else "",
                        "credit": euros(line.credit_cents) if line.credit_cents else "",
                        "balance": euros(line.balance_cents),
                    }
                    for line in month.lines
                ],
            }
            for month in reversed(statement.months)
        ],
        "note": _(
            "Ce relevé montre ce que votre bailleur a enregistré. Il ne vaut pas quittance. "
            "« Indicatif » : l’espace locataire a rapproché lui-même paiements et sommes dues, "
            "les plus anciennes d’abord."
        ),
    }


def _amount(cents: int) -> str:
    return plain_euros(cents).replace(".", ",") if cents else ""
