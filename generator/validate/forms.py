"""Checks of a form's definition (表单定义)."""

from collections.abc import Iterable, Iterator

from generator.derive.sources import HAZARD_SOURCES, paper_sources, pattern_names
from generator.layout.gbt9704 import type_area_mm
from generator.model.form import Field, Form, Group, Line
from generator.problem import Path, Problem
from generator.validate.patterns import check_pattern
from generator.validate.ranges import check_form_ranges
from generator.validate.roll_ups import check_aggregate
from generator.validate.rules import check_form_rules
from generator.validate.scores import check_score_sheet
from generator.validate.seals import check_marks
from generator.validate.wording import nearest

WIDTH_TOLERANCE_MM = 0.5
LEAST_VALUE_WIDTH_MM = 8.0
NUMBER_SOURCE = "hazard.number"
EXTRA = "hazard.extra."
COLUMNED = ("ledger", "score_sheet")
PAPER_ROWS = ("units", "seals", "numbers")


def check_form(form: Form, path: Path) -> list[Problem]:
    """Return the problems of a form; `path` is where it is defined or changed."""
    placed = list(_placed_fields(form, path))
    if shapeless := list(_shape(form, path)):
        return [*shapeless, *_patterns(form, path)]
    return [
        *_widths(form, path),
        *_repeated_names(placed),
        *_patterns(form, path),
        *_listed(form, path),
        *_rows_of_papers(form, path),
        *_merged(form, path),
        *(p for field, at in placed for p in _field(form, field, at)),
        *check_form_ranges(form, path),
        *(check_score_sheet(form, path) if form.kind == "score_sheet" else ()),
        *_holders(form, path),
        *check_form_rules(form, path),
        *check_marks(form, path),
    ]


def _placed_fields(form: Form, path: Path) -> Iterator[tuple[Field, Path]]:
    for i, column in enumerate(form.columns):
        yield column, (*path, "columns", i)
    for i, group in enumerate(form.groups):
        for j, field in enumerate(group.fields):
            yield field, (*path, "groups", i, "fields", j)


def _shape(form: Form, path: Path) -> Iterator[Problem]:
    wanted, other = ("columns", "groups") if form.kind in COLUMNED else ("groups", "columns")
    if not getattr(form, wanted):
        message = f"{form.kind} 类表单要写 {wanted}，现在没有。请补写，或改 kind。"
        yield Problem(code="FORM-006", message=message, path=(*path, wanted))
    if getattr(form, other):
        message = f"{form.kind} 类表单不用 {other}。请改写成 {wanted}，或改 kind。"
        yield Problem(code="FORM-006", message=message, path=(*path, other))
    if (form.kind == "score_sheet") != bool(form.levels):
        message = "score_sheet 类表单要写 levels，别的表单不写。请补写，或改 kind。"
        yield Problem(code="FORM-006", message=message, path=(*path, "levels"))
    for i, group in enumerate(form.groups):
        if not group.fields:
            message = "这一组没有填报项。请补写 fields，或删去这一组。"
            yield Problem(code="FORM-006", message=message, path=(*path, "groups", i))


def _holders(form: Form, path: Path) -> Iterator[Problem]:
    if len(form.holders) not in ((form.copies,) if form.print_holder else (0, form.copies)):
        message = f"份数是 {form.copies}，写了 {len(form.holders)} 个留存单位。请改成一样多。"
        yield Problem(
            code="FORM-004", message=message, path=(*path, "print_holder" if form.print_holder else "holders")
        )


def _widths(form: Form, path: Path) -> Iterator[Problem]:
    area, _ = type_area_mm(form.page.orientation == "landscape")
    if form.kind in COLUMNED:
        yield from _column_widths(form, area, path)
        return
    for i, group in enumerate(form.groups):
        if _value_width(form, group, area) < LEAST_VALUE_WIDTH_MM:
            message = (
                f"组名、序号、名称各栏占满了版心 {area:g} 毫米，没有给填写的值留下宽度。"
                "请减小 widths 或每行排的项数。"
            )
            yield Problem(code="FORM-008", message=message, path=(*path, "groups", i))


def _value_width(form: Form, group: Group, area: float) -> float:
    """Return the width in mm that is left for each value of a group."""
    widths, per_row = form.widths, max(1, group.per_row or form.page.per_row)
    label = max(widths.label, widths.pair_label)
    return _rounded((area - (widths.group if group.label else 0.0)) / per_row - widths.number - label)


def _rounded(width_mm: float) -> float:
    """Return a width without what binary fractions add to tenths of a millimetre: 156.50000000000003 is 156.5."""
    return round(width_mm, 6)


def _column_widths(form: Form, area: float, path: Path) -> Iterator[Problem]:
    total = _rounded(sum(column.width_mm for column in form.columns))
    missing = [i for i, column in enumerate(form.columns) if column.width_mm <= 0]
    for i in missing:
        message = f"栏“{form.columns[i].name}”没有写栏宽。请写 width_mm（毫米）。"
        yield Problem(code="FORM-007", message=message, path=(*path, "columns", i, "width_mm"))
    if not missing and abs(total - area) > WIDTH_TOLERANCE_MM:
        message = (
            f"各栏宽合计 {total:g} 毫米，版心宽 {area:g} 毫米，相差 {abs(total - area):g} 毫米，"
            "生成时会按比例调整。请改各栏的 width_mm，使合计等于版心宽。"
        )
        yield Problem(code="FORM-001", message=message, path=(*path, "columns"), severity="warning")


