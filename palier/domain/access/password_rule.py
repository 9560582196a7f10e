"""The password rule as Django asks for it: one sentence that says what to change."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.queries import known_about
from palier.domain.accounts.rules.passwords import LONGEST, SHORTEST, Weakness, weakness_of

SENTENCES = {
    Weakness.TOO_SHORT: gettext_lazy(
        "Ce mot de passe est trop court : il faut au moins 12 signes. Trois ou quatre mots sans "
        "rapport entre eux font un bon mot de passe."
    ),
    Weakness.DIGITS_ONLY: gettext_lazy(
        "Avec des chiffres seuls, il en faut au moins 16. Ajoutez des lettres, ou des mots."
    ),
    Weakness.TOO_LONG: gettext_lazy("Ce mot de passe est trop long : 128 signes au plus."),
    Weakness.PERSONAL: gettext_lazy(
        "Ce mot de passe contient un mot qu’on peut deviner en vous connaissant : nom, référence, "
        "adresse e-mail, ville ou bailleur. Choisissez d’autres mots."
    ),
    Weakness.KNOWN: gettext_lazy(
        "Ce mot de passe est dans les listes que les pirates essaient en premier. Choisissez-en "
        "un autre."
    ),
    Weakness.GUESSABLE: gettext_lazy(
        "Ce mot de passe se devine trop vite. Ajoutez un ou deux mots sans rapport avec les autres."
    ),
}


def sentence_about(password: str, about: Iterable[str] = ()) -> str | None:
    """Say in one sentence what is wrong with ``password``; ``None`` when it is good."""
    weakness = weakness_of(password, about=about, known=_leaked())
    return str(SENTENCES[weakness]) if weakness else None


class PasswordRule:
    """Django's hook: judge the password of ``user`` against all that is known of them."""

    def validate(self, password: str, user: Any = None) -> None:
        about = known_about(user) if user is not None and user.pk else []
        sentence = sentence_about(password, about)
        if sentence is not None:
            raise ValidationError(sentence, code="weak_password")

    def get_help_text(self) -> str:
        return _("Au moins %(shortest)s signes, %(longest)s au plus.") % {
            "shortest": SHORTEST,
            "longest": LONGEST,
        }


@lru_cache(maxsize=1)
def _leaked() -> frozenset[str]:
    """Give Django's list of leaked passwords, those long enough to pass the first test."""
    return frozenset(word for word in CommonPasswordValidator().passwords if len(word) >= SHORTEST)
