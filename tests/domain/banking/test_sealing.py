"""What the seal promises: secrecy, integrity, one row, several keys."""

from __future__ import annotations

from typing import Any

import pytest

from palier.domain.banking import sealing

OLD = sealing.new_key("old")
NEW = sealing.new_key("new")
IBAN = "FR7630006000011234567890189"


@pytest.fixture(autouse=True)
def keys(settings: Any) -> Any:
    settings.PALIER_BANK_KEYS = [OLD]
    return settings


def test_what_is_sealed_opens_in_its_place_alone() -> None:
    box = sealing.sealed(IBAN.encode(), place="bank_account:A")
    assert IBAN.encode() not in box
    assert sealing.unsealed(box, place="bank_account:A") == IBAN.encode()
    with pytest.raises(sealing.SealBroken):
        sealing.unsealed(box, place="bank_account:B")


def test_the_same_text_is_never_sealed_the_same_way() -> None:
    assert sealing.sealed(b"x", place="p") != sealing.sealed(b"x", place="p")


@pytest.mark.parametrize("place", [5, 20, -1])
def test_an_altered_box_does_not_open(place: int) -> None:
    box = bytearray(sealing.sealed(IBAN.encode(), place="p"))
    box[place] ^= 1
    with pytest.raises(sealing.SealBroken):
        sealing.unsealed(bytes(box), place="p")


@pytest.mark.parametrize("short", [b"", b"old|", b"old|abc", b"nothing"])
def test_a_truncated_box_does_not_open(short: bytes) -> None:
    with pytest.raises(sealing.SealBroken):
        sealing.unsealed(short, place="p")


def test_older_keys_still_open_and_marks_are_found_under_each(keys: Any) -> None:
    box, mark = sealing.sealed(b"x", place="p"), sealing.mark_of(IBAN)
    keys.PALIER_BANK_KEYS = [NEW, OLD]
    assert sealing.unsealed(box, place="p") == b"x"
    assert sealing.key_name_of(box) == "old"
    assert sealing.key_name_of(sealing.sealed(b"x", place="p")) == "new"
    assert mark in sealing.marks_of(IBAN)
    assert mark != sealing.mark_of(IBAN)


def test_without_its_key_nothing_opens(keys: Any) -> None:
    box = sealing.sealed(b"x", place="p")
    keys.PALIER_BANK_KEYS = [NEW]
    with pytest.raises(sealing.SealBroken):
        sealing.unsealed(box, place="p")


def test_a_mark_tells_nothing_without_the_key() -> None:
    mark = sealing.mark_of(IBAN)
    assert IBAN not in mark
    assert mark == sealing.mark_of(IBAN)
    assert mark != sealing.mark_of(IBAN[:-1] + "8")


@pytest.mark.parametrize(
    "written",
    [
        [],
        ["nokey"],
        ["a:short"],
        ["a:!!!"],
        [OLD, OLD],
        [":c2FtcGxlLW9ubHktc2FtcGxlLW9ubHktc2FtcGxlLW8="],
    ],
)
def test_unfit_keys_are_refused_without_showing_them(written: list[str]) -> None:
    with pytest.raises(sealing.KeysUnfit) as unfit:
        sealing.check_keys(written)
    assert all(one.partition(":")[2] not in str(unfit.value) or ":" not in one for one in written)
