"""Declarations as the tests need them, made through the actions."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

from palier.domain.access.queries import AccountView, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.models import Case
from palier.domain.casework.queries import case_about
from palier.domain.documents.intake.actions import keep_draft
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.queries import Tray
from palier.domain.household import actions
from palier.domain.household.models import Declaration
from palier.domain.household.rules.questions import Answers
from tests.cast import TODAY, Cast
from tests.domain.documents.intake import samples

BIRTH = Answers(
    direction="arrival",
    change="birth",
    family_name="Diallo",
    given_names="Léa Marie",
    birth_date=dt.date(2026, 11, 12),
    relation="child",
    effective_on=dt.date(2026, 11, 12),
    proof="birth_record",
)
SEPARATION = Answers(
    direction="departure",
    change="separation",
    member="M2",
    family_name="N’Guessan",
    given_names="Yanis",
    effective_on=dt.date(2026, 11, 1),
    proof="court_order",
)


def view_of(user: User) -> AccountView:
    return tenant_accounts_for(user, TODAY)[0]


def proof(user: User, now: dt.datetime, about: str = "", pages: int = 1) -> Draft:
    """Put one PDF into the tray of ``user``."""
    content = io.BytesIO(samples.pdf(pages))
    tray = Tray(user, "household", about)
    return keep_draft(tray=tray, name="acte.pdf", content=content, now=now)


def declared(cast: Cast, now: dt.datetime, answers: Answers = BIRTH, **more: Any) -> Declaration:
    """Awa declares a change, a birth by default."""
    given = {
        "view": view_of(cast.awa_user),
        "lease": cast.lease,
        "answers": answers,
        "proofs": [proof(cast.awa_user, now)],
        "user": cast.awa_user,
        "actor": actor_of(cast.awa_user),
        "now": now,
    }
    return actions.declare(**{**given, **more})


def case_of(declaration: Declaration) -> Case:
    case = case_about("household.declaration", declaration.code)
    assert case is not None
    return case


def deciding(staff: StaffMember, declaration: Declaration, now: dt.datetime) -> dict[str, Any]:
    """What an advisor who has just read the case gives a decision."""
    case = case_of(declaration)
    return {
        "declaration": declaration,
        "case": case,
        "note": "",
        "revision": case.revision,
        "staff": staff,
        "actor": actor_of(staff.user),
        "now": now,
    }


def accepted(cast: Cast, now: dt.datetime, answers: Answers = BIRTH) -> Declaration:
    declaration = declared(cast, now, answers)
    given = deciding(cast.north_advisor, declaration, now)
    actions.accept_declaration(effective_on=None, **given)
    declaration.refresh_from_db()
    return declaration


def refused(cast: Cast, declaration: Declaration, now: dt.datetime, reason: str) -> Declaration:
    given = deciding(cast.north_advisor, declaration, now)
    actions.refuse_declaration(reason_code=reason, **given)
    declaration.refresh_from_db()
    return declaration


def twin(answers: Answers, **more: Any) -> Answers:
    return replace(answers, **more)
