"""Roll-up as a sheet (汇总表): the town's table, printed from its form like a unit's."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.compose.description import described_table
from generator.compose.table import Facts, Table, table_content
from generator.compose.wording import printed_month
from generator.dataclass import dataclass
from generator.derive.known_hazards import all_hazards
from generator.derive.roll_up import Cell, Total
from generator.model.campaign import Campaign
from generator.model.filled import Return, Scalar, Value
from generator.model.form import Field, Form, Part
from generator.model.organ import Unit
from generator.model.sheet import Sheet
from generator.problem import Problem

CODE = "roll-up"
AGGREGATES = {
    "sum": "相加",
    "max": "取最大",
    "any": "有一个是就是",
    "list": "逐个列出",
    "ledger": "台账里数",
    "own": "自己填",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One number of a table (指标的一个数): a field, or one part of it.

    `number` is where it stands: 2.1 is the first field of the second group.
    """

    number: str
    field: Field
    part: Part | None = None

    @property
    def label(self) -> str:
        """Its name without its unit."""
        if self.part is None:
            return self.field.label
        return self.part.label or "：".join(filter(None, (self.field.label, self.part.prefix)))

    @property
    def unit(self) -> str:
        """Its unit of measure."""
        return self.part.unit if self.part else self.field.unit

    @property
    def full_label(self) -> str:
        """Its name with its unit behind it, in brackets."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    def of(self, value: Value) -> Scalar:
        """Return its own number out of the value of its field."""
        if isinstance(value, dict):
            return value.get(self.part.name) if self.part else None
        return value


def indicators(form: Form) -> tuple[Indicator, ...]:
    """Return the numbers of a form in printed order, the parts of a field one after the other."""
    return tuple(_indicators(form))


def _indicators(form: Form) -> Iterator[Indicator]:
    for i, group in enumerate(form.groups, 1):
        for j, field in enumerate((f for f in group.fields if f.kind != "seal_place"), 1):
            parts: tuple[Part | None, ...] = field.parts or (None,)
            yield from (Indicator(number=f"{i}.{j}", field=field, part=part) for part in parts)


def total_name(campaign: Campaign, total: Total, *, alone: bool) -> str:
    """Return the name of a total's sheet; one of several says whose returns it adds up."""
    name = f"{total.form.short_title}汇总（{printed_month(total.period)}）"
    return name if alone else f"{source_names(campaign, total)} {name}"


def source_names(campaign: Campaign, total: Total) -> str:
    """Return the kinds of units whose returns a total adds up."""
    return "、".join(dict.fromkeys(kind_names(campaign, form) for form in total.sources))


def kind_names(campaign: Campaign, form: Form) -> str:
    """Return the names of the kinds of units that fill in a form."""
    names = {kind.code: kind.name for kind in campaign.kinds}
    return "、".join(names.get(code, code) for code in form.used_by)


def place_of(campaign: Campaign) -> str:
    """Return whose table a total is: the issuer's region, else the issuer."""
    return campaign.issuer.region or campaign.issuer.name


def total_sheet(campaign: Campaign, total: Total, *, alone: bool = True) -> tuple[Sheet, list[Problem]]:
    """Return the town's table, and the problem when it does not fit its page.

    It is nobody's attachment; the date of filling in is left to be written.
    """
    form = replace(total.form, title=total.roll_up.title or total.form.title)
    place = place_of(campaign)
    filled = Return(schema=1, form=form.form, unit=place, period=total.period, values=total.values)
    facts = Facts(unit=_place_unit(campaign), period=total.period, filled=filled)
    return _sheet(campaign, form, facts, total_name(campaign, total, alone=alone))


def ledger_sheet(campaign: Campaign, form: Form, period: str) -> tuple[Sheet, list[Problem]]:
    """Return a ledger of hazards of all units together, those known by the end of a month, in the data's order."""
    facts = Facts(unit=_place_unit(campaign), period=period, hazards=all_hazards(campaign, form, period))
    return _sheet(campaign, form, facts, f"{form.short_title}汇总（{printed_month(period)}）")


def ledger_forms(forms: Iterable[Form]) -> tuple[Form, ...]:
    """Return the forms that are ledgers of hazards, one of each unit."""
    return tuple(f for f in forms if f.kind == "ledger" and f.rows_from == "hazards" and f.each == "unit")


def _place_unit(campaign: Campaign) -> Unit:
    place = place_of(campaign)
    return Unit(name=place, kind="", code=place)


def _sheet(campaign: Campaign, form: Form, facts: Facts, name: str) -> tuple[Sheet, list[Problem]]:
    table = table_content(replace(campaign, attachments=()), form, facts)
    sheet = Sheet(
        code=CODE,
        name=name,
        unit="",
        folder=campaign.issuer.name,
        description=replace(described_table(campaign, name, facts), author=(campaign.issuer.name,)),
        content=table.content,
        period=facts.period,
        one_page=form.page.fit == "one_page" and table.fits,
        filled=True,
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
    )
    return sheet, [_too_long(sheet)] if not _holds(table) else []


def _holds(table: Table) -> bool:
    return table.fits and not table.high


def _too_long(sheet: Sheet) -> Problem:
    remedy = "请缩短各单位所填的文字，或减小表单的 page.row_height_mm，或把 page.fit 改为 flow。"
    message = f"“{sheet.name}”一页排不下：{remedy}"
    return Problem(code="BLD-002", message=message)


def how_it_came(cell: Cell) -> str:
    """Return in words how a value came about."""
    words = AGGREGATES[cell.aggregate]
    return f"{words}，共 {len(cell.hazards)} 条" if cell.aggregate == "ledger" else words
