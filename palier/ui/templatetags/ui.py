"""Tags and filters of the design system: one tag a component.

The contract of each tag stands at the top of its template in ``ui/components/``.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from palier.foundation.dates import in_french as speaks_french
from palier.foundation.money import euros as write_euros
from palier.ui import chart as charts
from palier.ui import forms, french
from palier.ui.icons import ICONS
from palier.ui.parts import Chart, Link, Status

register = template.Library()

NAMED: dict[str, tuple[str, ...]] = {
    "figure": ("label",),
    "task_list": ("tasks",),
    "answers": ("items",),
    "description": ("items",),
    "data_table": ("table",),
    "bill": ("value",),
    "dense_table": ("table",),
    "switch": ("links", "label"),
    "timeline": ("events",),
    "conversation": ("said",),
    "progress": ("steps",),
    "steps": ("steps",),
    "phone_card": ("contact",),
    "reference": ("value", "label"),
    "download": ("file",),
    "confirm": ("title",),
    "button": ("label",),
    "search_box": ("url", "label"),
    "nav_links": ("items",),
}
BLOCKS = ("card", "empty_state", "filters", "review", "pane", "side_panel", "disclosure", "actions")


def _register_component(name: str, positional: tuple[str, ...]) -> None:
    """Make ``{% name first second key=value %}`` draw ``ui/components/name.html``."""

    @register.inclusion_tag(f"ui/components/{name}.html", name=name)
    def component(*args: Any, **kwargs: Any) -> dict[str, Any]:
        return dict(zip(positional, args, strict=False)) | kwargs


def _register_block(name: str) -> None:
    """Make ``{% name title="…" %}…{% endname %}`` draw its template around ``content``."""
    path = f"ui/components/{name}.html"

    @register.simple_block_tag(name=name, takes_context=True)
    def block(context: template.Context, content: str, **kwargs: Any) -> SafeString:
        return _draw(context, path, kwargs | {"content": content})


for _name, _positional in NAMED.items():
    _register_component(_name, _positional)
for _name in BLOCKS:
    _register_block(_name)


@register.simple_block_tag(takes_context=True)
def notice(
    context: template.Context, content: str, tone: str = "info", **kwargs: Any
) -> SafeString:
    """Draw ``{% notice "warning" title="…" %}…{% endnotice %}``."""
    return _draw(context, "ui/components/notice.html", kwargs | {"content": content, "tone": tone})


@register.tag
def in_french(parser: template.base.Parser, token: template.base.Token) -> InFrench:
    """Keep ``{% in_french %}…{% endin_french %}`` in French, whatever the page is read in.

    For what has legal weight: a document's twin, a sentence that is agreed to or signed. A
    reader of another language is told so first; ``{% in_french quietly %}`` leaves that out.
    """
    words = token.split_contents()[1:]
    content = parser.parse(("endin_french",))
    parser.delete_first_token()
    return InFrench(content, says_so=words != ["quietly"])


class InFrench(template.Node):
    def __init__(self, content: template.NodeList, *, says_so: bool) -> None:
        self.content, self.says_so = content, says_so

    def render(self, context: template.Context) -> SafeString:
        if speaks_french():
            return self.content.render(context)
        with translation.override("fr"):
            content = self.content.render(context)
        return _draw(
            context, "ui/components/in_french.html", {"content": content, "says_so": self.says_so}
        )


def _draw(context: template.Context, path: str, values: dict[str, Any]) -> SafeString:
    """Draw a component with its own values and nothing of the page's."""
    assert context.template is not None, "a block is drawn while its page is"
    return context.template.engine.get_template(path).render(context.new(values))


@register.simple_block_tag(takes_context=True)
def remember(context: template.Context, content: str, name: str) -> str:
    """Keep a rendered block under ``name``, so that a page writes its title once."""
    context[name] = mark_safe(content.strip())  # noqa: S308  rendered by the engine, escaped there
    return ""


@register.simple_tag
def icon(name: str, size: int = 24) -> SafeString:
    """Draw a decorative icon; the text beside it carries the meaning."""
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" aria-hidden="true" '
        'focusable="false"><path d="{1}"/></svg>',
        size,
        ICONS[name],
    )


@register.inclusion_tag("ui/components/status.html")
def status(value: Status | str, tone: str = "neutral") -> dict[str, Any]:
    """Draw ``{% status row.status %}`` or ``{% status "Payé" "success" %}``."""
    return {"status": value if isinstance(value, Status) else Status(str(value), tone)}


@register.inclusion_tag("ui/components/chart.html")
def chart(value: Chart) -> dict[str, Any]:
    """Draw a bar chart and the table that says the same."""
    rows = [(month.label, [write_euros(cents) for cents in month.cents]) for month in value.months]
    return {"chart": value, "drawing": charts.draw(value), "rows": rows}


@register.inclusion_tag("ui/components/breadcrumb.html", takes_context=True)
def breadcrumb(context: template.Context, *pairs: str) -> dict[str, Any]:
    """Draw ``{% breadcrumb label url label url %}``; the page's own title comes last."""
    links = [Link(str(pairs[i]), str(pairs[i + 1])) for i in range(0, len(pairs) - 1, 2)]
    return {"links": links, "current": context.get("page_title", ""), "site": context.get("site")}


