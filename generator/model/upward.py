"""Superior's form (上级表): where a roll-up goes on to, in the superior's own workbook."""

from collections.abc import Mapping
from dataclasses import field
from typing import TypeAlias

from generator.dataclass import dataclass

Place: TypeAlias = tuple[int, int]
"""Row and column of a cell, both from 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpwardCell:
    """Cell (上级表的一格) of a superior's form that takes one number."""

    at: str
    """填在哪里：上级表上的栏头或行名，或单元格，如 E6、Sheet1!E6"""
    under: str = ""
    """同名的不止一处时，写它上面或左边那一格的字，如 企业自查"""
    unit: str = ""
    """上级表的计量单位，如 元；不写时看栏头括号里的"""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpwardForm:
    """Superior's form (上级表): its file, and which indicator of the roll-up goes to which of its cells."""

    name: str
    """上级表的名称，也是填好的文件名，如 市调度表"""
    file: str
    """上级发来的工作簿，行动文件夹里的 .xlsx 文件，如 上级表/市调度表.xlsx"""
    cells: dict[str, str | UpwardCell]
    """哪个指标填在哪里：指标: 栏头、行名或单元格；一格几个数的写 指标.各数"""
    form: str = ""
    """数取自哪张汇总表：表单代号；只有一张时不写"""
    sheet: str = ""
    """只在哪个工作表里找；不写就找全部"""
    row: str = ""
    """上级表一个单位一行的，本单位那一行的名称；cells 写栏头"""
    column: str = ""
    """上级表一个指标一行的，数填在哪一栏；cells 写行名"""
    texts: dict[str, str] = field(default_factory=dict)
    """表上要写的字：单元格: 字；可以用 {issuer.region}、{period} 等，如 A2: 填报单位：{issuer.region}"""
    duty: str = ""
    """期限：duties 里由发文机关上报（by_issuer）的哪一项"""

    def cell(self, key: str) -> UpwardCell:
        """Return where an indicator goes, the short way of writing it made long."""
        written = self.cells[key]
        return UpwardCell(at=written) if isinstance(written, str) else written


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirCell:
    """Cell of a workbook from outside: its text as it stands, whether a formula gives it, whether it is words."""

    text: str = ""
    formula: bool = False
    words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirSheet:
    """Sheet of a workbook from outside: its cells and merged ranges by their first cell."""

    name: str
    cells: Mapping[Place, TheirCell]
    merged: Mapping[Place, Place] = field(default_factory=dict)

    def end(self, place: Place) -> Place:
        """Return the last cell of the range that begins at a cell."""
        return self.merged.get(place, place)

    def first(self, place: Place) -> Place:
        """Return the first cell of the merged range that holds a cell, the cell itself where none does."""
        row, column = place
        for begin, end in self.merged.items():
            if begin[0] <= row <= end[0] and begin[1] <= column <= end[1]:
                return begin
        return place
