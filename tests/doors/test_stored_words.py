"""What acts write down is French, whatever language their author reads: the desk reads French."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import translation

from tests.doors.world import build
from tools import write_messages

TEXTS = ("CharField", "TextField", "JSONField")
IN_THE_READERS_LANGUAGE = {"mail.Letter"}


class English:
    """Know the sentences of the English catalogue: two words at least, and not French too."""

    def __init__(self) -> None:
        entries = [message for message in write_messages.read("en") if message.id]
        french = {form for message in entries for form in _forms(message.id)}
        said = {form for message in entries for form in _forms(message.string)} - french
        self.whole = {text for text in said if "%(" not in text and " " in text.strip()}
        self.filled = [
            re.compile(".+?".join(re.escape(part) for part in re.split(r"%\(\w+\)[sd]", text)))
            for text in said
            if "%(" in text and len(re.findall(r"[a-z]{3,}", re.sub(r"%\(\w+\)[sd]", "", text))) > 2
        ]

    def __contains__(self, text: str) -> bool:
        other_case = text[:1].swapcase() + text[1:]
        return bool({text, other_case} & self.whole) or any(
            form.fullmatch(text) for form in self.filled
        )


def _forms(texts: Any) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from value.split("\n")
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def test_acts_in_english_leave_french_for_the_desk(
    db: None, now: dt.datetime, tmp_path: Path, settings: Any
) -> None:
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = settings.STORAGES | {"default": files}
    with translation.override("en"):
        build(now)
    english, wrong = English(), set()
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if f.get_internal_type() in TEXTS]
        if not names or model._meta.label in IN_THE_READERS_LANGUAGE:
            continue
        for row in model._default_manager.values(*names):
            wrong |= {
                f"{model._meta.label}.{name}: {text}"
                for name, value in row.items()
                for text in strings(value)
                if text in english
            }
    assert not wrong, "\n".join(sorted(wrong))
