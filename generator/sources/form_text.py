"""A form as the text of its file (表单文件): keys in the order of the model, what is as usual left out."""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any

from generator.model.form import Form
from generator.sources.office.yaml_text import yaml_text


def form_text(form: Form) -> str:
    """Return the YAML of a form, which is read as that form again."""
    return yaml_text(plain(form))


def plain(value: Any) -> Any:
    """Return a value of the model as plain data, without the keys whose values are the usual ones."""
    if is_dataclass(value):
        return {f.name: plain(v) for f in fields(value) if (v := getattr(value, f.name)) != _usual(f)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _usual(field: Any) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default
