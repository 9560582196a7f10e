"""Which demands are a reader's own, as the person or as somebody who acts for them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from palier.domain.access.models import PersonLink
from palier.domain.access.queries.delegations import acting, may_act
from palier.domain.access.queries.views import Reader
from palier.domain.access.rules.delegating import Scope
from palier.domain.casework.models import Case

_OPENED = {
    Scope.PAPERS: (Case.Kind.PAPER, Case.Kind.CERTIFICATE, Case.Kind.DECLARATION),
    Scope.PAYMENT: (Case.Kind.HARDSHIP, Case.Kind.PAYMENT),
    Scope.MESSAGES: (Case.Kind.MESSAGE, Case.Kind.CONTACT, Case.Kind.CORRECTION),
}
"""The demands a delegate reads, by scope: about identity and bank details, none."""


def own_cases(user: Reader) -> Q:
    """Say which demands are the reader's own: what they asked, or what was asked in their name.

    What somebody asked for another person leaves them with the delegation; whoever has only
    said who they are (a claim) keeps the demand about it. No query of its own.
    """
    under = acting(user)
    if under is not None:
        helped = Q(person=under.person_id) | Q(person=under.person.replaced_by_id or 0)
        opened = {
            kind for scope, kinds in _OPENED.items() if may_act(user, scope) for kind in kinds
        }
        return helped & Q(kind__in=opened)
    links = PersonLink.objects.filter(user_id=user.pk or 0)
    proven = links.filter(state=PersonLink.State.PROVEN)
    return _about(proven) | (Q(user_id=user.pk or 0) & (Q(person=None) | _about(links)))


def _about(links: QuerySet[PersonLink]) -> Q:
    return Q(person__in=links.values("person")) | Q(person__in=links.values("person__replaced_by"))
