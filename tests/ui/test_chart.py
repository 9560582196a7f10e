from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from palier.ui import chart
from palier.ui.parts import Chart, Month

amounts = st.lists(
    st.tuples(st.integers(-5_000_000, 5_000_000), st.integers(-5_000_000, 5_000_000)), max_size=12
)


def charted(pairs: list[tuple[int, int]]) -> Chart:
    months = tuple(Month(str(i), f"mois {i}", pair) for i, pair in enumerate(pairs))
    return Chart("Titre", "Résumé.", ("Demandé", "Payé"), months)


@given(amounts)
def test_every_bar_stays_inside_the_drawing(pairs: list[tuple[int, int]]):
    drawing = chart.draw(charted(pairs))
    for bar in drawing.bars:
        assert chart.TOP - 0.1 <= bar.y <= bar.y + bar.height <= chart.HEIGHT - chart.BOTTOM + 0.3
        assert chart.LEFT <= bar.x <= bar.x + bar.width <= chart.WIDTH


@given(amounts)
def test_zero_is_always_a_graduation_and_there_are_few(pairs: list[tuple[int, int]]):
    graduations = chart.draw(charted(pairs)).graduations
    assert sum(line.zero for line in graduations) == 1
    assert 2 <= len(graduations) <= 8


def test_heights_are_in_proportion():
    one, two = chart.draw(charted([(10_000, 20_000)])).bars
    assert round(two.height / one.height, 1) == 2.0


def test_the_table_says_every_amount_of_the_drawing():
    page = Template("{% load ui %}{% chart value %}").render(
        Context({"value": charted([(41_237, 0), (-1_250, 41_237)])})
    )
    assert page.count("412,37\u00a0€</td>") == 2
    assert "−12,50\u00a0€" in page
    assert 'aria-hidden="true"' in page
