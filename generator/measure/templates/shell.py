"""Shell against what the program needs of it (对照程序的需要): its mark, its styles, its kinds of paragraphs."""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import get_args

from generator.measure.templates.blocks import Placed
from generator.measure.templates.finding import Finding, at, quoted
from generator.measure.templates.names import NEAR
from generator.measure.templates.reading import WordFile
from generator.model.document import Format
from generator.model.sheet import BlockStyle
from generator.render.docx_full import GRID_MARK
from generator.render.docx_head import IMPRINT_MARK
from generator.render.docx_page import OUTER_LINES, TEXT_STYLES
from generator.render.docx_templates import SHELLS
from generator.sources.word_package import W

TABLE_STYLES = (*TEXT_STYLES, "表下的注", OUTER_LINES[0])
DOCUMENT_STYLES = (
    "发文机关标志",
    "发文机关标志（续）",
    "联合机关名称",
    "联合机关文件字样",
    "机关标志上空",
    "签发人行",
    "发文字号（上行文）",
    "发文机关署名",
    "成文日期",
    "联合署名",
    "署名（不盖章）",
    "日期（不盖章）",
    "附件说明",
    "名单",
    *TEXT_STYLES,
)
LETTER_STYLES = ("信函首条红线", "信函红线下空", "页码下空")
STYLES = {
    "document": DOCUMENT_STYLES,
    "letter": (*DOCUMENT_STYLES, *LETTER_STYLES),
    **dict.fromkeys(SHELLS[2:], TABLE_STYLES),
}
MARKS = {
    "document": (IMPRINT_MARK, "版记"),
    "letter": (IMPRINT_MARK, "版记"),
    **dict.fromkeys(SHELLS[2:], (GRID_MARK, "表格")),
}
WORDS: dict[str, tuple[str, ...]] = {
    "style": tuple(s for s in get_args(BlockStyle) if s not in ("table", "figure")),  # set by other means
    "format": get_args(Format),
}
_COMPARED = re.compile(r"(\w+)\.(\w+)\s*==\s*[\"“”'‘’]([^\"“”'‘’]*)[\"“”'‘’]")


def shell_findings(file: WordFile, shell: str, placed: Sequence[Placed]) -> Iterator[Finding]:
    """Yield what a shell of this name lacks."""
    mark, what = MARKS[shell]
    if not any(p.text.strip() == mark for p in file.paragraphs):
        message = f"没有单独一段“{mark}”，不知道{what}放在哪里。请补上这一段，字样不能改。"
        yield Finding(code="TPL-015", message=message)
    names = _style_names(file)
    for style in STYLES[shell]:
        if style not in names:
            message = f"没有段落样式“{style}”，程序要用它。请从原来的模板复制回来，或新建同名样式。"
            yield Finding(code="TPL-015", message=message)
    yield from _compared(shell, placed)


def _style_names(file: WordFile) -> set[str]:
    if "word/styles.xml" not in file.package.parts:
        return set()
    return {str(n.get(f"{W}val")) for n in file.root("word/styles.xml").iter(f"{W}name")}


def _compared(shell: str, placed: Sequence[Placed]) -> Iterator[Finding]:
    """Yield words that nothing is compared with, and kinds of paragraphs that no branch sets."""
    styles: set[str] = set()
    for one in placed:
        for _, name, word in _COMPARED.findall(one.found.written):
            known = WORDS.get(name, ())
            if name == "style":
                styles.add(word)
            if known and word not in known:
                near = difflib.get_close_matches(word, known, 1, NEAR)
                hint = f"是不是“{near[0]}”？" if near else f"可用的有：{'、'.join(known)}。"
                message = f"标签{quoted(one.found.written)}：“{name}”没有“{word}”这一种。{hint}请改正。"
                yield at(one.found.paragraph, "TPL-004", message)
    missing = [s for s in WORDS["style"] if s not in styles] if shell in SHELLS[:2] else []
    if missing:
        message = f"没有排这些段落的地方：{'、'.join(missing)}，它们的字会丢。请从原来的模板复制回来。"
        yield Finding(code="TPL-015", message=message)
