"""The forms of the catalogue and of the campaigns print the labels of the reference sheets, white space aside."""

import pathlib
from collections.abc import Iterator, Mapping

import pytest
from helpers.sheets import loaded, usable

from generator.compose.table import printed_notes
from generator.compose.wording import fill, fill_line
from generator.derive.sources import PAPER_NAMES, SEAL_NAMES
from generator.layout import gbt9704 as gb
from generator.model.form import Field, Form, Line
from generator.sources.catalogue import catalogue
from generator.validate.patterns import NAMES

GOLDEN = pathlib.Path(__file__).parents[1] / "golden" / "labels"
FORMS = sorted(p.stem for p in GOLDEN.glob("*.txt"))
CHANGED = sorted((p.parent.name, p.stem) for p in GOLDEN.glob("*/*.txt"))  # as a campaign uses them
BLANK = dict.fromkeys((*NAMES, *PAPER_NAMES, *SEAL_NAMES), "") | {
    "campaign.name": "将官池镇重大事故隐患专项排查整治2023行动",
    "issuer.region": "将官池镇",
    "issuer.name": "将官池镇安全生产委员会",
    "year": "2023",
}


def printed_items(form: Form, names: Mapping[str, str] = BLANK) -> list[str]:
    """Every wording of the blank sheet, in its order, as the golden files write it."""
    items = [f"{kind}: {_bare(text)}" for kind, text in _wordings(form, names)]
    return [item for item in items if not item.endswith(": ")]


def _wordings(form: Form, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "title", fill(form.title, names)
    yield from (("above", text) for line in form.above for text in _places(line))
    for group in form.groups:
        yield "group", group.label
        for field in group.fields:
            yield "label", field.printed_label
            yield from (("box", text) for text in _box_texts(field))
    for i, column in enumerate(form.columns):
        first = not i or form.columns[i - 1].head_group != column.head_group
        yield "head group", column.head_group if first else ""
        yield "column", column.printed_label
    yield "remark", form.remark
    yield from (("note", text) for text in printed_notes(form, names))
    yield from (("below", text) for line in form.below for text in _places(line))


def _places(line: Line) -> tuple[str, str, str]:
    filled = fill_line(line, BLANK)
    return filled.left, filled.center, filled.right


def _box_texts(field: Field) -> Iterator[str]:
    for box in field.boxes:
        for line in box.lines:
            yield from _places(line)


def _bare(text: str) -> str:
    return "".join(text.split()).replace("_", "")


def test_every_form_of_the_catalogue_has_a_golden_file() -> None:
    assert list(catalogue()) == FORMS


@pytest.mark.parametrize("code", FORMS)
def test_labels_equal_the_reference(code: str) -> None:
    expected = (GOLDEN / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    assert printed_items(catalogue()[code]) == expected


@pytest.mark.parametrize(("name", "code"), CHANGED)
def test_labels_of_a_campaigns_forms_equal_the_reference(name: str, code: str) -> None:
    campaign = usable(loaded(name))
    names = BLANK | {
        "campaign.name": campaign.name,
        "issuer.name": campaign.issuer.name,
        "issuer.region": campaign.issuer.region,
        "year": str(campaign.starts_on.year),
    }
    expected = (GOLDEN / name / f"{code}.txt").read_text(encoding="utf-8").splitlines()

    assert printed_items(loaded(name).forms[code], names) == expected


def test_groups_of_the_sub_districts_dispatch_table_have_the_sizes_of_the_reference() -> None:
    groups = loaded("chengzhong").forms["dispatch-communities"].groups

    assert [len(group.fields) for group in groups] == [6, 8, 10, 10]


@pytest.mark.parametrize(
    ("code", "sizes"),
    [
        ("dispatch-communities", [6, 8, 10, 8]),
        ("dispatch-departments", [2, 8, 10, 2]),
        ("rectification-record", [10, 2, 6, 5]),
    ],
)
def test_groups_have_the_sizes_of_the_reference(code: str, sizes: list[int]) -> None:
    assert [len(group.fields) for group in catalogue()[code].groups] == sizes


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("hazard-checklist", 8),
        ("problem-ledger", 9),
        ("major-hazard-list", 13),
        ("seal-register", 11),
        ("issue-register", 8),
    ],
)
def test_columns_of_a_ledger_fill_the_landscape_type_area(code: str, columns: int) -> None:
    form = catalogue()[code]
    width_mm, _ = gb.type_area_mm(landscape=True)
    assert form.page.orientation == "landscape"
    assert len(form.columns) == columns
    assert sum(column.width_mm for column in form.columns) == pytest.approx(width_mm)


def test_names_of_fields_are_unique_within_a_form() -> None:
    for code, form in catalogue().items():
        names = [field.name for field in form.fields]
        assert sorted(set(names)) == sorted(names), code
