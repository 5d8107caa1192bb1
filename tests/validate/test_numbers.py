"""Checks of the register of document numbers, and of the paperwork."""

from datetime import date
from typing import Any

import pytest
from small_campaign import found, places

from generator.derive.numbers import gaps_of, number_series
from generator.model.document import DocumentNumber, Notice
from generator.model.paperwork import NumberEntry, Paperwork, SealUse
from generator.problem import errors


def entry(serial: int, **changes: Any) -> NumberEntry:
    """An issued number of 东安委, 2023, dated the day of its serial in June."""
    made: dict[str, Any] = {"organ_code": "东安委", "year": 2023, "serial": serial, "title": f"第{serial}件"}
    return NumberEntry(**{**made, "document_date": date(2023, 6, min(serial, 30)), **changes})


def notice(serial: int, **changes: Any) -> Notice:
    kept: dict[str, Any] = {
        "title": "第2件",
        "addressees": "各村",
        "text": "请照办。",
        "document_date": date(2023, 6, 2),
    }
    number = DocumentNumber(organ_code="东安委", year=2023, serial=serial)
    return Notice(**{**kept, "number": number, **changes})


def test_a_register_without_gap_or_duplicate_is_right_in_whatever_order_it_is_written() -> None:
    void = entry(3, state="void", title="", document_date=None, reason="未印发")
    reserved = entry(4, state="reserved", title="", document_date=None)

    assert found(numbers=(reserved, entry(2), void, entry(1)), notice=notice(2)) == []


def test_organ_codes_and_years_have_serials_of_their_own() -> None:
    other = entry(1, organ_code="东安委办")
    later = entry(1, year=2024, document_date=date(2024, 1, 5))

    assert found(numbers=(entry(1), other, later)) == []


@pytest.mark.parametrize(
    ("numbers", "code", "path"),
    [
        ((entry(1), entry(2), entry(2)), "NUM-001", ("numbers", 2, "serial")),
        ((entry(4), entry(1)), "NUM-002", ("numbers", 0, "serial")),
        ((entry(2),), "NUM-002", ("numbers", 0, "serial")),
        ((entry(1, state="void", reason=" "),), "NUM-003", ("numbers", 0, "reason")),
        ((entry(1, document_date=None),), "NUM-006", ("numbers", 0, "document_date")),
        ((entry(1), entry(2, document_date=date(2023, 5, 30))), "NUM-007", ("numbers", 1, "document_date")),
        ((entry(1, document_date=date(2022, 12, 30)),), "NUM-008", ("numbers", 0, "document_date")),
    ],
)
def test_what_is_wrong_with_a_register_is_placed_at_its_entry(
    numbers: tuple[NumberEntry, ...], code: str, path: tuple[str | int, ...]
) -> None:
    assert places(found(numbers=numbers)) == [(code, path)]


def test_numbers_before_the_first_of_a_register_and_odd_dates_are_only_warned_of() -> None:
    late = entry(6, document_date=date(2022, 6, 1))

    assert errors(found(numbers=(entry(5), late))) == []
    assert {p.code for p in found(numbers=(entry(5), late))} == {"NUM-002", "NUM-007", "NUM-008"}


def test_a_huge_serial_costs_nothing() -> None:
    (gap,) = errors(found(numbers=(entry(1), entry(10**12, document_date=date(2023, 6, 2)))))

    assert "缺 2—999999999999 号" in gap.message


def test_without_a_register_nothing_is_asked_of_a_notice() -> None:
    assert found(notice=notice(9)) == []


def test_the_number_of_a_notice_must_be_registered_and_not_void() -> None:
    void = entry(2, state="void", reason="撤回")

    assert places(found(numbers=(entry(1),), notice=notice(2))) == [("NUM-004", ("notice", "number"))]
    assert places(found(numbers=(entry(1), void), notice=notice(2))) == [("NUM-004", ("notice", "number"))]


def test_a_notice_agrees_with_its_entry_line_breaks_aside() -> None:
    numbers = (entry(1), entry(2))

    assert found(numbers=numbers, notice=notice(2, title="第2\n件")) == []
    changed = notice(2, title="别的", document_date=date(2023, 6, 3))
    assert places(found(numbers=numbers, notice=changed)) == [
        ("NUM-005", ("numbers", 1, "title")),
        ("NUM-005", ("numbers", 1, "document_date")),
    ]


def test_a_void_number_is_never_the_next_free_one_and_gaps_are_named() -> None:
    (series,) = number_series((entry(5, state="void", reason="重复"), entry(1), entry(2)))

    assert series.next_number == "东安委〔2023〕6号"
    assert series.gaps == ((3, 4),)
    assert [e.serial for e in series.entries] == [1, 2, 5]
    assert gaps_of([7]) == ()


def test_copies_that_do_not_go_round_are_warned_of() -> None:
    (short,) = found(paperwork=Paperwork(copies=1, copies_each=2))

    assert (short.code, short.path, short.severity) == ("NUM-009", ("paperwork", "copies"), "warning")
    assert found(paperwork=Paperwork(copies=2, copies_each=2)) == []
    assert found(paperwork=Paperwork(copies=1, copies_each=2, sent_to=("town",))) == []


def test_kinds_and_copies_of_the_paperwork_are_checked() -> None:
    wrong = Paperwork(copies_each=0, sent_to=("city",), seals=(SealUse(name="章", copies=0),))

    assert places(found(paperwork=wrong)) == [
        ("REF-007", ("paperwork", "sent_to", 0)),
        ("DATA-008", ("paperwork", "copies_each")),
        ("DATA-008", ("paperwork", "seals", 0, "copies")),
    ]
