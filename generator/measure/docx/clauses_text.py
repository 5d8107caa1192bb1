"""Running text of a Word file: faces, sizes, indents, headings, attachment note (GB/T 9704-2012, 5.2, 7.3.3, 7.3.4)."""

from collections.abc import Iterator, Sequence

from generator.layout import gbt9704 as gb
from generator.measure.docx.roles import Part, Roles
from generator.measure.docx.say import (
    CHARS,
    FANGSONG,
    HEI,
    KAI,
    SIZE_PT,
    chars,
    every,
    gap,
    is_face,
    judged,
    look,
    size_word,
)
from generator.measure.docx.values import Paragraph, Run, Story
from generator.measure.verdict import Verdict

HEADINGS = {
    1: ("一级标题", HEI, "黑体"),
    2: ("二级标题", KAI, "楷体"),
    3: ("三级标题", FANGSONG, "仿宋"),
    4: ("四级标题", FANGSONG, "仿宋"),
}
_LIST_CHARS = 4.0  # what begins farther in is a list's turned line, not a paragraph


def text(story: Story, roles: Roles) -> Iterator[Verdict]:
    """Yield the verdicts on running text; a sheet that is a table has none."""
    if not roles.official:
        return
    parts = [p for p in roles.parts if p.text or p.headings]
    plain = [p for part in parts for p in part.text if p.align in ("left", "both")]
    yield from every(
        "5.2.2",
        "正文字体字号",
        expected="三号仿宋",
        paragraphs=plain,
        right=lambda p: all(_is_text(run) for run in p.runs if run.wide),
        say=_odd_look,
    )
    yield from every(
        "5.2.2",
        "正文加粗",
        expected="不加粗",
        paragraphs=[p for p in plain if any(run.wide for run in p.runs)],
        right=lambda p: not _all_bold(p),
        say=lambda p: "加粗" if _all_bold(p) else "不加粗",
    )
    yield from every(
        "5.2.4",
        "正文颜色",
        expected="黑色",
        paragraphs=plain,
        right=lambda p: all(run.color == "000000" for run in p.runs if run.text.strip()),
        say=lambda p: next((f"#{r.color}" for r in p.runs if r.color != "000000"), "黑色"),
    )
    yield from _indents(plain, "正文首行缩进")
    for level in HEADINGS:
        yield from _heading(level, [p for part in parts for n, p in part.headings if n == level])
    for part in parts:
        yield from _note(story, part)


def _is_text(run: Run) -> bool:
    """Text is size 3 FangSong; words in it may stand in Hei or Kai."""
    return is_face(run, *FANGSONG, *HEI, *KAI) and abs(run.size_pt - gb.TEXT_PT) <= SIZE_PT


def _all_bold(paragraph: Paragraph) -> bool:
    """Whether a paragraph is bold from end to end; a few words in it may be."""
    return all(run.bold for run in paragraph.runs if run.wide)


def _odd_look(paragraph: Paragraph) -> str:
    odd = next((r for r in paragraph.runs if r.wide and not _is_text(r)), paragraph.main)
    return look(paragraph) if odd is None else f"{size_word(odd.size_pt)}{odd.face or '（没有写明字体）'}"


def _begin(paragraph: Paragraph) -> float:
    """Return where a paragraph begins, in characters from the left of the type area."""
    return chars(paragraph.left_mm + paragraph.first_mm + paragraph.leading_mm)


def _indents(paragraphs: Sequence[Paragraph], what: str) -> Iterator[Verdict]:
    own = [p for p in paragraphs if chars(p.left_mm) < _LIST_CHARS or p.first_mm < 0]
    yield from every(
        "7.3.3",
        what,
        expected="左空二字",
        paragraphs=own,
        right=lambda p: abs(_begin(p) - gb.TEXT_INDENT_CHARS) <= CHARS,
        say=lambda p: f"左空 {_begin(p):.1f} 字",
    )


def _heading(level: int, paragraphs: Sequence[Paragraph]) -> Iterator[Verdict]:
    """Headings (7.3.3): 一、 Hei, （一） Kai, 1. and （1） FangSong; none bold, each two characters in."""
    name, faces, word = HEADINGS[level]
    yield from every(
        "7.3.3",
        f"{name}字体",
        expected=f"三号{word}",
        paragraphs=paragraphs,
        right=lambda p: _is_heading(p, faces),
        say=look,
    )
    yield from every(
        "7.3.3",
        f"{name}加粗",
        expected="不加粗",
        paragraphs=paragraphs,
        right=lambda p: not _lead(p).bold if p.main else None,
        say=lambda p: "加粗" if p.main and _lead(p).bold else "不加粗",
    )
    yield from _indents(paragraphs, f"{name}缩进")


def _is_heading(paragraph: Paragraph, faces: tuple[str, ...]) -> bool | None:
    if paragraph.main is None:
        return None
    run = _lead(paragraph)
    return is_face(run, *faces) and abs(run.size_pt - gb.TEXT_PT) <= SIZE_PT


def _lead(paragraph: Paragraph) -> Run:
    """Return the run that holds the heading's first words: the number itself may be set apart."""
    return next((r for r in paragraph.runs if r.wide), paragraph.runs[0])


def _note(story: Story, part: Part) -> Iterator[Verdict]:
    """Attachment note (7.3.4): a blank line below the text, two characters in, no closing mark."""
    if not part.attachment_note:
        return
    first = part.attachment_note[0]
    above = next((p for p in reversed(_before(story, first)) if p.words), None)
    if above is not None and above.table is None:
        yield gap("7.3.4", "附件说明距正文", story, above, first, gb.LINES_BEFORE_ATTACHMENT_NOTE)
    yield judged(
        "7.3.4",
        "附件说明缩进",
        expected="左空二字",
        found=f"左空 {_begin(first):.1f} 字",
        right=abs(_begin(first) - 2) <= CHARS,
        where=first.place,
    )
    yield from every(
        "7.3.4",
        "附件名称后的标点",
        expected="没有标点",
        paragraphs=part.attachment_note,
        right=lambda p: not p.words.endswith(("。", "；", "，", ";", ".")),
        say=lambda p: f"“{p.words[-1]}”" if p.words.endswith(("。", "；", "，", ";", ".")) else "没有标点",
    )
    several = [p for p in part.attachment_note if len(part.attachment_note) > 1]
    yield from every(
        "7.3.4",
        "附件名称回行对齐",
        expected="与上一行附件名称的首字对齐",
        paragraphs=several,
        right=_is_hanging,
        say=lambda p: "悬挂缩进" if _is_hanging(p) else "没有悬挂缩进",
    )


def _is_hanging(paragraph: Paragraph) -> bool | None:
    """Tell whether a turned line begins where the name does; a short name turns no line."""
    if paragraph.first_mm < 0:
        return True
    return None if len(paragraph.words) > 24 else True


def _before(story: Story, paragraph: Paragraph) -> Sequence[Paragraph]:
    place = next(i for i, p in enumerate(story.paragraphs) if p is paragraph)
    return story.paragraphs[:place]
