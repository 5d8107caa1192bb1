"""Situation (情况分析): how a month stands, in words, charts and a table beside the month before, as a document."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from generator.compose.description import described_document
from generator.compose.ledger import flowing_ledger
from generator.compose.roll_up import indicators, kind_names, place_of
from generator.compose.summary_cells import shown
from generator.compose.text import text_blocks
from generator.compose.titles import title_lines
from generator.compose.values import paper_rows
from generator.compose.wording import printed_date, printed_month, printed_number
from generator.dataclass import dataclass
from generator.derive.calendar import month_end
from generator.derive.hazard_history import hazards_on
from generator.derive.hazard_state import STATES, is_listed, is_open, is_overdue, state_of
from generator.derive.over_time import HazardsMonth, ReturnsMonth
from generator.derive.roll_up import Source, Total, added
from generator.layout import gbt9704 as gb
from generator.model.campaign import Campaign
from generator.model.chart import Chart, Series
from generator.model.filled import Scalar
from generator.model.form import Field, Form, Page
from generator.model.hazard import Hazard
from generator.model.sheet import Block, DocumentContent, Part, Sheet

CODE = "situation"
TITLE = "情况分析"
TABLE_PT = 10.5
NAMED_MAX = 20
MONTHS_MAX = 12  # the numbers of more would run into each other
COLUMNS = (
    Field(name="number", label="序号", width_mm=14.0, source="number"),
    Field(name="label", label="指标", width_mm=72.0, source="label", align="left"),
    Field(name="unit", label="单位", width_mm=16.0, source="unit"),
    Field(name="before", label="上月", width_mm=18.0, source="before"),
    Field(name="now", label="本月", width_mm=18.0, source="now"),
    Field(name="change", label="比上月", width_mm=18.0, source="change"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a month is told from (情况): totals beside those of the month before, months in a row, what to explain."""

    pairs: Sequence[tuple[Total, Total]]
    returns: Sequence[ReturnsMonth]
    hazards: Sequence[HazardsMonth]
    remarks: Sequence[str] = ()

    @property
    def period(self) -> str:
        """The month."""
        return self.pairs[0][0].period


def situation_sheet(campaign: Campaign, situation: Situation) -> Sheet:
    """Return the analysis of a month as a document without header or seal."""
    name = f"{TITLE}（{printed_month(situation.period)}）"
    title = title_lines(campaign, f"{campaign.name}{printed_month(situation.period)}{TITLE}")
    part = Part(title=title, blocks=tuple(_blocks(campaign, situation)), new_page=False)
    content = DocumentContent(
        shell="document", head=None, parts=(part,), signature_mm=0.0, roster_mm=(0.0, 0.0)
    )
    on = month_end(situation.period)
    return Sheet(
        code=CODE,
        name=name,
        unit="",
        folder=campaign.issuer.name,
        description=replace(described_document(campaign, name), dated_on=on),
        content=content,
        period=situation.period,
        two_sided=campaign.settings.two_sided,
        fangsong=campaign.settings.fangsong,
    )


def _blocks(campaign: Campaign, situation: Situation) -> Iterator[Block]:
    sections = [_of_returns(campaign, situation)]
    if any(month.found or month.closed for month in situation.hazards):
        sections.append(_of_hazards(campaign, situation))
    sections.append(_of_indicators(campaign, situation))
    if situation.remarks:
        sections.append(iter([Block(style="heading_1", lead="需要说明的情况"), *_remarks(situation)]))
    for number, section in zip("一二三四", sections, strict=False):
        first, *rest = section
        yield replace(first, lead=f"{number}、{first.lead}")
        yield from rest


def _remarks(situation: Situation) -> Iterator[Block]:
    for remark in situation.remarks:
        yield from text_blocks(remark)


def _of_returns(campaign: Campaign, situation: Situation) -> Iterator[Block]:
    yield Block(style="heading_1", lead="报送情况")
    month = printed_month(situation.period)
    for form, sources in _by_form(situation):
        yield from text_blocks(f"{month}{kind_names(campaign, form)}{_returned(campaign, sources)}")
    yield _figure(returns_chart(situation.returns[-MONTHS_MAX:]))


