"""``/agence/proches/``: who helps a tenant, ending it, and guardians with their judgment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.domain.access.actions.delegations import (
    AlreadyHelping,
    NotBoth,
    NothingGranted,
    TooLong,
    TooManyHelpers,
    end_delegation,
    second_guardian,
)
from palier.domain.access.models import Delegation
from palier.domain.access.queries.delegations import (
    delegation_at_desk,
    delegations_of_accounts,
)
from palier.domain.access.rules.delegating import Scope
from palier.domain.audit.catalogue import Event
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.documents.queries import content_of, staff_document
from palier.domain.papers.actions.guardians import record_guardian_with_judgment
from palier.domain.tenancy.models import TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.foundation.errors import MoveRefused, NotYours
from palier.office.counter import CounterService, offer
from palier.office.file_sections import FileSection, add_section
from palier.office.filing import CounterUploadForm, open_filing
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.downloads import download
from palier.ui.forms import DateField, Form
from palier.ui.french import capital, long_date
from palier.ui.parts import Cell, Column, Item, Link, Row, Status, Table
from palier.ui.uploads import UploadField

SCOPES = (
    (Scope.PAPERS.value, gettext_lazy("Pièces, assurance, foyer, documents")),
    (Scope.PAYMENT.value, gettext_lazy("Compte de loyer, avis, paiement")),
    (Scope.MESSAGES.value, gettext_lazy("Messages et demandes")),
)
lazy_capital = lazy(capital, str)


class EndForm(Form):
    ending = forms.ChoiceField(
        label=gettext_lazy("Pourquoi l’arrêter ?"),
        widget=forms.RadioSelect,
        choices=[(one.value, lazy_capital(one.label)) for one in Delegation.BY_THE_DESK],
        error_messages={"required": gettext_lazy("Choisissez un motif.")},
    )


class GuardianForm(CounterUploadForm):
    name = forms.CharField(max_length=120, label=gettext_lazy("Prénom et nom du tuteur"))
    organisation = forms.CharField(
        max_length=120, required=False, label=gettext_lazy("Organisme, s’il y en a un")
    )
    email = forms.EmailField(label=gettext_lazy("Son adresse e-mail"))
    scopes = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        choices=SCOPES,
        label=gettext_lazy("Ce que le jugement lui confie"),
    )
    ends_on = DateField(label=gettext_lazy("Fin de la mesure"))
    files = UploadField(  # type: ignore[assignment]  # Django takes declared fields off the class
        purpose="guardian", label=gettext_lazy("Le jugement, en entier")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = _("Qui est protégé ?")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Permission.FILE_AT_COUNTER)
def record(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Record a guardian; a colleague validates before anything is sent."""
    filing = open_filing(request, desk, code)
    form = filing.upload_form(GuardianForm, request, desk)
    if request.method == "POST" and form.is_valid():
        try:
            made = _recorded(desk, filing.account, form)
        except Refusal as refused:
            form.refuse("files", refused)
        except TooLong as refused:
            form.add_error("ends_on", refused.sentence)
        except (AlreadyHelping, NothingGranted, TooManyHelpers) as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, _("C’est enregistré. Un collègue doit valider avant l’invitation.")
            )
            return redirect("office:delegation", code=made.code)
    return show(request, desk, "delegations/guardian.html", filing.context(form))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Permission.FILE_AT_COUNTER)
def delegation(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Show one person who helps; end it, with a reason."""
    found = delegation_at_desk(desk.staff, code)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_delegation(
                delegation=found,
                ending=form.cleaned_data["ending"],
                actor=desk.actor,
                now=desk.now,
            )
        except MoveRefused as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, _("C’est arrêté. Les deux personnes sont prévenues."))
        return redirect("office:delegation", code=code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=found.tenant_account)
    is_recorded = found.state == Delegation.State.RECORDED
    context = {
        "form": form if found.state in Delegation.LIVE else None,
        "name": str(found),
        "status": _status(found),
        "items": _items(found),
        "judgment_url": reverse("office:delegation-judgment", args=[code])
        if found.proof_reference
        else "",
        "second_url": reverse("office:delegation-second", args=[code])
        if is_recorded and found.recorded_by_id != desk.staff.pk
        else "",
        "waits": is_recorded and found.recorded_by_id == desk.staff.pk,
        "tenant_url": reverse("office:tenant", args=[found.tenant_account.code]),
    }
    return show(request, desk, "delegations/page.html", context)


@require_POST
@at_desk(Permission.FILE_AT_COUNTER)
def second(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Validate a guardian that a colleague recorded."""
    found = delegation_at_desk(desk.staff, code)
    try:
        second_guardian(delegation=found, staff=desk.staff, now=desk.now)
    except (NotBoth, MoveRefused) as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, _("C’est validé. L’invitation est envoyée."))
    return redirect("office:delegation", code=code)


