"""Where a character of a text stands in the file that holds it, whatever way the text is written there."""

import re

import yaml

from generator.dataclass import dataclass
from generator.problem import Path
from generator.sources.outline import LOADER

_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))|(.)", re.DOTALL)
_CONTROL = dict(zip("ntrb0aefv", "\n\t\r\b\0\a\x1b\f\v", strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A text in a file: from where to where it is written, and with what style (YAML's sign, empty for plain)."""

    start: int
    end: int
    style: str


def scalars(text: str) -> dict[Path, Scalar]:
    """Return every scalar value of a YAML (or JSON) text by its path; those before a mistake where there is one."""
    found: dict[Path, Scalar] = {}
    try:
        node = yaml.compose(text, Loader=LOADER)
    except (yaml.YAMLError, UnicodeError, ValueError, RecursionError):
        return found
    lines = _line_starts(text)
    stack: list[tuple[Path, yaml.Node | None]] = [((), node)]
    while stack:
        path, node = stack.pop()
        if isinstance(node, yaml.ScalarNode):
            start, end = (lines[m.line] + m.column for m in (node.start_mark, node.end_mark))
            found[path] = Scalar(start=start, end=end, style=node.style or "")
        elif isinstance(node, yaml.SequenceNode):
            stack += [((*path, i), inner) for i, inner in enumerate(node.value)]
        elif isinstance(node, yaml.MappingNode):
            stack += [((*path, key.value), inner) for key, inner in node.value]
    return found


def places_of(text: str, scalar: Scalar, value: str) -> list[int | None]:
    """Return for each character of a value its place in the text of the file, None for white space.

    The list is empty when the value cannot be told from what is written: then no place in it is exact.
    """
    written = list(_written(text, scalar))
    wanted = [char for char in value if not char.isspace()]
    if [char for _, char in written] != wanted:
        return []
    places = iter(place for place, _ in written)
    return [None if char.isspace() else next(places) for char in value]


def _written(text: str, scalar: Scalar) -> list[tuple[int, str]]:
    """Return the characters that a scalar stands for, white space aside, with their places."""
    raw = text[scalar.start : scalar.end]
    if scalar.style == '"':
        return [
            (scalar.start + m.start(), char)
            for m in _ESCAPED.finditer(raw[:-1], 1)
            if not (char := _unescaped(m)).isspace()
        ]
    begin = 0
    if scalar.style in ("|", ">"):
        begin = raw.find("\n") + 1
    elif scalar.style == "'":
        begin, raw = 1, raw[:-1]
    found = [(scalar.start + i, raw[i]) for i in range(begin, len(raw)) if not raw[i].isspace()]
    return _without_doubled_quotes(found) if scalar.style == "'" else found


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        return chr(int(code, 16))
    return match[5] or _CONTROL.get(match[4], match[4])


def _without_doubled_quotes(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    kept: list[tuple[int, str]] = []
    for place, char in found:
        if not (char == "'" and kept and kept[-1] == (place - 1, "'")):
            kept.append((place, char))
    return kept


def _line_starts(text: str) -> list[int]:
    starts = [0]
    starts += [i + 1 for i, char in enumerate(text) if char == "\n"]
    return [*starts, len(text)]
