"""Where a field's value may come from (数据来源): every path into a hazard, taken from the model."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from generator.model.hazard import Hazard


def _sources(cls: type, prefix: str) -> Iterator[str]:
    for name, inner in _inner_classes(cls):
        if inner:
            yield from _sources(inner, f"{prefix}.{name}")
        elif name != "extra":
            yield f"{prefix}.{name}"


def _inner_classes(cls: type) -> Iterator[tuple[str, type | None]]:
    """Yield each attribute with the model class of its value, or of its entries where it has several."""
    hints = get_type_hints(cls)
    for field in fields(cls):
        yield field.name, _model_class(hints[field.name])


def _model_class(hint: Any) -> type | None:
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    return inner if isinstance(inner, type) and is_dataclass(inner) else None


def _records() -> Iterator[str]:
    hints = get_type_hints(Hazard)
    several = (f.name for f in fields(Hazard) if get_origin(hints[f.name]) is tuple)
    yield from (f"hazard.{name}" for name in several)


HAZARD_SOURCES = frozenset(_sources(Hazard, "hazard"))
HAZARD_RECORDS = frozenset(_records())  # those of several entries, which print a line each
