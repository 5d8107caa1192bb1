"""Title, addressees and attachments' heads (7.3.1, 7.3.2, 7.3.7): where they stand."""

import re
from collections.abc import Iterator, Sequence

from generator.layout import gbt9704 as gb
from generator.measure.document import Document
from generator.measure.judging import (
    LINE_MM,
    PLACE_MM,
    WELL_NUMBERED,
    Clause,
    is_well_numbered,
    measured,
    said,
    unknown,
    yes,
)
from generator.measure.leaf import Leaf
from generator.measure.roles import PARAGRAPHS, Item
from generator.measure.text_faces import face
from generator.measure.verdict import Verdict

TITLE_GAP = Clause("7.3.1", "标题距分隔线")
TITLE_SIZE = Clause("7.3.1", "标题字号")
TITLE_FACE = Clause("7.3.1", "标题字体")
TITLE_MIDDLE = Clause("7.3.1", "标题居中")
ADDRESSEES_GAP = Clause("7.3.2", "主送机关距标题")
ADDRESSEES_LEFT = Clause("7.3.2", "主送机关顶格")
ADDRESSEES_COLON = Clause("7.3.2", "主送机关后的冒号")
FIRST_PAGE = Clause("7.3.3", "首页有正文")
ATTACHMENT_LINE = Clause("7.3.7", "附件序号在第一行")
ATTACHMENT_LEFT = Clause("7.3.7", "附件序号顶格")
ATTACHMENT_NUMBER = Clause("7.3.7", "附件序号写法")
ATTACHMENT_FACE = Clause("7.3.7", "附件序号字体")
ATTACHMENT_TITLE = Clause("7.3.7", "附件标题在第三行")
ATTACHMENT_NAMES = Clause("7.3.7", "附件标题与附件说明")

SIZE_PT = 0.3
MIDDLE_MM = 1.0


