"""Score sheet (打分表): level, item, clause and rule as one long table, blank or with a team's findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from generator.compose.document import attachment_number
from generator.compose.table import Facts, printed_notes
from generator.compose.values import names_of
from generator.compose.wording import chinese_number, fill, fill_line, printed_number
from generator.derive.scores import ClauseScore, Deducted, clause_scores, findings_of, total_points
from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.layout.page_rows import FlowRow, filled_mm, heights_mm, pages_of
from generator.layout.title import break_title
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.score import Clause, Rule, ScoreItem
from generator.model.sheet import Cell, Grid, GridRow, TableContent

HEAD_MM = 10.0
SLACK_MM = 6.0  # left at the foot of a page: more than two programs differ
LEAST_ROW = 0.8  # of a row's least height: what is left must be too little for it
_SHELL = "ledger"  # a table between lines, its head on every page


@dataclass(frozen=True, slots=True)
class _Row:
    """Row before it is put on a page: its cells from the second column on, and its item if it has one."""

    cells: tuple[Cell, ...]
    number: int = 0
    item: ScoreItem | None = None
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """How the sheet is set: widths of the columns in mm, type size, and the room of first and other pages."""

    widths: tuple[float, ...]
    size_pt: float
    row_mm: float
    first_mm: float
    full_mm: float
    tail_mm: float


def score_content(campaign: Campaign, form: Form, facts: Facts) -> tuple[TableContent, bool]:
    """Return the content of one score sheet and whether each of its rows fits a page."""
    names = names_of(campaign, facts.unit, facts.period, facts.filled)
    landscape = form.page.orientation == "landscape"
    width, _ = gb.type_area_mm(landscape)
    title = break_title(fill(form.title, names), int(width / gb.mm_from_pt(gb.TABLE_TITLE_PT)))
    attachment = attachment_number(campaign, form.form)
    values = _values(form, facts)
    notes = printed_notes(form, names)
    above = (gb.ATTACHMENT_TITLE_LINE - 1 if attachment else 0) + len(title) + len(form.above)
    rows, setting = _fitted(form, values, (above, len(notes)))
    content = TableContent(
        shell=_SHELL,
        landscape=landscape,
        attachment=attachment,
        title=title,
        above=tuple(fill_line(line, names) for line in form.above),
        grid=_grid(form, rows, values, setting),
        values=values,
        notes=tuple(notes),
        note_pt=setting.size_pt,
        note_line_pt=gb.pt_from_mm(fit.line_height_mm(setting.size_pt)),
        below=tuple(fill_line(line, names) for line in form.below),
    )
    return content, _fits(rows, values, setting)


def _rows(form: Form, setting: _Setting) -> Iterator[_Row]:
    number = 0
    for level in form.levels:
        if level.printed:
            yield _Row((Cell(role="group", text=level.printed, col_span=6, align="left"),))
        for item in level.items:
            number += 1
            yield from (_Row(tuple(_clause_cells(c, setting)), number, item, 1) for c in item.clauses)
    last = (Cell(role="value", slot="total"), Cell(role="value", slot="total_reasons", align="left"))
    yield _Row((Cell(role="label", text="总得分：", col_span=4), *last))


def _clause_cells(clause: Clause, setting: _Setting) -> Iterator[Cell]:
    text = _with_points(clause.printed, clause.points, (setting.widths[1], setting.size_pt))
    yield Cell(role="value", text=text, align="left")
    yield Cell(role="value", text=printed_rules(clause.rules), align="left")
    yield Cell(role="value", slot=f"done_{clause.number}", align="left")
    yield Cell(role="value", slot=f"score_{clause.number}")
    yield Cell(role="value", slot=f"reasons_{clause.number}", align="left")


def printed_rules(rules: Sequence[Rule]) -> str:
    """Return the rules of a clause as printed, one a line, the last with a full stop."""
    ends = ["；"] * (len(rules) - 1) + ["。"]
    return "\n".join(_printed_rule(rule) + end + _aside(rule) for rule, end in zip(rules, ends, strict=False))


def _printed_rule(rule: Rule) -> str:
    return f"（{rule.number}）" + "，".join(d.printed for d in rule.deductions)


def _aside(rule: Rule) -> str:
    return f"（{rule.not_applicable}）" if rule.not_applicable else ""


def _item_cell(row: _Row, setting: _Setting) -> Cell | None:
    if row.item is None:
        return None
    label = f"（{chinese_number(row.number)}）{row.item.label}"
    text = _with_points(label, row.item.points, (setting.widths[0], setting.size_pt))
    return Cell(role="label", text=text, align="left")


def _with_points(text: str, points: float, place: tuple[float, float]) -> str:
    """Return the text with its points, （10分）, on a line of their own where they would be broken."""
    width_mm, size_pt = place
    ending = f"（{points:g}分）"
    room_mm = width_mm - 2 * fit.CELL_PADDING_MM - fit.CELL_RULE_MM
    lines = fit.break_lines(text + ending, room_mm, size_pt)
    return text + ("" if lines[-1].endswith(ending) else "\n") + ending


def _values(form: Form, facts: Facts) -> dict[str, str]:
    """Return what stands in the team's columns, everything empty on a blank sheet."""
    scores = clause_scores(form, findings_of(facts.filled.rows) if facts.filled else ())
    if facts.filled is None:
        slots = (f"{name}_{s.clause.number}" for s in scores for name in ("done", "score", "reasons"))
        return dict.fromkeys([*slots, "total", "total_reasons"], "")
    values = {}
    for score in scores:
        number = score.clause.number
        values[f"done_{number}"] = "\n".join(score.done)
        values[f"score_{number}"] = printed_number(score.points)
        values[f"reasons_{number}"] = "\n".join(_reasons(score))
    total = total_points(scores)
    values["total"] = printed_number(total)
    values["total_reasons"] = f"共扣{printed_number(form.full_points - total)}分"
    return values


