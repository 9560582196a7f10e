"""Checks across rows and files, each one query over the workbench.

A file whose own rows hold mistakes is left out of what others are checked against: one
unreadable account must not turn its hundred lines into a hundred more mistakes.
"""

from __future__ import annotations

from dataclasses import dataclass

from palier.exchange.manifest import Manifest
from palier.exchange.problems import Problem, Problems
from palier.exchange.records import KINDS, Kind, kind_of
from palier.exchange.staging.workbench import Workbench


@dataclass(frozen=True)
class Rule:
    """Rows of ``kind`` that satisfy ``wrong`` are mistakes; ``attribute`` is the cell to show."""

    kind: str
    attribute: str
    wrong: str
    reason: str
    remedy: str


RULES = (
    Rule(
        "leases",
        "dwelling",
        "kind = 'dwelling' AND dwelling = ''",
        "un bail de logement doit nommer son logement",
        "Remplissez la colonne « logement ».",
    ),
    Rule(
        "leases",
        "annex",
        "kind IN ('parking', 'annex') AND annex = ''",
        "un bail de stationnement ou d’annexe doit nommer son annexe",
        "Remplissez la colonne « annexe ».",
    ),
    Rule(
        "leases",
        "ends_on",
        "term = 'fixed' AND ends_on IS NULL",
        "un bail à durée déterminée doit avoir une date de fin",
        "Remplissez « date_fin », ou écrivez « indeterminee » dans « duree ».",
    ),
    Rule(
        "leases",
        "ends_on",
        "term = 'open_ended' AND ends_on IS NOT NULL",
        "un bail à durée indéterminée n’a pas de date de fin prévue",
        "Videz « date_fin » ; une sortie effective s’écrit dans « date_sortie ».",
    ),
    Rule(
        "leases",
        "ends_on",
        "ends_on < starts_on",
        "le bail finit avant de commencer",
        "Corrigez « date_effet » ou « date_fin ».",
    ),
    Rule(
        "leases",
        "terminated_on",
        "terminated_on < starts_on",
        "la sortie précède la prise d’effet",
        "Corrigez « date_effet » ou « date_sortie ».",
    ),
    Rule(
        "tenant_accounts",
        "ended_on",
        "ended_on < opened_on",
        "le compte est clos avant d’être ouvert",
        "Corrigez « date_ouverture » ou « date_cloture ».",
    ),
    Rule(
        "roles",
        "tenant_account",
        "(tenant_account = '') = (lease = '')",
        "un rôle porte sur un compte ou sur un bail, jamais sur les deux ni sur aucun",
        "Remplissez une seule des deux colonnes « compte » et « bail ».",
    ),
    Rule(
        "roles",
        "role",
        "tenant_account <> '' AND role NOT IN ('titulaire', 'cotitulaire')",
        "ce rôle n’existe pas sur un compte",
        "Sur un compte, écrivez « titulaire » ou « cotitulaire » ; sinon désignez le bail.",
    ),
    Rule(
        "roles",
        "ends_on",
        "ends_on < starts_on",
        "le rôle finit avant de commencer",
        "Corrigez « debut » ou « fin ».",
    ),
    Rule(
        "household_members",
        "family_name",
        "person = '' AND (family_name = '' OR given_names = '')",
        "la personne du foyer n’est ni désignée ni nommée",
        "Remplissez « personne », ou bien « nom » et « prenoms ».",
    ),
    Rule(
        "household_members",
        "ends_on",
        "ends_on < starts_on",
        "la personne part avant d’arriver",
        "Corrigez « debut » ou « fin ».",
    ),
    Rule(
        "ledger_lines",
        "amount_cents",
        "amount_cents = 0",
        "une ligne à 0,00 ne change rien au compte",
        "N’exportez pas cette ligne, ou corrigez son montant.",
    ),
    Rule(
        "rent_notices",
        "due_on",
        "due_on < issue_on",
        "la date limite précède l’émission",
        "Corrigez « date_emission » ou « date_limite ».",
    ),
    Rule(
        "billing_lines",
        "debit_cents",
        "(debit_cents IS NULL) = (credit_cents IS NULL)",
        "une ligne d’avis a un débit ou un crédit, jamais les deux ni aucun",
        "Remplissez une seule des deux colonnes « debit » et « credit ».",
    ),
    Rule(
        "charge_settlements",
        "ends_on",
        "ends_on < starts_on",
        "les charges finissent avant de commencer",
        "Corrigez « debut » ou « fin ».",
    ),
    Rule(
        "charge_settlements",
        "issue_on",
        "issue_on <= ends_on",
        "le décompte est envoyé avant la fin des charges qu’il règle",
        "Corrigez « date_envoi » ou « fin ».",
    ),
    Rule(
        "documents",
        "valid_to",
        "valid_to < valid_from",
        "la validité finit avant de commencer",
        "Corrigez « valable_du » ou « valable_au ».",
    ),
    Rule(
        "documents",
        "person",
        "visibility = 'person' AND person = ''",
        "un document visible d’une seule personne doit la nommer",
        "Remplissez « personne », ou changez « visibilite ».",
    ),
)

TOGETHER = (
    ("rent_notices", "billing_lines", "un avis vient"),
    ("billing_lines", "rent_notices", "un avis vient"),
    ("charge_settlements", "charge_settlement_lines", "un décompte vient"),
    ("charge_settlement_lines", "charge_settlements", "un décompte vient"),
)
"""Kinds that only make sense with another in the same delivery."""


