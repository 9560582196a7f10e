from __future__ import annotations

import ast

from palier.config.environment import CATALOGUE
from tests.architecture.source import ROOT, dotted, modules, text_of
from tools.write_settings_guide import GUIDE, guide

# Who hands the environment on to a process, or names Django's settings.
PASS_IT_ON = {
    "palier/config/environment.py",
    "palier/config/checks.py",
    "palier/config/wsgi.py",
    "palier/jobs/cli.py",
    "palier/jobs/serve.py",
    "palier/jobs/commands/soak.py",
    "palier/foundation/pdf.py",  # tells the PDF engine how many threads to use
}


def test_every_variable_is_read_through_the_catalogue() -> None:
    readers = [
        module.at(node)
        for module in modules()
        if module.path not in PASS_IT_ON
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute | ast.Call)
        and dotted(node) in {"os.environ", "os.getenv"}
    ]
    assert not readers


def test_every_variable_of_the_catalogue_is_read() -> None:
    read = "".join(
        text_of(f"palier/{name}")
        for name in ("config/settings.py", "config/serving.py", "jobs/commands/serve.py")
    )
    unread = [v.name for v in CATALOGUE if f'"{v.name}"' not in read]
    assert not unread


def test_the_guide_of_settings_is_fresh() -> None:
    assert (ROOT / GUIDE).read_text(encoding="utf-8") == guide(), "run make docs"
