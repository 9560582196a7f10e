"""Write ``requirements/*.txt``: exact versions and hashes, for every platform, no addresses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"
SHARED = [
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "--quiet",
]


def compile_into(name: str, *sources: str) -> None:
    target = ROOT / "requirements" / name
    subprocess.run([UV, "pip", "compile", *SHARED, *sources, "-o", target], cwd=ROOT, check=True)


if __name__ == "__main__":
    compile_into("uv.txt", "requirements/uv.in")
    compile_into("run.txt", "pyproject.toml")
    compile_into("test.txt", "pyproject.toml", "--group", "dev", "-c", "requirements/run.txt")