def check_together(manifest: Manifest, problems: Problems) -> None:
    for one, other, why in TOGETHER:
        if one in manifest.kinds and other not in manifest.kinds:
            problems.add(
                Problem(
                    manifest.kinds[one].file,
                    f"ce fichier ne va pas sans « {other} »",
                    f"Livrez « {one} » et « {other} » ensemble : {why} avec ses lignes.",
                )
            )


def check_keys(bench: Workbench, kind: Kind, file: str, problems: Problems) -> None:
    """Tell of every row whose key was met on an earlier line."""
    key = ", ".join(kind.key)
    shown = " || ' / ' || ".join(kind.key)
    for line, value, first in bench.stream(
        f"SELECT line, {shown}, first FROM (SELECT line, {key}, "
        f"min(line) OVER (PARTITION BY {key}) AS first FROM {kind.name}) WHERE line > first"
    ):
        problems.add(
            Problem(
                file,
                f"cet identifiant est déjà celui de la ligne {first}",
                "Un identifiant ne nomme qu’une ligne : gardez la bonne et retirez l’autre.",
                line=line,
                column=" / ".join(kind.header_of(name) for name in kind.key),
                value=value,
            )
        )


def check_rules(bench: Workbench, manifest: Manifest, problems: Problems) -> None:
    for rule in RULES:
        if rule.kind not in manifest.kinds:
            continue
        column = kind_of(rule.kind).columns[rule.attribute]
        for line, value in bench.stream(
            f"SELECT line, {rule.attribute} FROM {rule.kind} WHERE {rule.wrong} ORDER BY line"
        ):
            problems.add(
                Problem(
                    manifest.kinds[rule.kind].file,
                    rule.reason,
                    rule.remedy,
                    line=line,
                    column=column.header,
                    value=column.type.format(value),
                )
            )


def check_references(
    bench: Workbench, manifest: Manifest, spoilt: set[str], problems: Problems
) -> None:
    """Tell of every reference to a row that neither the delivery nor the database has."""
    for kind in KINDS:
        if kind.name not in manifest.kinds:
            continue
        for attribute, column in kind.columns.items():
            target = column.refers_to
            if not target or target in spoilt:
                continue
            sources = _sources(manifest, target)
            missing = " AND ".join(
                f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.{key} = k.{attribute})"
                for table, key in sources
            )
            for line, value in bench.stream(
                f"SELECT line, {attribute} FROM {kind.name} k WHERE {attribute} <> '' "
                f"AND {missing} ORDER BY line"
            ):
                problems.add(_unknown(manifest, kind, attribute, target, line, value))


def _sources(manifest: Manifest, target: str) -> list[tuple[str, str]]:
    """Give the tables a reference may point into, with the column of their identifier."""
    delivered = manifest.kinds.get(target)
    if target in ("rent_notices", "charge_settlements"):
        return [(target, "number")]
    if delivered is None:
        return [(f"known_{target}", "erp_id")]
    if delivered.full:
        return [(target, "erp_id")]
    return [(target, "erp_id"), (f"known_{target}", "erp_id")]


def _unknown(
    manifest: Manifest, kind: Kind, attribute: str, target: str, line: int, value: str
) -> Problem:
    delivered = manifest.kinds.get(target)
    title = kind_of(target).title.lower()
    if delivered is None:
        reason = (
            f"cet identifiant est inconnu ({title}) et la livraison n’en contient pas le fichier"
        )
        remedy = f"Ajoutez le fichier « {target} » à la livraison, ou corrigez l’identifiant."
    else:
        reason = f"cet identifiant n’existe pas dans {delivered.file}"
        remedy = f"Ajoutez la ligne qui manque dans {delivered.file}, ou corrigez l’identifiant."
    return Problem(
        manifest.kinds[kind.name].file,
        reason,
        remedy,
        line=line,
        column=kind.header_of(attribute),
        value=value,
    )


def check_holders(
    bench: Workbench, manifest: Manifest, spoilt: set[str], problems: Problems
) -> None:
    """Tell of accounts of a full delivery that nobody holds."""
    accounts, roles = manifest.kinds.get("tenant_accounts"), manifest.kinds.get("roles")
    if accounts is None or roles is None or not roles.full or "roles" in spoilt:
        return
    bench.execute("CREATE INDEX roles_of ON roles (tenant_account, role)")
    for line, value in bench.stream(
        "SELECT a.line, a.erp_id FROM tenant_accounts a WHERE NOT EXISTS "
        "(SELECT 1 FROM roles r WHERE r.tenant_account = a.erp_id AND r.role = 'titulaire') "
        "ORDER BY a.line"
    ):
        problems.add(
            Problem(
                accounts.file,
                "ce compte n’a aucun titulaire",
                f"Ajoutez dans {roles.file} le rôle « titulaire » d’une personne sur ce compte.",
                line=line,
                column="identifiant",
                value=value,
            )
        )


def check_customer_references(bench: Workbench, manifest: Manifest, problems: Problems) -> None:
    """Tell of two accounts that one typed customer reference would both open."""
    accounts = manifest.kinds.get("tenant_accounts")
    if accounts is None:
        return
    for line, value, first in bench.stream(
        "SELECT line, customer_reference, first FROM (SELECT line, customer_reference, "
        "min(line) OVER (PARTITION BY reference_key(customer_reference)) AS first "
        "FROM tenant_accounts) WHERE line > first"
    ):
        problems.add(
            Problem(
                accounts.file,
                f"cette référence client se confond avec celle de la ligne {first}",
                "Une référence client désigne un seul compte, espaces et lettre mises à part.",
                line=line,
                column="reference_client",
                value=value,
            )
        )
