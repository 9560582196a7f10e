"""What other features show on the tenant file: each registers its section when it is imported.

    def insurance_section(desk, account, file): return FileSection(title=_("Assurance"), …)

    add_section("insurance", insurance_section, title=gettext_lazy("Assurance"), order=20)

Each section is a small page of its own (``/agence/locataires/CODE/rubriques/KEY/``), put into
the file as soon as that is drawn, and reached by a link without JavaScript: however many
features there are, no request asks more than fifteen queries (six are left to a section). It
gives plain values; ``None`` when there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from palier.domain.tenancy.models import TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.foundation.errors import NotYours
from palier.office.gate import Desk
from palier.office.permissions import Permission
from palier.ui.parts import Item, Link, Status, Table


@dataclass(frozen=True, slots=True)
class FileSection:
    """One section: a status in a word, facts, tables, links; each may be empty."""

    title: str
    status: Status | None = None
    items: tuple[Item, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    empty: str = ""


Build = Callable[[Desk, TenantAccount, AccountFile], FileSection | None]


@dataclass(frozen=True, slots=True)
class _Registered:
    key: str
    title: object
    order: int
    permission: Permission
    build: Build


_sections: dict[str, _Registered] = {}


def add_section(
    key: str,
    build: Build,
    *,
    title: object,
    order: int = 100,
    permission: Permission = Permission.SEE_TENANTS,
) -> None:
    """Show what ``build`` gives on the tenant file, to whom ``permission`` allows it."""
    _sections[key] = _Registered(key, title, order, permission, build)


def sections_of(desk: Desk, account: TenantAccount) -> tuple[Link, ...]:
    """Give the sections the reader may see, in order, each with the address of its page."""
    wanted = sorted(_sections.values(), key=lambda section: section.order)
    return tuple(
        Link(str(row.title), reverse("office:tenant-section", args=[account.code, row.key]))
        for row in wanted
        if desk.may(row.permission)
    )


def section_of(key: str, desk: Desk, account: TenantAccount, file: AccountFile) -> FileSection:
    """Build one section of the file of ``account``, which the reader may see.

    Raises:
        NotYours: there is none of that key, or it is not for this role.
    """
    row = _sections.get(key)
    if row is None or not desk.may(row.permission):
        raise NotYours()
    built = row.build(desk, account, file)
    return built or FileSection(str(row.title), empty=_("Rien à signaler."))