def _repeated_names(placed: list[tuple[Field, Path]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for field, path in placed:
        if field.name in seen:
            yield _repeated(field.name, (*path, "name"))
        seen.add(field.name)
        names = [part.name for part in field.parts]
        for i, name in enumerate(names):
            if name in names[:i]:
                yield _repeated(name, (*path, "parts", i, "name"))


def _repeated(name: str, path: Path) -> Problem:
    message = f"名称“{name}”在这张表单里用了两次。请改一个名称。"
    return Problem(code="FORM-002", message=message, path=path)


def _patterns(form: Form, path: Path) -> Iterator[Problem]:
    further = pattern_names(form)
    for text, place in _texts(form, path):
        yield from check_pattern(text, place, further)


def _texts(form: Form, path: Path) -> Iterator[tuple[str, Path]]:
    """Yield every text that may name what is filled in; the boxes' of a paper of the issuer too."""
    yield form.title, (*path, "title")
    yield from ((note, (*path, "notes", i)) for i, note in enumerate(form.notes))
    yield from _line_texts(form.above, (*path, "above"))
    yield from _line_texts(form.below, (*path, "below"))
    for field, place in _placed_fields(form, path) if form.is_paper else ():
        for i, box in enumerate(field.boxes):
            yield from _line_texts(box.lines, (*place, "boxes", i, "lines"))


def _line_texts(lines: tuple[Line, ...], path: Path) -> Iterator[tuple[str, Path]]:
    for i, line in enumerate(lines):
        yield from ((getattr(line, side), (*path, i, side)) for side in ("left", "center", "right"))


def _listed(form: Form, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with where a ledger takes its rows from a list."""
    from_list = form.kind == "ledger" and form.rows_from == "list"
    if from_list and not form.list:
        message = "各行取自列表（rows_from: list），没有写 list。请写 lists 里的名称。"
        yield Problem(code="FORM-005", message=message, path=(*path, "list"))
    if not from_list and (form.list or form.slice_by):
        name = "list" if form.list else "slice_by"
        message = f"各行不取自列表，不用 {name}。请删去，或写 rows_from: list。"
        yield Problem(code="FORM-005", message=message, path=(*path, name))
    names = [column.name for column in form.columns]
    if from_list and form.slice_by and form.slice_by not in names:
        message = f"没有“{form.slice_by}”这一栏。{nearest(form.slice_by, names)}请改正 slice_by。"
        yield Problem(code="FORM-005", message=message, path=(*path, "slice_by"))


def _rows_of_papers(form: Form, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with where a paper of the issuer, or a form of the units, takes its rows from."""
    allowed = (*PAPER_ROWS, "return") if form.each == "issuer" else ("return",)
    if form.is_paper and form.rows_from not in allowed:
        message = (
            f"发文机关的表（each: {form.each}）各行不能取自 {form.rows_from}。请改 rows_from，或改 each。"
        )
        yield Problem(code="FORM-005", message=message, path=(*path, "rows_from"))
    if not form.is_paper and form.rows_from in PAPER_ROWS:
        message = f"各行取自 {form.rows_from} 的是发文机关的表。请写 each: issuer，或改 rows_from。"
        yield Problem(code="FORM-005", message=message, path=(*path, "rows_from"))


def _merged(form: Form, path: Path) -> Iterator[Problem]:
    names = [column.name for column in form.columns]
    for i, column in enumerate(form.columns):
        for n, name in enumerate(column.merge_by):
            if name not in names:
                message = f"merge_by 里的“{name}”不是本表的栏。{nearest(name, names)}请写栏的 name。"
                yield Problem(code="FORM-009", message=message, path=(*path, "columns", i, "merge_by", n))
    if form.columns and all(column.merge_by for column in form.columns):
        message = "各栏都写了 merge_by，相同的两行会合成一行。请至少留一栏不合并。"
        yield Problem(code="FORM-009", message=message, path=(*path, "columns"))


def _field(form: Form, field: Field, path: Path) -> Iterator[Problem]:
    for kind, name in (("parts", "parts"), ("choice", "choices"), ("seal_place", "boxes")):
        if (field.kind == kind) != bool(getattr(field, name)):
            message = (
                f"“{field.name}”的 kind 是 {field.kind}：kind: {kind} 与 {name} 要同时写。"
                "请补写一个，或删去另一个。"
            )
            yield Problem(code="FORM-004", message=message, path=path)
    if problem := _source(form, field):
        yield Problem(code="FORM-005", message=problem, path=(*path, "source" if field.source else "name"))
    yield from check_aggregate(field, path)


def _source(form: Form, field: Field) -> str:
    """Return what is wrong with where a field's value comes from, or an empty text."""
    if form.is_paper:
        known = paper_sources(form)
        return "" if field.source in ("", *known) else f"{_unknown_source(field.source, known)}请改正。"
    from_hazards = form.each == "hazard" or (form.kind == "ledger" and form.rows_from == "hazards")
    if not field.source:
        needed = form.kind == "ledger" and from_hazards and field.kind != "serial"
        return f"各行取自隐患，栏“{field.name}”要写 source，如 hazard.name。请补写。" if needed else ""
    if not from_hazards:
        return (
            f"“{field.name}”取自 {field.source}，但这张表单不是按隐患填的。"
            "请删去 source，或写 rows_from: hazards。"
        )
    if field.source == NUMBER_SOURCE and field.kind == "serial":
        return ""
    if field.source in HAZARD_SOURCES or field.source.startswith(EXTRA):
        return ""
    return f"{_unknown_source(field.source, HAZARD_SOURCES)}另加的栏请写 {EXTRA}栏名。"


def _unknown_source(source: str, known: Iterable[str]) -> str:
    return f"不认识的数据来源“{source}”。{nearest(source, known)}"
