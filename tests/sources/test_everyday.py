"""Slips of everyday typing: each is named where it stands, with what to write instead."""

from typing import Any

import pytest

from generator.model.campaign import Campaign
from generator.model.document import DocumentNumber
from generator.model.organ import Issuer, UnitKind
from generator.sources.parse import Source, parse
from generator.sources.typed import typed
from generator.validate.wording import leading_number


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: @甲\n", "1:4", "值不能以“@”开头。请给整个值加上引号"),
        ("a: %甲\n", "1:4", "值不能以“%”开头。请给整个值加上引号"),
        ("a: `甲`\n", "1:4", "值不能以“`”开头。请给整个值加上引号"),
        ("a: [一号]车间\nb: 1\n", "1:4", "值以“[”开头，后面又有文字。请给整个值加上引号"),
        ("a: {一号}车间\n", "1:4", "值以“{”开头，后面又有文字"),
        ("a:\n  - [一] 车间\n", "2:5", "值以“[”开头，后面又有文字"),
        ("a:\n  - {name: 甲， kind: 乙}\n", "2:13", "“，”是全角的。请改成英文半角“,”"),
        ("a: ｛b: 1｝\n", "1:4", "“｛”是全角的。请改成英文半角“{”"),
        ("a: {b: 1｝\nc: 2\n", "1:9", "“｝”是全角的。请改成英文半角“}”"),
        ("a: [1, 2］\nc: 2\n", "1:9", "“］”是全角的。请改成英文半角“]”"),
        ("a: {name：甲, kind: 乙, x: [}\n", "1:9", "冒号用了中文全角"),
        ("a: 1\nname：甲\nb: 2\n", "2:5", "冒号用了中文全角"),
        ("a:\n  b: 1\n　　c: 2\n    d: 3\n", "3:1", "行首用了全角空格"),
        ("a:\n  - b: 1\n  － c: 2\n    d: 3\n", "3:3", "列表项开头的“－”不是半角减号"),
        ("a:\n  - {name: 甲 #2号, kind: 乙}\n", "2:14", "从 # 起会当作说明"),
    ],
)
def test_what_does_not_parse_is_put_down_to_the_slip(text: str, place: str, words: str) -> None:
    source, (problem,) = parse(Source("x.yaml", text, False))
    assert source is None
    assert (problem.code, problem.where) == ("SRC-004", f"x.yaml:{place}")
    assert words in problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: |\n    　　一、总体要求：\n  b: 1\n", "缩进不对齐"),
        ('a: "［一］"\nb: c: d\n', "冒号多了"),
        ("a: {b: 甲，乙}\nb: c: d\n", "冒号多了"),
        ("a: [1, 2]\nb: c: d\n", "冒号多了"),
    ],
)
def test_full_width_signs_in_texts_are_not_blamed(text: str, words: str) -> None:
    _, (problem,) = parse(Source("x.yaml", text, False))
    assert words in problem.message


@pytest.mark.parametrize(
    ("cls", "data", "words"),
    [
        (Issuer, {"name": "甲", "　region": "乙"}, "行首用了全角空格"),
        (Issuer, {"name": "甲", "region：乙": None}, "冒号用了中文全角"),
        (Issuer, {"name": {"一号": None}}, "若是文字，以“[”“{”开头时请给整个值加引号"),
        (Issuer, {"name": ["一号"]}, "若是文字，以“[”“{”开头时请给整个值加引号"),
        (UnitKind, {"code": "a", "name": "甲", "suffixes": "［村］"}, "“［”是全角的。请改成英文半角“[”"),
        (UnitKind, {"code": "a", "name": "甲", "suffixes": {"－ 村": None}}, "列表项开头的“－”不是半角减号"),
        (DocumentNumber, {"organ_code": "柏安委", "year": "２０２３年", "serial": 1}, "请只写数字 2023，"),
        (DocumentNumber, {"organ_code": "柏安委", "year": 2023, "serial": "1,000"}, "请只写数字 1000，"),
    ],
)
def test_what_parses_as_something_else_is_put_down_to_the_slip(
    cls: type, data: dict[str, Any], words: str
) -> None:
    _, (problem,) = typed(cls, data)
    assert words in problem.message


def test_a_date_in_full_width_digits_is_suggested_in_half_width_ones() -> None:
    _, problems = typed(Campaign, {"starts_on": "２０２３-６-１"})
    assert [p.message for p in problems if p.path == ("starts_on",)] == [
        "“starts_on”应写成 2023-06-01 的样子，现是文字“２０２３-６-１”。请改写。"
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,000", "1000"),
        ("1，000", "1000"),
        ("1,234,567.5元", "1234567.5"),
        ("１２", "12"),
        ("3个", "3"),
        (" 1.5万元", "1.5"),
        ("1,00", ""),
        ("12,3456", ""),
        ("1.2.3", ""),
        ("约3个", ""),
        ("", ""),
    ],
)
def test_the_number_that_was_meant(text: str, number: str) -> None:
    assert leading_number(text) == number
