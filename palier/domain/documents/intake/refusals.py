"""Why a file is not taken: what happened, what to do.

Refusal                     (a DomainError; ``kind`` names the case, the airlock uses it)
├── WrongType               UnknownType OtherImage OfficeDocument Archive Video WebPage
├── Broken                  Empty Damaged DamagedPhoto TruncatedPhoto DamagedPdf
│                           TruncatedPdf HollowPdf NoSuchPage
├── TooMuch                 TooHeavy RequestTooHeavy TooManyFiles TooManyPages
│                           TooManyPixels TooComplex
├── Dangerous               Infected Disguised ProtectedPdf
│   └── ActivePdf           Script Command Attachments Media LivingForm OpensAddress
└── NotNow                  NoRoom TooBusy TooManyFromVisitors DraftGone AlreadySent
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palier.foundation.errors import DomainError


class Refusal(DomainError):
    """Carry the sentence for one file; ``name`` is the file's as its owner knows it."""

    kind = ""
    said: str | Promise = ""

    def __init__(self, name: str = "", **facts: Any) -> None:
        self.name, self.facts = name, facts
        super().__init__(str(self.said) % ({"name": name} | facts))


class WrongType(Refusal):
    """The file is of a sort that is not taken."""


class UnknownType(WrongType):
    kind = "unknown_type"
    said = _(
        "« %(name)s » n’est ni un PDF ni une photo. Envoyez un PDF, ou prenez le document "
        "en photo avec votre téléphone."
    )


class OtherImage(WrongType):
    kind = "other_image"
    said = _(
        "« %(name)s » est une image au format %(format)s, que nous ne pouvons pas lire. "
        "Ouvrez-la, faites une capture d’écran, et envoyez la capture."
    )


class OfficeDocument(WrongType):
    kind = "office_document"
    said = _(
        "« %(name)s » est un document de bureautique (Word, Excel, OpenDocument…). Ouvrez-le, "
        "choisissez « Enregistrer au format PDF », puis envoyez ce PDF."
    )


class Archive(WrongType):
    kind = "archive"
    said = _(
        "« %(name)s » est un dossier compressé (ZIP ou semblable). Ouvrez-le et envoyez "
        "les fichiers qu’il contient, un par un."
    )


class Video(WrongType):
    kind = "video"
    said = _(
        "« %(name)s » est une vidéo ou un son. Prenez plutôt une photo du document, bien à plat."
    )


class WebPage(WrongType):
    kind = "web_page"
    said = _(
        "« %(name)s » est une page Internet ou un message. Ouvrez-le, choisissez « Imprimer », "
        "puis « Enregistrer au format PDF », et envoyez ce PDF."
    )


class Broken(Refusal):
    """The file cannot be read to its end."""


class Empty(Broken):
    kind = "empty"
    said = _(
        "« %(name)s » est vide : il ne contient rien. Vérifiez-le sur votre appareil, "
        "puis choisissez-le de nouveau."
    )


class Damaged(Broken):
    kind = "damaged"
    said = _(
        "« %(name)s » est abîmé : nous n’arrivons pas à l’ouvrir. Téléchargez-le de nouveau, "
        "ou prenez le document en photo."
    )


class DamagedPhoto(Damaged):
    kind = "damaged_photo"
    said = _(
        "« %(name)s » est une photo abîmée : nous n’arrivons pas à la lire. Reprenez la photo."
    )


class TruncatedPhoto(Broken):
    kind = "truncated_photo"
    said = _(
        "« %(name)s » est incomplète : il manque la fin de la photo, souvent parce qu’une copie "
        "s’est arrêtée trop tôt. Reprenez la photo, ou envoyez-la depuis l’appareil d’origine."
    )


class DamagedPdf(Damaged):
    kind = "damaged_pdf"
    said = _(
        "« %(name)s » est un PDF abîmé : nous n’arrivons pas à l’ouvrir. Téléchargez-le de "
        "nouveau, ou prenez le document en photo."
    )


class TruncatedPdf(Broken):
    kind = "truncated_pdf"
    said = _(
        "« %(name)s » est incomplet : il manque la fin du PDF, souvent parce qu’un "
        "téléchargement s’est arrêté trop tôt. Téléchargez-le de nouveau, puis envoyez-le."
    )


class HollowPdf(Broken):
    kind = "hollow_pdf"
    said = _("« %(name)s » est un PDF sans aucune page. Vérifiez que c’est le bon fichier.")


class NoSuchPage(Broken):
    kind = "no_such_page"
    said = _("Ce document n’a pas autant de pages. Revenez à la première.")


class TooMuch(Refusal):
    """More than the limits that were told."""


class TooHeavy(TooMuch):
    kind = "too_heavy"
    said = _(
        "« %(name)s » pèse %(size)s : la limite est de %(limit)d Mo par fichier. Enregistrez-le "
        "en qualité plus légère, ou prenez les pages utiles en photo."
    )


class RequestTooHeavy(TooMuch):
    kind = "request_too_heavy"
    said = _(
        "« %(name)s » n’a pas été reçu : l’envoi dépasse %(limit)d Mo en tout. "
        "Envoyez vos fichiers en plusieurs fois."
    )


class TooManyFiles(TooMuch):
    kind = "too_many_files"
    said = _(
        "« %(name)s » n’a pas été gardé : la limite est de %(limit)d fichiers. Retirez-en un, "
        "ou réunissez vos pages dans un seul PDF."
    )


class TooManyPages(TooMuch):
    kind = "too_many_pages"
    said = _(
        "« %(name)s » : cela fait %(pages)d pages, et la limite est de %(limit)d. Envoyez "
        "seulement les pages utiles."
    )


