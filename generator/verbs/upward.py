"""Superior's forms (上级表) filled in: what the month came to, in the workbooks that the superior sent."""

from collections.abc import Sequence

from generator.compose.upward import Upward, upward_of
from generator.dataclass import dataclass
from generator.derive.deadlines import occasions
from generator.derive.names import ISSUER
from generator.derive.roll_up import Total
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.upward import UpwardForm
from generator.problem import Problem
from generator.sources.places import Source, folder_of
from generator.sources.superior import Superior, read_superior, unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """Superior's form of one month (一份上级表): the workbook as it came, and its figures."""

    book: Superior
    upward: Upward


def filled_forms(
    source: Source, campaign: Campaign, totals: Sequence[Total]
) -> tuple[tuple[Filled, ...], list[Problem]]:
    """Return each superior's form with the figures of the totals, and what was found wrong.

    A form with an error is kept, so that all of them are told; it is not written.
    """
    filled: list[Filled] = []
    problems: list[Problem] = []
    for i, form in enumerate(campaign.upward):
        book = read_superior(folder_of(source), form.file)
        if isinstance(book, str):
            problems.append(unreadable(form.file, book, ("upward", i, "file")))
            continue
        upward = upward_of(campaign, _total_of(form, totals), book.sheets, i)
        filled.append(Filled(book=book, upward=upward))
        problems += upward.problems
    return tuple(filled), problems


def _total_of(form: UpwardForm, totals: Sequence[Total]) -> Total:
    return next(t for t in totals if form.form in ("", t.form.form))


def deadline_words(campaign: Campaign, forms: dict[str, Form], form: UpwardForm, period: str) -> str:
    """Return until when and to whom a superior's form is due, nothing where no duty says so."""
    mine = [
        o
        for o in occasions(campaign, forms)
        if o.duty.name == form.duty and o.unit == ISSUER and o.period in ("", period)
    ]
    if not form.duty or not mine:
        return ""
    day = mine[0].due_on
    return f"{day.month}月{day.day}日前报{mine[0].duty.report_to}"


def written(filled: Filled) -> bytes:
    """Return the workbook with its figures."""
    from generator.render.superior_xlsx import render_superior

    upward = filled.upward
    texts = {(spot.sheet.name, spot.at): text for spot, text in upward.texts}
    figures = {(f.spot.sheet.name, f.spot.at): f.value for f in upward.figures}
    return render_superior(filled.book, {**texts, **figures})
