"""The account, who I am, how I sign in, what was recorded of me."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from palier.domain.access.models import Delegation, PersonLink
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.models import OpenSession
from palier.domain.accounts.queries import named
from palier.domain.audit.queries import TrailReader, trail_for_tenant
from palier.domain.contact_details.models import Change, DeliveryChoice, EmailChange
from palier.domain.mail.models import Letter, Refusal
from palier.domain.rights.content.readers import Reader
from palier.domain.rights.content.sections import Field, Section
from palier.domain.tenancy.models import Person

Rows = Iterator[tuple[Any, ...]]
A_DAY = dt.timedelta(days=1)
OPENED = {
    Scope.PAPERS: _("papiers"),
    Scope.PAYMENT: _("loyer et paiement"),
    Scope.MESSAGES: _("messages"),
    Scope.ANY: "",
}


def _account(reader: Reader) -> Rows:
    user = reader.user
    yield (
        user.email,
        user.display_name,
        user.language,
        user.created_at,
        user.last_login,
        user.password_changed_at,
    )


def _people(reader: Reader) -> Rows:
    for row in Person.objects.filter(pk__in=reader.people).order_by("pk"):
        lines = (row.post_street, row.post_extra, row.post_postcode, row.post_town)
        yield (
            row.title,
            row.birth_name,
            row.usage_name,
            row.given_names,
            row.birth_date,
            row.email,
            row.mobile,
            row.phone,
            ", ".join(line for line in lines if line),
            row.details_confirmed_at,
        )


def _proofs(reader: Reader) -> Rows:
    for row in PersonLink.objects.filter(user=reader.user).order_by("pk"):
        yield (row.opened_at, row.get_state_display(), row.get_proof_display(), row.moved_at)


def _helpers(reader: Reader) -> Rows:
    for row in Delegation.objects.filter(person__in=reader.people).order_by("asked_at", "pk"):
        state = row.get_state_display()
        yield (row.name, row.organisation, _opened(row), row.asked_at, row.ends_on, state)


def _helped(reader: Reader) -> Rows:
    """Give whom they help, as their own page names them; nothing of that person's file."""
    rows = Delegation.objects.filter(user=reader.user).select_related("person")
    for row in rows.order_by("asked_at", "pk"):
        state = row.get_state_display()
        yield (row.helped_name, _opened(row), row.asked_at, row.ends_on, state)


def _opened(row: Delegation) -> str:
    return ", ".join(str(OPENED[Scope(scope)]) for scope in row.scopes)


def _factors(reader: Reader) -> Rows:
    for row in Authenticator.objects.filter(user=reader.user).order_by("pk"):
        yield (row.get_type_display(), row.created_at, row.last_used_at)


def _sessions(reader: Reader) -> Rows:
    for row in OpenSession.objects.filter(user=reader.user).order_by("opened_at"):
        yield (row.opened_at, row.seen_at, row.agent)


def _details(reader: Reader) -> Rows:
    for row in Change.objects.filter(reader.mine).order_by("recorded_at", "pk"):
        yield (
            row.recorded_at,
            row.get_field_display(),
            _written(row.value),
            row.get_state_display(),
        )


def _emails(reader: Reader) -> Rows:
    for row in EmailChange.objects.filter(reader.mine).order_by("asked_at", "pk"):
        yield (row.asked_at, row.old_email, row.new_email, row.get_state_display())


def _paperless(reader: Reader) -> Rows:
    for row in DeliveryChoice.objects.filter(reader.mine).order_by("decided_at", "pk"):
        yield (row.decided_at, row.online, row.first_period, row.wording)


def _letters(reader: Reader) -> Rows:
    for row in Letter.objects.filter(to__iexact=reader.user.email).order_by("queued_at", "pk"):
        yield (row.queued_at, row.subject, row.sent_at, "" if row.holds_secret else row.text)


def _refusals(reader: Reader) -> Rows:
    for row in Refusal.objects.filter(address__iexact=reader.user.email).order_by("pk"):
        yield (row.refused_at, row.topic)


def _trail(reader: Reader) -> Rows:
    """Give what the page « Mon activité » shows, account by account, and their own acts."""
    own = TrailReader(0, user_reference=str(reader.user.pk), person_ids=reader.people)
    readers = [own] if not reader.views else []
    readers += [trail_reader(reader, view.tenant_account.pk) for view in reader.views]
    told: set[int] = set()
    for one in readers:
        cursor = ""
        while True:
            page = trail_for_tenant(one, cursor=cursor)
            for line in named(page.rows):
                if line.key not in told:
                    told.add(line.key)
                    yield (line.occurred_at, line.sentence, line.who)
            cursor = page.next_cursor
            if not cursor:
                break


def trail_reader(reader: Reader, tenant_account_id: int) -> TrailReader:
    """Say what part of an account's trail the reader may see: a former holder, their own time."""
    view = next(v for v in reader.views if v.tenant_account.pk == tenant_account_id)
    return TrailReader(
        tenant_account_id,
        user_reference=str(reader.user.pk),
        person_ids=reader.people,
        since=_start(view.since),
        until=_end(view.until),
    )


def _start(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(settings.PALIER_TIME_ZONE)) if day else None


def _end(day: dt.date | None) -> dt.datetime | None:
    return _start(day + A_DAY) if day else None


def _written(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if part)
    return str(value or "")


