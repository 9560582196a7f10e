"""Households that change and papers that are asked for, in every state, through the actions."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from palier.demo.accounts import sign_ins
from palier.demo.insurance import ADVISORS, TEMPLATE
from palier.domain.access.queries import AccountView, leases_of, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.queries import case_about
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.queries import Tray
from palier.domain.household import actions as household
from palier.domain.household.models import Declaration
from palier.domain.household.queries import known_members
from palier.domain.household.rules.questions import Answers
from palier.domain.landlord.queries import today
from palier.domain.papers import actions as papers
from palier.domain.papers.models import Paper, PaperRequest
from palier.domain.tenancy.models import Lease
from palier.foundation import pdf

Tenant = tuple[User, AccountView]
DAY = dt.timedelta(days=1)


def change_households(*, now: dt.datetime) -> int:
    """Declare a few changes and decide some of them; give how many there are."""
    couple, _partner, two_leases, *rest = _tenants(today(now))
    mother = _declare(
        couple, now - 20 * DAY, _arrival(couple, "Coumba", 1951, today(now) - 60 * DAY)
    )
    _accept(mother, now - 18 * DAY)
    birth = _declare(couple, now - 9 * DAY, _birth(couple, today(now) - 15 * DAY))
    _refuse(birth, now - 7 * DAY, "unreadable")
    leaving = _departure(two_leases, now)
    if leaving is not None:
        _declare(two_leases, now - 2 * DAY, leaving)
    if rest:
        taken = _arrival(rest[-1], "Mireille", 1962, today(now) - 12 * DAY)
        _declare(rest[-1], now - 3 * DAY, taken)
    return Declaration.objects.count()


def ask_for_papers(*, now: dt.datetime) -> int:
    """Ask for papers: to give, late, deposited, refused, explained, settled; give how many."""
    couple, _partner, two_leases, *rest = _tenants(today(now))
    _asked(couple, now - 5 * DAY, "tax_notice", "Avis d’imposition", "income_survey", 12)
    refused = _asked(couple, now - 16 * DAY, "caf", "", "housing_aid", 8)
    paper = _deposited(couple, now - 12 * DAY, "Attestation de paiement de la CAF", refused)
    _decide(paper, now - 11 * DAY, "too_old")
    deposited = _asked(two_leases, now - 6 * DAY, "employer", "Bulletin de salaire", "file", 15)
    _deposited(two_leases, now - 1 * DAY, "Bulletin de salaire", deposited)
    free = _deposited(two_leases, now - 40 * DAY, "Attestation de la CAF", None)
    _decide(free, now - 39 * DAY, "")
    for turn, tenant in enumerate(rest[:2]):
        asked = _asked(tenant, now - 20 * DAY, "income", "", "repayment", 3 - 6 * turn)
        if turn == 0:
            _explained(tenant, now - 1 * DAY, asked)
    return PaperRequest.objects.count() + Paper.objects.count()


def _tenants(day: dt.date) -> list[Tenant]:
    found = []
    for who in sign_ins():
        if who.role in ("holder", "co_holder"):
            user = User.objects.get(email=who.email)
            found += [(user, view) for view in tenant_accounts_for(user, day)[:1]]
    return found


def _home(view: AccountView) -> Lease:
    return next(lease for lease in leases_of([view]) if lease.kind == Lease.Kind.DWELLING)


def _birth(tenant: Tenant, born: dt.date) -> Answers:
    name = tenant[1].person.family_name.partition("-")[0]
    return Answers(
        direction="arrival", change="birth", family_name=name, given_names="Nour",
        birth_date=born, relation="child", effective_on=born, proof="birth_record",
    )  # fmt: skip


def _arrival(tenant: Tenant, given: str, born: int, effective_on: dt.date) -> Answers:
    person = tenant[1].person
    return Answers(
        direction="arrival", change="taken_in", family_name=person.birth_name, given_names=given,
        birth_date=dt.date(born, 4, 17), relation="parent",
        effective_on=effective_on, proof="any",
    )  # fmt: skip


def _departure(tenant: Tenant, now: dt.datetime) -> Answers | None:
    day = today(now)
    members = known_members(_home(tenant[1]), day)
    child = next((member for member in members if member.relation == "child"), None)
    if child is None:
        return None
    return Answers(
        direction="departure", change="child_leaves", member=child.key,
        family_name=child.family_name, given_names=child.given_names,
        birth_date=child.birth_date, effective_on=day - 10 * DAY, proof="address",
    )  # fmt: skip


def _declare(tenant: Tenant, when: dt.datetime, answers: Answers) -> Declaration:
    user, view = tenant
    words = [f"{answers.full_name}", "Pièce d’essai : elle ne prouve rien."]
    return household.declare(
        view=view,
        lease=_home(view),
        answers=answers,
        proofs=[paper_of(user, "household", "Justificatif", words, when)],
        user=user,
        actor=actor_of(user),
        now=when,
    )


def _accept(declaration: Declaration, when: dt.datetime) -> None:
    household.accept_declaration(
        declaration=declaration, effective_on=None, **_deciding(declaration, when)
    )


def _refuse(declaration: Declaration, when: dt.datetime, reason: str) -> None:
    household.refuse_declaration(
        declaration=declaration, reason_code=reason, **_deciding(declaration, when)
    )


def _asked(
    tenant: Tenant, when: dt.datetime, kind: str, precision: str, reason: str, due_in: int
) -> PaperRequest:
    """Ask ``when``, for a deadline ``due_in`` days from the day the sample is loaded."""
    view = tenant[1]
    staff = _advisor(view.tenant_account.agency.erp_id)
    ago = {"tax_notice": 5, "caf": 16, "employer": 6}.get(kind, 20)
    return papers.ask_for_paper(
        tenant_account=view.tenant_account,
        person=view.person,
        kind=kind,
        precision=precision,
        reason_code=reason,
        note="",
        due_on=today(when) + dt.timedelta(days=ago + due_in),
        staff=staff,
        actor=actor_of(staff.user),
        now=when,
    )


def _deposited(tenant: Tenant, when: dt.datetime, title: str, asked: PaperRequest | None) -> Paper:
    user, view = tenant
    return papers.deposit_paper(
        view=view,
        files=[paper_of(user, "papers", title, [view.person.full_name], when)],
        kind="caf",
        precision=title,
        shared=False,
        asked=asked,
        user=user,
        actor=actor_of(user),
        now=when,
    )


def _decide(paper: Paper, when: dt.datetime, reason: str) -> None:
    given = _deciding(paper, when)
    if reason:
        papers.refuse_paper(paper=paper, reason_code=reason, **given)
    else:
        papers.accept_paper(paper=paper, **given)


def _explained(tenant: Tenant, when: dt.datetime, asked: PaperRequest) -> None:
    user, view = tenant
    papers.say_impediment(
        view=view,
        asked=asked,
        reason="not_received",
        precision="Ma caisse de retraite me l’envoie en fin de mois.",
        user=user,
        actor=actor_of(user),
        now=when,
    )


def _deciding(row: Declaration | Paper, when: dt.datetime) -> dict[str, Any]:
    case = case_about(row._meta.label_lower, row.code)
    assert case is not None, "a deposit has its case"
    staff = _advisor(case.agency_id)
    return {
        "case": case,
        "note": "",
        "revision": case.revision,
        "staff": staff,
        "actor": actor_of(staff.user),
        "now": when,
    }


def _advisor(agency_id: str) -> StaffMember:
    return StaffMember.objects.select_related("user").get(user__email=ADVISORS[agency_id])


def paper_of(
    user: User, purpose: str, title: str, words: Sequence[str], when: dt.datetime
) -> Draft:
    """Draw a paper that says what it is, and put it into a tray of ``user``."""
    facts = {
        "title": title,
        "insurer": "Document d’essai",
        "addressee": [words[0]],
        "paragraphs": list(words),
        "landlord": {"name": "Document d’essai", "address_lines": []},
    }
    content = pdf.render(TEMPLATE, facts, stamped_at=when)
    return intake.keep_draft(
        tray=Tray(user, purpose), name=f"{title}.pdf", content=io.BytesIO(content), now=when
    )
