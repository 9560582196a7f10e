"""``/agence/assurance/guichet/CODE/``: file a certificate for the tenant at the counter."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.access.queries import accesses_of
from palier.domain.audit.catalogue import Event
from palier.domain.documents.intake import actions as intake
from palier.domain.documents.intake.refusals import Refusal
from palier.domain.insurance import actions
from palier.domain.insurance.queries import is_to_insure
from palier.domain.tenancy import queries as tenancy
from palier.domain.tenancy.models import Lease, Person
from palier.domain.tenancy.queries import AccountFile
from palier.foundation.errors import NotYours
from palier.office.counter import CounterService, names_of, offer
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.looks import look
from palier.office.permissions import Permission
from palier.ui.forms import DateField
from palier.ui.uploads import UploadField, UploadForm


class CertificateForm(UploadForm):
    person = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Qui est devant vous ?")
    )
    files = UploadField(  # type: ignore[assignment]  # Django takes declared fields off the class
        purpose="insurance", label=gettext_lazy("L’attestation, en entier")
    )
    insurer = forms.CharField(required=False, max_length=80, label=gettext_lazy("Assureur"))
    policy_number = forms.CharField(
        required=False, max_length=40, label=gettext_lazy("Numéro de contrat")
    )
    valid_from = DateField(required=False, label=gettext_lazy("L’assurance commence le"))
    valid_to = DateField(required=False, label=gettext_lazy("L’assurance se termine le"))

    def offer_people(self, file: AccountFile) -> None:
        """Let the holders of today be chosen."""
        self.people = {
            str(one.person_id): one
            for one in file.holders
            if one.person_id is not None and one.ended_on is None
        }
        field = self.fields["person"]
        field.choices = [(key, one.full_name) for key, one in self.people.items()]  # type: ignore[attr-defined]
        if len(self.people) == 1:
            field.initial = next(iter(self.people))

    def chosen_person(self) -> Person:
        """Give the holder for whom it is filed."""
        return self.people[self.cleaned_data["person"]].as_person()


@at_desk(Permission.FILE_AT_COUNTER)
def file_certificate(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """File a certificate for the tenant, then show the acknowledgement to print."""
    account = tenancy.account_for(desk.staff, code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    file = tenancy.file_of(account)
    lease = next((one for one in file.leases if is_to_insure(one, desk.today)), None)
    if lease is None:
        raise NotYours()
    sent = request.method == "POST"
    form = CertificateForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        owner=desk.staff.user,
        about=lease.code,
        now=desk.now,
    )
    form.offer_people(file)
    if sent and form.is_valid():
        try:
            deposit = _filed(desk, lease, form)
        except Refusal as refused:
            form.refuse("files", refused)
        else:
            return redirect("office:acknowledgement", code=deposit.acknowledgement.code)
    context = {
        "form": form,
        "names": names_of(file),
        "tenant_url": reverse("office:tenant", args=[code]),
        "counter_url": reverse("office:counter", args=[code]),
    }
    return show(request, desk, "insurance/counter.html", context)


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
    accesses = accesses_of([person.pk]).get(person.pk, ())
    user = next((link.user for link in accesses if link.state == link.State.PROVEN), None)
    return actions.deposit_certificate(
        lease=lease,
        person=person,
        user=user,
        filed_by=desk.staff,
        bundle=intake.assemble(drafts=typed["files"], title=_("Attestation d’assurance")),
        answers=actions.Answers(
            typed["insurer"], typed["policy_number"], typed["valid_from"], typed["valid_to"]
        ),
        actor=desk.actor,
        now=desk.now,
    )
