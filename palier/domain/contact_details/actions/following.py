"""Compare what waits with what the ERP delivers; let an advisor decide when they differ."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from palier.domain.accounts.models import StaffMember
from palier.domain.accounts.queries import actor_of, may_see_agency
from palier.domain.audit.actor import Actor
from palier.domain.audit.catalogue import Event
from palier.domain.casework.actions import close_case_of, open_case
from palier.domain.casework.models import Case
from palier.domain.contact_details.actions.errors import NotDisputed
from palier.domain.contact_details.actions.steps import moved, what_of
from palier.domain.contact_details.letters import tell_refused
from palier.domain.contact_details.models import Change
from palier.domain.contact_details.queries.details import erp_value_of
from palier.domain.contact_details.rules.changes import (
    ECHOED,
    Echo,
    Field,
    echo_of,
    same_value,
)
from palier.foundation.errors import NotYours
from palier.foundation.locking import lock, lock_one
from palier.foundation.sentences import Sentence, in_french

SLICE = 200
SUBJECT = "contact_details.change"
THEIRS_IS_RIGHT = gettext_lazy("la valeur de votre bailleur est la bonne, après vérification")
DIFFERENT = Sentence(gettext_noop("Coordonnées : deux valeurs différentes (%(what)s)"))
WHICH_ONE = gettext_lazy(
    "Le locataire a donné une valeur, et le progiciel en livre une autre qui n’est ni la "
    "sienne ni l’ancienne. Vérifiez laquelle est la bonne, puis décidez dans le dossier."
)


def compare_with_erp(*, now: dt.datetime) -> tuple[int, int]:
    """Read the current delivery for every change that waits; give how many it took and disputes.

    The old value undoes nothing: what the person said goes on counting. The same value ends
    the wait. A third value opens a case of the agency, and nothing is lost meanwhile.
    """
    taken = disputed = last = 0
    while keys := _waiting_after(last):
        last = keys[-1]
        for echo in _compare_slice(keys, now):
            taken += echo == Echo.SAYS_THE_SAME
            disputed += echo == Echo.SAYS_ANOTHER
    return taken, disputed


@transaction.atomic
def settle_dispute(*, change: Change, keep: bool, staff: StaffMember, now: dt.datetime) -> Change:
    """Decide between what the person said (``keep``) and what the ERP holds.

    Kept, it is delivered once more; otherwise the ERP's value counts and the person is told.

    Raises:
        NotYours: the account belongs to an agency that ``staff`` does not see.
        NotDisputed: there is nothing to decide, or it was decided.
    """
    row = lock_one(
        Change.objects.filter(pk=change.pk).select_related(
            "person", "tenant_account__agency", "user"
        )
    )
    if not may_see_agency(staff, row.tenant_account.agency.erp_id):
        raise NotYours()
    if row.state != Change.State.DISPUTED:
        raise NotDisputed(
            _("Il n’y a plus rien à décider : les deux valeurs ne se contredisent plus.")
        )
    actor = actor_of(staff.user)
    close_case_of(
        subject_kind=SUBJECT,
        subject_reference=row.code,
        actor=actor,
        now=now,
        reason=Case.Ending.CORRECTED if keep else Case.Ending.NOT_CORRECTED,
    )
    if keep:
        moved(row, Change.State.RECORDED, Event.CONTACT_KEPT, actor, now)
        return row
    row.erp_message = in_french(THEIRS_IS_RIGHT)
    row.save(update_fields=["erp_message"])
    moved(row, Change.State.REFUSED, Event.CONTACT_REFUSED, actor, now)
    tell_refused(row, now=now)
    return row


def _to_compare() -> QuerySet[Change]:
    """Give what waits, and what the ERP says it took without having shown it yet."""
    return Change.objects.filter(
        Q(state__in=Change.WAITING) | Q(state=Change.State.TAKEN, rival=None)
    )


def _waiting_after(last: int) -> list[int]:
    rows = _to_compare().filter(field__in=[field.value for field in ECHOED], pk__gt=last)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:SLICE])


@transaction.atomic
def _compare_slice(keys: list[int], now: dt.datetime) -> list[Echo]:
    rows = _to_compare().filter(pk__in=keys)
    return [
        _compare(change, now)
        for change in lock(
            rows.select_related("person__replaced_by", "tenant_account__agency", "user")
        )
    ]


def _compare(change: Change, now: dt.datetime) -> Echo:
    person = change.person.replaced_by or change.person
    delivered = erp_value_of(person, Field(change.field))
    before = change.rival if change.rival is not None else change.before
    echo = echo_of(change.field, said=change.value, before=before, delivered=delivered)
    actor = Actor.erp()
    if echo == Echo.STILL_THE_OLD or _waits_to_be_sent(change):
        return Echo.STILL_THE_OLD
    # From now on this is what the ERP is known to hold.
    change.rival = delivered
    change.save(update_fields=["rival"])
    if change.state == Change.State.TAKEN:
        return Echo.STILL_THE_OLD
    if echo == Echo.SAYS_THE_SAME:
        moved(change, Change.State.TAKEN, Event.CONTACT_TAKEN, actor, now)
    elif change.state != Change.State.DISPUTED:
        moved(change, Change.State.DISPUTED, Event.CONTACT_DISPUTED, actor, now)
        _ask_agency(change, now)
    return echo


def _waits_to_be_sent(change: Change) -> bool:
    """Tell whether a change takes back one already sent: the ERP must hear of it first."""
    return change.state == Change.State.RECORDED and same_value(
        change.field, change.value, change.before
    )


def _ask_agency(change: Change, now: dt.datetime) -> None:
    open_case(
        kind=Case.Kind.CORRECTION,
        subject=DIFFERENT.in_french(what=what_of(change)),
        body=in_french(WHICH_ONE),
        tenant_account=change.tenant_account,
        person=change.person,
        subject_kind=SUBJECT,
        subject_reference=change.code,
        live_key=f"contact:{change.code}",
        facts={"contact_change": change.code},
        actor=Actor.erp(),
        now=now,
    )
