"""The seal of a document (印章, 7.3.5.1): where it must stand, and where a printed one stands."""

from collections.abc import Iterator, Sequence

from generator.layout import gbt9704 as gb
from generator.measure.box import Box
from generator.measure.document import Document
from generator.measure.judging import Clause, unknown, yes
from generator.measure.leaf import Leaf
from generator.measure.roles import Item
from generator.measure.verdict import Verdict

SEAL_PLACE = Clause("7.3.5.1", "印章位置")
SEAL_PRESSES = Clause("7.3.5.1", "印章压住署名和日期")

OVERLAP_LINES = 0.15
SEARCH_MM = 25.0
SEAL_SIZES_MM = (30.0, 50.0)
MIDDLE_MM = 8.0
_NOT_TEXT = ("signature", "date", "title", "number", "mark")


def seals(doc: Document, date: Item, names: Sequence[Item]) -> Iterator[Verdict]:
    """Yield verdicts on the seal over a date and the names above it.

    Where none is printed, one of 42 mm is reckoned over name and date.
    """
    place = _place(date, names)
    pressed = _pressed(date.leaf, place)
    if pressed:
        yield _presses(pressed, date, names[-1])
    yield from _top(
        doc, date, names, pressed or place, "" if pressed else f"按 {gb.SEAL_MM:.0f} 毫米的章算，"
    )


def _place(date: Item, names: Sequence[Item]) -> Box:
    """Return where the seal stands; of several rows of names the first."""
    last = names[-1].line
    middle_x = (date.line.left + date.line.right) / 2
    middle_y = (last.top + date.line.bottom) / 2 - gb.SEAL_RISE_MM
    half = gb.SEAL_MM / 2
    box = Box(middle_x - half, middle_y - half, middle_x + half, middle_y + half)
    return box.moved(0, names[0].line.top - last.top)


def _pressed(leaf: Leaf, place: Box) -> Box | None:
    """Return the box of a red seal that is printed near its place, None when there is none."""
    if not leaf.page.pictured:
        return None
    ink = leaf.page.ink(place.grown(SEARCH_MM), red=True)
    low, high = SEAL_SIZES_MM
    return ink if ink and low <= ink.width <= high and abs(ink.width - ink.height) < high - low else None


def _presses(seal: Box, date: Item, name: Item) -> Verdict:
    """The seal presses name and date, its middle on theirs."""
    aside = seal.center_x - (date.line.left + date.line.right) / 2
    covers = seal.top < name.line.baseline and seal.bottom > date.line.box.center_y
    found = f"中线偏 {aside:.1f} 毫米" if covers else "没有压住"
    return yes(
        SEAL_PRESSES,
        covers and abs(aside) <= MIDDLE_MM,
        expected="端正、居中下压署名和日期",
        found=found,
        leaf=date.leaf,
        box=seal,
    )


def _top(doc: Document, date: Item, names: Sequence[Item], seal: Box, how: str) -> Iterator[Verdict]:
    """Its top lies within one line of the text or note above it; a page without any is told by another clause."""
    first = names[0].line.baseline
    above = [i for i in doc.on(date.leaf) if i.line.baseline < first - 1 and i.role not in _NOT_TEXT]
    expected = "顶端距正文一行之内，不压正文"
    if not above:
        if date.leaf.tables:
            yield unknown(SEAL_PLACE, "落款上面是表", expected=expected, leaf=date.leaf, box=seal)
        return
    gap = (seal.top - above[-1].line.bottom) / gb.LINE_PITCH_MM
    yield yes(
        SEAL_PLACE,
        -OVERLAP_LINES <= gap <= 1.0,
        expected=expected,
        found=f"{how}距正文 {gap:.1f} 行",
        leaf=date.leaf,
        box=seal,
    )
