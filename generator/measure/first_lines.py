"""First lines of page 1 (7.2.1 to 7.2.3): copy number, secrecy and urgency, flush left from line 1 on."""

from collections.abc import Iterator

from generator.layout import gbt9704 as gb
from generator.measure.document import Document
from generator.measure.judging import LINE_MM, PLACE_MM, Clause, said, yes
from generator.measure.roles import Item
from generator.measure.text_faces import face
from generator.measure.verdict import Verdict

COPY_PLACE = Clause("7.2.1", "份号位置")
SECRECY_PLACE = Clause("7.2.2", "密级、紧急程度位置")
SECRECY_FACE = Clause("7.2.2", "密级、紧急程度字体")


def first_lines(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the lines above the mark, which in a letter stand below its first rule (10.1)."""
    found = [i for i in doc.all("copy_number", "classification") if i.leaf is doc.leaves[0]]
    if doc.kind not in ("document", "order"):
        return
    for row, item in enumerate(found):
        yield _place(item, row)
        if item.role == "classification":
            yield face(SECRECY_FACE, item.line.glyphs, gb.FACE_HEADING, item)


def _place(item: Item, row: int) -> Verdict:
    """The copy number stands on line 1, what follows on the next lines, all flush left."""
    area = item.leaf.area
    lines = (item.line.top - area.top) / gb.LINE_PITCH_MM
    left = item.line.left - area.left
    first = item.role == "classification" and row == 0
    rows = (0, 1) if first else (row,)  # without a copy number line 1 may stay empty
    holds = abs(left) <= PLACE_MM and any(abs(lines - r) <= LINE_MM / gb.LINE_PITCH_MM for r in rows)
    return yes(
        COPY_PLACE if item.role == "copy_number" else SECRECY_PLACE,
        holds,
        expected=f"顶格，第 {row + 1} 行",
        found=f"第 {lines + 1:.1f} 行，左空 {left:.1f} 毫米" if not holds else f"顶格，第 {lines + 1:.0f} 行",
        leaf=item.leaf,
        box=item.line.box,
        where=said(item),
    )
