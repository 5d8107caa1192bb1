"""A return as YAML (报送数据): the text of the file in which a unit's return is kept."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.model.filled import Return, Scalar, Value
from generator.model.superior import MadeFrom

_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff\w，。、；（）“”《》〔〕]*")
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def return_text(filled: Return) -> str:
    """Return the YAML of a return, its keys in the model's order; what is not written stays out."""
    return "\n".join(_lines(filled)) + "\n"


def _lines(filled: Return) -> Iterator[str]:
    yield f"schema: {filled.schema}"
    yield f"form: {filled.form}"
    if filled.correction:
        yield f"correction: {filled.correction}"
    yield f"version: {filled.version}"
    yield f"unit: {scalar_text(filled.unit)}"
    yield f"period: {filled.period}"
    for name in ("filled_on", "received_on"):
        if day := getattr(filled, name):
            yield f"{name}: {day.isoformat()}"
    for name in ("filled_by", "reviewed_by"):
        if text := getattr(filled, name):
            yield f"{name}: {scalar_text(text)}"
    if filled.values:
        yield "values:"
        yield from (f"  {name}: {_text(value)}" for name, value in filled.values.items())
    if filled.rows:
        yield "rows:"
        yield from (f"  - {_text(row)}" for row in filled.rows)
    if filled.made_from:
        yield "made_from:"
        yield from (f"  {name}: {text}" for name, text in _origin(filled.made_from))


def _origin(origin: MadeFrom) -> Iterator[tuple[str, str]]:
    for name in ("campaign", "digest", "revision", "due", "counted", "reason"):
        if value := getattr(origin, name):
            yield name, scalar_text(value)
    if origin.missing:
        yield "missing", f"[{', '.join(map(scalar_text, origin.missing))}]"


def _text(value: Value | Mapping[str, Value]) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_text(part)}" for name, part in value.items()) + "}"
    return scalar_text(value)


def scalar_text(value: Scalar) -> str:
    """Return a value as it is written in YAML; a text is quoted unless it is plain Chinese.

    >>> scalar_text("秋湖村"), scalar_text("0371"), scalar_text(True), scalar_text(0.00001)
    ('秋湖村', '"0371"', 'true', '0.00001')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, int):
        return str(value)
    if _PLAIN.fullmatch(value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
