"""Insurance certificates of the sample, in every state, deposited and decided by the actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from palier.demo.accounts import AGENCY_IDS, sign_ins
from palier.demo.cast import CANAL, PLAINE
from palier.domain.access.queries import AccountView, leases_of, tenant_accounts_for
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import actor_of
from palier.domain.casework.models import Case
from palier.domain.documents import vault
from palier.domain.documents.intake.actions import Bound, Bundle
from palier.domain.insurance import actions
from palier.domain.insurance.queries import is_to_insure
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import Lease
from palier.foundation import pdf
from palier.foundation.dates import long_date

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"
ADVISORS = {
    AGENCY_IDS[CANAL]: "camille.roussel@rives-ourcq.example",
    AGENCY_IDS[PLAINE]: "ines.vasseur@rives-ourcq.example",
}


@dataclass(frozen=True, slots=True)
class Story:
    """One deposit of one tenant: how long ago, for which days from today, and its fate."""

    insurer: str
    days_ago: int
    first: int
    last: int
    fate: str = "accepted"
    """``accepted``, ``waiting``, or the code of a refusal."""
    number: str = ""
    address: str = ""


# By the rank of the tenant among those who can sign in; the others deposited nothing.
STORIES: dict[int, tuple[Story, ...]] = {
    0: (
        Story("MAIF", 420, -430, -66, number="4123456A"),
        Story("MAIF", 60, -65, 300, number="4123456A"),
    ),
    2: (Story("MACIF", 330, -346, 19, number="15 482 771"),),
    3: (
        Story("Allianz", 400, -410, -45, number="K 7781 2290"),
        Story("Allianz", 6, -20, 345, "other_address", "K 7781 2290", "8 rue du Port, 69002 Lyon"),
    ),
    4: (Story("Luko", 1, -2, 363, "waiting", "LK-20481177"),),
    5: (Story("Groupama", 200, -215, 150, number="31 55 8842 0017"),),
}


def insure_the_sample(*, now: dt.datetime) -> int:
    """Deposit the certificates of ``STORIES`` and decide them; give how many there are."""
    count = 0
    for rank, (user, view, lease) in enumerate(_tenants(today(now))):
        for story in STORIES.get(rank, ()):
            _live(story, user, view, lease, now)
            count += 1
    return count


def _tenants(day: dt.date) -> list[tuple[User, AccountView, Lease]]:
    found = []
    for who in sign_ins():
        if who.role not in ("holder", "co_holder"):
            continue
        user = User.objects.get(email=who.email)
        for view in tenant_accounts_for(user, day)[:1]:
            homes = [lease for lease in leases_of([view]) if is_to_insure(lease, day)]
            found += [(user, view, homes[0])] if homes else []
    return found


def _live(story: Story, user: User, view: AccountView, lease: Lease, now: dt.datetime) -> None:
    deposited = now - dt.timedelta(days=story.days_ago, hours=2)
    first = today(now) + dt.timedelta(days=story.first)
    last = today(now) + dt.timedelta(days=story.last)
    content = _certificate(story, view, lease, first, last, deposited)
    # Drawn by ourselves a moment ago: the airlock has nothing to find in it, and takes time.
    bound = Bound(vault.write(content), len(content), pages=1, held=False)
    made = actions.deposit_certificate(
        lease=lease,
        person=view.person,
        user=user,
        bundle=Bundle((bound,), drafts=()),
        answers=actions.Answers(story.insurer, story.number, first, last),
        actor=actor_of(user),
        now=deposited,
    )
    if story.fate != "waiting":
        _decide(story, made.case, first, last, deposited + dt.timedelta(days=1))


def _decide(story: Story, case: Case, first: dt.date, last: dt.date, decided: dt.datetime) -> None:
    staff = StaffMember.objects.select_related("user").get(user__email=ADVISORS[case.agency_id])
    common: dict[str, Any] = {
        "case": case,
        "revision": case.revision,
        "staff": staff,
        "actor": actor_of(staff.user),
        "now": decided,
    }
    if story.fate == "accepted":
        actions.accept_certificate(valid_from=first, valid_to=last, **common)
    else:
        actions.refuse_certificate(reason_code=story.fate, **common)


def _certificate(
    story: Story,
    view: AccountView,
    lease: Lease,
    first: dt.date,
    last: dt.date,
    deposited: dt.datetime,
) -> bytes:
    home = lease.dwelling
    where = story.address or (f"{home.address}, {home.postcode} {home.town}" if home else "")
    name = view.person.full_name
    facts = {
        "title": "Attestation d’assurance habitation",
        "insurer": story.insurer,
        "addressee": [name, *where.split(", ")],
        "paragraphs": [
            "Document d’essai : cet assureur n’a rien délivré.",
            f"{story.insurer} atteste que {name} est titulaire du contrat habitation "
            f"n° {story.number}.",
            f"Adresse du logement assuré : {where}",
            "Sont garantis les risques locatifs : incendie, explosion, dégâts des eaux.",
            f"Cette attestation est valable du {long_date(first)} au {long_date(last)}.",
        ],
        "landlord": {"name": story.insurer, "address_lines": []},
    }
    return pdf.render(TEMPLATE, facts, stamped_at=deposited)
