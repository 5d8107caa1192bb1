"""Header and title of a Word file: mark, number, red rule, title, addressees (GB/T 9704-2012, 7.2, 7.3.1, 7.3.2)."""

from collections.abc import Iterator

from generator.layout import gbt9704 as gb
from generator.measure.docx.place import line_mm, pieces
from generator.measure.docx.roles import WHITE, Part, Roles, is_red, number_of
from generator.measure.docx.say import (
    CHARS,
    FANGSONG,
    KAI,
    SIZE_PT,
    TITLE,
    chars,
    gap,
    gap_lines,
    is_face,
    judged,
    look,
    size_word,
)
from generator.measure.docx.values import Border, Paragraph, Section, Story
from generator.measure.verdict import Verdict

INK_MM = 1.5  # what is counted from heights of lines is taken as met within
INK_FAR_MM = 3.0
RULE_GAP_MM = 1.0
WIDTH_MM = 0.5
_INK_BELOW_EM = 0.02  # ink of 小标宋 below the top of its em
_SINGLE_ORDER = "令"


def header(story: Story, roles: Roles) -> Iterator[Verdict]:
    """Yield the verdicts on mark, number, signatory and rule."""
    if not story.sections:
        return
    for mark in roles.mark[:1]:
        yield from _mark(story, roles, mark)
    if number := roles.number:
        yield from _number(story, roles, number)
        if not (roles.in_page_header or _ends_at_edge(story, roles, number)):
            yield from _rule(story, number)


def _mark(story: Story, roles: Roles, mark: Paragraph) -> Iterator[Verdict]:
    """Issuer mark (7.2.4): red 小标宋, centred, its ink 35 below the top of the type area."""
    yield judged(
        "7.2.4",
        "发文机关标志字体",
        expected="小标宋体",
        found=mark.main.face if mark.main else "",
        right=bool(mark.main and is_face(mark.main, *TITLE)),
        where=mark.place,
    )
    odd = next((r.color for r in mark.runs if r.text.strip() and not is_red(r.color)), "")
    yield judged(
        "7.2.4",
        "发文机关标志颜色",
        expected="红色",
        found=f"#{odd}" if odd else "红色",
        right=not odd,
        where=mark.place,
    )
    if mark.table is None:
        yield judged(
            "7.2.4",
            "发文机关标志居中",
            expected="居中",
            found="居中" if mark.align in ("center", "distribute") else "没有居中",
            right=mark.align in ("center", "distribute"),
            where=mark.place,
        )
    if not roles.in_page_header and mark.table is None:
        yield _mark_top(story, mark)


def _mark_top(story: Story, mark: Paragraph) -> Verdict:
    clause, below = ("7.2.4", gb.MARK_INK_TOP_MM)
    if "".join(mark.words.split()).endswith(_SINGLE_ORDER):
        clause, below = "10.2", gb.ORDER_MARK_INK_TOP_MM
    expected = f"版心上边下 {below:.0f} 毫米"
    top = _ink_top(story, mark)
    if top is None:
        found = "上面各段的行高随字体变，从文件里算不出"
        return judged(
            clause, "发文机关标志上边缘", expected=expected, found=found, right=None, where=mark.place
        )
    off = abs(top - below)
    right = True if off <= INK_MM else False if off > INK_FAR_MM else None
    return judged(
        clause,
        "发文机关标志上边缘",
        expected=expected,
        found=f"按行高算约 {top:.1f} 毫米",
        right=right,
        where=mark.place,
    )


def _ink_top(story: Story, mark: Paragraph) -> float | None:
    """Return the top of the mark's ink below the top of the type area, counted from the heights of lines."""
    place = next(i for i, p in enumerate(story.paragraphs) if p is mark)
    above = [p for p in story.paragraphs[:place] if p.box is None]
    own = line_mm(mark, story.sections[0])
    heights = [line_mm(p, story.sections[0]) for p in above]
    if own is None or any(p.table for p in above) or mark.box:
        return None
    room = mark.before_pt + sum(p.before_pt + p.after_pt for p in above)
    em = gb.mm_from_pt(mark.size_pt)
    lines = sum(h for h in heights if h is not None)
    return None if None in heights else gb.mm_from_pt(room) + lines + (own - em) / 2 + _INK_BELOW_EM * em


