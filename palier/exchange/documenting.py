"""``docs/exchange-format.md``, written from the typed records so that it cannot be wrong."""

from __future__ import annotations

import json
from pathlib import Path

from palier.exchange.manifest import KindFile, Manifest
from palier.exchange.reading import SEPARATOR
from palier.exchange.records import FORMAT_VERSION, KINDS, Kind

TARGET = Path(__file__).resolve().parents[2] / "docs" / "exchange-format.md"

_OPENING = f"""\
# Format d’échange, version {FORMAT_VERSION}

<!-- Page engendrée par « palier exchange document » : ne pas la modifier à la main. -->

Le bailleur remet à Palier des **livraisons** : un dossier par livraison, avec un fichier CSV
par sorte de données et un manifeste, `manifest.json`, écrit en dernier.

    palier import DOSSIER --dry-run   # tout lire et tout vérifier, ne rien appliquer
    palier import DOSSIER

Toutes les erreurs sont données d’un coup, en français, avec le fichier, la ligne, la colonne, la
valeur et le remède. Tant qu’il en reste une, rien n’est appliqué.

## Règles communes

- **Encodage** : UTF-8 (avec ou sans BOM). Un ERP qui ne produit que du Windows-1252 l’écrit dans
  le manifeste (`"encoding": "windows-1252"`) ; sinon le fichier est reconnu et refusé avec
  l’explication.
- **CSV** : séparateur `;`, une ligne d’en-tête, guillemets doubles autour d’un texte qui contient
  `;`, un guillemet ou un retour à la ligne. L’ordre des colonnes est libre ; une colonne
  facultative peut manquer ; une colonne inconnue est une erreur.
- **Montants** : en euros avec exactement deux décimales, `412,37` ou `412.37`, sans espace ni
  symbole. Ils deviennent des centimes exacts. **Positif : dû par le locataire.**
- **Dates** : `AAAA-MM-JJ` ou `JJ/MM/AAAA`. Une date inconnue est une case vide, jamais 01/01/1900.
- **Identifiants** : ceux de l’ERP, stables, jamais réutilisés. Un identifiant qui change se dit
  dans la colonne `remplace` (personnes et comptes) : un ancien identifiant sous un nouveau nom est
  une renumérotation, et tout le passé suit ; deux lignes connues devenues une sont une fusion.
- **`full` ou `delta`**, fichier par fichier. `full` : le fichier contient tout ; une ligne connue
  et absente **prend fin** (elle est datée, jamais supprimée), et chaque fin de titulaire est
  tracée. `delta` : seulement ce qui est nouveau ou changé.
- Un fichier complet qui mettrait fin à plus d’un cinquième des lignes connues est refusé comme
  suspect (`--accept-absences` l’accepte), comme une livraison d’un autre bailleur
  (`--accept-landlord`) ou produite avant celle en vigueur (`--accept-older`).
- Une livraison identique à celle en vigueur ne change rien, et le dit. Une livraison interrompue
  reprend où elle s’était arrêtée.
- Un fichier peut contenir des colonnes ajoutées à la fin dans une version à venir : les lignes qui
  ne les remplissent pas ne sont pas considérées comme changées.

## Manifeste

```json
{{manifest}}
```

`rows` est le nombre de lignes de données, sans l’en-tête ; `sha256` (facultatif mais conseillé)
protège d’un transfert coupé. `produced_at` est l’instant dont les soldes sont vrais : c’est lui que
le locataire lit à côté de son solde.

## Deux comptabilités qui ne se mélangent pas

Les **lignes du compte** (`ledger_lines`) *sont* le compte : solde de départ + lignes = solde
annoncé, au centime. Les **lignes d’avis** (`billing_lines`) *expliquent* un avis et ne touchent
jamais le compte : solde antérieur + débits − crédits = net.

- Même `reference` avec un autre contenu : l’ancienne ligne est annulée par une ligne inverse, la
  nouvelle est portée au compte. Rien n’est jamais modifié ni effacé. Le lettrage, lui, peut changer
  sans annulation.
- Une ligne absente d’un fichier complet est annulée, pour les comptes que la livraison nomme et à
  partir de leur solde de départ. Un solde de départ plus récent que celui connu raccourcit
  l’historique livré : il doit être égal au solde que Palier a ce jour-là.
- Une ligne qui porte `reference_paiement_portail` remplace le paiement provisoire du portail de
  même référence et de même nature, dans l’instant où la livraison devient visible : un paiement
  n’est jamais compté deux fois.
- Dans un fichier `delta`, une ligne supprimée se dit par une ligne de sens contraire.
- Un avis est livré avec toutes ses lignes. Le même numéro avec un autre contenu est une nouvelle
  version ; l’ancienne reste lisible. Il en va de même d’une régularisation de charges
  (`charge_settlements`) : elle explique, et la somme à payer est une ligne du compte.
- Les factures d’une régularisation sont des documents de type `justificatif_charges` dont la
  `reference` est le numéro du décompte.
- Une valeur que le locataire a changée dans le portail l’emporte jusqu’à ce que l’ERP la reprenne
  ou la refuse. Les données personnelles ne se changent pas encore dans le portail : l’ERP fait foi.
"""


def documentation() -> str:
    """Give the whole page."""
    example = Manifest(
        landlord="Rives d’Ourcq Habitat",
        delivery="2026-11-02",
        produced_at="2026-11-02T03:15:00+01:00",
        kinds={
            "persons": KindFile("persons", "persons.csv", "full", 2, "9f86d081…"),
            "ledger_lines": KindFile("ledger_lines", "ledger_lines.csv", "delta", 120, "60303ae2…"),
        },
    )
    manifest = json.dumps(example.as_json(), ensure_ascii=False, indent=2)
    pages = [_OPENING.replace("{manifest}", manifest), "## Ce que le bailleur livre\n"]
    pages += [_page(kind) for kind in KINDS]
    pages.append(
        "## Ce que Palier remet\n\nLes paiements faits dans le portail, en remises numérotées que "
        "l’ERP accuse : voir [fichiers-de-paiement.md](exploitation/fichiers-de-paiement.md).\n"
    )
    return "\n".join(pages)


def _page(kind: Kind) -> str:
    key = " + ".join(f"`{kind.header_of(name)}`" for name in kind.key)
    rows = [
        f"| `{column.header}` | {'oui' if column.required else ''} "
        f"| {_cell(column.type.describe())} "
        f"| {_cell(column.meaning)}{_reference(column.refers_to)} "
        f"| {f'`{column.example}`' if column.example else ''} |"
        for column in kind.columns.values()
    ]
    example = SEPARATOR.join(column.example for column in kind.columns.values())
    return "\n".join(
        [
            f"### {kind.title} (`{kind.name}`)\n",
            f"{kind.meaning}\n",
            f"Clé : {key}.\n",
            "| Colonne | Obligatoire | Contenu | Sens | Exemple |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "```csv",
            SEPARATOR.join(kind.headers),
            example,
            "```",
            "",
        ]
    )


def _reference(target: str) -> str:
    return f" → `{target}`" if target else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
