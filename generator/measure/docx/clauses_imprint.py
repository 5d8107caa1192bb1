"""Imprint of a Word file: its rules, type and place (GB/T 9704-2012, 7.4)."""

from collections.abc import Iterator

from generator.layout import gbt9704 as gb
from generator.measure.docx.place import pieces
from generator.measure.docx.roles import Roles
from generator.measure.docx.say import CHARS, FANGSONG, SIZE_PT, chars, every, is_face, judged, look
from generator.measure.docx.values import Border, Paragraph, Story, Table
from generator.measure.verdict import Verdict

THICK_MM = 0.05
WIDTH_MM = 0.6
BOTTOM_MM = 0.5


def imprint(story: Story, roles: Roles) -> Iterator[Verdict]:
    """Yield the verdicts on the imprint; a letter's has neither print line nor rules (10.1)."""
    lines = roles.imprint
    if not lines or not story.sections:
        return
    yield from every(
        "7.4.2",
        "版记字体字号",
        expected="四号仿宋",
        paragraphs=[p for p in lines if p.words],
        right=lambda p: bool(
            p.main and is_face(p.main, *FANGSONG) and abs(p.main.size_pt - gb.SIZE_4_PT) <= SIZE_PT
        ),
        say=look,
    )
    yield from _insets(story, lines)
    rules = _rules(lines)
    if roles.in_page_header and not rules:
        return
    yield from _thickness(rules, lines[0])
    yield from _place(story, lines[-1])


def _insets(story: Story, lines: list[Paragraph]) -> Iterator[Verdict]:
    """One character in from both sides (7.4.2, 7.4.3)."""
    area = story.sections[-1].area_mm
    yield from every(
        "7.4.2",
        "版记左右空一字",
        expected="左空一字",
        paragraphs=[p for p in lines if p.words and p.text[0] != "\u3000"],
        right=lambda p: abs(_begin(p) - 1) <= CHARS if _aligned(p) else None,
        say=lambda p: f"左空 {_begin(p):.1f} 字" if _aligned(p) else "算不出位置",
    )
    for line in lines:
        if line.words.endswith("印发") and (found := pieces(line, area)):
            right = chars(area - found[-1].end)
            yield judged(
                "7.4.3",
                "印发日期右空",
                expected="右空一字",
                found=f"右空 {right:.1f} 字",
                right=abs(right - 1) <= CHARS,
                where=line.place,
            )


def _begin(paragraph: Paragraph) -> float:
    return chars(paragraph.left_mm + paragraph.first_mm + paragraph.leading_mm)


def _aligned(paragraph: Paragraph) -> bool:
    return paragraph.align in ("left", "both", "distribute")


def _rules(lines: list[Paragraph]) -> list[Border]:
    """Return the horizontal rules from the first to the last: a table's, or those of the paragraphs."""
    if table := _table(lines):
        return [rule for rule in table.rules if rule]
    found: list[Border] = []
    for number, line in enumerate(lines):
        found += [line.above] if line.above and (number == 0 or not lines[number - 1].below) else []
        found += [line.below] if line.below else []
    return found


def _table(lines: list[Paragraph]) -> Table | None:
    return next((p.table for p in lines if p.table), None)


def _thickness(rules: list[Border], where: Paragraph) -> Iterator[Verdict]:
    """Rules (7.4.1): first and last 0.35, those between 0.25."""
    if not rules:
        found = "没有找到表格或段落的横线"
        yield judged(
            "7.4.1", "版记分隔线", expected="有首条、末条", found=found, right=None, where=where.place
        )
        return
    outer = [rules[0].mm, rules[-1].mm]
    yield _thick("版记首条、末条分隔线粗细", gb.IMPRINT_OUTER_RULE_MM, outer, where)
    if inner := [rule.mm for rule in rules[1:-1]]:
        yield _thick("版记中间分隔线粗细", gb.IMPRINT_INNER_RULE_MM, inner, where)


def _thick(what: str, expected: float, found: list[float], where: Paragraph) -> Verdict:
    worst = max(found, key=lambda mm: abs(mm - expected))
    return judged(
        "7.4.1",
        what,
        expected=f"{expected:.2f} 毫米",
        found=f"{worst:.2f} 毫米",
        right=abs(worst - expected) <= THICK_MM,
        where=where.place,
    )


def _place(story: Story, last: Paragraph) -> Iterator[Verdict]:
    """Rules as wide as the type area; the last lies on the bottom of the type area (7.4.1)."""
    table = last.table
    if table is None:
        return
    yield judged(
        "7.4.1",
        "版记分隔线长",
        expected="156 毫米",
        found=f"{table.width_mm:.1f} 毫米",
        right=abs(table.width_mm - gb.TYPE_AREA_WIDTH_MM) <= WIDTH_MM,
        where=last.place,
    )
    section = story.sections[-1]
    bottom = section.height_mm - section.bottom_mm
    end = _end(table)
    yield judged(
        "7.4.1",
        "版记末条分隔线位置",
        expected="与版心下边重合",
        found="位置随正文变，从文件里算不出" if end is None else f"在版心下边{_beside(end - bottom)}",
        right=None if end is None else abs(end - bottom) <= BOTTOM_MM,
        where=last.place,
    )


def _end(table: Table) -> float | None:
    """Return the bottom of a table in a text box that has its place on the page."""
    if table.box is None or table.box.top_mm is None or None in table.heights_mm:
        return None
    return table.box.top_mm + sum(h for h in table.heights_mm if h is not None)


def _beside(mm: float) -> str:
    if abs(mm) < 0.05:
        return "上"
    return f"以{'下' if mm > 0 else '上'} {abs(mm):.1f} 毫米"