def _number(story: Story, roles: Roles, number: Paragraph) -> Iterator[Verdict]:
    """Document number (7.2.5): 〔〕 round the year, no 第, no leading zero, two lines below the mark, centred."""
    words = "".join(number.words.split())
    found = number_of(number)
    if found is None:
        return
    right = f"〔{found['year']}〕" in words and not found["word"] and not found["serial"].startswith("0")
    yield judged(
        "7.2.5",
        "发文字号写法",
        expected="六角括号〔〕，不加“第”，不编虚位",
        found=found.group(),
        right=right,
        where=number.place,
    )
    run = next((r for r in number.runs if found["year"] in r.text), None) or number.main
    yield judged(
        "7.2.5",
        "发文字号字体字号",
        expected="三号仿宋",
        found=f"{size_word(run.size_pt)}{run.face}" if run else "",
        right=run is not None and is_face(run, *FANGSONG) and abs(run.size_pt - gb.TEXT_PT) <= SIZE_PT,
        where=number.place,
    )
    if _ends_at_edge(story, roles, number):
        yield _at_edge(story, number)
        return
    signed = _has_signatory(story, number)
    yield from _number_place(story, number, signed)
    last = next((p for p in reversed(roles.mark) if p.table is None), None)
    if last and not signed and not roles.in_page_header:
        yield gap("7.2.5", "发文字号距标志", story, last, number, gb.LINES_BEFORE_NUMBER)


def _ends_at_edge(story: Story, roles: Roles, number: Paragraph) -> bool:
    """Tell whether a number stands at the right edge behind a tab, as a letter's does, its mark printed or not."""
    area = story.sections[0].area_mm
    letter = "\t" in number.text or (roles.in_page_header and number.align == "right")
    found = pieces(number, area) if letter else ()
    return bool(found) and "〔" in found[-1].text and abs(area - found[-1].end) < gb.CHAR_PITCH_MM


def _at_edge(story: Story, number: Paragraph) -> Verdict:
    """A letter's number ends at the right edge of the type area (10.1)."""
    area = story.sections[0].area_mm
    found = pieces(number, area)
    inset = chars(area - found[-1].end) if found else None
    return judged(
        "10.1",
        "发文字号位置",
        expected="顶格居版心右边缘",
        found="算不出位置" if inset is None else f"右空 {inset:.1f} 字",
        right=None if inset is None else abs(inset) <= CHARS,
        where=number.place,
    )


def _has_signatory(story: Story, number: Paragraph) -> bool:
    place = next(i for i, p in enumerate(story.paragraphs) if p is number)
    return any("签发人" in "".join(p.words.split()) for p in story.paragraphs[max(0, place - 6) : place + 2])


def _number_place(story: Story, number: Paragraph, upward: bool) -> Iterator[Verdict]:
    if not upward:
        yield judged(
            "7.2.5",
            "发文字号位置",
            expected="居中",
            found="居中" if number.align == "center" else "没有居中",
            right=number.align == "center" and abs(number.first_mm) + number.leading_mm < 1,
            where=number.place,
        )
        return
    found = pieces(number, story.sections[0].area_mm)
    start = chars(found[0].start) if found else None
    yield judged(
        "7.2.5",
        "发文字号位置",
        expected="上行文居左空一字",
        found=f"左空 {start:.1f} 字" if start is not None else "算不出位置",
        right=None if start is None else abs(start - 1) <= CHARS,
        where=number.place,
    )
    if found and "签发人" in "".join(number.words.split()):
        yield from _signatory(number)


def _signatory(number: Paragraph) -> Iterator[Verdict]:
    """Signatory (7.2.6): the label in FangSong, the name in Kai."""
    run = number.runs[-1]
    yield judged(
        "7.2.6",
        "签发人姓名字体",
        expected="三号楷体",
        found=f"{size_word(run.size_pt)}{run.face}",
        right=is_face(run, *KAI) and abs(run.size_pt - gb.TEXT_PT) <= SIZE_PT,
        where=number.place,
    )