class TooManyPixels(TooMuch):
    kind = "too_many_pixels"
    said = _(
        "« %(name)s » a des dimensions démesurées pour une photo. Reprenez la photo, "
        "ou faites une capture d’écran, et envoyez-la à la place."
    )


class TooComplex(TooMuch):
    kind = "too_complex"
    said = _(
        "« %(name)s » est trop compliqué à ouvrir sans risque. Imprimez-le au format PDF "
        "depuis votre appareil, ou prenez le document en photo, puis envoyez le résultat."
    )


class Dangerous(Refusal):
    """The file could harm who opens it, or hides what it is."""


class Infected(Dangerous):
    kind = "infected"
    said = _(
        "« %(name)s » a été arrêté par l’antivirus et n’a pas été gardé. Ne l’ouvrez pas. "
        "Demandez un nouveau document à qui vous l’a donné, ou envoyez une photo du papier."
    )


class Disguised(Dangerous):
    kind = "disguised"
    said = _(
        "« %(name)s » cache un autre fichier avant le PDF : nous ne le gardons pas. "
        "Téléchargez le document de nouveau, ou prenez-le en photo."
    )


class ProtectedPdf(Dangerous):
    kind = "protected_pdf"
    said = _(
        "« %(name)s » est protégé par un mot de passe : nous ne pouvons pas le lire. Ouvrez-le "
        "avec son mot de passe, choisissez « Imprimer », puis « Enregistrer au format PDF », "
        "et envoyez ce nouveau fichier. Ne nous donnez jamais de mot de passe."
    )


class ActivePdf(Dangerous):
    """The PDF does something by itself when it is opened."""


class Script(ActivePdf):
    kind = "script"
    said = _(
        "« %(name)s » contient un programme qui se lance à l’ouverture. Par prudence nous ne "
        "le gardons pas. Ouvrez-le, choisissez « Imprimer », puis « Enregistrer au format PDF », "
        "et envoyez ce nouveau fichier."
    )


class Command(ActivePdf):
    kind = "command"
    said = _(
        "« %(name)s » contient une commande pour l’ordinateur qui l’ouvre : nous ne le gardons "
        "pas. Si vous ne savez pas d’où il vient, ne l’ouvrez pas. Sinon, envoyez une photo du "
        "document."
    )


class Attachments(ActivePdf):
    kind = "attachments"
    said = _(
        "« %(name)s » contient d’autres fichiers, joints à l’intérieur. Ouvrez-le, enregistrez "
        "ces fichiers sur votre appareil, et envoyez-les un par un."
    )


class Media(ActivePdf):
    kind = "media"
    said = _(
        "« %(name)s » contient un film, un son ou un objet animé. Choisissez « Imprimer », puis "
        "« Enregistrer au format PDF », et envoyez ce nouveau fichier."
    )


class LivingForm(ActivePdf):
    kind = "living_form"
    said = _(
        "« %(name)s » est un formulaire qui ne s’affiche que dans un logiciel particulier. "
        "Ouvrez-le dans ce logiciel, choisissez « Imprimer », puis « Enregistrer au format "
        "PDF », et envoyez ce nouveau fichier."
    )


class OpensAddress(ActivePdf):
    kind = "opens_address"
    said = _(
        "« %(name)s » ouvre de lui-même une adresse Internet ou un autre fichier. Par prudence "
        "nous ne le gardons pas. Ouvrez-le, choisissez « Imprimer », puis « Enregistrer au "
        "format PDF », et envoyez ce nouveau fichier."
    )


class NotNow(Refusal):
    """Nothing is wrong with the file."""


class NoRoom(NotNow):
    kind = "no_room"
    said = _(
        "Nous n’avons pas pu garder « %(name)s » : notre serveur manque de place. Vos autres "
        "réponses ne sont pas perdues. Réessayez dans quelques minutes ; si cela continue, "
        "appelez votre agence."
    )


class TooBusy(NotNow):
    kind = "too_busy"
    said = _(
        "Nous recevons beaucoup de fichiers en ce moment, et « %(name)s » n’a pas pu être lu. "
        "Réessayez dans une minute : vos réponses ne sont pas perdues."
    )


class TooManyFromVisitors(NotNow):
    kind = "too_many_from_visitors"
    said = _(
        "Nous avons reçu beaucoup de fichiers de visiteurs. Envoyez votre message sans "
        "« %(name)s », ou connectez-vous pour le joindre."
    )


class DraftGone(NotNow):
    kind = "draft_gone"
    said = _(
        "Un fichier que vous aviez ajouté n’est plus là : nous les gardons un jour avant "
        "l’envoi. Ajoutez-le de nouveau."
    )


class AlreadySent(NotNow):
    kind = "already_sent"
    said = _(
        "Ces fichiers ont déjà été envoyés, ou retirés dans une autre fenêtre. Vérifiez "
        "l’historique de vos envois avant de recommencer."
    )


def _leaves(family: type[Refusal]) -> dict[str, type[Refusal]]:
    found = {family.kind: family} if family.kind else {}
    for child in family.__subclasses__():
        found |= _leaves(child)
    return found


BY_KIND: dict[str, type[Refusal]] = _leaves(Refusal)


def refusal_of(kind: str, name: str, facts: dict[str, Any]) -> Refusal:
    """Make the refusal that the airlock's ``kind`` names; ``Damaged`` for an unknown kind."""
    family = BY_KIND.get(kind, Damaged)
    needed: dict[str, dict[str, Any]] = {
        "other_image": {"format": "?"},
        "too_many_pages": {"pages": 0, "limit": 0},
    }
    return family(name, **(needed.get(kind, {}) | facts))