def _by_form(situation: Situation) -> Iterator[tuple[Form, list[Source]]]:
    """Yield each form that units report on, once, with how their returns stand."""
    forms = {form.form: (form, total) for total, _ in situation.pairs for form in total.sources}
    yield from ((form, [r for r in total.returns if r.form == form.form]) for form, total in forms.values())


def _returned(campaign: Campaign, sources: Sequence[Source]) -> str:
    labels = {u.code: u.label for u in campaign.units}
    late = [s for s in sources if s.late_days]
    in_time = sum(s.state in ("counted", "blank") and not s.late_days for s in sources)
    said = [f"应报{len(sources)}份，按期报送{in_time}份"]
    if late:
        named = _some([f"{labels[s.unit]}迟{s.late_days}天" for s in late])
        said.append(f"迟报{len(late)}份（{named}）")
    for state, words in (("wrong", "有错待改"), ("missing", "未报")):
        units = [labels[s.unit] for s in sources if s.state == state]
        if units:
            said.append(f"{words}{len(units)}份（{_some(units)}）")
    return "，".join(said) + "。"


def _some(names: Sequence[str]) -> str:
    """Return names in a sentence, the rest counted where there are many."""
    rest = f"等{len(names)}个" if len(names) > NAMED_MAX else ""
    return "、".join(names[:NAMED_MAX]) + rest


def returns_chart(months: Sequence[ReturnsMonth]) -> Chart:
    """Return how returns came in month by month: one bar a month, by how they came."""
    rows: list[Series] = [
        Series(name="按期", values=tuple(m.in_time for m in months), ink="full"),
        Series(name="迟报", values=tuple(m.late for m in months), ink="light"),
        Series(name="有错", values=tuple(m.wrong for m in months), ink="grey"),
        Series(name="未报", values=tuple(m.missing for m in months), ink="hollow"),
    ]
    kept = tuple(s for s in rows if s.name != "有错" or any(s.values))
    return _chart("各月报送情况（份）", [m.period for m in months], kept, stacked=True)


def _of_hazards(campaign: Campaign, situation: Situation) -> Iterator[Block]:
    yield Block(style="heading_1", lead="隐患排查整治情况")
    yield from text_blocks(_hazard_words(campaign, situation))
    yield _figure(hazards_chart(situation.hazards[-MONTHS_MAX:]))


def _hazard_words(campaign: Campaign, situation: Situation) -> str:
    on, now = month_end(situation.period), situation.hazards[-1]
    known = hazards_on(campaign, on)
    left = [h for h in known if is_open(h, on)]
    closed, major = len(known) - len(left), sum(h.level == "重大" for h in known)
    rate = f"，销号率{printed_number(round(closed * 100 / len(known), 1))}%" if known else ""
    return (
        f"截至{printed_date(on)}，累计排查发现隐患{len(known)}条，其中重大事故隐患{major}条；已销号{closed}条{rate}；"
        f"尚未销号{len(left)}条{_standing(left, on)}。本月发现{now.found}条，销号{now.closed}条。"
    )


def _standing(left: Sequence[Hazard], on: date) -> str:
    """Return how the open hazards stand, then how many of them have overrun their limit or are listed."""
    counts = Counter(state_of(hazard, on) for hazard in left)
    standing = "，".join(f"{words}{counts[state]}条" for state, words in STATES.items() if counts[state])
    overdue, listed = (sum(told(hazard, on) for hazard in left) for told in (is_overdue, is_listed))
    among = [f"超过时限没有整改完的{overdue}条" if overdue else "", f"挂牌督办的{listed}条" if listed else ""]
    some = "，".join(filter(None, among))
    return (f"（{standing}）" if standing else "") + (f"，其中{some}" if some else "")


