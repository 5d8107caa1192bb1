"""Making of a frame (编出外框): one sheet with marks for its texts goes the full path, and is cut at the marks.

A frame is used only after it has given, for a sheet of awkward texts, the very bytes that the full path gives.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count, cycle

from generator.model.form import Line
from generator.model.sheet import Cell, GridRow, Sheet, TableContent
from generator.render.docx_frame import GRID, PLAIN, TEXTUAL, Frame, Part, Place, filled, texts_of
from generator.render.docx_full import render_full
from generator.render.docx_package import PROPERTIES, fixed_parts, in_order

MARK = re.compile("\ue0f4([0-9]+)\ue0f5")
GRID_MARK = "\ue0f4\ue0f5"
_TEXT = re.compile("<w:t(?: [^>]*)?>([^<]*\ue0f4[^<]*)</w:t>")
_PLAIN = re.compile("(?<=>)([^<]*\ue0f4[^<]*)(?=<)")
_AWKWARD = ("甲&乙<丙>\"丁'", "{{ 戊 }}\n己", "𡐓　{% 庚 %}", "\n辛\n\n", "a&amp;b", "壬" * 300)


class Uncompiled(Exception):
    """Raised where sheets of a template cannot be made from a frame; says why in Chinese."""


def compiled(sheet: Sheet, own: Mapping[str, bytes]) -> Frame:
    """Return the frame of a sheet. Raises Uncompiled, and what `render_full` raises."""
    marked = _with_texts(sheet, (f"\ue0f4{i}\ue0f5" for i in count()), _ONE_CELL)
    frame = _cut(_parts(render_full(marked, own)))
    awkward = _awkward(sheet)
    if filled(frame, awkward, texts_of(awkward)) != render_full(awkward, own):
        raise Uncompiled("模板的写法特别，编出的外框和整套办法排的不一样")
    return frame


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in in_order(package.namelist())}


def _cut(parts: dict[str, bytes]) -> Frame:
    """Return the frame of a package with marks: from the first part that has any, the rest is made anew each time."""
    mark = "\ue0f4".encode()
    names = list(parts)
    first = next(i for i, name in enumerate(names) if mark in parts[name])
    fixed = fixed_parts({name: parts[name] for name in names[:first]})
    return Frame(fixed, tuple(_cut_part(name, parts[name]) for name in names[first:]))


def _cut_part(name: str, content: bytes) -> Part:
    if "\ue0f4".encode() not in content:
        return Part(name, (content,))
    xml = content.decode()
    found = [_plain(m) for m in _PLAIN.finditer(xml)] if name == PROPERTIES else _places(xml)
    return Part(name, tuple(_between(xml, found)), tuple(place for _, _, place in found))


def _between(xml: str, found: list[tuple[int, int, Place]]) -> Iterator[bytes]:
    """Yield what is fixed between places."""
    edges = [0, *(edge for start, end, _ in found for edge in (start, end)), len(xml)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if "\ue0f4" in xml[start:end]:
            raise Uncompiled("模板把要填的内容写在了文字以外的地方")
        yield xml[start:end].encode()


def _plain(found: re.Match[str]) -> tuple[int, int, Place]:
    return found.start(), found.end(), Place(PLAIN, _wording(found[1]))


def _wording(text: str) -> tuple[str | int, ...]:
    """Return wording and numbers of texts in turn."""
    parts = MARK.split(text)
    return tuple(int(part) if i % 2 else part for i, part in enumerate(parts) if i % 2 or part)


def _places(xml: str) -> list[tuple[int, int, Place]]:
    grid = _grid_place(xml)
    texts = [_text_place(xml, m) for m in _TEXT.finditer(xml) if not (grid and grid[0] < m.start() < grid[1])]
    return sorted([*texts, *([grid] if grid else [])], key=lambda found: found[0])


def _grid_place(xml: str) -> tuple[int, int, Place] | None:
    mark = xml.find(GRID_MARK)
    if mark < 0:
        return None
    return xml.rindex("<w:tbl>", 0, mark), xml.index("</w:tbl>", mark) + len("</w:tbl>"), Place(GRID)


def _text_place(xml: str, found: re.Match[str]) -> tuple[int, int, Place]:
    """Return the place of a w:t, with the properties of its run."""
    run = max(xml.rfind("<w:r>", 0, found.start()), xml.rfind("<w:r ", 0, found.start()))
    properties = re.search("<w:rPr>.*?</w:rPr>", xml[run : found.start()])
    around = (xml[found.start() : found.start(1)], properties[0] if properties else "")
    return found.start(), found.end(), Place(TEXTUAL, _wording(found[1]), around)


_ONE_CELL = (GridRow(cells=(Cell(role="value", text=GRID_MARK),), height_mm=1.0),)


def _awkward(sheet: Sheet) -> Sheet:
    """Return a sheet of the same shape with awkward texts."""
    assert isinstance(sheet.content, TableContent)
    made = _with_texts(sheet, cycle(_AWKWARD), sheet.content.grid.rows)
    assert isinstance(made.content, TableContent)
    values = dict(zip(made.content.values, cycle(("", *_AWKWARD)), strict=False))
    return replace(made, content=replace(made.content, values=values))


def _with_texts(sheet: Sheet, texts: Iterator[str], rows: tuple[GridRow, ...]) -> Sheet:
    """Return a sheet with other texts around its table wherever it has any, in the order of `texts_of`."""
    content = sheet.content
    assert isinstance(content, TableContent)
    name, attachment, title, *rest = (next(texts) if text else next(texts) and "" for text in texts_of(sheet))
    lines = iter(rest)

    def line(_: Line) -> Line:
        return Line(left=next(lines), center=next(lines), right=next(lines))

    changed = replace(
        content,
        attachment=attachment,
        title=(title,) if title else (),
        above=tuple(map(line, content.above)),
        below=tuple(map(line, content.below)),
        notes=tuple(lines),
        grid=replace(content.grid, rows=rows),
    )
    return replace(sheet, name=name, content=changed)
