"""``/agence/acces/``: give an access back after a check; what waits for a second pair of eyes.

The desk chooses how (a link, a letter, a code by hand), never a password nor an address.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from palier.domain.access import actions as access
from palier.domain.access.models import PersonLink, Recovery
from palier.domain.access.queries import (
    access_under,
    live_recovery_of,
    recoveries_to_second,
    recovery_at,
)
from palier.domain.accounts.queries import agencies_of
from palier.domain.accounts.rules.emails import masked_email
from palier.domain.audit.catalogue import Event
from palier.domain.casework import actions
from palier.domain.casework.identity_check import Answer, Paper, questions_from
from palier.domain.landlord.queries import Settings
from palier.domain.tenancy.queries import file_of
from palier.foundation.errors import NotYours
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.identities import AnswersForm, PaperForm, not_enough
from palier.office.identity_words import known_answers
from palier.office.letters import envelope_of, sheet_with, site_words
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.office.queue import capital
from palier.ui.forms import Form
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Cell, Column, Item, Row, Table

REFUSALS = (actions.ComeInPerson, access.NotToThem, access.RecoveryDead)
PAPER_MEANS = (Recovery.Means.LETTER, Recovery.Means.HAND)


class HowForm(Form):
    cause = forms.ChoiceField(
        label=gettext_lazy("Que s’est-il passé ?"),
        widget=forms.RadioSelect,
        choices=lambda: [(value, capital(label)) for value, label in Recovery.Cause.choices],
    )
    means = forms.ChoiceField(
        label=gettext_lazy("Comment redonner l’accès ?"), widget=forms.RadioSelect
    )

    def __init__(self, *args: object, means: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        self.fields["means"].choices = means  # type: ignore[attr-defined]


@require_safe
@at_desk(Permission.CHECK_IDENTITY)
def recoveries(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List what waits for a second member of staff in the reader's agencies."""
    waiting = recoveries_to_second(agencies_of(desk.staff))
    table = Table(
        caption=_("Accès qui attendent un second agent"),
        caption_hidden=True,
        columns=(Column(_("Personne")), Column(_("Vérifiée par")), Column(_("Depuis"), "day")),
        rows=tuple(
            Row(
                (
                    Cell(
                        text=row.link.person.full_name,
                        url=reverse("office:identity", args=[row.claim.code]) if row.claim else "",
                        note=row.tenant_account.customer_reference,
                    ),
                    str(row.staff.user) if row.staff else "",
                    row.asked_at.date(),
                )
            )
            for row in waiting
        ),
        empty=_("Aucun accès n’attend de second agent."),
    )
    figures = reverse("office:recovery-figures") if desk.may(Permission.SEE_FIGURES) else ""
    return show(request, desk, "recoveries/list.html", {"table": table, "figures_url": figures})


