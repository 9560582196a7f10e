import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.ui import theme
from palier.ui.theme import Theme

colours = st.tuples(*[st.integers(0, 255)] * 3).map(
    lambda parts: "#{:02x}{:02x}{:02x}".format(*parts)
)
WHITE = (255, 255, 255)


@given(colours)
def test_any_brand_colour_becomes_readable_under_white_text(colour: str):
    assert theme.contrast(theme.rgb(theme.readable(colour)), WHITE) >= theme.ENHANCED


def test_a_dark_enough_brand_is_kept_as_given():
    assert theme.readable("#17473d") == "#17473d"


@given(colours, colours)
def test_the_sheet_defines_every_brand_colour(brand: str, accent: str):
    text = theme.css(Theme(brand, accent))
    assert [
        text.count(f"--{name}:")
        for name in ("brand", "brand-strong", "brand-lift", "brand-soft", "accent")
    ] == [1] * 5


@pytest.mark.parametrize("wrong", ["red", "#fff", "#12345g", "", "#123456;}"])
def test_anything_but_six_digits_is_refused(wrong: str):
    with pytest.raises(ValueError, match="couleur"):
        Theme(brand=wrong)


def test_contrast_goes_from_one_to_twenty_one():
    assert theme.contrast(WHITE, (0, 0, 0)) == pytest.approx(21)
    assert theme.contrast(WHITE, WHITE) == 1
