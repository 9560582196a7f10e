"""``palier retention``: what is over its time of keeping, and erase what may go."""

from __future__ import annotations

import click
from django.utils import timezone

from palier.domain.landlord.queries import settings_on, today
from palier.domain.rights.actions.forgetting import enforce
from palier.domain.rights.retention.catalogue import RULES
from palier.domain.rights.retention.rules import is_in_force


def register(group: click.Group) -> None:
    """Add ``retention`` to ``group``."""
    group.add_command(retention)


@click.command(help="Les durées de conservation : compter ce qui est dépassé, effacer.")
@click.option("--dry-run", is_flag=True, help="Compter seulement, ne rien effacer.")
@click.option("--only", "only", metavar="RÈGLE", help="Cette règle seule.")
def retention(dry_run: bool, only: str | None) -> int:
    """Effacer ce dont la durée est passée, règle par règle.

    Une règle qui demande l’accord du bailleur compte seulement, jusqu’à ce que le réglage
    « retention_approved » la nomme.
    """
    now = timezone.now()
    settings = settings_on(today(now))
    rules = [rule for rule in RULES if only in (None, rule.key)]
    if not rules:
        raise click.BadParameter(f"{only} : les règles sont {', '.join(r.key for r in RULES)}.")
    for rule in rules:
        in_force = is_in_force(rule, settings)
        due = rule.due(now)
        gone = 0 if dry_run else enforce(rule=rule, now=now)
        said = f"{due} à effacer" if dry_run or not in_force else f"{gone} effacés"
        waiting = "" if in_force else " (attend l’accord du bailleur : rien n’est effacé)"
        click.echo(f"{rule.key} : {said}{waiting}")
        click.echo(f"    {rule.what}, {rule.kept(settings)}. {rule.source}")
    if dry_run:
        click.echo("Rien n’a été effacé (--dry-run).")
    return 0
