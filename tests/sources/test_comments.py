"""A `#` in a value: what YAML would cut off without a word is pointed out, real comments are not."""

import pytest

from generator.sources.parse import Source, parse


def pointed_out(text: str) -> list[tuple[str, str]]:
    source, problems = parse(Source("x.yaml", text, False))
    assert source is not None
    assert all(p.severity == "warning" for p in problems)
    return [(p.code, p.where) for p in problems]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a: 砂光车间 #2号除尘\n", 9),
        ("a: 车间\t#2号\n", 7),
        ("a: #2号除尘\n", 4),
        ("a: 二号 #二车间\n", 7),
        ("a: {b: 甲 #A\n  }\n", 10),
        ("- 甲   #2号\n", 7),
    ],
)
def test_a_value_cut_by_a_number_sign_is_pointed_out(text: str, column: int) -> None:
    assert pointed_out(text) == [("SRC-013", f"x.yaml:1:{column}")]


@pytest.mark.parametrize(
    "text",
    [
        "a: 甲  # 说明\n",
        "a: 甲  #\n",
        "a: 甲#2号\n",
        "a: '砂光车间 #2号除尘'\n",
        'a: "甲 #2号"  # 说明\n',
        "a: |\n  砂光车间 #2号除尘\n",
        "a: 甲\n  #suffix: 村\n",
        "#1号\na: 甲\n",
        "a:  # 说明 #2号\n  b: 1\n",
    ],
)
def test_real_comments_and_quoted_texts_are_left_alone(text: str) -> None:
    assert pointed_out(text) == []


def test_a_number_sign_in_json_is_text() -> None:
    assert parse(Source("x.json", '{"a": "甲 #2号"}', True))[1] == []
