"""Write ``docs/exploitation/registre-des-traitements.md`` from the typed table of activities."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

GUIDE = Path("docs/exploitation/registre-des-traitements.md")
NOTE = """
*Cette page est écrite par `make docs` d’après `palier/domain/rights/activities.py`, avec les
durées d’une installation neuve. `palier register DOSSIER` écrit le registre du bailleur, avec
ses propres durées, en HTML et en PDF.*
"""
WRITTEN_ON = dt.date(2026, 11, 24)


def guide() -> str:
    """Give the whole page, with the settings of a new installation."""
    from palier.domain.landlord.queries import Settings
    from palier.domain.rights.register import as_markdown, words

    return as_markdown(words(Settings(values={}), WRITTEN_ON)) + NOTE


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palier.config.settings")
    import django

    django.setup()
    GUIDE.write_text(guide(), encoding="utf-8")
