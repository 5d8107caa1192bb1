"""The head of a sheet to be filled in (表头): title, whose it is, for which month, who filled it in and when."""

from collections.abc import Sequence
from itertools import accumulate

from generator.compose.wording import printed_month
from generator.model.organ import Unit
from generator.model.workbook import Input, PlannedCell

FILLED_HEAD = "填报数"
REPORTED = "已报"  # after the month, above the figures that a unit reported last
UNIT, PERIOD, FILLED_ON, FILLED_BY, REVIEWED_BY = "填报单位", "所报月份", "填报日期", "填报人", "审核人"
TOP_ROWS = 4  # title, unit and month, filled by and on, reviewed by
SHARES = (0.14, 0.36, 0.14, 0.36)
DAY = Input(kind="date", wrong="请写日期，如 2023-06-28。", hint="如 2023-06-28")
NAME = Input(kind="text", hint="")

Span = tuple[int, int]


def head_cells(
    title: str, units: Sequence[Unit], period: str, spans: Sequence[Span]
) -> tuple[PlannedCell, ...]:
    """Return the cells above the table; `spans` are the columns of two labels, each with its value beside it.

    One unit is printed and locked; of several one is chosen from a list.
    """
    last = spans[-1][1]
    unit = units[0].label if len(units) == 1 else ""
    choose = Input(
        kind="list", choices=tuple(u.label for u in units), wrong="请从列表里选本单位。", hint="请选本单位"
    )
    pairs = (
        (1, 0, UNIT, unit, None if unit else choose),
        (1, 2, PERIOD, printed_month(period), None),
        (2, 0, FILLED_BY, "", NAME),
        (2, 2, FILLED_ON, "", DAY),
        (3, 0, REVIEWED_BY, "", NAME),
    )
    heading = PlannedCell(row=0, column=0, last_row=0, last_column=last, look="title", text=title)
    return (heading, *(cell for pair in pairs for cell in _pair(spans, *pair)))


def _pair(
    spans: Sequence[Span], row: int, place: int, label: str, value: str, rule: Input | None
) -> tuple[PlannedCell, PlannedCell]:
    (label_from, label_to), (value_from, value_to) = spans[place], spans[place + 1]
    return (
        PlannedCell(
            row=row, column=label_from, last_row=row, last_column=label_to, look="plain", text=f"{label}："
        ),
        PlannedCell(
            row=row,
            column=value_from,
            last_row=row,
            last_column=value_to,
            look="value" if rule else "plain",
            text=value,
            left=True,
            input=rule,
        ),
    )


def spread(widths_mm: Sequence[float]) -> tuple[Span, ...]:
    """Return four runs of columns, first and last of each, as near to the shares of a head as columns allow.

    Fewer than four columns give runs beyond the last, where cells stand as well.

    >>> spread((20, 20, 20, 40, 20, 20, 20, 40))
    ((0, 0), (1, 3), (4, 4), (5, 7))
    """
    count = max(len(widths_mm), len(SHARES))
    widths = [*widths_mm, *[sum(widths_mm) / count] * (count - len(widths_mm))]
    ends, total = list(accumulate(widths)), sum(widths)
    runs, first = [], 0
    for number, share in enumerate(accumulate(SHARES)):
        latest = count - (len(SHARES) - number)
        fitting = [i for i in range(first, latest + 1) if ends[i] <= share * total + 1]
        last = count - 1 if number == len(SHARES) - 1 else max(fitting, default=first)
        runs.append((first, last))
        first = last + 1
    return tuple(runs)
