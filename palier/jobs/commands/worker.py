"""``palier worker``: run jobs; see, relaunch or forget those that failed for good."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click
from django.utils import timezone

from palier.foundation.readiness import refuse_to_start
from palier.jobs import queue
from palier.jobs.worker import Worker, drain, keep_time


def register(group: click.Group) -> None:
    group.add_command(worker)


@click.group(invoke_without_command=True)
@click.option("--threads", default=4, show_default=True, help="Travaux menés de front.")
@click.pass_context
def worker(context: click.Context, threads: int) -> None:
    """Faire les travaux de fond jusqu’à l’arrêt (SIGTERM ou Ctrl-C)."""
    if context.invoked_subcommand is None:
        refuse_to_start()
        run_until_stopped(threads)


def run_until_stopped(threads: int) -> None:
    """Run the worker; on SIGTERM or Ctrl-C let the running jobs end, 25 seconds at most."""
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    running = Worker(threads=threads)
    running.start()
    keep_time(stopping)
    if not running.stop(grace_seconds=25):
        click.echo("Des travaux n’ont pas fini à temps ; ils seront repris.", err=True)


@worker.command("drain")
def drain_command() -> None:
    """Faire tout ce qui est dû maintenant, puis rendre la main."""
    done = drain(now=timezone.now())
    click.echo(f"{done} travaux faits.")


@worker.command("list")
def list_command() -> None:
    """Ce qui attend, et ce qui a échoué pour de bon."""
    for line in queue.waiting():
        click.echo(f"{line.count:>7} en attente   {line.name}")
    failed = queue.given_up()
    for job in failed:
        click.echo(f"#{job.pk} {job.name} {job.arguments}\n    {job.last_error}")
    if failed:
        click.echo("« palier worker retry » les relance, « palier worker forget » les oublie.")
    else:
        click.echo("Aucun travail n’a échoué.")


@worker.command("retry")
@click.argument("numbers", nargs=-1, type=int)
def retry_command(numbers: tuple[int, ...]) -> None:
    """Relancer les travaux échoués (tous, ou ceux dont on donne le numéro)."""
    click.echo(f"{queue.retry(numbers)} travaux relancés.")


@worker.command("forget")
@click.argument("numbers", nargs=-1, type=int, required=True)
def forget_command(numbers: tuple[int, ...]) -> None:
    """Oublier les travaux échoués dont on donne le numéro."""
    click.echo(f"{queue.forget(numbers)} travaux oubliés.")
