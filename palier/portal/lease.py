"""``/mon-bail/``: one lease at a time, its dwelling, the people, the agency, the caretaker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palier.domain.access.queries import AccountView, leases_of
from palier.domain.access.rules.delegating import Scope
from palier.domain.estate.models import Agency, Annex, Dwelling, Residence
from palier.domain.landlord.queries import today
from palier.domain.tenancy.models import AccountHolder, Lease
from palier.domain.tenancy.queries import ended_on, holders_of
from palier.domain.tenancy.rules import TimeLeft, TimeLeftKind, time_left
from palier.foundation.errors import NotYours
from palier.foundation.money import euros
from palier.portal.account_choice import PARAMETER, accounts_of, chosen_account
from palier.ui.french import capital, long_date
from palier.ui.parts import Item, Link, PhoneCard

NBSP = "\u00a0"


def lease(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show one lease of the chosen account, the dwelling's first; the others are links."""
    view = chosen_account(request, Scope.PAPERS)
    if view is None:
        return redirect("portal:home")
    leases = leases_of([view])
    if code:
        shown = next((one for one in leases if one.code == code), None)
        if shown is None:
            return _of_another_account(request, code)
    elif leases:
        shown = leases[0]
    else:
        return render(request, "portal/lease/none.html", {"agency": _agency(view)})
    day = today(timezone.now())
    return render(request, "portal/lease/page.html", _context(view, shown, leases, day))


urlpatterns = [
    path("", lease, name="lease"),
    path("<slug:code>/", lease, name="lease-of"),
]


@dataclass(frozen=True, slots=True)
class TimeShown:
    """The time left: a figure when it can be counted, and the sentence that explains it."""

    label: str
    value: str
    sentence: str


