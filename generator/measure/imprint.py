"""Imprint (版记, 7.4): its rules, where the last one lies, its lines."""

from collections.abc import Iterator, Sequence

from generator.layout import gbt9704 as gb
from generator.measure.document import Document, around
from generator.measure.judging import PLACE_MM, Clause, Place, measured, said, yes
from generator.measure.leaf import Leaf
from generator.measure.roles import Item
from generator.measure.rules import Rule
from generator.measure.verdict import Verdict

BOTTOM = Clause("7.4.1", "版记末条分隔线位置")
WIDTH = Clause("7.4.1", "版记分隔线长")
OUTER = Clause("7.4.1", "版记首条、末条分隔线粗细")
INNER = Clause("7.4.1", "版记中间分隔线粗细")
LAST_PAGE = Clause("7.4", "版记在最后一面")
SIZE = Clause("7.4.2", "版记字号")
INSET = Clause("7.4.2", "版记左右空一字")
MARK = Clause("7.4.2", "抄送机关后的句号")
NO_RULES = Clause("10.1", "信函的版记")

WIDTH_MM = 0.6
THICK_MM = 0.06
SIZE_PT = 0.3
INSET_CHARS = 0.3
SIDE_CHARS = 0.4  # alone on its page, without rules, a letter's imprint does not tell which side is bound
NARROWEST_MM = 120.0


def imprint(doc: Document) -> Iterator[Verdict]:
    """Yield verdicts on the imprint, if the document has one."""
    lines = doc.all("imprint")
    if not lines:
        return
    leaf = lines[-1].leaf
    rules = _rules(leaf, lines)
    if doc.kind == "letter":
        found = "没有分隔线" if not rules else f"有 {len(rules)} 条分隔线"
        yield yes(NO_RULES, not rules, expected="不加分隔线", found=found, leaf=leaf, box=around(lines))
    else:
        last = max(x.place for x in doc.leaves if not x.blank)
        yield yes(LAST_PAGE, leaf.place == last, expected=f"第{last}页", found=f"第{leaf.place}页", leaf=leaf)
        yield from _ruled(leaf, rules)
    yield from _lines(doc, leaf, lines)


def _rules(leaf: Leaf, lines: Sequence[Item]) -> list[Rule]:
    top, bottom = lines[0].line.top - gb.LINE_PITCH_MM, lines[-1].line.bottom + 2 * gb.LINE_PITCH_MM
    flat = [r for r in leaf.rules if r.flat and not r.red and r.box.width > NARROWEST_MM]
    return [r for r in flat if top <= r.box.center_y <= bottom]


def _ruled(leaf: Leaf, rules: Sequence[Rule]) -> Iterator[Verdict]:
    """First and last rule 0.35 mm, those between 0.25 mm, as wide as the type area, the last on its bottom."""
    if not rules:
        yield yes(OUTER, False, expected="首末两条线", found="没有找到线", leaf=leaf)
        return
    first, *middle, last = rules if len(rules) > 1 else (rules[0], rules[0])
    bottom = last.box.bottom
    place: Place = {"leaf": leaf, "box": last.box.grown(0.5)}
    yield measured(BOTTOM, bottom, leaf.area.bottom, PLACE_MM, words="距纸上边 ", **place)
    worst = max(rules, key=lambda r: abs(r.box.width - gb.TYPE_AREA_WIDTH_MM))
    yield measured(
        WIDTH, worst.box.width, gb.TYPE_AREA_WIDTH_MM, WIDTH_MM, leaf=leaf, box=worst.box.grown(0.5)
    )
    for clause, group, wanted in (
        (OUTER, (first, last), gb.IMPRINT_OUTER_RULE_MM),
        (INNER, middle, gb.IMPRINT_INNER_RULE_MM),
    ):
        if group:
            rule = max(group, key=lambda r: abs(r.thickness - wanted))
            yield measured(clause, rule.thickness, wanted, THICK_MM, leaf=leaf, box=rule.box.grown(0.5))


def _lines(doc: Document, leaf: Leaf, lines: Sequence[Item]) -> Iterator[Verdict]:
    sizes = [i.line.size_pt for i in lines]
    worst = max(sizes, key=lambda s: abs(s - gb.SIZE_4_PT))
    yield yes(
        SIZE,
        abs(worst - gb.SIZE_4_PT) <= SIZE_PT,
        expected="4 号（14 磅）",
        found=f"{worst:.1f} 磅",
        leaf=leaf,
        box=around(lines),
    )
    one = gb.mm_from_pt(gb.SIZE_4_PT) / gb.CHAR_PITCH_MM
    most = 1 + INSET_CHARS + (SIDE_CHARS if doc.kind == "letter" else 0)
    faults = []
    for item in lines:
        left = item.indent - doc.left_of(leaf)
        if left < one - INSET_CHARS or (_opens(item) and left > most):
            faults.append(f"{said(item, 6)}左空 {left:.1f} 字")
        right = item.inset + doc.left_of(leaf)
        if right < one - INSET_CHARS or (item.text.endswith("印发") and right > 1 + INSET_CHARS):
            faults.append(f"{said(item, 6)}右空 {right:.1f} 字")
    yield yes(
        INSET,
        not faults,
        expected="左右各空 1 字",
        found="；".join(faults) or "各空 1 字",
        leaf=leaf,
        box=around(lines),
    )
    yield from _marks(leaf, lines)


def _opens(item: Item) -> bool:
    return item.text.startswith(("抄送", "主送")) or item.text.endswith("印发")


def _marks(leaf: Leaf, lines: Sequence[Item]) -> Iterator[Verdict]:
    copied = [n for n, i in enumerate(lines) if i.text.startswith("抄送")]
    if not copied:
        return
    body = [i for i in lines[copied[0] :] if not i.text.endswith("印发")]
    last = body[-1]
    yield yes(
        MARK,
        last.text.endswith("。"),
        expected="句号",
        found=f"“{last.text[-1]}”",
        leaf=leaf,
        box=last.line.box,
    )
