"""Sheets of a run: what each unit hands in for a period; those of the issuer stand in `issuer_sheets.py`."""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import Literal, TypeAlias

from generator.compose.attachments import attachment_number
from generator.compose.copies import copies_of
from generator.compose.description import described_table
from generator.compose.fitting import HighRow
from generator.compose.papers import blank_papers_of
from generator.compose.seals import table_seals
from generator.compose.table import Facts, Table, table_content
from generator.compose.wording import printed_month
from generator.dataclass import dataclass
from generator.derive.by_unit import returns_of
from generator.derive.corrections import in_force
from generator.derive.known_hazards import unit_hazards
from generator.derive.lists import list_values, rows_of_unit
from generator.model.campaign import Campaign
from generator.model.filled import Return, Value
from generator.model.form import Form
from generator.model.hazard import Hazard
from generator.model.organ import Unit
from generator.model.seal import NO_SEALS, SheetSeals
from generator.model.sheet import Sheet, TableContent
from generator.problem import Problem

Filling: TypeAlias = Literal["auto", "blank", "filled"]

Overlay: TypeAlias = Literal["", "guide", "draft"]

PREPRINTED = "preprinted"  # stands for the period of documents printed on paper with a red head (套打)
GUIDE, DRAFT = "seal-guide", "draft"  # begin the periods of papers that show where seals go (用印示意、样稿)
BLANK = "blank"  # stands for the period of blank forms made for their own sake


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Order for a run (任务): which period, blank or filled, which sheets, on plain or on preprinted paper.

    `overlay` asks not for the papers but for what shows their seals: guides (用印示意) or drafts (样稿).
    """

    period: str
    filling: Filling = "auto"
    sheets: frozenset[str] | None = None
    preprinted: bool = False
    overlay: Overlay = ""

    def wants(self, code: str) -> bool:
        """Return whether the sheet of this code is to be made."""
        return self.sheets is None or code in self.sheets


@dataclass(slots=True)
class Composed:
    """Sheets of one unit, and what was found wrong while composing them."""

    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def unit_sheets(campaign: Campaign, forms: dict[str, Form], unit: Unit, order: Order) -> Composed:
    """Return the sheets that one unit hands in for the period, in the order of the campaign's forms."""
    composed = Composed()
    returns = list(in_force(r for r in returns_of(campaign, unit.code) if r.period == order.period))
    for form in forms.values():
        if form.is_paper or unit.kind not in form.used_by or not order.wants(form.form):
            continue
        if form.rows_from == "list":
            if rows := listed(campaign, form, unit):
                add(composed, campaign, form, Facts(unit=unit, rows=rows), "")
        else:
            hazards = unit_hazards(campaign, form, unit.code, order.period)
            for facts in _facts(form, unit, order, (returns, hazards)):
                add(composed, campaign, form, facts, BLANK if order.filling == "blank" else order.period)
            composed.problems += _missing(form, unit, order, returns)
    return composed


def blank_sheet(campaign: Campaign, form: Form) -> Sheet:
    """Return one blank table of a form, the first of its copies, as it prints for nobody in particular."""
    copy, label = copies_of(form)[0]
    paper = next(iter(blank_papers_of(campaign, copy)), None) if copy.is_paper else None
    facts = Facts(paper=paper)
    return _table_sheet(campaign, copy, facts, (_table(campaign, copy, facts).content, BLANK, label))


def listed(campaign: Campaign, form: Form, unit: Unit | None) -> tuple[Mapping[str, Value], ...]:
    """Return the rows of a form's list, for a unit only those that name it where the form asks so."""
    if form.rows_from != "list":
        return ()
    if unit is None or not form.slice_by:
        return list_values(campaign, form.list)
    return rows_of_unit(campaign, form, unit.code)


def _facts(
    form: Form, unit: Unit, order: Order, data: tuple[list[Return], tuple[Hazard, ...]]
) -> Iterator[Facts]:
    """Yield what each sheet of this form is filled from: one per unit, or one per hazard of its own."""
    returns, listed = data
    blank = Facts(unit=unit)
    filled = next((r for r in returns if r.form == form.form), None)
    own = _own_hazards(form, unit, listed)
    from_hazards = form.each == "hazard" or form.rows_from == "hazards"
    if order.filling == "blank" or not (own or (filled and not from_hazards)):
        if order.filling != "filled":
            yield blank
        return
    signed = filled or next(iter(returns), None)
    if form.each == "hazard":
        head = replace(signed, values={}) if signed else None  # date and persons; the values are the hazard's
        yield from (Facts(unit=unit, period=order.period, filled=head, hazard=h) for h in own)
    else:
        rows = filled.rows if filled else ()
        yield Facts(unit=unit, period=order.period, filled=signed, hazards=own, rows=rows)


def _own_hazards(form: Form, unit: Unit, listed: tuple[Hazard, ...]) -> tuple[Hazard, ...]:
    """Return the hazards that a unit's sheet is about: its own, those it lists, or those that its team found."""
    if form.each == "hazard":
        return tuple(h for h in listed if h.unit == unit.code)
    if any(f.lists_hazards for f in form.fields):
        return tuple(h for h in listed if h.department == unit.code and h.closed_on is None)
    return listed if form.rows_from == "hazards" else ()


