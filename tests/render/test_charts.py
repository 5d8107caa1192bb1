"""Charts: well-formed SVG in which nothing overlaps, every number also in words below its bar."""

import re
import unicodedata
from itertools import pairwise

import pypdfium2
import pytest
from lxml import etree

from generator.model.chart import Chart, Series
from generator.render import pdf
from generator.render.charts import LEFT_MM, PLOT_MM, TEXT_MM, TOP_MM, WIDTH_MM, render_chart, scale_step

SVG = "{http://www.w3.org/2000/svg}"
LABELS = ("23年11月", "12月", *(f"24年{m}月" if m == 1 else f"{m}月" for m in range(1, 11)))


def chart(values: dict[str, tuple[int, ...]], *, stacked: bool = True) -> Chart:
    inks = ("full", "light", "hollow") if stacked else ("full", "light", "line")
    series = tuple(
        Series(name=n, values=v, ink=ink) for (n, v), ink in zip(values.items(), inks, strict=False)
    )  # type: ignore[arg-type]
    months = len(series[0].values)
    return Chart(
        title="各月报送情况（份）",
        description="甲<乙",
        labels=LABELS[:months],
        series=series,
        stacked=stacked,
    )


def drawn(one: Chart) -> etree._Element:
    return etree.fromstring(render_chart(one))


def width_mm(words: str) -> float:
    """Width of a text: a Chinese character a full size, others a little over half of one."""
    return sum(TEXT_MM * (1.0 if unicodedata.east_asian_width(c) in "WF" else 0.52) for c in words)


def texts(root: etree._Element) -> list[tuple[float, float, float, str]]:
    """Left, right, baseline and words of each text."""
    found = []
    for element in root.iter(f"{SVG}text"):
        x, y, words = float(element.get("x", "")), float(element.get("y", "")), element.text or ""
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "")]
        left = x - width_mm(words) * share
        found.append((left, left + width_mm(words), y, words))
    return found


MANY = {"按期": (430,) * 12, "迟报": (30,) * 12, "未报": (40,) * 12}
HAZARDS = {"本月发现": (9600,) * 12, "本月销号": (3300,) * 12, "月底未销号": (11_300,) * 12}


@pytest.mark.parametrize(
    "one",
    [
        chart(MANY),
        chart(HAZARDS, stacked=False),
        chart({"按期": (21,), "迟报": (0,), "未报": (1,)}),
        chart({"按期": (0, 0, 0), "迟报": (0, 0, 0), "未报": (0, 0, 0)}),
    ],
    ids=["12 months, 500 units", "12 months, 10000 hazards", "1 month", "nothing"],
)
def test_no_text_runs_into_another_or_over_the_edge(one: Chart) -> None:
    rows: dict[float, list[tuple[float, float, str]]] = {}
    for left, right, y, words in texts(drawn(one)):
        assert left >= 0, words
        assert right <= WIDTH_MM + 0.5, words
        rows.setdefault(y, []).append((left, right, words))
    for row in rows.values():
        for (_, right, one_word), (left, _, other) in pairwise(sorted(row)):
            assert right <= left + 0.3, (one_word, other)
    lines = sorted({y for left, _, y, _ in texts(drawn(one)) if left > LEFT_MM and y > TOP_MM + PLOT_MM})
    assert all(below - above > TEXT_MM for above, below in pairwise(lines))


def test_every_number_stands_in_a_row_with_the_name_of_its_series() -> None:
    root = drawn(chart({"按期": (20, 21), "迟报": (1, 0), "未报": (1, 2)}))
    rows: dict[float, list[str]] = {}
    for _, _, y, words in sorted(texts(root)):
        rows.setdefault(y, []).append(words)

    assert ["按期", "20", "21"] in rows.values()
    assert ["迟报", "1", "0"] in rows.values()
    assert ["未报", "1", "2"] in rows.values()


def test_bars_of_a_month_stand_on_each_other_to_their_sum() -> None:
    root = drawn(chart({"按期": (15,), "迟报": (3,), "未报": (2,)}))
    bars = [r for r in root.iter(f"{SVG}rect") if float(r.get("x", "")) > LEFT_MM]

    heights = [float(r.get("height", "")) for r in bars]
    bottoms = [float(r.get("y", "")) + float(r.get("height", "")) for r in bars]
    assert heights == pytest.approx([PLOT_MM * v / 20 for v in (15, 3, 2)], abs=0.02)  # the scale ends at 20
    assert bottoms[0] == pytest.approx(TOP_MM + PLOT_MM, abs=0.02)
    assert bottoms[1:] == pytest.approx([float(r.get("y", "")) for r in bars[:2]], abs=0.02)


def test_bars_side_by_side_share_their_month_and_the_line_runs_through_it() -> None:
    root = drawn(chart({"本月发现": (6, 26), "本月销号": (1, 19), "月底未销号": (5, 12)}, stacked=False))
    bars = [r for r in root.iter(f"{SVG}rect") if float(r.get("x", "")) > LEFT_MM]
    dots = [float(c.get("cx", "")) for c in root.iter(f"{SVG}circle") if float(c.get("cx", "")) > LEFT_MM]

    edges = [(float(b.get("x", "")), float(b.get("x", "")) + float(b.get("width", ""))) for b in bars]
    assert all(right <= left + 0.02 for (_, right), (left, _) in pairwise(edges))
    assert dots == pytest.approx([edges[0][1], edges[2][1]], abs=0.02)


def test_a_chart_says_in_words_what_it_shows_and_escapes_them() -> None:
    root = drawn(chart({"按期": (1,)}))

    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("各月报送情况（份）", "甲<乙")
    assert root.get("role") == "img"


def test_a_chart_without_numbers_says_so() -> None:
    words = [t[3] for t in texts(drawn(chart({"按期": (0, 0), "迟报": (0, 0), "未报": (0, 0)})))]

    assert "没有数据" in words
    assert not re.search("没有数据", render_chart(chart({"按期": (1, 0)})))


@pytest.mark.parametrize(
    ("highest", "step"),
    [(0, 1), (1, 1), (5, 1), (6, 2), (11, 5), (26, 10), (100, 20), (101, 50), (11_300, 5000)],
)
def test_a_scale_has_at_most_five_steps_of_1_2_or_5(highest: int, step: int) -> None:
    assert scale_step(highest) == step


def test_words_and_numbers_of_a_chart_are_text_in_the_pdf_in_the_fonts_at_hand() -> None:
    printed = pdf.render_pdf(
        f'<html lang="zh-CN"><body>{render_chart(chart({"按期": (20,), "未报": (1,)}))}</body></html>'
    )

    words = pypdfium2.PdfDocument(printed.content)[0].get_textpage().get_text_range()
    assert printed.problems == ()
    assert {"按期", "未报", "23年11月", "20"} <= set(words.split())