def _rule(story: Story, number: Paragraph) -> Iterator[Verdict]:
    """Header rule (7.2.7): red, as wide as the type area, 4 below the number."""
    place = next(i for i, p in enumerate(story.paragraphs) if p is number)
    near = story.paragraphs[place : place + 4]
    section = story.sections[0]
    border = number.below or next((p.above or p.below for p in near[1:] if p.above or p.below), None)
    line = next((s for p in near for s in p.shapes if s.kind == "line"), None)
    width, color = (0.0, "")
    if border:
        width, color = section.area_mm - number.left_mm - number.right_mm, border.color
    elif line:
        width, color = line.width_mm, line.color
    else:
        found = "没有找到红线（段落边框或画的直线）"
        yield judged("7.2.7", "分隔线长度", expected="156 毫米", found=found, right=None, where=number.place)
        return
    yield judged(
        "7.2.7",
        "分隔线长度",
        expected="156 毫米",
        found=f"{width:.1f} 毫米",
        right=abs(width - gb.TYPE_AREA_WIDTH_MM) <= WIDTH_MM,
        where=number.place,
    )
    if color != WHITE:
        yield judged(
            "7.2.7",
            "分隔线颜色",
            expected="红色",
            found="红色" if is_red(color) else f"#{color}",
            right=is_red(color),
            where=number.place,
        )
    yield _rule_gap(number, number.below, section)


def _rule_gap(number: Paragraph, border: Border | None, section: Section) -> Verdict:
    height = line_mm(number, section)
    expected = "4 毫米"
    if border is None or height is None:
        found = "线的位置随正文行高变，从文件里算不出"
        return judged(
            "7.2.7", "分隔线距发文字号", expected=expected, found=found, right=None, where=number.place
        )
    room = (height - gb.mm_from_pt(number.size_pt)) / 2 + border.space_mm
    return judged(
        "7.2.7",
        "分隔线距发文字号",
        expected=expected,
        found=f"约 {room:.1f} 毫米",
        right=abs(room - gb.HEADER_RULE_GAP_MM) <= RULE_GAP_MM,
        where=number.place,
    )


def titles(story: Story, roles: Roles) -> Iterator[Verdict]:
    """Yield the verdicts on title and addressees of each part with running text (7.3.1, 7.3.2)."""
    if not roles.official:
        return
    for part in roles.parts:
        if part.tables and not (part.text or part.headings):
            continue
        for title in part.title[:1]:
            yield _type("7.3.1", "标题字体字号", title, TITLE, "二号小标宋", gb.TITLE_PT)
            yield judged(
                "7.3.1",
                "标题居中",
                expected="居中",
                found="居中" if title.align == "center" else "没有居中",
                right=title.align == "center" and abs(title.left_mm - title.right_mm) < 1,
                where=title.place,
            )
        if part is roles.parts[0] and part.title:
            yield from _first_title(story, roles, part)


def _first_title(story: Story, roles: Roles, part: Part) -> Iterator[Verdict]:
    if roles.number and not roles.in_page_header:
        yield gap("7.3.1", "标题距分隔线", story, roles.number, part.title[0], gb.LINES_BEFORE_TITLE)
    addressees = part.addressees
    if addressees is None:
        return
    if gap_lines(story, part.title[-1], addressees) is not None:
        yield gap("7.3.2", "主送机关距标题", story, part.title[-1], addressees, gb.LINES_BEFORE_ADDRESSEES)
    indent = chars(addressees.left_mm + addressees.first_mm + addressees.leading_mm)
    yield judged(
        "7.3.2",
        "主送机关顶格",
        expected="居左顶格",
        found="居左顶格" if abs(indent) <= CHARS else f"左空 {indent:.1f} 字",
        right=abs(indent) <= CHARS and addressees.align in ("left", "both"),
        where=addressees.place,
    )
    yield judged(
        "7.3.2",
        "主送机关后的冒号",
        expected="全角冒号",
        found="全角冒号" if addressees.words.endswith("：") else "半角冒号",
        right=addressees.words.endswith("："),
        where=addressees.place,
    )
    yield _type("7.3.2", "主送机关字体字号", addressees, FANGSONG, "三号仿宋")


def _type(
    clause: str, what: str, paragraph: Paragraph, faces: tuple[str, ...], words: str, size: float = gb.TEXT_PT
) -> Verdict:
    run = paragraph.main
    right = run is not None and is_face(run, *faces) and abs(run.size_pt - size) <= SIZE_PT
    return judged(clause, what, expected=words, found=look(paragraph), right=right, where=paragraph.place)
