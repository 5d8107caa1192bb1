"""Structure (结构标记) of an archive PDF: what is read aloud and what is not. Written for WeasyPrint 70.0.

WeasyPrint marks page numbers as text that belongs to no part of the document, keeps an element for every empty
line, begins every paragraph anew after a page break, and joins cells to their heads by identifiers, without the tree
of identifiers that must come along. Here page numbers become artifacts, empty elements are left out, a paragraph is
one element over all its pages, and a head says itself whether it heads a column or a row (ISO 32000-1, 14.8.2.2 and
14.8.5.7), so that files can be merged without renaming anything.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import stream, tags

_build_box_tree = tags._build_box_tree
_marked = stream.Stream.marked
_CONTINUED = ("/Sect", "/P", "/H1", "/H2", "/H3")
_IDLE = ("/Div", "/NonStruct", "/P")


def install() -> None:
    """Replace WeasyPrint's marking of page numbers, empty elements and heads of tables."""
    tags._build_box_tree = build_box_tree
    stream.Stream.marked = marked


def build_box_tree(box: Any, parent: Any, pdf: Any, page_number: int, *args: Any) -> Iterator[Any]:
    """Yield the structure elements that a box begins: none for page margins and for what holds no text."""
    if isinstance(box, boxes.MarginBox):
        return
    for element in _build_box_tree(box, parent, pdf, page_number, *args):
        if element["S"] in _IDLE and not element["K"]:
            continue
        if element["S"] in _CONTINUED and _goes_on(box, element, pdf, page_number):
            continue
        if element["S"] == "/Table":
            _scope(box)
        yield element


def _goes_on(box: Any, element: Any, pdf: Any, page_number: int) -> bool:
    """Give what a box holds to the element that it began on an earlier page, if it did."""
    begun: dict[Any, tuple[int, Any]] = vars(pdf).setdefault("begun_elements", {})
    begun_on, first = begun.setdefault(box.element, (page_number, element))
    if begun_on == page_number or first["S"] != element["S"]:
        return False
    for reference in element["K"]:
        pdf.objects[int(reference.split()[0])]["P"] = first.reference
    first["K"] += element["K"]
    return True


def marked(page: Any, box: Any, tag: str) -> AbstractContextManager[None]:
    """Mark what is drawn as text of the document; what comes from no element of it is a page number."""
    if box.element is None:
        return _Pagination(page)
    return _marked(page, box, tag)  # type: ignore[no-any-return]


class _Pagination(AbstractContextManager[None]):
    """Artifact of pagination (页码) in a page's stream, where the page is marked at all."""

    def __init__(self, page: Any) -> None:
        self._page = page if page._tags is not None else None

    def __enter__(self) -> None:
        if self._page:
            self._page.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))

    def __exit__(self, *_exception: object) -> None:
        if self._page:
            self._page.end_marked_content()


def _scope(table: Any) -> None:
    """Let each head of a table say whether it heads a column or a row, in place of identifiers."""
    groups = (box for box in table.descendants() if isinstance(box, boxes.TableRowGroupBox))
    for group in groups:
        for cell in (cell for row in group.children for cell in row.children):
            attributes = cell.mark["A"]
            attributes.pop("Headers", None)
            if cell.mark.pop("ID", None):
                attributes["Scope"] = "/Column" if group.is_header else "/Row"
