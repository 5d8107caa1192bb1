"""Lines of generated texts measured on the real PDF: pitch, right edge, where they end, and what the estimate says."""

import random
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from helpers.made import issued
from helpers.text import squeezed

from generator.layout import breaks, lines
from generator.layout import gbt9704 as gb
from generator.measure.page import Page, TextLine, pages
from generator.render.html import render_html
from generator.render.pdf import render_pdf

CHAR, LINE = gb.CHAR_PITCH_MM, gb.LINE_PITCH_MM
RARE = "莫𡐓村㙍䶮𬱖𫚖𠙶𬇙𨺓䓖䣕"
PIECES = (
    *(
        "排查整治重大事故隐患",
        "压实责任",
        "落到岗位",
        "逐条逐项不留死角",
        "的",
        "和",
        "镇",
        "，",
        "。",
        "；",
        "、",
    ),
    *(
        "“三个狠抓”",
        "《方案》",
        "（试行）",
        "〔2023〕6号",
        "——",
        "……",
        "‘双控’",
        "“",
        "”",
        "（",
        "）",
        "《",
        "》",
        "·",
    ),
    *(
        "2023年5月25日",
        "15.5%",
        "3至5人",
        "1200",
        "0.2万元",
        "GB/T 9704—2012",
        "km",
        "A4",
        "LPG",
        "8:30",
        "25℃",
    ),
    *RARE,
    f"{RARE[:3]}村委会",
)
FACES = ("", "", "", gb.FACE_KAI, gb.FACE_HEADING)


def mixed_paragraph(rng: random.Random, count: int) -> list[tuple[str, str]]:
    """Runs of text with the face each is set in; a run of rare characters, digits and letters in every one."""
    runs = []
    for _ in range(count):
        pieces = [*rng.choices(PIECES, k=rng.randint(3, 9)), rng.choice(RARE), str(rng.randint(1, 3000))]
        rng.shuffle(pieces)
        runs.append((rng.choice(FACES), "".join(pieces)))
    return runs


@cache
def mixed_texts() -> list[list[tuple[str, str]]]:
    """Sixty paragraphs of about six lines."""
    rng = random.Random(9704)
    return [[("", "镇"), *mixed_paragraph(rng, 8)] for _ in range(60)]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> list[Page]:
    """Pages of paragraphs whose lines mix faces, rare characters, digits and Latin letters."""
    html = render_html(issued(text="甲\n" * len(mixed_texts())))
    spans = (
        "".join(f'<span style="font-family: {f or "inherit"}">{t}</span>' for f, t in runs)
        for runs in mixed_texts()
    )
    html = re.sub("甲(?=</p>)", lambda _: next(spans), html)
    path: Path = tmp_path_factory.mktemp("mixed") / "mixed.pdf"
    path.write_bytes(render_pdf(html).content)
    return pages(path)


def text_lines(page: Page) -> list[TextLine]:
    """The lines of text of a page, without titles and the page number."""
    return [line for line in page.lines if line.size_pt == pytest.approx(gb.TEXT_PT, abs=0.1)]


def full_lines(found: list[Page]) -> Iterator[tuple[float, TextLine, TextLine]]:
    """The lines that text fills: the edge each should end at, the line, and the one that goes on after it."""
    placed = [(page.type_area(n), line) for n, page in enumerate(found, 1) for line in text_lines(page)]
    for (area, line), (after, following) in pairwise(placed):
        if (
            following.left - after.left < 0.5
            and line.left - area.left < 2.1 * CHAR
            and not _ends_in_dash(line)
        ):
            yield area.right, line, following


def _ends_in_dash(line: TextLine) -> bool:
    """Whether a line ends in a dash of Noto: it stands in the middle of its em, or is one of two drawn as one glyph."""
    return line.text.endswith("—") and line.glyphs[-1].font.startswith("Noto")


