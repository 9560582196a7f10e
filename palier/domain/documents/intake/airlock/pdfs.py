"""One PDF: opened, measured, disarmed, and written anew from what its pages reach.

Writing anew drops what no page needs: former versions, files hidden before the header or
after the end, whatever makes the same bytes mean something else to another program.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pikepdf import Dictionary, Name, ObjectStreamMode, PasswordError, Pdf, PdfError

from palier.domain.documents.intake.airlock import active, pages, streams
from palier.domain.documents.intake.airlock.refused import Refused

THUMBNAIL = 480
_TRAILER = ("/Root", "/Info", "/ID", "/Size")
TAIL = 2_048


def clean(source: Path, target: Path, thumbnail: Path, *, most_pages: int) -> dict[str, Any]:
    """Write ``source`` anew at ``target``, its first page small at ``thumbnail``.

    Raises:
        Refused: protected, truncated, damaged, hollow, too long, too complex or active.
    """
    try:
        with Pdf.open(source) as pdf:
            facts = _examined(pdf, source, most_pages)
            for key in [str(key) for key in pdf.trailer.keys() if str(key) not in _TRAILER]:  # noqa: SIM118
                del pdf.trailer[key]
            pdf.save(
                target,
                object_stream_mode=ObjectStreamMode.generate,
                encryption=False,
                deterministic_id=True,
            )
        # A torn file may come out torn: what we keep must open without any mending.
        with Pdf.open(target, attempt_recovery=False) as written:
            if len(written.pages) != facts["pages"]:
                raise Refused("damaged_pdf")
    except PasswordError as locked:
        raise Refused("protected_pdf") from locked
    except PdfError as failure:
        raise Refused(_how_broken(source)) from failure
    pages.draw(target, thumbnail, number=1, longest=THUMBNAIL)
    return facts


def _examined(pdf: Pdf, source: Path, most_pages: int) -> dict[str, Any]:
    count = len(pdf.pages)
    if pdf.get_warnings() and not _has_end(source):
        raise Refused("truncated_pdf")
    if count == 0:
        raise Refused("hollow_pdf")
    if count > most_pages:
        raise Refused("too_many_pages", pages=count, limit=most_pages)
    streams.refuse_bombs(pdf)
    signed = _is_signed(pdf)
    taken = active.refuse_or_disarm(pdf)
    _make_fields_part_of_pages(pdf)
    return {"kind": "pdf", "pages": count, "signed": signed, "taken": taken}


def _is_signed(pdf: Pdf) -> bool:
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return False
    flags = form.get(Name.SigFlags, 0)
    return isinstance(flags, int) and bool(flags & 1)


def _make_fields_part_of_pages(pdf: Pdf) -> None:
    """Freeze what was filled in and how signatures look; nothing is left to fill."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return
    if form.get(Name.NeedAppearances) is True:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")
    if Name.AcroForm in pdf.Root:
        del pdf.Root[Name.AcroForm]
    if Name.Perms in pdf.Root:
        del pdf.Root[Name.Perms]


def _has_end(source: Path) -> bool:
    with source.open("rb") as file:
        file.seek(max(0, source.stat().st_size - TAIL))
        return b"%%EOF" in file.read()


def _how_broken(source: Path) -> str:
    return "damaged_pdf" if _has_end(source) else "truncated_pdf"
