"""Every language on offer says all that tenants read, and says it well."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from django.conf import settings

from tests.architecture.source import Module, modules
from tools import write_messages

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%|</?\w+[^>]*>")
FRENCH_SIGNS = re.compile(r"[«»]|[ \u00a0\u202f][:;!?]")
NOT_LAZY = {"_", "gettext", "ngettext", "pgettext"}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalog(language: str) -> Catalog:
    return write_messages.read(language)


def texts(message: Message) -> list[tuple[str, str]]:
    """Give each French form with its translation."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string, strict=True))


def entries(catalog: Catalog) -> Iterator[Message]:
    """Give what is translated; another test finds what is not."""
    return (m for m in catalog if m.id and not write_messages.is_missing(m))


def test_every_sentence_a_tenant_reads_is_translated(catalog: Catalog) -> None:
    known = {
        (message.context or "", message.id if isinstance(message.id, str) else tuple(message.id))
        for message in entries(catalog)
    }
    missing = [f"{at[0]}: {key[1]}" for key, at in write_messages.sentences().items()
               if key not in known]  # fmt: skip
    assert not missing, "make messages, then translate:\n" + "\n".join(missing)


def test_nothing_in_a_catalogue_is_doubtful_or_gone(catalog: Catalog) -> None:
    assert not [message.id for message in entries(catalog) if message.fuzzy]
    assert not list(catalog.obsolete)
    today = {
        text if isinstance(text, str) else text[0] for _context, text in write_messages.sentences()
    }
    ours = {m.id if isinstance(m.id, str) else m.id[0] for m in entries(catalog)}
    assert not ours - today, f"make messages: {sorted(ours - today)}"


def test_a_translation_keeps_every_placeholder_and_tag(catalog: Catalog) -> None:
    wrong = [
        (french, said)
        for message in entries(catalog)
        for french, said in texts(message)
        if sorted(PLACEHOLDER.findall(french)) != sorted(PLACEHOLDER.findall(said))
    ]
    assert not wrong


def test_a_translation_has_the_signs_of_its_own_language(catalog: Catalog) -> None:
    wrong = [
        said
        for message in entries(catalog)
        for _french, said in texts(message)
        if FRENCH_SIGNS.search(said) or "'" in PLACEHOLDER.sub("", said)
    ]
    assert not wrong


def test_what_django_reads_is_what_people_edit(language: str, catalog: Catalog) -> None:
    path = write_messages.LOCALE / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in entries(catalog):
        if isinstance(message.id, str):
            key = message.id
            said = compiled.pgettext(message.context, key) if message.context else compiled.gettext(
                key
            )  # fmt: skip
            assert said == message.string, "make messages"
        else:
            forms = tuple(compiled.ngettext(*message.id, count) for count in (1, 2))
            assert forms == tuple(message.string), "make messages"


def said_too_early(module: Module) -> Iterator[str]:
    """Find the sentences that are translated once and for all, when the module is read."""
    later: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            later.update(id(part) for line in node.body for part in ast.walk(line))
        elif isinstance(node, ast.Lambda):
            later.update(id(part) for part in ast.walk(node.body))
    lazily = {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name.endswith(("_lazy", "_noop"))
    }
    for node in ast.walk(module.tree):
        called = node.func if isinstance(node, ast.Call) and id(node) not in later else None
        if isinstance(called, ast.Name) and called.id in NOT_LAZY - lazily:
            yield module.at(node)


def test_no_sentence_is_said_before_its_reader_is_known() -> None:
    early = [place for module in modules() for place in said_too_early(module)]
    assert not early
