"""``/``: at a glance, what do I owe and by when, what must I do, what is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from palier.domain.access.queries import AccountView
from palier.domain.access.queries.delegations import acting
from palier.domain.access.rules.delegating import Scope
from palier.domain.accounts.queries import is_staff
from palier.domain.banking.queries import debits_of
from palier.domain.billing.queries import NoticeSummary, latest_notice_of
from palier.domain.casework.models import Case
from palier.domain.casework.queries import CaseSummary, open_cases_of, to_do
from palier.domain.household.queries import to_redo_rows
from palier.domain.insurance.queries import cover_at_a_glance
from palier.domain.landlord.queries import Settings, today
from palier.domain.ledger import queries as ledger
from palier.domain.ledger import rules
from palier.domain.messaging.queries import ThreadSummary
from palier.domain.papers.queries import to_do_rows
from palier.domain.tenancy.models import TenantAccount
from palier.foundation.doors import public
from palier.foundation.money import euros
from palier.foundation.periods import Period
from palier.portal.account_choice import chosen_account, dwelling_leases
from palier.portal.frame import address, helps_others, inbox, landlord_contact, settings_of
from palier.portal.helping import acting_home
from palier.portal.household.words import redo_tasks
from palier.portal.insurance.words import insurance_tasks
from palier.portal.messages.glance import message_news, message_tasks
from palier.portal.paper_words import papers_to_do
from palier.portal.profile.page import must_confirm
from palier.ui.french import day_and_time, long_date
from palier.ui.parts import Event, Item, PhoneCard, Status, Task

RECENT_DAYS = 45
MOST_NEWS = 4
LONGEST_NAME = 24


@public
def home(request: HttpRequest) -> HttpResponse:
    """Show the reader's account, or the way in."""
    if not request.user.is_authenticated:
        return _welcome(request)
    under = acting(request.user)
    if under is not None:
        chosen_account(request, Scope.ANY)
        return acting_home(request, under)
    view = chosen_account(request)
    if view is None:
        if helps_others(request):
            return redirect("portal:helping")
        if is_staff(request.user) and address("office:queue"):
            return redirect("office:queue")
        return _waiting(request)
    now = timezone.now()
    day = today(now)
    settings = settings_of(request)
    postings = ledger.postings_of(view)
    notice = latest_notice_of(view)
    cases = open_cases_of(request.user)
    threads = inbox(request).threads
    waiting = to_do(to_do_rows(view), to_redo_rows(view))
    months = _months_owed(postings, settings)
    owed = _owed(view, postings, months, notice, day)
    insured = insurance_tasks(cover_at_a_glance(view, dwelling_leases(request), day, settings))
    to_insure = any(task.status.tone == "warning" for task in insured)
    context = {
        "greeting": _("Bonjour %(name)s") % {"name": _called(view.person.given_names)},
        "owed": owed,
        "fresh": _freshness(view.fresh_at, view),
        "breakdown": _breakdown(months, notice, day) if owed.detailed else None,
        "hardship": _hardship(cases) if owed.cents > 0 else None,
        "hardship_url": address("portal:hardship") if owed.cents > 0 else "",
        "pay_url": address("portal:payments-start") if owed.payable else "",
        "rent_url": address("portal:rent-account"),
        "tasks": (
            *insured,
            *papers_to_do(waiting, day),
            *redo_tasks(waiting),
            *message_tasks(threads, waiting, insurance=to_insure),
            *_tasks(view, must_confirm(request, view, now), cases),
        ),
        "news": _news(view, postings, notice, cases, threads, day),
        "agency": _agency(view),
        "is_former": view.is_former,
    }
    return render(request, "portal/home/page.html", context)


urlpatterns = [path("", home, name="home")]


@dataclass(frozen=True, slots=True)
class Owed:
    """The answer the reader came for. ``cents`` is signed, ``shown_cents`` is not."""

    cents: int
    label: str
    note: str = ""
    payable: bool = False
    detailed: bool = False

    @property
    def shown_cents(self) -> int:
        return abs(self.cents)


