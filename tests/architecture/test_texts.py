"""What a tenant reads goes through gettext: its French is the key of every translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Module, files, modules, text_of

TRANSLATED = re.compile(
    r"{%\s*block\s+(?:nav|place|\w*class\w*)\s*%}.*?{%\s*endblock[^%]*\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->"
    r"|<(style|script)\b.*?</\1>",
    re.DOTALL,
)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
READ_ATTRIBUTES = re.compile(r"\b(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"")
MARKUP = re.compile(r"<[^>]*>|/[\w-]+(?=/)", re.DOTALL)
ENTITIES = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W\d_]{3,}")
# Names, and what a machine reads.
SAME_IN_EVERY_LANGUAGE = {
    "Palier",
    "IBAN",
    "BIC",
    "SEPA",
    "PDF",
    "CSV",
    "ZIP",
    "TOTP",
    "EUR",
    "PayFiP",
    "width",
    "device",
    "initial",
    "scale",
    "noindex",
    "nofollow",
    "color",
    "scheme",
    "light",
    "dark",
    "html",
    "doctype",
}
# Each exception with its reason.
FRENCH_ONLY = {
    "palier/ui/templates/ui/gallery": "invented content of the gallery",
    "palier/demo/templates": "the sample's bank and mailbox, for whoever tries Palier",
}
ACCENTED = re.compile("[àâäçéèêëîïôöùûüœÀÂÇÉÈÊÎÔÛŒ’]")
TRANSLATORS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
READ_BY_TENANTS = ("palier/portal", "palier/office", "palier/domain")
FRENCH_ONLY_MODULES = {
    "palier/domain/insurance/rules/reading/insurers.py": "names of companies",
    "palier/domain/landlord/catalogue.py": "read by those who install Palier",
    "palier/domain/payments/rules/delivery_file.py": "read by those who run the exchange",
    "palier/domain/banking/rules/mandate_file.py": "read by those who run the exchange",
    "palier/domain/household/rules/delivery_file.py": "read by those who run the exchange",
}


def spoken_in(template: str) -> Iterator[str]:
    bare = TAGS.sub(" ", TRANSLATED.sub(" ", template))
    attributes = " ".join(READ_ATTRIBUTES.findall(bare))
    text = ENTITIES.sub(" ", MARKUP.sub(" ", bare) + " " + attributes)
    for word in WORD.findall(text):
        if word not in SAME_IN_EVERY_LANGUAGE:
            yield word


def test_every_word_of_a_template_can_be_translated() -> None:
    untranslated = {}
    for name in files():
        if "/templates/" not in name or not name.endswith((".html", ".txt")):
            continue
        if name.startswith(tuple(FRENCH_ONLY)) or not name.startswith("palier/"):
            continue
        words = list(spoken_in(text_of(name)))
        if words:
            untranslated[name] = " ".join(words)[:120]
    assert not untranslated


def untranslated_strings(module: Module) -> Iterator[str]:
    silent: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr):
                silent.update(id(part) for part in ast.walk(first))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = node.func.id if isinstance(node.func, ast.Name) else called
            if called in TRANSLATORS:
                silent.update(id(part) for part in ast.walk(node))
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Constant) or id(node) in silent:
            continue
        if isinstance(node.value, str) and len(node.value) > 3 and ACCENTED.search(node.value):
            yield f"{module.at(node)} {node.value[:60]!r}"


def test_every_french_sentence_of_the_code_can_be_translated() -> None:
    strays = [
        stray
        for module in modules()
        if module.is_in(*READ_BY_TENANTS) and module.path not in FRENCH_ONLY_MODULES
        for stray in untranslated_strings(module)
    ]
    assert not strays, "\n".join(strays)
