"""Where a character of a text stands in its file, however the text is written there."""

import pytest

from generator.sources.spots import places_of, scalars

VALUE = "第一行“甲”\n第二行,乙"


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  text: |\n    第一行“甲”\n    第二行,乙\n",
        "a:\n  text: |-\n    第一行“甲”\n\n    第二行,乙\n",
        "a:\n  text: >\n    第一行“甲”\n\n    第二行,乙\nb: 丙,乙\n",
        "a:\n  text: '第一行“甲”\n\n    第二行,乙'\n",
        'a: {text: "第一行“甲”\\n第二行,乙"}\n',
        'a: {text: "\\u7b2c一行“甲”\\n第二行,乙"}\n',
        '{"a": {"text": "第一行“甲”\\n第二行,乙"}}',
    ],
)
def test_a_character_is_found_in_every_way_of_writing_a_text(text: str) -> None:
    places = places_of(text, scalars(text)["a", "text"], VALUE)

    comma = places[VALUE.index(",")]
    assert comma is not None
    assert text[comma - 3 : comma + 2] == "第二行,乙"


def test_a_plain_text_and_one_in_doubled_quotes_are_found() -> None:
    text = "- 甲,乙\n- '甲''乙,丙'\n"
    found = scalars(text)

    assert places_of(text, found[0,], "甲,乙") == [2, 3, 4]
    assert places_of(text, found[1,], "甲'乙,丙") == [9, 10, 12, 13, 14]


def test_a_value_that_is_not_what_is_written_has_no_place() -> None:
    text = "a: 甲乙\n"

    assert places_of(text, scalars(text)["a",], "甲丙") == []


def test_a_text_that_cannot_be_read_has_no_scalars() -> None:
    assert scalars("a: [1, 2\nb: }") == {}
