"""Make drafts into files of the vault: bytes first, rows with the deposit that needs them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.documents import vault
from palier.domain.documents.intake import gate, shelf
from palier.domain.documents.intake.actions.drafts import remove
from palier.domain.documents.intake.limits import LIMITS, Limits
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.refusals import AlreadySent, Infected, NoRoom
from palier.domain.documents.models import StoredFile
from palier.foundation.locking import lock
from palier.foundation.sentences import WRITTEN_IN, in_french

FIGURE = gettext_lazy("Photo {number} sur {count}")

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Bound:
    """One file whose bytes are in the vault and whose row is not there yet."""

    sha256: str
    size: int
    pages: int
    held: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """What ``store`` will write: the files, and the drafts they come from."""

    files: tuple[Bound, ...]
    drafts: tuple[tuple[int, str], ...]


def assemble(
    *, drafts: Sequence[Draft], title: str, together: bool = True, limits: Limits = LIMITS
) -> Bundle:
    """Make drafts into files and write their bytes to the vault; no row yet.

    Call it before the transaction. ``together`` binds everything into one PDF, in order;
    otherwise each PDF stays by itself and photos that follow one another become one PDF.
    ``title`` is what a bound PDF is called.

    Raises:
        AlreadySent: a draft was deposited or removed meanwhile.
        NoRoom: the storage is full. Nothing was changed.
        TooManyPages: together they are too long.
    """
    files = tuple(_bound(part, title, limits) for part in _parts(list(drafts), together=together))
    return Bundle(files, tuple((draft.pk, draft.code) for draft in drafts))


@transaction.atomic
def store(*, bundle: Bundle, now: dt.datetime) -> list[StoredFile]:
    """Write the rows of a bundle, in the transaction of the deposit that needs them.

    Raises:
        AlreadySent: another request deposited the same drafts (two clicks, two windows).
        Infected: the antivirus has refused these very bytes before.
    """
    keys = [key for key, _code in bundle.drafts]
    if len(lock(Draft.objects.filter(pk__in=keys))) != len(keys):
        raise AlreadySent()
    stored = [_row_of(each, now) for each in bundle.files]
    remove(list(bundle.drafts))
    return stored


def _parts(drafts: list[Draft], *, together: bool) -> list[list[Draft]]:
    if together or not drafts:
        return [drafts] if drafts else []
    parts: list[list[Draft]] = []
    for draft in drafts:
        photo = draft.kind == Draft.Kind.PHOTO
        if photo and parts and parts[-1][-1].kind == Draft.Kind.PHOTO:
            parts[-1].append(draft)
        else:
            parts.append([draft])
    return parts


def _bound(part: list[Draft], title: str, limits: Limits) -> Bound:
    held = any(draft.held for draft in part)
    with gate.working_folder(title) as folder:
        sources = [(draft.kind, _taken(draft, folder / draft.code, title)) for draft in part]
        pages = sum(draft.pages for draft in part)
        bound = sources[0][1]
        if len(part) > 1 or part[0].kind == Draft.Kind.PHOTO:
            bound = folder / "bound"
            bind(
                [(kind, str(path)) for kind, path in sources],
                bound,
                title=title,
                most_pages=limits.pages,
            )
        return kept_in_vault(bound, pages=pages, held=held, shown=title)


def bind(sources: Sequence[tuple[str, str]], target: Path, *, title: str, most_pages: int) -> None:
    """Bind clean PDFs and photos (kind, path) into the one PDF ``target``, called ``title``.

    Raises:
        TooManyPages: together they are too long.
    """
    gate.ask(
        "bind",
        target.parent,
        shown=title,
        sources=list(sources),
        target=target.name,
        title=title,
        language=WRITTEN_IN,
        figure=in_french(FIGURE),
        most_pages=most_pages,
    )


def kept_in_vault(path: Path, *, pages: int, held: bool, shown: str) -> Bound:
    """Write the clean file at ``path`` to the vault.

    Raises:
        NoRoom: the storage is full.
    """
    content = path.read_bytes()
    try:
        sha256 = vault.write(content)
    except OSError as failure:
        if failure.errno in shelf.FULL:
            raise NoRoom(shown) from failure
        raise
    return Bound(sha256, len(content), pages, held)


def _taken(draft: Draft, target: Path, shown: str) -> Path:
    try:
        shelf.take(shelf.draft_places(draft.code)[0], target)
    except FileNotFoundError as gone:
        raise AlreadySent(shown) from gone
    return target


def _row_of(bound: Bound, now: dt.datetime) -> StoredFile:
    state = StoredFile.State.HELD if bound.held else StoredFile.State.CLEAN
    stored, _created = StoredFile.objects.get_or_create(
        sha256=bound.sha256,
        defaults={
            "size": bound.size,
            "media_type": PDF,
            "stored_at": now,
            "state": state,
            "moved_at": now,
            "pages": bound.pages,
        },
    )
    if stored.state == StoredFile.State.REFUSED:
        vault.forget(stored.sha256)
        raise Infected(_("Ce document"))
    return stored
