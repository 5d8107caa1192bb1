"""Texts that a document cannot do without are never blank, and no number changes its look as a text."""

import dataclasses
from pathlib import Path
from typing import Any

import every_problem
import pytest

from generator.model import campaign, document, filled, form, hazard, organ
from generator.sources.campaign import load
from generator.sources.hints import hints_of, required_of, stand_in
from generator.sources.texts import check_texts
from generator.sources.typed import typed

CLASSES = [
    cls
    for module in (campaign, document, filled, form, hazard, organ)
    for cls in vars(module).values()
    if isinstance(cls, type) and dataclasses.is_dataclass(cls) and cls.__module__ == module.__name__
]
REQUIRED = [(cls, key) for cls in CLASSES for key in sorted(required_of(cls)) if hints_of(cls)[key] is str]
LISTS = [(cls, key) for cls in CLASSES for key, hint in hints_of(cls).items() if hint == tuple[str, ...]]


def places(cls: type, data: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(p.code, p.path) for p in check_texts(cls, data)]


@pytest.mark.parametrize("blank", ["", "   ", "\u3000", "\n"])
@pytest.mark.parametrize(("cls", "key"), REQUIRED, ids=str)
def test_no_required_text_may_be_blank(cls: type, key: str, blank: str) -> None:
    data = stand_in(cls)
    assert places(cls, data) == []
    assert places(cls, {**data, key: blank}) == [("DATA-003", (key,))]


@pytest.mark.parametrize(("cls", "key"), LISTS, ids=str)
def test_no_item_of_a_list_of_texts_may_be_blank(cls: type, key: str) -> None:
    assert places(cls, {**stand_in(cls), key: ["甲", " "]}) == [("DATA-003", (key, 1))]


def test_what_may_be_left_out_may_be_left_blank() -> None:
    unit = {"name": "柏溪镇", "kind": "town", "short_name": "", "suffix": "", "code": "", "parent": ""}
    assert places(organ.Unit, unit) == []
    assert places(form.FormUse, {"form": "monthly", "remark": ""}) == []


@pytest.mark.parametrize("key", ["title", "short_title"])
def test_a_use_of_a_form_cannot_blank_what_the_form_must_have(key: str) -> None:
    assert places(form.FormUse, {"form": "monthly", key: " "}) == [("DATA-003", (key,))]


@pytest.mark.parametrize("value", [1.3e10, 1.1, 3.0])
def test_a_number_with_a_fraction_is_no_text(value: float) -> None:
    assert places(organ.Unit, {"name": "柏溪镇", "kind": "town", "code": value}) == [("DATA-002", ("code",))]
    assert places(hazard.Hazard, {"extra": {"面积": value}}) == [("DATA-002", ("extra", "面积"))]


def test_a_whole_number_is_a_text_as_it_stands() -> None:
    contact, problems = typed(document.Contact, {"name": "罗敏", "phone": 13000000001})
    assert (contact.phone, problems) == ("13000000001", [])


@pytest.mark.parametrize(
    "unit",
    ['{name: " ", kind: community}', '{name: 柏溪镇春湖社区, short_name: 春湖, kind: community, code: " "}'],
)
def test_no_unit_takes_the_place_of_the_issuer(unit: str, tmp_path: Path) -> None:
    folder = every_problem.lay_out("DATA-003-text", tmp_path)
    for name in ("campaign.yaml", "units.yaml"):
        text = (every_problem.BASE / name).read_text(encoding="utf-8")
        (folder / name).write_text(text + (f"  - {unit}\n" if name == "units.yaml" else ""), encoding="utf-8")
    assert [(p.code, p.where[:12]) for p in load(folder).problems] == [("DATA-003", "units.yaml:8")]
