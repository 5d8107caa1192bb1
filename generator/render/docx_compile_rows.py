"""Rows of a ledger in a form's own template (编出台账的行): cut into start, cells and end, each cell in every state."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.dataclass import dataclass
from generator.render.docx_frame import CELL_STATES, END, START, cell_name
from generator.render.docx_marked import HEIGHT_MARK, LISTED, SAMPLE

_CELL = re.compile("<w:tc(?: [^>]*)?>.*?</w:tc>", re.DOTALL)
_ROW_STARTS = ("<w:tr>", "<w:tr ")
_ROW_END = "</w:tr>"


class Uncompiled(Exception):
    """Raised where sheets of a template cannot be made from a frame; says why in Chinese."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of a ledger in a part's XML: from where to where, and each row."""

    start: int
    end: int
    rows: tuple[str, ...]


def listed_rows(xml: str) -> Listed:
    """Return the sample's rows. Raises Uncompiled where they do not stand one after the other, one for one."""
    bounds = [_bounds(xml, f'w:val="{HEIGHT_MARK + LISTED + i}"') for i in range(len(SAMPLE))]
    rows = tuple(xml[start:end] for start, end in bounds)
    together = all(before[1] == after[0] for before, after in pairwise(bounds))
    if not together or any("<w:tbl>" in row for row in rows):
        raise Uncompiled("模板里台账的一条不是一行")
    return Listed(bounds[0][0], bounds[-1][1], rows)


def _bounds(xml: str, height: str) -> tuple[int, int]:
    if xml.count(height) != 1:
        raise Uncompiled("模板里台账的一条不是一行")
    place = xml.index(height)
    return max(xml.rfind(start, 0, place) for start in _ROW_STARTS), xml.index(_ROW_END, place) + len(
        _ROW_END
    )


def row_pieces(rows: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield names and XML of a row's pieces: its start, each cell in every state, its end."""
    plain = [row.replace(str(HEIGHT_MARK + LISTED + i), "") for i, row in enumerate(rows)]
    singles = {row for row, kind in zip(plain, SAMPLE, strict=True) if kind == SAMPLE[0]}
    if len(singles) > 1:
        raise Uncompiled("模板里台账的行先后不一样")
    kinds = {kind: row for row, kind in zip(rows, SAMPLE, strict=True)}
    cells = {kind: list(_CELL.finditer(row)) for kind, row in kinds.items()}
    first = cells[SAMPLE[0]]
    row = kinds[SAMPLE[0]]
    if any(a.end() != b.start() for a, b in pairwise(first)) or len(set(map(len, cells.values()))) > 1:
        raise Uncompiled("模板里台账的行里有别的东西")
    yield START, row[: first[0].start()]
    for state in CELL_STATES:
        yield from ((cell_name(i, *state), cell[0]) for i, cell in enumerate(cells[state]))
    yield END, row[first[-1].end() :]
