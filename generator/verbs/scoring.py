"""Scores (打分): what the teams handed in, ranked, every point with what it was deducted for."""

from dataclasses import replace
from pathlib import Path

from generator.batch.files import sheet_files
from generator.compose import ranking
from generator.dataclass import dataclass
from generator.derive.ranking import Scored, missing, scored
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.press.folder import Scope, open_folder
from generator.press.output import Format
from generator.problem import Problem
from generator.sources.campaign import load
from generator.verbs.usage import UsageProblem, keep_apart, month_of, usable_campaign

FORMATS: tuple[Format, ...] = ("docx", "pdf")
FOLDER = "打分"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Ranking of one score sheet's month: the sheets in order, and the units whose teams handed in none."""

    form: Form
    sheets: tuple[Scored, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresResult:
    """The rankings of a month, what was found, and the files written below the target."""

    campaign: Campaign
    period: str
    rankings: tuple[Ranking, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()


def scores(source: Path, period: str = "", target: Path | None = None) -> ScoresResult:
    """Rank what was scored in a month, and write the ranking sheet where a target is named.

    Raises ProblemsFound when the campaign itself has errors, UsageProblem for a month that is none of the
    campaign's or a campaign without score sheets.
    """
    if target is not None:
        keep_apart(source, target)
    loaded = load(source)
    campaign = usable_campaign(loaded)
    month = month_of(campaign, period)
    forms = [f for f in loaded.forms.values() if f.kind == "score_sheet"]
    if not forms:
        raise UsageProblem("这次行动没有采用打分表")
    found = tuple(_ranking(campaign, form, month) for form in forms)
    problems = tuple(p for p in loaded.problems if p.period in ("", month))
    result = ScoresResult(campaign=campaign, period=month, rankings=found, problems=problems)
    return result if target is None else _written(result, target)


def _ranking(campaign: Campaign, form: Form, period: str) -> Ranking:
    sheets = scored(campaign, form, period)
    return Ranking(form=form, sheets=sheets, missing=missing(campaign, form, sheets, period))


def _written(result: ScoresResult, target: Path) -> ScoresResult:
    from generator.render import pdf

    pdf.require()
    sheets = [
        ranking.ranking_sheet(result.campaign, r.form, r.sheets, result.period)
        for r in result.rankings
        if r.sheets
    ]
    made = [sheet_files(sheet, FORMATS) for sheet in sheets]
    outputs = [
        replace(o, path=f"{FOLDER}/{o.path}", period=_set_of(result.period), order=i)
        for i, o in enumerate(o for files in made for o in files.outputs)
    ]
    scope = Scope(
        sheets=frozenset({ranking.CODE}),
        units=frozenset({""}),
        formats=frozenset(FORMATS),
        periods=frozenset({_set_of(result.period)}),
    )
    problems = [p for files in made for p in files.problems]
    with open_folder(target) as folder:
        outcomes = [folder.write(output) for output in outputs]
        problems += [p for o in outcomes for p in o.problems]
        problems += folder.finish(scope)
    files = tuple(o.path for o in outcomes if o.kind != "failed")
    return replace(result, problems=(*result.problems, *problems), files=files)


def _set_of(period: str) -> str:
    """Return what stands for the rankings of a month, apart from the papers of a build."""
    return f"{ranking.CODE} {period}"
