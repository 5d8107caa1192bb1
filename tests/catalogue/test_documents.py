"""The fixture campaigns print the facts of the reference documents: titles, headings, numbers, responsible units."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.sheets import loaded, sheet, sheets, usable

from generator.derive.lists import units_named
from generator.model.campaign import Duty
from generator.model.sheet import Block, DocumentContent, InlineTable, TableContent

GOLDEN = Path(__file__).parents[1] / "golden" / "documents"
NUMBER = re.compile(r"(\d+)[.]")
HEADINGS = {"heading_1": "heading 1", "heading_2": "heading 2"}


def golden(name: str) -> list[str]:
    return (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def document(name: str) -> DocumentContent:
    content = sheets(name)[0].content
    assert isinstance(content, DocumentContent)
    return content


def facts(name: str) -> Iterator[str]:
    """Every fact of a campaign's document, as the golden files write it."""
    content = document(name)
    if content.head:
        yield f"number: {content.head.number}"
    for part in (p for p in content.parts if not p.attachment):
        yield f"title: {''.join(part.title)}"
        if part.addressees:
            yield f"addressees: {part.addressees}"
        yield from (fact for block in part.blocks for fact in _fact(block))
    if content.foot:
        yield f"imprint: {content.foot.office} {content.foot.date}"


def _fact(block: Block) -> Iterator[str]:
    if block.style in HEADINGS:
        yield f"{HEADINGS[block.style]}: {block.lead.rstrip('。')}"
    elif block.style == "heading_3":
        yield f"heading 3: {NUMBER.match(block.text)[1]}"  # type: ignore[index]
    elif block.style in ("date", "attachment_first"):
        yield f"{block.style.partition('_')[0]}: {block.text}"


def due(duty: Duty) -> str:
    once = f"due {duty.due_on}" if duty.due_on else ""
    return f"duty: {once or f'monthly by {duty.monthly_by}, cumulative from {duty.cumulative_from}'}"


def breakdown() -> InlineTable:
    part = document("zhufoan").parts[-1]
    assert part.blocks[0].table
    return part.blocks[0].table


def rows(table: InlineTable | TableContent) -> list[dict[str, str]]:
    """What prints in the cells of each row of a list's table, by column; covered cells are left out."""
    slots = [[c.slot for c in row.cells if c.slot] for row in table.grid.rows]
    return [{s.partition(".")[0]: table.values[s] for s in names} for names in slots if names]


def printed_tasks() -> Iterator[str]:
    """The table of tasks as the golden file writes it; a label that a new page repeats counts once."""
    table = breakdown()
    yield f"title: {''.join(document('zhufoan').parts[-1].title)}"
    heads = [c.text for row in table.grid.rows if row.head for c in row.cells]
    yield from (f"{kind}: {text}" for kind, text in zip(("head group", "column"), heads, strict=True))
    seen: set[str] = set()
    for row in rows(table):
        for name in ("part", "task"):
            label = row.get(name, "").replace("\n", "")
            yield from () if not label or label in seen else (f"{name}: {label}",)
            seen.add(label)
        number = NUMBER.match(row["item"])
        assert number, row["item"]
        yield f"item: {number[0]} {row['responsible']}".replace("\n", "")


def test_a_plan_without_a_head_has_the_chapters_and_duties_of_the_reference() -> None:
    found = [*facts("xupu"), *map(due, usable(loaded("xupu")).duties)]

    assert found == golden("xupu")
    assert document("xupu").head is None


def test_a_notice_with_its_plan_has_the_facts_of_the_reference() -> None:
    assert list(facts("zhufoan")) == golden("zhufoan")


def test_the_task_breakdown_has_the_parts_tasks_numbers_and_units_of_the_reference() -> None:
    found = list(printed_tasks())

    assert found == golden("zhufoan-tasks")
    assert [sum(f.startswith(kind) for f in found) for kind in ("part:", "task:", "item:")] == [3, 14, 54]


def test_labels_of_the_bound_table_stand_on_every_page_again() -> None:
    first = [row for row in breakdown().grid.rows if row.new_page]

    assert len(first) >= 4
    assert all(row.cells[0].slot.startswith("part.") and len(row.cells) == 4 for row in first)


@pytest.mark.parametrize(
    ("unit", "count"), [("yujiafan", 33), ("paichusuo", 49), ("linye", 42), ("shichang", 41)]
)
def test_the_list_of_a_unit_holds_the_tasks_that_name_it(unit: str, count: int) -> None:
    content = sheet("zhufoan", "unit-tasks", unit).content
    assert isinstance(content, TableContent)
    found = rows(content)
    campaign = usable(loaded("zhufoan"))

    assert len(found) == count
    assert all(unit in units_named(campaign, row["responsible"].replace("\n", ""))[0] for row in found)


def test_the_bound_table_is_no_file_of_its_own() -> None:
    assert [s.code for s in sheets("zhufoan") if not s.unit] == ["notice"]
