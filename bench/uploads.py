"""What a heavy upload costs: time, peak memory of the child that opens it and of the server.

    .venv/bin/python bench/uploads.py

A 20 MB PDF of 30 scanned pages, ten photos of 12 megapixels (JPEG and HEIC) bound into one
PDF, the largest images that are taken, and bombs. The server's own memory must not grow with
what is sent; the child's stays under ``limits.CHILD_MEMORY``.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve()
HOME = Path(tempfile.mkdtemp(prefix="palier-bench-"))
os.environ |= {"PALIER_HOME": str(HOME), "DJANGO_SETTINGS_MODULE": "palier.config.settings"}
sys.path.insert(0, str(HERE.parents[1]))

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
SAMPLES: dict[str, Callable[[], bytes]] = {}


def sample(make: Callable[[], bytes]) -> Callable[[], bytes]:
    SAMPLES[make.__name__] = make
    return make


def noisy(width: int, height: int):
    """Give a picture that weighs what a photo weighs."""
    from PIL import Image

    from tests.domain.documents.intake.samples import picture

    grain = Image.effect_noise((width // 4, height // 4), 60).resize((width, height))
    return Image.blend(picture(width, height), grain.convert("RGB"), 0.35)


@sample
def jpeg_12_megapixels() -> bytes:
    from tests.domain.documents.intake.samples import encoded

    return encoded(noisy(4032, 3024), "JPEG", quality=93)


@sample
def heic_12_megapixels() -> bytes:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(noisy(4032, 3024)).save(out, quality=60)
    return out.getvalue()


@sample
def heic_48_megapixels() -> bytes:
    from tests.domain.documents.intake.samples import heic

    return heic(8064, 6048)


@sample
def jpeg_200_megapixels() -> bytes:
    from tests.domain.documents.intake.samples import jpeg

    return jpeg(16320, 12240)


@sample
def pdf_of_30_pages_20_megabytes() -> bytes:
    import pikepdf

    from tests.domain.documents.intake import samples

    scan = samples.encoded(noisy(1860, 2630), "JPEG", quality=66)
    pdf = pikepdf.Pdf.new()
    for number in range(30):
        image = pikepdf.Stream(
            pdf,
            scan + b"%d" % number,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=1860,
            Height=2630,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        samples.page(pdf, b"q 595 0 0 842 0 0 cm /I Do Q")
        pdf.pages[-1].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@sample
def object_stream_bomb() -> bytes:
    from tests.domain.documents.intake.samples import object_bomb

    return object_bomb()


@sample
def image_bomb() -> bytes:
    from tests.domain.documents.intake.samples import bomb_png

    return bomb_png()


def made(folder: Path) -> dict[str, Path]:
    """Write each sample from a process of its own, so that this one stays small."""
    paths = {}
    for name in SAMPLES:
        paths[name] = folder / name
        subprocess.run([sys.executable, str(HERE), "--make", name, str(paths[name])], check=True)
    return paths


def measured_child() -> None:
    """Have the child write down its peak, which the parent's accounting would blur."""
    from palier.domain.documents.intake import gate

    gate._COMMAND = gate._COMMAND.replace(
        "sys.exit(main())",
        "main(); open(sys.argv[1] + '/peak', 'w')"
        ".write([l for l in open('/proc/self/status') if l.startswith('VmHWM')][0])",
    ).replace("sys.path.insert(0, sys.argv[1])", f"sys.path.insert(0, {str(gate.ROOT)!r})")
    gate.ROOT = HOME  # type: ignore[misc]


def child_peak() -> int:
    """Give the peak of the last child in MB; 0 when it was killed before saying."""
    written = HOME / "peak"
    if not written.exists():
        return 0
    kilobytes = int(re.findall(r"\d+", written.read_text())[0])
    written.unlink()
    return kilobytes // 1024


def own_peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    folder = HOME / "samples"
    folder.mkdir()
    paths = made(folder)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from palier.domain.accounts.models import User
    from palier.domain.documents.intake import actions
    from palier.domain.documents.intake.queries import Tray
    from palier.domain.documents.intake.refusals import Refusal

    measured_child()
    owner = User.objects.create(email="bench@exemple.fr", created_at=NOW)
    print(f"{'':34}{'in':>9}{'out':>9}{'time':>8}{'child':>9}{'server':>9}")

    def keep(name: str, path: Path, tray: Tray) -> object:
        before = own_peak()
        start = time.perf_counter()
        try:
            with path.open("rb") as content:
                draft = actions.keep_draft(tray=tray, name=name, content=content, now=NOW)
            out = f"{draft.size / 1e6:.1f} MB"
        except Refusal as refusal:
            draft, out = None, type(refusal).__name__
        spent = time.perf_counter() - start
        size = path.stat().st_size / 1e6
        grown = own_peak() - before
        print(f"{name:34}{size:6.1f} MB{out:>11}{spent:6.2f} s{child_peak():6} MB   +{grown} MB")
        return draft

    for name, path in paths.items():
        keep(name, path, Tray(owner, name))
    tray = Tray(owner, "ten-photos")
    start, before = time.perf_counter(), own_peak()
    drafts = []
    for number in range(10):
        copy = folder / f"photo-{number}"
        kind = "heic" if number % 2 else "jpeg"
        copy.write_bytes(paths[f"{kind}_12_megapixels"].read_bytes() + b"%d" % number)
        with copy.open("rb") as content:
            name = f"{number}.{kind}"
            drafts.append(actions.keep_draft(tray=tray, name=name, content=content, now=NOW))
    taken = time.perf_counter() - start
    child_peak()
    start = time.perf_counter()
    bundle = actions.assemble(drafts=drafts, title="Dix photos")
    bound = time.perf_counter() - start
    actions.store(bundle=bundle, now=NOW)
    print(
        f"{'ten photos, one after the other':34}{'':9}{bundle.files[0].size / 1e6:6.1f} MB"
        f"{taken:6.2f} s  then {bound:.2f} s to bind (child {child_peak()} MB),"
        f" server +{own_peak() - before} MB, {own_peak()} MB in all"
    )


if __name__ == "__main__":
    try:
        if sys.argv[1:2] == ["--make"]:
            Path(sys.argv[3]).write_bytes(SAMPLES[sys.argv[2]]())
        else:
            main()
    finally:
        shutil.rmtree(HOME, ignore_errors=True)
