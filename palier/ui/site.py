"""What the base pages show around every page, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from palier.ui.parts import Link


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call: shown at the foot of every page and on every error page."""

    name: str = ""
    phone: str = ""
    hours: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SiteWarning:
    """What everybody must know now, such as a wave of false messages; shown on every page."""

    text: str
    until: dt.date
    report_url: str = ""

    @classmethod
    def of(
        cls, decided: Mapping[str, str], today: dt.date, *, report_url: str = ""
    ) -> SiteWarning | None:
        """Read the landlord's setting ``site_warning``; ``None`` once its last day is over."""
        text, until = decided.get("text", ""), decided.get("until", "")
        try:
            last = dt.date.fromisoformat(until)
        except ValueError:
            return None
        return cls(text, last, report_url) if text and last >= today else None


@dataclass(frozen=True, slots=True)
class Language:
    """One language the site is written in, under its own name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """How to read the page in another language: ``url`` takes the choice, ``page`` comes back.

    ``offer`` is the language the reader's browser asks for, while they have chosen none.
    """

    url: str
    page: str
    others: tuple[Language, ...]
    offer: Language | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The landlord's side of the frame.

    ``theme_url`` serves the style sheet made by ``palier.ui.theme`` when the landlord has
    colours of its own; empty keeps Palier's. ``footer_links`` lead to the public pages
    (help, « Est-ce bien nous ? », accessibility, legal notice, site map).
    """

    landlord_name: str = "Palier"
    portal_name: str = field(default_factory=lambda: str(_("Espace locataire")))
    home_url: str = "/"
    logo_url: str = ""
    theme_url: str = ""
    contact: Contact = field(default_factory=Contact)
    footer_links: tuple[Link, ...] = ()
    language: LanguageChoice | None = None
    warning: SiteWarning | None = None
    sample_mode: bool = False
    sample_links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class NavItem:
    """One section. On a phone the ``primary`` ones (at most four) sit in the bottom bar."""

    key: str
    label: str
    url: str
    icon: str
    primary: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """One tenant account or lease the reader may look at; ``url`` makes it the current one."""

    label: str
    hint: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class ActingFor:
    """For whom the reader acts, when it is not for themselves: said at the top of every page."""

    sentence: str
    note: str = ""
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The reader's side of the frame; absent on public pages."""

    person_name: str = ""
    nav: tuple[NavItem, ...] = ()
    sign_out_url: str = ""
    profile_url: str = ""
    sign_in_url: str = ""
    account_choices: tuple[AccountChoice, ...] = ()
    acting_for: ActingFor | None = None
    helping_url: str = ""
    """Where the reader turns to the people they help; empty when they help nobody."""
    search_url: str = ""
    scope_label: str = ""

    @property
    def primary_nav(self) -> tuple[NavItem, ...]:
        return tuple(item for item in self.nav if item.primary)[:4]

    @property
    def current_account(self) -> AccountChoice | None:
        return next((choice for choice in self.account_choices if choice.current), None)


@dataclass(frozen=True, slots=True)
class Visit:
    """The reader's session: when it ends, and what to do about it (``ui/session.html``).

    ``until`` is the hour it ends if nothing is done; ``is_shared`` marks a shared computer.
    """

    seconds_left: int
    until: str
    state_url: str
    stay_url: str
    leave_url: str
    sign_out_url: str
    is_shared: bool = False
