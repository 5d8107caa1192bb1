"""Score sheet (打分表): level, item, clause and rule as one long table, blank or with a team's findings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from generator.compose.attachments import attachment_mark
from generator.compose.fitting import Around, HighRow, rooms_of, sizes_pt
from generator.compose.table import Facts, Table, around_of
from generator.compose.titles import title_lines
from generator.compose.values import names_of
from generator.compose.wording import chinese_number, fill, note_names, printed_number
from generator.dataclass import dataclass
from generator.derive.scores import ClauseScore, Deducted, clause_scores, findings_of, total_points
from generator.layout import fit
from generator.layout import gbt9704 as gb
from generator.layout.page_rows import PageRows, Rooms, Run, overfull, split
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.score import Clause, Rule, ScoreItem
from generator.model.sheet import Cell, Grid, GridRow, TableContent

HEAD_MM = 10.0
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
    """How the sheet is set: widths of the columns in mm, type size, least height of a row, room on its pages."""

    widths: tuple[float, ...]
    size_pt: float
    row_mm: float
    rooms: Rooms


@dataclass(frozen=True, slots=True)
class _Trial:
    """Sheet set at one size: its rows, and the pages they take."""

    setting: _Setting
    rows: list[_Row]
    pages: list[PageRows]

    @property
    def tall(self) -> list[int]:
        """Rows that are higher than the page they stand on."""
        return overfull(self.pages, self.setting.rooms)


def score_content(campaign: Campaign, form: Form, facts: Facts) -> Table:
    """Return the content of one score sheet, and its rows higher than a page."""
    names = names_of(campaign, facts.unit, facts.period, facts.filled) | note_names(campaign, form)
    landscape = form.page.orientation == "landscape"
    width, _ = gb.type_area_mm(landscape)
    title = title_lines(campaign, fill(form.title, names), gb.TABLE_TITLE_PT, width)
    attachment = attachment_mark(campaign, form.form)
    values = _values(form, facts)
    around = around_of(form, names, len(title), bool(attachment))
    trial = _fitted(form, values, around)
    content = TableContent(
        shell=_SHELL,
        landscape=landscape,
        attachment=attachment,
        title=title,
        above=around.above,
        grid=_grid(form, trial),
        values=values,
        notes=around.notes,
        note_pt=trial.setting.size_pt,
        note_line_pt=gb.pt_from_mm(fit.line_height_mm(trial.setting.size_pt)),
        below=around.below,
    )
    return Table(content=content, fits=True, high=tuple(_high_rows(form, trial, values)))


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
    broken = fit.breakings(text + ending, fit.cell_room_mm(width_mm), size_pt)
    return text + ("" if all(lines[-1].endswith(ending) for lines in broken) else "\n") + ending


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


def _fitted(form: Form, values: Mapping[str, str], around: Around) -> _Trial:
    """Return the sheet at the largest size at which no row is higher than its page, or at the smallest."""
    trials = []
    for size in sizes_pt(form):
        setting = _setting(form, size, around)
        rows = list(_rows(form, setting))
        trials.append(_Trial(setting, rows, _pages(rows, values, setting)))
        if not trials[-1].tall:
            break
    return trials[-1]


def _setting(form: Form, size_pt: float, around: Around) -> _Setting:
    width, _ = gb.type_area_mm(form.page.orientation == "landscape")
    total = sum(column.width_mm for column in form.columns)
    return _Setting(
        widths=tuple(round(column.width_mm * width / total, 2) for column in form.columns),
        size_pt=size_pt,
        row_mm=form.page.row_height_mm,
        rooms=rooms_of(form, around, HEAD_MM, size_pt),
    )


def _pages(rows: Sequence[_Row], values: Mapping[str, str], setting: _Setting) -> list[PageRows]:
    """Return the pages: a level stands with its first item, the total with the row before it."""
    heights = [max(setting.row_mm, *(h for _, _, h in _texts(row, values, setting))) for row in rows]
    after_levels = {i + 1 for i, row in enumerate(rows) if row.cells[0].role == "group"}
    runs = list(_runs(rows, setting))
    return split(heights, runs, setting.rooms, after_levels | {len(rows) - 1})


def _runs(rows: Sequence[_Row], setting: _Setting) -> Iterator[Run]:
    """Yield the rows of each item, which its label is merged down over."""
    for number, part in groupby(enumerate(rows), key=lambda pair: pair[1].number):
        (start, row), *others = part
        label = _item_cell(row, setting)
        if number and label:
            height = _height_mm(label.text, setting.widths[0], setting)
            yield Run(start, start + 1 + len(others), height)


def _texts(row: _Row, values: Mapping[str, str], setting: _Setting) -> Iterator[tuple[int, str, float]]:
    """Yield the column, the text and the height in mm of each cell of a row, but for its item's label."""
    column = row.first
    for cell in row.cells:
        text = cell.text or values.get(cell.slot, "")
        yield column, text, _height_mm(text, sum(setting.widths[column : column + cell.col_span]), setting)
        column += cell.col_span


def _height_mm(text: str, width_mm: float, setting: _Setting) -> float:
    return fit.cell_height_mm(text, width_mm, setting.size_pt)


def _high_rows(form: Form, trial: _Trial, values: Mapping[str, str]) -> Iterator[HighRow]:
    """Yield the rows higher than a whole page, named by their fullest column and their clause."""
    heights = {page.start: sum(page.heights) for page in trial.pages}
    for i in (i for i in trial.tall if heights[i] > trial.setting.rooms.later_mm):
        row = trial.rows[i]
        column, text, _ = max(_texts(row, values, trial.setting), key=lambda t: t[2])
        number = next((c.slot.rpartition("_")[2] for c in row.cells if c.slot), "")
        clause = f"（第{number}条）" if number.isdigit() else ""
        yield HighRow(number=0, label=form.columns[column].label + clause, chars=len(text))


def _grid(form: Form, trial: _Trial) -> Grid:
    cells = tuple(Cell(role="head", text=column.label) for column in form.columns)
    body = [row for page in trial.pages for row in _page_rows(trial, page)]
    return Grid(
        widths_mm=trial.setting.widths,
        rows=(GridRow(cells=cells, height_mm=HEAD_MM, head=True), *body),
        size_pt=trial.setting.size_pt,
        line_pt=gb.pt_from_mm(fit.line_height_mm(trial.setting.size_pt)),
    )


def _page_rows(trial: _Trial, page: PageRows) -> Iterator[GridRow]:
    """Yield the rows of one page, the item's label merged down over its clauses on this page."""
    rows = zip(trial.rows[page.start : page.end], page.heights, strict=True)
    begins = page.start > 0
    for _, part in groupby(rows, key=lambda pair: pair[0].number):
        together = list(part)
        for place, (row, height) in enumerate(together):
            label = _item_cell(row, trial.setting) if place == 0 else None
            merged = (replace(label, row_span=len(together)),) if label else ()
            yield GridRow(cells=(*merged, *row.cells), height_mm=round(height, 2), new_page=begins)
            begins = False
