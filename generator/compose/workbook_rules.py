"""The sheet of rules in a workbook with a score sheet (评分细则): the numbers a team writes, and what each stands for."""

from collections.abc import Iterator

from generator.compose.wording import chinese_number
from generator.compose.workbook_heights import heights
from generator.derive.scores import items_of
from generator.model.form import Form
from generator.model.score import Rule, ScoreItem
from generator.model.workbook import CellLook, PlannedCell, PlannedSheet

TITLE = "评分细则"
HEADS = ("考评项目", "考评细则（前面是编号）", "评分标准（括号里是编号）和扣分")
WIDTHS_MM = (40.0, 75.0, 130.0)
TOP = 2  # rows of title and heads


def rules_sheet(form: Form, name: str) -> PlannedSheet:
    """Return the sheet that lists the clauses and rules of a score sheet, in printed order; nothing is filled in."""
    cells = [_cell(0, 0, "title", TITLE, last_column=len(HEADS) - 1)]
    cells += [_cell(1, column, "head", head) for column, head in enumerate(HEADS)]
    cells += _item_cells(form)
    return PlannedSheet(
        name=name,
        widths_mm=WIDTHS_MM,
        cells=tuple(cells),
        landscape=True,
        heights_mm=heights(cells, WIDTHS_MM),
        frozen_rows=TOP,
        note=True,
    )


def _item_cells(form: Form) -> Iterator[PlannedCell]:
    row = TOP
    for number, item in enumerate(items_of(form), 1):
        last = row + len(item.clauses) - 1
        yield _cell(row, 0, "group", _item(number, item), last_row=last)
        for at, clause in enumerate(item.clauses, row):
            yield _cell(at, 1, "label", f"{clause.printed}（{clause.points:g}分）", left=True)
            yield _cell(at, 2, "label", "\n".join(map(_rule, clause.rules)), left=True)
        row = last + 1


def _item(number: int, item: ScoreItem) -> str:
    return f"（{chinese_number(number)}）{item.label}（{item.points:g}分）"


def _rule(rule: Rule) -> str:
    """Return a rule with its number, each of several deductions with the number that tells it from the others."""
    said = [d.printed for d in rule.deductions]
    if len(said) > 1:
        said = [f"第{number}种：{words}" for number, words in enumerate(said, 1)]
    aside = f"（{rule.not_applicable}）" if rule.not_applicable else ""
    return f"（{rule.number}）{'；'.join(said)}。{aside}"


def _cell(
    row: int,
    column: int,
    look: CellLook,
    text: str,
    *,
    left: bool = False,
    last_row: int = 0,
    last_column: int = 0,
) -> PlannedCell:
    return PlannedCell(
        row=row,
        column=column,
        last_row=max(row, last_row),
        last_column=max(column, last_column),
        look=look,
        text=text,
        left=left,
    )
