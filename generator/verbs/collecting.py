"""Collect (汇总): the units' returns of a month made into the town's table, every number with where it came from."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.batch.files import sheet_files
from generator.compose import situation
from generator.compose.lineage import form_name
from generator.compose.roll_up import CODE, ledger_forms, ledger_sheet, total_sheet
from generator.compose.summary import summary_of
from generator.compose.wording import printed_month
from generator.dataclass import dataclass
from generator.derive.calendar import month_before
from generator.derive.known_hazards import all_hazards
from generator.derive.over_time import hazards_by_month, returns_by_month
from generator.derive.reported import as_reported
from generator.derive.roll_up import Total, roll_ups_of, rolled_up
from generator.kept import Kept
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.reported import Reported
from generator.model.roll_up import RollUp
from generator.model.sheet import Sheet
from generator.press.folder import Scope, open_folder
from generator.press.output import Format, Output, safe_name
from generator.problem import Problem, errors
from generator.sources.campaign import Loaded, load
from generator.sources.places import Source
from generator.sources.reported import read_reported
from generator.verbs.explaining import explain
from generator.verbs.ledgers_below import against_ledgers
from generator.verbs.levels import Find, changed_below, found_from, nowhere
from generator.verbs.reported import changed, corrected, freeze
from generator.verbs.upward import Filled, deadline_words, filled_forms, written
from generator.verbs.usage import UsageProblem, keep_apart, month_of, usable_campaign, wrong_returns

FORMATS: tuple[Format, ...] = ("docx", "pdf", "html", "xlsx")
FOLDER = "汇总"
NAMED_MAX = 30
EXPLAINED = ("COL-010", "COL-019")  # what the analysis of a month has to explain
LEDGER_ROWS_MAX = 500  # some fifty pages; what is longer nobody reads as one table


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectRequest:
    """What to roll up (汇总要求): an empty `period` is the latest month with data; without `target` nothing is written.

    `again` is why a month that was reported is reported anew; `find` finds the campaigns below and above this one.
    """

    source: Source
    period: str = ""
    target: Path | None = None
    freeze: bool = False
    again: str = ""
    find: Find | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectResult:
    """What came of a roll-up: the totals of the month, what was found, and the files written below the target.

    `before` are the totals of the month before, as they were reported; `reported` are the figures as they were sent
    on, None when the month has not been reported; `upward` are the superiors' forms with their figures.
    """

    loaded: Loaded
    campaign: Campaign
    period: str
    totals: tuple[Total, ...]
    before: tuple[Total, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()
    reported: Reported | None = None
    upward: tuple[Filled, ...] = ()
    find: Find = nowhere

    @property
    def pairs(self) -> list[tuple[Total, Total]]:
        """Each total with that of the month before."""
        return list(zip(self.totals, self.before, strict=True))

    def explain(self, words: str) -> list[str]:
        """Return in lines how a number came about; `words` are its cell, or its number, name or label.

        Raises UsageProblem when there is no such number.
        """
        return explain(self, words)

    def sent_on(self) -> list[tuple[str, int, str]]:
        """Return of each superior's form its name, how many numbers it takes, and until when it is due."""
        forms = [one.upward for one in self.upward]
        return [
            (
                u.form.name,
                len(u.figures),
                deadline_words(self.campaign, self.loaded.forms, u.form, self.period),
            )
            for u in forms
        ]


def collect(request: CollectRequest) -> CollectResult:
    """Roll up the returns of a month, and write the town's table and the summary where a target is named.

    A month that was reported keeps its figures: what the returns come to now is told beside them. Raises
    ProblemsFound when the campaign itself has errors, UsageProblem for a month that is none of the campaign's, a
    campaign in which nothing can be rolled up, or figures to be frozen that were reported otherwise.
    """
    if request.target is not None:
        keep_apart(request.source, request.target)
    loaded = load(request.source)
    campaign = usable_campaign(loaded)
    period = month_of(campaign, request.period)
    totals = totals_of(campaign, loaded, period)
    if not totals:
        raise UsageProblem("这次行动没有可以汇总的表：各单位填报的指标表一张也没有采用")
    problems = [*_of_month(loaded, period), *(p for t in totals for p in _told(campaign, t))]
    reported, faults = read_reported(request.source, period)
    last, last_faults = read_reported(request.source, month_before(period))
    before = totals_of(campaign, loaded, month_before(period))
    problems += [*faults, *last_faults, *changed(totals, reported), *corrected(before, last)]
    problems += [p for pair in zip(totals, before, strict=True) for p in _other_units(campaign, *pair)]
    find = found_from(request.source, request.find)
    problems += [*changed_below(loaded, period, find), *against_ledgers(loaded, period, find)]
    if request.freeze:
        reported = freeze(request.source, period, totals, (reported, faults), request.again)
    printed = [as_reported(t, reported) for t in totals]
    upward, upward_faults = filled_forms(request.source, campaign, printed)
    result = CollectResult(
        loaded=loaded,
        campaign=campaign,
        period=period,
        totals=totals,
        before=tuple(as_reported(b, last) for b in before),
        problems=(*problems, *map(loaded.place, upward_faults)),
        reported=reported,
        upward=upward,
        find=find,
    )
    return result if request.target is None else _written(result, request.target)


