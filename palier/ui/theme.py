"""A landlord's colours, made safe to read.

A landlord gives one brand colour and one accent; every other colour of a page derives
from Palier's own tokens. A brand colour too pale to carry white text is darkened until
it does (contrast 7:1, the enhanced level of WCAG 2.2, criterion 1.4.6).
"""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

ENHANCED = 7.0
_HEX = re.compile(r"^#[0-9a-f]{6}$")
_WHITE = (255, 255, 255)

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``.

    Raises:
        ValueError: a colour is not written ``#rrggbb``.
    """

    brand: str = "#17473d"
    accent: str = "#f2b632"

    def __post_init__(self) -> None:
        for colour in (self.brand, self.accent):
            if not _HEX.match(colour.lower()):
                raise ValueError(f"{colour!r} n’est pas une couleur écrite comme #17473d")


def contrast(one: Rgb, other: Rgb) -> float:
    """Give the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(brand: str) -> str:
    """Give ``brand``, darkened just enough to carry white text at 7:1."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in rgb(brand)))
    while contrast(_rgb(hue, lightness, saturation), _WHITE) < ENHANCED:
        lightness -= 0.01
    return _hex(_rgb(hue, lightness, saturation))


def css(theme: Theme) -> str:
    """Write the style sheet that carries ``theme``: custom properties and nothing else."""
    brand = readable(theme.brand)
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in rgb(brand)))
    tokens = {
        "brand": brand,
        "brand-strong": _hex(_rgb(hue, lightness * 0.72, saturation)),
        "brand-lift": _hex(_rgb(hue, min(lightness * 1.22, 0.4), saturation)),
        "brand-soft": _hex(_rgb(hue, 0.93, min(saturation, 0.4))),
        "accent": theme.accent.lower(),
    }
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in tokens.items()) + "}\n"


def rgb(colour: str) -> Rgb:
    """Read ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _rgb(hue: float, lightness: float, saturation: float) -> Rgb:
    red, green, blue = colorsys.hls_to_rgb(hue, max(lightness, 0), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _luminance(colour: Rgb) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(part) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
