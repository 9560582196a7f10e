"""How a request's files come in: straight to the disk, within bounds, for people signed in.

Django reads a form (for its CSRF token) before any view or sign-in check runs, so the bounds
stand here. What is over them is read and dropped, never stored; the rest of the form arrives
whole, and the field shows the exact sentence instead of a bare error page.
"""

from __future__ import annotations

import contextlib
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from palier.domain.documents.intake import limits
from palier.domain.documents.intake.shelf import FULL

TOO_HEAVY, REQUEST_TOO_HEAVY, NO_ROOM = "too_heavy", "request_too_heavy", "no_room"


class DroppedFile(UploadedFile):
    """A file that was not received, with the kind of refusal that says why."""

    def __init__(self, name: str, size: int, why: str) -> None:
        super().__init__(ContentFile(b""), name, size=size)
        self.why = why


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Receive each file into a temporary one, or drop it and say why."""

    why = ""
    whole_request_dropped = ""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  (Django's own name)
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        if content_length > limits.REQUEST_BYTES_REFUSED_AT_ONCE:
            raise RequestDataTooBig("request beyond what is read at all")
        if content_length > self.request_bytes():
            self.whole_request_dropped = REQUEST_TOO_HEAVY

    def request_bytes(self) -> int:
        """Give how heavy a request may be: nothing from whoever is not signed in."""
        user = getattr(self.request, "user", None)
        return limits.REQUEST_BYTES if getattr(user, "is_authenticated", False) else 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.why, self._received = self.whole_request_dropped, 0
        if self.why:
            super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
            return
        try:
            super().new_file(*args, **kwargs)
        except OSError as failure:
            super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
            self._drop_if_full(failure)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        if not self.why and self._received > limits.LIMITS.bytes_each:
            self._drop(TOO_HEAVY)
        if self.why:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as failure:
            self._drop_if_full(failure)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.why:
            try:
                return super().file_complete(file_size)
            except OSError as failure:
                self._drop_if_full(failure)
        return DroppedFile(self.file_name or "", file_size, self.why)

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            super().upload_interrupted()

    def _drop_if_full(self, failure: OSError) -> None:
        if failure.errno not in FULL:
            raise failure
        self._drop(NO_ROOM)

    def _drop(self, why: str) -> None:
        self.why = why
        if hasattr(self, "file"):
            # Closing may try to write what is still in a buffer, on the same full disk.
            with contextlib.suppress(OSError):
                self.file.close()


class SmallUploadHandler(BoundedUploadHandler):
    """For the one form where a visitor may send a file: a few megabytes, whoever they are.

    A view installs it before anything reads the request (``request.upload_handlers``).
    """

    def request_bytes(self) -> int:
        return max(limits.VISITOR_REQUEST_BYTES, super().request_bytes())
