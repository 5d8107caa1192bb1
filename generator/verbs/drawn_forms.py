"""Drawn forms (画好的表): looked at while they are set right by hand, and kept in the campaign as a file of its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import groupby
from typing import Any

from generator.compose.sheets import blank_sheet
from generator.database.changes import Desk
from generator.database.store import DatabaseStore
from generator.dataclass import dataclass
from generator.derive.drawing.fields import KIND_NAMES, NUMBERS
from generator.derive.drawing.keys import keys_of
from generator.layout.gbt9704 import type_area_mm
from generator.model.form import Field, FieldKind, Form, Group
from generator.model.sheet import TableContent
from generator.problem import Path, Problem, errors
from generator.sources.catalogue import parse_form
from generator.sources.form_text import form_text, plain
from generator.validate.forms import check_form
from generator.verbs.drawing import catalogue_keys
from generator.verbs.usage import UsageProblem, usable_campaign

CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
FIELDS_MAX = 200
CHOSEN: tuple[FieldKind, ...] = (
    "count",
    "money",
    "number",
    "yes_no",
    "text",
    "date",
    "person",
    "choice",
    "serial",
    "seal_place",
)
KINDS_OF_FIELDS = {kind: KIND_NAMES[kind] for kind in CHOSEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Row of the grid beside a drawn form (一栏的说明): `was` is the key of the field it was, empty for a new one."""

    was: str
    label: str
    kind: FieldKind
    unit: str = ""
    width_mm: float = 0.0
    required: bool = False
    choices: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a person says of a drawn form (改好的表): its head, and its fields row by row."""

    base: Mapping[str, Any]
    code: str
    title: str
    kind: str
    orientation: str
    size_pt: float
    per_row: int
    used_by: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a form looks now (现在的样子): its blank sheet, None where it cannot be set, and what is wrong with it."""

    form: Form
    content: TableContent | None
    problems: tuple[Problem, ...] = field(default_factory=tuple)


def rows_of(form: Form) -> list[Row]:
    """Return the rows of the grid beside a form."""
    groups = {f.name: g.label for g in form.groups for f in g.fields}
    return [
        Row(
            was=f.name,
            label=f.label,
            kind=f.kind,
            unit=f.unit,
            width_mm=f.width_mm,
            required=f.required,
            choices=f.choices,
            group=groups.get(f.name, f.head_group),
        )
        for f in form.fields
    ]


def look(store: DatabaseStore, changed: Changed) -> Look:
    """Return how a form looks as it was set right so far, with everything that is wrong with it at its field."""
    form, found = _form(changed)
    campaign = usable_campaign(store.body())
    known = {kind.code for kind in campaign.kinds}
    problems = [*found, *(_named(p, form) for p in check_form(form, ()))]
    if not changed.used_by or not set(changed.used_by) <= known:
        problems.append(Problem(code="REF-007", message="没有选由哪类单位填报。请在下面选。"))
    if not form.title.strip():
        problems.append(Problem(code="DATA-003", message="没有写表题。请补写。"))
    content = None if errors(problems) else blank_sheet(campaign, form).content
    return Look(
        form=form,
        content=content if isinstance(content, TableContent) else None,
        problems=tuple(problems),
    )


def keep(desk: Desk, changed: Changed) -> Form:
    """Keep a form in the campaign as a file below forms/; raises UsageProblem when it has errors or its code is taken."""
    looked = look(desk.store, changed)
    if wrong := errors(looked.problems):
        raise UsageProblem("；".join(p.message for p in wrong))
    if not CODE.fullmatch(changed.code):
        raise UsageProblem("表单代号用小写英文字母开头，只用小写字母、数字和 -，如 qiye-taizhang。请改正。")
    files = {p.name for p in (desk.folder / "forms").glob("*")} if (desk.folder / "forms").is_dir() else set()
    if changed.code in _known(desk.store) or f"{changed.code}.yaml" in files:
        raise UsageProblem(f"已有代号是“{changed.code}”的表单。请换一个代号。")
    desk.write(f"forms/{changed.code}.yaml", form_text(looked.form).encode())
    return looked.form


def _known(store: DatabaseStore) -> set[str]:
    from generator.derive.forms import known_forms
    from generator.sources.catalogue import catalogue

    return set(known_forms(usable_campaign(store.body()), catalogue()))


