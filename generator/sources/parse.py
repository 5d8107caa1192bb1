"""Text to plain values: YAML by the 1.2 core schema, or JSON; what does not parse becomes problems."""

import json
import re
from collections.abc import Collection
from dataclasses import field
from functools import cached_property
from typing import Any

import ryaml

from generator.dataclass import dataclass
from generator.problem import Path, Problem
from generator.sources import syntax
from generator.sources.comments import SUSPECT, cut_values
from generator.sources.outline import MAX_ALIASED_NODES, MAX_DEPTH, MAX_EXPANDED_BYTES, Mark, Outline, outline
from generator.sources.spots import Scalar, places_of, scalars

MAX_BRACKETS = 1000
SUSPECT_TAG = re.compile(r"(?:^|[\s\[{,:])!", re.MULTILINE)
SUSPECT_ALIAS = re.compile(r"(?:^|[\s\[{,:])\*\S", re.MULTILINE)
DUPLICATE = re.compile(r"^(?:.*: )?duplicate entry with key ", re.DOTALL)
SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
UNPRINTABLE = re.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")


@dataclass(frozen=True, eq=False)
class Source:
    """One file that was read: its name as printed, its text and, once parsed, its data."""

    name: str
    text: str
    is_json: bool
    data: Any = None
    _places: dict[Path, list[int | None]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def outline(self) -> Outline:
        """Places of keys and values; computed only when a problem needs one."""
        return outline(_as_yaml(self.text) if self.is_json else self.text)

    @cached_property
    def scalars(self) -> dict[Path, Scalar]:
        """Where every value is written; computed only when the place of words within one is asked for."""
        return scalars(_as_yaml(self.text) if self.is_json else self.text)

    def place_of(self, path: Path, start: int, value: str) -> int | None:
        """Return the place in the file's text of the character at `start` of the value at a path, None if unknown."""
        if path not in self._places:
            scalar = self.scalars.get(path)
            self._places[path] = places_of(self.text, scalar, value) if scalar else []
        places = self._places[path]
        return places[start] if start < len(places) else None

    def in_its_words(self, path: Path, message: str, elsewhere: Collection[str] = ()) -> str:
        """Return what is said of a path as whoever writes such a file calls things: YAML has the keys themselves.

        `elsewhere` are the keys of the campaign that stand in other files.
        """
        return message

    def where(self, path: Path = (), *, key: bool = False) -> str:
        """Return `file:line:column` of the value (or key) at a path within this file."""
        return self.at(self.outline.find(path, key=key))

    def where_in(self, path: Path, start: int, value: str) -> str | None:
        """Return `file:line:column` of the character at `start` of the value at a path, None if unknown."""
        place = self.place_of(path, start, value)
        if place is None:
            return None
        line = self.text.count("\n", 0, place) + 1
        return f"{self.name}:{line}:{place - self.text.rfind(chr(10), 0, place)}"

    def at(self, mark: Mark | None) -> str:
        """Return `file:line:column`, or the file's name where no place is known."""
        return f"{self.name}:{mark}" if mark else self.name


def parse(source: Source) -> tuple[Source | None, list[Problem]]:
    """Return the source with its data and what looks wrong, or None and why it could not be parsed."""
    if problems := _guard(source):
        return None, problems
    try:
        data = _json(source.text) if source.is_json else ryaml.loads(source.text)  # type: ignore[attr-defined]
        parsed = Source(source.name, source.text, source.is_json, _plain_keys(data))
        return parsed, _cut_values(parsed)
    except _Duplicate:
        return None, _duplicates(source)
    except RecursionError:
        return None, [_too_deep(source, source.outline.too_deep)]
    except ValueError as error:
        return None, _failure(source, error)


def _cut_values(source: Source) -> list[Problem]:
    if source.is_json or not SUSPECT.search(source.text):
        return []
    return [
        Problem(code="SRC-013", message=message, where=source.at(mark), severity="warning")
        for mark, message in cut_values(source.text, source.outline)
    ]


def _guard(source: Source) -> list[Problem]:
    """Refuse what must not reach the parser: nesting and aliases without bound, and tags."""
    if _bracket_depth(source.text) > MAX_BRACKETS:
        return [_too_deep(source, None)]
    if source.is_json or not (SUSPECT_TAG.search(source.text) or SUSPECT_ALIAS.search(source.text)):
        return []
    return _limits(source) or [_tag(source, tag, mark) for tag, mark in source.outline.tags]


def _limits(source: Source) -> list[Problem]:
    if source.outline.too_deep:
        return [_too_deep(source, source.outline.too_deep)]
    if source.outline.too_many_aliases:
        return [_too_many_aliases(source, source.outline.too_many_aliases)]
    if source.outline.too_long_aliases:
        return [_too_long_aliases(source, source.outline.too_long_aliases)]
    return []


def _failure(source: Source, error: ValueError) -> list[Problem]:
    """Problems for an error of the parser."""
    text = str(error)
    if limits := _limits(source):
        return limits
    if DUPLICATE.search(text):
        return _duplicates(source)
    if "recursion limit" in text:
        return [_too_deep(source, source.outline.too_deep)]
    if "repetition limit" in text:
        return [_too_many_aliases(source, None)]
    message, mark = syntax.explain(error, source.text)
    return [Problem(code="SRC-004", message=message, where=source.at(mark))]


def _duplicates(source: Source) -> list[Problem]:
    found = source.outline.duplicates
    if not found:
        return [Problem(code="SRC-005", message="同一层里有重复的键。请删去多余的一处。", where=source.name)]
    return [
        Problem(
            code="SRC-005",
            message=f"键“{key}”在同一层里写了两次，第一次在第 {first.line} 行。请删去多余的一处。",
            where=source.at(mark),
        )
        for key, mark, first in found
    ]


def _too_deep(source: Source, mark: Mark | None) -> Problem:
    message = f"嵌套太深，超过 {MAX_DEPTH} 层。请检查括号和缩进，数据不需要这么多层。"
    return Problem(code="SRC-006", message=message, where=source.at(mark))


def _too_many_aliases(source: Source, mark: Mark | None) -> Problem:
    message = f"引用（*别名）展开后超过 {MAX_ALIASED_NODES} 项。请不用别名，直接写出内容。"
    return Problem(code="SRC-006", message=message, where=source.at(mark))


def _too_long_aliases(source: Source, mark: Mark) -> Problem:
    size = MAX_EXPANDED_BYTES // 1_000_000
    message = f"引用（*别名）展开后的内容超过 {size} MB。请不用别名，直接写出内容。"
    return Problem(code="SRC-006", message=message, where=source.at(mark))


def _tag(source: Source, tag: str, mark: Mark) -> Problem:
    written = tag.replace("tag:yaml.org,2002:", "!!")
    message = f"不接受 YAML 标签“{written}”。请删去标签；文字以感叹号开头时，请加引号。"
    return Problem(code="SRC-011", message=message, where=source.at(mark))


def _bracket_depth(text: str) -> int:
    """Return the greatest balance of opening over closing brackets; a cheap bound, blind to quotes."""
    depth = deepest = 0
    for found in re.finditer(r"[\[{]|[\]}]", text):
        depth += 1 if found.group() in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


class _Duplicate(Exception):
    """A JSON object holds a key twice."""


def _json(text: str) -> Any:
    def no_constant(name: str) -> Any:
        raise ValueError(f"constant {name}")

    return json.loads(text, object_pairs_hook=_object, parse_constant=no_constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise _Duplicate
    return result


def _as_yaml(text: str) -> str:
    """Return JSON text that the YAML events parser accepts, every character in its place."""
    return UNPRINTABLE.sub(" ", SURROGATE_ESCAPE.sub("??????", text))


def _plain_keys(data: Any, depth: int = 0) -> Any:
    """Return the data with every key a string, as JSON has them."""
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(data, dict):
        plain = {_key(k): _plain_keys(v, depth + 1) for k, v in data.items()}
        if len(plain) != len(data):
            raise _Duplicate
        return plain
    if isinstance(data, list):
        return [_plain_keys(item, depth + 1) for item in data]
    return data


def _key(key: Any) -> str:
    return key if isinstance(key, str) else json.dumps(key)
