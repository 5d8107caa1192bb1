"""Tree (数据树) taken from office files: plain data as YAML would give them, and where each of them stands."""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import field
from typing import Any

from generator.dataclass import dataclass
from generator.problem import Path, Problem, Severity
from generator.sources.office.words import in_office_words
from generator.sources.parse import Source
from generator.validate.wording import short


@dataclass(slots=True)
class Tree:
    """Data while office files are read: `places` are printed places by path, `lines` those of a text's paragraphs.

    `noted_attachments` are the names that the attachment note in a Word file gives, with its place.
    """

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, str] = field(default_factory=dict)
    lines: dict[Path, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    noted_attachments: list[tuple[str, str]] = field(default_factory=list)

    def say(self, code: str, message: str, where: str, severity: Severity = "error") -> None:
        """Keep a problem at its place."""
        self.problems.append(Problem(code=code, message=message, where=where, severity=severity))

    def put(self, path: Path, value: Any, where: str) -> None:
        """Put a value at a path of keys; another one that stands there already is kept, and told."""
        holder = self.data
        for key in path[:-1]:
            holder = holder.setdefault(str(key), {})
        known = holder.get(str(path[-1]))
        if known is not None and known != value:
            first = self.places[path]
            message = (
                f"这里写的是“{_shown(value)}”，{first} 写的是“{_shown(known)}”。请只在一处写，或改成一样。"
            )
            self.say("OFF-006", message, where)
            return
        holder[str(path[-1])] = value
        self.places.setdefault(path, where)


def _shown(value: Any) -> str:
    """Return a value as it reads in a message."""
    if isinstance(value, dict) and "serial" in value:
        return f"{value['organ_code']}〔{value['year']}〕{value['serial']}号"
    return short("、".join(map(str, value)) if isinstance(value, list) else str(value))


@dataclass(frozen=True, eq=False)
class OfficeSource(Source):
    """Office files as one source of data, which tells places as `活动.xlsx 单位!B5` and `正文.docx 第12段`."""

    places: dict[Path, str] = field(default_factory=dict)
    lines: dict[Path, list[str]] = field(default_factory=dict)

    def where(self, path: Path = (), *, key: bool = False) -> str:
        """Return the place of the value at a path, of what holds it where the value has none."""
        for length in range(len(path), 0, -1):
            if found := self.places.get(path[:length]):
                return found
        return self.name

    def in_its_words(self, path: Path, message: str, elsewhere: Collection[str] = ()) -> str:
        """Return a message with heads of columns and names of sheets in the place of the keys of the data."""
        return in_office_words(path, message, elsewhere)

    def where_in(self, path: Path, start: int, value: str) -> str | None:
        """Return the paragraph of the words that begin at `start` of a text, None for what is no text."""
        starts = [0]
        starts += [i + 1 for i, char in enumerate(value) if char == "\n"]
        paragraphs = self.lines.get(path, [])
        index = bisect_right(starts, start) - 1
        return paragraphs[index] if index < len(paragraphs) else None

    def place_of(self, path: Path, start: int, value: str) -> int | None:
        """Return None: nothing is written into an office file at a place of its text."""
        return None


def as_source(tree: Tree, name: str) -> OfficeSource:
    """Return what was taken as a source of the schema in force."""
    return OfficeSource(name, "", is_json=False, data=tree.data, places=tree.places, lines=tree.lines)
