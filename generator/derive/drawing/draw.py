"""Drawing a form (画表): the head of a table that somebody sent becomes a definition; what was guessed is told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import groupby

from generator.dataclass import dataclass
from generator.derive.drawing.columns import (
    Body,
    Column,
    Roles,
    body_of,
    columns_of,
    is_per_unit,
    items,
    roles_of,
)
from generator.derive.drawing.fields import NUMBERS, Item, fields_of
from generator.derive.drawing.keys import code_of
from generator.derive.drawing.kinds import LONG_TEXT, kind_of
from generator.derive.drawing.lines import around_of, notes_of
from generator.derive.drawing.pairs import pairs_of, runs_of
from generator.derive.drawing.relations import relations_of
from generator.derive.drawing.table import Area, find_table, is_pairs
from generator.derive.drawing.told import Told
from generator.derive.drawing.widths import Measured, set_widths
from generator.derive.entries import same_words
from generator.model.drawn import KINDS, Drawn, DrawnKind, HeadSheet, Place
from generator.model.form import HEAD_LEVELS, Box, Field, FieldKind, Form, Group, Page, Widths

ROWS_MAX = 20  # of blank rows that a drawn ledger prints
SHORT_TITLE_CHARS = 30
PAIRS_FROM = 12  # so many fields stand two in a row
ONE_PAGE_ROWS = 21
SEALED_MM, SIGNED_MM = 44.0, 28.0  # of a box for a seal, for a signature alone
_WORDED = re.compile(rf"{LONG_TEXT.pattern}|备注|说明")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a drawing (怎样画): the kind of table where it is known, who fills it in, code and title.

    `known` are the keys that labels have in the catalogue.
    """

    kind: DrawnKind | None = None
    used_by: tuple[str, ...] = ()
    code: str = ""
    title: str = ""
    known: Mapping[str, str] = field(default_factory=dict)


def draw(sheet: HeadSheet, asked: Asked) -> Drawn:
    """Return the form that is drawn from a sheet; without one where it has no head."""
    told = Told(sheet)
    area = find_table(sheet)
    if area is None:
        told.say(
            "DRAW-001",
            "看不出表头。表头要有几栏的名称并排，或名称旁边留着空格；请补上边框，或只留表头再传。",
            severity="error",
        )
        return Drawn(sheet=sheet.name, problems=tuple(told.problems))
    around = around_of(area)
    title = asked.title or around.title or sheet.name
    if not around.title and not asked.title:
        told.guess((1, 1), "title", "表题", sheet.name, "表上没有表题，用了工作表的名称")
    for place, text in around.left_out:
        told.say("DRAW-002", f"“{text}”没有画：附件的编号由行动的附件排定。", place)
    form = Form(
        schema=1,
        form=asked.code or code_of(title),
        kind="ledger",
        title=title,
        short_title=title.replace("\n", "")[:SHORT_TITLE_CHARS],
        used_by=asked.used_by,
        above=around.above,
        below=around.below,
        note_head=around.note_head,
        notes=around.notes,
    )
    shaped = _pairs(area, form, asked, told) if is_pairs(area) else _headed(area, form, asked, told)
    return Drawn(
        sheet=sheet.name,
        form=shaped if shaped.fields else None,
        guesses=tuple(told.guesses),
        problems=tuple(told.problems),
    )


def _headed(area: Area, form: Form, asked: Asked, told: Told) -> Form:
    """Return the form of a table with a head: a ledger, or an indicator table of its rows or its columns."""
    columns, body = columns_of(area), body_of(area)
    for column in columns:
        if not column.label.words and not column.groups:
            told.say(
                "DRAW-003",
                "这一栏没有名称，没有画。请在表头写上名称再传，或在画好的表里补一栏。",
                column.place,
            )
    columns = [c for c in columns if c.label.words or c.groups]
    _tell_rows(area, body, told)
    if body.remark:
        head, notes = notes_of(area.text(body.remark))
        form = replace(form, note_head=head, notes=(*form.notes, *notes))
    roles = roles_of(area, columns, body)
    labelled = bool(roles.labels) and not is_per_unit(columns, roles)
    kind = asked.kind or _guessed_kind(columns, roles, labelled)
    if not asked.kind:
        why = (
            "各行有名称" if labelled else "各栏的名称和数" if kind == "indicator_table" else "表头下面是空行"
        )
        told.guess((area.top, area.left), "kind", "表的样子", KINDS[kind], why)
    if kind == "ledger":
        return _ledger(area, form, (columns, body), asked, told)
    found = _labelled_rows(area, roles, body, told) if labelled else _from_columns(columns, roles, body)
    return _indicators(form, found, asked, told, kind)