def _too_long(campaign: Campaign, form: Form, period: str) -> Problem:
    number = len(all_hazards(campaign, form, period))
    return _reminder(
        "COL-012",
        f"“{form.short_title}”到{printed_month(period)}有 {number} 条，超过 {LEDGER_ROWS_MAX} 条，没有合成一张。"
        "要印的，用 gongwen build 按单位生成。",
    )


_TOTALS: Kept[tuple[tuple[object, ...], Total]] = Kept(
    64
)  # with what they were made of, which keeps its identity; of a county's towns too


def totals_of(campaign: Campaign, loaded: Loaded, period: str) -> tuple[Total, ...]:
    """Return what each roll-up of a campaign comes to in a month, returns with errors left out."""
    wrong = wrong_returns(loaded)
    mine = [r for r in campaign.returns if r.period == period]
    held = (loaded.forms, campaign.roll_ups, campaign.hazards, campaign.history, campaign.settings, *mine)
    same = (period, wrong, tuple(map(id, held)))

    def total(roll_up: RollUp) -> Total:
        made = _TOTALS.of(
            campaign.units,
            (roll_up.form, same),
            lambda: (held, rolled_up(campaign, loaded.forms, roll_up, period, wrong)),
        )
        return made[1]

    return tuple(map(total, roll_ups_of(campaign, loaded.forms)))


def _of_month(loaded: Loaded, period: str) -> list[Problem]:
    """Return what was found in the data, but not in the returns of other months."""
    return [p for p in loaded.problems if p.period in ("", period)]


def _told(campaign: Campaign, total: Total) -> Iterator[Problem]:
    """Yield a reminder for each thing that the total does not say by itself."""
    labels = {u.code: u.label for u in campaign.units}
    for form in total.sources:
        mine = [r for r in total.returns if r.form == form.form]
        name = f"{printed_month(total.period)}的“{form_name(campaign, form)}”"
        if missing := [labels[r.unit] for r in mine if r.state == "missing"]:
            yield _reminder(
                "COL-004", f"{name}未报的单位：{_named(missing)}，没有计入。收到后放进 returns，再汇总一次。"
            )
        if wrong := [labels[r.unit] for r in mine if r.state == "wrong"]:
            yield _reminder(
                "COL-005", f"{name}有错的单位：{_named(wrong)}，没有计入。按上面的错误改好，再汇总一次。"
            )
        if late := [f"{labels[r.unit]}（迟{r.late_days}天）" for r in mine if r.late_days]:
            yield _reminder("COL-006", f"{name}迟报的单位：{_named(late)}，已经计入。")
        if blank := [labels[r.unit] for r in mine if r.state == "blank"]:
            yield _reminder(
                "COL-008", f"{name}没有填数的单位：{_named(blank)}，不算零报送。没有情况的，请填 0。"
            )
    if own := [c.field.label for c in total.cells if c.aggregate == "own" and c.value is None]:
        yield _reminder(
            "COL-020",
            f"{printed_month(total.period)}由汇总单位自己填的指标没有填：{'、'.join(own)}，印成空格。"
            f"请写在 roll_ups 的 own 的 {total.period} 里。",
        )
    for code, field in total.unplaced:
        form = next(f for f in total.sources if f.form == code)
        words = f"“{form_name(campaign, form)}”的“{field.printed_label}”（{field.name}）没有汇入“{total.form.short_title}”"
        yield _reminder("COL-007", f"{words}。要汇入的，请在 roll_ups 的 pairs 里写明对应哪个指标。")


def _other_units(campaign: Campaign, total: Total, before: Total) -> Iterator[Problem]:
    """Yield a reminder where other units report than in the month before: the numbers are not of the same ones."""
    labels = {u.code: u.label for u in campaign.units}
    now, then = (dict.fromkeys(r.unit for r in t.returns) for t in (total, before))
    new, gone = ([labels[u] for u in one if u not in other] for one, other in ((now, then), (then, now)))
    if then and (new or gone):
        said = (
            f"{words}{len(units)}个（{_named(units)}）"
            for words, units in (("新增", new), ("减少", gone))
            if units
        )
        name = f"{printed_month(total.period)}报送“{total.form.short_title}”的单位"
        yield _reminder("COL-019", f"{name}比上月{'，'.join(said)}，与上月的比较含单位增减。")


