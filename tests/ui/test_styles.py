import gzip
import re
from pathlib import Path

from palier.ui import styles

STATIC = styles.STATIC
KILOBYTE = 1000


def compressed(*paths: Path) -> int:
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_the_joined_sheet_is_fresh():
    assert styles.JOINED.read_text() == styles.joined(), "run python -m palier.ui.styles"


def test_the_sheet_stays_light():
    assert compressed(styles.JOINED) < 25 * KILOBYTE


def test_the_scripts_stay_light():
    own = STATIC / "js" / "palier.js"
    assert own.stat().st_size < 8 * KILOBYTE
    assert compressed(own, *STATIC.glob("vendor/*.js")) < 20 * KILOBYTE


def test_every_brace_that_opens_closes():
    text = styles.joined()
    assert text.count("{") == text.count("}")


def test_every_colour_token_that_is_used_is_defined():
    text = styles.joined()
    defined = set(re.findall(r"(--[\w-]+):", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined


def test_an_old_browser_reads_only_the_plain_sheet():
    outside = styles.joined().split("@supports")[0]
    assert "var(" not in outside
    assert ".obsolete{border" in outside


def test_the_sheet_asks_for_nothing_from_elsewhere():
    assert re.findall(r"url\(([^)]*)\)", styles.joined()) == ["fonts/palier.woff2"]
    assert "@import" not in styles.joined()
