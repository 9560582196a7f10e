"""An avis of the fixed cast, as plain values: no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from palier.domain.billing.facts import AgencyContact, Line, NoticeFacts, Payment, Sender, TermType
from palier.domain.billing.rules import DeliveredHeader, DeliveredLine, Surroundings, compose
from palier.foundation.periods import Period

NOVEMBER = Period(2026, 11)
STAMP = dt.datetime(2026, 12, 1, 6, 0, tzinfo=dt.UTC)

SURROUNDINGS = Surroundings(
    customer_reference="L0412345",
    holders=("Mme Éloïse N’Diaye-Lefèvre", "M. Œdipe d’Hérouville"),
    addressee_lines=(
        "Mme Éloïse N’Diaye-Lefèvre",
        "M. Œdipe d’Hérouville",
        "12 rue de l’Égalité",
        "93000 Bobigny",
    ),
    dwelling="Appartement n° 0123",
    dwelling_address_lines=("12 rue de l’Égalité", "Bâtiment B, 3e étage", "93000 Bobigny"),
    annexes=("Place de stationnement n° 45", "Cave n° 12"),
    landlord=Sender(
        name="Habitat des Trois Rivières",
        address_lines=("10 avenue de la République", "93000 Bobigny"),
        legal_line="Habitat des Trois Rivières, office public de l’habitat – SIREN 123 456 789",
        website="locataires.trois-rivieres.example",
        colour="#0b5c5a",
    ),
    agency=AgencyContact(
        name="Agence de Bobigny",
        address_lines=("3 place de la Mairie", "93000 Bobigny"),
        phone="01 41 00 00 00",
        email="bobigny@trois-rivieres.example",
        hours="Du lundi au vendredi, de 9 h à 12 h et de 14 h à 17 h",
    ),
    payment=Payment(
        means="transfer",
        iban="FR7630001007941234567890185",
        bic="BDFEFRPPCCT",
        account_holder="Habitat des Trois Rivières",
        transfer_reference="L0412345",
        cheque_payee="Habitat des Trois Rivières",
    ),
)

HEADER = DeliveredHeader(
    number="AV-2026-11-0412345",
    period=NOVEMBER,
    term_type=TermType.ARREARS,
    issue_on=dt.date(2026, 11, 25),
    due_on=dt.date(2026, 12, 5),
    previous_balance_cents=12_345,
    net_cents=0,
)

LINES = (
    DeliveredLine("rent", "LOYER PRINCIPAL", NOVEMBER, 38_712),
    DeliveredLine("annex_rent", "LOYER PARKING", NOVEMBER, 4_250, "Parking n° 45"),
    DeliveredLine("cold_water", "PROV EAU FROIDE", NOVEMBER, 2_100),
    DeliveredLine("hot_water", "PROV EAU CHAUDE", NOVEMBER, 1_890),
    DeliveredLine("heating", "PROV CHAUFFAGE", NOVEMBER, 5_475),
    DeliveredLine("lift", "PROV ASCENSEUR", NOVEMBER, 633),
    DeliveredLine("common_parts", "PROV GARDIEN", NOVEMBER, 3_021),
    DeliveredLine("green_spaces", "PROV ESP VERTS", NOVEMBER, 415),
    DeliveredLine("teom", "TEOM", NOVEMBER, 1_207),
    DeliveredLine("apl", "APL", NOVEMBER, -18_400),
    DeliveredLine("rls", "RLS", NOVEMBER, -5_233),
    DeliveredLine("apl_adjustment", "RAPPEL APL", NOVEMBER.previous(), -1_200),
    DeliveredLine("settlement", "REGUL CHARGES 2025", Period(2025, 12), 4_019),
)


def header(lines: Sequence[DeliveredLine] = LINES, **changes: Any) -> DeliveredHeader:
    """Give a header whose net agrees with ``lines``, unless told otherwise."""
    made = replace(HEADER, **changes)
    if "net_cents" in changes:
        return made
    total = made.previous_balance_cents + sum(line.amount_cents for line in lines)
    return replace(made, net_cents=total)


def sample_facts(
    lines: Sequence[DeliveredLine] = LINES,
    *,
    last_month: Sequence[Line] | None = None,
    payment: Payment | None = None,
    version: int = 1,
    **changes: Any,
) -> NoticeFacts:
    surroundings = replace(SURROUNDINGS, payment=payment) if payment else SURROUNDINGS
    return compose(
        header=header(lines, **changes),
        lines=lines,
        surroundings=surroundings,
        last_month=last_month,
        version=version,
        corrects_version=version - 1 if version > 1 else None,
    )


def lines_of_october() -> tuple[Line, ...]:
    """Give an October with less heating, the same rent and an insurance that has stopped."""
    october = NOVEMBER.previous()
    before = [
        replace(
            line, period=october, amount_cents=line.amount_cents - 300 * (line.nature == "heating")
        )
        for line in LINES
        if line.period == NOVEMBER and line.nature != "teom"
    ]
    before.append(DeliveredLine("insurance", "ASSURANCE", october, 900))
    return sample_facts(before, period=october).lines