@at_desk(Permission.CHECK_IDENTITY)
def recovery(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show the script of one access, judge the check, give the link or the code."""
    link = access_under(code, agencies_of(desk.staff))
    if link.tenant_account is None:
        raise NotYours()
    look(request, desk, Event.IDENTITY_CHECK_SEEN, account=link.tenant_account, subject=link)
    file = file_of(link.tenant_account)
    questions = questions_from(known_answers(link.person, link.tenant_account, file))
    address = envelope_of(link.person, file)
    typed = request.POST if request.method == "POST" else None
    step = typed.get("step", "") if typed is not None else ""
    phone_how = HowForm(
        typed if step == "phone" else None, means=_means(link, address, at_counter=False)
    )
    answers = AnswersForm(typed if step == "phone" else None, questions=questions)
    counter_how = HowForm(
        typed if step == "counter" else None, means=_means(link, address, at_counter=True)
    )
    paper = PaperForm(typed if step == "counter" else None)
    both = {"phone": (phone_how, answers), "counter": (counter_how, paper)}.get(step, ())
    if both and all(form.is_valid() for form in both):
        how = both[0].cleaned_data
        chosen: dict[str, Any] = {
            "link": link,
            "means": Recovery.Means(how["means"]),
            "cause": Recovery.Cause(how["cause"]),
            "staff": desk.staff,
            "now": desk.now,
        }
        try:
            if step == "phone":
                given = actions.give_after_questions(
                    **chosen,
                    answers={key: Answer(value) for key, value in answers.cleaned_data.items()},
                    questions=questions,
                )
            else:
                given = actions.give_after_paper(**chosen, paper=Paper(paper.cleaned_data["paper"]))
        except REFUSALS as refused:
            both[0].add_error(None, refused.sentence)
        else:
            return _given(request, desk, link, given, address)
    return _page(request, desk, link, (phone_how, answers, counter_how, paper), both)


@at_desk(Permission.CHECK_IDENTITY)
def second(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Confirm, as a second member of staff, that the person is who they say."""
    row = recovery_at(code, agencies_of(desk.staff))
    page = (
        reverse("office:identity", args=[row.claim.code])
        if row.claim
        else reverse("office:recovery", args=[row.link.code])
    )
    if request.method != "POST":
        return redirect(page)
    try:
        if row.claim is not None:
            access.second_takeover(takeover=row, staff=desk.staff, now=desk.now)
            messages.success(
                request, _("Confirmé. Le titulaire actuel est prévenu et peut encore s’y opposer.")
            )
        else:
            access.second_recovery(recovery=row, staff=desk.staff, now=desk.now)
            messages.success(request, _("Confirmé : le code marche dès maintenant."))
    except REFUSALS as refused:
        messages.warning(request, refused.sentence)
    return redirect(page)


urlpatterns = [
    path("", recoveries, name="recoveries"),
    path("<slug:code>/", recovery, name="recovery"),
    path("<slug:code>/second-agent/", second, name="recovery-second"),
]


def _means(link: PersonLink, address: list[str], *, at_counter: bool) -> list[tuple[str, str]]:
    """Give the ways that can work: a letter takes a dwelling, a code by hand takes a person."""
    ways = [
        (
            Recovery.Means.LINK.value,
            _("Un lien à son adresse de connexion (%(email)s)")
            % {"email": masked_email(link.user.email)},
        )
    ]
    if address:
        ways.append((Recovery.Means.LETTER.value, _("Une lettre avec un code, à son logement")))
    if at_counter:
        ways.append((Recovery.Means.HAND.value, _("Un code imprimé, remis en main propre")))
    return ways


def _given(
    request: HttpRequest, desk: Desk, link: PersonLink, given: actions.Given, address: list[str]
) -> HttpResponse:
    if given.outcome is not None and not given.outcome.enough:
        messages.warning(request, not_enough(given.outcome.right))
        return redirect("office:recovery", code=link.code)
    row = given.recovery
    if row is None or row.means not in PAPER_MEANS:
        messages.success(
            request,
            _("Le lien est parti à l’adresse de connexion. Il sert une fois, pendant une heure."),
        )
        return redirect("office:recovery", code=link.code)
    words = _paper_words(row, address, given.secret, settings_of(request), desk)
    words["back_url"] = reverse("office:recovery", args=[link.code])
    response = render(request, "office/letters/letter.html", words)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _paper_words(
    row: Recovery, address: list[str], secret: str, settings: Settings, desk: Desk
) -> dict[str, Any]:
    """Compose the paper: a letter to the dwelling, or what is handed over."""
    account, person = row.tenant_account, row.link.person
    addressee = address if row.means == Recovery.Means.LETTER else [person.full_name]
    days = {
        "opens": day_and_time(row.opens_at or desk.now),
        "until": long_date(row.expires_at or desk.now),
    }
    with translation.override("fr"):
        return {
            **sheet_with(secret, account, person, addressee, settings, desk),
            "title": _("Votre code pour retrouver votre espace locataire"),
            "opening": _(
                "Vous nous avez dit que vous ne pouviez plus entrer dans votre espace locataire. "
                "Avec ce code, vous choisissez vous-même un nouveau mot de passe :"
            ),
            "until": _("Il marche une seule fois, du %(opens)s au %(until)s.") % days,
            "steps": [
                _("Allez sur %(site)s")
                % {"site": site_words(settings) + reverse("portal:recovery-code")},
                _("Tapez votre référence client %(reference)s, puis le code.")
                % {"reference": account.customer_reference},
                _("Choisissez un nouveau mot de passe : vous seul le connaissez."),
            ],
            "then": _(
                "La page vous rappellera votre adresse de connexion. Si vous ne lisez plus cette "
                "boîte, changez-la ensuite dans votre profil."
            ),
        }


def _page(
    request: HttpRequest,
    desk: Desk,
    link: PersonLink,
    shown: tuple[HowForm, AnswersForm, HowForm, PaperForm],
    bound: tuple[Form, ...],
) -> HttpResponse:
    phone_how, answers, counter_how, paper = shown
    live = live_recovery_of(link)
    account = link.tenant_account
    context = {
        "person": link.person.full_name,
        "items": (
            Item(_("Référence"), account.customer_reference if account else ""),
            Item(_("Adresse de connexion"), masked_email(link.user.email)),
            Item(_("Espace ouvert le"), day_and_time(link.moved_at)),
        ),
        "tenant_url": reverse("office:tenant", args=[account.code]) if account else "",
        "sessions_url": reverse("office:sessions", args=[link.code])
        if desk.may(Permission.END_SESSIONS)
        else "",
        "phone_how": phone_how,
        "answers": answers,
        "counter_how": counter_how,
        "paper": paper,
        "bound": bound,
        "page_has_errors": any(form.errors for form in bound),
        "live": _live_sentence(live) if live else "",
        "second_url": reverse("office:recovery-second", args=[live.code])
        if live
        and live.means == Recovery.Means.HAND
        and live.seconded_by_id is None
        and live.staff_id != desk.staff.pk
        else "",
    }
    return show(request, desk, "recoveries/page.html", context)


def _live_sentence(live: Recovery) -> str:
    words = {"means": live.get_means_display(), "since": day_and_time(live.asked_at)}
    if live.opens_at is not None and live.opens_at > live.asked_at:
        words["opens"] = day_and_time(live.opens_at)
        return _("En cours : %(means)s, depuis le %(since)s. Il ouvre le %(opens)s.") % words
    return _("En cours : %(means)s, depuis le %(since)s.") % words
