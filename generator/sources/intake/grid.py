"""Grid (表格): the cells of one sheet as they were found, with the names of their places."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TypeAlias

from generator.dataclass import dataclass
from generator.derive.entries import same_words

Raw: TypeAlias = str | bool | int | float | date | datetime | time | timedelta
Place: TypeAlias = tuple[int, int]
BLANK = ""
UNCALCULATED = "=（没有算出的公式）"  # what stands in a cell whose formula has no result kept


def column_number(letters: str) -> int:
    """Return the number of a column from 1.

    >>> column_number("A"), column_number("AA")
    (1, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@dataclass(frozen=True)
class Grid:
    """Sheet of a file: rows of raw cells from A1; a merged cell's value stands at its first cell alone.

    `merged` gives, for each other cell of merged ones, the first.
    """

    file: str
    sheet: str
    rows: tuple[tuple[Raw, ...], ...]
    merged: Mapping[Place, Place] = field(default_factory=dict)

    def raw(self, place: Place) -> Raw:
        """Return what stands in a cell, BLANK where nothing does or beyond the sheet."""
        row, column = place
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            value = self.rows[row][column]
            return BLANK if isinstance(value, str) and not value.strip() else value
        return BLANK

    def spread(self, place: Place) -> Raw:
        """Return what stands in a cell, or in the merged cells that it is one of."""
        return self.raw(self.merged.get(place, place))

    def where(self, place: Place) -> str:
        """Return the printed place of a cell: 秋湖村.xlsx 调度表!E7."""
        return f"{self.file} {self.sheet}!{column_name(place[1])}{place[0] + 1}"

    @property
    def printed(self) -> bool:
        """Whether it was laid out as a printed sheet, whose texts have the line breaks of their cells."""
        return False

    @property
    def place(self) -> str:
        """The printed place of the sheet."""
        return f"{self.file} {self.sheet}"

    def written(self) -> Iterator[tuple[Place, Raw]]:
        """Yield each cell that holds something, row by row."""
        for row, cells in enumerate(self.rows):
            for column in range(len(cells)):
                if (value := self.raw((row, column))) != BLANK:
                    yield (row, column), value

    @cached_property
    def words(self) -> dict[str, list[Place]]:
        """The places of each text, by what is equal for words that differ in spaces and width only."""
        found: dict[str, list[Place]] = {}
        for place, value in self.written():
            if isinstance(value, str):
                found.setdefault(plain_words(value), []).append(place)
        return found

    def last_column_of(self, place: Place) -> int:
        """Return the last column of the merged cells that begin at a place, else its own."""
        row, column = place
        while self.merged.get((row, column + 1)) == place:
            column += 1
        return column


def plain_words(text: str) -> str:
    """Return a text as labels are compared: without spaces, width, a colon at the end or 必填.

    >>> plain_words("填报单位 ："), plain_words("召开会议（次）（必填）")
    ('填报单位', '召开会议(次)')
    """
    return same_words(text).removesuffix("(必填)").rstrip(":")


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_name(0), column_name(25), column_name(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
