"""JSON Schema for editors: Chinese throughout, and a return's schema follows its form."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from generator.model.form import Field, Part
from generator.sources.catalogue import catalogue
from generator.sources.schema import json_schema, return_schema

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from nodes(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from nodes(item)


@pytest.mark.parametrize("what", ["campaign", "form", "return"])
def test_every_key_is_described_in_chinese(what: Any) -> None:
    schema = json_schema(what)
    classes = [schema, *schema["$defs"].values()]
    undescribed = [
        name
        for part in classes
        for name, prop in part["properties"].items()
        if not CHINESE.search(prop.get("description", ""))
    ]
    assert undescribed == []


@pytest.mark.parametrize("what", ["campaign", "form", "return"])
def test_titles_are_the_chinese_terms_of_classes_and_no_other_key_is_allowed(what: Any) -> None:
    schema = json_schema(what)
    titles = [n["title"] for n in nodes(schema) if isinstance(n.get("title"), str)]
    assert schema["title"] == {"campaign": "专项行动", "form": "表单", "return": "报送"}[what]
    assert [title for title in titles if not CHINESE.search(title)] == []
    assert len(titles) <= 1 + len(schema["$defs"])
    assert all(part["additionalProperties"] is False for part in schema["$defs"].values())


@pytest.mark.parametrize("what", ["campaign", "form", "return"])
def test_every_reference_leads_to_a_definition(what: Any) -> None:
    schema = json_schema(what)
    references = {n["$ref"] for n in nodes(schema) if "$ref" in n}
    assert references <= {f"#/$defs/{name}" for name in schema["$defs"]}
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["schema"]["const"] == 1


def test_the_campaign_schema_names_what_must_be_written() -> None:
    required = json_schema("campaign")["required"]
    assert required == ["schema", "name", "issuer", "starts_on", "ends_on", "kinds", "units"]


def test_an_added_indicator_shows_up_in_the_schema_of_returns() -> None:
    form = catalogue()["dispatch-communities"]
    added = Field(name="drones", label="无人机巡查", unit="架次", kind="count", required=True)
    group = replace(form.groups[0], fields=(*form.groups[0].fields, added))
    grown = replace(form, groups=(group, *form.groups[1:]))

    before, after = return_schema(form)["properties"]["values"], return_schema(grown)["properties"]["values"]

    assert set(after["properties"]) - set(before["properties"]) == {"drones"}
    drones = {"description": "无人机巡查（架次）", "type": ["integer", "null"], "minimum": 0}
    assert after["properties"]["drones"] == drones
    assert after["required"] == ["drones"]


def test_the_schema_of_returns_offers_what_each_kind_of_field_takes() -> None:
    form = catalogue()["dispatch-communities"]
    fields = (
        Field(name="grade", label="等次", kind="choice", choices=("好", "差")),
        Field(name="done", label="是否完成", kind="yes_no"),
        Field(name="day", label="日期", kind="date"),
        Field(name="fines", label="处罚", kind="parts", parts=(Part(name="n", unit="次"),)),
        Field(name="note", label="说明"),
        Field(name="seal", label="盖章", kind="seal_place"),
        Field(name="hazard", label="隐患", source="hazard.name"),
    )
    schema = return_schema(replace(form, groups=(replace(form.groups[0], fields=fields),)))
    properties = schema["properties"]["values"]["properties"]
    assert list(properties) == ["grade", "done", "day", "fines", "note"]
    assert properties["grade"]["enum"] == ["好", "差", None]
    assert properties["done"]["enum"] == [True, False, "是", "否", None]
    assert properties["day"]["anyOf"][0] == {"type": "string", "format": "date"}
    assert list(properties["fines"]["properties"]) == ["n"]
    assert properties["note"]["type"] == ["string", "number", "null"]
    assert schema["properties"]["form"]["const"] == "dispatch-communities"


def test_the_schema_is_the_same_every_time() -> None:
    assert json.dumps(json_schema("campaign")) == json.dumps(json_schema("campaign"))