def title(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the title of page 1, and on the middle of every title."""
    lines = [i for i in doc.all("title") if i.leaf is doc.leaves[0]]
    if not lines and doc.kind in ("document", "letter"):
        yield unknown(TITLE_SIZE, "没有认出标题", expected="2 号（22 磅）", leaf=doc.leaves[0])
    headed = doc.kind in ("document", "letter")
    if lines and (headed or (doc.kind == "plain" and not doc.leaves[0].tables)):
        yield from _title(doc, lines)
    for leaf in doc.leaves:
        yield from _middle(leaf, [i for i in doc.all("title") if i.leaf is leaf])


def _title(doc: Document, lines: Sequence[Item]) -> Iterator[Verdict]:
    first, leaf = lines[0], doc.leaves[0]
    size = first.line.size_pt
    yield yes(
        TITLE_SIZE,
        abs(size - gb.TITLE_PT) <= SIZE_PT,
        expected="2 号（22 磅）",
        found=f"{size:.1f} 磅",
        leaf=leaf,
        box=first.line.box,
    )
    yield face(TITLE_FACE, first.line.glyphs, gb.FACE_TITLE, first)
    rule = next((r for r in doc.red_rules if r.box.bottom < first.line.baseline), None)
    if rule and doc.kind == "document":
        blank = (first.line.top - rule.box.bottom) / gb.LINE_PITCH_MM
        yield yes(
            TITLE_GAP,
            abs(blank - gb.LINES_BEFORE_TITLE) <= LINE_MM / gb.LINE_PITCH_MM,
            expected="空二行",
            found=f"空 {blank:.1f} 行",
            leaf=leaf,
            box=first.line.box,
        )


def _middle(leaf: Leaf, lines: Sequence[Item]) -> Iterator[Verdict]:
    if not lines:
        return
    middles = [(i.line.left + i.line.right) / 2 for i in lines]
    off, item = max(zip(middles, lines, strict=True), key=lambda p: abs(p[0] - leaf.area.center_x))
    yield measured(
        TITLE_MIDDLE,
        off,
        leaf.area.center_x,
        MIDDLE_MM,
        words="中线距纸左边 ",
        leaf=leaf,
        box=item.line.box,
    )


def addressees(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the addressees: a blank line below the title, flush left, with a full-width colon."""
    found = doc.all("addressees")
    titles = [i for i in doc.all("title") if i.leaf is doc.leaves[0]]
    if not found or doc.kind not in ("document", "letter"):
        return
    first, last = found[0], found[-1]
    if titles and first.leaf is titles[-1].leaf:
        blank = (first.line.top - titles[-1].line.bottom) / gb.LINE_PITCH_MM
        yield yes(
            ADDRESSEES_GAP,
            abs(blank - gb.LINES_BEFORE_ADDRESSEES) <= LINE_MM / gb.LINE_PITCH_MM,
            expected="空一行",
            found=f"空 {blank:.1f} 行",
            leaf=first.leaf,
            box=first.line.box,
        )
    left = first.indent - doc.left_of(first.leaf)
    yield yes(
        ADDRESSEES_LEFT,
        abs(left) * gb.CHAR_PITCH_MM <= PLACE_MM,
        expected="顶格",
        found=f"左空 {left:.1f} 字" if abs(left) * gb.CHAR_PITCH_MM > PLACE_MM else "顶格",
        leaf=first.leaf,
        box=first.line.box,
    )
    colon = last.text[-1]
    yield yes(
        ADDRESSEES_COLON,
        colon == "：",
        expected="全角冒号",
        found="全角冒号" if colon == "：" else f"“{colon}”",
        leaf=last.leaf,
        box=last.line.box,
    )


def first_page(doc: Document) -> Iterator[Verdict]:
    """Yield whether page 1 of a document shows text (7.3.3)."""
    if doc.kind not in ("document", "letter", "order"):
        return
    shown = any(i.role in PARAGRAPHS for i in doc.on(doc.leaves[0]))
    yield yes(FIRST_PAGE, shown, expected="有", found="有" if shown else "没有", leaf=doc.leaves[0])


def attachments(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the heads of attachments: 附件N in 黑体 on line 1, flush left, the title on line 3."""
    for item in doc.all("attachment"):
        line, leaf = item.line, item.leaf
        row = (line.top - leaf.area.top) / gb.LINE_PITCH_MM + 1
        yield yes(
            ATTACHMENT_LINE,
            abs(row - 1) <= LINE_MM / gb.LINE_PITCH_MM,
            expected="第 1 行",
            found=f"第 {row:.1f} 行" if abs(row - round(row)) > 0.1 else f"第 {row:.0f} 行",
            leaf=leaf,
            box=line.box,
        )
        left = item.indent - doc.left_of(leaf)
        yield yes(
            ATTACHMENT_LEFT,
            abs(left) * gb.CHAR_PITCH_MM <= PLACE_MM,
            expected="顶格",
            found="顶格" if abs(left) < 0.1 else f"左空 {left:.1f} 字",
            leaf=leaf,
            box=line.box,
        )
        written = item.text[item.text.rindex("附件") :]
        yield yes(
            ATTACHMENT_NUMBER,
            is_well_numbered(written),
            expected=WELL_NUMBERED,
            found=f"“{written}”",
            leaf=leaf,
            box=line.box,
        )
        label = line.glyphs[line.text.rindex("附件") :]
        yield face(ATTACHMENT_FACE, label, gb.FACE_HEADING, item)
        yield from _attachment_title(doc, item)
    yield from _names(doc)


def _attachment_title(doc: Document, item: Item) -> Iterator[Verdict]:
    titles = [i for i in doc.on(item.leaf) if i.role == "title" and i.line.baseline > item.line.baseline]
    if not titles:
        return
    first = titles[0].line
    rows = (first.top - item.line.top) / gb.LINE_PITCH_MM + 1
    yield yes(
        ATTACHMENT_TITLE,
        abs(rows - gb.ATTACHMENT_TITLE_LINE) <= LINE_MM / gb.LINE_PITCH_MM,
        expected="隔一行，在第 3 行",
        found=f"序号行算起第 {rows:.1f} 行" if abs(rows - 3) > 0.1 else "第 3 行",
        leaf=item.leaf,
        box=first.box,
    )


def _names(doc: Document) -> Iterator[Verdict]:
    """The titles of attachments bound with the text are those of the attachment note (7.3.7)."""
    noted = _noted(doc)
    for item in doc.all("attachment"):
        number = re.sub(r"\D", "", item.text.rpartition("附件")[2])
        if number not in noted:
            continue
        lines = [i.text for i in doc.on(item.leaf) if i.role == "title"]
        name, wanted = "".join(lines), noted[number]
        yield yes(
            ATTACHMENT_NAMES,
            name == wanted,
            expected=f"“{wanted}”",
            found=f"“{name}”",
            leaf=item.leaf,
            box=item.line.box,
            where=said(item),
        )


def _noted(doc: Document) -> dict[str, str]:
    """Return the names in the attachment note by their numbers; "" is the number of the only one."""
    text = "".join(i.text for i in doc.all("attachment_note"))
    text = re.sub(r"^附件[:：]", "", text)
    parts = re.split(r"(?<!\d)(\d{1,2})[.．](?!\d)", text)
    if len(parts) == 1:
        return {"": text, "1": text} if text else {}
    return dict(zip(parts[1::2], parts[2::2], strict=True))