def _of_another_account(request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the account that holds the lease, so that the page and the switch agree.

    Raises:
        NotYours: none of the reader's accounts holds it.
    """
    for one in leases_of(accounts_of(request, Scope.PAPERS)):
        if one.code == code:
            chosen = one.tenant_account.code
            return redirect(f"{reverse('portal:lease-of', args=[code])}?{PARAMETER}={chosen}")
    raise NotYours()


def _context(
    view: AccountView, shown: Lease, leases: list[Lease], day: dt.date
) -> dict[str, object]:
    residence = _residence(shown)
    return {
        "title": _title(shown),
        "switch": tuple(_choice(one, shown) for one in leases) if len(leases) > 1 else (),
        "time": _time_shown(shown, day),
        "contract": _contract(shown, view),
        "conditions": [line for line in shown.special_conditions.splitlines() if line.strip()],
        "place": _place(shown),
        "annexes": _annexes(shown),
        "people": _people(view, day),
        "agency": _agency(view),
        "caretaker": _caretaker(residence),
        "is_former": view.is_former,
    }


def _title(shown: Lease) -> str:
    if shown.kind == Lease.Kind.DWELLING:
        return _("Le bail de mon logement")
    if shown.kind == Lease.Kind.PARKING:
        return _("Le contrat de mon stationnement")
    if shown.kind == Lease.Kind.COMMERCIAL:
        return _("Le bail de mon local")
    return _("Le contrat de mon annexe")


def _choice(one: Lease, shown: Lease) -> Link:
    label = capital(one.get_kind_display())
    over = ended_on(one)
    if over is not None:
        label = _("%(kind)s (terminé en %(year)d)") % {"kind": label, "year": over.year}
    url = reverse("portal:lease-of", args=[one.code])
    return Link(label, url, current=one.code == shown.code)


def _time_shown(shown: Lease, day: dt.date) -> TimeShown:
    left = time_left(
        term=shown.term,
        ends_on=shown.ends_on,
        tacit_period_ends_on=shown.tacit_period_ends_on,
        over_on=ended_on(shown),
        today=day,
    )
    label = _("Durée restant à courir")
    if left.kind is TimeLeftKind.RUNS_OUT:
        assert left.until is not None
        sentence = _("Dernier jour : le %(day)s.") % {"day": long_date(left.until, weekday=True)}
        return TimeShown(label, _duration(left), sentence)
    return TimeShown(label, "", _sentence(left, shown))


def _sentence(left: TimeLeft, shown: Lease) -> str:
    until = {"day": long_date(left.until) if left.until else ""}
    if left.kind is TimeLeftKind.OVER:
        if shown.judicial_termination_on is not None:
            words = {"day": long_date(shown.judicial_termination_on)}
            return _("Ce bail a été résilié par décision de justice le %(day)s.") % words
        return _("Ce bail a pris fin le %(day)s.") % until
    if left.kind is TimeLeftKind.RAN_OUT:
        return (
            _(
                "La date de fin prévue au contrat, le %(day)s, est passée. Votre agence peut vous "
                "dire où en est votre bail."
            )
            % until
        )
    if left.kind is TimeLeftKind.END_UNKNOWN:
        return _(
            "Ce contrat a une durée limitée, mais nous n’avons pas sa date de fin. Votre agence "
            "peut vous la donner."
        )
    sentence = _("Ce contrat n’a pas de date de fin.")
    if shown.kind == Lease.Kind.DWELLING:
        sentence = _(
            "Ce bail n’a pas de date de fin. Vous pouvez rester dans votre logement tant que "
            "vous respectez le bail."
        )
    if left.until is not None:
        tacit = _("La période en cours va jusqu’au %(day)s et se renouvelle toute seule.") % until
        return f"{sentence} {tacit}"
    return sentence


def _duration(left: TimeLeft) -> str:
    parts = []
    if left.years:
        parts.append(ngettext("%(n)d an", "%(n)d ans", left.years) % {"n": left.years})
    if left.months:
        parts.append(ngettext("%(n)d mois", "%(n)d mois", left.months) % {"n": left.months})
    if left.days or not parts:
        parts.append(ngettext("%(n)d jour", "%(n)d jours", left.days) % {"n": left.days})
    parts = [part.replace(" ", NBSP) for part in parts]
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s et %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _contract(shown: Lease, view: AccountView) -> tuple[Item, ...]:
    over = ended_on(shown)
    deposit = euros(shown.deposit_cents) if shown.deposit_cents is not None else ""
    return _kept(
        Item(_("Signé le"), long_date(shown.signed_on) if shown.signed_on else ""),
        Item(_("Commence le"), long_date(shown.starts_on)),
        Item(_("Durée"), capital(shown.get_term_display())),
        Item(_("Terminé le"), long_date(over) if over else ""),
        Item(_("Dépôt de garantie"), deposit, note=_("Versé à l’entrée.") if deposit else ""),
        Item(_("Référence client"), view.tenant_account.customer_reference),
    )


def _place(shown: Lease) -> tuple[Item, ...]:
    if shown.dwelling is not None:
        return _dwelling_items(shown.dwelling)
    if shown.annex is not None:
        return _annex_items(shown.annex)
    return ()


def _dwelling_items(home: Dwelling) -> tuple[Item, ...]:
    address = (home.address, home.address_extra, f"{home.postcode} {home.town}")
    return _kept(
        Item(_("Adresse"), lines=tuple(line for line in address if line)),
        Item(_("Résidence"), home.residence.name),
        Item(_("Numéro du logement"), home.number),
        Item(_("Type"), _type(home)),
        Item(_("Surface habitable"), _surface(home.surface_dm2)),
        Item(_("Étage"), _floor(home.floor)),
        Item(_("Construit en"), str(home.built_in or "")),
        Item(_("Classe énergie (DPE)"), home.energy_class, note=_energy_note(home)),
    )


def _annex_items(annex: Annex) -> tuple[Item, ...]:
    return _kept(
        Item(_("Annexe"), capital(annex.get_kind_display())),
        Item(_("Numéro"), annex.number),
        Item(_("Emplacement"), annex.place),
        Item(_("Résidence"), annex.residence.name),
    )


def _annexes(shown: Lease) -> tuple[Item, ...]:
    if shown.dwelling is None:
        return ()
    return tuple(
        Item(capital(annex.get_kind_display()), annex.number, note=annex.place)
        for annex in shown.dwelling.annexes.all()
    )


def _people(view: AccountView, day: dt.date) -> tuple[Item, ...]:
    """Give the holders the reader may know of; a former one sees only their own name."""
    if view.is_former:
        return (Item(_("Ancien titulaire"), view.person.full_name),)
    rows = holders_of([view.tenant_account])[view.tenant_account.pk]
    return tuple(_holder(row) for row in rows if (row.ends_on or row.absent_since or day) >= day)


def _holder(row: AccountHolder) -> Item:
    person = row.person
    note = ""
    if person.usage_name and person.usage_name != person.birth_name:
        note = _("Nom de naissance : %(name)s") % {"name": person.birth_name}
    return Item(capital(row.get_role_display()), person.full_name, note=note)


def _agency(view: AccountView) -> PhoneCard:
    agency: Agency = view.tenant_account.agency
    return PhoneCard(
        agency.name,
        agency.phone,
        agency.hours,
        agency.email,
        (agency.address, f"{agency.postcode} {agency.town}"),
    )


def _residence(shown: Lease) -> Residence | None:
    if shown.dwelling is not None:
        return shown.dwelling.residence
    return shown.annex.residence if shown.annex is not None else None


def _caretaker(residence: Residence | None) -> PhoneCard | None:
    if residence is None or not (residence.caretaker_name or residence.caretaker_phone):
        return None
    return PhoneCard(
        residence.caretaker_name or _("Gardien de la résidence"),
        residence.caretaker_phone,
        residence.caretaker_hours,
        note=residence.caretaker_place,
    )


def _type(home: Dwelling) -> str:
    kind = capital(home.get_kind_display())
    if not home.rooms:
        return kind
    rooms = ngettext("%(n)d pièce", "%(n)d pièces", home.rooms) % {"n": home.rooms}
    return f"{kind}, {rooms.replace(' ', NBSP)}"


def _surface(surface_dm2: int | None) -> str:
    if surface_dm2 is None:
        return ""
    return f"{number_format(surface_dm2 / 100, 2 if surface_dm2 % 100 else 0)}{NBSP}m²"


def _floor(floor: int | None) -> str:
    if floor is None:
        return ""
    if floor == 0:
        return _("Rez-de-chaussée")
    if floor < 0:
        return _("Sous-sol, niveau %(level)d") % {"level": -floor}
    return _("1er étage") if floor == 1 else _("%(floor)de étage") % {"floor": floor}


def _energy_note(home: Dwelling) -> str:
    if not home.energy_class or home.energy_assessed_on is None:
        return ""
    return _("Diagnostic du %(day)s") % {"day": long_date(home.energy_assessed_on)}


def _kept(*items: Item) -> tuple[Item, ...]:
    return tuple(item for item in items if item.text or item.lines)