def _called(given_names: str) -> str:
    """Give the names as people say them: « Thi Hoa » whole, a long list by its first only."""
    first = given_names.partition(",")[0].strip()
    return first if len(first) <= LONGEST_NAME else first.split(" ")[0]


def _welcome(request: HttpRequest) -> HttpResponse:
    contact = landlord_contact(settings_of(request))
    context = {
        "sign_in_url": address("account_login"),
        "opening_url": address("portal:opening"),
        "contact_url": address("portal:contact"),
        "agency": PhoneCard(contact.name, contact.phone, contact.hours, contact.email),
    }
    return render(request, "portal/home/welcome.html", context)


def _waiting(request: HttpRequest) -> HttpResponse:
    contact = landlord_contact(settings_of(request))
    context = {
        "identity_url": address("portal:opening-identity"),
        "agency": PhoneCard(contact.name, contact.phone, contact.hours, contact.email),
    }
    return render(request, "portal/home/waiting.html", context)


def _months_owed(
    postings: Sequence[rules.Posting], settings: Settings
) -> tuple[rules.MonthOwed, ...]:
    order = rules.AllocationOrder(settings["allocation_order"])
    return rules.owed_by_month(postings, rules.allocate(postings, order))


def _is_late(month: rules.MonthOwed, notice: NoticeSummary | None, day: dt.date) -> bool:
    """Tell whether a month's rent should have been paid: all but what a running avis asks."""
    return notice is None or month.period < notice.period or notice.due_on < day


def _owed(
    view: AccountView,
    postings: Sequence[rules.Posting],
    months: Sequence[rules.MonthOwed],
    notice: NoticeSummary | None,
    day: dt.date,
) -> Owed:
    cents = sum(posting.amount_cents for posting in postings)
    if cents < 0:
        return Owed(cents, _("En votre faveur"), _("Vous n’avez rien à payer pour le moment."))
    if cents == 0:
        return Owed(0, _("À payer"), _("Votre compte est à jour. Merci !"))
    late = [month for month in months if _is_late(month, notice, day)]
    behind = [month for month in late if notice is None or month.period != notice.period]
    debited = None if notice is None or behind else _debited_on(view, notice, day)
    if notice is None or behind or (late and debited is None):
        label = _("Reste à payer")
        return Owed(cents, label, payable=True, detailed=len(months) > 1 or bool(late))
    due_on = long_date(notice.due_on, weekday=True)
    if debited is not None:
        note = _("Vous payez par prélèvement, le %(day)s : vous n’avez rien à faire.") % {
            "day": long_date(debited, weekday=True)
        }
        return Owed(cents, _("Sera prélevé sur votre compte"), note)
    if view.tenant_account.payment_means == TenantAccount.PaymentMeans.DIRECT_DEBIT:
        label = _("Sera prélevé sur votre compte")
        return Owed(cents, label, _debit_note(view.tenant_account.debit_day))
    return Owed(
        cents,
        _("À payer au plus tard le %(day)s") % {"day": due_on},
        payable=True,
        detailed=len(months) > 1,
    )


def _debited_on(view: AccountView, notice: NoticeSummary, day: dt.date) -> dt.date | None:
    """Give the day on which a mandate signed here takes the running avis, if one does."""
    if view.is_former:
        return None
    planned = debits_of(view.tenant_account, day).planned
    same_month = planned is not None and Period.of(planned) == Period.of(notice.due_on)
    return planned if same_month else None


def _debit_note(debit_day: int | None) -> str:
    if not debit_day:
        return _("Vous payez par prélèvement : vous n’avez rien à faire.")
    return _("Vous payez par prélèvement, le %(day)d du mois : vous n’avez rien à faire.") % {
        "day": debit_day
    }


def _breakdown(
    months: Sequence[rules.MonthOwed], notice: NoticeSummary | None, day: dt.date
) -> tuple[Item, ...]:
    return tuple(
        Item(month.period.label, euros(month.open_cents), note=_due(month, notice, day))
        for month in months
    )


def _due(month: rules.MonthOwed, notice: NoticeSummary | None, day: dt.date) -> str:
    if notice is None or month.period != notice.period:
        return _("La date limite est passée.")
    words = {"day": long_date(notice.due_on)}
    if notice.due_on < day:
        return _("La date limite était le %(day)s.") % words
    return _("À payer au plus tard le %(day)s.") % words


