"""``/agence/messages/``: reply texts, frequent questions, and the days that are promised."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palier.domain.accounts.queries import agencies_of
from palier.domain.estate.queries import agencies_for
from palier.domain.messaging import actions, queries, rules
from palier.domain.messaging.models import Topic
from palier.domain.messaging.questions import CATALOGUE, Asked
from palier.domain.messaging.reply_texts import Kept
from palier.foundation.errors import NotYours
from palier.office.frame import settings_of, show
from palier.office.gate import Desk, at_desk
from palier.office.messages.words import topic_label
from palier.office.permissions import Permission
from palier.ui.forms import Form
from palier.ui.parts import Cell, Column, Link, Row, Status, Table

NEW = "nouveau"
EVERY = "toutes"
PAGES = tuple(dict.fromkeys(entry[5] for entry in CATALOGUE if entry[5]))


class ReplyTextForm(Form):
    title = forms.CharField(max_length=120, label=gettext_lazy("Nom du modèle"))
    topic = forms.ChoiceField(required=False, label=gettext_lazy("Sujet"))
    body = forms.CharField(
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        label=gettext_lazy("Texte"),
    )
    agency = forms.ChoiceField(required=False, label=gettext_lazy("Pour quelle agence ?"))
    active = forms.BooleanField(required=False, label=gettext_lazy("Proposer ce modèle"))

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "topic", [("", _("Tous les sujets")), *_topics()])
        names = [(agency.erp_id, agency.name) for agency in agencies_for(desk.staff)]
        every = [("", _("Toutes les agences"))] if desk.staff.every_agency else []
        _choose(self, "agency", [*every, *names])


class QuestionForm(Form):
    question = forms.CharField(max_length=200, label=gettext_lazy("La question"))
    answer = forms.CharField(
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("La réponse"),
        help_text=gettext_lazy("Deux phrases courtes : la page liée dit le reste."),
    )
    keywords = forms.CharField(
        max_length=300,
        label=gettext_lazy("Mots-clés"),
        help_text=gettext_lazy("Les mots que les gens tapent, séparés par des espaces."),
    )
    topic = forms.ChoiceField(required=False, label=gettext_lazy("Sujet"))
    page = forms.ChoiceField(required=False, label=gettext_lazy("Page à ouvrir"))
    active = forms.BooleanField(required=False, label=gettext_lazy("Proposer cette question"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "topic", [("", _("Tous les sujets")), *_topics()])
        _choose(
            self,
            "page",
            [("", _("Aucune page")), *((name, _page(name)) for name in PAGES if _page(name))],
        )


class DelaysForm(Form):
    """One number of days a topic; empty: the line above decides."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in [(rules.EVERY, _("Tous les sujets")), *_topics()]:
            self.fields[_field(value)] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=rules.LONGEST_DELAY_DAYS,
                label=label,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )


