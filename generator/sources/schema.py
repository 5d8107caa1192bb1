"""JSON Schema (draft 2020-12) of what a clerk writes, for editors, with Chinese descriptions."""

import re
from typing import Any, Literal

from generator.derive.fillable import row_fields, value_fields
from generator.model.campaign import Campaign
from generator.model.filled import Return
from generator.model.form import Field, Form, Part
from generator.sources.hints import described
from generator.sources.older import SCHEMA

DIALECT = "https://json-schema.org/draft/2020-12/schema"
CLASSES = {"campaign": Campaign, "form": Form, "return": Return}
TERM = re.compile(r"\(([^)]*)\)")
BLANK = {"type": "null"}
DATE = {"type": "string", "format": "date"}


def json_schema(what: Literal["campaign", "form", "return"]) -> dict[str, Any]:
    """Return the schema of a campaign file, a form definition or a return file."""
    cls = CLASSES[what]
    schema = described(cls)
    definitions = {name: _chinese(part) for name, part in schema["$defs"].items()}
    return {"$schema": DIALECT, **definitions[cls.__name__], "$defs": definitions}


def return_schema(form: Form) -> dict[str, Any]:
    """Return the schema of returns on one form: its own indicators or columns, nothing else."""
    schema = json_schema("return")
    properties = dict(schema["properties"])
    properties["form"] = {**properties["form"], "const": form.form}
    properties["values"] = _values(value_fields(form), properties["values"].get("description", ""))
    rows = _values(row_fields(form), "台账的一行")
    properties["rows"] = {**properties["rows"], "items": rows}
    return {**schema, "title": f"{form.short_title}报送数据", "properties": properties}


def _values(fields: tuple[Field, ...], description: str) -> dict[str, Any]:
    required = [f.name for f in fields if f.required]
    return {
        "type": "object",
        "description": description,
        "additionalProperties": False,
        "properties": {f.name: _field(f) for f in fields},
        **({"required": required} if required else {}),
    }


def _field(field: Field) -> dict[str, Any]:
    described = {"description": field.printed_label or field.name}
    if field.kind == "parts":
        parts = {p.name: _part(p) for p in field.parts}
        return {**described, "type": ["object", "null"], "additionalProperties": False, "properties": parts}
    if field.kind == "choice":
        return {**described, "enum": [*field.choices, None]}
    if field.kind == "yes_no":
        return {**described, "enum": [True, False, "是", "否", None]}
    if field.kind == "date":
        return {**described, "anyOf": [DATE, BLANK]}
    if field.kind in ("count", "money", "number"):
        return {**described, **_number(field.kind)}
    return {**described, "type": ["string", "number", "null"]}


def _part(part: Part) -> dict[str, Any]:
    return {**_number(part.kind), "description": part.label or part.prefix or part.unit}


def _number(kind: str) -> dict[str, Any]:
    number: dict[str, Any] = {"type": ["integer" if kind == "count" else "number", "null"]}
    return number if kind == "number" else {**number, "minimum": 0}


def _chinese(definition: dict[str, Any]) -> dict[str, Any]:
    """Return a class's schema with its Chinese term for a title and no English text."""
    term = TERM.search(definition.get("description", ""))
    kept = {k: v for k, v in definition.items() if k not in ("title", "description")}
    kept["properties"] = {k: _property(k, v) for k, v in definition["properties"].items()}
    return {"title": term.group(1), **kept} if term else kept


def _property(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in schema.items() if k != "title"}
    return {**kept, "const": SCHEMA} if name == "schema" else kept
