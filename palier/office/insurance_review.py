"""A certificate on the desk's review screen: what it declares beside what the landlord knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Unpack

from django import forms
from django.utils.translation import gettext as _

from palier.domain.casework.models import Case, Decision
from palier.domain.insurance import actions, queries
from palier.domain.insurance.models import Certificate, Reading
from palier.domain.insurance.queries import Reviewed
from palier.domain.insurance.rules.hints import SENTENCES, Declared, hints_of, reasons_of
from palier.domain.insurance.rules.reading import Found, Match
from palier.domain.landlord.queries import today
from palier.office.reviewing import (
    Acting,
    Agreement,
    Compared,
    Deciding,
    PreviewedDocument,
    ReviewAdapter,
    ReviewFacts,
    register,
    row_of,
)
from palier.ui.forms import DateField
from palier.ui.french import long_date, short_date

_AGREEMENTS = {
    Match.AGREES: Agreement.AGREES,
    Match.DIFFERS: Agreement.DIFFERS,
    Match.UNKNOWN: Agreement.UNKNOWN,
}


class CertificateReview(ReviewAdapter):
    """Give the review screen a certificate, and take its decision to the room."""

    def facts(self, case: Case) -> ReviewFacts:
        reviewed = row_of(case, queries.certificate_reviewed)
        certificate = reviewed.certificate
        found = queries.found_in(certificate.reading)
        day = today(case.opened_at)
        hints = _hints(certificate, found, day)
        return ReviewFacts(
            title=_("Attestation d’assurance, %(kind)s") % {"kind": certificate.get_kind_display()},
            documents=[
                PreviewedDocument(
                    certificate.document.title,
                    certificate.document.file,
                    certificate.document.file_name,
                )
            ],
            columns=_columns(certificate, found),
            hints=[*_reading_notes(certificate.reading), *(str(SENTENCES[one]) for one in hints)],
            likely_reasons=reasons_of(hints),
            on_accept=_on_accept(reviewed, found),
            history=_history(reviewed),
        )

    def accept(
        self,
        case: Case,
        *,
        typed: Mapping[str, Any],
        **given: Unpack[Deciding],
    ) -> Decision:
        return actions.accept_certificate(
            case=case,
            valid_from=typed.get("valid_from"),
            valid_to=typed.get("valid_to"),
            **given,
        )

    def refuse(
        self,
        case: Case,
        *,
        reason_code: str,
        **given: Unpack[Deciding],
    ) -> Decision:
        return actions.refuse_certificate(
            case=case,
            reason_code=reason_code,
            **given,
        )

    def undo(
        self,
        case: Case,
        *,
        decision: Decision,
        **given: Unpack[Acting],
    ) -> Decision:
        return actions.undo_certificate(decision=decision, **given)

    def fields(self, case: Case) -> Mapping[str, forms.Field]:
        certificate = row_of(case, queries.certificate_reviewed).certificate
        found = queries.found_in(certificate.reading)
        return {
            "valid_from": DateField(
                required=False,
                label=_("Commence le"),
                initial=certificate.valid_from or found.valid_from,
            ),
            "valid_to": DateField(
                required=False,
                label=_("Se termine le"),
                help_text=_("Comme écrit sur l’attestation : il en faut une pour accepter."),
                initial=certificate.valid_to or found.valid_to,
            ),
        }


register(Case.Kind.CERTIFICATE, CertificateReview())


def span_of(certificate: Certificate) -> str:
    """Write the days a certificate covers, for the staff."""
    first, last = certificate.covers_from, certificate.covers_to
    if first and last:
        return _("du %(first)s au %(last)s") % {
            "first": long_date(first),
            "last": long_date(last),
        }
    if last:
        return _("jusqu’au %(day)s") % {"day": long_date(last)}
    return _("sans date de fin")


def _hints(certificate: Certificate, found: Found, day: dt.date) -> tuple[str, ...]:
    declared = Declared(
        certificate.valid_from, certificate.valid_to, "already_filed" in certificate.hints
    )
    return hints_of(found, declared, day)


def _columns(certificate: Certificate, found: Found) -> list[Compared]:
    known = queries.known_about(certificate.lease)
    holders = ", ".join(f"{name.given_names} {name.family_names[0]}" for name in known.holders)
    home = f"{known.home.address}, {known.home.postcode} {known.home.town}" if known.home else ""
    return [
        Compared(_("Assuré"), _insured(found), holders, _AGREEMENTS[found.name]),
        Compared(_("Adresse"), found.place or _("non lue"), home, _AGREEMENTS[found.home]),
        Compared(
            _("Assureur"), certificate.insurer or _("non précisé"), _as_read(found.insurer),
            _same(certificate.insurer, found.insurer),
        ),
        Compared(
            _("Contrat"), certificate.policy_number or _("non précisé"),
            _as_read(found.policy_number), _same(certificate.policy_number, found.policy_number),
        ),
        Compared(
            _("Début"), _day(certificate.valid_from), _as_read(_day(found.valid_from)),
            _same_day(certificate.valid_from, found.valid_from),
        ),
        Compared(
            _("Fin"), _day(certificate.valid_to), _as_read(_day(found.valid_to)),
            _same_day(certificate.valid_to, found.valid_to),
        ),
    ]  # fmt: skip


def _as_read(text: str) -> str:
    return _("lu : %(text)s") % {"text": text} if text else ""


def _insured(found: Found) -> str:
    if found.insured:
        return found.insured
    return _("un titulaire du bail") if found.name is Match.AGREES else _("non lu")


def _day(day: dt.date | None) -> str:
    return short_date(day) if day else ""


def _same(declared: str, read: str) -> Agreement:
    if not declared or not read:
        return Agreement.UNKNOWN
    one, other = ("".join(filter(str.isalnum, text.casefold())) for text in (declared, read))
    same = one == other or one in other or other in one
    return Agreement.AGREES if same else Agreement.DIFFERS


def _same_day(declared: dt.date | None, read: dt.date | None) -> Agreement:
    if declared is None or read is None:
        return Agreement.UNKNOWN
    return Agreement.AGREES if declared == read else Agreement.DIFFERS


def _reading_notes(reading: Reading | None) -> list[str]:
    if reading is None:
        return []
    if reading.state == Reading.State.WAITING:
        return [_("La lecture automatique n’est pas terminée.")]
    if reading.state == Reading.State.BLANK:
        return [_("La lecture automatique n’a rien pu lire : comparez vous-même.")]
    return [_("Lu sur une image : vérifiez les dates.")] if reading.by_sight else []


def _on_accept(reviewed: Reviewed, found: Found) -> str:
    ends_on = reviewed.certificate.valid_to or found.valid_to
    if ends_on is None:
        return _("Écrivez la date de fin lue sur l’attestation.")
    sentence = _("Le logement sera assuré jusqu’au %(day)s.") % {"day": long_date(ends_on)}
    if not reviewed.is_demanded:
        return sentence
    cancels = _("La mise en demeure en vigueur sera annulée si l’attestation couvre aujourd’hui.")
    return f"{sentence} {cancels}"


def _history(reviewed: Reviewed) -> tuple[str, ...]:
    return tuple(
        _("%(day)s : %(insurer)s, %(span)s, %(state)s")
        % {
            "day": long_date(row.deposited_on),
            "insurer": row.insurer or _("assureur non précisé"),
            "span": span_of(row),
            "state": row.get_state_display(),
        }
        for row in reviewed.others
    )
