"""Page number of a Word file: in the footers of odd and even pages (GB/T 9704-2012, 7.5, 8)."""

from collections.abc import Iterator, Sequence

from generator.layout import gbt9704 as gb
from generator.measure.docx.place import line_mm, pieces
from generator.measure.docx.say import CHARS, SIZE_PT, chars, judged, size_word
from generator.measure.docx.values import Paragraph, Run, Section, Story
from generator.measure.verdict import Verdict

DASHES = "—―"
PLACE_MM = 1.0
MIDDLE_MM = 2.0  # a number so near the middle is centred
_SIDES = {"default": ("单页码", "右"), "even": ("双页码", "左")}


def numbers(story: Story) -> Iterator[Verdict]:
    """Yield the verdicts on the page number, from the first section that shows one."""
    section = next((s for s in story.sections if any(map(_numbered, s.footers.values()))), None)
    if section is None:
        yield judged(
            "7.5",
            "页码",
            expected="一字线之间的数字，单页居右、双页居左",
            found="页脚里没有页码" if story.sections else "没有分节设置",
            right=False if story.sections and not _in_headers(story) else None,
        )
        return
    for kind, (what, side) in _SIDES.items():
        paragraph = _numbered(section.footers.get(kind, ()))
        if kind == "even" and not story.odd_even:
            paragraph = _outside(section.footers.get("default", ()))
        if paragraph is None:
            yield _missing(what, side)
            continue
        yield _words(what, paragraph)
        yield from _look(what, paragraph)
        yield _side(what, side, paragraph, section)
        yield _height(what, section.footers.get(kind) or section.footers["default"], paragraph, section)


def _in_headers(story: Story) -> bool:
    return any(map(_numbered, (v for s in story.sections for v in s.headers.values())))


def _numbered(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    return next((p for p in paragraphs if p.field), None)


def _outside(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """Return a number whose frame or box Word itself puts on the right of odd and on the left of even pages."""
    found = _numbered(paragraphs)
    outside = found is not None and (
        found.frame == "outside" or (found.box is not None and found.box.outside)
    )
    return found if outside else None


def _missing(what: str, side: str) -> Verdict:
    found = "单、双页没有分开设置，双页与单页相同" if side == "左" else "没有页码"
    return judged("7.5", what, expected=f"居{side}空一字", found=found, right=False)


def _words(what: str, paragraph: Paragraph) -> Verdict:
    """One-character dashes on both sides of the number."""
    text = "".join(paragraph.words.split())
    right = len(text) >= 3 and text[0] in DASHES and text[-1] in DASHES
    return judged(
        "7.5",
        f"{what}两边",
        expected="一字线",
        found=f"“{text[0]}”“{text[-1]}”" if len(text) > 1 else "没有一字线",
        right=right,
        where=paragraph.where,
    )


def _look(what: str, paragraph: Paragraph) -> Iterator[Verdict]:
    """Size 4 Song digits."""
    run = _digits(paragraph)
    if run is None:
        return
    song = any(name in run.latin for name in ("宋体", "SimSun")) and "仿宋" not in run.latin
    yield judged(
        "7.5",
        f"{what}字体字号",
        expected="四号宋体",
        found=f"{size_word(run.size_pt)}{run.latin or '（没有写明字体）'}",
        right=song and abs(run.size_pt - gb.PAGE_NUMBER_PT) <= SIZE_PT,
        where=paragraph.where,
    )


def _digits(paragraph: Paragraph) -> Run | None:
    return next((r for r in paragraph.runs if any(c.isdigit() for c in r.text)), paragraph.main)


def _side(what: str, side: str, paragraph: Paragraph, section: Section) -> Verdict:
    """Odd numbers right, even ones left, one character in."""
    expected = f"居{side}空一字"
    place = _turned(side, paragraph, section) if paragraph.table else _upright(paragraph, section)
    if paragraph.frame == "center":
        return judged("7.5", what, expected=expected, found="居中", right=False, where=paragraph.where)
    if place is None:
        words = "页码的位置要看实际排印，从文件里算不出"
        if _outside([paragraph]):
            words = "页码框靠外侧，空几字要看实际排印"
        return judged("7.5", what, expected=expected, found=words, right=None, where=paragraph.where)
    left, right = place[0], section_width(section) - place[1]
    near, inset = ("左", left) if left < right else ("右", right)
    middle = abs(left - right) < MIDDLE_MM
    return judged(
        "7.5",
        what,
        expected=expected,
        found="居中" if middle else f"居{near}空 {chars(inset):.1f} 字",
        right=near == side and not middle and abs(chars(inset) - 1) <= CHARS,
        where=paragraph.where,
    )


def section_width(section: Section) -> float:
    """Return the width of the type area when the sheet is held as a portrait page (8)."""
    if section.landscape:
        return section.height_mm - section.top_mm - section.bottom_mm
    return section.area_mm


def _upright(paragraph: Paragraph, section: Section) -> tuple[float, float] | None:
    """Return where a number in the footer begins and ends, from the left of the type area."""
    found = pieces(paragraph, section.area_mm) if _in_line(paragraph) and not section.landscape else ()
    return (found[0].start, found[-1].end) if found else None


def _in_line(paragraph: Paragraph) -> bool:
    return paragraph.box is None and not paragraph.frame


def _turned(side: str, paragraph: Paragraph, section: Section) -> tuple[float, float] | None:
    """Return the same for a number in a turned box at the left of a landscape sheet (8)."""
    table = paragraph.table
    if table is None or not table.turned or table.float_mm is None or table.heights_mm[0] is None:
        return None
    found = pieces(paragraph, table.heights_mm[0])
    if not found:
        return None
    # The back of a sheet is bound at its other edge, where Word cannot mirror the margins: either may be meant.
    edges = (section.top_mm, section.bottom_mm) if side == "左" else (section.top_mm,)
    starts = [table.float_mm[1] - edge for edge in edges]
    top = min(starts, key=lambda start: abs(start + found[0].start - gb.CHAR_PITCH_MM))
    return top + found[0].start, top + found[-1].end


def _height(what: str, footer: Sequence[Paragraph], paragraph: Paragraph, section: Section) -> Verdict:
    """The dash's middle is 7 below the type area: counted up from the footer's bottom."""
    below = _turned_below(paragraph, section) if paragraph.table else _below(footer, paragraph, section)
    return judged(
        "7.5",
        f"{what}高低",
        expected="一字线在版心下 7 毫米",
        found="页脚行高随字体变，从文件里算不出" if below is None else f"版心下 {below:.1f} 毫米",
        right=None if below is None else abs(below - gb.PAGE_NUMBER_GAP_MM) <= PLACE_MM,
        where=paragraph.where,
    )


def _below(footer: Sequence[Paragraph], paragraph: Paragraph, section: Section) -> float | None:
    place = next(i for i, p in enumerate(footer) if p is paragraph)
    heights = [h for p in footer[place:] if (h := line_mm(p, section)) is not None]
    if len(heights) < len(footer) - place or paragraph.box or section.landscape:
        return None
    room = gb.mm_from_pt(paragraph.after_pt + sum(p.before_pt + p.after_pt for p in footer[place + 1 :]))
    return section.bottom_mm - section.footer_mm - sum(heights[1:]) - room - heights[0] / 2


def _turned_below(paragraph: Paragraph, section: Section) -> float | None:
    """Return how far the middle of a turned line lies outside the type area, whose bottom is at the left (8)."""
    table = paragraph.table
    if table is None or not table.turned or table.float_mm is None:
        return None
    return section.left_mm - table.float_mm[0] - table.width_mm / 2
