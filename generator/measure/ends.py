"""Ends of a document: attachment note (7.3.4), signature, date and the place of the seal (7.3.5), the last page."""

import re
from collections.abc import Iterator, Sequence

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.measure.document import Document, around
from generator.measure.glyphs import TextLine
from generator.measure.judging import LINE_MM, Clause, Place, said, yes
from generator.measure.roles import DATE, PARAGRAPHS, Item
from generator.measure.sealed import seals
from generator.measure.text_faces import face
from generator.measure.verdict import Verdict

NOTE_GAP = Clause("7.3.4", "附件说明距正文")
NOTE_INDENT = Clause("7.3.4", "附件说明缩进")
NOTE_MARK = Clause("7.3.4", "附件名称后的标点")
NOTE_TURNED = Clause("7.3.4", "附件名称回行对齐")
DATE_INSET = Clause("7.3.5", "成文日期右空")
DATE_FORM = Clause("7.3.5.4", "成文日期写法")
NAME_PLACE = Clause("7.3.5", "署名与成文日期对齐")
ALONE = Clause("7.3.5.5", "落款页有正文")

NOTE_PLACE = Clause("7.3.6", "附注位置")
ATTENDANCE_FACE = Clause("10.3", "出席、请假、列席字体")

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


def attendance(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the words 出席, 请假 and 列席 of minutes: in 黑体 (10.3)."""
    for item in doc.all("attendance"):
        if label := re.match("(出席|请假|列席)[:：]", item.text):
            yield face(ATTENDANCE_FACE, item.line.glyphs[: label.end() - 1], gb.FACE_HEADING, item)


def note(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the note: in the line below the date, two characters in, in round brackets (7.3.6)."""
    for item in doc.all("note"):
        date = next(i for i in doc.on(item.leaf) if i.role == "date")
        indent = item.indent - doc.left_of(item.leaf)
        below = (item.line.top - date.line.top) / gb.LINE_PITCH_MM
        holds = abs(indent - gb.TEXT_INDENT_CHARS) <= INSET_CHARS and abs(below - 1) < 0.2
        yield yes(
            NOTE_PLACE,
            holds,
            expected="日期下一行，左空 2 字",
            found="日期下一行，左空 2 字" if holds else f"日期下 {below:.1f} 行，左空 {indent:.1f} 字",
            leaf=item.leaf,
            box=item.line.box,
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
        return last.line.split(1)[-1]

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
            yield from seals(doc, item, end.names)


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
    place: Place = {"leaf": date.leaf, "box": date.line.box}
    if end.unsealed and name:
        right = (date.leaf.area.right - max(name.right, date.line.right)) / gb.CHAR_PITCH_MM + shift
        yield yes(
            DATE_INSET,
            abs(right - 2) <= INSET_CHARS,
            expected="不加盖印章：署名或日期右空 2 字",
            found=f"右空 {right:.1f} 字",
            **place,
        )
        return
    wide = name is not None and name.right > date.leaf.area.right - (1 + shift) * gb.CHAR_PITCH_MM
    wanted = gb.SIGNATURE_INSET_CHARS
    alone = name is None and abs(inset - UNSEALED_CHARS) <= INSET_CHARS  # 7.3.5.2, when no name is printed
    yield yes(
        DATE_INSET,
        abs(inset - wanted) <= INSET_CHARS or (wide and inset > wanted) or alone,
        expected=f"右空 {wanted} 字" + ("（不盖章的右空 2 字）" if name is None else ""),
        found=f"右空 {inset:.1f} 字",
        **place,
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
