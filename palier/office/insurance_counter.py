"""``/agence/assurance/guichet/CODE/``: file a certificate for the tenant at the counter."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.insurance import actions
from palier.domain.insurance.queries import is_to_insure
from palier.domain.tenancy.models import Lease
from palier.foundation.errors import NotYours
from palier.office.counter import CounterService, offer
from palier.office.filing import CounterUploadForm, open_filing, user_of
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.ui.forms import DateField
from palier.ui.uploads import UploadField


class CertificateForm(CounterUploadForm):
    files = UploadField(  # type: ignore[assignment]  # Django takes declared fields off the class
        purpose="insurance", label=gettext_lazy("L’attestation, en entier")
    )
    insurer = forms.CharField(required=False, max_length=80, label=gettext_lazy("Assureur"))
    policy_number = forms.CharField(
        required=False, max_length=40, label=gettext_lazy("Numéro de contrat")
    )
    valid_from = DateField(required=False, label=gettext_lazy("L’assurance commence le"))
    valid_to = DateField(required=False, label=gettext_lazy("L’assurance se termine le"))


@at_desk(Permission.FILE_AT_COUNTER)
def file_certificate(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """File a certificate for the tenant, then show the acknowledgement to print."""
    filing = open_filing(request, desk, code)
    lease = next((one for one in filing.file.leases if is_to_insure(one, desk.today)), None)
    if lease is None:
        raise NotYours()
    form = filing.upload_form(CertificateForm, request, desk, about=lease.code)
    if request.method == "POST" and form.is_valid():
        try:
            deposit = _filed(desk, lease, form)
        except Refusal as refused:
            form.refuse("files", refused)
        else:
            return redirect("office:acknowledgement", code=deposit.acknowledgement.code)
    return show(request, desk, "insurance/counter.html", filing.context(form))


urlpatterns = [
    path("guichet/<slug:code>/", file_certificate, name="insurance-counter"),
]

offer(
    "certificate",
    CounterService(
        gettext_lazy("Une attestation d’assurance"),
        gettext_lazy("Scannée ou photographiée au guichet"),
        lambda account: reverse("office:insurance-counter", args=[account.code]),
        order=20,
    ),
)


def _filed(desk: Desk, lease: Lease, form: CertificateForm) -> actions.Deposit:
    person = form.chosen_person()
    typed = form.cleaned_data
    return actions.deposit_certificate(
        lease=lease,
        person=person,
        user=user_of(person),
        filed_by=desk.staff,
        bundle=intake.assemble(drafts=typed["files"], title=_("Attestation d’assurance")),
        answers=actions.Answers(
            typed["insurer"], typed["policy_number"], typed["valid_from"], typed["valid_to"]
        ),
        actor=desk.actor,
        now=desk.now,
    )