@at_desk(Permission.WORD_REPLIES)
def replies(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the reply texts, the frequent questions, and where delays are decided."""
    kept = queries.reply_texts_for(desk.staff, retired=True)
    delays = [
        Link(agency.name, reverse("office:message-delays", args=[agency.erp_id]))
        for agency in agencies_for(desk.staff)
    ]
    if desk.staff.every_agency:
        url = reverse("office:message-delays", args=[EVERY])
        delays.insert(0, Link(_("Toutes les agences, sauf leur propre choix"), url))
    context = {
        "texts": _texts_table(kept),
        "questions": _questions_table(queries.questions_in("fr", retired=True)),
        "delays": delays,
        "new_text_url": reverse("office:reply-text", args=[NEW]),
        "new_question_url": reverse("office:question", args=[NEW]),
        "may_word_questions": desk.staff.every_agency,
    }
    return show(request, desk, "messages/replies.html", context)


@at_desk(Permission.WORD_REPLIES)
def reply_text(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Word one reply text; whoever is of some agencies makes their own of a general one."""
    known = {kept.code: kept for kept in queries.reply_texts_for(desk.staff, retired=True)}
    kept = known.get(code)
    if kept is None and code != NEW:
        raise NotYours()
    copies = kept is not None and not kept.agency_id and not desk.staff.every_agency
    form = ReplyTextForm(
        request.POST if request.method == "POST" else None, desk=desk, initial=_text(kept)
    )
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        agency_id = typed.pop("agency")
        if not agency_id and not desk.staff.every_agency:
            raise NotYours()
        try:
            actions.word_reply_text(
                code=kept.code if kept and not copies else "",
                agency_id=agency_id,
                actor=desk.actor,
                now=desk.now,
                **typed,
            )
        except actions.VariableUnknown as refused:
            form.add_error("body", refused.sentence)
        except actions.NotWorded as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Le modèle est enregistré."))
            return redirect("office:replies")
    context = {
        "form": form,
        "is_new": kept is None,
        "copies": copies,
        "variables": tuple(rules.VARIABLES.values()),
        "list_url": reverse("office:replies"),
    }
    return show(request, desk, "messages/reply_text.html", context)


@at_desk(Permission.WORD_REPLIES)
def question(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """Word one frequent question, for the whole landlord, in one language."""
    language = request.GET.get("langue", "fr")
    if not desk.staff.every_agency or language not in dict(settings.LANGUAGES):
        raise NotYours()
    known = {asked.code: asked for asked in queries.questions_in(language, retired=True)}
    asked = known.get(code)
    if asked is None and code != NEW:
        raise NotYours()
    form = QuestionForm(
        request.POST if request.method == "POST" else None, initial=_question(asked)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.word_question(
                code=asked.code if asked else "",
                language=language,
                actor=desk.actor,
                now=desk.now,
                **form.cleaned_data,
            )
        except actions.NotWorded as refused:
            form.add_error("keywords", refused.sentence)
        else:
            messages.success(request, _("La question est enregistrée."))
            return redirect("office:replies")
    here = reverse("office:question", args=[code])
    context = {
        "form": form,
        "is_new": asked is None,
        "list_url": reverse("office:replies"),
        "languages": [
            (name, f"{here}?langue={key}") for key, name in settings.LANGUAGES if key != language
        ]
        if asked
        else [],
    }
    return show(request, desk, "messages/question.html", context)


@at_desk(Permission.WORD_REPLIES)
def delays(request: HttpRequest, desk: Desk, agency: str) -> HttpResponse:
    """Decide the days an agency promises, by topic, from today on."""
    everywhere = agency == EVERY
    if everywhere and not desk.staff.every_agency:
        raise NotYours()
    if not everywhere and agency not in agencies_of(desk.staff):
        raise NotYours()
    names = {row.erp_id: row.name for row in agencies_for(desk.staff)}
    if not everywhere and agency not in names:
        raise NotYours()
    key = rules.EVERY if everywhere else agency
    decided = settings_of(request)["message_delays"].get(key) or {}
    form = DelaysForm(
        request.POST if request.method == "POST" else None,
        initial={_field(topic): days for topic, days in decided.items()},
    )
    if request.method == "POST" and form.is_valid():
        topics = [rules.EVERY, *Topic.values]
        days = {topic: form.cleaned_data[_field(topic)] for topic in topics}
        actions.decide_delays(agency_id=key, days=days, actor=desk.actor, now=desk.now)
        messages.success(request, _("Les délais valent dès aujourd’hui. Les promesses tiennent."))
        return redirect("office:replies")
    context = {
        "form": form,
        "place": _("Toutes les agences") if everywhere else names[agency],
        "default_days": settings_of(request)["agency_delay_days"],
        "list_url": reverse("office:replies"),
    }
    return show(request, desk, "messages/delays.html", context)


def _choose(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def _topics() -> list[tuple[str, str]]:
    return [(value, topic_label(value)) for value in Topic.values]


def _field(topic: str) -> str:
    return "every" if topic == rules.EVERY else topic


def _page(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _texts_table(texts: list[Kept]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(kept.title, url=reverse("office:reply-text", args=[kept.code])),
                topic_label(kept.topic) if kept.topic else _("Tous les sujets"),
                _("Une agence") if kept.agency_id else _("Toutes les agences"),
                _offered(kept.active),
            ),
            muted=not kept.active,
        )
        for kept in texts
    )
    columns = (Column(_("Modèle")), Column(_("Sujet")), Column(_("Pour")), Column(_("Proposé")))
    return Table(caption=_("Modèles de réponse"), caption_hidden=True, columns=columns, rows=rows)


def _questions_table(questions: list[Asked]) -> Table:
    rows = tuple(
        Row(
            (
                Cell(asked.question, url=reverse("office:question", args=[asked.code])),
                topic_label(asked.topic) if asked.topic else _("Tous les sujets"),
                _offered(asked.active),
            ),
            muted=not asked.active,
        )
        for asked in questions
    )
    columns = (Column(_("Question")), Column(_("Sujet")), Column(_("Proposée")))
    return Table(caption=_("Questions fréquentes"), caption_hidden=True, columns=columns, rows=rows)


def _offered(active: bool) -> Status:
    return Status(_("Oui"), "success") if active else Status(_("Non"))


def _text(kept: Kept | None) -> dict[str, Any]:
    if kept is None:
        return {"active": True}
    return {
        "title": kept.title,
        "topic": kept.topic,
        "body": kept.body,
        "agency": kept.agency_id,
        "active": kept.active,
    }


def _question(asked: Asked | None) -> dict[str, Any]:
    if asked is None:
        return {"active": True}
    return {
        "question": asked.question,
        "answer": asked.answer,
        "keywords": asked.keywords,
        "topic": asked.topic,
        "page": asked.page,
        "active": asked.active,
    }
