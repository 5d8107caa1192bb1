"""Word files as they are (Word 文件里的段和格): paragraphs and tables, each cell with where it begins and its place."""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from lxml import etree

from generator.dataclass import dataclass
from generator.sources.word_package import W

NOT_WRITTEN = re.compile(r"[_＿\s]+")
TURN = "\v"  # a break of a line within its paragraph
DIGITS = 6  # of a number in the file that is taken at its word


@dataclass(frozen=True, slots=True)
class WordCell:
    """Cell of a table: its text, from which column of the table's grid it goes to which, its printed place."""

    text: str
    start: int
    end: int
    spot: str
    goes_on: bool = False  # a merged cell's lower part


WordRows: TypeAlias = list[list[WordCell]]
Paragraph: TypeAlias = tuple[str, str]  # its text and its place


@dataclass(frozen=True, slots=True)
class WordTable:
    """Table of a file, `after` so many paragraphs; `goes_on` when no words stand between it and the table before."""

    number: int
    rows: WordRows
    after: int
    goes_on: bool = False

    @property
    def width(self) -> int:
        """Columns of its grid."""
        return max((row[-1].end for row in self.rows if row), default=0)


def parts(body: etree._Element) -> tuple[list[Paragraph], list[WordTable]]:
    """Return the paragraphs of a document with their places, and its tables; tables within cells are passed over."""
    paragraphs: list[Paragraph] = []
    tables: list[WordTable] = []
    goes_on = False
    for element in body.iterchildren(f"{W}p", f"{W}tbl"):
        if element.tag == f"{W}p":
            paragraphs.append((_text(element), f"正文第{len(paragraphs) + 1}段"))
            goes_on = goes_on and not paragraphs[-1][0].strip()
        else:
            number = len(tables) + 1
            tables.append(WordTable(number, list(_rows(element, number)), len(paragraphs), goes_on))
            goes_on = True
    return paragraphs, tables


def _rows(table: etree._Element, number: int) -> Iterator[list[WordCell]]:
    for r, row in enumerate(table.iterchildren(f"{W}tr"), 1):
        cells, start = [], _number(row, f"{W}trPr/{W}gridBefore", 0)
        for c, cell in enumerate(row.iterchildren(f"{W}tc"), 1):
            text = "\n".join(_text(p) for p in cell.iterchildren(f"{W}p")).strip()
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val") != "restart"
            end = start + _number(cell, f"{W}tcPr/{W}gridSpan", 1)
            cells.append(WordCell(_written(text), start, end, f"表{number}第{r}行第{c}格", goes_on))
            start = end
        yield cells


def _number(element: etree._Element, path: str, otherwise: int) -> int:
    found = element.find(path)
    value = found.get(f"{W}val", "") if found is not None else ""
    return int(value[:DIGITS]) if value.isdecimal() else otherwise


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph as it stands with changes accepted, its tabs kept, a line that turns marked."""
    marks = {f"{W}tab": "\t", f"{W}br": TURN, f"{W}cr": TURN}
    found = (
        e.text or "" if e.tag == f"{W}t" else marks[e.tag]
        for e in paragraph.iter(f"{W}t", *marks)
        if not _is_unseen(e)
    )
    return "".join(found)


def _is_unseen(element: etree._Element) -> bool:
    """Tell whether it is the stop of a tab, or stood where a text was moved away with changes tracked."""
    parent = element.getparent()
    stop = parent is not None and parent.tag == f"{W}tabs"
    return stop or next(element.iterancestors(f"{W}moveFrom"), None) is not None


def _written(text: str) -> str:
    """Return what a clerk wrote: lines to write on are nothing."""
    return "" if NOT_WRITTEN.fullmatch(text) else text


def covering(row: Sequence[WordCell], column: int) -> WordCell | None:
    """Return the cell of a row that covers a column of the table's grid."""
    return next((cell for cell in row if cell.start <= column < cell.end), None)