def _named(labels: Sequence[str]) -> str:
    rest = f"等 {len(labels)} 个" if len(labels) > NAMED_MAX else ""
    return "、".join(labels[:NAMED_MAX]) + rest


def _reminder(code: str, message: str) -> Problem:
    return Problem(code=code, message=message, severity="warning")


def _written(result: CollectResult, target: Path) -> CollectResult:
    """Write totals and ledgers as sheets, summary and superiors' forms as workbooks; return what was written."""
    from generator.render import pdf

    pdf.require()
    outputs, problems = _outputs(result)
    scope = Scope(
        sheets=frozenset({CODE, situation.CODE}),
        units=frozenset({""}),
        formats=frozenset(FORMATS),
        periods=frozenset({_set_of(result.period)}),
    )
    with open_folder(target) as folder:
        outcomes = [folder.write(output) for output in outputs]
        problems += [p for o in outcomes for p in o.problems]
        problems += folder.finish(scope)
    files = tuple(o.path for o in outcomes if o.kind != "failed")
    return replace(result, problems=(*result.problems, *problems), files=files)


def town_sheets(result: CollectResult) -> tuple[list[tuple[Form, Sheet]], list[Problem]]:
    """Return the town's own tables of a month, each with its form: totals as reported, ledgers of all units together."""
    printed = [as_reported(t, result.reported) for t in result.totals]
    made = [(t.form, *total_sheet(result.campaign, t, alone=len(printed) == 1)) for t in printed]
    forms = ledger_forms(result.loaded.forms.values())
    short = [f for f in forms if len(all_hazards(result.campaign, f, result.period)) <= LEDGER_ROWS_MAX]
    made += [(form, *ledger_sheet(result.campaign, form, result.period)) for form in short]
    problems = [_too_long(result.campaign, f, result.period) for f in forms if f not in short]
    return [(form, sheet) for form, sheet, _ in made], problems + [p for *_, found in made for p in found]


def _outputs(result: CollectResult) -> tuple[list[Output], list[Problem]]:
    sheets, problems = town_sheets(result)
    files = [sheet_files(sheet, ("docx", "pdf")) for _, sheet in sheets]
    files.append(sheet_files(_situation(result), ("docx", "pdf", "html")))
    problems += [p for f in files for p in f.problems]
    outputs = [o for f in files for o in f.outputs] + _workbooks(result)
    placed = [
        replace(o, path=f"{FOLDER}/{o.path}", period=_set_of(result.period), order=i)
        for i, o in enumerate(outputs)
    ]
    return placed, problems


def _situation(result: CollectResult) -> Sheet:
    """Return the analysis of the month, its figures as they were reported."""
    campaign = result.campaign
    printed = [as_reported(t, result.reported) for t in result.totals]
    sources = {form.form: form for total in printed for form in total.sources}
    told = situation.Situation(
        pairs=list(zip(printed, result.before, strict=True)),
        returns=returns_by_month(campaign, [*sources.values()], result.period, wrong_returns(result.loaded)),
        hazards=hazards_by_month(campaign, result.period),
        remarks=[p.message for p in result.problems if p.code in EXPLAINED],
    )
    return situation.situation_sheet(campaign, told)


def _set_of(period: str) -> str:
    """Return what stands for the set of papers that a roll-up makes, apart from those of a build."""
    return f"{CODE} {period}"


def _workbooks(result: CollectResult) -> list[Output]:
    """Return the summary, and each superior's form in which nothing is wrong."""
    from generator.render.summary_xlsx import render_summary

    summary = summary_of(result.campaign, result.pairs)
    made = [_workbook(result, "汇总", render_summary(summary), repr(summary))]
    for one in result.upward:
        if not errors(one.upward.problems):
            content = written(one)
            made.append(_workbook(result, one.upward.form.name, content, hashlib.sha256(content).hexdigest()))
    return made


def _workbook(result: CollectResult, what: str, content: bytes, data: str) -> Output:
    name = f"{what}（{printed_month(result.period)}）"
    return Output(
        path=f"{safe_name(name)}.xlsx",
        content=content,
        format="xlsx",
        sheet=CODE,
        title=name,
        unit="",
        period=result.period,
        pages=None,
        template_digest="",
        data_digest=hashlib.sha256(data.encode()).hexdigest(),
        order=0,
    )
