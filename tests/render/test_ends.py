"""Ends of documents at the end of a page: the seal stands with text, a heading with what it heads.

The imprint stands where compose reckons it. For each kind of end the lengths are those at which the document needs
one page more, and those before them.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from helpers.made import issued
from helpers.rendering import Renderings, office
from helpers.sheets import key, sheets

from generator.compose.runs import document_end
from generator.layout import gbt9704 as gb
from generator.layout.pages import End
from generator.measure.page import Page, TextLine, pages
from generator.model.document import Imprint
from generator.model.sheet import DocumentContent, Sheet

LINE = "全面排查整治重大事故隐患压实责任落到岗位逐条逐项不。"
DATE = "2023年5月26日"
ORGANS = (
    "县安全生产委员会办公室",
    "县应急管理局",
    "县消防救援大队",
    "县住房和城乡建设局",
    "县市场监督管理局",
)
KINDS: dict[str, dict[str, Any]] = {
    "sealed": {},
    "sealed_imprint": {"imprint": Imprint(copy_to="县安委办")},
    "sealed_note": {"note": "此件公开发布"},
    "unsealed": {"sealing": "unsealed"},
    "stamp": {"sealing": "signature_stamp", "stamp_title": "镇长", "imprint": Imprint()},
    "joint": {"signature": ORGANS, "note": "此件公开发布", "imprint": Imprint(copy_to="县安委办")},
}
SHAPES = ("lines", "paragraph", "headings")


@cache
def ended(kind: str, shape: str, lines: int) -> Sheet:
    """A notice with about so many lines of text, as single lines, as one paragraph, or ending in a heading and a line."""
    texts = {
        "lines": "\n".join([LINE] * lines),
        "paragraph": (LINE.rstrip("。") * lines)[: 28 * lines - 11] + "。",
        "headings": "\n".join([*[LINE] * lines, "一、总体要求", "（一）自查范围", LINE]),
    }
    return issued(text=texts[shape], **KINDS[kind])


def content_of(made: Sheet) -> DocumentContent:
    """The document of a sheet."""
    assert isinstance(made.content, DocumentContent)
    return made.content


def end_of(made: Sheet) -> End:
    """Where the document is reckoned to end."""
    content = content_of(made)
    assert content.head
    return document_end(content.head, content.parts)


def lengths(kind: str, shape: str) -> list[int]:
    """The lengths round the one at which the document needs one page more, up to the third page."""
    counted = {n: end_of(ended(kind, shape, n)).page for n in range(1, 34)}
    turns = [n for n in range(2, 34) if counted[n] > counted[n - 1]]
    return sorted({near for n in turns[:2] for near in (n - 1, n)})


def body(page: Page) -> list[TextLine]:
    """The lines of text size within the type area."""
    bottom = gb.TOP_MARGIN_MM + gb.TYPE_AREA_HEIGHT_MM
    return [x for x in page.lines if x.size_pt == pytest.approx(gb.TEXT_PT, abs=0.1) and x.baseline < bottom]


def dated(found: list[Page]) -> tuple[int, TextLine]:
    """The page of the date below the signature, from 1, and the date's line."""
    return next((n, x) for n, page in enumerate(found, 1) for x in body(page) if x.text == DATE)


def headings(found: list[Page]) -> Iterator[str]:
    """The headings alone in their line with which a page ends."""
    for page in found[:-1]:
        lines = body(page)
        if lines and re.fullmatch(r"[一二三四五六]、[^。]*|（[一二三四五六]）[^。]*", lines[-1].text):
            yield lines[-1].text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_end_at_the_end_of_a_page(kind: str, shape: str, renderings: Renderings) -> None:
    for lines in lengths(kind, shape):
        made = ended(kind, shape, lines)
        found, end = pages(renderings.pdf(made)), end_of(made)
        number, date = dated(found)

        above = [
            x for x in body(found[number - 1]) if x.baseline < date.baseline and not set(x.text) - set(LINE)
        ]
        assert above, f"{lines} lines: text stands on the page of the seal"
        assert list(headings(found)) == []
        last = body(found[end.page - 1])[-1]
        assert last.text in (DATE, "（此件公开发布）")
        assert last.top + gb.LINE_PITCH_MM - gb.TOP_MARGIN_MM == pytest.approx(end.used_mm, abs=0.1), lines
        foot = content_of(made).foot
        assert _printed(found) == ([] if foot is None else [len(found)])
        assert len(found) == _pages(end, foot.page if foot else "same"), lines


def _printed(found: list[Page]) -> list[int]:
    """The pages with the last line of an imprint."""
    return [n for n, page in enumerate(found, 1) if any(f"{DATE}印发" in x.text for x in page.lines)]


def _pages(end: End, foot: str) -> int:
    """How many pages the document has when its imprint stands on the last of the text or on the next even one."""
    return end.page if foot == "same" else 2 * (end.page // 2 + 1)


@pytest.mark.skipif(not office(), reason="LibreOffice is not installed")
def test_seal_stands_with_text_in_the_word_file_too(renderings: Renderings, tmp_path: Path) -> None:
    made = {
        key(x): x for kind in KINDS for n in lengths(kind, "lines")[:2] for x in [ended(kind, "lines", n)]
    }
    printed = renderings.office_pdfs(made.values(), tmp_path)

    for name, x in made.items():
        found = pages(printed[name])
        number, _ = dated(found)
        assert any(not set(line.text) - set(LINE) for line in body(found[number - 1])), x.name
        assert number == dated(pages(renderings.pdf(x)))[0]


@pytest.mark.parametrize("kind", ["sealed", "joint"])
@pytest.mark.parametrize("shape", SHAPES)
def test_reckoned_last_page_holds_text_whatever_the_length(kind: str, shape: str) -> None:
    """Text of one line more never takes less room, and the last page holds more than the signature."""
    ends = [end_of(ended(kind, shape, lines)) for lines in range(6, 32)]
    parts = content_of(ended(kind, shape, 6)).parts
    end_lines = sum(b.style not in ("text", "heading_1", "heading_2") for part in parts for b in part.blocks)

    assert {end.page for end in ends} >= {2, 3}
    assert ends == sorted(ends, key=lambda end: (end.page, end.used_mm))
    assert all(end.used_mm >= (end_lines + 1) * gb.LINE_PITCH_MM - 0.1 for end in ends if end.page > 1)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(s, id=f"{n}-{s.code}")
        for n in ("jiangguanchi", "zhufoan", "xupu", "chengzhong")
        for s in sheets(n)
        if s.code == "notice"
    ],
)
def test_no_page_of_a_document_ends_on_a_heading(made: Sheet, renderings: Renderings) -> None:
    assert list(headings(pages(renderings.pdf(made)))) == []
