"""Checks of roll-ups (汇总): forms that are there, indicators that fit each other, the town's own values."""

from collections import Counter
from collections.abc import Iterator, Mapping

from generator.derive.fillable import value_fields
from generator.derive.names import is_period, months
from generator.derive.roll_up import can_be_rolled_up
from generator.model.campaign import Campaign
from generator.model.form import Field, FieldKind, Form
from generator.model.roll_up import RollUp
from generator.problem import Path, Problem
from generator.validate.dates import is_month
from generator.validate.references import unknown_form
from generator.validate.values import check_value
from generator.validate.wording import nearest

ADDED: tuple[FieldKind, ...] = ("count", "money", "number", "parts")
FITTING: dict[str, tuple[FieldKind, ...]] = {
    "sum": ADDED,
    "max": ADDED,
    "any": ("yes_no",),
    "list": ("count", "money", "number", "yes_no", "text", "date", "person", "choice"),
    "ledger": ("count",),
}


def _defined(field: Field) -> str:
    """Return how a field is named to whoever defines forms: its name in the data besides its label."""
    return f"“{field.name}”" + (f"（{field.printed_label}）" if field.printed_label else "")


def check_aggregate(field: Field, path: Path) -> Iterator[Problem]:
    """Yield what is wrong with how a field is rolled up."""
    kinds = FITTING.get(field.aggregate or "")
    if kinds and field.kind not in kinds:
        message = (
            f"{_defined(field)}的类型是 {field.kind}，不能按 {field.aggregate} 汇总，那只用于 {'、'.join(kinds)}。"
            "请改 aggregate；逐个列出写 list，由汇总单位自己填写 own。"
        )
        yield Problem(code="COL-001", message=message, path=(*path, "aggregate"))
    if field.ledger and field.kind != "count":
        message = f"{_defined(field)}的类型是 {field.kind}，不能与台账核对，那只用于 count。请删去 ledger。"
        yield Problem(code="COL-001", message=message, path=(*path, "ledger"))


def check_roll_ups(campaign: Campaign, forms: Mapping[str, Form]) -> Iterator[Problem]:
    """Yield the problems of a campaign's roll-ups."""
    counts = Counter(r.form for r in campaign.roll_ups)
    for i, roll_up in enumerate(campaign.roll_ups):
        path: Path = ("roll_ups", i)
        if counts[roll_up.form] > 1:
            message = (
                f"汇总成“{roll_up.form}”写了 {counts[roll_up.form]} 次。请合并成一处，各表都写在 sources 里。"
            )
            yield Problem(code="COL-002", message=message, path=(*path, "form"))
        if found := list(_forms(roll_up, forms, path)):
            yield from found
            continue
        yield from _pairs(roll_up, forms, path)
        yield from _own(campaign, roll_up, forms[roll_up.form], path)


def _forms(roll_up: RollUp, forms: Mapping[str, Form], path: Path) -> Iterator[Problem]:
    named = [(roll_up.form, (*path, "form"))]
    named += [(code, (*path, "sources", j)) for j, code in enumerate(roll_up.sources)]
    for code, at in named:
        if code not in forms:
            yield unknown_form(code, forms, at)
        elif not can_be_rolled_up(forms[code]):
            message = f"“{code}”不是各单位填数的指标表，不能汇总。请换成调度表这样的 indicator_table。"
            yield Problem(code="COL-002", message=message, path=at)


def _pairs(roll_up: RollUp, forms: Mapping[str, Form], path: Path) -> Iterator[Problem]:
    targets = {f.name: f for f in value_fields(forms[roll_up.form])}
    given = {f.name: f for code in roll_up.forms for f in value_fields(forms[code])}
    for name, froms in roll_up.pairs.items():
        at = (*path, "pairs", name)
        if name not in targets:
            message = f"汇总表“{roll_up.form}”没有“{name}”这个指标。{nearest(name, targets)}请改正或删去。"
            yield Problem(code="COL-002", message=message, path=at)
            continue
        for j, source in enumerate(froms):
            if source not in given:
                message = f"被汇总的表里没有“{source}”这个指标。{nearest(source, given)}请改正或删去。"
                yield Problem(code="COL-002", message=message, path=(*at, j))
            elif not _fit(targets[name], given[source]):
                both = f"{_defined(given[source])}和{_defined(targets[name])}"
                message = f"{both}类型或各个数不同，不能汇到一格。请改对应的指标。"
                yield Problem(code="COL-002", message=message, path=(*at, j))
    yield from _alike(roll_up, forms, targets, path)


def _alike(
    roll_up: RollUp, forms: Mapping[str, Form], targets: Mapping[str, Field], path: Path
) -> Iterator[Problem]:
    """Yield the fields that have the name of one in the total and do not fit it."""
    paired = {source for froms in roll_up.pairs.values() for source in froms}
    for code in roll_up.forms:
        for field in value_fields(forms[code]):
            target = targets.get(field.name)
            if target and field.name not in paired and not _fit(target, field):
                message = (
                    f"“{code}”的{_defined(field)}和“{roll_up.form}”的同名指标类型或各个数不同，不能汇到一格。"
                    "请在表单里改一个名称，再用 pairs 对应。"
                )
                yield Problem(code="COL-002", message=message, path=(*path, "sources"))


def _fit(target: Field, source: Field) -> bool:
    parts = [{p.name for p in field.parts} for field in (target, source)]
    numbers = ("count", "money", "number")
    alike = target.kind == source.kind or (target.kind in numbers and source.kind in numbers)
    return alike and parts[0] == parts[1]


def _own(campaign: Campaign, roll_up: RollUp, form: Form, path: Path) -> Iterator[Problem]:
    fields = {f.name: f for f in value_fields(form)}
    for period, values in roll_up.own.items():
        at = (*path, "own", period)
        if not (is_month(period) and is_period(campaign, period)):
            first, last = months(campaign)
            message = f"“{period}”不是行动期间（{first} 至 {last}）的月份。请写成 2023-06 的样子。"
            yield Problem(code="COL-003", message=message, path=at)
        for name, value in values.items():
            field = fields.get(name)
            if field is None or field.rolled_up_by != "own":
                message = f"“{name}”{_why_not(field)}，不能在 own 里填。{nearest(name, _own_names(fields))}请改正或删去。"
                yield Problem(code="COL-003", message=message, path=(*at, name))
            elif value is not None:
                yield from check_value(field, value, (*at, name))


def _own_names(fields: Mapping[str, Field]) -> list[str]:
    return [f.name for f in fields.values() if f.rolled_up_by == "own"]


def _why_not(field: Field | None) -> str:
    return f"由各单位的数得来（{field.rolled_up_by}）" if field else "不是汇总表的指标"
