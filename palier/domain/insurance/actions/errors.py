"""What can go wrong with an insurance certificate.

DomainError
├── NothingToInsure       the lease is over, or is not a dwelling's
├── NothingFiled          no file in the deposit
├── DatesWanted           accepted without a last day, or with days in the wrong order
├── AnotherFiledSince     taken back too late: a newer deposit awaits review
├── DepositAwaitsReview   no formal demand while the agency owes an answer
├── AlreadyInsured        no formal demand to somebody who is insured
└── DemandInForce         one formal demand at a time
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from palier.foundation.errors import DomainError


class NothingToInsure(DomainError):
    """The lease is over, or it is not that of a dwelling."""

    def __init__(self) -> None:
        super().__init__(
            _("Ce contrat ne demande pas d’attestation d’assurance, ou il est terminé.")
        )


class NothingFiled(DomainError):
    """There is no file in the deposit."""

    def __init__(self) -> None:
        super().__init__(_("Ajoutez votre attestation : un PDF, ou une photo."))


class DatesWanted(DomainError):
    """A certificate cannot be accepted without the days it covers."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Pour accepter, il faut la date de fin écrite sur l’attestation, après la date de "
                "début. Sans date de fin, refusez avec ce motif."
            )
        )


class AnotherFiledSince(DomainError):
    """A newer deposit awaits review: the older decision stands."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Le locataire a déposé une autre attestation depuis : c’est elle qu’il faut "
                "examiner. Cette décision ne peut plus être annulée."
            )
        )


class DepositAwaitsReview(DomainError):
    """The agency has not answered a deposit yet."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Une attestation attend votre réponse. Examinez-la d’abord : aucune mise en "
                "demeure ne peut partir avant."
            )
        )


class AlreadyInsured(DomainError):
    """An accepted certificate covers today."""

    def __init__(self) -> None:
        super().__init__(
            _("Ce logement est assuré aujourd’hui : il n’y a pas lieu à mise en demeure.")
        )


class DemandInForce(DomainError):
    """One formal demand is in force already."""

    def __init__(self) -> None:
        super().__init__(_("Une mise en demeure est déjà en vigueur pour ce logement."))
