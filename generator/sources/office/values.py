"""Cells of 活动.xlsx into plain data: by the kind of their column, tolerant, every oddity told.

What cannot be read as its kind goes on as it is written: the types of the data then say what belongs there,
in the words they use for YAML.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from generator.dataclass import dataclass
from generator.derive.entries import Entry, same_words
from generator.model.form import FieldKind
from generator.model.office import Column
from generator.sources.intake.cells import read_cell, shown
from generator.sources.intake.dates import Years, read_day, read_month
from generator.sources.intake.grid import Raw

YEARS: Years = (1900, 2199)
KINDS: Mapping[str, FieldKind] = {
    "date": "date",
    "count": "number",  # the data's own types tell what is no integer
    "number": "number",
    "yes_no": "yes_no",
}
_BETWEEN = re.compile(r"[、，,;；\n]")
_NUMBER = re.compile(r"(.+?)[〔\[［(（【](\d{4})[〕\]］)）】]第?0*(\d+)号?")
_DATED = re.compile(r"\s*(\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?)[\s:：，,]*(.*)", re.DOTALL)


@dataclass(slots=True)
class Value:
    """What a cell was read as, None for nothing; `odd` and `wrong` as in a Reading."""

    value: Any = None
    odd: list[str] = field(default_factory=list)
    wrong: str = ""


def read_value(column: Column, raw: Raw, names: Mapping[str, Mapping[str, str]]) -> Value:
    """Return what a cell holds; `names` are the codes of kinds and of units by their names."""
    if column.words and isinstance(raw, str) and (word := _word(column, raw)) is not None:
        return word
    if column.kind in KINDS:
        return _plain(column, KINDS[column.kind], raw)
    if column.kind == "month":
        return _month(raw)
    if column.kind == "days":
        return _days(raw)
    text = _plain(column, "text", raw)
    if text.wrong or not isinstance(text.value, str):
        return text
    if column.kind == "document_number":
        return _document_number(text.value)
    if column.kind == "steps":
        return _steps(text)
    if column.kind == "lines":
        return Value([line.strip() for line in text.value.split("\n") if line.strip()], text.odd)
    if column.kind == "list":
        parts = [part.strip() for part in _BETWEEN.split(text.value) if part.strip()]
        return Value([_code(column, part, names) for part in parts], text.odd)
    return Value(_code(column, text.value.strip(), names), text.odd)


def _word(column: Column, raw: str) -> Value | None:
    """Return the value that a Chinese word stands for, None when it is none of the words."""
    for word, value in column.words.items():
        if same_words(word) == same_words(raw) or raw.strip() == value:
            return Value(value)
    core = re.sub(r"(?:事故)?隐患$", "", "".join(raw.split()))  # 重大隐患, in a column of levels
    if core in column.words and core != "".join(raw.split()):
        return Value(column.words[core], [f"写的是“{raw.strip()}”，读作 {core}"])
    return None


def _code(column: Column, text: str, names: Mapping[str, Mapping[str, str]]) -> str:
    return names.get(column.refers_to, {}).get(same_words(text), text)


def _plain(column: Column, kind: FieldKind, raw: Raw) -> Value:
    reading = read_cell(Entry(path=column.key, label=column.label, kind=kind), raw, YEARS)
    if not reading.wrong:
        return Value(reading.value, [reading.odd] if reading.odd and _matters(kind, raw) else [])
    if kind == "text":
        return Value(wrong=reading.wrong)
    return Value(raw if isinstance(raw, bool | int | float) else shown(raw))


def _matters(kind: FieldKind, raw: Raw) -> bool:
    """Tell whether an oddity is worth a word: 3 in the cell of a text is 3, but what begins with 0 may have lost it."""
    return not (kind == "text" and isinstance(raw, int | float) and not isinstance(raw, bool) and raw < 10**6)


def _month(raw: Raw) -> Value:
    month, odd = read_month(raw)
    return Value(month or shown(raw), [odd] if odd else [])


def _days(raw: Raw) -> Value:
    parts: list[Raw] = [p for p in _BETWEEN.split(raw) if p.strip()] if isinstance(raw, str) else [raw]
    result = Value([])
    for part in parts:
        day, odd, _ = read_day(part, YEARS)
        result.value.append(day.isoformat() if day else shown(part))
        result.odd += [odd] if odd else []
    return result


def _document_number(text: str) -> Value:
    found = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if not found:
        return Value(wrong=f"“{text}”看不出是发文字号。请写成 柳安委〔2023〕3号 这样。")
    number = {"organ_code": found[1], "year": int(found[2]), "serial": int(found[3])}
    usual = f"{found[1]}〔{found[2]}〕{int(found[3])}号"
    return Value(number, [] if text.strip() == usual else [f"写的是“{text.strip()}”，读作 {usual}"])


def number_of(text: str) -> dict[str, Any] | None:
    """Return the document number that a line is, None when it is none."""
    return _document_number(text).value if len(text) <= 40 else None


def _steps(text: Value) -> Value:
    """Read steps, a line each: its day, then what was done; a line without a day goes on from the one before."""
    result = Value([], text.odd)
    for line in str(text.value).split("\n"):
        found = _DATED.fullmatch(line)
        day, odd, _ = read_day(found[1], YEARS) if found else (None, "", "")
        if found and day:
            result.value.append({"on": day.isoformat(), "text": found[2].strip()})
            result.odd += [odd] if odd else []
        elif line.strip() and result.value:
            result.value[-1]["text"] += f"\n{line.strip()}"
        elif line.strip():
            result.wrong = f"“{line.strip()}”前面没有日期。请写成“2024-06-20 设备已订购”这样，一条一行。"
    return result
