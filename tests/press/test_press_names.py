"""File names: what is refused, and how any text becomes a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from press_samples import output

from generator.press.output import path_fault, safe_name


@pytest.mark.parametrize(
    "path",
    [
        "/etc/表.docx",
        "../表.docx",
        "甲/../表.docx",
        "甲//表.docx",
        "./表.docx",
        ".隐藏.docx",
        "C:/表.docx",
        "甲\\表.docx",
        "什么?.docx",
        "con.docx",
        "甲/LPT1.docx",
        "nul .docx",
        "甲 /表.docx",
        "甲./表.docx",
        "换\n行.docx",
        "\ud800.docx",
        "长" * 65 + ".docx",  # 65 × 3 + 5 = 200 bytes fit, see below; one more does not
    ],
)
def test_an_unsafe_path_is_refused(path: str) -> None:
    path = path if not path.startswith("长") else f"长{path}"
    with pytest.raises(ValueError, match=":"):
        output(path)


@pytest.mark.parametrize(
    "path", ["表.docx", "兴业社区/附件2 调度表（2023年6月）.docx", "莫𡐓村/表.docx", "长" * 65 + ".docx"]
)
def test_a_safe_path_is_accepted(path: str) -> None:
    assert output(path).path == path


def test_the_extension_is_the_format() -> None:
    with pytest.raises(ValueError, match="does not end in"):
        output("表.docx", format="pdf")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("兴业社区", "兴业社区"),
        ("a/b\\c:d*e?f", "a／b＼c：d＊e？f"),
        ('<"|>', "＜＂｜＞"),
        ("  两行\n 标题\t ", "两行 标题"),
        ("..隐藏.. ", "隐藏"),
        ("零\u200b宽\ufeff", "零宽"),
        ("aux", "_aux"),
        ("Com1.docx", "_Com1.docx"),
        ("", "未命名"),
        ("...", "未命名"),
        ("\ud800", "未命名"),
        ("莫𡐓村", "莫𡐓村"),
        ("e\u0301", "é"),
    ],
)
def test_a_name_stays_readable(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_long_names_are_cut_and_stay_apart() -> None:
    one, other = safe_name("隐患" * 100 + "甲"), safe_name("隐患" * 100 + "乙")

    assert one.startswith("隐患隐患")
    assert one != other
    assert all(len(name.encode()) <= 160 for name in (one, other))


@given(st.text())
def test_every_text_gives_a_name_that_is_safe_and_final(text: str) -> None:
    name = safe_name(text)

    assert path_fault(name) == ""
    assert "/" not in name
    assert safe_name(name) == name
