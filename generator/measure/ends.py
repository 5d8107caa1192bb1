"""Ends of a document: attachment note (7.3.4), signature, date and the place of the seal (7.3.5), the last page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.layout import gbt9704 as gb
from generator.measure.box import Box
from generator.measure.document import Document, around
from generator.measure.glyphs import TextLine
from generator.measure.judging import LINE_MM, Clause, said, unknown, yes
from generator.measure.roles import DATE, PARAGRAPHS, Item
from generator.measure.verdict import Verdict

NOTE_GAP = Clause("7.3.4", "附件说明距正文")
NOTE_INDENT = Clause("7.3.4", "附件说明缩进")
NOTE_MARK = Clause("7.3.4", "附件名称后的标点")
NOTE_TURNED = Clause("7.3.4", "附件名称回行对齐")
DATE_INSET = Clause("7.3.5", "成文日期右空")
DATE_FORM = Clause("7.3.5.4", "成文日期写法")
NAME_PLACE = Clause("7.3.5", "署名与成文日期对齐")
SEAL_PLACE = Clause("7.3.5.1", "印章位置")
ALONE = Clause("7.3.5.5", "落款页有正文")

INSET_CHARS = 0.3
UNSEALED_CHARS = 2.0
ALIGN_MM = 1.0


def attachment_note(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the attachment note: a blank line above it, two characters in, no mark at the end."""
    found = doc.all("attachment_note")
    if not found:
        return
    first, here = found[0], doc.on(found[0].leaf)
    place = next(n for n, i in enumerate(here) if i is first)
    if place and here[place - 1].role in PARAGRAPHS:
        blank = (first.line.top - here[place - 1].line.bottom) / gb.LINE_PITCH_MM
        yield yes(
            NOTE_GAP,
            abs(blank - gb.LINES_BEFORE_ATTACHMENT_NOTE) <= LINE_MM / gb.LINE_PITCH_MM,
            expected="空一行",
            found=f"空 {blank:.1f} 行",
            leaf=first.leaf,
            box=first.line.box,
        )
    indent = first.indent - doc.left_of(first.leaf)
    yield yes(
        NOTE_INDENT,
        abs(indent - gb.TEXT_INDENT_CHARS) <= INSET_CHARS,
        expected="左空 2 字",
        found=f"左空 {indent:.1f} 字",
        leaf=first.leaf,
        box=first.line.box,
    )
    marked = [i for i in found if i.text.endswith(("。", "；", "，", ";", "."))]
    yield yes(
        NOTE_MARK,
        not marked,
        expected="没有",
        found=said(marked[0]) if marked else "没有",
        leaf=(marked or found)[0].leaf,
        box=(marked or found)[0].line.box,
    )
    yield from _turned(doc, found)


def _turned(doc: Document, found: Sequence[Item]) -> Iterator[Verdict]:
    """A name that goes on in the next line goes on below its first character."""
    last: float | None = None
    for item in found:
        label = re.match(r"(?:附件[:：])?(?:\d{1,2}[.．])?", item.text)
        end = label.end() if label else 0
        if end and end < len(item.text):
            last = item.line.glyphs[end].x - item.leaf.area.left
            continue
        if last is None:
            return
        off = item.line.left - item.leaf.area.left - last
        yield yes(
            NOTE_TURNED,
            abs(off) <= ALIGN_MM,
            expected="与上行名称首字对齐",
            found=f"偏 {off:.1f} 毫米",
            leaf=item.leaf,
            box=item.line.box,
            where=said(item),
        )


@dataclass(frozen=True)
class _End:
    """Date with the lines of signature above it, and how the document is sealed, as far as its lines tell."""

    date: Item
    names: tuple[Item, ...]

    @property
    def name(self) -> TextLine | None:
        """The name, or the last of several, right above the date."""
        if not self.names:
            return None
        last = self.names[-1]
        return last.line.pieces[-1]

    @property
    def stamped(self) -> bool:
        """Whether the line above is a title beside the room for a stamp, not a name over the date (7.3.5.3)."""
        return bool(self.names) and self.date.line.top - self.names[-1].line.top > 1.5 * gb.LINE_PITCH_MM

    @property
    def unsealed(self) -> bool:
        """Whether the date begins two characters right of the name's first (7.3.5.2)."""
        name = self.name
        if name is None or self.stamped:
            return False
        shift = (self.date.line.left - name.left) / gb.CHAR_PITCH_MM
        centred = abs((self.date.line.left + self.date.line.right) - (name.left + name.right)) / 2
        return abs(shift - 2) < INSET_CHARS and centred > ALIGN_MM


