"""Declarations and drafts as their readers may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat, Trim

from palier.domain.access.queries import AccountView, people_of
from palier.domain.access.queries.views import Reader
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import StaffMember, User
from palier.domain.accounts.queries import agencies_of
from palier.domain.casework.models import Decision
from palier.domain.casework.queries import decisions_about
from palier.domain.documents.intake.models import Draft
from palier.domain.documents.intake.queries import Tray, waiting_in
from palier.domain.household.models import AnswersDraft, Declaration
from palier.domain.tenancy.models import Lease, TenantAccount
from palier.foundation.errors import NotYours

PURPOSE = "household"
SUBJECT = "household.declaration"
LONGEST_STORY = 20
MOST_SHOWN = 100
TO_REDO = "household.to-redo"
"""How ``casework.queries.to_do`` tells the room's rows from others."""


def declaration_for(user: Reader, code: str) -> Declaration:
    """Give one of the reader's own declarations; co-holders read only what was accepted of it.

    Raises:
        NotYours: there is none of that code, or another person made it.
    """
    mine = [person.pk for person in people_of(user, Scope.PAPERS)]
    found = _loaded().filter(code=code, person__in=mine).first()
    if found is None:
        raise NotYours()
    return found


def story_for(
    user: Reader, code: str, views: Sequence[AccountView]
) -> list[tuple[Declaration, Decision | None]]:
    """Give one of the reader's own declarations, the last, after those it makes again.

    ``views``: the accounts of ``user``. As ``story_of``, in two queries.

    Raises:
        NotYours: there is none of that code, or another person made it.
    """
    mine = {view.person.pk for view in views} or {
        person.pk for person in people_of(user, Scope.PAPERS)
    }
    of_lease = Declaration.objects.filter(code=code).values("lease")
    rows = list(_loaded().filter(lease__in=of_lease, person__in=mine).order_by("-pk")[:MOST_SHOWN])
    found = next((row for row in rows if row.code == code), None)
    if found is None:
        return story_of(declaration_for(user, code))
    return _decided(_chain(found, rows))


def declarations_of(view: AccountView, lease: Lease) -> list[Declaration]:
    """Give what the reader of ``view`` declared about a dwelling, the newest first."""
    rows = _loaded().filter(lease=lease, person=view.person)
    return list(rows.order_by("-declared_at", "-pk")[:MOST_SHOWN])


def declarations_of_account(staff: StaffMember, account: TenantAccount) -> list[Declaration]:
    """Give every declaration of an account of the reader's agencies, the newest first.

    Raises:
        NotYours: the account belongs to another agency.
    """
    if account.agency.erp_id not in agencies_of(staff):
        raise NotYours()
    rows = _loaded().filter(tenant_account=account)
    return list(rows.order_by("-declared_at", "-pk")[:MOST_SHOWN])


def declaration_at_desk(staff: StaffMember, code: str) -> Declaration:
    """Give a declaration of the reader's agencies.

    Raises:
        NotYours: there is none, or it belongs to another agency.
    """
    found = _loaded().filter(code=code).first()
    if found is None or found.tenant_account.agency.erp_id not in agencies_of(staff):
        raise NotYours()
    return found


def declaration_coded(code: str) -> Declaration:
    """Give a declaration by its code; the caller has authorised its case.

    Raises:
        NotYours: there is none.
    """
    found = _loaded().filter(code=code).first()
    if found is None:
        raise NotYours()
    return found


def story_of(declaration: Declaration) -> list[tuple[Declaration, Decision | None]]:
    """Give the refused declarations that this one makes again, the oldest first, then itself.

    Each comes with the decision in force about it. Two queries, however often it was refused.
    """
    earlier: list[Declaration] = []
    if declaration.follows_id is not None:
        rows = _loaded().filter(lease=declaration.lease_id, pk__lt=declaration.pk)
        earlier = list(rows.order_by("-pk")[:MOST_SHOWN])
    return _decided(_chain(declaration, earlier))


def reviewed(code: str) -> tuple[Declaration, list[tuple[Declaration, Decision | None]]]:
    """Give the declaration a case is about, and those refused before it, as ``story_of`` does.

    The caller has authorised the case. One query, two when something was refused before.

    Raises:
        NotYours: there is none.
    """
    of_lease = Declaration.objects.filter(code=code).values("lease")
    rows = list(_loaded().filter(lease__in=of_lease).order_by("-pk")[:MOST_SHOWN])
    found = next((row for row in rows if row.code == code), None) or declaration_coded(code)
    chain = _chain(found, rows)
    return found, _decided(chain[:-1])


def to_redo_rows(view: AccountView) -> QuerySet[Any]:
    """Give the reader's refused declarations that nothing has followed.

    Rows for ``casework.queries.to_do``: the title is the change's code, the text the name.
    """
    name = Concat("given_names", Value(" "), "family_name", output_field=TextField())
    return Declaration.objects.filter(
        tenant_account=view.tenant_account,
        person=view.person,
        state=Declaration.State.REFUSED,
        followed_by=None,
    ).values_list(Value(TO_REDO), "code", "change", Trim(name), "effective_on", F("code"))


def draft_of(user: User, lease: Lease) -> AnswersDraft | None:
    """Give what the reader began to declare about a dwelling."""
    return AnswersDraft.objects.filter(user=user, lease=lease).first()


def draft_for(user: Reader, code: str) -> AnswersDraft:
    """Give a draft of the reader's.

    Raises:
        NotYours: there is none, it is another's, or it was sent meanwhile.
    """
    if not user.is_authenticated:
        raise NotYours()
    found = (
        AnswersDraft.objects.filter(user_id=user.pk, code=code)
        .select_related("lease__tenant_account__agency", "person", "follows")
        .first()
    )
    if found is None:
        raise NotYours()
    return found


def tray_of(owner: User, draft: AnswersDraft) -> Tray:
    """Give where the proofs of a draft wait."""
    return Tray(owner, PURPOSE, draft.code)


def proofs_waiting(owner: User, draft: AnswersDraft) -> list[Draft]:
    """Give the files added to a draft, in the order they came."""
    return waiting_in(tray_of(owner, draft))


def _chain(last: Declaration, earlier: Iterable[Declaration]) -> list[Declaration]:
    by_key = {one.pk: one for one in earlier}
    found = [last]
    while found[0].follows_id in by_key and len(found) < LONGEST_STORY:
        found.insert(0, by_key[found[0].follows_id])
    return found


def _decided(found: list[Declaration]) -> list[tuple[Declaration, Decision | None]]:
    decided = decisions_about(SUBJECT, [one.code for one in found])
    return [(one, decided.get(one.code)) for one in found]


def _loaded() -> QuerySet[Declaration]:
    """Load what a declaration shows; ``is_followed``: another one makes it again."""
    following = Declaration.objects.filter(follows=OuterRef("pk"))
    return Declaration.objects.select_related(
        "tenant_account__agency", "lease__dwelling", "person", "user", "document__file", "filed_by"
    ).annotate(is_followed=Exists(following))  # type: ignore[no-redef]  # its default, read
