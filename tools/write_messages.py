"""Keep the translations of what tenants read: ``palier/locale/<language>/LC_MESSAGES``.

French is the source. Every sentence of the tenants' rooms is found again, each catalogue is
brought in step (new sentences come in empty, lost ones go out) and compiled; the sentences
that still want a translation are listed. Nothing but Python is needed: no GNU gettext.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "palier" / "locale"
ROOMS = ("portal", "ui", "domain", "foundation", "jobs", "config")
ASIDE = ("palier/ui/gallery", "palier/ui/templates/ui/gallery")  # its people are invented
HEAD = (
    'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: {plural}\\n"\n\n'
)
UNDATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # the same sentences give the same bytes
# Which argument of each function is a sentence, and which its context.
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
_CALL = re.compile(r"\b(?:_|n?p?gettext)\(")

Sentence = str | tuple[str, str]


def sentences() -> dict[tuple[str, Sentence], list[str]]:
    """Give every sentence of the tenants' rooms by (context, text), with the files it is in."""
    found: dict[tuple[str, Sentence], list[str]] = {}
    for room in ROOMS:
        for path in sorted((ROOT / "palier" / room).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            for key in sentences_of(path) if not name.startswith(ASIDE) else ():
                places = found.setdefault(key, [])
                if name not in places:
                    places.append(name)
    return found


def sentences_of(path: Path) -> Iterator[tuple[str, Sentence]]:
    """Give the (context, text) pairs of one file, in the order they are read."""
    if path.suffix == ".py" and "migrations" not in path.parts:
        yield from in_python(path.read_text(encoding="utf-8"))
    elif path.suffix in (".html", ".txt") and "templates" in path.parts:
        yield from in_template(path.read_text(encoding="utf-8"))


def in_python(code: str) -> Iterator[tuple[str, Sentence]]:
    """Give the (context, text) pairs of the calls to gettext in ``code``.

    Raises:
        ValueError: a call whose sentence is put together at run time.
    """
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in SINGLE and len(call.args) == 1 and _is_text(call.args[0]):
            yield "", _texts(call)[0]
        elif name in PLURAL:
            yield "", (_texts(call)[0], _texts(call)[1])
        elif name in CONTEXT:
            yield _texts(call)[0], _texts(call)[1]


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        raise ValueError(f"a sentence cannot be put together: {ast.unparse(node)}")
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _texts(call: ast.Call) -> list[str]:
    return [str(node.value) for node in call.args if isinstance(node, ast.Constant)]


def in_template(template: str) -> Iterator[tuple[str, Sentence]]:
    """Give the (context, text) pairs of a Django template."""
    from django.utils.translation.template import templatize

    as_code = templatize(template)
    for found in _CALL.finditer(as_code):
        yield from in_python(_call_at(as_code[found.start() :]))


def _call_at(code: str) -> str:
    """Cut the call that ``code`` begins with."""
    depth, lines = 0, code.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        depth += {"(": 1, ")": -1}.get(token.string, 0) if token.type == tokenize.OP else 0
        if token.string == ")" and depth == 0:
            (row, column) = token.end
            return "".join(lines[: row - 1]) + lines[row - 1][:column]
    raise ValueError(f"a call that does not end: {code[:80]}")


def read(language: str) -> Catalog:
    """Read the catalogue of ``language``; an empty one when there is none yet."""
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def in_step(old: Catalog) -> Catalog:
    """Give ``old`` with exactly the sentences of today, each with the translation it had."""
    new = Catalog(locale=old.locale, fuzzy=False, creation_date=UNDATED, revision_date=UNDATED)
    for (context, text), places in sentences().items():
        single = text if isinstance(text, str) else text[0]
        known = old.get(single, context or None)
        empty: str | tuple[str, str] = "" if isinstance(text, str) else ("", "")
        keeps = known is not None and isinstance(known.string, str) is isinstance(text, str)
        new.add(
            text,
            known.string if known is not None and keeps else empty,
            locations=[(place, None) for place in places],
            context=context or None,
        )
    return new


def is_missing(message: Message) -> bool:
    """Tell whether a sentence still wants (a part of) its translation."""
    words = (message.string,) if isinstance(message.string, str) else message.string
    return not all(words)


def write(catalog: Catalog, language: str) -> None:
    """Write the catalogue as people edit it (``.po``) and as Django reads it (``.mo``)."""
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalog, width=100, omit_header=True)
    head = HEAD.format(language=language, plural=catalog.plural_forms)
    path.write_bytes(head.encode() + body.getvalue().lstrip())
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def main() -> int:
    """Bring every catalogue in step; fail while a sentence is missing."""
    import django
    from django.conf import settings

    django.setup()
    missing = 0
    for language in (code for code, _name in settings.LANGUAGES if code != "fr"):
        catalog = in_step(read(language))
        write(catalog, language)
        empty = [message for message in catalog if message.id and is_missing(message)]
        for message in empty:
            text = message.id if isinstance(message.id, str) else message.id[0]
            print(f"{language}: {message.locations[0][0]}: {text}")
        missing += len(empty)
        print(f"{language}: {len(catalog)} sentences, {len(empty)} without a translation")
    return 1 if missing else 0


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "palier.config.settings")
    sys.exit(main())