def signature(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on signature and date: insets, alignment, the date's digits, the seal's place."""
    for item in doc.all("date"):
        names = _names(doc, item)
        end = _End(item, tuple(names))
        yield _date_form(item)
        yield from _insets(doc, end)
        if not end.unsealed and not end.stamped and end.name:
            yield from _seal(doc, end)


def _names(doc: Document, date: Item) -> list[Item]:
    here = doc.on(date.leaf)
    place = next(n for n, i in enumerate(here) if i is date)
    names: list[Item] = []
    for item in reversed(here[:place]):
        if item.role != "signature":
            break
        names.insert(0, item)
    return names


def _date_form(item: Item) -> Verdict:
    """Arabic digits, a year of four, neither month nor day with a leading zero (7.3.5.4)."""
    found = DATE.fullmatch(item.text)
    parts = found.groups() if found else ()
    holds = bool(parts) and parts[0].isdigit() and len(parts[0]) == 4
    holds = holds and all(p.isdigit() and not p.startswith("0") for p in parts[1:])
    return yes(
        DATE_FORM,
        holds,
        expected="阿拉伯数字，年份四位，月、日不编虚位",
        found=item.text,
        leaf=item.leaf,
        box=item.line.box,
    )


def _insets(doc: Document, end: _End) -> Iterator[Verdict]:
    date, shift = end.date, doc.left_of(end.date.leaf)
    inset = date.inset + shift
    name = end.name
    place = {"leaf": date.leaf, "box": date.line.box}
    if end.unsealed and name:
        right = (date.leaf.area.right - max(name.right, date.line.right)) / gb.CHAR_PITCH_MM + shift
        yield yes(
            DATE_INSET,
            abs(right - 2) <= INSET_CHARS,
            expected="不加盖印章：署名或日期右空 2 字",
            found=f"右空 {right:.1f} 字",
            **place,  # type: ignore[arg-type]
        )
        return
    wide = (
        name is not None and name.right > date.leaf.area.right + (INSET_CHARS - shift) * gb.CHAR_PITCH_MM - 3
    )
    wanted = gb.SIGNATURE_INSET_CHARS
    alone = name is None and abs(inset - UNSEALED_CHARS) <= INSET_CHARS  # 7.3.5.2, when no name is printed
    yield yes(
        DATE_INSET,
        abs(inset - wanted) <= INSET_CHARS or (wide and inset > wanted) or alone,
        expected=f"右空 {wanted} 字" + ("（不盖章的右空 2 字）" if name is None else ""),
        found=f"右空 {inset:.1f} 字",
        **place,  # type: ignore[arg-type]
    )
    if name and not end.stamped:
        off = ((name.left + name.right) - (date.line.left + date.line.right)) / 2
        yield yes(
            NAME_PLACE,
            abs(off) <= ALIGN_MM,
            expected="以成文日期为准居中",
            found=f"偏 {off:.1f} 毫米" if abs(off) > ALIGN_MM else "居中",
            leaf=date.leaf,
            box=name.box,
        )


def _seal(doc: Document, end: _End) -> Iterator[Verdict]:
    """The seal's top lies within one line of the text or note above it, on a page that has some (7.3.5.1)."""
    name, date = end.name, end.date
    assert name
    middle_y = (name.top + date.line.bottom) / 2 - gb.SEAL_RISE_MM
    middle_x = (date.line.left + date.line.right) / 2
    half = gb.SEAL_MM / 2
    box = Box(middle_x - half, middle_y - half, middle_x + half, middle_y + half)
    first = end.names[0]
    if first is not end.names[-1]:  # several rows: the first seal stands on the first name
        box = box.moved(0, first.line.top - end.names[-1].line.top)
    above = [i for i in doc.on(date.leaf) if i.line.baseline < first.line.baseline - 1]
    above = [i for i in above if i.role not in ("signature", "date", "title", "number", "mark")]
    if not above and not date.leaf.tables:
        return  # said by the clause on the last page
    if not above:
        yield unknown(SEAL_PLACE, "落款上面是表", expected="印章顶端距正文一行之内", leaf=date.leaf, box=box)
        return
    gap = (box.top - above[-1].line.bottom) / gb.LINE_PITCH_MM
    yield yes(
        SEAL_PLACE,
        -0.15 <= gap <= 1.0,
        expected="顶端距正文一行之内，不压正文",
        found=f"按 {gb.SEAL_MM:.0f} 毫米的章算，距正文 {gap:.1f} 行",
        leaf=date.leaf,
        box=box,
    )


def last_page(doc: Document) -> Iterator[Verdict]:
    """Yield whether the page of signature and date carries text too (7.3.5.5)."""
    for date in doc.all("date"):
        others = [
            i
            for i in doc.on(date.leaf)
            if i.role in PARAGRAPHS or i.role in ("attachment_note", "attendance", "other")
        ]
        shown = bool(others) or bool(date.leaf.tables)
        yield yes(
            ALONE,
            shown,
            expected="有正文或附件说明",
            found="有" if shown else "只有落款",
            leaf=date.leaf,
            box=around([date]),
        )
