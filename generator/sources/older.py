"""Older files (旧版文件) brought up to the schema of this program, step by step, all else left as it was written.

A step looks at the values of one file and says which pairs of key and value are written in another way. The text is
changed at those places alone, and is kept only when it then reads as the values that the step wanted.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from generator.dataclass import dataclass
from generator.problem import Path, Problem
from generator.sources.files import decoded
from generator.sources.outline import Mark
from generator.sources.parse import Source, parse

SCHEMA = 1  # of every file; docs/decisions/0040 tells when it rises
FIRST = 1  # of the first release; drafts before it said so too, or nothing
HEAD = ("schema",)
FORMER_KEYS = {"merge": "merge_by"}  # by which keys are known to be of an older file
_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Pair of key and value (改动) that is written in another way; a schema that is not there is put at the head."""

    path: Path
    key: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A file brought up (升级了的文件): its name, its bytes before and after, and each place with what is new there."""

    name: str
    before: bytes
    after: bytes
    places: tuple[str, ...]


Step: TypeAlias = Callable[[Mapping[str, Any]], Iterator[Change]]


def raised(name: str, raw: bytes) -> tuple[Raised | None, list[Problem]]:
    """Bring a file up to this program's schema; None where there is nothing to change.

    The problems say why that cannot be done: it does not read, is of a newer program, or is written in a way that
    cannot be changed by itself.
    """
    text = decoded(raw, name)
    if isinstance(text, Problem):
        return None, [text]
    parsed, problems = parse(Source(name, text, name.lower().endswith(".json")))
    if parsed is None:
        return None, problems
    if not isinstance(parsed.data, dict):
        return None, []
    schema = schema_of(parsed.data)
    if schema is None or schema > SCHEMA:
        return None, [p for p in (schema_problem(parsed),) if p]
    return _all_steps(parsed, 0 if schema == FIRST else schema, raw)


def _all_steps(source: Source, schema: int, raw: bytes) -> tuple[Raised | None, list[Problem]]:
    places = list[str]()
    for version in range(schema, SCHEMA):
        changes = [*STEPS[version](source.data), Change(path=HEAD, key="schema", value=version + 1)]
        changes = [c for c in changes if value_at(source.data, c.path) != c.value]
        changed = _written(source, changes)
        if changed is None:
            return None, [_not_changed(source, change) for change in changes]
        places += [f"{source.where(c.path, key=True)} {_told(source, c)}" for c in changes]
        source = changed
    if not places:
        return None, []
    mark = raw[:3] if raw.startswith(b"\xef\xbb\xbf") else b""
    return Raised(
        name=source.name, before=raw, after=mark + source.text.encode(), places=tuple(dict.fromkeys(places))
    ), []


def raised_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """Bring values that stand in no file of their own up to this program's schema."""
    result = dict(data)
    for version in range(schema_of(data) or 0, SCHEMA):
        changes = [*STEPS[version](result), Change(path=HEAD, key="schema", value=version + 1)]
        result = _applied(result, {c.path: c for c in changes}, ())
    return result


def schema_of(data: Mapping[str, Any]) -> int | None:
    """Return the schema that a file says, 0 when it says nothing, None when what it says is none."""
    found = data.get("schema", 0)
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


def schema_problem(source: Source) -> Problem | None:
    """Return what is wrong with the schema that a file says."""
    found = schema_of(source.data)
    if found == SCHEMA:
        return None
    if "schema" not in source.data:
        message = f"没有写数据格式版本。请在文件开头写“schema: {SCHEMA}”；旧文件请运行 gongwen migrate。"
    elif found is None:
        message = f"数据格式版本应为 {SCHEMA}，现为“{source.data['schema']}”。请写“schema: {SCHEMA}”。"
    elif found > SCHEMA:
        message = f"数据格式版本是 {found}，本程序只认到 {SCHEMA}，是更新的程序写的。请升级程序。"
    else:
        message = f"数据格式版本是 {found}，本程序用 {SCHEMA}。请运行 gongwen migrate 升级。"
    return Problem(code="SRC-009", message=message, where=source.where(HEAD))


# The steps


