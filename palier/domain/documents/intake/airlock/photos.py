"""One photo: measured before it is decoded, turned upright, bared of metadata, encoded anew.

Only pixels go through, so whatever else the file carried (place, camera, a page of code
behind the picture) stays behind.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageCms

from palier.domain.documents.intake.airlock.refused import Refused

FORMATS = ("JPEG", "PNG", "HEIF")
# A JPEG is decoded at a fraction of its size, the others whole. MPO is what a JPEG is called
# when the phone put a second view or a depth map behind it.
MOST_PIXELS = {"JPEG": 220_000_000, "MPO": 220_000_000, "PNG": 64_000_000, "HEIF": 52_000_000}
LONGEST_SIDE_READ = 32_000
QUALITY = 82
LONGEST_SIDE = 2_400
# A panorama, or the picture of a whole conversation, keeps its short side readable.
LONG_RATIO = 2.0
LONGEST_STRIP = 6_000
MOST_STRIP_PIXELS = 6_000_000
THUMBNAIL = 480

_ORIENTATION = 0x0112
_TURNS: dict[int, tuple[Image.Transpose, ...]] = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}

pillow_heif.register_heif_opener(thumbnails=False)
pillow_heif.options.DECODE_THREADS = 1


def clean(source: Path, target: Path, thumbnail: Path) -> dict[str, Any]:
    """Write ``source`` anew as a JPEG at ``target``, and a small one at ``thumbnail``.

    Raises:
        Refused: ``too_many_pixels``, ``truncated_photo`` or ``damaged_photo``.
    """
    Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())
    try:
        with Image.open(source, formats=FORMATS) as opened:
            _measure(opened)
            photo = _decoded(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refused("too_many_pixels") from bomb
    except (OSError, SyntaxError, ValueError, EOFError) as failure:
        raise Refused(_how_broken(source)) from failure
    write_jpeg(photo, target, QUALITY)
    small = photo.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    write_jpeg(small, thumbnail, 75)
    return {"kind": "photo", "width": photo.width, "height": photo.height, "pages": 1}


def write_jpeg(image: Image.Image, target: Path, quality: int) -> None:
    """Write a JPEG whole or raise: given a path, Pillow keeps silent on a full disk."""
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=quality, optimize=True)
    target.write_bytes(encoded.getbuffer())


def bounded_size(width: int, height: int) -> tuple[int, int]:
    """Give the size a photo is kept at; it is never made larger."""
    longest, shortest = max(width, height), max(1, min(width, height))
    if longest <= LONG_RATIO * shortest:
        factor = LONGEST_SIDE / longest
    else:
        factor = min(LONGEST_STRIP / longest, (MOST_STRIP_PIXELS / (width * height)) ** 0.5)
    if factor >= 1:
        return width, height
    return max(1, round(width * factor)), max(1, round(height * factor))


def _measure(opened: Image.Image) -> None:
    width, height = opened.size
    if width * height > MOST_PIXELS[str(opened.format)] or max(width, height) > LONGEST_SIDE_READ:
        raise Refused("too_many_pixels", megapixels=width * height // 1_000_000)


def _decoded(opened: Image.Image) -> Image.Image:
    orientation, profile = _orientation(opened), opened.info.get("icc_profile")
    size = bounded_size(*opened.size)
    if opened.format in ("JPEG", "MPO"):
        opened.draft(None, size)
    opened.load()
    photo = _eight_bits(opened)
    if photo.size != size:
        photo = photo.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    photo = _plain_colours(_on_white(photo), profile)
    for turn in _TURNS.get(orientation, ()):
        photo = photo.transpose(turn)
    # A fresh image: the old one carries its comments and profiles along.
    bare = Image.new(photo.mode, photo.size)
    bare.paste(photo)
    return bare


def _orientation(opened: Image.Image) -> int:
    # Torn metadata never costs anybody the photo.
    with contextlib.suppress(Exception):
        return int(opened.getexif().get(_ORIENTATION, 1))
    return 1


def _eight_bits(photo: Image.Image) -> Image.Image:
    """Bring palettes, single bits and sixteen-bit greys to modes that can be resized."""
    if photo.mode.startswith("I"):
        deep = photo.convert("I").point(lambda value: value * (1 / 256))
        return deep.convert("L")
    if photo.mode == "F":
        return photo.convert("L")
    if photo.mode in ("P", "PA") or "transparency" in photo.info:
        return photo.convert("RGBA")
    if photo.mode in ("1",):
        return photo.convert("L")
    return photo


def _on_white(photo: Image.Image) -> Image.Image:
    if photo.mode not in ("RGBA", "LA", "La", "RGBa"):
        return photo
    photo = photo.convert("RGBA")
    paper = Image.new("RGB", photo.size, "white")
    paper.paste(photo, mask=photo.getchannel("A"))
    return paper


def _plain_colours(photo: Image.Image, profile: bytes | None) -> Image.Image:
    """Bring print colours and a phone's wide ones to those of any screen."""
    if profile and photo.mode in ("RGB", "CMYK"):
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            converted = ImageCms.profileToProfile(
                photo,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            if converted is not None:
                return converted
    return photo if photo.mode in ("L", "RGB") else photo.convert("RGB")


def _how_broken(source: Path) -> str:
    """Tell a photo that stops too soon from one that is torn inside."""
    with source.open("rb") as file:
        head = file.read(12)
        file.seek(max(0, source.stat().st_size - 64))
        tail = file.read()
    if head[4:8] == b"ftyp":
        whole = not _boxes_overrun(source)
    else:
        whole = (b"\xff\xd9" if head.startswith(b"\xff\xd8") else b"IEND") in tail
    return "damaged_photo" if whole else "truncated_photo"


def _boxes_overrun(source: Path) -> bool:
    """Tell whether a box of a HEIF file says it is longer than what is there."""
    size, position = source.stat().st_size, 0
    with source.open("rb") as file:
        for _box in range(64):
            if position >= size:
                return position > size
            file.seek(position)
            header = file.read(16)
            length = int.from_bytes(header[:4], "big")
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            if length < 8:
                return False
            position += length
    return False
