"""Cut the document fonts down to the characters that French documents need.

Run by hand when the typeface changes (needs `pip install fonttools`):

    npm pack source-sans@3.52.0 && tar xzf source-sans-3.52.0.tgz
    python tools/subset_fonts.py package palier/foundation/pdf_assets/fonts

Source Sans 3 is under the SIL Open Font License with the reserved name « Source »: a cut
version is a modified version, so it is given the name « Palier Sans ».
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Palier Sans"
WEIGHTS = {"Regular": 400, "Semibold": 600, "Bold": 700}
CHARACTERS = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1: French, and names from the west and south of Europe
    (0x0100, 0x017F),  # Latin Extended-A: Polish, Turkish, Czech, Romanian, Œ
    (0x0180, 0x024F),  # Latin Extended-B: West African letters, Pinyin, Ș and Ț
    (0x0250, 0x02AF),  # small West African letters (ɓ ɗ ɛ ɔ) live among the phonetic ones
    (0x02B0, 0x02FF),  # modifier apostrophes of Polynesian and transliterated names
    (0x0300, 0x036F),  # combining accents
    (0x1E00, 0x1EFF),  # Vietnamese, Arabic transliteration
    (0x2000, 0x206F),  # spaces, dashes, quotation marks, ellipsis, bullets
    (0x20AC, 0x20AC),  # €
    (0x2116, 0x2116),  # №
    (0x2122, 0x2122),
    (0x2190, 0x2193),
    (0x2212, 0x2212),  # true minus
    (0x2713, 0x2713),
    (0xFB00, 0xFB06),  # ligatures
]
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum", "lnum", "pnum", "case", "frac"]


def main(package: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    wanted = [point for first, last in CHARACTERS for point in range(first, last + 1)]
    covered: set[int] | None = None
    for weight, number in WEIGHTS.items():
        font = TTFont(package / "TTF" / f"SourceSans3-{weight}.ttf", recalcTimestamp=False)
        options = subset.Options(
            layout_features=FEATURES,
            hinting=False,
            notdef_outline=True,
            name_IDs=[0, 13, 14],
            glyph_names=False,
        )
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(font)
        name = font["name"]
        style = "Regular" if weight != "Bold" else "Bold"
        for identifier, text in {
            1: FAMILY if weight != "Semibold" else f"{FAMILY} Semibold",
            2: style,
            3: f"{FAMILY} {weight} 3.052",
            4: f"{FAMILY} {weight}",
            5: "Version 3.052",
            6: f"PalierSans-{weight}",
            16: FAMILY,
            17: weight,
        }.items():
            name.setName(text, identifier, 3, 1, 0x409)
        font["OS/2"].usWeightClass = number
        font.save(target / f"PalierSans-{weight}.ttf")
        points = set(font.getBestCmap())
        covered = points if covered is None else covered & points
    (target / "coverage.txt").write_text(_ranges(sorted(covered or ())), encoding="ascii")
    shutil.copy(package / "LICENSE.md", target / "OFL.md")


def _ranges(points: list[int]) -> str:
    lines: list[str] = []
    start = previous = points[0]
    for point in [*points[1:], -1]:
        if point == previous + 1:
            previous = point
            continue
        lines.append(f"{start:04X}-{previous:04X}")
        start = previous = point
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
