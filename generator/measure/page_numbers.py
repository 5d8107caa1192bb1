"""Page numbers (7.5) and turned sheets (8): dashes, size, face, place, side, count."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.layout import gbt9704 as gb
from generator.measure.box import Box
from generator.measure.document import Document
from generator.measure.judging import PLACE_MM, Clause, measured, unknown, verdict, yes
from generator.measure.leaf import Leaf
from generator.measure.page import Glyph, TextLine
from generator.measure.roles import Item
from generator.measure.text_faces import face
from generator.measure.verdict import Verdict

DASHES = Clause("7.5", "页码的一字线")
HEIGHT = Clause("7.5", "页码高低")
SIDE = Clause("7.5", "页码左右")
SIZE = Clause("7.5", "页码字号")
FACE = Clause("7.5", "页码字体")
COUNT = Clause("7.5", "页码连续")
MISSING = Clause("7.5", "页码")
NONE_HERE = Clause("7.5", "版记页、空白页不编页码")
LETTER_FIRST = Clause("10.1", "信函首页不显示页码")
TURNED = Clause("8", "横排表格的方向")

DASH = "—"
INSET_MM = 1.0
DIGITS_MM = 1.0  # the middle of the digits alone is not quite that of a dash
SIZE_PT = 0.3


def page_numbers(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the number of every page and on their count."""
    numbered = [leaf for leaf in doc.leaves if leaf.printed]
    for leaf in doc.leaves:
        if _bare(doc, leaf):
            yield from _none(doc, leaf)
        elif leaf.printed:
            yield from _number(leaf)
        elif leaf.page.glyphs:
            yield _missing(leaf, numbered)
    yield from _count(numbered)


def _bare(doc: Document, leaf: Leaf) -> bool:
    """Whether a page carries no number: the imprint alone, a blank page, a letter's first (7.5, 10.1)."""
    lines = doc.on(leaf)
    alone = bool(lines) and all(i.role == "imprint" for i in lines)
    return alone or leaf.blank or (doc.kind == "letter" and leaf is doc.leaves[0])


def _none(doc: Document, leaf: Leaf) -> Iterator[Verdict]:
    letter = doc.kind == "letter" and leaf is doc.leaves[0]
    clause = LETTER_FIRST if letter else NONE_HERE
    found = "".join(g.char for g in leaf.printed)
    yield yes(clause, not found, expected="没有页码", found=found or "没有页码", leaf=leaf)


def _missing(leaf: Leaf, numbered: Sequence[Leaf]) -> Verdict:
    """A page without a number fails where others of the file have one; else it cannot be told from here."""
    if numbered:
        return yes(MISSING, False, expected="一字线之间的数字", found="没有页码", leaf=leaf)
    return unknown(MISSING, "没有找到页码", expected="一字线之间的数字", leaf=leaf)


def _number(leaf: Leaf) -> Iterator[Verdict]:
    glyphs = leaf.printed
    text, box = "".join(g.char for g in glyphs), _around(glyphs)
    framed = len(text) > 2 and text[0] == text[-1] == DASH and text[1:-1].isdigit()
    yield yes(DASHES, framed, expected="数字左右各一条一字线", found=text, leaf=leaf, box=box)
    size = glyphs[len(glyphs) // 2].size_pt
    yield yes(
        SIZE,
        abs(size - gb.PAGE_NUMBER_PT) <= SIZE_PT,
        expected="4 号（14 磅）",
        found=f"{size:.1f} 磅",
        leaf=leaf,
        box=box,
        off_mm=gb.mm_from_pt(size - gb.PAGE_NUMBER_PT),
    )
    digits = tuple(g for g in glyphs if g.char.isdigit())
    yield face(FACE, digits, gb.FACE_NUMBER, Item(leaf, TextLine(digits), "other"))
    if leaf.page.landscape:
        yield _turned(leaf, glyphs, box)
    yield from _place(leaf, glyphs, box)


def _turned(leaf: Leaf, glyphs: Sequence[Glyph], box: Box) -> Verdict:
    """The head of a turned table lies at the sheet's left: its number stands at the left edge, turned (8)."""
    left = box.right < leaf.area.left + gb.CHAR_PITCH_MM and glyphs[0].angle == 90
    right = box.left > leaf.area.right - gb.CHAR_PITCH_MM
    found = "表头朝左，页码在竖放的位置" if left else "表头朝右" if right else "页码没有随纸转到竖放的位置"
    return yes(TURNED, left, expected="表头朝左，页码在竖放的位置", found=found, leaf=leaf, box=box)


def _place(leaf: Leaf, glyphs: Sequence[Glyph], box: Box) -> Iterator[Verdict]:
    """The dash's middle lies 7 mm below the type area, odd pages at the right, even ones at the left, one character in."""
    if leaf.page.landscape and not glyphs[0].turned:
        return
    upright, area = leaf.page.upright, leaf.page.upright(leaf.area)
    line = next((g for g in glyphs if g.char == DASH), None)
    below = upright(line.ink if line else box).center_y - area.bottom
    within = PLACE_MM if line else DIGITS_MM
    yield measured(HEIGHT, below, gb.PAGE_NUMBER_GAP_MM, within, words="版心下 ", leaf=leaf, box=box)
    odd = leaf.number % 2 == 1
    place = upright(box)
    left, right = place.left - area.left, area.right - place.right
    inset, side = (right, "右") if odd else (left, "左")
    holds = gb.mm_from_pt(gb.PAGE_NUMBER_PT) - INSET_MM <= inset <= gb.CHAR_PITCH_MM + INSET_MM
    other = min(left, right) < max(left, right) / 4 and inset == max(left, right)
    words = ("居左" if odd else "居右") if other else f"居{side}，空 {inset:.1f} 毫米"
    if not holds and not other and abs(left - right) < 4:
        words = "居中"
    yield yes(
        SIDE,
        holds,
        expected=f"{'单' if odd else '双'}页居{side}空一字",
        found=words if not holds else f"居{side}空一字",
        leaf=leaf,
        box=box,
        off_mm=inset - gb.CHAR_PITCH_MM,
    )


def _count(numbered: Sequence[Leaf]) -> Iterator[Verdict]:
    """Numbers go on from page to page, attachments too."""
    found = [(leaf, leaf.printed_number or 0) for leaf in numbered]
    if len(found) < 2:
        return
    for (before, a), (leaf, b) in pairwise(found):
        if b - a != leaf.place - before.place:
            yield verdict(COUNT, "fail", expected=f"{a + leaf.place - before.place}", found=f"{b}", leaf=leaf)
            return
    yield verdict(COUNT, "pass", expected="连续", found=f"{found[0][1]} 至 {found[-1][1]}")


def _around(glyphs: Sequence[Glyph]) -> Box:
    inks = [g.ink for g in glyphs]
    return Box(
        min(b.left for b in inks),
        min(b.top for b in inks),
        max(b.right for b in inks),
        max(b.bottom for b in inks),
    )
