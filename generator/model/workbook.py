"""Workbook (工作簿): a plan of sheets and cells to be filled in, which the renderer only writes."""

from datetime import date
from typing import Literal, TypeAlias

from generator.dataclass import dataclass

CellLook: TypeAlias = Literal["title", "head", "label", "value", "plain", "group"]
InputKind: TypeAlias = Literal["text", "count", "money", "number", "date", "list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Rule of a cell that is filled in (填报规则): its kind, its choices, and what Excel says of a wrong value.

    A `loose` one warns, and lets another value in; so does one with `at_least`, of a figure below it.
    """

    kind: InputKind
    choices: tuple[str, ...] = ()
    wrong: str = ""
    hint: str = ""
    loose: bool = False
    at_least: int | float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCell:
    """Cell or merged cells from `row`, `column` (both from 0) to `last_row`, `last_column`; with `input` unlocked."""

    row: int
    column: int
    last_row: int
    last_column: int
    look: CellLook
    text: str = ""
    day: date | None = None
    number: int | float | None = None
    left: bool = False
    input: Input | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTable:
    """Ledger on a sheet: `heads` in `row`, blank rows below to `last_row`, a rule for each column but the first.

    `rows` are the texts, numbers and days known beforehand, one for each head; the first column numbers the rows.
    """

    row: int
    last_row: int
    heads: tuple[str, ...]
    inputs: tuple[Input | None, ...]
    left: tuple[bool, ...]
    rows: tuple[tuple[str | int | float | date, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSheet:
    """Sheet of a workbook: widths of its columns in mm, its cells, the rows that stay in view and are repeated.

    On one that is `locked` only the cells with an input can be changed; there is no password.
    A sheet of `one_page` is printed on one, others on as many as they take.
    `heights_mm` are pairs of a row and its height, for rows whose texts take more than one line.
    """

    name: str
    widths_mm: tuple[float, ...]
    cells: tuple[PlannedCell, ...]
    landscape: bool = False
    one_page: bool = False
    heights_mm: tuple[tuple[int, float], ...] = ()
    frozen_rows: int = 0
    table: PlannedTable | None = None
    note: bool = False
    locked: bool = True
    pages_wide: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """Workbook (工作簿) of one unit, or one for all; `fangsong` is the face of the values."""

    name: str
    title: str
    fangsong: str
    sheets: tuple[PlannedSheet, ...]