@require_safe
@at_desk(Permission.FILE_AT_COUNTER)
def judgment(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Give the judgment that names a guardian; the look is recorded."""
    found = delegation_at_desk(desk.staff, code)
    if not found.proof_reference:
        raise NotYours()
    document = staff_document(found.tenant_account_id, found.proof_reference)
    look(
        request, desk, Event.DOCUMENT_SEEN, account=found.tenant_account, subject=document,
        person_id=found.person_id, title=_("Jugement de protection"),
    )  # fmt: skip
    return download(
        content_of(document), file_name=document.file_name, media_type=document.file.media_type
    )


urlpatterns = [
    path("guichet/<slug:code>/", record, name="guardian-counter"),
    path("<slug:code>/", delegation, name="delegation"),
    path("<slug:code>/valider/", second, name="delegation-second"),
    path("<slug:code>/jugement.pdf", judgment, name="delegation-judgment"),
]


def section(desk: Desk, account: TenantAccount, file: AccountFile) -> FileSection | None:
    """Say on the tenant file who may act for its holders."""
    people = [one.person_id for one in file.holders if one.person_id]
    rows = delegations_of_accounts([account.pk], people)
    living = sum(row.state in Delegation.LIVE for row in rows)
    links = (
        (
            Link(
                _("Enregistrer un tuteur ou un curateur"),
                reverse("office:guardian-counter", args=[account.code]),
            ),
        )
        if desk.may(Permission.FILE_AT_COUNTER)
        else ()
    )
    if not rows:
        return FileSection(
            _("Personnes qui aident"), links=links, empty=_("Personne n’agit pour ces locataires.")
        )
    table = Table(
        caption=_("Personnes qui aident"),
        caption_hidden=True,
        columns=(
            Column(_("Qui aide")),
            Column(_("Qui est aidé")),
            Column(_("Jusqu’au"), "day"),
            Column(_("État")),
        ),
        rows=tuple(_row(desk, row) for row in rows),
    )
    return FileSection(
        _("Personnes qui aident"),
        status=Status(_("En cours"), "info") if living else None,
        tables=(table,),
        links=links,
    )


add_section("delegates", section, title=gettext_lazy("Personnes qui aident"), order=60)
offer(
    "guardian",
    CounterService(
        gettext_lazy("Un tuteur ou un curateur"),
        gettext_lazy("Avec le jugement ; un collègue valide"),
        lambda account: reverse("office:guardian-counter", args=[account.code]),
        order=80,
    ),
)


def _row(desk: Desk, row: Delegation) -> Row:
    url = reverse("office:delegation", args=[row.code])
    return Row(
        (
            Cell(
                text=str(row),
                url=url if desk.may(Permission.FILE_AT_COUNTER) else "",
                note=str(row.get_kind_display()),
            ),
            row.person.full_name,
            row.ends_on,
            _status(row),
        )
    )


def _status(row: Delegation) -> Status:
    label = row.get_ending_display() if row.ending else row.get_state_display()
    tone = {"recorded": "warning", "invited": "info", "active": "success"}
    return Status(str(label).capitalize(), tone.get(row.state, "neutral"))


def _items(row: Delegation) -> tuple[Item, ...]:
    items = [
        Item(_("Qui est aidé"), row.person.full_name),
        Item(_("À quel titre"), capital(row.get_kind_display())),
        Item(_("Adresse e-mail"), row.email),
        Item(_("Peut faire"), lines=tuple(str(w) for key, w in SCOPES if key in row.scopes)),
        Item(_("Demandé le"), long_date(timezone.localtime(row.asked_at))),
        Item(_("Jusqu’au"), long_date(row.ends_on)),
    ]
    if row.state in (Delegation.State.ACTIVE, Delegation.State.ENDED):
        began = row.state == Delegation.State.ACTIVE
        day = long_date(timezone.localtime(row.moved_at))
        items.append(Item(_("Accepté le") if began else _("Terminé le"), day))
    if row.recorded_by is not None:
        items.append(Item(_("Enregistré par"), str(row.recorded_by.user)))
    return tuple(items)


def _recorded(desk: Desk, account: TenantAccount, form: GuardianForm) -> Delegation:
    typed = form.cleaned_data
    return record_guardian_with_judgment(
        person=form.chosen_person(),
        tenant_account=account,
        name=typed["name"],
        organisation=typed["organisation"],
        email=typed["email"],
        scopes=typed["scopes"],
        ends_on=typed["ends_on"],
        bundle=intake.assemble(drafts=typed["files"], title=_("Jugement")),
        staff=desk.staff,
        now=desk.now,
    )
