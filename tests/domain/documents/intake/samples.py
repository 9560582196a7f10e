"""Files as people and their enemies send them, made here so that none is kept in the tree."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageDraw

EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def picture(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Draw a picture whose top-left corner is red, so that turning it can be seen."""
    image = Image.new("RGB", (width, height), (230, 225, 215))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width // 4, height // 4), fill=(220, 20, 20))
    for row in range(0, height, max(8, height // 40)):
        pen.line((0, row, width, row + height // 9), fill=(row % 255, 90, 120), width=3)
    return image if mode == "RGB" else image.convert(mode)


def encoded(image: Image.Image, format_: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def jpeg(width: int = 640, height: int = 480, **options: Any) -> bytes:
    return encoded(picture(width, height), "JPEG", quality=90, **options)


def turned_jpeg(orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Marque du telephone"
    exif.get_ifd(0x8825)[1] = "N"
    return jpeg(exif=exif)


def png(mode: str = "RGB", **options: Any) -> bytes:
    return encoded(picture(mode=mode), "PNG", **options)


def deep_png() -> bytes:
    grey = Image.new("I;16", (320, 240))
    grey.putdata([(index * 7919) % 65536 for index in range(320 * 240)])
    return encoded(grey, "PNG")


def see_through_png() -> bytes:
    image = picture(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    return encoded(image, "PNG")


def animated_png() -> bytes:
    frames = [picture(), picture().rotate(20), picture().rotate(40)]
    return encoded(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=80)


def heic(width: int = 640, height: int = 480) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture(width, height)).save(out, quality=60)
    return out.getvalue()


def bomb_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """Write a few hundred bytes that claim to be 3.6 thousand million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))
        )

    header = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def page(pdf: Pdf, drawing: bytes = b"0.2 0.4 0.8 rg 40 40 300 200 re f") -> None:
    pdf.pages.append(
        pikepdf.Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=[0, 0, 595, 842],
                Resources=Dictionary(),
                Contents=Stream(pdf, drawing),
            )
        )
    )


def pdf(pages: int = 1, change: Callable[[Pdf], object] | None = None, **options: Any) -> bytes:
    """Make a PDF of some pages, changed by ``change`` before it is written."""
    document = Pdf.new()
    for _number in range(pages):
        page(document)
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out, deterministic_id="encryption" not in options, **options)
    return out.getvalue()


def protected_pdf(user: str = "secret") -> bytes:
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=user))


def action(kind: str, **more: Any) -> Dictionary:
    return Dictionary(S=Name(f"/{kind}"), **more)


def _open_action(kind: str, **more: Any) -> Callable[[Pdf], None]:
    def change(document: Pdf) -> None:
        document.Root.OpenAction = action(kind, **more)

    return change


def _named_script(document: Pdf) -> None:
    script = document.make_indirect(action("JavaScript", JS=String("app.alert(1)")))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("start"), script])))


def _page_script(document: Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=action("JavaScript", JS=String("app.alert(1)")))


def annotation(document: Pdf, subtype: str, **more: Any) -> None:
    made = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=[50, 50, 200, 90], **more)
    if Name.Annots not in document.pages[0].obj:
        document.pages[0].obj.Annots = Array()
    document.pages[0].obj.Annots.append(document.make_indirect(made))


def _command(document: Pdf) -> None:
    annotation(document, "Link", A=action("Launch", F=String("cmd.exe")))


def _chained_command(document: Pdf) -> None:
    launch = action("Launch", F=String("cmd.exe"))
    annotation(document, "Link", A=action("URI", URI=String("https://exemple.fr"), Next=launch))


def attached(name: str) -> Callable[[Pdf], None]:
    def change(document: Pdf) -> None:
        document.attachments[name] = pikepdf.AttachedFileSpec(document, b"contenu", filename=name)

    return change


def _portfolio(document: Pdf) -> None:
    document.Root.Collection = Dictionary(View=Name.D)


def _media(document: Pdf) -> None:
    annotation(document, "RichMedia", RichMediaContent=Dictionary())


def _living_form(document: Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=[], XFA=Stream(document, b"<xdp/>"))
    document.Root.NeedsRendering = True


def insurer_form(document: Pdf) -> None:
    """Draw what real certificates carry: links, a filled field with its script, a signature."""
    look = Stream(
        document,
        b"0 0.5 0 rg 0 0 150 40 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 150, 40],
    )
    field = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("nom"),
            V=String("Diallo"),
            Rect=[50, 700, 200, 740],
            P=document.pages[0].obj,
            AP=Dictionary(N=look),
            AA=Dictionary(F=action("JavaScript", JS=String("AFDate_FormatEx('dd/mm/yyyy');"))),
        )
    )
    signature = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("cachet"),
            V=Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("00")),
            Rect=[250, 700, 400, 740],
            P=document.pages[0].obj,
            AP=Dictionary(N=look),
        )
    )
    document.pages[0].obj.Annots = Array([field, signature])
    annotation(document, "Link", A=action("URI", URI=String("https://assureur.example/")))
    annotation(document, "Link", A=action("URI", URI=String("file:///etc/passwd")))
    document.Root.AcroForm = Dictionary(
        Fields=Array([field, signature]), SigFlags=3, XFA=Stream(document, b"<xdp/>")
    )
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def stream_bomb() -> bytes:
    """Hide 300 million bytes in a page's drawing, in 300 thousand."""

    def change(document: Pdf) -> None:
        folded = zlib.compressobj(9)
        body = b"".join(folded.compress(b" " * 1_000_000) for _step in range(300)) + folded.flush()
        contents = Stream(document, body)
        contents.Filter = Name.FlateDecode
        document.pages[0].obj.Contents = contents

    return pdf(1, change)


def double_bomb() -> bytes:
    """The same, folded twice: a few hundred bytes."""

    def change(document: Pdf) -> None:
        folded = zlib.compressobj(9)
        body = b"".join(folded.compress(b" " * 1_000_000) for _step in range(300)) + folded.flush()
        contents = Stream(document, zlib.compress(body, 9))
        contents.Filter = Array([Name.FlateDecode, Name.FlateDecode])
        document.pages[0].obj.Contents = contents

    return pdf(1, change, recompress_flate=False, compress_streams=False)


def object_bomb() -> bytes:
    """An object stream that unfolds to 600 million bytes."""
    folded = zlib.compressobj(9)
    block = b" " * 1_000_000
    body = b"".join(folded.compress(block) for _step in range(600)) + folded.flush()
    parts = [b"%PDF-1.5\n"]
    offsets = {}

    def add(number: int, text: bytes) -> None:
        offsets[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n" % number + text + b"\nendobj\n")

    add(1, b"<< /Type /Catalog /Pages 2 0 R /X 6 0 R >>")
    add(2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
    add(3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(body)
    add(5, head + b"\nstream\n" + body + b"\nendstream")
    start = sum(map(len, parts))
    rows = [b"\x00" + struct.pack("!IB", 0, 255)]
    rows += [b"\x01" + struct.pack("!IB", offsets.get(number, 0), 0) for number in (1, 2, 3)]
    rows += [b"\x00" + struct.pack("!IB", 0, 0), b"\x01" + struct.pack("!IB", offsets[5], 0)]
    rows += [b"\x02" + struct.pack("!IB", 5, 0), b"\x01" + struct.pack("!IB", start, 0)]
    table = b"".join(rows)
    parts.append(
        b"7 0 obj\n<< /Type /XRef /Size 8 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n"
        % len(table)
        + table
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % start
    )
    return b"".join(parts)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


GOOD: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg,
    "jpeg_turned": turned_jpeg,
    "jpeg_cmyk": lambda: encoded(picture(mode="CMYK"), "JPEG"),
    "jpeg_grey": lambda: encoded(picture(mode="L"), "JPEG"),
    "jpeg_progressive": lambda: jpeg(progressive=True),
    "jpeg_panorama": lambda: jpeg(9_000, 1_200),
    "jpeg_one_pixel": lambda: jpeg(1, 1),
    "png": png,
    "png_palette": lambda: png("P"),
    "png_one_bit": lambda: png("1"),
    "png_grey_alpha": lambda: png("LA"),
    "png_see_through": see_through_png,
    "png_sixteen_bits": deep_png,
    "png_animated": animated_png,
    "heic": heic,
    "jpeg_and_zip": lambda: jpeg() + zipped(page_dot_php=b"<?php system($_GET[0]); ?>"),
    "jpeg_and_php": lambda: jpeg(comment=b"<?php system($_GET[0]); ?>"),
    "pdf": pdf,
    "pdf_thirty_pages": lambda: pdf(30),
    "pdf_with_a_blank_before": lambda: b"\xef\xbb\xbf\r\n" + pdf(),
    "pdf_and_zip": lambda: pdf() + zipped(page_dot_php=b"<?php ?>"),
    "pdf_owner_password_only": lambda: protected_pdf(user=""),
    "pdf_of_an_insurer": lambda: pdf(1, insurer_form),
    "pdf_invoice": lambda: pdf(1, attached("factur-x.xml")),
    "pdf_opening_on_a_page": lambda: pdf(2, _open_action("GoTo", D=Array([0, Name.Fit]))),
    "pdf_wrong_table": lambda: pdf().replace(b"startxref\n", b"startxref\n9"),
}

BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("empty", lambda: b""),
    "eicar": ("infected", lambda: EICAR.encode()),
    "eicar_in_pdf": ("infected", lambda: pdf().replace(b"%%EOF", EICAR.encode() + b"\n%%EOF")),
    "text": ("unknown_type", lambda: b"Bonjour, voici mon attestation."),
    "noise": ("unknown_type", lambda: bytes(range(255, 0, -1)) * 9),
    "zip": ("archive", lambda: zipped(a_dot_txt=b"a")),
    "docx": ("office_document", lambda: zipped(word__document_dot_xml=b"<w/>")),
    "old_doc": ("office_document", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "html": ("web_page", lambda: b"<!DOCTYPE html><script>alert(1)</script>"),
    "svg": ("web_page", lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "mail": ("web_page", lambda: b"From: a@b.fr\r\nSubject: x\r\n\r\n"),
    "webp": ("other_image", lambda: encoded(picture(), "WEBP")),
    "avif": ("other_image", lambda: encoded(picture(), "AVIF")),
    "tiff": ("other_image", lambda: encoded(picture(), "TIFF")),
    "gif": ("other_image", lambda: encoded(picture(), "GIF")),
    "bmp": ("other_image", lambda: encoded(picture(), "BMP")),
    "mp4": ("video", lambda: b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + b"\0" * 64),
    "mov": ("video", lambda: b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + b"\0" * 64),
    "bomb": ("too_many_pixels", bomb_png),
    "jpeg_truncated": ("truncated_photo", lambda: jpeg()[:9_000]),
    "png_truncated": ("truncated_photo", lambda: png()[:4_000]),
    "heic_truncated": ("truncated_photo", lambda: heic()[:2_000]),
    "jpeg_damaged": ("damaged_photo", lambda: b"\xff\xd8\xff\xe0" + b"\x11" * 900 + b"\xff\xd9"),
    "pdf_truncated": ("truncated_pdf", lambda: pdf(20)[:2_500]),
    "pdf_damaged": ("damaged_pdf", lambda: b"%PDF-1.7\n" + b"\x8f\x01" * 300 + b"\n%%EOF"),
    "pdf_without_pages": ("hollow_pdf", lambda: pdf(0)),
    "pdf_500_pages": ("too_many_pages", lambda: pdf(500)),
    "pdf_protected": ("protected_pdf", protected_pdf),
    "pdf_script_at_opening": (
        "script",
        lambda: pdf(1, _open_action("JavaScript", JS=String("app.alert(1)"))),
    ),
    "pdf_named_script": ("script", lambda: pdf(1, _named_script)),
    "pdf_script_of_a_page": ("script", lambda: pdf(1, _page_script)),
    "pdf_command": ("command", lambda: pdf(1, _command)),
    "pdf_command_after_a_link": ("command", lambda: pdf(1, _chained_command)),
    "pdf_attachment": ("attachments", lambda: pdf(1, attached("facture.exe"))),
    "pdf_portfolio": ("attachments", lambda: pdf(1, _portfolio)),
    "pdf_media": ("media", lambda: pdf(1, _media)),
    "pdf_living_form": ("living_form", lambda: pdf(1, _living_form)),
    "pdf_opening_an_address": (
        "opens_address",
        lambda: pdf(1, _open_action("URI", URI=String("https://pirate.example"))),
    ),
    "html_and_pdf": ("disguised", lambda: b"<html><body onload=x>" + pdf()),
    "zip_and_pdf": ("disguised", lambda: zipped(a_dot_txt=b"a") + pdf()),
    "pdf_stream_bomb": ("too_complex", stream_bomb),
    "pdf_double_bomb": ("too_complex", double_bomb),
}