def _tell_rows(area: Area, body: Body, told: Told) -> None:
    for row, what in (
        (body.numbering, "栏次一行没有画：栏次不是要填的。"),
        (body.example, "例子一行没有画，只用来看各栏填什么。"),
        (body.total, "合计一行没有画：各单位报来以后由汇总算出。"),
    ):
        if row:
            told.say("DRAW-002", what, area.written(row)[0])


def _guessed_kind(columns: Sequence[Column], roles: Roles, labelled: bool) -> DrawnKind:
    if labelled:
        return "indicator_table"
    able = [k.kind if (k := kind_of(c.label)) else "" for c in columns if not c.is_serial]
    figures = sum(kind in NUMBERS for kind in able)
    return "indicator_table" if is_per_unit(columns, roles) and figures * 2 >= len(able) - 1 else "ledger"


def _group_of(column: Column) -> str:
    return HEAD_LEVELS.join(same.replace("\n", "") for same in column.groups)


def _ledger(area: Area, form: Form, found: tuple[Sequence[Column], Body], asked: Asked, told: Told) -> Form:
    columns, body = found
    below = body.rows[0] if body.rows else area.bottom + 1
    made = [
        Item(
            place=c.place,
            label=c.label,
            group=_group_of(c),
            value=(below, c.first),
            sample=area.text((body.example, c.first)) if body.example else "",
        )
        for c in columns
    ]
    fields = fields_of(made, "text", asked.known, told)
    measured = [Measured(f.printed_label, f.kind, c.width_mm) for f, c in zip(fields, columns, strict=True)]
    page, widths, enough = set_widths(measured)
    if not enough:
        message = f"有 {len(columns)} 栏，横排 9 磅也排不下：有的栏名会断得很碎。请合并几栏，或分成两张表。"
        told.say("DRAW-004", message, (area.top, area.left))
    placed = (
        replace(f, width_mm=w, head_group=i.group, align="left" if _is_long(f) else "center")
        for f, w, i in zip(fields, widths, made, strict=True)
    )
    blank = [row for row in body.rows if row > below] if body.rows else []
    return replace(
        form, kind="ledger", page=page, columns=tuple(placed), min_rows=min(max(len(blank) + 1, 6), ROWS_MAX)
    )


def _is_long(field: Field) -> bool:
    return field.kind == "text" and bool(LONG_TEXT.search(same_words(field.label)))


def _from_columns(columns: Sequence[Column], roles: Roles, body: Body) -> list[Item]:
    """Return the items of a table with a row for each unit: its columns, but those that name the unit."""
    named = set(map(id, roles.labels)) | {id(c) for c in columns if c.is_serial}
    able = [c for c in columns if id(c) not in named]
    if is_per_unit(columns, roles) and not roles.labels:
        able = able[1:]
    row = body.rows[0] if body.rows else 0
    return [
        Item(place=c.place, label=c.label, group=_group_of(c), value=(row, c.first) if row else None)
        for c in able
    ]


def _labelled_rows(area: Area, roles: Roles, body: Body, told: Told) -> list[Item]:
    """Return the items of a table whose rows are labelled: one for each row, or for each row and column of values."""
    values = [c for c in roles.values if c.label.unit or not _WORDED.search(c.label.words)]
    for column in roles.values:
        if column not in values:
            told.say("DRAW-002", f"“{column.label.words}”一栏没有画：指标表一项只填一个数。", column.place)
    found = []
    for row, group, label, _ in items(area, roles, body):
        place = (row, roles.labels[-1].first)
        if len(values) < 2:
            value = (row, values[0].first) if values else None
            found.append(Item(place=place, label=label, group=group, value=value))
            continue
        over = "：".join(filter(None, (group, label.words)))
        found += [Item(place=place, label=c.label, group=over, value=(row, c.first)) for c in values]
    return found


