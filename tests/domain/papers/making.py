"""Requests and papers as the tests need them, made through the actions."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.models import Case
from palier.domain.casework.queries import case_about
from palier.domain.documents.intake.actions import keep_draft
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.queries import Tray
from palier.domain.papers import actions
from palier.domain.papers.models import Impediment, Paper, PaperRequest
from tests.cast import Cast
from tests.domain.documents.intake import samples
from tests.domain.household.making import view_of

__all__ = ["asked", "case_of", "deciding", "deposited", "file", "said", "view_of"]
DUE = dt.date(2026, 12, 15)


def file(user: User, now: dt.datetime, about: str = "", pages: int = 1) -> Draft:
    """Put one PDF into the tray of ``user``."""
    content = io.BytesIO(samples.pdf(pages))
    tray = Tray(user, "papers", about)
    return keep_draft(tray=tray, name="avis.pdf", content=content, now=now)


def asked(cast: Cast, now: dt.datetime, **more: Any) -> PaperRequest:
    """Nora asks Awa for her tax notice, by 15 December."""
    given = {
        "tenant_account": cast.account,
        "person": cast.awa,
        "kind": "tax_notice",
        "precision": "Avis d’imposition 2026",
        "reason_code": "income_survey",
        "note": "",
        "due_on": DUE,
        "staff": cast.north_advisor,
        "actor": actor_of(cast.north_advisor.user),
        "now": now,
    }
    return actions.ask_for_paper(**{**given, **more})


def deposited(
    cast: Cast, now: dt.datetime, request: PaperRequest | None = None, **more: Any
) -> Paper:
    """Awa deposits a paper."""
    pages = more.pop("pages", 1)
    given = {
        "view": view_of(cast.awa_user),
        "files": [file(cast.awa_user, now, pages=pages)],
        "kind": "caf",
        "precision": "",
        "shared": False,
        "asked": request,
        "user": cast.awa_user,
        "actor": actor_of(cast.awa_user),
        "now": now,
    }
    return actions.deposit_paper(**{**given, **more})


def said(cast: Cast, now: dt.datetime, request: PaperRequest) -> Impediment:
    """Awa cannot give it."""
    return actions.say_impediment(
        view=view_of(cast.awa_user),
        asked=request,
        reason="not_received",
        precision="Elle arrive en janvier",
        user=cast.awa_user,
        actor=actor_of(cast.awa_user),
        now=now,
    )


def case_of(row: Paper | Impediment) -> Case:
    case = case_about(row._meta.label_lower, row.code)
    assert case is not None
    return case


def deciding(staff: StaffMember, row: Paper | Impediment, now: dt.datetime) -> dict[str, Any]:
    """What an advisor who has just read the case gives a decision."""
    case = case_of(row)
    name = "paper" if isinstance(row, Paper) else "impediment"
    return {
        name: row,
        "case": case,
        "note": "",
        "revision": case.revision,
        "staff": staff,
        "actor": actor_of(staff.user),
        "now": now,
    }
