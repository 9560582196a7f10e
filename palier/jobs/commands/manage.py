"""``palier manage …``: Django's own commands, with Palier's settings."""

from __future__ import annotations

import click


def register(group: click.Group) -> None:
    group.add_command(manage)


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Les commandes de Django (migrate, shell…)."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["palier manage", *arguments])
