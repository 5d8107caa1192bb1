"""Round trip: the workbook that goes out for a form of the catalogue, drawn again, has the same labels, groups, order."""

from dataclasses import replace

import pytest
from helpers.printed_heads import typed_in
from helpers.sheets import CAMPAIGNS

from generator.compose.sheets import blank_sheet
from generator.compose.workbook import unit_workbook
from generator.derive.drawing import Asked
from generator.derive.entries import Entry, entries_of, same_words
from generator.model.form import Form
from generator.render.xlsx import render_xlsx
from generator.sources.campaign import load
from generator.sources.catalogue import catalogue
from generator.verbs.drawing import draw_forms

SENT_OUT = sorted(
    code
    for code, form in catalogue().items()
    if entries_of(form) and form.kind != "score_sheet" and form.each == "unit"
)


def blank_workbook(form: Form) -> bytes:
    """The workbook of a unit that fills in this form alone; the form as every kind of unit fills it in."""
    campaign = load(CAMPAIGNS / "jiangguanchi").campaign
    assert campaign is not None
    campaign = replace(campaign, hazards=(), returns=())
    unit = campaign.units[0]
    used = replace(form, used_by=(unit.kind,))
    return render_xlsx(unit_workbook(campaign, {form.form: used}, unit, "2023-06", "空白"))


def drawn_again(form: Form) -> Form:
    drawn = draw_forms(("空白.xlsx", blank_workbook(form)), Asked(used_by=("community",)))[0]
    assert drawn.form is not None, drawn.problems
    return drawn.form


def told_apart(entries: tuple[Entry, ...], *, groups: bool) -> list[tuple[str, str, str]]:
    return [(same_words(e.group) if groups else "", same_words(e.label), e.unit) for e in entries]


def test_there_are_forms_to_draw() -> None:
    assert {"dispatch-communities", "dispatch-departments", "problem-ledger", "hazard-checklist"} <= set(
        SENT_OUT
    )


@pytest.mark.parametrize("code", SENT_OUT)
def test_the_blank_workbook_of_a_form_is_drawn_as_that_form(code: str) -> None:
    form = catalogue()[code]
    again = drawn_again(form)

    has_groups = bool(form.groups)  # a ledger goes out with one row of heads
    assert told_apart(entries_of(again), groups=has_groups) == told_apart(entries_of(form), groups=has_groups)


@pytest.mark.parametrize("code", SENT_OUT)
def test_it_is_drawn_twice_the_same(code: str) -> None:
    once = drawn_again(catalogue()[code])
    assert drawn_again(once) is not once
    assert told_apart(entries_of(drawn_again(once)), groups=bool(once.groups)) == told_apart(
        entries_of(once), groups=bool(once.groups)
    )


PRINTED = sorted(
    code
    for code, form in catalogue().items()
    if form.kind != "score_sheet"
    and not any(f.kind == "seal_place" and len(f.boxes) > 1 for f in form.fields)
)


@pytest.mark.parametrize("code", PRINTED)
def test_a_printed_sheet_typed_into_excel_is_drawn_as_its_form(code: str) -> None:
    campaign = load(CAMPAIGNS / "jiangguanchi").campaign
    assert campaign is not None
    form = catalogue()[code]
    content = typed_in(blank_sheet(campaign, form).content)
    again = draw_forms(("打印的.xlsx", content), Asked(used_by=("community",)))[0]

    assert again.form is not None, again.problems
    assert heads(again.form) == heads(form)


def heads(form: Form) -> list[tuple[str, str]]:
    """The labels of a form as they are printed, with the groups over or beside them."""
    groups = {f.name: g.label for g in form.groups for f in g.fields}
    return [
        (same_words(f.head_group or groups.get(f.name, "")), same_words(f.printed_label)) for f in form.fields
    ]
