from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from palier.foundation.errors import DomainError
from palier.jobs import cli

COMMANDS = Path(cli.__file__).parent / "commands"


def test_help_lists_every_command_without_starting_django() -> None:
    program = (
        "import sys; from palier.jobs.cli import run; run(['--help']);"
        "sys.exit('django.apps.registry' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert all(name in done.stdout for name in cli.COMMANDS)


def test_every_file_of_commands_is_in_the_help() -> None:
    files = {path.stem.rstrip("_") for path in COMMANDS.glob("[a-z]*.py")}

    assert files <= set(cli.COMMANDS)


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_in_the_help_can_be_called(name: str) -> None:
    context = click.Context(cli.palier)

    assert isinstance(cli.palier.get_command(context, name), click.Command)


def test_a_refusal_is_a_sentence_and_a_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise DomainError("Le dossier ne contient pas de manifeste.")

    monkeypatch.setattr(cli.palier, "main", refuse)

    assert cli.run(["import", "nowhere"]) == 1
    assert capsys.readouterr().err == "✗ Le dossier ne contient pas de manifeste.\n"


def test_an_unknown_command_is_a_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["unknown"]) == 2
    assert "unknown" in capsys.readouterr().err
