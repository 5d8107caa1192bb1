"""End of a Word file's text: signature, date, note, attachment heads (GB/T 9704-2012, 7.3.5 to 7.3.7)."""

import re
from collections.abc import Iterator

from generator.layout import gbt9704 as gb
from generator.measure.docx.place import Piece, pieces
from generator.measure.docx.roles import Part, Roles
from generator.measure.docx.say import CHARS, HEI, SIZE_PT, chars, gap_lines, is_face, judged, look
from generator.measure.docx.values import Paragraph, Story
from generator.measure.judging import WELL_NUMBERED, is_well_numbered
from generator.measure.verdict import Verdict

STAMP_INSET_CHARS = gb.SIGNATURE_INSET_CHARS + gb.STAMP_CHARS + 2  # 7.3.5.3: title left of the stamp
WRITTEN, DATED = "成文日期写法", "阿拉伯数字，年份标全，月、日不编虚位"
STAMP_TITLE_CHARS = 8
_ARABIC = re.compile(r"\d{4}年(?!0)\d{1,2}月(?!0)\d{1,2}日")


def ends(story: Story, roles: Roles) -> Iterator[Verdict]:
    """Yield the verdicts on signature and date, on the note, and on the head of each attachment."""
    if roles.number and roles.mark and not any(part.date for part in roles.parts):
        yield from _no_date(roles)
    for part in roles.parts:
        if part.date and roles.official:
            yield from _date(part.date)
            yield _inset(story, part, part.date)
            yield from _note(part)
        if part.attachment:
            yield from _attachment(story, part, part.attachment)


def _no_date(roles: Roles) -> Iterator[Verdict]:
    """A document with a red head is dated; minutes have their day in the head (7.3.5.4, 10.3)."""
    if not roles.mark[-1].words.endswith("纪要"):
        yield judged("7.3.5.4", WRITTEN, expected=DATED, found="没有成文日期", right=False)


def _date(date: Paragraph) -> Iterator[Verdict]:
    """Date (7.3.5.4): Arabic digits, four-digit year, no leading zeros."""
    words = "".join(date.words.split())
    yield judged(
        "7.3.5.4",
        WRITTEN,
        expected=DATED,
        found=words,
        right=bool(_ARABIC.fullmatch(words)),
        where=date.place,
    )


def _inset(story: Story, part: Part, date: Paragraph) -> Verdict:
    """Signature and date (7.3.5.1-3): with a seal the date is four characters from the right and the name centred on
    it; without one the name is two from the right and the date begins two after it."""
    area = story.sections[min(date.section, len(story.sections) - 1)].area_mm
    dates = pieces(date, area)
    name = pieces(part.signature[-1], area) if part.signature else ()
    expected = "加盖印章：日期右空四字，署名居其中；不加盖：署名右空二字，日期比署名右移二字"
    if not dates:
        return judged(
            "7.3.5",
            "署名和日期位置",
            expected=expected,
            found="位置随行尾空格或折行变，从文件里算不出",
            right=None,
            where=date.place,
        )
    when = dates[-1]
    right = chars(area - when.end)
    found = f"日期右空 {right:.1f} 字"
    if name:
        found += f"，署名右空 {chars(area - name[-1].end):.1f} 字、在日期首字左 {chars(when.start - name[-1].start):.1f} 字"
    if not part.signature:
        return judged(
            "7.3.5", "署名和日期位置", expected=expected, found=found, right=_alone(right), where=date.place
        )
    place = name[-1] if name else None
    outcome = None if place is None else _sealed(place, when, area) or _unsealed(place, when, area)
    return judged("7.3.5", "署名和日期位置", expected=expected, found=found, right=outcome, where=date.place)


def _alone(right_chars: float) -> bool:
    """A date without a name above it belongs to a signature stamp, or to a preprinted name."""
    return abs(right_chars - gb.SIGNATURE_INSET_CHARS) <= CHARS or abs(right_chars - 2) <= CHARS


def _sealed(name: Piece, date: Piece, area: float) -> bool:
    """Sealed (7.3.5.1), or stamped (7.3.5.3): a name that is too long for that ends at the type area's right edge."""
    inset = chars(area - date.end)
    centred = abs(chars((name.start + name.end) - (date.start + date.end)) / 2) <= CHARS
    long = chars(area - name.end) < CHARS and inset >= gb.SIGNATURE_INSET_CHARS - CHARS
    stamped = len(name.text) <= STAMP_TITLE_CHARS and abs(chars(area - name.end) - STAMP_INSET_CHARS) <= 2
    return (abs(inset - gb.SIGNATURE_INSET_CHARS) <= CHARS and (centred or stamped)) or (centred and long)


def _unsealed(name: Piece, date: Piece, area: float) -> bool:
    """Unsealed (7.3.5.2); when the date is the longer one, it is two characters from the right."""
    moved = abs(chars(date.start - name.start) - 2) <= CHARS
    nearer = max(name.end, date.end)
    return moved and abs(chars(area - nearer) - 2) <= CHARS


def _note(part: Part) -> Iterator[Verdict]:
    """Note (7.3.6): two characters in, in round brackets."""
    if part.note:
        begin = chars(part.note.left_mm + part.note.first_mm + part.note.leading_mm)
        yield judged(
            "7.3.6",
            "附注位置",
            expected="左空二字",
            found=f"左空 {begin:.1f} 字",
            right=abs(begin - 2) <= CHARS,
            where=part.note.place,
        )


def _attachment(story: Story, part: Part, mark: Paragraph) -> Iterator[Verdict]:
    """Head of an attachment (7.3.7): size 3 Hei at the left edge of line 1, the title on line 3."""
    run = mark.main
    words = mark.words
    yield judged(
        "7.3.7",
        "附件序号字体",
        expected="三号黑体",
        found=look(mark),
        right=run is not None and is_face(run, *HEI) and abs(run.size_pt - gb.TEXT_PT) <= SIZE_PT,
        where=mark.place,
    )
    begin = chars(mark.left_mm + mark.first_mm + mark.leading_mm)
    yield judged(
        "7.3.7",
        "附件序号顶格",
        expected="居左顶格",
        found=f"左空 {begin:.1f} 字",
        right=abs(begin) <= CHARS and mark.align in ("left", "both"),
        where=mark.place,
    )
    written = words[words.rindex("附件") :]
    yield judged(
        "7.3.7",
        "附件序号写法",
        expected=WELL_NUMBERED,
        found=f"“{written}”",
        right=is_well_numbered(written),
        where=mark.place,
    )
    if part.title:
        lines = gap_lines(story, mark, part.title[0])
        yield judged(
            "7.3.7",
            "附件标题在第三行",
            expected="在第三行，居中",
            found=f"附件标识下空 {lines:.1f} 行" if lines is not None else "行高随字体变，从文件里算不出",
            right=None if lines is None else abs(lines - (gb.ATTACHMENT_TITLE_LINE - 2)) <= CHARS,
            where=part.title[0].place,
        )
