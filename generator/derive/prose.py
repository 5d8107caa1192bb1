"""Texts (文字) of a campaign that are read as prose, each with its path and the document it belongs to."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.model.campaign import Campaign
from generator.model.form import Field, Form, FormUse, Line
from generator.model.score import ScoreItem
from generator.problem import Path

ProseKind: TypeAlias = Literal["body", "title", "cell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """One text (一段文字): `body` are paragraphs, `title` a title, `cell` a cell, note or line of a table.

    `document` says which texts belong together: notice, plan, a form's code, or a list's name.
    """

    path: Path
    text: str
    kind: ProseKind = "body"
    document: str = ""


def prose(campaign: Campaign) -> tuple[Prose, ...]:
    """Return every text of a campaign that a reader of its documents reads, in the order of the data."""
    return tuple(p for p in _every(campaign) if p.text.strip())


def _every(campaign: Campaign) -> Iterator[Prose]:
    if campaign.notice:
        yield _title(("notice", "title"), campaign.notice.title, "notice")
        addressees = campaign.notice.addressees
        yield Prose(path=("notice", "addressees"), text=addressees, kind="cell", document="notice")
        yield Prose(path=("notice", "text"), text=campaign.notice.text, document="notice")
    if campaign.plan:
        yield _title(("plan", "title"), campaign.plan.title, "plan")
        yield Prose(path=("plan", "text"), text=campaign.plan.text, document="plan")
    yield from _work_group(campaign)
    for i, attachment in enumerate(campaign.attachments):
        yield _title(("attachments", i, "title"), attachment.title, "attachments")
    for i, use in enumerate(campaign.forms):
        yield from _form(use, ("forms", i))
    for i, form in enumerate(campaign.definitions):
        yield from _form(form, ("definitions", i))
        yield from _score(form, ("definitions", i, "levels"))
    for name, rows in campaign.lists.items():
        yield from _rows(rows, ("lists", name), f"lists.{name}")


def _title(path: Path, text: str, document: str) -> Prose:
    return Prose(path=path, text=text, kind="title", document=document)


def _work_group(campaign: Campaign) -> Iterator[Prose]:
    group = campaign.work_group
    if group is None:
        return
    yield _title(("work_group", "title"), group.title, "work_group")
    yield Prose(path=("work_group", "closing"), text=group.closing, document="work_group")
    for i, role in enumerate(group.roles):
        for j, member in enumerate(role.members):
            path = ("work_group", "roles", i, "members", j, "title")
            yield Prose(path=path, text=member.title, kind="cell", document="work_group")


def _form(form: Form | FormUse, path: Path) -> Iterator[Prose]:
    """Yield what a form, or a campaign's change of it, says: title, notes, remark, lines, labels."""
    document = f"form {form.form}"
    yield _title((*path, "title"), form.title or "", document)
    yield from _cells(form.notes or (), (*path, "notes"), document)
    yield Prose(path=(*path, "remark"), text=form.remark or "", kind="cell", document=document)
    yield from _lines(form.above or (), (*path, "above"), document)
    for i, group in enumerate(form.groups or ()):
        for j, field in enumerate(group.fields):
            yield from _field(field, (*path, "groups", i, "fields", j), document)
    for i, column in enumerate(form.columns or ()):
        yield Prose(path=(*path, "columns", i, "label"), text=column.label, kind="cell", document=document)
    yield from _lines(form.below or (), (*path, "below"), document)


def _field(field: Field, path: Path, document: str) -> Iterator[Prose]:
    """Yield the label of a field, and the lines in its boxes."""
    yield Prose(path=(*path, "label"), text=field.label, kind="cell", document=document)
    for i, box in enumerate(field.boxes):
        yield from _lines(box.lines, (*path, "boxes", i, "lines"), document)


def _lines(lines: Sequence[Line], path: Path, document: str) -> Iterator[Prose]:
    for i, line in enumerate(lines):
        for side in ("left", "center", "right"):
            yield Prose(path=(*path, i, side), text=getattr(line, side), kind="cell", document=document)


def _cells(texts: Sequence[str], path: Path, document: str) -> Iterator[Prose]:
    for i, text in enumerate(texts):
        yield Prose(path=(*path, i), text=text, kind="cell", document=document)


def _score(form: Form, path: Path) -> Iterator[Prose]:
    for i, level in enumerate(form.levels):
        for j, item in enumerate(level.items):
            yield from _item(item, (*path, i, "items", j), f"form {form.form}")


def _item(item: ScoreItem, path: Path, document: str) -> Iterator[Prose]:
    """Yield the texts of an item: its label, its clauses, and what is deducted."""
    yield Prose(path=(*path, "label"), text=item.label, kind="cell", document=document)
    for i, clause in enumerate(item.clauses):
        place = (*path, "clauses", i)
        yield Prose(path=(*place, "text"), text=clause.text, kind="cell", document=document)
        for j, rule in enumerate(clause.rules):
            for k, deduction in enumerate(rule.deductions):
                within = (*place, "rules", j, "deductions", k, "text")
                yield Prose(path=within, text=deduction.text, kind="cell", document=document)


def _rows(value: object, path: Path, document: str) -> Iterator[Prose]:
    """Yield the texts in the rows of a list, however deep they lie."""
    if isinstance(value, str):
        yield Prose(path=path, text=value, kind="cell", document=document)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _rows(inner, (*path, key), document)
    elif isinstance(value, (list, tuple)):
        for i, inner in enumerate(value):
            yield from _rows(inner, (*path, i), document)
