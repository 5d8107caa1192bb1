"""Paragraphs (段落) of a Word file: their texts with the numbers Word writes by itself, and what is no text, told."""

from collections.abc import Iterator

from lxml import etree

from generator.dataclass import dataclass
from generator.model.office import REST
from generator.sources.office.numbering import Numbering, numbering_of, whole
from generator.sources.office.tree import Tree
from generator.sources.word_package import MAIN_PART, Package, W
from generator.validate.wording import short

STYLES = "word/styles.xml"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent")
TEXT_BOX = f"{W}txbxContent"
DELETED = (f"{W}del", f"{W}moveFrom")
INSERTED = (f"{W}ins", f"{W}moveTo")
TRACKED = (*DELETED, *INSERTED)
NOTES = {
    f"{W}commentReference": "批注",
    f"{W}footnoteReference": "脚注",
    f"{W}endnoteReference": "尾注",
}
HEADING_STYLES = {
    f"{name}{level}": level - 1 for name in ("heading ", "标题 ", "标题") for level in range(1, 5)
}
HEADING_STYLES |= {f"{word}级标题": level for level, word in enumerate("一二三四")}
TITLE_STYLES = ("title", "标题", "公文标题", "公文标题（另页）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph that holds text: its place, its text, and how it looks.

    `number` counts the paragraphs that are not blank; `heading` is the level of a heading style from 0, None for
    other styles.
    """

    where: str
    number: int
    text: str
    style: str = ""
    align: str = ""
    heading: int | None = None
    restored: bool = False

    @property
    def is_title(self) -> bool:
        """Tell whether it looks like a title: by its style, or because it stands in the middle."""
        return self.style in TITLE_STYLES or (self.align == "center" and self.heading is None)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    align: str
    list_number: tuple[str, int] | None


def paragraphs(package: Package, name: str, tree: Tree) -> list[Paragraph]:
    """Return the paragraphs of a Word file that hold text; tables, pictures, changes and notes are told."""
    styles, numbering = _styles(package), numbering_of(package)
    body = package.xml(MAIN_PART).find(f"{W}body")
    found: list[Paragraph] = []
    for element in _blocks(body):
        number = len(found) + 1
        if element.tag == f"{W}tbl":
            _tell_table(element, f"{name} 第{number - 1}段之后" if found else f"{name} 开头", tree)
            continue
        where = f"{name} 第{number}段"
        _tell_lost(element, where, tree)
        if paragraph := _paragraph(element, styles, numbering, (where, number)):
            if paragraph.restored and not paragraph.text.strip():
                continue
            found.append(paragraph)
            _tell_bullet(element, paragraph, styles, numbering, tree)
    return found


def _blocks(parent: etree._Element | None) -> Iterator[etree._Element]:
    """Yield paragraphs and tables in order, those within content controls too."""
    for element in parent if parent is not None else ():
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", *INSERTED):
            yield from _blocks(element)


def _paragraph(
    element: etree._Element, styles: dict[str, _Style], numbering: Numbering, place: tuple[str, int]
) -> Paragraph | None:
    text = "".join(_texts(element)).strip()
    if not text:
        return None
    style = styles.get(_said(element, "pStyle"), _Style("", "", None))
    heading = HEADING_STYLES.get(style.name)
    listed = _list_number(element) or style.list_number
    restored = numbering.next(*listed) if listed else None
    return Paragraph(
        where=place[0],
        number=place[1],
        text=f"{restored or ''}{text}",
        style=style.name,
        align=_said(element, "jc") or style.align,
        heading=heading,
        restored=bool(restored),
    )


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the texts of a paragraph; what is deleted, drawn or an instruction of a field is none of it."""
    for child in element:
        if child.tag in (*DELETED, *DRAWN, TEXT_BOX, f"{W}pPr"):
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}br", f"{W}cr") and child.get(f"{W}type") in (None, "textWrapping"):
            yield "\n"
        elif child.tag == f"{W}tab":
            yield "\t"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        else:
            yield from _texts(child)


def _said(element: etree._Element, name: str) -> str:
    found = element.find(f"{W}pPr/{W}{name}")
    return str(found.get(f"{W}val", "")) if found is not None else ""


def _list_number(element: etree._Element) -> tuple[str, int] | None:
    listed = element.find(f"{W}pPr/{W}numPr")
    if listed is None:
        return None
    number, level = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
    identity = number.get(f"{W}val", "") if number is not None else ""
    return (identity, whole(level.get(f"{W}val"), 0) if level is not None else 0) if identity else None


def _styles(package: Package) -> dict[str, _Style]:
    """Return the styles of paragraphs by their codes, what they take from the styles they are based on included."""
    if STYLES not in package.parts:
        return {}
    every = {s.get(f"{W}styleId", ""): s for s in package.xml(STYLES).findall(f"{W}style")}
    return {code: _style(every, code) for code in every}


def _style(every: dict[str, etree._Element], code: str) -> _Style:
    name, align, listed, met = "", "", None, set[str]()
    while code in every and code not in met:
        met.add(code)
        style = every[code]
        said = style.find(f"{W}name")
        name = name or (said.get(f"{W}val", "").lower() if said is not None else "")
        align = align or _said(style, "jc")
        listed = listed or _list_number(style)
        based = style.find(f"{W}basedOn")
        code = based.get(f"{W}val", "") if based is not None else ""
    return _Style(name, align, listed)


def _tell_table(table: etree._Element, where: str, tree: Tree) -> None:
    first = short("".join("".join(_texts(table)).split()))
    message = (
        f"这里的表格（“{first}”）没有读。请删去；要印的表写在 {REST} 的 lists 里，"
        "这里单独一行写［表：名称］。"
    )
    tree.say("OFF-007", message, where)


def _holds(element: etree._Element, *tags: str) -> bool:
    return next(element.iter(*tags), None) is not None


def _tell_lost(element: etree._Element, where: str, tree: Tree) -> None:
    """Tell what of a paragraph is not read as its text."""
    if _holds(element, *TRACKED) or element.find(f"{W}pPr/{W}rPr/{W}ins") is not None:
        tree.say("OFF-007", "这一段有修订，看不出以哪个为准。请在“审阅”里接受或拒绝全部修订，再保存。", where)
    for box in element.iter(TEXT_BOX):
        if text := "".join("".join(_texts(box)).split()):
            message = f"这里的文本框（“{short(text)}”）没有读。请把字移到正文里，删去文本框。"
            tree.say("OFF-007", message, where)
            break
    else:
        if _holds(element, *DRAWN):
            tree.say("OFF-007", "这里的图片没有读，不会印出来。请删去。", where, "warning")
    for tag, what in NOTES.items():
        if _holds(element, tag):
            message = f"这里的{what}没有读，不会印出来。要印的请写进正文。"
            tree.say("OFF-007", message, where, "warning")


def _tell_bullet(
    element: etree._Element,
    paragraph: Paragraph,
    styles: dict[str, _Style],
    numbering: Numbering,
    tree: Tree,
) -> None:
    listed = _list_number(element)
    level = numbering.levels.get(listed) if listed else None
    if level and level.kind == "bullet":
        message = f"“{short(paragraph.text)}”前面是项目符号，公文不用，没有读。请改成 1. 或（1）。"
        tree.say("OFF-007", message, paragraph.where, "warning")
