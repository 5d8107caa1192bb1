"""Sheets in the making (排成工作表): what a printed sheet says, laid out as a workbook's, each cell with its place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from generator.dataclass import dataclass
from generator.derive.entries import Entry
from generator.model.form import Field
from generator.sources.intake.grid import BLANK, Grid, Place, Raw
from generator.sources.intake.word_cells import TURN

HEADS = {
    "unit": "填报单位：",
    "period": "所报月份：",
    "filled_by": "填报人：",
    "reviewed_by": "审核人：",
    "filled_on": "填报日期：",
}
_BETWEEN_LATIN = re.compile(f"(?<=[A-Za-z0-9]){TURN}(?=[A-Za-z0-9])")
_TURNED = re.compile(r"(\d{4}年)\s+(?=\d)")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True)
class WordGrid(Grid):
    """Sheet made of a table of a Word file; `spots` tell where in the file each cell was."""

    spots: Mapping[Place, str] = field(default_factory=dict)

    def where(self, place: Place) -> str:
        """Return the printed place of a cell: 调度表.docx 表1第3行第2格."""
        return f"{self.file} {self.spots.get(place, self.sheet)}"

    @property
    def printed(self) -> bool:
        """Whether it was laid out as a printed sheet: it was."""
        return True


class Layout:
    """A workbook's sheet in the making: rows of words, each with the place it came from."""

    def __init__(self, file: str, sheet: str) -> None:
        self.file, self.sheet = file, sheet
        self.rows: list[tuple[Raw, ...]] = []
        self.spots: dict[Place, str] = {}
        self.merged: dict[Place, Place] = {}

    def add(self, *cells: tuple[Raw, str]) -> None:
        """Add a row of cells with their places."""
        for column, (_, spot) in enumerate(cells):
            self.spots[len(self.rows), column] = spot or self.sheet
        self.rows.append(tuple(raw for raw, _ in cells))

    def head(self, found: Mapping[str, tuple[str, str]]) -> None:
        """Add the lines of a head; what is not written stays blank."""
        for key, label in HEADS.items():
            value, spot = found.get(key, (BLANK, ""))
            self.add((label, spot), (_day(value) if key == "filled_on" else value, spot))

    def grid(self) -> Grid:
        """Return the sheet."""
        rows = tuple(self.rows)
        return WordGrid(file=self.file, sheet=self.sheet, rows=rows, merged=self.merged, spots=self.spots)


def label(one: Field) -> str:
    """Return the words over or beside a field's cell on the printed sheet."""
    return one.printed_label or "".join(one.heads_over[-1:])


def values(one: Field, entries: Sequence[Entry], text: str) -> list[Raw]:
    """Return what a cell says of a field: one value, or one of each part, by their prefixes and units.

    A cell whose numbers cannot be told apart says it whole for the first part, which is then found wrong.
    """
    if not one.parts:
        return [_value(one, entries[0], text)]
    plain = "".join(text.split())
    if not plain:
        return [BLANK] * len(one.parts)
    wanted = "[,，、;；]?".join(
        f"(?:{re.escape(p.prefix)})?(?P<p{i}>[\\d.,，]*?)(?:{re.escape(p.unit)})?"
        for i, p in enumerate(one.parts)
    )
    found = re.fullmatch(wanted, plain)
    if found is None:
        return [text, *[BLANK] * (len(one.parts) - 1)]
    return [found[f"p{i}"].strip(",，") for i in range(len(one.parts))]


def _value(one: Field, entry: Entry, text: str) -> Raw:
    if entry.several:
        return _days(text) if one.kind == "date" else _lines(text)
    return _day(text) if one.kind == "date" else _unturned(text, one)


def _day(text: str) -> Raw:
    """Return a day that is written as papers have it, 2023年6月5日; any other text as it stands."""
    found = _DAY.fullmatch("".join(text.split()))
    try:
        return date(*map(int, found.groups())) if found else text
    except ValueError:
        return text


def _days(text: str) -> str:
    """Return days, a line each, those printed as papers have them as 2023-06-05; their lines may turn after the year."""
    return "\n".join(str(_day(line)) for line in _lines(_TURNED.sub(r"\1", text)).splitlines())


def _lines(text: str) -> str:
    """Return the lines of a text without those that only fill it up."""
    return "\n".join(filter(None, map(str.strip, text.splitlines())))


def _unturned(text: str, one: Field) -> str:
    """Return a text with its own line breaks: in a centred cell a line turns where the printed sheet set it even."""
    if one.align == "left":
        return text.replace(TURN, "\n")
    return _BETWEEN_LATIN.sub(" ", text).replace(TURN, "")
