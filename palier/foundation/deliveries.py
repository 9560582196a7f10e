"""Numbered deliveries to another program: made one at a time, answered line by line.

What each room adds is its own: which rows wait, how one is written, what an answer moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol, TypeVar

from django.db import IntegrityError
from django.utils.translation import gettext as _

from palier.foundation.errors import DomainError
from palier.foundation.tables import FileRefused

Key = tuple[int, str]
"""The number of a delivery, and the reference of one of its lines."""


class DeliveryUnderWay(DomainError):
    """Another delivery is being made at this very moment."""


class AcknowledgementRefused(DomainError):
    """The ERP's file cannot be read, or speaks of what was never delivered."""


class Answering(Protocol):
    """What an answer to one line says, whatever else it says."""

    @property
    def delivery_number(self) -> int: ...
    @property
    def reference(self) -> str: ...
    @property
    def accepted(self) -> bool: ...


Given = TypeVar("Given", bound=Answering)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Make a delivery inside; its unique number holds the second of two commands back.

    Raises:
        DeliveryUnderWay: two commands ran at once; this one changed nothing.
    """
    try:
        yield
    except IntegrityError:
        raise DeliveryUnderWay(
            _("Une autre remise est en cours. Relancez la commande dans un instant.")
        ) from None


def answers_in(content: bytes, read: Callable[[bytes], Iterable[Given]]) -> dict[Key, Given]:
    """Read an acknowledgement with ``read``; the last answer about a line counts.

    Raises:
        AcknowledgementRefused: unreadable; every problem is told.
    """
    try:
        return {(one.delivery_number, one.reference): one for one in read(content)}
    except FileRefused as trouble:
        raise AcknowledgementRefused("\n".join(trouble.problems)) from None


def refuse_unknown(
    answers: Iterable[Key], lines: Mapping[Key, object], sentence: Callable[[int, str], str]
) -> None:
    """Refuse answers about what was never delivered, all told at once by ``sentence``.

    Raises:
        AcknowledgementRefused: there are such answers.
    """
    unknown = [sentence(*key) for key in answers if key not in lines]
    if unknown:
        raise AcknowledgementRefused("\n".join(unknown))


def counted(answers: Mapping[Key, Answering]) -> tuple[int, int]:
    """Count how many lines were accepted, and how many refused."""
    accepted = sum(answer.accepted for answer in answers.values())
    return accepted, len(answers) - accepted
