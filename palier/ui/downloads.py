"""Private files on their way to a browser: never shown in place, never kept by a cache."""

from __future__ import annotations

from typing import BinaryIO, TypeVar

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

Response = TypeVar("Response", HttpResponse, FileResponse)


def download(content: bytes, *, file_name: str, media_type: str) -> HttpResponse:
    """Give ``content`` as a download named ``file_name``."""
    response = HttpResponse(content, content_type=media_type)
    return _private(response, file_name)


def download_stream(file: BinaryIO, *, file_name: str, media_type: str) -> FileResponse:
    """Give an open file, sent piece by piece, as a download named ``file_name``."""
    return _private(FileResponse(file, content_type=media_type), file_name)


def _private(response: Response, file_name: str) -> Response:
    disposition = content_disposition_header(as_attachment=True, filename=file_name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
