"""Tags of a template found in its paragraphs, and what is wrong with how they are written."""

import re
from collections.abc import Iterator

from lxml import etree

from generator.dataclass import dataclass
from generator.measure.templates.finding import Finding, at, quoted
from generator.measure.templates.reading import PARTS, P, Paragraph, Place, T, WordFile
from generator.render.template_language import TAG, Refusal, Tag, read_tag
from generator.sources.word_package import MAIN_PART, W

FULL_WIDTH = str.maketrans("｛｝％", "{}%")
INSIDE = str.maketrans(
    "“”‘’＂＇＝．　", "\"\"''\"'=. "
)  # what input methods and office programs write in a tag
WIDE_TAG = re.compile(r"([{｛][{｛%％])(.*?)([}｝%％][}｝])", re.DOTALL)
DELETED = f"{W}delText"
RAW = re.compile(r"\{\{|\{%|\{#")
REMAINS = re.compile(r"\{\{|\}\}|\{%|%\}")
HINTS = {
    "“{%tc”": "列数固定，不能循环",
    "“{{r”": "去掉 r，写成 {{ 名称 }}",
    "注释（{# #}）": "模板里不写注释，可用 Word 的批注",
}


@dataclass(frozen=True, slots=True)
class Found:
    """Tag found in a paragraph: as written (full-width signs made half-width), and as read, None when refused."""

    paragraph: Paragraph
    written: str
    start: int
    end: int
    tag: Tag | None


def tags_of(file: WordFile) -> tuple[list[Found], list[Finding]]:
    """Return the tags of a file in order, and what is wrong with their writing."""
    found: list[Found] = []
    wrong: list[Finding] = list(_where_none_may_stand(file))
    for paragraph in file.paragraphs:
        here = list(_in_paragraph(paragraph))
        found += here
        wrong += _full_width(paragraph)
        wrong += _unfinished(paragraph)
        wrong += _deleted(paragraph)
        for tag in here:
            wrong += [*_refused(tag), *_split(tag)]
    return found, wrong


def half_width(text: str) -> str:
    """Return the text with the signs of its tags half-width; a full-width sign elsewhere stays.

    >>> half_width("完成率％：｛｛ value.rate ｝｝")
    '完成率％：{{ value.rate }}'
    """
    whole = WIDE_TAG.sub(lambda m: f"{m[1].translate(FULL_WIDTH)}{m[2]}{m[3].translate(FULL_WIDTH)}", text)
    return TAG.sub(lambda m: m[0].translate(INSIDE), whole)


def wide_signs(text: str) -> list[int]:
    """Return where the signs of tags stand that should be half-width."""
    pairs = zip(text, half_width(text), strict=True)
    return [i for i, (old, new) in enumerate(pairs) if old != new]


def _in_paragraph(paragraph: Paragraph) -> Iterator[Found]:
    for match in TAG.finditer(half_width(paragraph.text)):
        read = read_tag(match[0])
        yield Found(paragraph, match[0], match.start(), match.end(), read if isinstance(read, Tag) else None)


def _full_width(paragraph: Paragraph) -> Iterator[Finding]:
    text = paragraph.text
    wrong = wide_signs(text)
    if wrong:
        message = (
            f"{quoted(text[max(0, wrong[0] - 12) : wrong[-1] + 12])}里的花括号、百分号或引号是全角的，不认作标签。"
            "请改成半角 {{ }}、{% %}，或运行 gongwen templates accept 一次改好。"
        )
        yield at(paragraph, "TPL-005", message)


def _unfinished(paragraph: Paragraph) -> Iterator[Finding]:
    """Yield what is left of braces when the whole tags are taken away."""
    rest = TAG.sub("", half_width(paragraph.text))
    for sign in dict.fromkeys(REMAINS.findall(rest)):
        other = {"{{": "}}", "{%": "%}", "}}": "{{", "%}": "{%"}[sign]
        message = (
            f"{quoted(rest.strip())}里的 {sign} 没有和它成对的 {other}：标签没写完，或被分到了两段、两格里。"
            "请把整个标签写在同一段里。"
        )
        yield at(paragraph, "TPL-006", message)


def _deleted(paragraph: Paragraph) -> Iterator[Finding]:
    """Yield what a tracked change took out of a paragraph, when it still holds a tag: the engine would fill it in."""
    gone = (t for t in paragraph.element.iter(DELETED) if next(t.iterancestors(P)) is paragraph.element)
    text = "".join(t.text or "" for t in gone)
    if RAW.search(text):
        message = f"修订里删去的{quoted(text.strip())}还在文件里。请在“审阅”里接受修订，再关掉修订。"
        yield at(paragraph, "TPL-018", message)


def _refused(found: Found) -> Iterator[Finding]:
    read = read_tag(found.written)
    if isinstance(read, Refusal):
        to_do = HINTS.get(read.what, "模板里只能写名称、for 和 if，见 docs/templates.md")
        message = f"标签{quoted(found.written)}里有{read.what}，不能用：{to_do}。"
        yield at(found.paragraph, "TPL-003", message)


def _split(found: Found) -> Iterator[Finding]:
    """Yield a warning for a tag whose characters have different formats: only the first one's counts."""
    if len({f for text, f in _pieces(found) if text.strip()}) > 1:
        message = (
            f"标签{quoted(found.written)}里前后字的格式不一样，印出来按第一个字的。请把整个标签设成一种格式。"
        )
        yield at(found.paragraph, "TPL-007", message, "warning")


def _pieces(found: Found) -> Iterator[tuple[str, str]]:
    place = 0
    for run in found.paragraph.runs:
        start, end = max(place, found.start), min(place + len(run.text), found.end)
        if start < end:
            yield run.text[start - place : end - place], run.format
        place += len(run.text)


def _where_none_may_stand(file: WordFile) -> Iterator[Finding]:
    """Yield tags outside text: in footnotes and comments, in properties of the file, in what is not shown."""
    for name in file.package.names(ending=""):
        if not name.endswith((".xml", ".rels")):
            continue
        stem = name.rpartition("/")[2]
        shown = name == MAIN_PART or (name.startswith("word/") and stem.startswith(tuple(PARTS)))
        for text in dict.fromkeys(_texts(file.root(name), shown)):
            if RAW.search(text):
                place = Place(part=_LABELS.get(re.sub(r"\d*\.xml", "", stem), name))
                message = (
                    f"{quoted(text.strip())}：标签只能写在正文、表格、页眉和页脚的文字里。请从这里删去。"
                )
                yield Finding(code="TPL-003", message=message, place=place)


def _texts(root: etree._Element, shown: bool) -> Iterator[str]:
    """Yield the texts of a part in which no tag may stand: all of them, but for what is read as paragraphs."""
    for element in root.iter("*"):
        yield from (str(value) for value in element.attrib.values())
        if element.tag != T and not (shown and element.tag == DELETED):
            yield element.text or ""
    if not shown:
        for paragraph in root.iter(P):
            yield "".join(t.text or "" for t in paragraph.iter(T))


_LABELS = {
    "document": "正文的属性",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "core": "文件属性",
    "app": "文件属性",
    "custom": "文件属性",
    "settings": "文档设置",
    "styles": "样式",
}
