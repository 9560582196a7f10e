"""Photos, and PDFs among them, made into one PDF.

Photos alone give a tagged document: a title, a language, one figure a page with its
alternative text. PDFs among them lose their own tags (pages cannot bring them along).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Page, Pdf, Stream, String
from PIL import Image

from palier.domain.documents.intake.airlock.refused import Refused

A4 = (595.28, 841.89)
MARGIN = 24.0


def bind(
    sources: list[tuple[str, Path]],
    target: Path,
    *,
    title: str,
    language: str,
    figure: str,
    most_pages: int,
) -> dict[str, Any]:
    """Bind ``sources`` (pairs of ``photo`` or ``pdf`` and path), in order, at ``target``.

    ``figure`` names each photo for who cannot see it, with ``{number}`` and ``{count}``.

    Raises:
        Refused: ``too_many_pages``.
    """
    photos = sum(kind == "photo" for kind, _path in sources)
    bound = Pdf.new()
    opened: list[Pdf] = []
    figures: list[tuple[Page, str]] = []
    for kind, path in sources:
        if kind == "pdf":
            # Kept open until the end: pages are copied when the whole is written.
            opened.append(Pdf.open(path))
            bound.pages.extend(opened[-1].pages)
        else:
            spoken = figure.format(number=len(figures) + 1, count=photos)
            figures.append((_add_photo(bound, path), spoken))
    if len(bound.pages) > most_pages:
        raise Refused("too_many_pages", pages=len(bound.pages), limit=most_pages)
    _describe(bound, title, language)
    if not opened:
        _tag(bound, figures)
    # Two deposits of the same photos give the same bytes, hence one file in the vault.
    bound.save(target, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    for each in opened:
        each.close()
    return {"kind": "pdf", "pages": len(bound.pages)}


def _add_photo(bound: Pdf, path: Path) -> Page:
    with Image.open(path, formats=("JPEG",)) as measured:
        width, height, mode = *measured.size, measured.mode
    sheet = A4 if height >= width else (A4[1], A4[0])
    factor = min((sheet[0] - 2 * MARGIN) / width, (sheet[1] - 2 * MARGIN) / height)
    wide, high = width * factor, height * factor
    left, bottom = (sheet[0] - wide) / 2, (sheet[1] - high) / 2
    picture = Stream(
        bound,
        path.read_bytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceGray if mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    drawing = (
        f"/Figure <</MCID 0>> BDC q {wide:.2f} 0 0 {high:.2f} {left:.2f} {bottom:.2f} cm "
        "/Photo Do Q EMC"
    )
    bound.pages.append(
        Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=[0, 0, *sheet],
                Resources=Dictionary(XObject=Dictionary(Photo=picture)),
                Contents=Stream(bound, drawing.encode("ascii")),
            )
        )
    )
    return bound.pages[-1]


def _describe(bound: Pdf, title: str, language: str) -> None:
    root = bound.Root
    root.Lang = String(language)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with bound.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {language}
    bound.docinfo[Name.Producer] = String("Palier")


def _tag(bound: Pdf, figures: list[tuple[Page, str]]) -> None:
    root = bound.Root
    root.MarkInfo = Dictionary(Marked=True)
    tree = bound.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = bound.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree))
    elements, parents = Array(), Array()
    for index, (page, spoken) in enumerate(figures):
        element = bound.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Figure,
                P=document,
                Pg=page.obj,
                K=0,
                Alt=String(spoken),
            )
        )
        page.obj.StructParents = index
        page.obj.Tabs = Name.S
        elements.append(element)
        parents.append(index)
        parents.append(bound.make_indirect(Array([element])))
    document.K = elements
    tree.K = document
    tree.ParentTree = bound.make_indirect(Dictionary(Nums=parents))
    tree.ParentTreeNextKey = len(figures)
    root.StructTreeRoot = tree