def hazards_chart(months: Sequence[HazardsMonth]) -> Chart:
    """Return how hazards were found and closed month by month, and how many were left open."""
    series = (
        Series(name="本月发现", values=tuple(m.found for m in months), ink="full"),
        Series(name="本月销号", values=tuple(m.closed for m in months), ink="light"),
        Series(name="月底未销号", values=tuple(m.open for m in months), ink="line"),
    )
    return _chart("各月发现和销号的隐患（条）", [m.period for m in months], series, stacked=False)


def _chart(title: str, periods: Sequence[str], series: tuple[Series, ...], *, stacked: bool) -> Chart:
    told = (
        f"{printed_month(p)}：{'，'.join(f'{s.name}{s.values[i]}' for s in series)}"
        for i, p in enumerate(periods)
    )
    labels = tuple(_month_label(p, first=i == 0) for i, p in enumerate(periods))
    return Chart(
        title=title, description="；".join(told) + "。", labels=labels, series=series, stacked=stacked
    )


def _month_label(period: str, *, first: bool) -> str:
    """Return the month as it stands below its bar, with the year where one begins."""
    month = int(period[5:])
    return f"{period[2:4]}年{month}月" if first or month == 1 else f"{month}月"


def _figure(chart: Chart) -> Block:
    return Block(style="figure", text=chart.title, figure=chart)


def _of_indicators(campaign: Campaign, situation: Situation) -> Iterator[Block]:
    yield Block(style="heading_1", lead="主要指标")
    for total, before in situation.pairs:
        yield from text_blocks(_compared(campaign, total, before, alone=len(situation.pairs) == 1))
        rows = paper_rows(FORM, [_row(*pair) for pair in _numbers(total, before)])
        yield Block(style="table", table=flowing_ledger(FORM, rows, gb.TYPE_AREA_WIDTH_MM, TABLE_PT))


def _compared(campaign: Campaign, total: Total, before: Total, *, alone: bool) -> str:
    whose = place_of(campaign) if alone else "、".join(kind_names(campaign, f) for f in total.sources)
    if all(cell.value is None for cell in before.cells):
        return f"{whose}各项指标见下表，{printed_month(before.period)}没有数据，不作比较。"
    changes = [_change(one, two) for _, one, two in _numbers(total, before)]
    counts = {
        "增加": sum(c is not None and c > 0 for c in changes),
        "减少": sum(c is not None and c < 0 for c in changes),
        "持平": sum(c == 0 for c in changes),
    }
    said = "，".join(f"{words}的{count}项" for words, count in counts.items() if count)
    return f"{whose}各项指标与{printed_month(before.period)}相比，{said}，见下表。"


_Number = tuple[tuple[str, str, str], Scalar, Scalar]


def _numbers(total: Total, before: Total) -> Iterator[_Number]:
    """Yield number, label and unit of each number of a total, with what it is and what it was."""
    now, then = total.values, before.values
    for one in indicators(total.form):
        name = one.field.name
        if name in now:
            words = (one.number, one.label.replace("\n", ""), one.unit)
            yield words, shown(one, now[name]), shown(one, then.get(name))


def _row(words: tuple[str, str, str], now: Scalar, before: Scalar) -> dict[str, str]:
    number, label, unit = words
    change = _change(now, before)
    sign = "+" if change is not None and change > 0 else ""
    return {
        "number": number,
        "label": label,
        "unit": unit,
        "before": _printed(before),
        "now": _printed(now),
        "change": "" if change is None else sign + printed_number(change),
    }


def _change(now: Scalar, before: Scalar) -> int | float | None:
    both = [v for v in (now, before) if isinstance(v, int | float) and not isinstance(v, bool)]
    return added([both[0], -both[1]]) if len(both) == 2 else None


def _printed(value: Scalar) -> str:
    return value if isinstance(value, str) else "" if value is None else printed_number(value)


FORM = Form(
    schema=1,
    form=CODE,
    kind="ledger",
    title=TITLE,
    short_title=TITLE,
    each="issuer",
    page=Page(size_pt=TABLE_PT, min_size_pt=TABLE_PT, row_height_mm=6.5),
    columns=COLUMNS,
)