def _indicators(form: Form, found: Sequence[Item], asked: Asked, told: Told, kind: DrawnKind) -> Form:
    usual: FieldKind = "count" if kind == "indicator_table" else "text"
    fields = fields_of(found, usual, asked.known, told)
    placed = [(item.group, field) for item, field in zip(found, fields, strict=True)]
    groups = tuple(
        Group(label=label, fields=tuple(field for _, field in run))
        for label, run in groupby(placed, key=lambda p: p[0])
    )
    at: dict[Place, str] = {i.value: f.name for i, f in zip(found, fields, strict=True) if i.value}
    rules = list(relations_of(placed, at, told.sheet))
    for rule, why in rules:
        told.guess(found[0].place, "rules", "各数之间的关系", rule, why)
    per_row = 2 if len(fields) > PAIRS_FROM else 1
    fit = "one_page" if len(fields) / per_row <= ONE_PAGE_ROWS else "flow"
    return replace(
        form,
        kind=kind,
        groups=groups,
        columns=(),
        rules=tuple(rule for rule, _ in rules),
        page=Page(fit=fit, per_row=per_row, min_size_pt=8.5),  # type: ignore[arg-type]
        widths=Widths(group=18.0, number=9.0, label=90.0) if per_row == 1 else Widths(),
    )


def _pairs(area: Area, form: Form, asked: Asked, told: Told) -> Form:
    """Return the form of a table of pairs: a record, or an indicator table where it is asked for."""
    pairs, left = pairs_of(area)
    for place in left:
        told.say("DRAW-002", f"“{area.text(place)}”旁边没有留填写的格，没有画。", place)
    fields = dict(
        zip(map(id, pairs), fields_of([p.item for p in pairs], "text", asked.known, told), strict=True)
    )
    made = []
    for label, per_row, run in runs_of(pairs):
        own = tuple(_boxed(fields[id(p)], p.box) for p in run)
        made.append(Group(label=label, fields=own, per_row=per_row))
    figures = sum(f.kind in NUMBERS for f in fields.values())
    kind = asked.kind if asked.kind in ("record", "indicator_table") else "record"
    if not asked.kind:
        kind = "indicator_table" if figures * 2 > len(fields) else "record"
        told.guess((area.top, area.left), "kind", "表的样子", KINDS[kind], "名称旁边留着空格")
    shaped = replace(form, kind=kind, groups=tuple(made))
    if kind == "indicator_table":
        per_row = max((g.per_row for g in made), default=1)
        fit = "one_page" if len(fields) / per_row <= ONE_PAGE_ROWS else "flow"
        page = Page(fit=fit, per_row=per_row, min_size_pt=8.5)  # type: ignore[arg-type]
        groups = tuple(replace(g, per_row=0 if g.per_row == per_row else g.per_row) for g in _joined(made))
        return replace(shaped, groups=groups, page=page, widths=Widths(label=46.0 if per_row > 1 else 90.0))
    return replace(
        shaped, page=Page(fit="flow", row_height_mm=9.0), widths=Widths(group=28.0, number=0.0, label=34.0)
    )


def _joined(groups: Sequence[Group]) -> Iterator[Group]:
    """Yield groups, those of one label that follow each other as one: a last row with room left is of the same group."""
    for _, run in groupby(groups, key=lambda g: g.label):
        first, *others = run
        yield replace(first, fields=(*first.fields, *(f for g in others for f in g.fields)))


def _boxed(field: Field, box: Box | None) -> Field:
    if box is None:
        return field
    return replace(field, boxes=(box,), height_mm=SEALED_MM if box.seal else SIGNED_MM)
