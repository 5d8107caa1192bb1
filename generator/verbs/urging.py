"""Urging (催办): the papers that a day's dues and hazards ask for, drawn from the data and written beside each other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from generator.batch.files import sheet_files
from generator.compose import circular, late_list, reminder, supervision, urging_letter
from generator.derive.deadlines import Due
from generator.derive.hazard_history import hazards_on
from generator.derive.hazard_state import is_overdue
from generator.derive.names import ISSUER, folder_names
from generator.model.campaign import Campaign
from generator.model.sheet import Sheet
from generator.press.folder import Scope, open_folder
from generator.press.output import Format, Output, safe_name
from generator.problem import Problem

FORMATS: tuple[Format, ...] = ("docx", "pdf")
Maker = Callable[[Campaign, Sequence[Due], date], Iterator[Sheet]]


def write_papers(
    campaign: Campaign, dues: Sequence[Due], on: date, target: Path, papers: Sequence[str]
) -> tuple[tuple[str, ...], list[Problem]]:
    """Write the papers of those kinds, a folder for each kind; return the files and what was found."""
    from generator.render import pdf

    pdf.require()
    outputs, problems = list[Output](), list[Problem]()
    names = folder_names(campaign)
    for kind in papers:
        _, make = PAPERS[kind]
        for sheet in make(campaign, dues, on):
            made = sheet_files(sheet, FORMATS)
            problems += made.problems
            whose = f"{names[sheet.unit]} " if sheet.unit else ""
            for output in made.outputs:
                path = f"{kind}/{safe_name(f'{whose}{output.title}')}.{output.format}"
                outputs.append(replace(output, path=path, order=len(outputs)))
    scope = Scope(
        sheets=frozenset(code for kind in papers for code in PAPERS[kind][0]),
        units=None,
        formats=frozenset(FORMATS),
        periods=frozenset({on.isoformat()}),
    )
    with open_folder(target) as folder:
        outcomes = [folder.write(output) for output in outputs]
        problems += [p for o in outcomes for p in o.problems]
        problems += folder.finish(scope)
    return tuple(o.path for o in outcomes if o.kind != "failed"), problems


def _reminders(campaign: Campaign, dues: Sequence[Due], on: date) -> Iterator[Sheet]:
    """Yield the list of the late, to be posted, and a reminder to each of them."""
    late = [d for d in dues if d.is_overdue and d.occasion.unit != ISSUER]
    if late:
        yield late_list.late_list_sheet(campaign, late, on)
    for unit in campaign.units:
        if mine := [d for d in late if d.occasion.unit == unit.code]:
            yield reminder.reminder_sheet(campaign, unit, mine, on)


def _circular(campaign: Campaign, dues: Sequence[Due], on: date) -> Iterator[Sheet]:
    past = [d for d in dues if d.occasion.due_on < on and d.occasion.unit != ISSUER]
    if past or hazards_on(campaign, on):
        yield circular.circular_sheet(campaign, past, on)


def _slips(campaign: Campaign, dues: Sequence[Due], on: date) -> Iterator[Sheet]:
    """Yield a slip for each hazard that is overdue or listed, unit by unit."""
    for unit in campaign.units:
        for hazard in hazards_on(campaign, on):
            if hazard.unit == unit.code and supervision.is_supervised(hazard, on):
                yield supervision.supervision_sheet(campaign, unit, hazard, on)


def _letters(campaign: Campaign, dues: Sequence[Due], on: date) -> Iterator[Sheet]:
    for unit in campaign.units:
        late = [d for d in dues if d.is_overdue and d.occasion.unit == unit.code]
        hazards = [h for h in hazards_on(campaign, on) if h.unit == unit.code and is_overdue(h, on)]
        if urging_letter.is_urged(late, hazards, on):
            yield urging_letter.urging_letter_sheet(campaign, unit, (late, hazards), on)


PAPERS: Mapping[str, tuple[tuple[str, ...], Maker]] = MappingProxyType({
    "催报": ((late_list.CODE, reminder.CODE), _reminders),
    "通报": ((circular.CODE,), _circular),
    "督办": ((supervision.CODE,), _slips),
    "督促函": ((urging_letter.CODE,), _letters),
})  # fmt: skip
