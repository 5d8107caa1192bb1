"""Text (5.2.2, 5.2.3, 7.3.3): lines and characters, edges, indents, and what may not stand where a line or page ends."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from generator.layout import gbt9704 as gb
from generator.layout.fit import NO_LINE_END, NO_LINE_START, char_width_em
from generator.measure.box import Box
from generator.measure.document import Document
from generator.measure.judging import Clause, measured, said, unknown, yes
from generator.measure.leaf import Leaf
from generator.measure.roles import PARAGRAPHS, Item
from generator.measure.text_faces import HEADINGS
from generator.measure.verdict import Verdict

PITCH = Clause("5.2.3", "行距")
LINES = Clause("5.2.3", "每页行数")
CHARS = Clause("5.2.3", "每行字数")
RIGHT = Clause("5.2.1", "满行的右边")
INDENT = Clause("7.3.3", "正文首行缩进")
LINE_START = Clause("9", "行首标点")
LINE_END = Clause("9", "行尾标点")
PAGE_END = Clause("7.3.3", "面末标题")

EDGE_MM = 0.3
PITCH_MM = 0.06
CHAR_MM = 0.05
INDENT_CHARS = 0.25
HANGING = frozenset("，。、；：？！）》〉〕］」』】”’")
NEVER_FIRST = NO_LINE_START - frozenset("…—")
HALF_LINE = 0.45  # room for less than a line is none
ENOUGH_LINES = 3
KEPT_LINES = 4  # of text at most that go to the next page with note or signature


def lines(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on pitch and number of lines of every page of text (5.2.3)."""
    for leaf in doc.leaves:
        running = [i for i in doc.on(leaf) if i.role in PARAGRAPHS]
        steps = [b.line.baseline - a.line.baseline for a, b in pairwise(running)]
        close = [s for s in steps if s < 1.5 * gb.LINE_PITCH_MM]
        if leaf.tables or len(close) < ENOUGH_LINES - 1:
            continue
        place = Box(leaf.area.left, running[0].line.top, leaf.area.right, running[-1].line.bottom)
        yield measured(PITCH, median(close), gb.LINE_PITCH_MM, PITCH_MM, leaf=leaf, box=place)
        yield from _line_count(doc, leaf, median(close))


def _line_count(doc: Document, leaf: Leaf, pitch: float) -> Iterator[Verdict]:
    """A page whose text goes on overleaf holds 22 lines; fewer where a heading or the signature took lines along."""
    here, after = doc.on(leaf), _after(doc, leaf)
    if not after or here[-1].role not in PARAGRAPHS or after[0].role not in PARAGRAPHS:
        return
    free = _free_lines(leaf, here, pitch)
    count = gb.LINES_PER_PAGE - free
    excuse = _excuse(doc, after, free)
    yield yes(
        LINES,
        count == gb.LINES_PER_PAGE or bool(excuse),
        expected="22 行",
        found=f"{count} 行" + (f"，{excuse}" if excuse else ""),
        leaf=leaf,
        box=Box(leaf.area.left, here[0].line.top, leaf.area.right, here[-1].line.bottom),
    )


def _free_lines(leaf: Leaf, here: Sequence[Item], pitch: float) -> int:
    """Return for how many more lines a page has room; below a header lines stand anywhere, not on the grid."""
    if here[0].role in PARAGRAPHS:
        return gb.LINES_PER_PAGE - round((here[-1].line.bottom - here[0].line.top) / pitch)
    return round((leaf.area.bottom - here[-1].line.bottom) / pitch - HALF_LINE)


def _excuse(doc: Document, after: Sequence[Item], free: int) -> str:
    """Return why a page has free lines at its end, "" when nothing says why."""
    headings = next((n for n, i in enumerate(after) if i.role not in HEADINGS), len(after))
    if 0 < free <= headings or (free == 1 and id(after[0].line) in doc.of_headings):
        return "标题不落面末"
    end = next((n for n, i in enumerate(after) if i.role not in PARAGRAPHS), 0)
    if not 0 < end <= KEPT_LINES or after[end].role not in ("attachment_note", "signature", "date"):
        return ""
    notes = [i for i in after if i.role == "attachment_note"]
    dated = [i for i in after if i.role in ("date", "note")]
    last = dated[-1] if dated and len(notes) < 3 else after[end]
    needed = (last.line.bottom - after[0].line.top) / gb.LINE_PITCH_MM
    return "末行随附件说明、落款移到下一面" if free < needed - 0.5 else ""


def _after(doc: Document, leaf: Leaf) -> list[Item]:
    following = next((x for x in doc.leaves if x.place == leaf.place + 1), None)
    return doc.on(following) if following else []


