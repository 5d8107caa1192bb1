"""Head of a table from outside (外来的表头), and the form that is drawn from it (画表)."""

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.model.form import Form
from generator.problem import Problem

Place: TypeAlias = tuple[int, int]
"""Row and column of a cell, both from 1"""
DrawnKind: TypeAlias = Literal["ledger", "indicator_table", "record"]
KINDS: dict[DrawnKind, str] = {
    "ledger": "台账：一行一条",
    "indicator_table": "指标表：一个单位一组数",
    "record": "记录表：名称和值成对",
}


@dataclass(frozen=True, slots=True)
class HeadCell:
    """Cell of a sheet (格): its text as it stands, its formula, whether a rule runs along it (有边框)."""

    text: str = ""
    formula: str = ""
    ruled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRule:
    """Data validation (数据有效性) of an area, from its first to its last cell: a kind of number or day, or a list."""

    first: Place
    last: Place
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadSheet:
    """Sheet of a workbook from outside with what its look says: merged cells, widths of columns in mm, rules of input."""

    name: str
    cells: Mapping[Place, HeadCell]
    merged: Mapping[Place, Place] = field(default_factory=dict)
    widths_mm: Mapping[int, float] = field(default_factory=dict)
    usual_width_mm: float = 16.9
    rules: tuple[InputRule, ...] = ()

    def where(self, place: Place) -> str:
        """Return the printed place of a cell: 表1!B3."""
        return f"{self.name}!{column_letters(place[1])}{place[0]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Guess (猜的): what of a form the head does not say for certain, and why it was taken so."""

    where: str
    name: str
    about: str
    taken: str
    why: str

    def __str__(self) -> str:
        return f"{self.where} {self.about}猜作“{self.taken}”：{self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Form drawn from a head (画出的表), what of it was guessed, and what was found on the sheet."""

    sheet: str
    form: Form | None = None
    guesses: tuple[Guess, ...] = ()
    problems: tuple[Problem, ...] = ()


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
