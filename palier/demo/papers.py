"""A few PDF files of the sample landlord's own: leases and inspection reports, invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from palier.demo.plans import Plan
from palier.demo.settlements import settlement_number
from palier.domain.documents.retention import years_after
from palier.exchange.records.papers import DocumentRecord
from palier.foundation import pdf
from palier.foundation.money import euros

TEMPLATE = Path(__file__).parent / "typst" / "paper.typ"
RANKS_WITH_PAPERS = 3


def write_papers(
    folder: Path, landlord: str, rank: int, plan: Plan, account: str, lease: str, settled: int
) -> Iterator[DocumentRecord]:
    """Write the papers of one account (lease, entry report, diagnostic, invoices of the charges
    of the year ``settled``); give their index rows."""
    signed = plan.starts_on - dt.timedelta(days=9 + rank % 14)
    for kind, title, subtitle, day, sections in (
        ("lease", "Bail d’habitation", "Contrat de location (document d’essai)", signed,
         _lease_sections(plan)),
        ("inspection", "État des lieux d’entrée", "Document d’essai", plan.starts_on,
         _inspection_sections(plan)),
        ("diagnostic", "Diagnostic de performance énergétique", "Document d’essai", signed,
         _diagnostic_sections(plan)),
        ("charge_paper", f"Factures de chauffage {settled}", "Document d’essai",
         dt.date(settled + 1, 8, 1), _invoice_sections(settled)),
    ):  # fmt: skip
        name = f"pdf/{kind}-{rank:06d}.pdf"
        (folder / "pdf").mkdir(exist_ok=True)
        facts = {
            "title": title,
            "subtitle": subtitle,
            "sections": sections,
            "landlord": {"name": landlord, "address_lines": ["1 place des Bateliers"]},
        }
        stamp = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
        (folder / name).write_bytes(pdf.render(TEMPLATE, facts, stamped_at=stamp))
        yield DocumentRecord(
            erp_id=f"DOC{rank:06d}-{kind}",
            file_name=name,
            kind=kind,
            title=title if kind == "charge_paper" else f"{title} du {day:%d/%m/%Y}",
            issued_on=day.isoformat(),
            reference=settlement_number(settled, rank) if kind == "charge_paper" else "",
            valid_from=day.isoformat() if kind == "diagnostic" else None,
            valid_to=years_after(day, 10).isoformat() if kind == "diagnostic" else None,
            tenant_account=account,
            lease=lease,
            visibility="holders",
        )


def _people(plan: Plan) -> str:
    return ", ".join(f"{one.given_names} {one.family_name}" for one in plan.holders)


def _lease_sections(plan: Plan) -> list[dict[str, object]]:
    home = plan.home
    term = (
        f"Le bail prend fin le {plan.fixed_until:%d/%m/%Y}."
        if plan.fixed_until
        else "Le bail est conclu pour une durée indéterminée."
    )
    sections: list[dict[str, object]] = [
        {"heading": "Les parties", "paragraphs": [f"Preneurs : {_people(plan)}."]},
        {
            "heading": "Le logement",
            "paragraphs": [f"{home.address}, {home.postcode} {home.town}. {home.address_extra}."],
        },
        {"heading": "La durée", "paragraphs": [term]},
        {
            "heading": "Le dépôt de garantie",
            "paragraphs": [f"Dépôt versé : {euros(plan.terms.rent * 9 // 10)}."],
        },
    ]
    if plan.special_conditions:
        paragraphs = plan.special_conditions.split("\n\n")
        sections.append({"heading": "Conditions particulières", "paragraphs": paragraphs})
    return sections


def _inspection_sections(plan: Plan) -> list[dict[str, object]]:
    sections: list[dict[str, object]] = [
        {"heading": "Présents", "paragraphs": [f"{_people(plan)}, et le gardien."]}
    ]
    for room in ("Entrée", "Séjour", "Cuisine", "Chambre", "Salle d’eau"):
        words = "Sols, murs et plafonds : bon état. Prises : 3."
        sections.append({"heading": room, "paragraphs": [words]})
    return sections


def _diagnostic_sections(plan: Plan) -> list[dict[str, object]]:
    letter = plan.home.energy_class or "D"
    return [
        {"heading": "Le logement", "paragraphs": [f"{plan.home.address}, {plan.home.town}."]},
        {"heading": "Le résultat", "paragraphs": [f"Étiquette énergie : {letter}."]},
    ]


def _invoice_sections(settled: int) -> list[dict[str, object]]:
    months = ("Janvier à mars", "Avril à juin", "Juillet à septembre", "Octobre à décembre")
    return [
        {"heading": f"{quarter} {settled}", "paragraphs": ["Énergie et entretien, invention."]}
        for quarter in months
    ]