def _freshness(fresh_at: dt.datetime | None, view: AccountView) -> str:
    if view.until is not None:
        words = {"day": long_date(view.until)}
        return _("Au %(day)s, dernier jour où ce compte était le vôtre.") % words
    if fresh_at is None:
        return ""
    return _("Compte mis à jour le %(moment)s.") % {"moment": day_and_time(fresh_at)}


def _hardship(cases: Sequence[CaseSummary]) -> CaseSummary | None:
    return next((case for case in cases if case.kind == Case.Kind.HARDSHIP), None)


def _tasks(view: AccountView, confirm: bool, cases: Sequence[CaseSummary]) -> tuple[Task, ...]:
    """List what the reader has to do besides paying; later features add theirs here."""
    to_do = Status(_("À faire"), "warning")
    tasks = [
        Task(
            case.subject,
            Status(_("Réponse reçue"), "info"),
            address("portal:case", case.code),
            _("Votre agence vous a répondu."),
        )
        for case in cases
        if case.state == Case.State.ANSWERED
    ]
    if confirm and not view.is_former:
        tasks.append(
            Task(
                _("Ces informations sont-elles toujours exactes ?"),
                to_do,
                address("portal:profile"),
                _("Une fois par an, nous vérifions avec vous. Cela prend une minute."),
            )
        )
    return tuple(tasks)


def _news(
    view: AccountView,
    postings: Sequence[rules.Posting],
    notice: NoticeSummary | None,
    cases: Sequence[CaseSummary],
    threads: Sequence[ThreadSummary],
    day: dt.date,
) -> tuple[Event, ...]:
    """Give the latest things that happened on the account, the newest first."""
    since = day - dt.timedelta(days=RECENT_DAYS)
    hidden = rules.replaced(postings)
    waiting = rules.provisional(postings)
    dated: list[tuple[dt.date, Event]] = []
    if notice is not None and since <= notice.issue_on <= day:
        title = _("Votre avis de %(month)s est arrivé") % {"month": notice.period.label}
        url = address("portal:rent-notice", notice.code)
        dated.append((notice.issue_on, Event(title, long_date(notice.issue_on), url=url)))
    for posting in postings:
        if posting.effective_on < since or posting.key in hidden:
            continue
        if posting.kind not in rules.MONEY_RECEIVED or not view.covers(posting.effective_on):
            continue
        event = _money_event(posting, provisional=posting.key in waiting)
        dated.append((posting.effective_on, event))
    for case in cases:
        if case.is_waiting:
            title = _("Votre demande est arrivée à l’agence : %(subject)s") % {
                "subject": case.subject
            }
            text = _("Réponse promise au plus tard le %(day)s.") % {
                "day": long_date(case.promised_on)
            }
            url = address("portal:case", case.code)
            dated.append((case.opened_on, Event(title, long_date(case.opened_on), text, url=url)))
    dated += message_news(threads, since)
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(event for _day, event in dated[:MOST_NEWS])


def _money_event(posting: rules.Posting, *, provisional: bool) -> Event:
    amount = euros(abs(posting.amount_cents))
    when = long_date(posting.effective_on)
    if posting.kind == "rejected":
        title = _("Un paiement de %(amount)s a été refusé par la banque") % {"amount": amount}
        return Event(title, when, _("La somme est de nouveau à payer."), tone="warning")
    if posting.kind == "refund":
        return Event(_("%(amount)s vous ont été rendus") % {"amount": amount}, when)
    if provisional and posting.rail == "direct_debit":
        title = _("Un prélèvement de %(amount)s est demandé à votre banque") % {"amount": amount}
        return Event(title, when, tone="info")
    text = _("Reçu, en cours d’enregistrement.") if provisional else ""
    title = _("Nous avons reçu votre paiement de %(amount)s") % {"amount": amount}
    return Event(title, when, text, tone="success")


def _agency(view: AccountView) -> PhoneCard:
    agency = view.tenant_account.agency
    return PhoneCard(agency.name, agency.phone, agency.hours)
