"""``palier audit``: prove that the trail was not rewritten."""

from __future__ import annotations

from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from palier.domain.audit.anchors import anchors_in
from palier.domain.audit.verifying import Fault, Kind, Outside, verify

ENTRY = {
    Kind.CHANGED: "a été modifiée depuis qu’elle est scellée",
    Kind.MOVED: "n’est plus à sa place : son contenu est celui d’une autre",
    Kind.MISSING: "a disparu avant la fin de sa conservation",
    Kind.ADDED: "n’est ni scellée ni en attente : elle a été ajoutée à la main",
}
SEGMENT = {
    Kind.CUT: "manque, ou ne suit pas le précédent",
    Kind.REWRITTEN: "ne correspond plus à sa propre empreinte",
    Kind.ANCHOR: "n’est pas celui du sceau gardé hors du portail",
}


def register(group: click.Group) -> None:
    """Add ``audit`` to ``group``."""
    group.add_command(audit)


@click.group(help="Le journal : qui a fait ou regardé quoi.")
def audit() -> None:
    """Hold the commands of this group."""


@audit.command("verify")
@click.option(
    "--anchors",
    type=click.Path(exists=True, path_type=Path),
    help="Dossier (ou fichier) des sceaux gardés hors du portail ; par défaut, "
    "PALIER_ANCHOR_FOLDER.",
)
@click.option("--seal", "seals", multiple=True, help="Sceau reçu par e-mail : segment:empreinte.")
def verify_trail(anchors: Path | None, seals: tuple[str, ...]) -> int:
    """Relire tout le journal et dire s’il est celui qui a été scellé.

    La première erreur est celle où chercher : trace modifiée, disparue, déplacée ou ajoutée.
    """
    folder = Path(settings.PALIER_ANCHOR_FOLDER) if settings.PALIER_ANCHOR_FOLDER else None
    place = anchors or (folder if folder and folder.is_dir() else None)
    outside = [*(anchors_in(place) if place else ()), *map(_typed, seals)]
    verdict = verify(now=timezone.now(), outside=outside)
    for fault in verdict.faults:
        click.echo(f"✗ {_sentence(fault)}", err=True)
    click.echo(
        f"{verdict.sealed} traces scellées en {verdict.segments} segments, dont "
        f"{verdict.forgotten} effacées à la fin de leur conservation ; "
        f"{verdict.anchors} sceaux extérieurs comparés."
    )
    if verdict.waiting:
        since = timezone.localtime(verdict.oldest_waiting) if verdict.oldest_waiting else None
        oldest = f", la plus ancienne du {since:%d/%m/%Y à %H:%M}" if since else ""
        click.echo(f"{verdict.waiting} traces attendent d’être scellées{oldest}.")
    click.echo(f"Tête de la chaîne : segment {verdict.segments}, {verdict.head}")
    if not verdict.anchors:
        click.echo(
            "! Aucun sceau gardé hors du portail n’a été comparé : qui réécrirait toute la base "
            "ne serait pas vu. Réglez PALIER_ANCHOR_FOLDER ou « trail_anchor_email »."
        )
    click.echo("✓ Le journal est intact." if verdict.sound else "✗ Le journal a été altéré.")
    return 0 if verdict.sound else 1


def _typed(seal: str) -> Outside:
    number, _colon, written = seal.partition(":")
    if not number.isdigit() or len(written) != 64:
        raise click.BadParameter(f"{seal} : écrivez segment:empreinte, par exemple 12:3fa9…")
    return Outside(int(number), written.lower(), f"--seal {number}")


def _sentence(fault: Fault) -> str:
    if fault.kind is Kind.FLOOR:
        return f"Le début de conservation « {fault.detail} » est à moins de six mois."
    if fault.entry is not None:
        where = f", segment {fault.segment}" if fault.segment else ""
        return f"La trace n° {fault.entry}{where} {ENTRY[fault.kind]}."
    named = f" ({fault.detail})" if fault.detail else ""
    return f"Le segment {fault.segment}{named} {SEGMENT[fault.kind]}."
