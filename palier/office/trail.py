"""``/agence/journal/``: who did or looked at what, over every file of the reader's agencies.

Looking into the trail is itself told by the trail, with what was looked for.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from palier.domain.access.queries import accesses_of
from palier.domain.access.rules import reference_key
from palier.domain.accounts.queries import agencies_of, named, staff_around
from palier.domain.audit.actions import record
from palier.domain.audit.catalogue import Event
from palier.domain.audit.categories import Category, category_of
from palier.domain.audit.queries import TrailLine, TrailSearch, trail_found
from palier.domain.tenancy import queries as tenancy
from palier.domain.tenancy.models import TenantAccount
from palier.office.frame import show
from palier.office.gate import Desk, at_desk
from palier.office.permissions import Permission
from palier.ui.forms import DateField, Form
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Cell, Column, Row, Table

A_DAY = dt.timedelta(days=1)
LONGEST = 120


class SearchForm(Form):
    """What is looked for; every box may stay empty."""

    personne = forms.CharField(
        label=gettext_lazy("Locataire"),
        help_text=gettext_lazy("Nom, référence client ou e-mail."),
        required=False,
        max_length=LONGEST,
    )
    agent = forms.ChoiceField(label=gettext_lazy("Agent"), required=False)
    sorte = forms.ChoiceField(label=gettext_lazy("Événement"), required=False)
    du = DateField(label=gettext_lazy("À partir du"), required=False)
    au = DateField(label=gettext_lazy("Jusqu’au"), required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agents = {str(member.user_id): member for member in staff_around(desk.staff)}
        self._choices("agent").choices = [
            ("", _("Tous")),
            *((key, str(member.user)) for key, member in self.agents.items()),
        ]
        self._choices("sorte").choices = [
            ("", _("Tous")),
            *((category.value, str(category.label)) for category in Category),
            (
                _("Un événement précis"),
                [
                    (event.value, _plain(str(event.staff_sentence)))
                    for event in sorted(Event, key=lambda event: str(event.staff_sentence))
                ],
            ),
        ]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks the trail, and the words by which the trail tells of it."""

    search: TrailSearch
    words: str
    account: TenantAccount | None


