"""Verdicts on a Word file in words: what was found, beside what the standard asks for."""

from collections.abc import Callable, Sequence

from generator.layout import gbt9704 as gb
from generator.measure.docx.place import line_mm
from generator.measure.docx.values import Paragraph, Run, Story
from generator.measure.verdict import Outcome, Verdict

SIZES = {
    22.0: "二号",
    18.0: "小二号",
    16.0: "三号",
    15.0: "小三号",
    14.0: "四号",
    12.0: "小四号",
    10.5: "五号",
    9.0: "小五号",
}
SIZE_PT = 0.25
CHARS = 0.5  # places counted in characters are taken as met within half a character


def judged(
    clause: str, what: str, *, expected: str, found: str, right: bool | None, where: str = ""
) -> Verdict:
    """Return a verdict from the Word file itself; `right` is None where it cannot tell."""
    outcomes: dict[bool | None, Outcome] = {True: "pass", False: "fail", None: "unknown"}
    return Verdict(
        clause=clause,
        what=what,
        expected=expected,
        found=found,
        outcome=outcomes[right],
        where=where,
        source="docx",
    )


def every(
    clause: str,
    what: str,
    *,
    expected: str,
    paragraphs: Sequence[Paragraph],
    right: Callable[[Paragraph], bool | None],
    say: Callable[[Paragraph], str],
) -> list[Verdict]:
    """Return one verdict on a rule for several paragraphs: the first that breaks it, and how many do."""
    results = [(p, right(p)) for p in paragraphs]
    wrong = [p for p, result in results if result is False]
    unknown = [p for p, result in results if result is None]
    if not results:
        return []
    worst = (wrong or unknown or [paragraphs[0]])[0]
    count = f"（{len(results)} 段中有 {len(wrong)} 段）" if wrong and len(results) > 1 else ""
    outcome = False if wrong else None if unknown else True
    where = worst.place if outcome is not True or len(results) == 1 else f"{len(results)} 段"
    return [judged(clause, what, expected=expected, found=say(worst) + count, right=outcome, where=where)]


def size_word(pt: float) -> str:
    """Return a type size by its Chinese name.

    >>> size_word(16), size_word(17)
    ('三号', '17 磅')
    """
    return SIZES.get(pt, f"{pt:g} 磅")


def is_face(run: Run, *names: str) -> bool:
    """Tell whether the East Asian typeface is one of a kind: its official name, with or without _GB2312, or a maker's."""
    return any(name.casefold() in run.face.casefold() for name in names)


FANGSONG = ("仿宋", "FangSong")
KAI = ("楷体", "KaiTi", "Kaiti")
HEI = ("黑体", "SimHei", "Heiti")
TITLE = ("小标宋", "XiaoBiaoSong")


def look(paragraph: Paragraph) -> str:
    """Return face and size of a paragraph's first characters."""
    run = paragraph.main
    if run is None:
        return "空行"
    return f"{size_word(run.size_pt)}{run.face or '（没有写明字体）'}"


def chars(mm: float) -> float:
    """Return a length in characters of the text."""
    return mm / gb.CHAR_PITCH_MM


def gap_lines(story: Story, upper: Paragraph, lower: Paragraph) -> float | None:
    """Return how many lines of text lie between two paragraphs, None where heights cannot be told."""
    places = [i for i, p in enumerate(story.paragraphs) if p is upper or p is lower]
    if len(places) != 2:
        return None
    between = story.paragraphs[places[0] + 1 : places[1]]
    if any(p.table or p.page_break or "\f" in p.text for p in (*between, lower)) or upper.table:
        return None
    room = gb.mm_from_pt(upper.after_pt + lower.before_pt)
    for paragraph in between:
        if paragraph.box or paragraph.section >= len(story.sections):
            continue
        height = line_mm(paragraph, story.sections[paragraph.section])
        if height is None:
            return None
        room += height + gb.mm_from_pt(paragraph.before_pt + paragraph.after_pt)
    return room / gb.LINE_PITCH_MM


def gap(clause: str, what: str, story: Story, upper: Paragraph, lower: Paragraph, lines: int) -> Verdict:
    """Return the verdict on the blank lines between two paragraphs."""
    found = gap_lines(story, upper, lower)
    blank = sum(not p.words for p in _between(story, upper, lower))
    words = "紧接，没有空行" if lines == 0 else f"空 {lines} 行"
    if found is None:
        return judged(
            clause,
            what,
            expected=words,
            found=f"空段 {blank} 个，行高随字体变，从文件里算不出",
            right=None,
            where=lower.place,
        )
    return judged(
        clause,
        what,
        expected=words,
        found=f"空 {found:.1f} 行",
        right=abs(found - lines) <= 0.5,
        where=lower.place,
    )


def _between(story: Story, upper: Paragraph, lower: Paragraph) -> Sequence[Paragraph]:
    places = [i for i, p in enumerate(story.paragraphs) if p is upper or p is lower]
    return story.paragraphs[places[0] + 1 : places[-1]]
