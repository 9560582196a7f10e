import datetime as dt

import pytest
from django import forms as django_forms
from django.template import Context, Template
from django.utils import translation

from palier.ui import forms


class PayForm(forms.Form):
    amount = forms.AmountField(label="Montant", max_cents=50_000)
    born_on = forms.DateField(label="Date de naissance", required=False)
    email = django_forms.EmailField(label="Adresse e-mail", help_text="Pour le reçu.")
    means = django_forms.ChoiceField(
        label="Moyen",
        choices=[("card", "Carte"), ("cheque", "Chèque")],
        widget=django_forms.RadioSelect,
    )


GOOD = {"amount": "1 234,56", "email": "a@exemple.fr", "means": "card"}


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def errors(**typed: str) -> dict[str, list[str]]:
    return {
        name: list(found) for name, found in PayForm(GOOD | {"amount": "10"} | typed).errors.items()
    }


def test_an_amount_becomes_cents():
    form = PayForm(GOOD | {"amount": "412,3"})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == 41_230


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("4O0", "Le montant n’est pas lisible. Écrivez des chiffres, par exemple 412,37."),
        ("1,234", "Le montant n’est pas lisible. Écrivez des chiffres, par exemple 412,37."),
        ("0", "Le montant doit être d’au moins 0,01\u00a0€."),
        ("500,01", "Le montant ne peut pas dépasser 500,00\u00a0€."),
        ("", "«\u00a0Montant\u00a0»\u00a0: il manque votre réponse."),
    ],
)
def test_a_wrong_amount_says_what_to_do(typed: str, sentence: str):
    assert errors(amount=typed) == {"amount": [sentence]}


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("31", "2", "1978", "Cette date n’existe pas. Vérifiez le jour, le mois et l’année."),
        ("3", "", "1978", "La date n’est pas complète\u00a0: il faut le jour, le mois et l’année."),
        ("3", "2", "78", "Écrivez l’année avec quatre chiffres, par exemple 1978."),
        ("x", "2", "1978", "Cette date n’existe pas. Vérifiez le jour, le mois et l’année."),
    ],
)
def test_a_wrong_date_says_what_to_do(day: str, month: str, year: str, sentence: str):
    assert errors(born_on_day=day, born_on_month=month, born_on_year=year) == {
        "born_on": [sentence]
    }


def test_a_date_in_three_boxes_becomes_a_date():
    form = PayForm(
        GOOD | {"amount": "10", "born_on_day": " 7", "born_on_month": "03", "born_on_year": "1978"}
    )
    assert form.is_valid()
    assert form.cleaned_data["born_on"] == dt.date(1978, 3, 7)


def test_what_was_typed_is_kept():
    form = PayForm(
        {"amount": "4O0", "born_on_day": "31", "born_on_month": "2", "born_on_year": "1978"}
    )
    drawn = render("{% field form.amount %}{% field form.born_on %}", form=form)
    assert 'value="4O0"' in drawn
    assert 'value="31"' in drawn


def test_an_initial_amount_is_written_in_euros():
    assert 'value="1\u00a0234,56"' in render(
        "{% field form.amount %}", form=PayForm(initial={"amount": 123_456})
    )


def test_a_room_keeps_its_own_sentence():
    class OwnForm(forms.Form):
        name = django_forms.CharField(error_messages={"required": "Écrivez votre nom."})

    assert OwnForm({}).errors["name"] == ["Écrivez votre nom."]


def test_a_field_ties_hint_and_error_to_its_control():
    drawn = render("{% field form.email %}", form=PayForm({"email": "a@"}))
    assert 'aria-describedby="id_email-hint id_email-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_email-error"' in drawn
    assert 'autocomplete="email"' in drawn
    assert " required" not in drawn


def test_the_error_summary_leads_to_the_first_control_of_each_field():
    form = PayForm({"born_on_day": "1"})
    summary = render("{% error_summary form %}", form=form)
    fields = render("{% for one in form %}{% field one %}{% endfor %}", form=form)
    for anchor in ("id_amount", "id_born_on_day", "id_email", "id_means_0"):
        assert f'href="#{anchor}"' in summary
        assert f'id="{anchor}"' in fields


def test_a_form_without_errors_has_no_summary():
    assert render("{% error_summary form %}", form=PayForm()).strip() == ""


def test_a_whole_form_draws_itself_with_the_components():
    drawn = PayForm({}).render()
    assert "error-summary" in drawn
    assert drawn.count('class="field field--') == 4
