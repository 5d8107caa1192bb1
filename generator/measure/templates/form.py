"""Template of a form against the form's definition (对照表单): fields that it has no place for."""

import difflib
from collections.abc import Collection, Iterator, Sequence

from generator.measure.templates.blocks import Placed
from generator.measure.templates.finding import Finding
from generator.measure.templates.names import used_paths
from generator.model.form import Field, Form, Line
from generator.render.docx_form import BOX, PLACES, ROWS, VALUE
from generator.render.template_language import Path

TITLE, NOTES = ("title",), ("notes",)
MEANT = 0.75


def missing_fields(placed: Sequence[Placed], form: Form, mistaken: Collection[str] = ()) -> Iterator[Finding]:
    """Yield what the template has no place for: an error for a field that must be filled in.

    A field that one of the `mistaken` names comes near has its place, under a wrong name.
    """
    used = used_paths(placed)
    if form.kind == "ledger" and (ROWS,) not in used:
        if not _is_meant(ROWS, mistaken):
            message = "没有循环 {%tr for row in rows %} … {%tr endfor %}，台账的各行印不出来。请补上。"
            yield Finding(code="TPL-010", message=message)
        return
    for field in form.fields:
        path: Path = (ROWS if form.kind == "ledger" else VALUE, field.name)
        if field.kind != "seal_place" and path not in used and not _is_meant(field.name, mistaken):
            yield _missing(field, path)
    for path in _paths_around(form):
        if path not in used and (path[0].partition("_")[0],) not in used and not _is_meant(path[0], mistaken):
            message = f"没有 {{{{ {'.'.join(path)} }}}}，{_said(path)}印不出来。不要的不用管，要就补上。"
            yield Finding(code="TPL-010", message=message, severity="warning")


def _is_meant(name: str, mistaken: Collection[str]) -> bool:
    return bool(difflib.get_close_matches(name, mistaken, 1, MEANT))


def _missing(field: Field, path: Path) -> Finding:
    tag = f"{{{{ {'row' if path[0] == ROWS else VALUE}.{field.name} }}}}"
    label = (field.label or field.head_group).replace("\n", "")
    if field.required:
        message = f"没有必填的“{label}”：{tag}。请补上。"
        return Finding(code="TPL-010", message=message)
    message = f"没有“{label}”：{tag}，报来的数印不出来。不要的不用管，要就补上。"
    return Finding(code="TPL-010", message=message, severity="warning")


def _paths_around(form: Form) -> Iterator[Path]:
    """Yield the names of what stands around the table and is filled in, and of the lines in seal boxes."""
    yield TITLE
    if form.notes:
        yield NOTES
    for side, lines in (("above", form.above), ("below", form.below)):
        yield from _line_paths(lines, side, everything=True)
    for i, box in enumerate((box for f in form.fields for box in f.boxes), 1):
        yield from _line_paths(box.lines, f"{BOX}_{i}", everything=False)


def _line_paths(lines: Sequence[Line], name: str, *, everything: bool) -> Iterator[Path]:
    for i, line in enumerate(lines, 1):
        for place in PLACES:
            text = getattr(line, place)
            if text and (everything or "{" in text):
                yield (f"{name}_{i}", place) if everything else (name, f"line_{i}", place)


def _said(path: Path) -> str:
    if path == TITLE:
        return "表题"
    if path == NOTES:
        return "表下的注"
    return "盖章签字栏里填的内容" if path[0].startswith(BOX) else "表外这一行"
