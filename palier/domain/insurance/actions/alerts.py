"""What the tenant reads in their messages: no proof of insurance, a formal demand, its end.

The e-mails of ``letters`` announce it without content; the messages say it whole, and can be
answered. What is refused is told by ``messaging.actions.tell_decision``.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy, gettext_noop

from palier.domain.audit.actor import Actor
from palier.domain.insurance.models import FormalDemand
from palier.domain.insurance.rules.cover import Cover
from palier.domain.messaging.actions import notify
from palier.domain.messaging.models import Topic
from palier.domain.tenancy.models import Lease
from palier.foundation.sentences import Sentence, in_french

MISSING = gettext_lazy("Votre attestation d’assurance nous manque")
ENDED = Sentence(
    gettext_noop(
        "L’attestation d’assurance du logement %(home)s s’est terminée le %(day)s, et nous n’avons "
        "pas reçu la suivante."
    )
)
NEVER_RECEIVED = Sentence(
    gettext_noop(
        "Nous n’avons pas encore reçu d’attestation d’assurance pour le logement %(home)s."
    )
)
TO_DO = gettext_lazy(
    "Demandez-la à votre assureur, puis déposez-la à la page « Mon assurance » : une photo "
    "suffit. Si vous avez une difficulté, répondez à ce message, votre agence vous aidera."
)
DEMAND = gettext_lazy("Mise en demeure d’assurer votre logement")
DEMANDED = Sentence(
    gettext_noop(
        "Votre bailleur vous met en demeure d’assurer le logement %(home)s avant le %(day)s. La "
        "lettre est dans vos documents. Déposez une attestation valable à la page « Mon "
        "assurance » : la mise en demeure est alors annulée."
    )
)
CANCELLED = Sentence(
    gettext_noop("La mise en demeure du %(day)s est annulée. Vous n’avez rien à faire.")
)


def alert_uninsured(lease: Lease, cover: Cover, *, key: str, now: dt.datetime) -> None:
    """Say in the messages that nothing proves the insurance of a home; once for ``key``.

    ``lease`` comes with its account, agency and dwelling loaded.
    """
    home = _home(lease)
    said = (
        ENDED.in_french(home=home, day=cover.ended_on)
        if cover.ended_on is not None
        else NEVER_RECEIVED.in_french(home=home)
    )
    notify(
        tenant_account=lease.tenant_account,
        topic=Topic.INSURANCE,
        title=in_french(MISSING),
        text=f"{said}\n\n{in_french(TO_DO)}",
        about=lease,
        key=f"insurance:{lease.code}:{key}",
        letter=False,
        actor=Actor.system(),
        now=now,
    )


def alert_demand(demand: FormalDemand, *, actor: Actor, now: dt.datetime) -> None:
    """Say in the messages that a formal demand was issued, until when, and what ends it."""
    text = DEMANDED.in_french(home=_home(demand.lease), day=demand.deadline_on)
    _about_demand(demand, text, key="issued", actor=actor, now=now)


def alert_demand_cancelled(demand: FormalDemand, *, actor: Actor, now: dt.datetime) -> None:
    """Say in the messages that a formal demand no longer stands."""
    text = CANCELLED.in_french(day=demand.issued_on)
    key = f"cancelled:{now.isoformat()}"
    _about_demand(demand, text, key=key, actor=actor, now=now)


def _about_demand(
    demand: FormalDemand, text: str, *, key: str, actor: Actor, now: dt.datetime
) -> None:
    notify(
        tenant_account=demand.tenant_account,
        topic=Topic.INSURANCE,
        title=in_french(DEMAND),
        text=text,
        about=demand,
        key=f"demand:{demand.code}:{key}",
        letter=False,
        actor=actor,
        now=now,
    )


def _home(lease: Lease) -> str:
    home = lease.dwelling
    return f"{home.address}, {home.postcode} {home.town}" if home is not None else ""
