"""Rewriting (改写) a YAML file so that it holds other data: what is the same in both keeps its text, comments and all.

Changed values are written over in their places, new ones in the manner of their neighbours. What cannot be written so
exactly is written anew: first the item, then the key at the top, then the file. The result always reads as the data.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeAlias

import yaml

from generator.sources.office.yaml_text import dumped, yaml_text
from generator.sources.outline import LOADER
from generator.sources.parse import Source, parse

Edit: TypeAlias = tuple[int, int, str]  # of the text from, to, by what


class _Whole(Exception):
    """Raised where a thing cannot be changed in part."""


def rewritten(source: Source, data: Mapping[str, Any]) -> str:
    """Return the text of a file that reads as `data`; the text itself where it does already."""
    if _same(source.data, data):
        return source.text
    if source.is_json:
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    for whole in (False, True):
        text = _attempted(source, data, whole=whole)
        if text and _reads_as(text, data):
            return text
    return yaml_text(data)


def _same(one: Any, other: Any) -> bool:
    return _key(one) == _key(other)


def _key(value: Any) -> str:
    """Return a value as text that tells 1 from true and from 1.0, and one order of keys from another."""
    return json.dumps(value, ensure_ascii=False)


def _reads_as(text: str, data: Mapping[str, Any]) -> bool:
    parsed, _ = parse(Source("", text, is_json=False))
    return parsed is not None and json.dumps(parsed.data, sort_keys=True) == json.dumps(data, sort_keys=True)


def _attempted(source: Source, data: Mapping[str, Any], *, whole: bool) -> str:
    """Return the text changed in place, with `whole` each changed key at the top anew; empty where that fails."""
    try:
        writer = _Writer(source.text)
        edits = writer.mapping(writer.root, source.data, data, whole=whole)
        return writer.applied(edits, 0, len(source.text))
    except (_Whole, yaml.YAMLError, ValueError):
        return ""


class _Writer:
    """Edits of one text, found by the places of its nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0]
        for line in text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.root: Any = yaml.compose(text, Loader=LOADER)
        if not isinstance(self.root, yaml.MappingNode) or self.root.flow_style:
            raise _Whole

    def applied(self, edits: Iterable[Edit], start: int, end: int) -> str:
        """Return a part of the text with the edits in it."""
        parts: list[str] = []
        at = start
        for first, last, new in sorted(edits, key=lambda edit: edit[:2]):
            parts += [self.text[at:first], new]
            at = last
        return "".join((*parts, self.text[at:end]))

    def mapping(self, node: Any, old: Any, new: Mapping[str, Any], *, whole: bool = False) -> list[Edit]:
        """Return the edits that make one mapping of another."""
        edits: list[Edit] = []
        pairs = {str(key.value): (key, value) for key, value in node.value}
        if node.flow_style:
            return self._flow(pairs, old, new)
        if len(pairs) != len(node.value) or not new or list(old) != list(pairs):
            raise _Whole
        for name, (key, value) in pairs.items():
            if name not in new:
                edits.append(self._without(node, key, value))
            elif not _same(old[name], new[name]):
                edits += self._pair(key, value, (name, old[name], new[name]), whole=whole)
        added = {name: value for name, value in new.items() if name not in pairs}
        if added:
            column = node.value[0][0].start_mark.column
            place = self._line_end(self._end(node))
            edits.append((place, place, "\n" + _indented(yaml_text(added), column, first=True).rstrip("\n")))
        return edits

    def _flow(self, pairs: Mapping[str, Any], old: Any, new: Mapping[str, Any]) -> list[Edit]:
        if set(pairs) != set(new) or set(pairs) != set(old):
            raise _Whole
        changed = [name for name in pairs if not _same(old[name], new[name])]
        return [(*self._span(pairs[name][1]), _flow_text(new[name])) for name in changed]

    def _without(self, holder: Any, key: Any, value: Any) -> Edit:
        """Return the edit that takes a key away with its lines; the first of an item stands behind its dash."""
        start = self.starts[key.start_mark.line]
        if self.text[start : self._at(key.start_mark)].strip():
            raise _Whole
        end = self._line_end(self._end(value))
        return (start - 1, end, "") if start else (start, min(end + 1, len(self.text)), "")

    def _pair(self, key: Any, value: Any, change: tuple[str, Any, Any], *, whole: bool) -> list[Edit]:
        name, old, new = change
        try:
            if whole:
                raise _Whole
            return self.value(value, old, new)
        except _Whole:
            written = _indented(yaml_text({name: new}), key.start_mark.column, first=False)
            return [(self._at(key.start_mark), self._end(value), written.rstrip("\n"))]

    def value(self, node: Any, old: Any, new: Any) -> list[Edit]:
        """Return the edits that make one value of another."""
        if isinstance(node, yaml.MappingNode) and isinstance(old, dict) and isinstance(new, dict):
            try:
                return self.mapping(node, old, new)
            except _Whole:
                if not node.flow_style:
                    raise
                return [(*self._span(node), _flow_text(new))]
        if isinstance(node, yaml.SequenceNode) and isinstance(old, list) and isinstance(new, list):
            if node.flow_style:
                return [(*self._span(node), _flow_text(new))]
            return self._items(node, old, new)
        is_line = isinstance(node, yaml.ScalarNode) and node.style not in ("|", ">")
        if not is_line or isinstance(new, dict | list) or (isinstance(new, str) and "\n" in new):
            raise _Whole
        return [(*self._span(node), _flow_text(new))]

    def _items(self, node: Any, old: list[Any], new: list[Any]) -> list[Edit]:
        """Return the edit of a list: items that stay keep their lines and the comments above them, wherever they go."""
        if not new or not old or len(node.value) != len(old):
            raise _Whole
        column = node.start_mark.column
        starts, ends = self._chunks(node, column)
        made: list[str] = []
        for item, known in zip(new, _matched(old, new), strict=True):
            if known is None:
                made.append(_item_text(item, column, flow=self._is_flow(node.value[0])))
                continue
            inner = node.value[known]
            try:
                edits = [] if _same(old[known], item) else self.value(inner, old[known], item)
                made.append(self.applied(edits, starts[known], ends[known]))
            except _Whole:
                above = self.text[starts[known] : self.starts[inner.start_mark.line]]
                made.append(above + _item_text(item, column, flow=self._is_flow(inner)))
        return [(starts[0], ends[-1], "\n".join(made))]

    def _chunks(self, node: Any, column: int) -> tuple[list[int], list[int]]:
        """Return where each item's lines begin, with the comments above them, and end."""
        firsts = [self.starts[item.start_mark.line] for item in node.value]
        for item, first in zip(node.value, firsts, strict=True):
            if not self.text.startswith("- ", first + column) or item.start_mark.column < column + 2:
                raise _Whole
            if self.text[first : first + column].strip():
                raise _Whole
        ends = [self._line_end(self._end(item)) for item in node.value]
        starts = [firsts[0], *(end + 1 for end in ends[:-1])]
        return starts, ends

    @staticmethod
    def _is_flow(node: Any) -> bool:
        return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)

    def _at(self, mark: Any) -> int:
        return int(self.starts[mark.line] + mark.column)

    def _span(self, node: Any) -> tuple[int, int]:
        return self._at(node.start_mark), self._at(node.end_mark)

    def _end(self, node: Any) -> int:
        """Return where what a node holds ends, before comments and blank lines that follow."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        start, end = self._span(node)
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            return start + len(self.text[start:end].rstrip())
        return end

    def _line_end(self, place: int) -> int:
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found


def _matched(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """Return for each new item the old one that it is, changed or moved or not, None for one that was added."""
    before, after = [_key(item) for item in old], [_key(item) for item in new]
    found: list[int | None] = [None] * len(new)
    pairs: list[tuple[int, int]] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found[c:d] = range(a, b)
        elif what == "replace":
            pairs += zip(range(c, d), range(a, b), strict=False)
    free = set(range(len(old))).difference(found)
    for i, text in enumerate(after):
        moved = next((j for j in sorted(free) if before[j] == text), None) if found[i] is None else None
        if moved is not None:
            found[i] = moved
            free.discard(moved)
    for i, j in pairs:
        if found[i] is None and j in free:
            found[i] = j
            free.discard(j)
    return found


def _item_text(item: Any, column: int, *, flow: bool) -> str:
    text = f"- {_flow_text(item)}" if flow else dumped([item]).rstrip("\n")
    return _indented(text, column, first=True)


def _flow_text(value: Any) -> str:
    """Return a value in one line, as it may stand within brackets."""
    return dumped([value], flow=True).strip()[1:-1]


def _indented(text: str, column: int, *, first: bool) -> str:
    pad = " " * column
    lines = [pad + line if line else line for line in text.split("\n")]
    return "\n".join(lines) if first else "\n".join(lines)[column:]
