"""Each kind of entry in one plain sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.ledger.models import Entry
from palier.domain.ledger.rules import Posting
from palier.foundation.sentences import read_again

Kind = Entry.Kind

_EXPLANATIONS: dict[str, Promise] = {
    Kind.OPENING: gettext_lazy("Le solde de votre compte au début de cet historique."),
    Kind.RENT: gettext_lazy("Le loyer de votre logement pour ce mois, sans les charges."),
    Kind.ANNEX_RENT: gettext_lazy("Le loyer de votre parking, de votre cave ou d’une annexe."),
    Kind.CHARGES: gettext_lazy(
        "Des avances sur l’eau, le chauffage et l’entretien de l’immeuble, comparées une fois "
        "par an aux dépenses réelles."
    ),
    Kind.SLS: gettext_lazy(
        "Un supplément demandé quand les revenus du foyer dépassent le plafond du logement social."
    ),
    Kind.INSURANCE: gettext_lazy(
        "L’assurance que votre bailleur a prise pour vous, faute d’attestation."
    ),
    Kind.DEPOSIT: gettext_lazy("Une somme versée à l’entrée et rendue au départ, dettes déduites."),
    Kind.ADJUSTMENT: gettext_lazy("La correction d’une somme déjà demandée."),
    Kind.SETTLEMENT: gettext_lazy(
        "La différence entre les provisions payées et les dépenses réelles de l’année."
    ),
    Kind.FEE: gettext_lazy("Des frais prévus par la loi ou par votre bail."),
    Kind.APL: gettext_lazy("L’aide de la CAF, versée directement à votre bailleur."),
    Kind.RLS: gettext_lazy("Une baisse de loyer accordée par la loi selon vos ressources."),
    Kind.REBATE: gettext_lazy("Une baisse accordée par votre bailleur."),
    Kind.PAYMENT: gettext_lazy("Votre paiement a bien été reçu."),
    Kind.REJECTED: gettext_lazy(
        "La banque a refusé un paiement : la somme est de nouveau à payer."
    ),
    Kind.REFUND: gettext_lazy("Une somme qui vous a été rendue."),
    Kind.OCCUPATION: gettext_lazy(
        "La somme due pour l’occupation du logement après la fin du bail."
    ),
    Kind.REVERSAL: gettext_lazy("L’annulation d’une opération inscrite par erreur ou remplacée."),
}

# ERPs post every provision under one kind and name the service in the label.
_CHARGES: tuple[tuple[str, Promise], ...] = (
    ("eau froide", gettext_lazy("Une avance sur votre consommation d’eau froide.")),
    ("eau chaude", gettext_lazy("Une avance sur l’eau chaude et l’énergie qui la chauffe.")),
    ("chauffage", gettext_lazy("Une avance sur le chauffage collectif, répartie sur l’année.")),
    ("ascenseur", gettext_lazy("Une avance sur l’électricité et l’entretien de l’ascenseur.")),
    ("espaces verts", gettext_lazy("Une avance sur l’entretien des jardins et des abords.")),
    ("communes", gettext_lazy("Une avance sur le ménage, l’éclairage et le gardien.")),
    ("gardien", gettext_lazy("Une avance sur le ménage, l’éclairage et le gardien.")),
    ("ordures", gettext_lazy("L’impôt qui paie le ramassage des déchets.")),
    ("teom", gettext_lazy("L’impôt qui paie le ramassage des déchets.")),
)

_PAID_BY: dict[str, Promise] = {
    Entry.Rail.DIRECT_DEBIT: gettext_lazy("Payé par prélèvement."),
    Entry.Rail.TRANSFER: gettext_lazy("Payé par virement."),
    Entry.Rail.CARD: gettext_lazy("Payé par carte bancaire."),
    Entry.Rail.CHEQUE: gettext_lazy("Payé par chèque."),
    Entry.Rail.CASH: gettext_lazy("Payé en espèces."),
    Entry.Rail.THIRD_PARTY: gettext_lazy("Payé par un organisme."),
}


def kind_label(posting: Posting) -> str:
    """Name the kind of an entry, with a capital."""
    name = str(Kind(posting.kind).label) if posting.kind in Kind.values else posting.kind
    return name[:1].upper() + name[1:]


def label_of(posting: Posting) -> str:
    """Give the entry's own words, else the name of its kind."""
    return read_again(posting.label) or kind_label(posting)


def explanation_of(posting: Posting) -> str:
    """Explain an entry in one plain sentence of the reader's language."""
    if posting.kind == Kind.PAYMENT and posting.rail in _PAID_BY:
        return str(_PAID_BY[posting.rail])
    if posting.kind == Kind.CHARGES:
        label = posting.label.lower()
        for word, sentence in _CHARGES:
            if word in label:
                return str(sentence)
    return str(_EXPLANATIONS.get(posting.kind, _("Une opération inscrite par votre bailleur.")))
