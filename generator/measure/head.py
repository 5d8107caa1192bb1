"""Header (版头, 7.2; 10.1, 10.2): mark, document number, signatories, rules."""

from collections.abc import Iterator

from generator.layout import gbt9704 as gb
from generator.measure.box import Box
from generator.measure.document import Document
from generator.measure.glyphs import TextLine
from generator.measure.judging import LINE_MM, PLACE_MM, Clause, Place, measured, said, unknown, verdict, yes
from generator.measure.roles import DOCUMENT_NUMBER, ORDER_NUMBER, Item
from generator.measure.rules import Rule
from generator.measure.text_faces import face
from generator.measure.verdict import Verdict

MARK_TOP = Clause("7.2.4", "发文机关标志上边缘")
MARK_MIDDLE = Clause("7.2.4", "发文机关标志居中")
MARK_RED = Clause("7.2.4", "发文机关标志颜色")
NUMBER_FORM = Clause("7.2.5", "发文字号写法")
NUMBER_PLACE = Clause("7.2.5", "发文字号位置")
NUMBER_GAP = Clause("7.2.5", "发文字号距标志")
SIGNATORY_FACE = Clause("7.2.6", "签发人姓名字体")
SIGNATORY_PLACE = Clause("7.2.6", "签发人位置")
RULE_GAP = Clause("7.2.7", "分隔线距发文字号")
RULE_WIDTH = Clause("7.2.7", "分隔线长度")
RULE_COLOUR = Clause("7.2.7", "分隔线颜色")
LETTER_TOP = Clause("10.1", "发文机关标志上边缘")
LETTER_FIRST = Clause("10.1", "第一条红色双线")
LETTER_LAST = Clause("10.1", "第二条红色双线")
LETTER_WIDTH = Clause("10.1", "红色双线长度")
LETTER_NUMBER = Clause("10.1", "发文字号位置")
ORDER_TOP = Clause("10.2", "发文机关标志上边缘")
ORDER_TEXT = Clause("10.2", "正文距令号")

RULE_GAP_MM = 1.0  # of 4 mm
WIDTH_MM = 0.6
MIDDLE_MM = 1.0
GAP_LINES = (
    1.75,
    2.6,
)  # blank lines from the mark's ink to the number; below its ink a mark has room of its own


