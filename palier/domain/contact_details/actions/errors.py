"""What the actions of the room refuse, by name.

DomainError
├── NothingChanged         the value counts already
├── ChangeUnderWay         an e-mail change is on its way
├── LinkDead               the link has served, is too old, or the change was stopped
├── WrongLetterCode
├── SameEyes               the second pair of eyes would be the first
└── NotDisputed            the ERP and the person agree by now
"""

from __future__ import annotations

from palier.foundation.errors import DomainError


class NothingChanged(DomainError):
    """What was given is what counts already."""


class ChangeUnderWay(DomainError):
    """Another e-mail change of the same person is on its way."""


class LinkDead(DomainError):
    """The link has served, is too old, or the change was stopped."""


class WrongLetterCode(DomainError):
    """Not the code of the letter, or it no longer works."""


class SameEyes(DomainError):
    """Whoever checked the identity cannot approve as well."""


class NotDisputed(DomainError):
    """There is nothing to decide about the change."""
