"""Make ``.venv`` hold what ``run`` or ``test`` needs; do nothing when it already does.

Standard library only, and no syntax newer than Python 3.6, so that an old Python can still
say in one sentence what is missing. The packages are locked by their hashes in
``requirements/``; uv installs them (seconds), pip when uv cannot be had (minutes).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = Path(os.environ.get("PALIER_VENV", str(ROOT / ".venv")))
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def main(purpose):
    if sys.version_info < OLDEST:
        fail(
            "Palier needs Python 3.11 or newer; this is Python %d.%d. "
            "Install a newer one, or name it: make PYTHON=/usr/bin/python3.12 run"
            % sys.version_info[:2]
        )
    locked = ROOT / "requirements" / ("%s.txt" % purpose)
    stamp = VENV / (".palier-%s" % purpose)
    wanted = fingerprint(locked)
    if stamp.exists() and stamp.read_text() == wanted and runs(PYTHON):
        return
    make_venv()
    say("Installing the packages of requirements/%s (once) …" % locked.name)
    install(locked)
    link_palier()
    stamp.write_text(wanted)


def make_venv():
    if runs(PYTHON):
        return
    if VENV.exists():
        shutil.rmtree(str(VENV))
    say("Making %s with Python %d.%d …" % ((VENV.name,) + sys.version_info[:2]))
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
    )
    if made.returncode:
        shutil.rmtree(str(VENV), ignore_errors=True)
        if "ensurepip" in made.stdout or "No module named venv" in made.stdout:
            fail(
                "This Python comes without its venv module. On Debian or Ubuntu: "
                "apt install python3-venv (or python%d.%d-venv), then run make again."
                % sys.version_info[:2]
            )
        fail("The virtual environment could not be made:\n" + made.stdout)


def install(locked):
    uv = VENV / "bin" / "uv"
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    hashed = ["--require-hashes", "-r"]
    if not uv.exists():
        subprocess.run(
            pip + hashed + [str(ROOT / "requirements" / "uv.txt")], stderr=subprocess.DEVNULL
        )
    if uv.exists():
        done = subprocess.run(
            [str(uv), "pip", "install", "--quiet", "--python", str(PYTHON)] + hashed + [str(locked)]
        )
        if done.returncode == 0:
            return
        say("uv could not install them; trying pip, which takes a few minutes …")
    if subprocess.run(pip + hashed + [str(locked)]).returncode:
        fail("The packages could not be installed: is the network, or the package index, at hand?")


def link_palier():
    """Let the environment find the working copy, and give it the ``palier`` command.

    This is what an editable install does, without building anything.
    """
    site_packages = subprocess.check_output(
        [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        universal_newlines=True,
    ).strip()
    (Path(site_packages) / "palier-working-copy.pth").write_text(str(ROOT) + "\n")
    command = VENV / "bin" / "palier"
    command.write_text(
        "#!%s\nfrom palier.jobs.cli import main\n\nmain()\n" % PYTHON
        if len(str(PYTHON)) < 120 and " " not in str(PYTHON)
        # The kernel reads no blank and few letters after ``#!``.
        else "#!/bin/sh\nexec '%s' -m palier.jobs \"$@\"\n" % PYTHON
    )
    command.chmod(0o755)


def fingerprint(locked):
    digest = hashlib.sha256(locked.read_bytes() + Path(__file__).read_bytes())
    return "%s %s" % (digest.hexdigest(), ROOT)


def runs(python):
    if not python.exists():
        return False
    return subprocess.call([str(python), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0


def say(sentence):
    print(sentence)
    sys.stdout.flush()


def fail(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
