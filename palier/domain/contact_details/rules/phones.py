"""Read a telephone number as people type it, from France, overseas or abroad.

``06.12.34.56.78``, ``+33 (0)6 12 34 56 78``, ``0692 12 34 56`` (La Réunion), ``0032 475 …``: all
become one E.164 number. Numbers kept for films (Arcep, décision 2018-0881: 06 39 98…) are read too.
"""

from __future__ import annotations

import re

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumber, PhoneNumberType, ValidationResult

# Where a national number may come from, in the order tried. A number of La Réunion is written
# 0692 12 34 56 at home, which is nothing in metropolitan France.
FRENCH_REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT")
# Their national numbers have six digits and no leading zero.
SHORT_REGIONS = ("NC", "PF", "PM", "WF")
_FILMS = re.compile(r"^\+33(?:1990|2619|3530|4659|5364|63998|7399)\d+$")
_LETTERS = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_COSTLY = {
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.UAN,
    PhoneNumberType.VOIP,
    PhoneNumberType.PAGER,
}


class UnreadablePhone(ValueError):
    """What was typed is no telephone number; ``sentence`` says what is wrong with it."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def read_phone(typed: str) -> str:
    """Give the number in E.164 (``+33612345678``); empty for an empty box.

    Raises:
        UnreadablePhone: letters, too short, too long, unknown country, a paid number.
    """
    text = typed.replace("\u00a0", " ").replace("\u202f", " ").strip()
    if not text:
        return ""
    if _LETTERS.search(text):
        raise UnreadablePhone(_("Écrivez le numéro avec des chiffres seulement, sans lettre."))
    if len(re.findall(r"[/;,]", text)) and len(_DIGIT.findall(text)) > 15:
        raise UnreadablePhone(_("Écrivez un seul numéro dans cette case."))
    # Written both ways at once, « +33 (0)6 » is common and means +33 6.
    text = re.sub(r"^(\(?\+\d{1,3}\)?)\s*\(0\)", r"\1", text)
    found = _parsed(text)
    if found is None:
        raise UnreadablePhone(_what_is_wrong(text))
    if phonenumbers.number_type(found) in _COSTLY:
        raise UnreadablePhone(
            _(
                "Nous ne pouvons pas appeler ce numéro (numéro spécial ou payant). Donnez-en un "
                "autre."
            )
        )
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def is_mobile(e164: str) -> bool:
    """Tell whether a number read by ``read_phone`` is a mobile one, as far as its country says."""
    if e164.startswith(("+336", "+337")):
        return True
    return phonenumbers.number_type(phonenumbers.parse(e164)) in _MOBILE


def same_phone(one: str, other: str) -> bool:
    """Tell whether two writings are the same number; unreadable ones are compared as written."""
    return _key(one) == _key(other)


def _key(text: str) -> str:
    try:
        return read_phone(text)
    except UnreadablePhone:
        return "".join(_DIGIT.findall(text))


def _parsed(text: str) -> PhoneNumber | None:
    digits = "".join(_DIGIT.findall(text))
    if text.lstrip("( ").startswith("+") or digits.startswith("00"):
        return _valid(text, "FR")
    if len(digits) == 11 and digits.startswith("33"):
        return _valid(f"+{digits}", None)
    if len(digits) == 9 and not digits.startswith("0"):
        # The leading zero was left out, as many do after a country code.
        return next((n for r in FRENCH_REGIONS if (n := _valid(f"0{digits}", r))), None)
    regions = SHORT_REGIONS if len(digits) == 6 else FRENCH_REGIONS
    return next((n for region in regions if (n := _valid(text, region))), None)


def _valid(text: str, region: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return number if phonenumbers.is_valid_number(number) or _FILMS.match(written) else None


def _what_is_wrong(text: str) -> str:
    digits = "".join(_DIGIT.findall(text))
    abroad = text.lstrip("( ").startswith("+") or digits.startswith("00")
    if not digits:
        return _("Ce n’est pas un numéro de téléphone. Écrivez-le comme ceci : 06 12 34 56 78.")
    if abroad:
        return _wrong_abroad(text)
    if digits.startswith("0") and len(digits) < 10:
        return _(
            "Il manque des chiffres : un numéro français en a 10. Vous en avez tapé %(count)d."
        ) % {"count": len(digits)}
    if digits.startswith("0") and len(digits) > 10:
        return _(
            "Il y a des chiffres en trop : un numéro français en a 10. Vous en avez tapé %(count)d."
        ) % {"count": len(digits)}
    if not digits.startswith("0"):
        return _(
            "Un numéro français commence par 0, par exemple 06 12 34 56 78. Pour un numéro "
            "étranger, commencez par + et le code du pays, par exemple +32."
        )
    return _("Ce numéro n’existe pas. Vérifiez chaque chiffre.")


def _wrong_abroad(text: str) -> str:
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return _("Nous ne connaissons pas ce code de pays. Vérifiez les chiffres après le +.")
    match phonenumbers.is_possible_number_with_reason(number):
        case ValidationResult.TOO_SHORT:
            return _("Il manque des chiffres à ce numéro étranger.")
        case ValidationResult.TOO_LONG:
            return _("Il y a des chiffres en trop dans ce numéro étranger.")
        case _:
            return _("Ce numéro n’existe pas dans ce pays. Vérifiez chaque chiffre.")
