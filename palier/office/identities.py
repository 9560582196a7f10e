"""``/agence/identites/``: who claims to be a tenant, and the scripted check of who they are."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from palier.domain.access.actions import ProofNotOffered
from palier.domain.access.models import PersonLink, Recovery, SecondProof
from palier.domain.access.queries import (
    claim_under,
    claims_to_settle,
    live_proof,
    proof_choices,
    takeover_of,
)
from palier.domain.accounts.queries import agencies_of
from palier.domain.audit.catalogue import Event
from palier.domain.casework import actions
from palier.domain.casework.identity_check import Answer, Paper, Question, questions_from
from palier.domain.tenancy import queries
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.errors import MoveRefused, NotYours
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.identity_words import QUESTION_WORDS, known_answers, masked_answer
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.forms import Form
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Cell, Column, Item, Row, Table

REFUSALS = (actions.ComeInPerson, MoveRefused, ProofNotOffered)


class AnswersForm(Form):
    """One line a question: was the spoken answer the one of the file?"""

    def __init__(self, *args: object, questions: tuple[Question, ...]) -> None:
        super().__init__(*args)
        choices = [
            (Answer.RIGHT.value, _("Bonne réponse")),
            (Answer.WRONG.value, _("Mauvaise réponse")),
            (Answer.UNKNOWN.value, _("Ne sait pas")),
            (Answer.NOT_ASKED.value, _("Pas demandé")),
        ]
        for question in questions:
            self.fields[question.key] = forms.ChoiceField(
                choices=choices,
                initial=Answer.NOT_ASKED.value,
                label=str(QUESTION_WORDS[question.key]),
                help_text=_("Dans le dossier : %(expected)s")
                % {"expected": masked_answer(question)},
                widget=forms.RadioSelect,
            )


class PaperForm(Form):
    paper = forms.ChoiceField(
        widget=forms.RadioSelect,
        label=gettext_lazy("Quelle pièce avez-vous vue ?"),
        choices=[
            (Paper.IDENTITY_CARD.value, gettext_lazy("Carte nationale d’identité")),
            (Paper.PASSPORT.value, gettext_lazy("Passeport")),
            (Paper.RESIDENCE_PERMIT.value, gettext_lazy("Titre de séjour")),
            (Paper.DRIVING_LICENCE.value, gettext_lazy("Permis de conduire")),
        ],
    )
    same = forms.BooleanField(
        label=gettext_lazy("Le nom, le prénom et la date de naissance sont ceux du dossier"),
        error_messages={
            "required": gettext_lazy(
                "Comparez la pièce avec le dossier, puis cochez cette case. S’ils diffèrent, ne "
                "validez pas."
            )
        },
    )


class RefuseForm(Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Pourquoi refuser ?"),
        choices=[
            ("", gettext_lazy("Choisissez")),
            ("answers", gettext_lazy("Les réponses ne correspondent pas au dossier")),
            ("paper", gettext_lazy("La pièce d’identité ne correspond pas au dossier")),
            ("somebody_else", gettext_lazy("Une autre personne a demandé cet accès")),
        ],
    )


@at_desk(Permission.CHECK_IDENTITY)
def identities(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the claims that wait in the reader's agencies."""
    claims = claims_to_settle(agencies_of(desk.staff))
    table = Table(
        caption=_("Identités à confirmer"),
        caption_hidden=True,
        columns=(
            Column(_("Personne")),
            Column(_("Référence")),
            Column(_("Demandé le"), "day"),
            Column(_("Agence")),
        ),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=claim.person.full_name,
                        url=reverse("office:identity", args=[claim.code]),
                        note=claim.user.email,
                    ),
                    claim.tenant_account.customer_reference if claim.tenant_account else "",
                    claim.opened_at.date(),
                    claim.tenant_account.agency.name if claim.tenant_account else "",
                )
            )
            for claim in claims
        ),
        empty=_("Aucune identité à confirmer."),
    )
    return show(request, desk, "identities/list.html", {"table": table})


