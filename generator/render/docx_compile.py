"""Making of a frame (编出外框): one sheet with marks for its texts goes the full path, and is cut at the marks.

A frame is used only after it has given, for a sheet of awkward texts, the very bytes that the full path gives.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat

from docx import Document
from jinja2 import Environment, nodes

from generator.model.sheet import Sheet
from generator.render.docx_compile_rows import Listed, Uncompiled, listed_rows, row_pieces
from generator.render.docx_frame import (
    GRID,
    HEIGHT,
    PLAIN,
    ROWS,
    RUN,
    TEXTUAL,
    Frame,
    Part,
    Place,
    filled,
    form_texts_of,
    texts_of,
)
from generator.render.docx_full import render_full, sources
from generator.render.docx_marked import (
    GRID_MARK,
    HEIGHT_MARK,
    LISTED,
    awkward_form,
    awkward_table,
    marked_form,
    marked_table,
    with_heights,
)
from generator.render.docx_package import DOCUMENT, PROPERTIES, fixed_parts, in_order
from generator.render.docx_page import HEADING_2, LOWER_HEADINGS
from generator.render.docx_templates import own_name

MARK = re.compile("\ue0f4([0-9]+)\ue0f5")
ROWS_MARK = "<rows/>"  # stands in the XML for a ledger's rows until it is cut
_TEXT = re.compile("<w:t(?: [^>]*)?>([^<]*\ue0f4[^<]*)</w:t>")
_PLAIN = re.compile("(?<=>)([^<]*\ue0f4[^<]*)(?=<)")
_ROW_HEIGHT = "<w:trHeight"
_HEIGHT = re.compile('<w:trHeight[^>]*?w:val="([0-9]+)"')
_RUN_BEFORE = re.compile("<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>|<w:rPr/>)?$")
_RUN_CHARS_MAX = 4000
# Whether there are any is part of a frame's key.
_SHAPING = frozenset(("attachment", "title", "above", "below", "notes", "loop"))


def compiled(sheet: Sheet, own: Mapping[str, bytes]) -> Frame:
    """Return the frame of a sheet. Raises Uncompiled, and what `render_full` raises."""
    name = own_name(sheet, own)
    of_form = name == sheet.code
    marked = marked_form(sheet) if of_form else marked_table(sheet)
    content = render_full(marked, own)
    if name:
        _require_open(own[name], content)
    least = _heights(render_full(with_heights(marked, repeat(0.0)), own)) if of_form else []
    frame = _cut(_parts(content), least, len(texts_of(sheet)))
    awkward = awkward_form(sheet) if of_form else awkward_table(sheet)
    texts = form_texts_of(awkward) if of_form else texts_of(awkward)
    if filled(frame, awkward, texts) != render_full(awkward, own):
        raise Uncompiled("模板的写法特别，编出的外框和整套办法排的不一样")
    return frame


def _require_open(template: bytes, marked: bytes) -> None:
    """Raise Uncompiled where a campaign's template prints by what a value says, not only by whether there is a line."""
    for source in sources(template):
        tree = Environment().parse(source)
        if next(tree.find_all(nodes.Compare), None) or set(_tested(tree.body, {})) - _SHAPING:
            raise Uncompiled("模板里有看内容的条件")
    for paragraph in Document(io.BytesIO(marked)).paragraphs:
        named = paragraph.style.name if paragraph.style else ""
        if named in (HEADING_2, *LOWER_HEADINGS) and MARK.search(paragraph.text):
            raise Uncompiled("模板的标题里有要填的内容")


def _tested(body: Iterable[nodes.Node], items: Mapping[str, str]) -> Iterator[str]:
    """Yield the names that conditions test, the item of a loop as the list it goes over, without numbers."""
    for node in body:
        if isinstance(node, nodes.For):
            assert isinstance(node.target, nodes.Name)
            over = next(_names(node.iter, items))
            yield from _tested(node.body, {**items, node.target.name: over})
        if isinstance(node, nodes.If):
            for one in (node, *node.elif_):
                yield from _names(one.test, items)
                yield from _tested(one.body, items)
            yield from _tested(node.else_, items)


def _names(node: nodes.Node, items: Mapping[str, str]) -> Iterator[str]:
    found = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
    return (items.get(name.name, name.name.rstrip("_0123456789")) for name in found)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in in_order(package.namelist())}


