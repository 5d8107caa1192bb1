"""Checks of the campaign's lists (列表) against the forms that take their rows from them."""

from collections.abc import Iterator, Mapping

from generator.derive.lists import (
    ListRow,
    can_be_bound,
    flat_rows,
    misshapen,
    stands_in_text,
    units_named,
)
from generator.derive.names import inline_form, inline_lines, inline_name
from generator.model.campaign import Campaign
from generator.model.form import Field, Form
from generator.problem import Path, Problem
from generator.validate.values import check_value, name_of
from generator.validate.wording import found, nearest


def check_lists(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield the problems of a campaign's lists, and of forms whose list is not there."""
    users = [form for form in forms.values() if form.rows_from == "list"]
    yield from _missing(campaign, users)
    yield from _inline(campaign, forms)
    yield from _bound(campaign, forms)
    for name, rows in campaign.lists.items():
        path: Path = ("lists", name)
        wrong = [_not_a_row(place, value) for place, value in misshapen(rows, path)]
        takers = [form for form in users if form.list == name]
        if not takers:
            yield _unused(name, users, path)
        yield from wrong
        if takers and not wrong:
            listed = list(flat_rows(rows, path))
            yield from dict.fromkeys(p for form in takers for p in _values(form, takers, listed))
            yield from dict.fromkeys(p for form in takers for p in _units(campaign, form, listed))


def _missing(campaign: Campaign, users: list[Form]) -> Iterator[Problem]:
    for form in users:
        if form.list and form.list not in campaign.lists:
            message = (
                f"表单“{form.form}”的各行取自 lists 里的“{form.list}”，没有这个列表。"
                f"{nearest(form.list, campaign.lists)}请补写，或在 forms 里改 list。"
            )
            yield Problem(code="REF-022", message=message, path=_use(campaign, form.form))


def _inline(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield the lines of the texts that stand for a table which cannot stand there."""
    for place, line in inline_lines(campaign):
        name, form = inline_name(line), inline_form(line, forms)
        path = (place, "text")
        if form is None:
            names = [f.short_title for f in forms.values() if f.rows_from == "list"]
            message = f"正文里的“{name}”不是采用的表单。{nearest(name, names)}请写表单的代号或简称。"
            yield Problem(code="REF-021", message=message, path=path)
        elif not stands_in_text(form):
            message = f"“{name}”不能放进正文：各行要取自列表（rows_from: list），页面要竖排。请改作附件。"
            yield Problem(code="REF-021", message=message, path=path)


def _bound(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield the tables that are to be bound with the text and cannot be."""
    for i, attachment in enumerate(campaign.attachments):
        form = forms.get(attachment.form)
        if attachment.bound and form and not can_be_bound(form):
            message = (
                f"“{form.short_title}”不能与正文装订在一起：各行要取自列表（rows_from: list），页面要竖排，"
                "表上、表下没有别的文字和注。现单独成文件，请删去 bound。"
            )
            path = ("attachments", i, "bound")
            yield Problem(code="REF-021", message=message, path=path, severity="warning")


def _use(campaign: Campaign, code: str) -> Path:
    """Return where a form is used or defined."""
    for name in ("forms", "definitions", "attachments"):
        for i, item in enumerate(getattr(campaign, name)):
            if item.form == code:
                return (name, i, "form")
    return ()


def _unused(name: str, users: list[Form], path: Path) -> Problem:
    hint = nearest(name, (form.list for form in users))
    message = f"采用的表单都不取列表“{name}”。{hint}请改正，或在 forms 里采用取它的表单。"
    return Problem(code="REF-022", message=message, path=path)


def _not_a_row(path: Path, value: object) -> Problem:
    wanted = "列表（每项一行，以“- ”开头）" if path[-1] == "rows" else "一组“键: 值”"
    last = "rows" if path[-1] == "rows" else f"第 {int(path[-1]) + 1} 行"
    return Problem(code="DATA-002", message=f"“{last}”应为{wanted}，现{found(value)}。请改写。", path=path)


def _values(form: Form, takers: list[Form], rows: list[ListRow]) -> Iterator[Problem]:
    """Yield what is wrong with the rows as one form prints them; a value may be meant for another form."""
    columns = {c.name: c for c in form.columns if c.kind != "serial" and not c.source}
    every = {c.name for taker in takers for c in taker.columns if c.kind != "serial"}
    for row in rows:
        for name, value in row.values.items():
            if name in columns and value is not None:
                yield from check_value(columns[name], value, row.places[name])
            elif name not in every:
                yield _unknown(name, every, row.places[name])
        yield from _required(columns, row)


def _unknown(name: str, known: set[str], path: Path) -> Problem:
    message = f"取这个列表的表单没有“{name}”这一栏。{nearest(name, known)}请改正或删去。"
    return Problem(code="REF-004", message=message, path=path)


def _required(columns: Mapping[str, Field], row: ListRow) -> Iterator[Problem]:
    for name, column in columns.items():
        if column.required and row.values.get(name) in (None, ""):
            message = f"{name_of(column)}必填，没有写。请补写。"
            yield Problem(code="VAL-008", message=message, path=(*row.path, name))


def _units(campaign: Campaign, form: Form, rows: list[ListRow]) -> Iterator[Problem]:
    """Yield the rows that no unit's slice of the list would hold."""
    for row in rows if form.slice_by else ():
        text = str(row.values.get(form.slice_by) or "")
        for piece in units_named(campaign, text)[1]:
            message = (
                f"“{piece}”不是 units 里的单位，也不是 kinds 里的类别，这一行不列入哪个单位的“{form.short_title}”。"
                "写错了请改正。"
            )
            path = row.places.get(form.slice_by, row.path)
            yield Problem(code="REF-023", message=message, path=path, severity="warning")