@at_desk(Permission.CHECK_IDENTITY)
def identity(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show the script; the file's answers are on screen, so the look is recorded."""
    claim = claim_for(desk, code)
    account = account_of(claim)
    look(request, desk, Event.IDENTITY_CHECK_SEEN, account=account, subject=claim)
    questions = _questions(claim, account)
    typed = request.POST if request.method == "POST" else None
    step = typed.get("step", "") if typed is not None else ""
    answers = AnswersForm(typed if step == "phone" else None, questions=questions)
    paper = PaperForm(typed if step == "counter" else None)
    refusal = RefuseForm(typed if step == "refuse" else None)
    bound = {"phone": answers, "counter": paper, "refuse": refusal}.get(step)
    if bound is not None and bound.is_valid():
        try:
            return _settle(request, desk, claim, step, bound, questions)
        except REFUSALS as refused:
            bound.add_error(None, refused.sentence)
    choices = proof_choices(claim, desk.today)
    letter = live_proof(claim, SecondProof.Method.LETTER_CODE, desk.now)
    takeover = takeover_of(claim)
    context = {
        "person": claim.person.full_name,
        "code": claim.code,
        "claim": _claim_items(claim, account, letter),
        "is_waiting": claim.state == PersonLink.State.CLAIMED and takeover is None,
        **_takeover_shown(takeover, desk),
        "state": claim.get_state_display(),
        "answers": answers,
        "paper": paper,
        "refusal": refusal,
        "errors_in": bound,
        "page_has_errors": bound is not None and bool(bound.errors),
        "by_advisor": choices.advisor,
        "by_letter": choices.letter_code,
        "letter_url": reverse("office:letter", args=[claim.code]),
        "tenant_url": reverse("office:tenant", args=[account.code]),
    }
    return show(request, desk, "identities/page.html", context)


urlpatterns = [
    path("", identities, name="identities"),
    path("<slug:code>/", identity, name="identity"),
]


def claim_for(desk: Desk, code: str) -> PersonLink:
    """Give a claim of the reader's agencies.

    Raises:
        NotYours: there is none.
    """
    return claim_under(code, agencies_of(desk.staff))


def account_of(claim: PersonLink) -> TenantAccount:
    """Give the account whose reference the claimant typed.

    Raises:
        NotYours: there is none.
    """
    if claim.tenant_account is None:
        raise NotYours()
    return claim.tenant_account


def _takeover_shown(takeover: Recovery | None, desk: Desk) -> dict[str, str]:
    """Say what has to pass before the claim takes the place of an open access."""
    if takeover is None:
        return {"takeover": "", "second_url": ""}
    if takeover.opens_at is not None:
        sentence = _("Sans opposition du titulaire actuel, l’accès s’ouvre le %(day)s.")
        return {"takeover": sentence % {"day": day_and_time(takeover.opens_at)}, "second_url": ""}
    if takeover.staff_id == desk.staff.pk:
        return {
            "takeover": _("Un second agent doit reconnaître cette personne."),
            "second_url": "",
        }
    sentence = _("%(name)s a reconnu cette personne ; un second agent doit la reconnaître aussi.")
    return {
        "takeover": sentence % {"name": takeover.staff.user if takeover.staff else ""},
        "second_url": reverse("office:recovery-second", args=[takeover.code]),
    }


def _settle(
    request: HttpRequest,
    desk: Desk,
    claim: PersonLink,
    step: str,
    form: Form,
    questions: tuple[Question, ...],
) -> HttpResponse:
    if step == "phone":
        outcome = actions.check_by_phone(
            claim=claim,
            answers={key: Answer(value) for key, value in form.cleaned_data.items()},
            questions=questions,
            staff=desk.staff,
            now=desk.now,
        )
        if not outcome.enough:
            messages.warning(request, not_enough(outcome.right))
            return redirect("office:identity", code=claim.code)
    elif step == "counter":
        actions.check_at_counter(
            claim=claim,
            paper=Paper(form.cleaned_data["paper"]),
            staff=desk.staff,
            now=desk.now,
        )
    else:
        actions.refuse_identity(
            claim=claim, reason=form.cleaned_data["reason"], staff=desk.staff, now=desk.now
        )
        messages.success(request, _("L’accès est refusé ; la personne est prévenue par e-mail."))
        return redirect("office:identities")
    messages.success(
        request, _("L’identité est confirmée : %(name)s peut ouvrir son espace.")
        % {"name": claim.person.full_name},
    )  # fmt: skip
    return redirect("office:tenant", code=account_of(claim).code)


def not_enough(right: int) -> str:
    """Say that the answers are not enough, and what to offer; never which one is wrong."""
    counted = ngettext(
        "Ce n’est pas suffisant : %(right)s bonne réponse.",
        "Ce n’est pas suffisant : %(right)s bonnes réponses.",
        right,
    ) % {"right": right}
    advice = _(
        "L’accès reste fermé. Proposez la lettre, ou une visite à l’agence avec une pièce "
        "d’identité. Ne dites pas quelle réponse est fausse."
    )
    return f"{counted} {advice}"


def _questions(claim: PersonLink, account: TenantAccount) -> tuple[Question, ...]:
    return questions_from(known_answers(claim.person, account, queries.file_of(account)))


def _claim_items(
    claim: PersonLink, account: TenantAccount, letter: SecondProof | None
) -> tuple[Item, ...]:
    known = claim.person.email
    items = [
        Item(_("Référence"), account.customer_reference),
        Item(_("Accès demandé le"), day_and_time(claim.opened_at)),
        Item(
            _("Avec l’adresse"),
            claim.user.email,
            note="" if known.lower() == claim.user.email.lower() else _("inconnue du dossier"),
        ),
        Item(_("E-mail du dossier"), known or _("aucun")),
    ]
    if letter is not None:
        words = (
            _("imprimée ; le code marche jusqu’au %(day)s") % {"day": long_date(letter.expires_at)}
            if letter.expires_at
            else _("demandée, à imprimer")
        )
        items.append(Item(_("Lettre"), words))
    return tuple(items)