def characters(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the characters of full lines (5.2.3) and on where those lines end (5.2.1)."""
    for leaf in doc.leaves:
        full = [(a, b) for a, b in doc.broken if a.leaf is leaf]
        if full:
            yield from _chars(leaf, full)
            yield from _edge(doc, leaf, [a for a, _ in full])


def _chars(leaf: Leaf, full: Sequence[tuple[Item, Item]]) -> Iterator[Verdict]:
    """A line of full-width characters holds 28, one or two fewer where a mark may not stand at its edge."""
    plain = [(a, b) for a, b in full if all(char_width_em(g.char) == 1 for g in a.line.glyphs)]
    wrong = [(a, _count(a)) for a, b in plain if not _fits(a, b)]
    if not plain:
        return
    counts = sorted(_count(a) for a, _ in plain)
    found = f"{counts[len(counts) // 2]} 字"
    if wrong:
        item, count = wrong[0]
        found = f"{count} 字（{said(item)}）" + (f"，这样的行有 {len(wrong)} 行" if len(wrong) > 1 else "")
    yield yes(
        CHARS,
        not wrong,
        expected="28 字",
        found=found,
        leaf=leaf,
        off_mm=(wrong[0][1] - gb.CHARS_PER_LINE) * gb.CHAR_PITCH_MM if wrong else 0.0,
        box=wrong[0][0].line.box if wrong else None,
    )


def _count(item: Item) -> int:
    """Return how many characters a line holds, its indent counted, a mark that hangs outside not."""
    hangs = item.text[-1] in HANGING and item.inset < -0.5
    return len(item.text) + round(item.indent) - hangs


def _fits(item: Item, following: Item) -> bool:
    count, spare = _count(item), gb.CHARS_PER_LINE
    if count == spare:
        return True
    if count == spare + 1:
        return item.text[-1] in HANGING  # a mark set half as wide
    head = following.text[:2]
    keeps = (head[1:2] in NEVER_FIRST) or head[:1] in NO_LINE_END or head[:1] in "—…“‘" or head[:1].isascii()
    return spare - 2 <= count < spare and bool(keeps)


def _edge(doc: Document, leaf: Leaf, full: Sequence[Item]) -> Iterator[Verdict]:
    """Full lines end where the type area does, measured from where the page's lines begin."""
    right = leaf.area.right + doc.left_of(leaf) * gb.CHAR_PITCH_MM
    ends = [_right(item) for item in full]
    worst, item = max(zip(ends, full, strict=True), key=lambda pair: abs(pair[0] - right))
    yield measured(
        RIGHT,
        worst,
        round(right, 2),
        EDGE_MM,
        words="距纸左边 ",
        leaf=leaf,
        where=said(item) if abs(worst - right) > EDGE_MM else "",
        box=item.line.box if abs(worst - right) > EDGE_MM else None,
    )


def _right(item: Item) -> float:
    """Return where a line ends, a mark that hangs outside not counted."""
    glyphs = item.line.glyphs
    hangs = glyphs[-1].char in HANGING and item.inset < -0.5 and len(glyphs) > 1
    return glyphs[-2].end if hangs else glyphs[-1].end


def indents(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the first lines of paragraphs: two characters in (7.3.3)."""
    starts = list(_starts(doc))
    for leaf in doc.leaves:
        here = [i for i in starts if i.leaf is leaf]
        wrong = [i for i in here if abs(i.indent - doc.left_of(leaf) - gb.TEXT_INDENT_CHARS) > INDENT_CHARS]
        if not here:
            continue
        found = f"{wrong[0].indent - doc.left_of(leaf):.1f} 字" if wrong else "2 字"
        yield yes(
            INDENT,
            not wrong,
            expected="2 字",
            found=found,
            leaf=leaf,
            where=said(wrong[0]) if wrong else "",
            box=wrong[0].line.box if wrong else None,
        )


def _starts(doc: Document) -> Iterator[Item]:
    """Yield the lines that begin a paragraph: below a title, an addressee or a line that ended short; headings."""
    goes_on = {id(b.line) for _, b in doc.broken}
    for before, item in pairwise(doc.items):
        if item.role not in PARAGRAPHS or id(item.line) in goes_on or item.indent > 3.5:
            continue
        if before.role == "other" or item.leaf.tables:
            continue
        yield item


def edges(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on marks at the beginning and at the end of lines (9, GB/T 15834)."""
    for leaf in doc.leaves:
        running = [i for i in doc.on(leaf) if i.role in PARAGRAPHS]
        if not running:
            continue
        for clause, bad, expected in (
            (LINE_START, [i for i in running if i.text[0] in NEVER_FIRST], "不以句号、逗号等起行"),
            (LINE_END, [i for i in running if i.text[-1] in NO_LINE_END], "不以前引号、前括号等收行"),
        ):
            found = f"有 {len(bad)} 行：{said(bad[0])}" if bad else "没有"
            box = bad[0].line.box if bad else None
            yield yes(clause, not bad, expected=expected, found=found, leaf=leaf, box=box)


def page_ends(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on headings that stand alone at the end of a page."""
    for leaf in doc.leaves:
        here, after = doc.on(leaf), _after(doc, leaf)
        if not here or not after or here[-1].role not in PARAGRAPHS or after[0].role not in PARAGRAPHS:
            continue
        last = here[-1]
        alone = last.role != "text" and last.inset > 1 and not last.text.endswith(("。", "；", "，", "："))
        if last.role in ("heading_1", "heading_2") or not alone:
            yield yes(
                PAGE_END,
                not alone,
                expected="下面还有正文",
                found=said(last) if alone else "有",
                leaf=leaf,
                box=last.line.box if alone else None,
            )
        else:
            yield unknown(PAGE_END, f"认不准 {said(last)} 是不是标题", expected="下面还有正文", leaf=leaf)
