"""Write ``docs/exploitation/reglages.md`` from the catalogue of environment variables."""

from __future__ import annotations

from pathlib import Path

from palier.config.environment import CATALOGUE, Variable

GUIDE = Path("docs/exploitation/reglages.md")
KINDS = {
    "text": "texte",
    "flag": "oui / non",
    "number": "nombre",
    "list": "liste, virgules",
    "path": "dossier",
    "secret": "secret",
}
HEAD = """\
# Réglages de l’installation

Palier lit ses réglages dans l’environnement du processus (`/etc/palier/palier.env` dans les
unités systemd fournies). Aucun n’est obligatoire pour le bailleur d’essai ; en production,
`palier doctor` dit ceux qui manquent, et le portail refuse de démarrer tant qu’ils manquent.

Ce qu’un bailleur décide (délais, preuves acceptées, textes, couleurs) n’est pas ici : ce sont
des réglages datés, tenus dans la base.

*Cette page est écrite par `make docs` d’après `palier/config/environment.py`.*

| Variable | Nature | Sans elle | Ce qu’elle règle |
|---|---|---|---|
"""


def guide() -> str:
    """Give the whole page."""
    return HEAD + "".join(row(variable) for variable in CATALOGUE)


def row(variable: Variable) -> str:
    default = f"`{variable.default}`" if variable.default else "—"
    kind = KINDS[variable.kind]
    meaning = variable.meaning.replace("|", "\\|")
    return f"| `{variable.name}` | {kind} | {default} | {meaning} |\n"


if __name__ == "__main__":
    GUIDE.write_text(guide(), encoding="utf-8")
