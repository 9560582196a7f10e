"""``palier serve``: the portal, pages and background work together."""

from __future__ import annotations

import time
import urllib.error
import urllib.request

import click
from django.conf import settings
from django.core.management import call_command

from palier.domain.landlord.queries import current_delivery_number
from palier.foundation.readiness import migrations_behind, refuse_to_start
from palier.jobs.serve import LOOPBACK, Supervisor, free_addresses

START_SECONDS = 30.0


def register(group: click.Group) -> None:
    group.add_command(serve)


@click.command()
@click.option(
    "--host", multiple=True, default=LOOPBACK, show_default=True, help="Adresses d’écoute."
)
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Port d’écoute.")
@click.option("--worker-threads", default=4, show_default=True, help="Travaux menés de front.")
@click.option(
    "--sample",
    is_flag=True,
    help="Préparer d’abord la base et le bailleur d’essai, s’ils manquent.",
)
def serve(host: tuple[str, ...], port: int, worker_threads: int, sample: bool) -> None:
    """Servir le portail : pages et travaux de fond ensemble."""
    try:
        bind = free_addresses(host, port)
    except OSError as refusal:
        raise click.ClickException(
            f"le port {port} est déjà pris sur cette machine. Arrêtez le programme qui l’occupe, "
            f"ou choisissez-en un autre : PORT={port + 123} make run"
        ) from refusal
    if sample:
        prepare_sample()
    refuse_to_start()
    supervisor = Supervisor(bind=bind, worker_threads=worker_threads)
    supervisor.start()
    if sample and answers(port):
        tell_where(port)
    raise SystemExit(supervisor.wait())


def prepare_sample() -> None:
    """Bring the database up to date, gather styles, and load the sample when there is none."""
    from palier.jobs.cli import palier

    if migrations_behind():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    if current_delivery_number() == 0:
        palier.main(["demo", "load"], standalone_mode=False)


def answers(port: int) -> bool:
    """Wait until the first page is there."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    return False


def tell_where(port: int) -> None:
    """Print the address, and who can sign in."""
    from palier.jobs.cli import palier

    palier.main(["demo", "accounts"], standalone_mode=False)
    click.secho(
        f"\nPalier répond sur http://127.0.0.1:{port} (et http://localhost:{port}).", bold=True
    )
    click.echo(
        f"Ctrl-C pour arrêter ; les données restent dans « {settings.PALIER_HOME} ». "
        "« make reset » repart de zéro."
    )
