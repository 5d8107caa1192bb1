"""Outline of a YAML or JSON text: where every key and value stands, read from parser events alone.

Values never come from here (PyYAML follows YAML 1.1); nothing is constructed and no alias is expanded, so the
outline of a hostile text costs no more than its length.
"""

from dataclasses import field
from typing import Any

import yaml

from generator.dataclass import dataclass
from generator.problem import Path

MAX_DEPTH = 64
MAX_ALIASED_NODES = 100_000
MAX_EXPANDED_BYTES = 50_000_000  # of a text's keys and values, aliases expanded

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mark:
    """Place in a text; line and column count from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(slots=True)
class Outline:
    """What the events of one text show; the marks of the first offence where there is one.

    `plain_ends` are the places right after each value (or key) without quotes.
    """

    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    duplicates: list[tuple[str, Mark, Mark]] = field(default_factory=list)
    tags: list[tuple[str, Mark]] = field(default_factory=list)
    plain_ends: list[Mark] = field(default_factory=list)
    too_deep: Mark | None = None
    too_many_aliases: Mark | None = None
    too_long_aliases: Mark | None = None

    def find(self, path: Path, *, key: bool = False) -> Mark | None:
        """Return the mark of the key or value at `path`, or of the nearest thing that holds it."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path)


@dataclass(slots=True)
class _Frame:
    path: Path
    is_mapping: bool
    anchor: str | None
    nodes_before: int
    bytes_before: int
    index: int = 0
    key: str | None = None


class _Reader:
    """Builds an outline event by event, with a stack of the collections that are open."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.stack: list[_Frame] = []
        self.sizes: dict[str, tuple[int, int]] = {}  # nodes, and bytes of keys and values
        self.nodes = 0
        self.bytes = 0
        self.aliased = 0

    def read(self, event: Any) -> bool:
        """Take one event; return False when reading must stop."""
        if isinstance(event, yaml.CollectionEndEvent):
            self._close(self.stack.pop())
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, _mark(event))
        found = self.outline
        return not (found.too_deep or found.too_many_aliases or found.too_long_aliases)

    def _close(self, frame: _Frame) -> None:
        if frame.anchor:
            self.sizes[frame.anchor] = self.nodes - frame.nodes_before, self.bytes - frame.bytes_before

    def _node(self, event: Any, mark: Mark) -> None:
        path = self._place(event, mark)
        self._note_tag(event, mark)
        if isinstance(event, yaml.AliasEvent):
            self._alias(str(event.anchor), mark)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event, path, mark)
        else:
            self._scalar(event)

    def _open(self, event: Any, path: Path, mark: Mark) -> None:
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        self.stack.append(_Frame(path, is_mapping, event.anchor, self.nodes, self.bytes))
        self.nodes += 1
        if len(self.stack) > MAX_DEPTH:
            self.outline.too_deep = mark

    def _scalar(self, event: Any) -> None:
        size = len(event.value.encode("utf-8", "surrogatepass"))
        self.nodes += 1
        self.bytes += size
        self.sizes[event.anchor or ""] = 1, size
        if not event.style:
            self.outline.plain_ends.append(Mark(event.end_mark.line + 1, event.end_mark.column + 1))

    def _alias(self, anchor: str, mark: Mark) -> None:
        nodes, size = self.sizes.get(anchor, (1, 0))
        self.nodes += nodes
        self.bytes += size
        self.aliased += nodes
        if self.aliased > MAX_ALIASED_NODES:
            self.outline.too_many_aliases = mark
        elif self.bytes > MAX_EXPANDED_BYTES:
            self.outline.too_long_aliases = mark

    def _note_tag(self, event: Any, mark: Mark) -> None:
        if tag := getattr(event, "tag", None):
            self.outline.tags.append((tag, mark))

    def _place(self, event: Any, mark: Mark) -> Path:
        """Record where the node stands and return its path; a key gets the path of its value."""
        frame = self.stack[-1] if self.stack else None
        if frame is None:
            path: Path = ()
        elif not frame.is_mapping:
            path = (*frame.path, frame.index)
            frame.index += 1
        elif frame.key is None:
            return self._key(frame, event, mark)
        else:
            path = (*frame.path, frame.key)
            frame.key = None
        self.outline.values.setdefault(path, mark)
        return path

    def _key(self, frame: _Frame, event: Any, mark: Mark) -> Path:
        frame.key = event.value if isinstance(event, yaml.ScalarEvent) else "?"
        path = (*frame.path, frame.key)
        first = self.outline.keys.setdefault(path, mark)
        if first != mark:
            self.outline.duplicates.append((frame.key, mark, first))
        return path


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def outline(text: str) -> Outline:
    """Return the outline of `text`; where the text does not parse, the outline of what stands before."""
    reader = _Reader()
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if not reader.read(event):
                break
    except (yaml.YAMLError, UnicodeError, ValueError):
        pass
    return reader.outline
