"""Readable form of a template (模板的文字样): page, styles, paragraphs, tables as lines, so that a review sees a change."""

import re
from collections.abc import Iterator

from lxml import etree

from generator.measure.templates.reading import (
    MARKS,
    MC,
    TBL,
    TC,
    TR,
    TWIPS_PER_MM,
    P,
    R,
    T,
    inner,
    length_mm,
    run_format,
)
from generator.sources.word_package import MAIN_PART, Package, W

INDENT = "  "
TEXTS = re.compile(r"word/(header\d*|footer\d*|footnotes)\.xml")
UNSHOWN = ("szCs", "bCs", "iCs")  # of scripts that no official document has
IN_MM = ("spacing", "ind", "tab", "pgSz", "pgMar", "trHeight", "tcW", "tblW", "gridCol", "docGrid")


def template_text(package: Package, name: str) -> str:
    """Return the readable form of a Word file: lengths in millimetres, sizes in points, the same for the same file."""
    body = package.xml(MAIN_PART).find(f"{W}body")
    assert body is not None
    lines = [f"# {name}", "", "## 页面"]
    for section in body.iter(f"{W}sectPr"):
        lines += [f"- {line}" for line in _section(section)]
    lines += ["", "## 样式", *(f"- {line}" for line in _styles(package)), "", "## 正文", *_content(body, "")]
    for part in filter(TEXTS.fullmatch, package.names("word/")):
        lines += ["", f"## {part.removeprefix('word/')}", *_content(package.xml(part), "")]
    lines += ["", "## 文件", *(f"- {part}" for part in package.parts)]
    return "\n".join(lines) + "\n"


def _section(section: etree._Element) -> Iterator[str]:
    for child in section:
        name = etree.QName(child).localname
        yield f"{name} {_attributes(child)}".rstrip()


def _styles(package: Package) -> Iterator[str]:
    """Yield a line for the document's defaults and for each style, in the order of the file."""
    if "word/styles.xml" not in package.parts:
        return
    root = package.xml("word/styles.xml")
    defaults = root.find(f"{W}docDefaults")
    if defaults is not None:
        yield f"（默认）{_properties(defaults)}"
    for style in root.iter(f"{W}style"):
        name, based = style.find(f"{W}name"), style.find(f"{W}basedOn")
        own = [_properties(p) for p in style if p.tag in (f"{W}pPr", f"{W}rPr", f"{W}tblPr")]
        title = str(name.get(f"{W}val")) if name is not None else ""
        base = f" ← {based.get(f'{W}val')}" if based is not None else ""
        yield f"{title} [{style.get(f'{W}styleId')}]{base}：{'；'.join(filter(None, own))}".rstrip("：")


def _properties(element: etree._Element) -> str:
    """Return properties in one line, nested ones in brackets."""
    parts = []
    for child in element:
        name = etree.QName(child).localname
        if name in UNSHOWN:
            continue
        inside = _properties(child)
        parts.append(f"{name}{_valued(child)}{f'（{inside}）' if inside else ''}")
    return "，".join(parts)


def _valued(element: etree._Element) -> str:
    text = _attributes(element)
    return f" {text}" if text else ""


def _attributes(element: etree._Element) -> str:
    name = etree.QName(element).localname
    if name == "rFonts":
        faces = dict.fromkeys(str(v) for k, v in sorted(element.attrib.items()) if "Theme" not in str(k))
        return "/".join(faces)
    named = [(etree.QName(str(k)).localname, str(v)) for k, v in element.attrib.items()]
    values = sorted(named, key=lambda pair: (pair[0] != "val", pair[0] not in ("w", "h"), pair))
    return " ".join(_value(name, key, value) for key, value in values)


def _value(element: str, key: str, value: str) -> str:
    if not re.fullmatch(r"-?\d+", value):
        return value if key == "val" else f"{key}={value}"
    number = int(value)
    if element == "sz":
        return f"{number / 2:g}磅"
    if element in IN_MM:
        mm = f"{number / TWIPS_PER_MM:.2f}毫米"
        return mm if key == "val" else f"{key}={mm}"
    return value if key == "val" else f"{key}={value}"


def _content(element: etree._Element, indent: str) -> Iterator[str]:
    """Yield the lines of paragraphs and tables in an element."""
    for child in element:
        if child.tag == P:
            yield from _paragraph(child, indent)
        elif child.tag == TBL:
            yield from _table(child, indent)
        elif child.tag not in (f"{W}sectPr", f"{W}pPr", f"{W}rPr", f"{MC}Fallback"):
            yield from _content(child, indent)


def _paragraph(paragraph: etree._Element, indent: str) -> Iterator[str]:
    properties = paragraph.find(f"{W}pPr")
    style = properties.find(f"{W}pStyle") if properties is not None else None
    own = _without(properties, ("pStyle", "sectPr", "rPr"))
    head = "".join(
        (str(style.get(f"{W}val")) if style is not None else "Normal", f"（{own}）" if own else "")
    )
    yield f"{indent}- {head}：{''.join(_runs(paragraph))}".rstrip("：")
    for run in paragraph.iter(R):
        if next(run.iterancestors(P)) is paragraph:
            for box in run.iter(f"{W}txbxContent"):
                if next(box.iterancestors(f"{MC}Fallback"), None) is None:
                    yield f"{indent}{INDENT}文本框："
                    yield from _content(box, indent + INDENT * 2)
    section = properties.find(f"{W}sectPr") if properties is not None else None
    if section is not None:
        yield f"{indent}{INDENT}分节"


def _without(properties: etree._Element | None, names: tuple[str, ...]) -> str:
    if properties is None:
        return ""
    kept = etree.Element("kept")
    for child in properties:
        if etree.QName(child).localname not in names:
            kept.append(etree.fromstring(etree.tostring(child)))
    return _properties(kept)


def _runs(paragraph: etree._Element) -> Iterator[str]:
    """Yield the texts of the runs; one with a format of its own stands in ［］ before it, told once for its like."""
    last = ""
    for run in paragraph.iter(R):
        if next(run.iterancestors(P)) is not paragraph:
            continue
        format_ = run_format(run)
        if format_ != last:
            properties = run.find(f"{W}rPr")
            yield f"［{_properties(properties) if properties is not None else ''}］"
            last = format_
        yield "".join(_piece(child) for child in run)


def _piece(child: etree._Element) -> str:
    if child.tag == T:
        return child.text or ""
    if child.tag in MARKS:
        return {"\t": "→", "\n": "↵"}.get(MARKS[child.tag], "-")
    if child.tag == f"{W}instrText":
        return f"〈{(child.text or '').strip()}〉"
    return ""


def _table(table: etree._Element, indent: str) -> Iterator[str]:
    columns = [length_mm(c, "w") for c in table.findall(f"{W}tblGrid/{W}gridCol")]
    widths = " ".join(f"{c:.2f}" for c in columns)
    yield f"{indent}- 表格 {len(columns)} 栏：{widths}（共 {sum(columns):.2f} 毫米）"
    properties = table.find(f"{W}tblPr")
    if properties is not None:
        yield f"{indent}{INDENT}{_properties(properties)}"
    for number, row in enumerate(inner(table, TR), 1):
        own = _without(row.find(f"{W}trPr"), ())
        yield f"{indent}{INDENT}第{number}行{f'（{own}）' if own else ''}"
        for cell in inner(row, TC):
            yield f"{indent}{INDENT * 2}格（{_without(cell.find(f'{W}tcPr'), ())}）"
            yield from _content(cell, indent + INDENT * 3)