def head(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the header of a document with a red head."""
    if doc.kind not in ("document", "letter", "order"):
        return
    yield from _mark(doc)
    if doc.kind == "letter":
        yield from _letter(doc)
        return
    yield from _number(doc)
    if doc.kind == "document":
        yield from _rule(doc)


def _mark(doc: Document) -> Iterator[Verdict]:
    clause, top = {
        "document": (MARK_TOP, gb.TOP_MARGIN_MM + gb.MARK_INK_TOP_MM),
        "letter": (LETTER_TOP, gb.LETTER_MARK_INK_TOP_MM),
        "order": (ORDER_TOP, gb.TOP_MARGIN_MM + gb.ORDER_MARK_INK_TOP_MM),
    }[doc.kind]
    lines, leaf = doc.all("mark"), doc.leaves[0]
    box = doc.mark
    if box is None:
        yield unknown(
            clause, "没有认出发文机关标志（套打的文件不印它）", expected=f"距纸上边 {top:g} 毫米", leaf=leaf
        )
        return
    yield measured(clause, box.top, top, PLACE_MM, words="距纸上边 ", leaf=leaf, box=box)
    middle = gb.PAGE_WIDTH_MM / 2 if doc.kind == "letter" else leaf.area.center_x
    yield measured(MARK_MIDDLE, box.center_x, middle, MIDDLE_MM, words="中线距纸左边 ", leaf=leaf, box=box)
    red = all(g.red for i in lines for g in i.line.glyphs)
    yield yes(MARK_RED, red, expected="红色", found="红色" if red else "不是红色", leaf=leaf, box=box)


def _number(doc: Document) -> Iterator[Verdict]:
    """Two blank lines below the mark, in the middle, or one character in beside a signatory (7.2.5, 7.2.6)."""
    item, leaf = doc.first("number"), doc.leaves[0]
    if item is None:
        yield unknown(NUMBER_FORM, "没有认出发文字号", expected="机关代字〔年份〕序号", leaf=leaf)
        return
    yield _number_form(item)
    number = _number_piece(item)
    upward = doc.first("signatory") is not None or "签发人" in item.text
    if upward:
        left = number.left - leaf.area.left
        yield measured(
            NUMBER_PLACE,
            left,
            gb.CHAR_PITCH_MM,
            LINE_MM,
            words="上行文，左空一字即 ",
            leaf=leaf,
            box=number.box,
        )
    else:
        middle = (number.left + number.right) / 2
        yield measured(
            NUMBER_PLACE,
            middle,
            leaf.area.center_x,
            MIDDLE_MM,
            words="中线距纸左边 ",
            leaf=leaf,
            box=number.box,
        )
    if upward:
        yield from _signatory(doc)
    mark = doc.mark
    if mark and not upward:
        blank = (number.top - mark.bottom) / gb.LINE_PITCH_MM
        holds = GAP_LINES[0] <= blank <= GAP_LINES[1]
        yield yes(NUMBER_GAP, holds, expected="空二行", found=f"空 {blank:.1f} 行", leaf=leaf, box=number.box)


def _signatory(doc: Document) -> Iterator[Verdict]:
    """The word 签发人 in 仿宋, the name in 楷体, one character from the right (7.2.6)."""
    item = next(i for i in doc.all("signatory", "number") if "签发人" in i.text)
    names = item.line.glyphs[item.text.index("签发人") + 4 :]
    if not names:
        return
    yield face(SIGNATORY_FACE, names, gb.FACE_KAI, item)
    right = item.leaf.area.right - names[-1].end
    if len(names) < 5:  # two names or more stand in columns
        yield measured(
            SIGNATORY_PLACE,
            right,
            gb.CHAR_PITCH_MM,
            LINE_MM,
            words="右空一字即 ",
            leaf=item.leaf,
            box=item.line.box,
        )


def _number_piece(item: Item) -> TextLine:
    """Return the number alone, without a signatory in its line."""
    fits = (p for p in item.line.pieces if DOCUMENT_NUMBER.search(p.text) or ORDER_NUMBER.fullmatch(p.text))
    return next(fits, item.line)


def _number_form(item: Item) -> Verdict:
    """六角括号 round a year of four digits; neither 第 nor a leading zero (7.2.5)."""
    place: Place = {"leaf": item.leaf, "box": item.line.box}
    found = DOCUMENT_NUMBER.search(item.text)
    if found is None:
        return yes(NUMBER_FORM, True, expected="第N号", found=item.text, leaf=item.leaf, box=item.line.box)
    opening, year, closing, ordinal, zeros, _ = found.groups()
    faults = [
        *(["括号不是六角括号〔〕"] if (opening, closing) != ("〔", "〕") else []),
        *(["年份不是四位"] if len(year) != 4 else []),
        *(["多了“第”字"] if ordinal else []),
        *(["序号编了虚位"] if zeros else []),
    ]
    words = item.text + (f"，{'，'.join(faults)}" if faults else "")
    return yes(NUMBER_FORM, not faults, expected="机关代字〔年份〕序号", found=words, **place)


def _rule(doc: Document) -> Iterator[Verdict]:
    item, leaf = doc.first("number"), doc.leaves[0]
    rule = _header_rule(doc, item)
    if rule is None:
        yield unknown(RULE_GAP, "没有找到分隔线（套打的文件不印它）", expected="4 毫米", leaf=leaf)
        return
    yield measured(
        RULE_WIDTH, rule.box.width, gb.TYPE_AREA_WIDTH_MM, WIDTH_MM, leaf=leaf, box=rule.box.grown(0.5)
    )
    yield yes(
        RULE_COLOUR,
        rule.red,
        expected="红色",
        found="红色" if rule.red else "不是红色",
        leaf=leaf,
        box=rule.box.grown(0.5),
    )
    if item and item.line.em_bottom < rule.box.top + 1:
        gap = rule.box.top - max(g.ink.bottom for g in item.line.glyphs)
        box = Box(rule.box.left, item.line.em_bottom, rule.box.right, rule.box.bottom)
        yield measured(RULE_GAP, gap, gb.HEADER_RULE_GAP_MM, RULE_GAP_MM, leaf=leaf, box=box)


def _header_rule(doc: Document, number: Item | None) -> Rule | None:
    """Return the red rule of the header, or a rule of another colour right below the number."""
    if doc.red_rules:
        return doc.red_rules[0]
    if number is None:
        return None
    below = number.line.em_bottom
    flat = [r for r in doc.leaves[0].rules if r.flat and r.box.width > 60]
    return next((r for r in flat if below - 1 < r.box.top < below + 2 * gb.LINE_PITCH_MM), None)


def _letter(doc: Document) -> Iterator[Verdict]:
    """Double rules 4 mm below the mark and 20 mm above the bottom, 170 wide; the number at the right below (10.1)."""
    leaf = doc.leaves[0]
    if len(doc.red_rules) > 1:
        yield from _double_rules(doc, doc.red_rules[0], doc.red_rules[-1])
    else:
        yield unknown(
            LETTER_FIRST, "没有找到红色双线（套打的文件不印它）", expected="距标志 4 毫米", leaf=leaf
        )
    item = doc.first("number")
    if item is None:
        yield unknown(LETTER_NUMBER, "没有认出发文字号", expected="顶格居版心右边缘", leaf=leaf)
        return
    yield _number_form(item)
    yield verdict(
        LETTER_NUMBER,
        "pass" if abs(item.line.right - leaf.area.right) <= MIDDLE_MM else "fail",
        expected="顶格居版心右边缘",
        found=f"右空 {leaf.area.right - item.line.right:.1f} 毫米",
        leaf=leaf,
        box=item.line.box,
        where=said(item),
    )


def _double_rules(doc: Document, first: Rule, last: Rule) -> Iterator[Verdict]:
    """The first stands 4 mm below the mark, the last 20 mm above the sheet's edge, both 170 mm long (10.1)."""
    leaf, mark = doc.leaves[0], doc.mark
    if mark:
        yield measured(
            LETTER_FIRST, first.box.top - mark.bottom, gb.LETTER_RULE_GAP_MM, RULE_GAP_MM, words="距标志 ",
            leaf=leaf, box=first.box.grown(0.5),
        )  # fmt: skip
    bottom = leaf.page.height - last.box.bottom
    yield measured(
        LETTER_LAST,
        bottom,
        gb.LETTER_LAST_RULE_MM,
        PLACE_MM,
        words="距纸下边 ",
        leaf=leaf,
        box=last.box.grown(0.5),
    )
    for rule in (first, last):
        yield measured(
            LETTER_WIDTH,
            rule.box.width,
            gb.LETTER_RULE_WIDTH_MM,
            WIDTH_MM,
            leaf=leaf,
            box=rule.box.grown(0.5),
        )


def order_text(doc: Document) -> Iterator[Verdict]:
    """Yield how far the text of an order stands below its number: two blank lines (10.2)."""
    number, text = doc.first("number"), doc.first("text")
    if doc.kind == "order" and number and text and text.leaf is number.leaf:
        blank = (text.line.top - number.line.bottom) / gb.LINE_PITCH_MM
        yield yes(
            ORDER_TEXT,
            abs(blank - 2) <= LINE_MM / gb.LINE_PITCH_MM,
            expected="空二行",
            found=f"空 {blank:.1f} 行",
            leaf=number.leaf,
            box=text.line.box,
        )
