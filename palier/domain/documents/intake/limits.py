"""How many files, how heavy, how long: told before choosing, checked on the way in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one tray. Sizes are in bytes."""

    files: int = 10
    bytes_each: int = 25 * MEGABYTE
    pages: int = 50

    @property
    def sentence(self) -> str:
        """Say what is accepted, in the words shown above the field."""
        return _(
            "PDF ou photos (JPEG, PNG, HEIC). %(files)d fichiers au plus, %(size)d Mo chacun, "
            "%(pages)d pages en tout. Plusieurs photos deviennent un seul PDF."
        ) % {"files": self.files, "size": self.bytes_each // MEGABYTE, "pages": self.pages}


LIMITS = Limits()
# A whole request: ten heavy photos go through, an endless one does not.
REQUEST_BYTES = 160 * MEGABYTE
# Of somebody who is not signed in, where a form takes a file from them at all.
VISITOR_REQUEST_BYTES = 9 * MEGABYTE
# Past this nothing is read at all.
REQUEST_BYTES_REFUSED_AT_ONCE = 400 * MEGABYTE
DRAFTS_OF_ONE_USER = 60

# The airlock. Memory is address space, which is more than what is used (see bench/uploads.py).
CHILD_MEMORY = 720 * MEGABYTE
CHILD_SECONDS = 20
CHILD_WAIT_SECONDS = 45
CHILD_FILE_BYTES = 80 * MEGABYTE
CHILDREN_AT_ONCE = 2
WAIT_FOR_A_CHILD_SECONDS = 30
