"""``palier sessions``: sign everybody out at once, after an incident."""

from __future__ import annotations

import click
from django.utils import timezone

from palier.domain.accounts.sessions.actions import close_all_sessions
from palier.domain.audit.actor import Actor


def register(group: click.Group) -> None:
    group.add_command(sessions)


@click.group()
def sessions() -> None:
    """Les sessions ouvertes."""


@sessions.command("end-all")
@click.confirmation_option(
    "--yes", prompt="Déconnecter tout le monde, locataires et agents, sur tous les appareils ?"
)
def end_all() -> None:
    """Déconnecter tout le monde, locataires et agents : chacun se reconnectera.

    Après un vol de clés ou de base. Une seule personne : sur son dossier, « appareils connectés ».
    """
    closed = close_all_sessions(actor=Actor.system(), now=timezone.now())
    click.echo(f"✓ {closed} sessions fermées.")