@register.inclusion_tag("ui/components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Page[Any], parameter: str = "page"
) -> dict[str, Any]:
    """Draw previous and next; the other parameters of the address are kept."""
    asked = context["request"].GET.copy()

    def url(number: int) -> str:
        asked[parameter] = str(number)
        return f"?{asked.urlencode()}"

    return {
        "page": page,
        "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(*several: BaseForm) -> dict[str, Any]:
    """Draw all errors of the forms, each a link to its control; nothing without errors."""
    bound = [form for form in several if form and form.is_bound]
    return {"errors": [error for form in bound for error in forms.errors_of(form)]}


@register.inclusion_tag("ui/components/field.html")
def field(
    bound: BoundField,
    label: str = "",
    hint: str = "",
    width: str = "",
    optional: bool | None = None,
    big_label: bool = False,
    **attributes: Any,
) -> dict[str, Any]:
    """Draw one field; further arguments (``autocomplete``, ``inputmode``…) go to the control."""
    kind = forms.kind_of(bound)
    identifier = str(bound.auto_id or bound.html_name)
    hint = str(hint or bound.help_text or "")
    described = [f"{identifier}-hint"] * bool(hint) + [f"{identifier}-error"] * bool(bound.errors)
    attrs = {name.replace("_", "-"): value for name, value in attributes.items()}
    if kind == "email":
        attrs = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"} | attrs
    if kind == "amount":
        attrs = {"inputmode": "decimal", "autocomplete": "off"} | attrs
    if kind == "password":
        attrs = {"autocomplete": "current-password", "spellcheck": "false"} | attrs
    grouped = kind in ("radios", "checkboxes", "date")
    own_widget = kind not in ("radios", "checkboxes")
    if own_widget:
        attrs["class"] = "check__input" if kind == "checkbox" else "field__control"
        if not grouped and described:
            attrs["aria-describedby"] = " ".join(described)
        if bound.errors:
            attrs["aria-invalid"] = "true"
    limit = attrs.get("maxlength") or getattr(bound.field, "max_length", None)
    return {
        "bound": bound,
        "kind": kind,
        "id": identifier,
        "anchor": forms.anchor_of(bound),
        "label": label or bound.label,
        "hint": hint,
        "errors": [str(error) for error in bound.errors],
        "described_by": " ".join(described),
        "optional": not bound.field.required if optional is None else optional,
        "grouped": grouped,
        "widget": _widget(bound, attrs) if own_widget else "",
        "options": _options(bound, described) if not own_widget else (),
        "width": width,
        "big_label": big_label,
        "limit": limit if kind == "textarea" else None,
    }


def _widget(bound: BoundField, attrs: dict[str, Any]) -> SafeString:
    # Django adds a description of its own for grouped widgets; the <fieldset> already has it.
    return bound.as_widget(attrs=attrs)


def _options(bound: BoundField, described: list[str]) -> list[dict[str, Any]]:
    """List the choices; ``field.option_hints`` may give a sentence a value."""
    hints = getattr(bound.field, "option_hints", {})
    found = []
    for sub in bound.subwidgets:
        shown = sub.data
        identifier = shown["attrs"].get("id", f"{bound.html_name}-{shown['index']}")
        found.append(
            {
                "id": identifier,
                "name": shown["name"],
                "type": shown["type"],
                "value": "" if shown["value"] is None else shown["value"],
                "label": shown["label"],
                "checked": shown["selected"],
                "hint": hints.get(shown["value"], ""),
            }
        )
    return found


@register.inclusion_tag("ui/components/messages.html")
def flash_messages(messages: Any) -> dict[str, Any]:
    """Draw Django's messages, each in the tone of its level."""
    tones = {"debug": "info", "info": "info", "success": "success", "warning": "warning"}
    return {"shown": [(tones.get(m.level_tag, "error"), str(m)) for m in messages or ()]}


@register.inclusion_tag("ui/components/account_switch.html")
def account_switch(frame: Any, name: str = "") -> dict[str, Any]:
    """Draw which account the page is about; ``name`` it when a page holds several (the gallery)."""
    return {"frame": frame, "name": name}


@register.inclusion_tag("ui/htmx.html")
def htmx() -> dict[str, Any]:
    """Load htmx, in the block ``scripts`` of a page that needs it."""
    return {}


@register.filter
def euros(cents: int | None) -> str:
    """Write cents as ``1 234,56 €``; an empty text for ``None``."""
    return "" if cents is None else write_euros(cents)


@register.filter
def signed_euros(cents: int | None) -> str:
    """Write cents with their sign, ``+12,00 €``."""
    return "" if cents is None else write_euros(cents, sign=True)


@register.filter
def fr_date(value: dt.date | None) -> str:
    """Write ``1er décembre 2026``."""
    return "" if value is None else french.long_date(value)


@register.filter
def fr_day(value: dt.date | None) -> str:
    """Write ``mardi 1er décembre 2026``."""
    return "" if value is None else french.long_date(value, weekday=True)


@register.filter
def fr_short_date(value: dt.date | None) -> str:
    """Write ``01/12/2026``."""
    return "" if value is None else french.short_date(value)


@register.filter
def fr_moment(value: dt.datetime | None) -> str:
    """Write ``1er décembre 2026 à 9 h 05``."""
    return "" if value is None else french.day_and_time(value)


@register.filter
def phone(value: str) -> str:
    """Write ``01 48 96 50 50``."""
    return french.phone_number(value or "")


@register.filter
def tel(value: str) -> str:
    """Give the ``tel:`` address of a number."""
    return french.phone_link(value or "")


@register.filter
def file_size(size: int | None) -> str:
    """Write ``48 Ko`` or ``1,2 Mo``."""
    return "" if size is None else french.file_size(size)


@register.filter
def fr_hours(hours: str) -> str:
    """Keep ``8 h 30`` on one line, as a landlord typed it."""
    return french.unbroken_hours(hours or "")