def _of_the_drafts(data: Mapping[str, Any]) -> Iterator[Change]:
    """Before the first release a merged column (合并的栏) said `merge: true`: together with the merged ones left of it."""
    for path, columns in _columns(data):
        merged = list[str]()
        for i, column in enumerate(columns):
            if isinstance(column, dict) and "merge" in column and "merge_by" not in column:
                merged += [str(column.get("name"))] if column["merge"] is True else []
                value = list(merged) if column["merge"] is True else []
                yield Change(path=(*path, i, "merge"), key="merge_by", value=value)


def _columns(data: Mapping[str, Any]) -> Iterator[tuple[Path, list[Any]]]:
    """Yield every list of columns: of the form that a file is, and of the forms listed in it."""
    listed = [(key, i, item) for key in ("forms", "definitions") for i, item in _items(data.get(key))]
    forms: list[tuple[Path, Any]] = [((), data), *(((key, i), item) for key, i, item in listed)]
    for path, form in forms:
        if isinstance(form, dict) and isinstance(form.get("columns"), list):
            yield (*path, "columns"), form["columns"]


def _items(value: Any) -> Iterator[tuple[int, Any]]:
    yield from enumerate(value) if isinstance(value, list) else ()


STEPS: dict[int, Step] = {0: _of_the_drafts}  # from which schema to the next


# A text changed at its places


def _written(source: Source, changes: list[Change]) -> Source | None:
    """Return a file with changes in its text, None when it would not read as the values that are wanted."""
    text = source.text
    places = [(_place(source, change), change) for change in changes]
    for place, change in sorted(places, key=lambda found: found[0] or (0, 0), reverse=True):
        if place is None:
            return None
        text = text[: place[0]] + _pair(source, change, place) + text[place[1] :]
    parsed, _ = parse(Source(source.name, text, source.is_json))
    wanted = _applied(source.data, {c.path: c for c in changes}, ())
    same = parsed is not None and json.dumps(parsed.data, default=str) == json.dumps(wanted, default=str)
    return parsed if same else None


def _place(source: Source, change: Change) -> tuple[int, int] | None:
    """Return from where to where a pair is written; a pair that is new at the head has a place of no length."""
    if change.path in source.outline.keys:
        scalar = source.scalars.get(change.path)
        return (_offset(source.text, source.outline.keys[change.path]), scalar.end) if scalar else None
    first = min(
        (_offset(source.text, m) for p, m in source.outline.keys.items() if len(p) == 1), default=None
    )
    return None if first is None or change.path != HEAD else (first, first)


def _pair(source: Source, change: Change, place: tuple[int, int]) -> str:
    quoted = json.dumps(change.key) if source.is_json else change.key
    pair = f"{quoted}: {_value_text(change.value, quote=source.is_json)}"
    if place[0] != place[1]:
        return pair
    before = source.text[: place[0]]
    gap = before[len(before.rstrip()) :]
    if before.rstrip().endswith("{"):
        return f"{pair},{gap or ' '}"
    return pair + ("\r\n" if "\r\n" in source.text else "\n")


def _value_text(value: Any, *, quote: bool) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_value_text(one, quote=quote) for one in value)}]"
    if isinstance(value, str) and not quote and _PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _offset(text: str, mark: Mark) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: mark.line - 1]) + mark.column - 1


def _applied(value: Any, changes: Mapping[Path, Change], path: Path) -> Any:
    """Return values with changes, every key in its order; a schema that is new comes first."""
    if isinstance(value, list):
        return [_applied(item, changes, (*path, i)) for i, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    result = {"schema": changes[HEAD].value} if not path and HEAD in changes and "schema" not in value else {}
    for key, inner in value.items():
        change = changes.get((*path, key))
        result[change.key if change else key] = (
            change.value if change else _applied(inner, changes, (*path, key))
        )
    return result


def value_at(data: Any, path: Path) -> Any:
    """Return what stands at a path of plain values, None where nothing does."""
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _told(source: Source, change: Change) -> str:
    new = f"{change.key}: {_value_text(change.value, quote=False)}"
    if change.path not in source.outline.keys:
        return f"补写 {new}"
    return f"{change.path[-1]}: {_value_text(value_at(source.data, change.path), quote=False)} 改为 {new}"


def _not_changed(source: Source, change: Change) -> Problem:
    message = f"这里写法特殊，程序改不了。请手工把它{_told(source, change)}，再运行一次。"
    return Problem(code="SRC-009", message=message, where=source.where(change.path, key=True))