def _reasons(score: ClauseScore) -> Iterator[str]:
    for deducted in score.deducted:
        reason = deducted.reason.rstrip("。；")
        yield f"（{deducted.rule}）{_taken(deducted)}{f'：{reason}' if reason else ''}。"
    if score.found > score.clause.points:
        found, points = printed_number(score.found), printed_number(score.clause.points)
        yield f"合计{found}分，扣完为止，扣{points}分。"


def _taken(deducted: Deducted) -> str:
    if deducted.deduction is None:
        return "不涉及，不扣分"
    unit = deducted.deduction.per
    times = f"{deducted.count}{unit}，" if unit else ""
    return f"{times}扣{printed_number(deducted.points)}分"


def _fitted(form: Form, values: Mapping[str, str], lines: tuple[int, int]) -> tuple[list[_Row], _Setting]:
    """Return the rows at the largest size at which each fits a page, or at the smallest."""
    least, most = form.page.min_size_pt, form.page.size_pt
    sizes = sorted({least, most, *(s for s in fit.TABLE_SIZES_PT if least <= s <= most)}, reverse=True)
    settings = [_setting(form, size, lines) for size in sizes]
    trials = [(list(_rows(form, s)), s) for s in settings]
    return next(((rows, s) for rows, s in trials if _fits(rows, values, s)), trials[-1])


def _setting(form: Form, size_pt: float, lines: tuple[int, int]) -> _Setting:
    width, height = gb.type_area_mm(form.page.orientation == "landscape")
    above, notes = lines
    total = sum(column.width_mm for column in form.columns)
    full = height - HEAD_MM - min(SLACK_MM, LEAST_ROW * form.page.row_height_mm)
    return _Setting(
        widths=tuple(round(column.width_mm * width / total, 2) for column in form.columns),
        size_pt=size_pt,
        row_mm=form.page.row_height_mm,
        first_mm=full - above * gb.LINE_PITCH_MM,
        full_mm=full,
        tail_mm=(len(form.below) + notes) * gb.LINE_PITCH_MM,
    )


def _fits(rows: Sequence[_Row], values: Mapping[str, str], setting: _Setting) -> bool:
    return all(max(r.height_mm, r.group_mm) <= setting.full_mm for r in _flow(rows, values, setting))


def _flow(rows: Sequence[_Row], values: Mapping[str, str], setting: _Setting) -> list[FlowRow]:
    flow = [_flow_row(row, values, setting) for row in rows]
    tail = flow[-1].height_mm + setting.tail_mm
    return [*flow[:-1], replace(flow[-1], height_mm=tail, with_previous=True)]


def _flow_row(row: _Row, values: Mapping[str, str], setting: _Setting) -> FlowRow:
    def height(cell: Cell, column: int) -> float:
        width = sum(setting.widths[column : column + cell.col_span]) - fit.CELL_RULE_MM
        return fit.cell_height_mm(cell.text or values.get(cell.slot, ""), width, setting.size_pt)

    columns = [row.first]
    for cell in row.cells[:-1]:
        columns.append(columns[-1] + cell.col_span)
    heights = [height(c, column) for c, column in zip(row.cells, columns, strict=True)]
    label = _item_cell(row, setting)
    return FlowRow(
        height_mm=max(setting.row_mm, *heights),
        group=row.number,
        group_mm=height(label, 0) if label else 0.0,
        with_next=row.cells[0].role == "group",
    )


def _grid(form: Form, rows: Sequence[_Row], values: Mapping[str, str], setting: _Setting) -> Grid:
    head = GridRow(
        cells=tuple(Cell(role="head", text=c.label) for c in form.columns), height_mm=HEAD_MM, head=True
    )
    flow = _flow(rows, values, setting)
    pages = pages_of(flow, setting.first_mm, setting.full_mm)
    body: list[GridRow] = []
    for number, page in enumerate(pages):
        heights = heights_mm([flow[i] for i in page])
        if number < len(pages) - 1:
            room = setting.full_mm if number else setting.first_mm
            heights = filled_mm(heights, room)
        else:
            heights[-1] -= setting.tail_mm
        body += _page_rows([rows[i] for i in page], heights, setting)
    return Grid(
        widths_mm=setting.widths,
        rows=(head, *body),
        size_pt=setting.size_pt,
        line_pt=gb.pt_from_mm(fit.line_height_mm(setting.size_pt)),
    )


def _page_rows(rows: Sequence[_Row], heights: Sequence[float], setting: _Setting) -> Iterator[GridRow]:
    """Yield the rows of one page, the item's label merged down over its clauses on this page."""
    sized = zip(rows, heights, strict=True)
    for _, part in groupby(sized, key=lambda pair: pair[0].number):
        together = list(part)
        for place, (row, height) in enumerate(together):
            label = _item_cell(row, setting) if place == 0 else None
            merged = (replace(label, row_span=len(together)),) if label else ()
            yield GridRow(cells=(*merged, *row.cells), height_mm=round(height, 2))