@require_safe
@at_desk(Permission.SEE_TRAIL)
def trail(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Search the trail, the latest first."""
    asked = any(name.partition("_")[0] in SearchForm.base_fields for name in request.GET)
    form = SearchForm(request.GET if asked else None, desk=desk)
    context: dict[str, Any] = {"form": form, "reset_url": reverse("office:trail") if asked else ""}
    if not asked or not form.is_valid():
        return show(request, desk, "trail/page.html", context, status=422 if asked else 200)
    wanted = _wanted(desk, form)
    record(
        event=Event.TRAIL_SEARCHED,
        actor=desk.actor,
        now=desk.now,
        tenant_account_id=wanted.account.pk if wanted.account else None,
        agency_id=wanted.account.agency.erp_id if wanted.account else "",
        filters=wanted.words,
    )
    page = trail_found(
        wanted.search, scope=_scope(desk, wanted.search), cursor=request.GET.get("suite", "")
    )
    kept = request.GET.copy()
    kept.pop("suite", None)
    first = kept.urlencode()
    if page.next_cursor:
        kept["suite"] = page.next_cursor
    context |= {
        "table": _table(desk, named(page.rows)),
        "searched": wanted.words,
        "next_url": f"?{kept.urlencode()}" if page.next_cursor else "",
        "first_url": "" if page.first else f"?{first}",
    }
    return show(request, desk, "trail/page.html", context)


urlpatterns = [path("", trail, name="trail")]


def _wanted(desk: Desk, form: SearchForm) -> Wanted:
    typed = form.cleaned_data
    zone = ZoneInfo(settings.PALIER_TIME_ZONE)
    person = " ".join(typed["personne"].split())
    accounts, people = _people(desk, person) if person else ([], ())
    links = accesses_of(people)
    users = tuple(str(link.user_id) for rows in links.values() for link in rows)
    events, said = _events(typed["sorte"])
    agent = form.agents.get(typed["agent"])
    words = [
        _("locataire « %(typed)s »") % {"typed": person} if person else "",
        _("agent %(name)s") % {"name": agent.user} if agent else "",
        said,
        _("depuis le %(day)s") % {"day": long_date(typed["du"])} if typed["du"] else "",
        _("jusqu’au %(day)s") % {"day": long_date(typed["au"])} if typed["au"] else "",
    ]
    search = TrailSearch(
        accounts=tuple(account.pk for account in accounts) if person else None,
        people=tuple(people),
        users=users,
        actor_reference=typed["agent"],
        events=events,
        since=dt.datetime.combine(typed["du"], dt.time(), zone) if typed["du"] else None,
        until=dt.datetime.combine(typed["au"] + A_DAY, dt.time(), zone) if typed["au"] else None,
    )
    told = ", ".join(word for word in words if word) or _("tout le journal")
    return Wanted(search, told, accounts[0] if len(accounts) == 1 else None)


def _people(desk: Desk, typed: str) -> tuple[list[TenantAccount], tuple[int, ...]]:
    """Find accounts by reference, or holders by name or e-mail, in the reader's agencies."""
    if any(sign.isdigit() for sign in typed) and "@" not in typed:
        accounts = tenancy.accounts_with_reference_for(desk.staff, reference_key(typed))
        holders = [row for rows in tenancy.holders_of(accounts).values() for row in rows]
        return accounts, tuple({row.person_id for row in holders})
    if "@" in typed:
        found = tenancy.holders_with_email_for(desk.staff, typed)
    else:
        found = list(tenancy.holders_named_for(desk.staff, typed).rows)
    accounts = list({row.tenant_account_id: row.tenant_account for row in found}.values())
    return accounts, tuple({row.person_id for row in found})


def _events(chosen: str) -> tuple[tuple[str, ...], str]:
    if not chosen:
        return (), ""
    if chosen in set(Category):
        category = Category(chosen)
        kept = (event.value for event in Event if category_of(event) is category)
        return tuple(kept), str(category.label).lower()
    event = Event(chosen)
    return (event.value,), f"« {_plain(str(event.staff_sentence))} »"


def _scope(desk: Desk, search: TrailSearch) -> Q | None:
    """Keep to the reader's agencies; signing in, which has none, to the people found there."""
    scope = agencies_of(desk.staff)
    if scope.every_agency:
        return None
    accounts = tenancy.accounts_in_scope(desk.staff).values("pk")
    near = Q(tenant_account_id__in=accounts)
    near |= Q(tenant_account_id=None, agency_id__in=scope.agency_ids)
    if search.users:
        nowhere = Q(tenant_account_id=None, agency_id="")
        near |= nowhere & Q(actor_kind__in=("tenant", "visitor"))
        near |= nowhere & Q(subject_kind="accounts.user")
    return near


def _table(desk: Desk, lines: list[TrailLine]) -> Table:
    keys = {line.tenant_account_id for line in lines if line.tenant_account_id}
    accounts = tenancy.accounts_numbered_for(desk.staff, keys) if keys else {}
    return Table(
        caption=_("Événements trouvés, les plus récents d’abord"),
        caption_hidden=True,
        columns=(
            Column(_("Quoi")),
            Column(_("Quand")),
            Column(_("Qui")),
            Column(_("Compte")),
        ),
        rows=tuple(
            Row((line.sentence, day_and_time(line.occurred_at), line.who, _file(accounts, line)))
            for line in lines
        ),
        empty=_("Rien ne répond à cette recherche dans vos agences."),
    )


def _file(accounts: dict[int, TenantAccount], line: TrailLine) -> Cell:
    account = accounts.get(line.tenant_account_id or 0)
    if account is None:
        return Cell(text="")
    return Cell(
        text=account.customer_reference, url=reverse("office:tenant-trail", args=[account.code])
    )


def _plain(sentence: str) -> str:
    """Write a sentence of the catalogue without its facts, to choose it from a list."""
    parts = sentence.split("%(")
    return (
        parts[0] + "".join("…" + part.partition(")s")[2] for part in parts[1:])
        if len(parts) > 1
        else sentence
    )
