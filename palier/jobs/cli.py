"""The command line: ``palier …``.

Each file of ``commands/`` holds one group and is imported when that group is called, so
``palier --help`` is quick. A command says what went wrong in a French sentence and ends
with a status that is not zero; a trace is for faults of ours alone.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import click
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from palier.foundation.errors import DomainError

# Command, what ``palier --help`` says of it.
COMMANDS = {
    "audit": "Le journal : vérifier son sceau, compter ce qui doit être effacé.",
    "billing": "Publier les avis d’échéance d’un mois.",
    "demo": "Le bailleur d’essai : charger, engendrer, lister les connexions.",
    "doctor": "Examiner l’installation et dire quoi corriger.",
    "documents": "Le coffre des documents.",
    "exchange": "Le format d’échange avec l’ERP : écrire sa documentation.",
    "export": "Remettre paiements, foyers et mandats à l’ERP, prélèvements à la banque.",
    "import": "Importer une livraison de l’ERP.",
    "keys": "Les clés qui scellent les IBAN : en tirer une, les renouveler.",
    "landlord": "Les réglages datés du bailleur : les lire, en décider.",
    "manage": "Les commandes de Django (migrate, shell…).",
    "payments": "Paiements par carte : relevé de la banque, questions à la banque.",
    "register": "Le registre des traitements (RGPD, art. 30), en HTML et en PDF.",
    "retention": "Les durées de conservation : compter, effacer ce qui peut l’être.",
    "serve": "Servir le portail : pages et travaux de fond ensemble.",
    "sessions": "Les sessions ouvertes : déconnecter tout le monde après un incident.",
    "soak": "Éprouver les paiements par des milliers d’enchaînements au hasard.",
    "staff": "Les agents du bailleur : ajouter, lister, fermer un accès.",
    "worker": "Faire les travaux de fond, ou voir ceux qui ont échoué.",
}
WITHOUT_DJANGO = {"manage", "soak"}


class Palier(click.Group):
    """Find a group by the name of its file."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palier.config.settings")
        if cmd_name not in WITHOUT_DJANGO:
            import django
            from django.conf import settings
            from django.utils import translation

            django.setup()
            translation.activate(settings.LANGUAGE_CODE)
        # ``import`` is a word of Python, so its file is ``import_.py``.
        file_name = "import_" if cmd_name == "import" else cmd_name
        found = click.Group()
        importlib.import_module(f"palier.jobs.commands.{file_name}").register(found)
        return found.commands[cmd_name]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commandes"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.command(cls=Palier, context_settings={"help_option_names": ["-h", "--help"]})
def palier() -> None:
    """Palier, le portail des locataires."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``palier`` and leave with its status."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run ``palier`` and give its status: 0, 1 for a refusal, 2 for a misuse, 130 for Ctrl-C."""
    try:
        status = palier.main(arguments, prog_name="palier", standalone_mode=False)
    except DomainError as refusal:
        click.echo(f"✗ {refusal.sentence}", err=True)
        return 1
    except ImproperlyConfigured as fault:
        click.echo(str(fault), err=True)
        return 1
    except OperationalError as failure:
        click.echo(f"✗ La base de données ne répond pas comme attendu : {failure}", err=True)
        click.echo("  → « palier doctor » dit ce qui manque.", err=True)
        return 1
    except click.UsageError as misuse:
        misuse.show()
        return misuse.exit_code
    except click.ClickException as refusal:
        click.echo(f"✗ {refusal.format_message()}", err=True)
        return refusal.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrompu.", err=True)
        return 130
    return status if isinstance(status, int) else 0
