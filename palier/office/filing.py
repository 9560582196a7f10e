"""What every form of the counter shares: the tenant's file, for whom it is filed, the way back.

filing = open_filing(request, desk, code)
form = filing.upload_form(CertificateForm, request, desk, about=lease.code)
…
return show(request, desk, "insurance/counter.html", filing.context(form))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from palier.domain.access.queries import accesses_of
from palier.domain.accounts.models import User
from palier.domain.audit.catalogue import Event
from palier.domain.tenancy import queries as tenancy
from palier.domain.tenancy.models import Person, TenantAccount
from palier.domain.tenancy.queries import AccountFile
from palier.office.gate import Desk
from palier.office.looks import look
from palier.ui.forms import Form
from palier.ui.uploads import UploadForm


class CounterForm(Form):
    """What every filing at the counter asks: for whom."""

    person = forms.ChoiceField(
        widget=forms.RadioSelect, label=gettext_lazy("Qui est devant vous ?")
    )

    def offer_people(self, file: AccountFile) -> None:
        """Let the holders of today be chosen; the only one is chosen already."""
        self.people = {
            str(holder.person_id): holder
            for holder in file.holders
            if holder.person_id is not None and holder.ended_on is None
        }
        field = self.fields["person"]
        field.choices = [(key, row.full_name) for key, row in self.people.items()]  # type: ignore[attr-defined]
        if len(self.people) == 1:
            field.initial = next(iter(self.people))

    def chosen_person(self) -> Person:
        """Give the holder for whom it is filed."""
        return self.people[self.cleaned_data["person"]].as_person()


class CounterUploadForm(CounterForm, UploadForm):
    """A filing with files."""


F = TypeVar("F", bound=CounterForm)
U = TypeVar("U", bound=CounterUploadForm)


@dataclass(frozen=True, slots=True)
class Filing:
    """The tenant account somebody at the desk files for, and what its file says today."""

    account: TenantAccount
    file: AccountFile

    def form(self, kind: type[F], request: HttpRequest) -> F:
        """Give the form, with what was sent when something was."""
        form = kind(request.POST if request.method == "POST" else None)
        form.offer_people(self.file)
        return form

    def upload_form(self, kind: type[U], request: HttpRequest, desk: Desk, *, about: str = "") -> U:
        """Give the form and its tray of files; ``about`` (the account’s code) tells trays apart."""
        sent = request.method == "POST"
        form = kind(
            request.POST if sent else None,
            request.FILES if sent else None,
            owner=desk.staff.user,
            about=about or self.account.code,
            now=desk.now,
        )
        form.offer_people(self.file)
        return form

    def context(self, form: CounterForm) -> dict[str, object]:
        """Give the words around the form: whose file it is, and the way back."""
        return {
            "form": form,
            "names": names_of(self.file),
            "tenant_url": reverse("office:tenant", args=[self.account.code]),
            "counter_url": reverse("office:counter", args=[self.account.code]),
        }


def open_filing(request: HttpRequest, desk: Desk, code: str) -> Filing:
    """Open the file of the tenant account ``code``; the look goes in the trail.

    Raises:
        NotYours: it is of another agency, or of nobody.
    """
    account = tenancy.account_for(desk.staff, code)
    look(request, desk, Event.TENANT_FILE_SEEN, account=account)
    return Filing(account, tenancy.file_of(account))


def names_of(file: AccountFile) -> str:
    """Give the names of those who hold the account today."""
    now = [holder.full_name for holder in file.holders if holder.ended_on is None]
    return ", ".join(now) or file.tenant_account.customer_reference


def user_of(person: Person) -> User | None:
    """Give who signs in as ``person``, if they have opened their account."""
    accesses = accesses_of([person.pk]).get(person.pk, ())
    return next((link.user for link in accesses if link.state == link.State.PROVEN), None)
