"""What other features show on the tenant file: each registers its section when it is imported.

    def insurance_section(desk, account, file): return FileSection(title=_("Assurance"), …)

    add_section("insurance", insurance_section, order=20, permission=Permission.SEE_TENANTS)

A section asks a constant number of queries (the file is pinned to fifteen altogether: two a
section is the budget) and gives plain values; ``None`` when there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from palier.domain.tenancy.models import TenantAccount
from palier.domain.tenancy.queries import AccountFile
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
    order: int
    permission: Permission
    build: Build


_sections: dict[str, _Registered] = {}


def add_section(
    key: str,
    build: Build,
    *,
    order: int = 100,
    permission: Permission = Permission.SEE_TENANTS,
) -> None:
    """Show what ``build`` gives on the tenant file, to whom ``permission`` allows it."""
    _sections[key] = _Registered(order, permission, build)


def sections_of(desk: Desk, account: TenantAccount, file: AccountFile) -> list[FileSection]:
    """Give the sections the reader may see, in order."""
    wanted = sorted(_sections.values(), key=lambda section: section.order)
    built = (row.build(desk, account, file) for row in wanted if desk.may(row.permission))
    return [section for section in built if section is not None]