def test_mixed_lines_stand_on_22_lines_of_constant_pitch(mixed: list[Page]) -> None:
    for page in mixed[1:-1]:
        found = text_lines(page)
        assert len(found) == gb.LINES_PER_PAGE
        for above, below in pairwise(found):
            assert below.baseline - above.baseline == pytest.approx(LINE, abs=0.02), below.text
    assert len(mixed) > 10
    assert len({g.font for page in mixed for g in page.glyphs}) >= 5, "fallback fonts as well"


def test_mixed_full_lines_end_at_the_edge(mixed: list[Page]) -> None:
    found = [(line.right - edge, line.text) for edge, line, _ in full_lines(mixed)]

    assert len(found) > 250
    assert [x for x in found if abs(x[0]) > 0.05] == []


def test_mixed_lines_neither_begin_nor_end_with_a_mark_that_must_not(mixed: list[Page]) -> None:
    for _, line, following in full_lines(mixed):
        before, after = line.text[-1], following.text[:2]
        assert after[0] not in breaks.NO_LINE_START, (line.text, after)
        assert before not in breaks.NO_LINE_END, line.text
        assert not (before == after[0] and before in breaks.PAIRED), (line.text, after)
        assert not (before.isdigit() and after[0].isdigit()), (line.text, after)


def test_mixed_text_is_whole_and_in_its_order(mixed: list[Page]) -> None:
    printed = "".join(line.text for page in mixed for line in text_lines(page))
    given = squeezed("".join(text for runs in mixed_texts() for _, text in runs))

    assert given in printed


def test_full_width_characters_are_one_pitch_apart_in_whatever_font(mixed: list[Page]) -> None:
    """Within a line the distance is the same for all of them, so that they stand as on a grid."""
    for _, line, _ in full_lines(mixed):
        steps = [
            b.x - a.x
            for a, b in pairwise(line.glyphs)
            if all(breaks.is_full_width(g.char) for g in (a, b)) and a.char not in breaks.PAIRED
        ]
        assert max(steps, default=0) - min(steps, default=0) < 0.04, line.text


# What compose reckons


def plain_texts() -> list[str]:
    """Paragraphs of characters, marks, digits, codes and addresses of every length up to eight lines."""
    rng = random.Random(28)
    words = (*PIECES, "见LL-001号", "信箱abc.def-01@hewan.example.cn", "（O2O）", "WTO", "Wi—Fi", "１２％")
    return ["镇" + "".join(rng.choices(words, k=rng.randint(1, 40))) for _ in range(160)]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of those paragraphs in the PDF, in 仿宋 alone."""
    path: Path = tmp_path_factory.mktemp("plain") / "plain.pdf"
    path.write_bytes(render_pdf(render_html(issued(text="\n".join(plain_texts())))).content)
    printed = [line.text for page in pages(path) for line in text_lines(page)]
    first = next(i for i, line in enumerate(printed) if line[:6] == squeezed(plain_texts()[0])[:6])
    return printed[first:]


def reckoned(text: str) -> list[str]:
    """The lines of a paragraph, white space left out, as compose reckons with them here."""
    found = lines.set_lines(text, gb.TEXT_INDENT_CHARS, gb.CHARS_PER_LINE, lines.FANDOL_EM)
    return [squeezed(line) for line in found]


def test_lines_of_the_pdf_are_those_that_compose_reckons_with(plain: list[str]) -> None:
    """Each paragraph has as many lines as reckoned, and the very lines unless its letters are kerned."""
    rest, paragraphs = iter(plain), 0
    for text in plain_texts():
        expected = reckoned(text)
        printed = [next(rest) for _ in expected]
        assert "".join(printed) == squeezed(text)
        if not re.search("[A-Za-z]", text):
            assert printed == expected
            paragraphs += 1

    assert paragraphs > 25


def test_reckoned_lines_are_never_fewer_than_those_of_either_face() -> None:
    for text in plain_texts():
        counts = [
            sum(1 for _ in lines.set_lines(text, 2, gb.CHARS_PER_LINE, latin))
            for latin in (lines.HALF_EM, lines.FANDOL_EM)
        ]
        assert lines.text_lines(text, 2) == max(counts)
