"""Paper, margins, lines and characters of a Word file (GB/T 9704-2012, 5.1, 5.2)."""

from collections import Counter
from collections.abc import Iterator

from generator.layout import gbt9704 as gb
from generator.measure.docx.place import line_mm
from generator.measure.docx.roles import Roles
from generator.measure.docx.say import judged
from generator.measure.docx.values import Paragraph, Section, Story
from generator.measure.verdict import Verdict

PAPER_MM = 0.5
MARGIN_MM = 1.0  # 5.2.1: 37 ± 1, 28 ± 1
AREA_MM = 1.0
_ROUNDING_MM = 0.02  # Word counts in twips
FILLED_MM = 1.0  # the last of 22 lines ends so near the bottom of the type area


def pages(story: Story) -> Iterator[Verdict]:
    """Yield the verdicts on paper and margins of each section; equal sections are judged once."""
    seen: list[tuple[float, ...]] = []
    for number, section in enumerate(story.sections, 1):
        measures = _measures(section)
        if measures not in seen:
            seen.append(measures)
            where = f"第{number}节" if len(story.sections) > 1 else ""
            yield from _paper(section, where)
            yield from _margins(section, where)


def without_page() -> Verdict:
    """Return the only verdict on a file that does not say its paper: every place in it would be a guess."""
    found = "文件没有写明纸张和页边距，其余各条都无从算起"
    return judged("5.1", "纸张", expected="210×297 毫米", found=found, right=None)


def _measures(section: Section) -> tuple[float, ...]:
    margins = (section.top_mm, section.right_mm, section.bottom_mm, section.left_mm, section.gutter_mm)
    return (section.width_mm, section.height_mm, *margins)


def _paper(section: Section, where: str) -> Iterator[Verdict]:
    """Paper (5.1): A4, upright or turned."""
    sides = sorted((section.width_mm, section.height_mm))
    right = abs(sides[0] - gb.PAGE_WIDTH_MM) <= PAPER_MM and abs(sides[1] - gb.PAGE_HEIGHT_MM) <= PAPER_MM
    found = f"{sides[0]:.1f}×{sides[1]:.1f} 毫米"
    yield judged("5.1", "纸张", expected="210×297 毫米", found=found, right=right, where=where)


def _margins(section: Section, where: str) -> Iterator[Verdict]:
    """Margins (5.2.1): top 37 ± 1, binding 28 ± 1; a landscape sheet is the portrait one turned (8)."""
    binding = section.left_mm + section.gutter_mm
    sides = {
        "天头": (section.top_mm, gb.TOP_MARGIN_MM),
        "订口": (binding, gb.BINDING_MARGIN_MM),
    }
    if section.landscape:
        sides = {
            "天头": (section.right_mm, gb.TOP_MARGIN_MM),
            "订口": (section.top_mm + section.gutter_mm, gb.BINDING_MARGIN_MM),
        }
    for what, (found, expected) in sides.items():
        yield judged(
            "5.2.1",
            what,
            expected=f"{expected:.0f}±1 毫米",
            found=f"{found:.1f} 毫米",
            right=abs(found - expected) <= MARGIN_MM + 0.01,
            where=where,
        )
    width, height = section.area_mm, section.height_mm - section.top_mm - section.bottom_mm
    across, along = (height, width) if section.landscape else (width, height)
    for what, found, expected in (
        ("版心宽", across, gb.TYPE_AREA_WIDTH_MM),
        ("版心高", along, gb.TYPE_AREA_HEIGHT_MM),
    ):
        yield judged(
            "5.2.1",
            what,
            expected=f"{expected:.0f} 毫米",
            found=f"{found:.1f} 毫米",
            right=abs(found - expected) <= AREA_MM,
            where=where,
        )


def grid(story: Story, roles: Roles) -> Iterator[Verdict]:
    """Yield the verdicts on lines per page and characters per line of the running text (5.2.3)."""
    text = [p for part in roles.parts for p in (*part.text, *(h for _, h in part.headings))]
    if text and roles.official and text[0].section < len(story.sections):
        sample = _usual(text)
        section = story.sections[sample.section]
        yield from _lines(sample, section)
        yield from _characters(sample, section)
        full = (p for p in text if len(p.words) > gb.CHARS_PER_LINE)
        yield _edge(next((p for p in full if not _reaches_the_edge(p)), sample))


