"""The types a column may have: how each is read, written, stored and explained.

A type reads text into a plain value that both SQLite and the models take as it is
(``str``, ``int``, ISO date text), raising ``Unreadable`` with a French sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from palier.foundation.money import plain_euros

Value = str | int | None

_DATE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_FRENCH_DATE = re.compile(r"^(\d{2})/(\d{2})/(\d{4})$")
_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")
_AMOUNT = re.compile(r"^(-?)(\d{1,9})[.,](\d{2})$")
_INTEGER = re.compile(r"^-?\d{1,9}$")
_SURFACE = re.compile(r"^(\d{1,5})(?:[.,](\d{1,2}))?$")
_IDENTIFIER = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_./\-]*$")
_EMAIL = re.compile(r"^[^@\s;,<>\"]+@[^@\s;,<>\"]+\.[^@\s;,<>\".]{2,}$")
_PHONE = re.compile(r"^\+?[0-9 .\-]{6,25}$")

# What the database refuses (NUL) or what a bad export leaves behind (other controls).
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Unreadable(ValueError):
    """Say in French why a value does not fit its column, and what to write instead."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True)
class ColumnType:
    """How the cells of a column are read, written and described."""

    storage: ClassVar[str] = "TEXT"
    empty: ClassVar[Value] = ""

    def parse(self, text: str) -> Value:
        raise NotImplementedError

    def format(self, value: Value) -> str:
        return "" if value is None else str(value)

    def describe(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Text(ColumnType):
    """Free text, bounded; line breaks only where ``paragraphs`` allows them."""

    longest: int = 200
    paragraphs: bool = False

    def parse(self, text: str) -> Value:
        if _CONTROL.search(text):
            raise Unreadable(
                "le texte contient un caractère de contrôle invisible",
                "Retirez les caractères de contrôle (octet nul, tabulation verticale…) à l’export.",
            )
        if "\ufffd" in text:
            raise Unreadable(
                "un caractère du texte a été perdu dans une conversion",
                "Reprenez le texte d’origine et exportez-le à nouveau en UTF-8.",
            )
        if not self.paragraphs and ("\n" in text or "\r" in text):
            raise Unreadable(
                "le texte contient un retour à la ligne",
                "Remplacez le retour à la ligne par une espace ou une virgule.",
            )
        if len(text) > self.longest:
            raise Unreadable(
                f"le texte compte {len(text)} caractères, le maximum est {self.longest}",
                f"Raccourcissez ce texte à {self.longest} caractères.",
            )
        return text.replace("\r\n", "\n") if self.paragraphs else text

    def describe(self) -> str:
        lines = ", retours à la ligne permis entre guillemets" if self.paragraphs else ""
        return f"texte, {self.longest} caractères au plus{lines}"


@dataclass(frozen=True)
class Identifier(ColumnType):
    """A stable identifier of the ERP: never reused, never shown as a secret."""

    longest: int = 40

    def parse(self, text: str) -> Value:
        if len(text) > self.longest or not _IDENTIFIER.match(text):
            raise Unreadable(
                "ce n’est pas un identifiant",
                "Un identifiant commence par une lettre ou un chiffre et ne contient que lettres "
                f"sans accent, chiffres, « - », « _ », « . » et « / » ({self.longest} au plus).",
            )
        return text

    def describe(self) -> str:
        return f"identifiant stable de l’ERP, {self.longest} signes au plus"


@dataclass(frozen=True)
class Identifiers(ColumnType):
    """Several identifiers separated by spaces, kept sorted in one text."""

    def parse(self, text: str) -> Value:
        one = Identifier()
        return " ".join(sorted({str(one.parse(part)) for part in text.split()}))

    def describe(self) -> str:
        return "identifiants de l’ERP séparés par une espace"


@dataclass(frozen=True)
class Code(ColumnType):
    """One of a closed list: French code in the file, English value in the code."""

    choices: Mapping[str, str] = field(default_factory=dict)

    def parse(self, text: str) -> Value:
        found = self.choices.get(text) or self.choices.get(text.lower())
        if found is None:
            raise Unreadable(
                "ce code n’existe pas", f"Les codes possibles sont : {', '.join(self.choices)}."
            )
        return found

    def format(self, value: Value) -> str:
        if value is None or value == "":
            return ""
        return next(code for code, name in self.choices.items() if name == value)

    def describe(self) -> str:
        return "un code parmi : " + ", ".join(f"`{code}`" for code in self.choices)


@dataclass(frozen=True)
class Date(ColumnType):
    """A legal date, ``2026-11-05``, or ``05/11/2026`` as French ERPs write it."""

    empty: ClassVar[Value] = None

    def parse(self, text: str) -> Value:
        found = _DATE.match(text)
        parts = (found[1], found[2], found[3]) if found else None
        if parts is None and (french := _FRENCH_DATE.match(text)):
            parts = (french[3], french[2], french[1])
        if parts is None:
            raise Unreadable(
                "ce n’est pas une date", "Écrivez la date AAAA-MM-JJ, par exemple 2026-11-05."
            )
        try:
            day = dt.date(int(parts[0]), int(parts[1]), int(parts[2]))
        except ValueError:
            raise Unreadable(
                "ce jour n’existe pas dans le calendrier",
                "Corrigez le jour ou le mois (AAAA-MM-JJ, par exemple 2026-11-05).",
            ) from None
        if not 1850 <= day.year <= 2200:
            raise Unreadable(
                "l’année est invraisemblable",
                "Laissez la case vide si la date est inconnue ; une année va de 1850 à 2200.",
            )
        return day.isoformat()

    def describe(self) -> str:
        return "date `AAAA-MM-JJ` (ou `JJ/MM/AAAA`)"


@dataclass(frozen=True)
class Month(ColumnType):
    """A billed month, ``2026-11``; stored as its first day."""

    empty: ClassVar[Value] = None

    def parse(self, text: str) -> Value:
        if not _MONTH.match(text):
            raise Unreadable(
                "ce n’est pas un mois", "Écrivez le mois AAAA-MM, par exemple 2026-11."
            )
        return f"{text}-01"

    def format(self, value: Value) -> str:
        return "" if value is None else str(value)[:7]

    def describe(self) -> str:
        return "mois `AAAA-MM`"


@dataclass(frozen=True)
class Amount(ColumnType):
    """Euros with two decimals in the file, cents as ``int`` from then on."""

    storage: ClassVar[str] = "INTEGER"
    empty: ClassVar[Value] = None
    signed: bool = True

    def parse(self, text: str) -> Value:
        found = _AMOUNT.match(text)
        if found is None:
            raise Unreadable(
                "ce n’est pas un montant en euros avec deux décimales",
                "Écrivez des euros avec exactement deux décimales, sans espace ni symbole : "
                "412,37 ou 412.37.",
            )
        cents = int(found[2]) * 100 + int(found[3])
        if found[1] and not self.signed:
            raise Unreadable("ce montant ne peut pas être négatif", "Retirez le signe « - ».")
        return -cents if found[1] else cents

    def format(self, value: Value) -> str:
        return "" if value is None else plain_euros(int(value)).replace(".", ",")

    def describe(self) -> str:
        sign = "" if self.signed else ", jamais négatif"
        return f"montant en euros, deux décimales (`412,37` ou `412.37`){sign}"


@dataclass(frozen=True)
class Integer(ColumnType):
    """A whole number between two bounds."""

    storage: ClassVar[str] = "INTEGER"
    empty: ClassVar[Value] = None
    least: int = 0
    most: int = 1_000_000

    def parse(self, text: str) -> Value:
        if not _INTEGER.match(text):
            raise Unreadable("ce n’est pas un nombre entier", "Écrivez un nombre sans décimale.")
        number = int(text)
        if not self.least <= number <= self.most:
            raise Unreadable(
                f"le nombre doit être compris entre {self.least} et {self.most}",
                "Corrigez le nombre, ou laissez la case vide s’il est inconnu.",
            )
        return number

    def describe(self) -> str:
        return f"nombre entier de {self.least} à {self.most}"


@dataclass(frozen=True)
class Surface(ColumnType):
    """Square metres with at most two decimals; square decimetres as ``int`` from then on."""

    storage: ClassVar[str] = "INTEGER"
    empty: ClassVar[Value] = None

    def parse(self, text: str) -> Value:
        found = _SURFACE.match(text)
        if found is None:
            raise Unreadable("ce n’est pas une surface", "Écrivez des mètres carrés : 64 ou 64,50.")
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))

    def format(self, value: Value) -> str:
        if value is None:
            return ""
        whole, rest = divmod(int(value), 100)
        return f"{whole},{rest:02d}"

    def describe(self) -> str:
        return "surface en m² (`64` ou `64,50`)"


