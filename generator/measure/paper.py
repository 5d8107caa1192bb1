"""Paper and type area (5.1, 5.2.1): the sheet, its margins, and that nothing but the page number leaves the area."""

from collections.abc import Iterator

from generator.layout import gbt9704 as gb
from generator.measure.box import Box
from generator.measure.document import Document
from generator.measure.judging import Clause, measured, verdict, yes
from generator.measure.leaf import Leaf
from generator.measure.roles import PARAGRAPHS
from generator.measure.verdict import Verdict

PAPER = Clause("5.1", "纸张")
TOP = Clause("5.2.1", "天头")
BINDING = Clause("5.2.1", "订口")
OUTSIDE = Clause("5.2.1", "版心以外的内容")

PAPER_MM = 1.0
MARGIN_MM = 1.0  # 5.2.1: 37 ± 1, 28 ± 1


def paper(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the size of every sheet (5.1)."""
    for leaf in doc.leaves:
        short, long = sorted((leaf.page.width, leaf.page.height))
        right = abs(short - gb.PAGE_WIDTH_MM) <= PAPER_MM and abs(long - gb.PAGE_HEIGHT_MM) <= PAPER_MM
        yield yes(PAPER, right, expected="210×297 毫米", found=f"{short:.1f}×{long:.1f} 毫米", leaf=leaf)


def margins(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the margins above and at the binding edge of every page of text."""
    for leaf in doc.leaves:
        yield from _top(doc, leaf)
        yield from _binding(doc, leaf)


def _top(doc: Document, leaf: Leaf) -> Iterator[Verdict]:
    """The first line of text of a page that goes on begins at the top of the type area."""
    lines = doc.on(leaf)
    headed = leaf is doc.leaves[0] and doc.kind in ("document", "letter", "order")
    if not lines or leaf.page.landscape or headed:
        return
    first = lines[0]
    top = first.line.top
    near = abs(top - gb.TOP_MARGIN_MM) < gb.LINE_PITCH_MM / 2
    if (
        first.role in PARAGRAPHS
        or first.role == "addressees"
        or (first.role in ("attachment", "title") and near)
    ):
        box = Box(leaf.area.left, 0, leaf.area.right, top)
        yield measured(TOP, top, gb.TOP_MARGIN_MM, MARGIN_MM, leaf=leaf, box=box)


def _binding(doc: Document, leaf: Leaf) -> Iterator[Verdict]:
    """Text that begins flush left begins at the edge of the type area; even pages are bound at the right."""
    if leaf.is_table or leaf.place not in doc.lefts:
        return
    left = leaf.area.left + doc.left_of(leaf) * gb.CHAR_PITCH_MM
    words = "" if leaf.area.left == gb.BINDING_MARGIN_MM else "双页左边 "
    box = Box(0, leaf.area.top, left, leaf.area.bottom)
    yield measured(BINDING, left, leaf.area.left, MARGIN_MM, words=words, leaf=leaf, box=box)


def outside(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on what lies outside the type area; a letter's head and rules belong there (10.1)."""
    for leaf in doc.leaves:
        if doc.kind == "letter" and leaf is doc.leaves[0]:
            continue
        area = leaf.area.grown(MARGIN_MM)
        number = set(map(id, leaf.printed))
        out = [g for g in leaf.page.glyphs if id(g) not in number and not area.holds(g.ink)]
        drawn = [r for r in leaf.rules if not area.holds(r.box)]
        if not leaf.page.glyphs:
            continue
        words = [f"{len(out)} 个字：{''.join(g.char for g in out[:10])}"] if out else []
        words += [f"{len(drawn)} 条线"] if drawn else []
        place = out[0].ink if out else drawn[0].box if drawn else None
        yield verdict(
            OUTSIDE,
            "fail" if words else "pass",
            expected="没有",
            found="，".join(words) or "没有",
            leaf=leaf,
            box=place,
        )
