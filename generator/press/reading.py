"""Reading (翻看) of PDFs that stand in the folder: how many pages, which bookmark covers which, on what paper."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import pikepdf
from pikepdf import Array, OutlineItem, OutlineStructureError, Pdf

from generator.dataclass import dataclass
from generator.press.parts import PageBox, UnreadablePdf
from generator.press.pdf_parts import page_box


@dataclass(frozen=True, slots=True)
class Marked:
    """Bookmark (书签) of a print run: its titles from the top, and the pages up to the next one, from 1."""

    titles: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Contents:
    """Contents (目录) of a print run: its bookmarks in order, and the size of each page."""

    marks: tuple[Marked, ...]
    boxes: tuple[PageBox, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Description (著录) that a PDF bears: responsible organs, keywords such as its number, the day it bears."""

    author: tuple[str, ...]
    keywords: tuple[str, ...]
    dated_on: date


def page_count(path: Path) -> int:
    """Return the number of pages of a PDF; raises UnreadablePdf."""
    try:
        with Pdf.open(path) as pdf:
            return len(pdf.pages)
    except (pikepdf.PdfError, OSError) as error:
        raise UnreadablePdf(0) from error


def description(path: Path) -> Described:
    """Return what a PDF of ours says of itself; raises UnreadablePdf."""
    try:
        with Pdf.open(path) as pdf:
            told = {
                name: str(pdf.docinfo.get(f"/{name}", "")) for name in ("Author", "Keywords", "CreationDate")
            }
        day = date.fromisoformat(told["CreationDate"][2:10])  # D:20230525…
    except (pikepdf.PdfError, OSError, ValueError) as error:
        raise UnreadablePdf(0) from error
    authors, words = (tuple(filter(None, told[name].split(", "))) for name in ("Author", "Keywords"))
    return Described(author=authors, keywords=words, dated_on=day)


def contents(path: Path) -> Contents:
    """Return the bookmarks and page sizes of a print run; raises UnreadablePdf."""
    try:
        with Pdf.open(path) as pdf, pdf.open_outline() as outline:
            pages = {
                (int(page.objgen[0]), int(page.objgen[1])): number for number, page in enumerate(pdf.pages, 1)
            }
            starts = list(_starts(outline.root, pages, ()))
            boxes = tuple(map(page_box, pdf.pages))
    except (
        pikepdf.PdfError,
        OutlineStructureError,
        OSError,
        LookupError,
        TypeError,
        AttributeError,
    ) as error:
        raise UnreadablePdf(0) from error
    ends = [(*starts, ((), len(boxes) + 1))] if starts else []
    marks = (Marked(one[0], one[1], other[1] - 1) for some in ends for one, other in pairwise(some))
    return Contents(tuple(marks), boxes)


def _starts(
    items: Sequence[OutlineItem], pages: dict[tuple[int, int], int], above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield titles and first page of each bookmark, parents before what is below them.

    Raises TypeError for one that is no place on a page, as those that other programs write.
    """
    for item in items:
        titles = (*above, item.title)
        if not isinstance(item.destination, Array):
            raise TypeError("a bookmark without a page")
        yield titles, pages[item.destination[0].objgen]
        yield from _starts(item.children, pages, titles)