def _form(changed: Changed) -> tuple[Form, list[Problem]]:
    """Return the form that a person made of the drawn one."""
    if len(changed.rows) > FIELDS_MAX:
        raise UsageProblem(f"一张表最多 {FIELDS_MAX} 栏。请分成几张表。")
    head = {
        "form": changed.code,
        "title": changed.title.replace("\r\n", "\n"),
        "short_title": changed.title.replace("\n", "").replace("\r", "")[:30],
        "kind": changed.kind,
        "used_by": list(changed.used_by),
        "notes": list(changed.notes),
        "page": {
            **dict(changed.base.get("page") or {}),
            "orientation": changed.orientation,
            "size_pt": changed.size_pt,
            "per_row": changed.per_row,
        },
    }
    base, found = parse_form({**changed.base, **head})
    fields = _fields(base, changed.rows)
    pairs = list(zip((row.group for row in changed.rows), fields, strict=True))
    if base.kind == "ledger":
        width, _ = type_area_mm(base.page.orientation == "landscape")
        shaped = replace(base, groups=(), rules=(), columns=tuple(_filling(pairs, width)))
    else:
        shaped = replace(base, columns=(), groups=tuple(_groups(base, pairs)), min_rows=0)
    return replace(shaped, rules=_kept_rules(shaped)), found


def _fields(base: Form, rows: Sequence[Row]) -> list[Field]:
    known = {f.name: f for f in base.fields}
    new = keys_of([(row.group, row.label) for row in rows], catalogue_keys())
    return [_field(known.get(row.was), row, key) for row, key in zip(rows, new, strict=True)]


def _field(was: Field | None, row: Row, key: str) -> Field:
    start = was or Field(name=key)
    return replace(
        start,
        label=row.label.replace("\r\n", "\n"),
        kind=row.kind,
        unit=row.unit if row.kind in NUMBERS else "",
        width_mm=max(0.0, row.width_mm),
        required=row.required,
        choices=row.choices if row.kind == "choice" else (),
        boxes=start.boxes if row.kind == "seal_place" else (),
    )


def _filling(pairs: Sequence[tuple[str, Field]], width: float) -> list[Field]:
    """Return columns as wide together as the type area, each in proportion to what is said of it."""
    total = sum(f.width_mm for _, f in pairs)
    widths = [
        round(f.width_mm * width / total, 1) if total else round(width / len(pairs), 1) for _, f in pairs
    ]
    if widths:
        widest = widths.index(max(widths))
        widths[widest] = round(widths[widest] + width - sum(widths), 1)
    return [replace(f, width_mm=w, head_group=group) for (group, f), w in zip(pairs, widths, strict=True)]


def _groups(base: Form, pairs: Sequence[tuple[str, Field]]) -> list[Group]:
    rows = {f.name: g.per_row for g in base.groups for f in g.fields}
    groups = []
    for (label, per_row), run in groupby(pairs, key=lambda p: (p[0], rows.get(p[1].name, 0))):
        fields = tuple(replace(f, width_mm=0.0, head_group="") for _, f in run)
        groups.append(Group(label=label, per_row=per_row, fields=fields))
    return groups


def _kept_rules(form: Form) -> tuple[str, ...]:
    """Return the rules whose figures are all there still."""
    names = {f.name for f in form.fields if f.kind in NUMBERS}
    return tuple(r for r in form.rules if set(re.findall(r"\w+", r)) <= names)


def _named(problem: Problem, form: Form) -> Problem:
    """Return a problem of a form with the label of the field that it lies in as its place."""
    found = _field_at(form, problem.path)
    return problem.at(f"“{found.label or found.name}”" if found else "")


def _field_at(form: Form, path: Path) -> Field | None:
    match path[:4]:
        case ("columns", int(i), *_) if i < len(form.columns):
            return form.columns[i]
        case ("groups", int(g), "fields", int(i)) if g < len(form.groups) and i < len(form.groups[g].fields):
            return form.groups[g].fields[i]
        case _:
            return None


def base_of(form: Form) -> dict[str, Any]:
    """Return a form as plain data, which the page keeps while it is set right."""
    found: dict[str, Any] = plain(form)
    return found