@dataclass(frozen=True)
class Email(ColumnType):
    """An e-mail address, lower-cased."""

    def parse(self, text: str) -> Value:
        if len(text) > 254 or not _EMAIL.match(text):
            raise Unreadable(
                "ce n’est pas une adresse électronique",
                "Écrivez une seule adresse (prenom.nom@exemple.fr), ou laissez la case vide.",
            )
        return text.lower()

    def describe(self) -> str:
        return "adresse électronique"


@dataclass(frozen=True)
class Phone(ColumnType):
    """A telephone number, French or international, written with or without spaces."""

    def parse(self, text: str) -> Value:
        if not _PHONE.match(text):
            raise Unreadable(
                "ce n’est pas un numéro de téléphone",
                "Écrivez un seul numéro : 06 12 34 56 78 ou +33612345678, ou laissez la case vide.",
            )
        return text

    def describe(self) -> str:
        return "numéro de téléphone"


@dataclass(frozen=True)
class Column:
    """What a column is called, holds, means, and how its mistakes are mended."""

    header: str
    type: ColumnType
    meaning: str
    example: str = ""
    required: bool = False
    refers_to: str = ""
    remedy: str = ""


def column(
    header: str,
    type: ColumnType,
    meaning: str,
    *,
    example: str = "",
    required: bool = False,
    refers_to: str = "",
    remedy: str = "",
) -> Any:
    """Declare a field of a record as a column of its file (optional unless ``required``)."""
    metadata = {"column": Column(header, type, meaning, example, required, refers_to, remedy)}
    if required:
        return field(metadata=metadata)
    return field(default=type.empty, metadata=metadata)
