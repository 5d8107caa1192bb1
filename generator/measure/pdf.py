"""Clauses of GB/T 9704-2012 measured on the pages of a PDF, whoever made it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from generator.layout import gbt9704 as gb
from generator.layout.fit import char_width_em
from generator.measure.page import Box, Glyph, Page, TextLine, pages
from generator.measure.verdict import Verdict, length

PAPER_MM = 0.5
MARGIN_MM = 1.0  # 5.2.1: 37 ± 1, 28 ± 1
EDGE_MM = 0.3
PITCH_MM = 0.05
PLACE_MM = 0.5
TEXT_LINES = 4  # so many lines of text make a text page
DASH = "—"
HEADER_SHARE = 0.65  # of the sheet: the header of a first page ends above
RULE_MM = 2.0  # a band of red that is no higher is a rule


def measure_pdf(path: Path) -> list[Verdict]:
    """Return the verdicts on every clause that can be read off a PDF, page by page."""
    found = pages(path)
    return [
        *_papers(found),
        *(v for n, page in enumerate(found, 1) for v in _page(page, n)),
        *_header(found[0]),
    ]


def _papers(found: Sequence[Page]) -> Iterator[Verdict]:
    """Paper (5.1): A4, upright or turned."""
    for number, page in enumerate(found, 1):
        sides = sorted((page.width, page.height))
        right = all(
            abs(a - b) <= PAPER_MM for a, b in zip(sides, (gb.PAGE_WIDTH_MM, gb.PAGE_HEIGHT_MM), strict=True)
        )
        yield Verdict(
            clause="5.1",
            what="纸张",
            expected="210×297 毫米",
            found=f"{sides[0]:.1f}×{sides[1]:.1f} 毫米",
            outcome="pass" if right else "fail",
            page=number,
        )


def _page(page: Page, number: int) -> Iterator[Verdict]:
    if page.body:
        yield _inside(page, number)
    text = _text_lines(page)
    if len(text) >= TEXT_LINES and not page.landscape:
        yield from _text(page, text, number)
    yield _number(page, number)


def _inside(page: Page, number: int) -> Verdict:
    """Type area (5.2.1): nothing but the page number stands outside it."""
    area = page.type_area(number).grown(MARGIN_MM)
    outside = [g.char for g in page.body if not area.holds(g.ink)]
    return Verdict(
        clause="5.2.1",
        what="版心以外的字",
        expected="没有",
        found=f"{len(outside)} 个：{''.join(outside[:10])}" if outside else "没有",
        outcome="fail" if outside else "pass",
        page=number,
    )


def _text_lines(page: Page) -> list[TextLine]:
    return [line for line in page.lines if abs(line.size_pt - gb.TEXT_PT) < 0.2]


def _text(page: Page, lines: Sequence[TextLine], number: int) -> Iterator[Verdict]:
    """Text (5.2.2, 5.2.3): 22 lines of 28 characters that fill the type area."""
    steps = [b.baseline - a.baseline for a, b in pairwise(lines)]
    close = [s for s in steps if s < 1.5 * gb.LINE_PITCH_MM]
    yield _pitch("行距", "每页 22 行", gb.LINE_PITCH_MM, close, number)
    advances = [
        b.x - a.x
        for line in lines
        for a, b in pairwise(line.glyphs)
        if char_width_em(a.char) == char_width_em(b.char) == 1
    ]
    yield _pitch("字距", "每行 28 字", gb.CHAR_PITCH_MM, advances, number)
    yield from _edges(page, lines, number)


def _pitch(what: str, meaning: str, expected: float, steps: Sequence[float], number: int) -> Verdict:
    """Return the verdict on the usual step from line to line or from character to character (5.2.3)."""
    usual = median(steps) if steps else 0.0
    return Verdict(
        clause="5.2.3",
        what=what,
        expected=f"{expected:.2f} 毫米（{meaning}）",
        found=f"{usual:.2f} 毫米" if steps else "没有可量的",
        outcome=length(usual, expected, PITCH_MM) if steps else "unknown",
        page=number,
    )


def _edges(page: Page, lines: Sequence[TextLine], number: int) -> Iterator[Verdict]:
    """Left and right edge of full lines (5.2.1)."""
    area = page.type_area(number)
    full = [
        line
        for line, following in pairwise(lines)
        if line.right > area.right - 2 * gb.CHAR_PITCH_MM and following.left < area.left + gb.CHAR_PITCH_MM
    ]
    if not full:
        return
    rights = [line.right for line in full]
    worst = max(rights, key=lambda x: abs(x - area.right))
    yield Verdict(
        clause="5.2.1",
        what="满行的右边",
        expected=f"距左边缘 {area.right:.1f} 毫米",
        found=f"{worst:.2f} 毫米",
        outcome=length(worst, area.right, EDGE_MM),
        page=number,
    )


def _number(page: Page, number: int) -> Verdict:
    """Page number (7.5): its dash 7 mm below the type area, odd pages right, even pages left."""
    glyphs = page.number
    dashes = [g for g in glyphs if g.char == DASH]
    if not dashes or not any(g.char.isdigit() for g in glyphs):
        found = "".join(g.char for g in glyphs) or "没有找到"
        return Verdict(
            clause="7.5",
            what="页码",
            expected="一字线之间的数字",
            found=found,
            outcome="fail" if glyphs else "unknown",
            page=number,
        )
    area = page.type_area(number)
    place = page.upright(dashes[0].ink).center_y
    below = place - (gb.TOP_MARGIN_MM + gb.TYPE_AREA_HEIGHT_MM)
    edge = _inset(page, glyphs, number, area)
    right = abs(below - gb.PAGE_NUMBER_GAP_MM) <= PLACE_MM and abs(edge - gb.CHAR_PITCH_MM) <= 2.0
    side = "右" if number % 2 else "左"
    return Verdict(
        clause="7.5",
        what="页码",
        expected=f"一字线在版心下 7 毫米，{side}空一字",
        found=f"版心下 {below:.1f} 毫米，{side}空 {edge:.1f} 毫米",
        outcome="pass" if right else "fail",
        page=number,
    )


def _inset(page: Page, glyphs: Sequence[Glyph], number: int, area: Box) -> float:
    boxes = [page.upright(g.ink) for g in glyphs]
    upright = page.upright(area)
    if number % 2:
        return upright.right - max(b.right for b in boxes)
    return min(b.left for b in boxes) - upright.left


def _header(page: Page) -> Iterator[Verdict]:
    """Issuer mark and header rule of a document with a red head (7.2.4, 7.2.7)."""
    bands = _red_bands(page, Box(0, 0, page.width, page.height * HEADER_SHARE))
    rules = [band for band in bands[1:] if band.bottom - band.top < RULE_MM]
    if not rules:
        return
    mark, rule = bands[0], rules[0]
    lowest = max(band.bottom for band in bands if band.top < rule.top)
    yield Verdict(
        clause="7.2.4",
        what="发文机关标志上边缘",
        expected=f"距纸上边 {gb.TOP_MARGIN_MM + gb.MARK_INK_TOP_MM:.0f} 毫米",
        found=f"{mark.top:.1f} 毫米",
        outcome=length(mark.top, gb.TOP_MARGIN_MM + gb.MARK_INK_TOP_MM, PLACE_MM),
        page=1,
    )
    yield Verdict(
        clause="7.2.7",
        what="红色分隔线",
        expected=f"长 {gb.TYPE_AREA_WIDTH_MM:.0f} 毫米",
        found=f"{rule.width:.1f} 毫米",
        outcome=length(rule.width, gb.TYPE_AREA_WIDTH_MM, EDGE_MM),
        page=1,
    )
    above = [g for g in page.glyphs if lowest < g.ink.top and g.ink.bottom <= rule.top]
    if above:
        gap = rule.top - max(g.ink.bottom for g in above)
        yield Verdict(
            clause="7.2.7",
            what="分隔线距发文字号",
            expected=f"{gb.HEADER_RULE_GAP_MM:.0f} 毫米",
            found=f"{gap:.1f} 毫米",
            outcome=length(gap, gb.HEADER_RULE_GAP_MM, 2 * PLACE_MM),
            page=1,
        )


def _red_bands(page: Page, region: Box) -> list[Box]:
    """Return the bands of red ink in a region, from top to bottom."""
    bands: list[Box] = []
    y = region.top
    while (rest := page.ink(Box(region.left, y, region.right, region.bottom), red=True)) is not None:
        bottom = rest.top
        while bottom < region.bottom and page.ink(
            Box(region.left, bottom, region.right, bottom + 0.3), red=True
        ):
            bottom += 0.3
        band = page.ink(Box(region.left, rest.top, region.right, bottom), red=True)
        if band is None:
            break
        bands.append(band)
        y = bottom + 0.1
    return bands
