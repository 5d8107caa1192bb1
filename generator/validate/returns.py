"""Checks of the returns (报送): whose, on which form, for which month, and every value."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.derive.corrections import key_of
from generator.derive.fillable import row_fields, value_fields
from generator.derive.names import is_period, months
from generator.derive.units import codes_by_name
from generator.model.campaign import Campaign
from generator.model.filled import Return, Value
from generator.model.form import Field, Form
from generator.model.organ import Unit
from generator.problem import Path, Problem
from generator.validate.dates import is_month
from generator.validate.hazards import unknown_unit
from generator.validate.references import unknown_form, wrong_month
from generator.validate.rules import check_relations
from generator.validate.scores import check_findings
from generator.validate.values import check_value, is_blank, name_of
from generator.validate.wording import listed, nearest


def check_returns(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield the problems of a campaign's returns, each with the code of its unit where that is known."""
    units = {unit.code: unit for unit in campaign.units}
    kinds = {kind.code: kind.name for kind in campaign.kinds}
    codes = codes_by_name(campaign.units)
    counts = Counter((*key_of(r), r.correction) for r in campaign.returns)
    for i, filled in enumerate(campaign.returns):
        path = ("returns", i)
        unit = units.get(filled.unit)
        if unit is None:
            yield unknown_unit(filled.unit, codes, (*path, "unit"))
        found = [*_period(filled, campaign, path), *_return(filled, forms, unit, kinds, path)]
        if counts[*key_of(filled), filled.correction] > 1:
            found = [*found, _repeated(counts[*key_of(filled), filled.correction], path)]
        if filled.correction and not counts[*key_of(filled), filled.correction - 1]:
            found = [*found, _gap(filled, path)]
        yield from (replace(p, unit=unit.code if unit else "") for p in found)


def _repeated(count: int, path: Path) -> Problem:
    message = f"同一单位、同一月份、同一张表报了 {count} 份。请只留一份。"
    return Problem(code="REF-006", message=message, path=(*path, "form"))


def _gap(filled: Return, path: Path) -> Problem:
    """Return the problem of a correction whose version before is not there, so that nobody sees what it corrects."""
    before = f"第 {filled.correction - 1} 次更正" if filled.correction > 1 else "原来报的"
    message = (
        f"这是第 {filled.correction} 次更正，却没有{before}。请把它放回来；这就是原来报的，请改 correction。"
    )
    return Problem(code="REF-026", message=message, path=(*path, "correction"))


def _period(filled: Return, campaign: Campaign, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with the month of a return; one outside the campaign would be taken for the latest."""
    if not is_month(filled.period):
        yield wrong_month("period", filled.period, (*path, "period"))
    elif campaign.starts_on <= campaign.ends_on and not is_period(campaign, filled.period):
        first, last = months(campaign)
        message = (
            f"所报月份 {filled.period} 不在行动期间（{first} 至 {last}）内。请核对 period，或行动的起止日期。"
        )
        yield Problem(code="REF-018", message=message, path=(*path, "period"))


def _return(
    filled: Return, forms: Mapping[str, Form], unit: Unit | None, kinds: Mapping[str, str], path: Path
) -> list[Problem]:
    form = forms.get(filled.form)
    if form is None:
        return [unknown_form(filled.form, forms, (*path, "form"))]
    if unit and unit.kind not in form.used_by:
        return [_wrong_kind(form, unit, kinds, (*path, "form"))]
    return list(_values(filled, form, path))


def _wrong_kind(form: Form, unit: Unit, kinds: Mapping[str, str], path: Path) -> Problem:
    users = listed(kinds.get(kind, kind) for kind in form.used_by)
    message = (
        f"“{unit.label}”的类别是“{kinds.get(unit.kind, unit.kind)}”，“{form.short_title}”"
        f"{f'由“{users}”填报' if users else '没有写由谁填报'}。"
        "请换成这类单位的表，或改表单的填报单位类别（used_by）。"
    )
    return Problem(code="REF-011", message=message, path=path)


def _values(filled: Return, form: Form, path: Path) -> Iterator[Problem]:
    fields, columns = value_fields(form), row_fields(form)
    if fields or not filled.values:
        found = list(_named_values(fields, filled.values, form, (*path, "values")))
        yield from found or check_relations(filled.values, form, (*path, "values"))
    else:
        yield _no_values(form, bool(columns), (*path, "values"))
    if filled.rows and not columns:
        message = f"表单“{form.form}”没有要逐行填报的栏。请删去 rows。"
        yield Problem(code="REF-004", message=message, path=(*path, "rows"))
        return
    found = [
        p for i, row in enumerate(filled.rows) for p in _named_values(columns, row, form, (*path, "rows", i))
    ]
    yield from found
    if form.kind == "score_sheet" and not found:
        yield from check_findings(form, filled.rows, (*path, "rows"))


def _no_values(form: Form, has_rows: bool, path: Path) -> Problem:
    """Return the one problem of values on a form that has none, however many there are."""
    remedy = "请逐行写在 rows 里。" if has_rows else "它的内容取自隐患，请删去，并在 hazards 里填写。"
    message = f"表单“{form.form}”没有要写在 values 里的项。{remedy}"
    return Problem(code="REF-004", message=message, path=path)


def _named_values(
    fields: tuple[Field, ...], values: Mapping[str, Value], form: Form, path: Path
) -> Iterator[Problem]:
    known = {field.name: field for field in fields}
    for name, value in values.items():
        if name not in known:
            yield _unknown_name(name, known, form, (*path, name))
        elif value is not None:
            yield from check_value(known[name], value, (*path, name))
    for field in fields:
        if field.required and is_blank(values.get(field.name)):
            message = f"{name_of(field)}必填，没有写。请补写。"
            yield Problem(code="VAL-008", message=message, path=(*path, field.name))


def _unknown_name(name: str, known: Mapping[str, Field], form: Form, path: Path) -> Problem:
    field = next((f for f in form.fields if f.name == name), None)
    if field and field.source:
        message = (
            f"{name_of(field)}取自隐患（{field.source}），不在报送数据里填。请删去，并在 hazards 里填写。"
        )
    elif field:
        message = f"{name_of(field)}不在报送数据里填。请删去。"
    else:
        message = f"表单“{form.form}”没有“{name}”这一项。{nearest(name, known)}请改正或删去。"
    return Problem(code="REF-004", message=message, path=path)