SECTIONS = (
    Section(
        "mon_espace",
        _("Mon espace en ligne"),
        (
            Field("adresse_email", "text", _("Adresse e-mail de connexion")),
            Field("nom_affiche", "text", _("Nom affiché")),
            Field("langue", "text", _("Langue")),
            Field("cree_le", "instant", _("Espace créé le")),
            Field("derniere_connexion", "instant", _("Dernière connexion")),
            Field("mot_de_passe_change_le", "instant", _("Dernier changement de mot de passe")),
        ),
        _account,
    ),
    Section(
        "mon_identite",
        _("Mon identité, telle que le bailleur la connaît"),
        (
            Field("civilite", "text", _("Civilité")),
            Field("nom_de_naissance", "text", _("Nom de naissance")),
            Field("nom_d_usage", "text", _("Nom d’usage")),
            Field("prenoms", "text", _("Prénoms")),
            Field("date_de_naissance", "date", _("Date de naissance")),
            Field("adresse_email", "text", _("Adresse e-mail")),
            Field("mobile", "text", _("Téléphone mobile")),
            Field("telephone", "text", _("Téléphone fixe")),
            Field("adresse_postale", "text", _("Adresse pour le courrier")),
            Field("confirmees_le", "instant", _("Informations confirmées le")),
        ),
        _people,
    ),
    Section(
        "preuves_d_identite",
        _("Comment l’espace a été ouvert"),
        (
            Field("demande_le", "instant", _("Demandé le")),
            Field("etat", "text", _("État")),
            Field("preuve", "text", _("Preuve acceptée")),
            Field("etat_depuis", "instant", _("Dans cet état depuis")),
        ),
        _proofs,
    ),
    Section(
        "personnes_qui_m_aident",
        _("Les personnes qui m’aident"),
        (
            Field("nom", "text", _("Nom")),
            Field("organisme", "text", _("Organisme")),
            Field("ce_qui_est_ouvert", "text", _("Ce qui leur est ouvert")),
            Field("demande_le", "instant", _("Demandé le")),
            Field("jusqu_au", "date", _("Jusqu’au")),
            Field("etat", "text", _("État")),
        ),
        _helpers,
    ),
    Section(
        "personnes_que_j_aide",
        _("Les personnes que j’aide"),
        (
            Field("nom", "text", _("Nom")),
            Field("ce_qui_m_est_ouvert", "text", _("Ce qui m’est ouvert")),
            Field("demande_le", "instant", _("Demandé le")),
            Field("jusqu_au", "date", _("Jusqu’au")),
            Field("etat", "text", _("État")),
        ),
        _helped,
    ),
    Section(
        "seconds_facteurs",
        _("Seconds facteurs de connexion (sans leurs secrets)"),
        (
            Field("sorte", "text", _("Sorte")),
            Field("ajoute_le", "instant", _("Ajouté le")),
            Field("utilise_le", "instant", _("Utilisé pour la dernière fois le")),
        ),
        _factors,
    ),
    Section(
        "appareils_connectes",
        _("Appareils connectés"),
        (
            Field("ouvert_le", "instant", _("Connecté le")),
            Field("vu_le", "instant", _("Vu pour la dernière fois le")),
            Field("navigateur", "text", _("Navigateur")),
        ),
        _sessions,
    ),
    Section(
        "changements_de_coordonnees",
        _("Changements de coordonnées"),
        (
            Field("enregistre_le", "instant", _("Enregistré le")),
            Field("quoi", "text", _("Quelle information")),
            Field("valeur", "text", _("Valeur donnée")),
            Field("etat", "text", _("État")),
        ),
        _details,
    ),
    Section(
        "changements_d_adresse_email",
        _("Changements d’adresse e-mail de connexion"),
        (
            Field("demande_le", "instant", _("Demandé le")),
            Field("ancienne", "text", _("Ancienne adresse")),
            Field("nouvelle", "text", _("Nouvelle adresse")),
            Field("etat", "text", _("État")),
        ),
        _emails,
    ),
    Section(
        "avis_sans_papier",
        _("Choix de l’avis d’échéance en ligne ou sur papier"),
        (
            Field("decide_le", "instant", _("Décidé le")),
            Field("en_ligne", "flag", _("En ligne, sans papier")),
            Field("premier_mois", "date", _("Premier mois concerné")),
            Field("texte_lu", "text", _("Texte lu au moment du choix")),
        ),
        _paperless,
    ),
    Section(
        "e-mails_envoyes",
        _("E-mails que l’espace vous a envoyés"),
        (
            Field("prepare_le", "instant", _("Préparé le")),
            Field("objet", "text", _("Objet")),
            Field("envoye_le", "instant", _("Envoyé le")),
            Field("texte", "text", _("Texte")),
        ),
        _letters,
    ),
    Section(
        "e-mails_refuses",
        _("E-mails que vous ne voulez plus recevoir"),
        (
            Field("refuse_le", "instant", _("Refusé le")),
            Field("sujet", "text", _("Sujet")),
        ),
        _refusals,
    ),
    Section(
        "journal",
        _("Journal : ce qui a été fait ou consulté"),
        (
            Field("le", "instant", _("Date et heure")),
            Field("quoi", "text", _("Événement")),
            Field("par", "text", _("Auteur")),
        ),
        _trail,
    ),
)
