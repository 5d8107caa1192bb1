"""References (单元格引用) of a spreadsheet, and the names its sheets may have."""

import re
from collections.abc import Iterable

NAME_CHARS_MAX = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def column_letter(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place(column: int, row: int) -> str:
    """Return the reference of a cell, the column counted from 0, the row from 1.

    >>> place(1, 3)
    'B3'
    """
    return f"{column_letter(column)}{row}"


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return a name for each sheet that Excel takes: at most 31 characters, some never, no two alike.

    >>> sheet_names(["部门", "部门", "甲/乙"])
    ['部门', '部门2', '甲 乙']
    """
    names: list[str] = []
    for name in wanted:
        plain = _FORBIDDEN.sub(" ", name).strip("' ")[:NAME_CHARS_MAX] or "表"
        number, free = 2, plain
        while free.casefold() in (n.casefold() for n in names):
            free = f"{plain[: NAME_CHARS_MAX - len(str(number))]}{number}"
            number += 1
        names.append(free)
    return names