def _missing(form: Form, unit: Unit, order: Order, returns: list[Return]) -> list[Problem]:
    needs_return = form.each == "unit" and form.rows_from == "return"
    if order.filling == "blank" or not needs_return or any(r.form == form.form for r in returns):
        return []
    made = "没有生成" if order.filling == "filled" else "印成空表"
    what = f"“{unit.label}”未报送{printed_month(order.period)}的“{form.short_title}”"
    message = f"{what}，{made}；收到后补入 returns 再生成。"
    return [Problem(code="BLD-001", message=message, severity="warning", unit=unit.code)]


def overlaid(sheet: Sheet, overlay: Overlay) -> Sheet:
    """Return the sheet as a guide or a draft, which belongs to a set of papers of its own beside the final one's."""
    word = "用印示意" if overlay == "guide" else "样稿"
    return replace(sheet, name=f"{sheet.name}（{word}）", period=overlay_period(overlay, sheet.period))


def overlay_period(overlay: Overlay, period: str) -> str:
    """Return what stands for the period of guides or drafts of the papers of a period."""
    return f"{GUIDE if overlay == 'guide' else DRAFT} {period}".strip()


def add(composed: Composed, campaign: Campaign, form: Form, facts: Facts, period: str) -> None:
    """Add one table; `period` is the set of papers it belongs to: a month, BLANK, or "" for every one.

    A blank form that stands in for a late return belongs to the month, so that it goes when the return
    comes and leaves the blank forms of other runs alone.
    """
    for copy, label in copies_of(form):
        table = _table(campaign, copy, facts)
        sheet = _table_sheet(campaign, copy, facts, (table.content, period, label))
        composed.problems += [too_high(sheet, facts, row) for row in table.high]
        if not table.fits:
            composed.problems.append(_too_long(sheet))
            sheet = replace(sheet, one_page=False)  # found here, so that the PDF need not tell it again
        composed.sheets.append(sheet)


def _table(campaign: Campaign, form: Form, facts: Facts) -> Table:
    if form.kind == "score_sheet":
        from generator.compose.score import score_content

        return score_content(campaign, form, facts)
    return table_content(campaign, form, facts)


def _table_sheet(campaign: Campaign, form: Form, facts: Facts, made: tuple[TableContent, str, str]) -> Sheet:
    content, period, copy = made
    filled = bool(
        facts.filled or facts.hazards or facts.hazard or facts.rows or (facts.paper and period != BLANK)
    )
    name = " ".join(filter(None, (attachment_number(campaign, form.form), form.short_title)))
    distinction = " ".join(filter(None, (_distinction(facts, period, filled), copy)))
    name = f"{name}（{distinction}）" if distinction else name
    return Sheet(
        code=form.form,
        name=name,
        unit=facts.unit.code if facts.unit else "",
        folder=facts.unit.label if facts.unit else campaign.issuer.name,
        description=described_table(campaign, name, facts),
        content=content,
        period=period,
        one_page=form.page.fit == "one_page",
        filled=filled,
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
        seals=_seals(campaign, form, facts, (content, period)),
    )


def _seals(campaign: Campaign, form: Form, facts: Facts, made: tuple[TableContent, str]) -> SheetSeals:
    """Return the seals of a table; a form for each hazard, of a unit that has none, stays unsealed as it is unused."""
    content, period = made
    unused = form.each == "hazard" and not facts.hazard and period != BLANK
    return NO_SEALS if unused else table_seals(campaign, form, facts.unit, (content.above, content.below))


def _distinction(facts: Facts, period: str, filled: bool) -> str:
    """Return what tells this table from the others of its form in one folder, the month first."""
    month = "" if period in ("", BLANK) else printed_month(period)
    hazard = f"{facts.hazard.code} {facts.hazard.enterprise.name}" if facts.hazard else ""
    paper = facts.paper.label if facts.paper else ""
    return " ".join(filter(None, (month, hazard, paper, "" if filled else "空白")))


def _too_long(sheet: Sheet) -> Problem:
    what = f"“{sheet.folder}”的“{sheet.name}”一页排不下"
    message = f"{what}：请缩短所填文字、指标名称或表下的注，减小表单的 page.row_height_mm，或把 page.fit 改为 flow。"
    return Problem(code="BLD-002", message=message, unit=sheet.unit)


def too_high(sheet: Sheet, facts: Facts, row: HighRow) -> Problem:
    listed = dict(enumerate(facts.hazards, 1))
    hazard = listed.get(row.number, facts.hazard)
    which = f"隐患 {hazard.code} 的" if hazard else f"第 {row.number} 行的" if row.number else ""
    length = f"有 {row.chars} 个字，" if row.chars else ""
    what = f"“{sheet.folder}”的“{sheet.name}”里，{which}“{row.label}”{length}"
    message = f"{what}缩到最小字号，这一行仍比一页高：请缩短文字，或在表单里加宽这一栏、减小行高。"
    return Problem(code="BLD-005", message=message, unit=sheet.unit)
