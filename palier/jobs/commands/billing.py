"""``palier billing``: publish the avis of a month, draw their PDF ahead."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from palier.domain.audit.actor import Actor
from palier.domain.banking.queries import debits_to_announce
from palier.domain.billing import actions, paper_list, queries
from palier.foundation.periods import Period
from palier.jobs.whole_files import write_whole

SHOWN = 20


class PeriodType(click.ParamType[Period]):
    """A month written like 2026-11."""

    name = "AAAA-MM"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Period:
        try:
            return Period.parse(value)
        except ValueError:
            self.fail(f"« {value} » n’est pas un mois. Écrivez-le comme 2026-11.", param, ctx)


def register(group: click.Group) -> None:
    """Add ``billing`` to ``group``."""
    group.add_command(billing)


@click.group(help="Publier les avis d’échéance d’un mois.")
def billing() -> None:
    """Hold the commands of this group."""


@billing.command("publish")
@click.argument("period", type=PeriodType(), metavar="MOIS")
def publish(period: Period) -> int:
    """Publier les avis du MOIS facturé (2026-11) et prévenir les locataires.

    Peut être relancé sans risque : seuls les avis qui manquent sont publiés.
    """
    run = actions.publish_period(
        period=period,
        actor=Actor.system(),
        now=timezone.now(),
        debits=debits_to_announce,
        on_progress=_progress,
    )
    click.echo(
        f"Avis de {period.label} : {run.published} publiés, {run.corrected} corrigés, "
        f"{run.letters} e-mails en attente d’envoi, {len(run.refused)} refusés, "
        f"{run.on_paper} à envoyer sur papier."
    )
    for refusal in run.refused[:SHOWN]:
        click.echo(f"✗ {refusal.sentence}", err=True)
    if len(run.refused) > SHOWN:
        click.echo(f"… et {len(run.refused) - SHOWN} autres.", err=True)
    return 1 if run.refused else 0


@billing.command("draw")
@click.argument("period", type=PeriodType(), metavar="MOIS")
def draw(period: Period) -> int:
    """Dessiner d’avance les PDF du MOIS ; sinon chacun l’est quand on le demande."""
    waiting = queries.notices_without_pdf(period)
    total = waiting.count()
    for done, notice in enumerate(waiting.iterator(chunk_size=100), start=1):
        actions.keep_pdf(notice=notice, now=timezone.now(), actor=Actor.system())
        if done % 100 == 0 or done == total:
            _progress(done, total)
    click.echo(f"Avis de {period.label} : {total} PDF dessinés.")
    return 0


@billing.command("paper")
@click.argument("period", type=PeriodType(), metavar="MOIS")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DOSSIER")
def paper(period: Period, folder: Path) -> int:
    """Écrire dans DOSSIER la liste des avis du MOIS à imprimer et à poster.

    Les avis des comptes passés à l’avis en ligne n’y sont pas.
    """
    notices = list(queries.notices_on_paper(period))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / paper_list.file_name_of(period)
    write_whole(path, paper_list.write_paper_list(notices))
    click.echo(f"Avis de {period.label} : {len(notices)} à imprimer, dans {path}")
    return 0


def _progress(done: int, total: int) -> None:
    click.echo(f"  {done} / {total}", err=True)