def _usual(text: list[Paragraph]) -> Paragraph:
    """Return a paragraph whose lines and characters are set as most of the text is."""
    weights: Counter[tuple[object, ...]] = Counter()
    for paragraph in text:
        weights[_setting(paragraph)] += len(paragraph.words)
    common = weights.most_common(1)[0][0]
    return next(p for p in text if _setting(p) == common)


def _setting(paragraph: Paragraph) -> tuple[object, ...]:
    run = next((r for r in reversed(paragraph.runs) if r.wide), paragraph.main)
    spacing = (run.size_pt, run.spacing_pt) if run else ()
    return (
        paragraph.line_rule,
        paragraph.line,
        paragraph.on_grid,
        paragraph.align,
        paragraph.section,
        spacing,
    )


def _lines(paragraph: Paragraph, section: Section) -> Iterator[Verdict]:
    """22 lines to the page, filling the type area: the pitch is what Word steps by, in its whole twips."""
    pitch = line_mm(paragraph, section)
    counted = "22 行"
    if pitch is None:
        found = "行距不是固定值，也没有按行网格，每页行数随字体变"
        yield judged("5.2.3", "每页行数", expected=counted, found=found, right=None, where=paragraph.place)
        return
    rest = gb.TYPE_AREA_HEIGHT_MM - gb.LINES_PER_PAGE * pitch
    yield judged(
        "5.2.3",
        "行距",
        expected="28.95 磅（10.23 毫米）",
        found=f"{gb.pt_from_mm(pitch):.2f} 磅",
        right=-_ROUNDING_MM <= rest <= FILLED_MM,
        where=paragraph.place,
    )
    height = section.height_mm - section.top_mm - section.bottom_mm
    count = int((height + _ROUNDING_MM) / pitch)
    yield judged(
        "5.2.3",
        "每页行数",
        expected=counted,
        found=f"{count} 行",
        right=count == gb.LINES_PER_PAGE,
        where=paragraph.place,
    )


def _characters(paragraph: Paragraph, section: Section) -> Iterator[Verdict]:
    """28 characters to the line, filling the type area."""
    run = next((r for r in reversed(paragraph.runs) if r.wide), None) or paragraph.main
    advance = gb.mm_from_pt((run.size_pt + run.spacing_pt) if run else paragraph.size_pt)
    if advance <= 0:
        return
    for what, width in (("字距", gb.TYPE_AREA_WIDTH_MM), ("每行字数", section.area_mm)):
        count = int((width + _ROUNDING_MM) / advance)
        found = f"{gb.pt_from_mm(advance):.2f} 磅" if what == "字距" else f"{count} 字"
        yield judged(
            "5.2.3",
            what,
            expected="15.79 磅（三号字紧缩约 0.2 磅）" if what == "字距" else "28 字",
            found=found,
            right=count == gb.CHARS_PER_LINE,
            where=paragraph.place,
        )


def _edge(paragraph: Paragraph) -> Verdict:
    """Full lines reach the right edge of the type area (5.2.1): the text is justified and has no right indent.

    The first paragraph is judged whose own setting is another than that of the rest.
    """
    justified = paragraph.align in ("both", "distribute")
    found = "两端对齐" if justified else "没有两端对齐，满行右边参差"
    if abs(paragraph.right_mm) > 0.3:
        found += f"，右缩进 {paragraph.right_mm:.1f} 毫米"
    return judged(
        "5.2.1",
        "满行的右边",
        expected="两端对齐到版心右边",
        found=found,
        right=_reaches_the_edge(paragraph),
        where=paragraph.place,
    )


def _reaches_the_edge(paragraph: Paragraph) -> bool:
    return paragraph.align in ("both", "distribute") and abs(paragraph.right_mm) <= 0.3
