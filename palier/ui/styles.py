"""Join the style sheets into one file, the same bytes for the same sources.

One file a page costs one request on a slow telephone; ``@import`` would cost forty.
Everything but ``plain.css`` stands inside ``@supports``: a browser without custom
properties and grid (Internet Explorer, old Android) ignores it and shows a plain page
that reads well, with a line that says why. Run ``python -m palier.ui.styles`` after a
change; ``--check`` fails when the joined file is stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "ui"
SOURCES = Path(__file__).parent / "css"
JOINED = STATIC / "palier.css"
FIRST = ("tokens", "base", "layout")
LAST = ("print",)
OUTSIDE = ("plain", "fonts")
CAPABLE = "@supports (display:grid) and (--a:b)"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,])\s*")
_AFTER_COLON = re.compile(r":\s+")


def sources() -> list[Path]:
    """Give the sheets that stand inside ``@supports``, in the order of the cascade."""
    between = sorted(
        path.stem for path in SOURCES.glob("*.css") if path.stem not in (*FIRST, *LAST, *OUTSIDE)
    )
    return [SOURCES / f"{name}.css" for name in (*FIRST, *between, *LAST)]


def joined() -> str:
    """Give the text of ``palier.css``."""
    outside = "".join(_small(SOURCES / f"{name}.css") for name in OUTSIDE)
    inside = "".join(_small(path) for path in sources())
    return f"{outside}{CAPABLE}{{{inside}}}\n"


def _small(path: Path) -> str:
    """Drop comments and needless blanks; nothing cleverer, so that nothing can break."""
    text = _SPACE.sub(" ", _COMMENT.sub("", path.read_text(encoding="utf-8"))).strip()
    return _AFTER_COLON.sub(":", _AROUND.sub(r"\1", text)).replace(";}", "}")


def main(arguments: list[str]) -> int:
    text = joined()
    if "--check" in arguments:
        return 0 if JOINED.read_text(encoding="utf-8") == text else 1
    JOINED.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