def _cut(parts: dict[str, bytes], least: Sequence[str], around: int) -> Frame:
    """Return the frame of a package with marks: from the first part that has any, the rest is made anew each time."""
    mark = "\ue0f4".encode()
    names = list(parts)
    first = next(i for i, name in enumerate(names) if name.endswith(".xml") and mark in parts[name])
    fixed = fixed_parts({name: parts[name] for name in names[:first]})
    xml = parts[DOCUMENT].decode()
    listed = listed_rows(xml) if f'w:val="{HEIGHT_MARK + LISTED}"' in xml else None
    changing = (
        _cut_document(xml, least, around, listed)
        if name == DOCUMENT
        else _cut_part(name, parts[name], around)
        for name in names[first:]
    )
    return Frame(fixed, tuple(changing), tuple(_cut_rows(listed, xml, least)) if listed else ())


def _cut_part(name: str, content: bytes, around: int) -> Part:
    if not name.endswith(".xml") or "\ue0f4".encode() not in content:
        return Part(name, (content,))
    xml = content.decode()
    found = [_plain(m) for m in _PLAIN.finditer(xml)] if name == PROPERTIES else _places(xml, around)
    return _part(name, xml, found)


def _cut_document(xml: str, least: Sequence[str], around: int, listed: Listed | None) -> Part:
    body, own = xml, list(least)
    rows: list[tuple[int, int, Place]] = []
    if listed:
        body = xml[: listed.start] + ROWS_MARK + xml[listed.end :]
        rows = [(listed.start, listed.start + len(ROWS_MARK), Place(ROWS))]
        del own[xml.count(_ROW_HEIGHT, 0, listed.start) : xml.count(_ROW_HEIGHT, 0, listed.end)]
    return _part(DOCUMENT, body, [*_places(body, around), *_height_places(body, own), *rows])


def _cut_rows(listed: Listed, xml: str, least: Sequence[str]) -> Iterator[Part]:
    """Yield the pieces of a ledger's row; texts in them are numbered from its height, which is 0."""
    own = least[xml.count(_ROW_HEIGHT, 0, listed.start)]
    for name, piece in row_pieces(listed.rows):
        xml = MARK.sub(lambda m: f"\ue0f4{int(m[1]) - LISTED}\ue0f5", piece)
        if "\ue0f4-" in xml:
            raise Uncompiled("模板里台账的行里填了表外的内容")
        heights = [(m.start(1), m.end(1), Place(HEIGHT, (0,), (own, ""))) for m in _HEIGHT.finditer(xml)]
        yield _part(name, xml, [*(_run_place(xml, m) for m in _TEXT.finditer(xml)), *heights])


def _part(name: str, xml: str, found: Sequence[tuple[int, int, Place]]) -> Part:
    placed = sorted(found, key=lambda place: place[0])
    return Part(name, tuple(_between(xml, placed)), tuple(place for _, _, place in placed))


def _between(xml: str, found: Sequence[tuple[int, int, Place]]) -> Iterator[bytes]:
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


def _places(xml: str, around: int) -> list[tuple[int, int, Place]]:
    grid = _grid_place(xml)
    texts = [
        _place(xml, m, around) for m in _TEXT.finditer(xml) if not (grid and grid[0] < m.start() < grid[1])
    ]
    return [*texts, *([grid] if grid else [])]


def _place(xml: str, found: re.Match[str], around: int) -> tuple[int, int, Place]:
    """Return the place of a w:t: what stands around the table by docxtpl's rules, values by those of `docx_form`."""
    numbers = [word for word in _wording(found[1]) if isinstance(word, int)]
    if max(numbers) > LISTED:
        raise Uncompiled("模板里台账的一条不是一行")
    if max(numbers) < around:
        return _text_place(xml, found)
    if min(numbers) < around:
        raise Uncompiled("模板里一段文字既填表外的内容、又填表里的内容")
    return _run_place(xml, found)


def _run_place(xml: str, found: re.Match[str]) -> tuple[int, int, Place]:
    """Return the place of a w:t, with its run if nothing else is in it: an empty one goes."""
    before = _RUN_BEFORE.search(xml, max(0, found.start() - _RUN_CHARS_MAX), found.start())
    if before and xml.startswith("</w:r>", found.end()):
        place = Place(RUN, _wording(found[1]), (before[0], "</w:r>"))
        return before.start(), found.end() + len("</w:r>"), place
    return found.start(), found.end(), Place(RUN, _wording(found[1]))


def _height_places(xml: str, least: Sequence[str]) -> Iterator[tuple[int, int, Place]]:
    """Yield the places of heights; `least` are those that the template itself gives its rows."""
    for found, own in zip(_HEIGHT.finditer(xml), least, strict=bool(least)):
        number = int(found[1]) - HEIGHT_MARK
        if number >= 0:
            yield found.start(1), found.end(1), Place(HEIGHT, (number,), (own, ""))


def _heights(content: bytes) -> list[str]:
    """Return the heights of all rows of a Word file."""
    return [found[1] for found in _HEIGHT.finditer(_parts(content)[DOCUMENT].decode())]


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
