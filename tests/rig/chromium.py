"""Find a Chromium for the browser tests, or fetch one, or say in one sentence what to do.

python -m tests.rig.chromium      prints its path
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
REMEDY = (
    "The browser tests need Chromium and none could be found or fetched: install it "
    "(Debian: apt install chromium), or give its path: PALIER_CHROMIUM=/path/to/chromium make test"
)


def found() -> str | None:
    """Give the path of a Chromium of this machine, or None."""
    named = os.environ.get("PALIER_CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def fetched() -> str | None:
    """Fetch a Chromium: through playwright, else as root through the system's packages."""
    print("Chromium is fetched for the browser tests (once) …", flush=True)
    _quiet(sys.executable, "-m", "playwright", "install", "chromium")
    path = found()
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _quiet("apt-get", "update")
        _quiet("apt-get", "install", "-y", "--no-install-recommends", "chromium")
        path = found()
    return path


def _quiet(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, capture_output=True, check=False, timeout=600)


if __name__ == "__main__":
    here = found() or fetched()
    if here is None:
        sys.exit(REMEDY)
    print(f"Chromium: {here}")
