"""Places (位置) of problems on the editor's pages: which section, row and column, item or paragraph a path leads to."""

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.dataclass import dataclass
from generator.model.editing import OTHERS, Section
from generator.model.office import Column
from generator.problem import Path, Problem, Severity
from generator.sources.editing import ROSTER_KEY, Data, at, key_of, rows_of
from generator.sources.office.values import read_value
from generator.sources.office.words import in_office_words

_WORD = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
WRITTEN_OUT = ("document_number", "steps")  # kinds of cells that stand for several values


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of a place on a page (提示): `row` counts from 0, in a text paragraphs; `key` is the item or column."""

    section: str
    where: str
    message: str
    key: str = ""
    row: int | None = None
    severity: Severity = "error"


def told_of(
    problems: Sequence[Problem], sections: Sequence[Section], data: Data, bases: Mapping[str, Data]
) -> tuple[Told, ...]:
    """Return what was found at the places where it can be mended, each once."""
    unread = list(_unread(sections, data, bases))
    covered = {path for path, _ in unread}
    found = [told for _, told in unread]
    for problem in problems:
        if not any(problem.path[: len(path)] == path for path in covered):
            found.append(_told(problem, sections, data, bases))
    return tuple(dict.fromkeys(found))


def _unread(
    sections: Sequence[Section], data: Data, bases: Mapping[str, Data]
) -> Iterator[tuple[Path, Told]]:
    """Yield the cells that cannot be read as the values they stand for, with their paths."""
    for section in sections:
        places: list[tuple[Path, Column, int | None]] = [
            (section.root, c, None) for _, group in section.items for c in group
        ]
        for i, (_, path) in enumerate(rows_of(data, section, bases.get(section.code))):
            places += [(path, c, i) for c in section.rows.columns] if section.rows else []
        for root, column, row in places:
            value = at(data, (*root, *column.key)) if column.kind in WRITTEN_OUT else None
            if isinstance(value, str) and (wrong := read_value(column, value, {}).wrong):
                message = f"“{column.label}”{wrong}"
                place = Place(section=section, row=row, column=column)
                yield (*root, *column.key), place.told(message, "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Place (位置) on the editor's pages; `paragraph` says that the row is one of a text."""

    section: Section
    row: int | None = None
    column: Column | None = None
    paragraph: bool = False

    def told(self, message: str, severity: Severity) -> Told:
        """Return what is said at this place."""
        if self.column:
            message = message.replace(f"“{self.column.key[-1]}”", f"“{self.column.label}”")
        message = message.replace("工作表“", "“")
        row = "" if self.row is None else f"第{self.row + 1}{'段' if self.paragraph else '行'}"
        return Told(
            section=self.section.code,
            where=" ".join(filter(None, (self.section.name, row, self.column.label if self.column else ""))),
            message=message,
            key=key_of(self.column) if self.column else "",
            row=self.row,
            severity=severity,
        )


def _told(problem: Problem, sections: Sequence[Section], data: Data, bases: Mapping[str, Data]) -> Told:
    for section in sections:
        if place := _place(problem, section, data, bases.get(section.code)):
            said = _by_name(problem.message, place.column, data)
            return place.told(in_office_words(problem.path, said), problem.severity)
    message = in_office_words(problem.path, problem.message).replace("工作表“", "“")
    where = OTHERS.get(str(problem.path[0]), "") if problem.path else problem.where.partition(":")[0]
    return Told(section="", where=where, message=message, severity=problem.severity)


def _by_name(message: str, column: Column | None, data: Data) -> str:
    """Return what is said of a kind of units with the names of kinds, as they are chosen on the page."""
    if column is None or column.refers_to != "kind":
        return message
    names = {
        str(kind.get("code")): str(kind.get("name"))
        for kind in data.get("kinds") or ()
        if isinstance(kind, dict)
    }
    return _WORD.sub(lambda found: names.get(found[0], found[0]), message)


def _place(problem: Problem, section: Section, data: Data, base: Data | None) -> Place | None:
    """Return where in a section a problem lies, None where it lies in another."""
    path = problem.path
    for column in section.texts:
        if path[: len(section.root) + len(column.key)] == (*section.root, *column.key):
            return Place(section=section, row=_paragraph(problem, data), column=column, paragraph=True)
    for column in (c for _, group in section.items for c in group):
        own = (*section.root, *column.key)
        if path and path[: len(own)] == own:
            return Place(section=section, column=column)
    if section.rows is None or not path:
        return _whole(problem, section)
    rows = (*section.root, *section.rows.key)
    if path[: len(rows)] != rows:
        return _whole(problem, section)
    for i, (_, own) in enumerate(rows_of(data, section, base)):
        if path[: len(own)] == own:
            return Place(section=section, row=i, column=_column(section, path[len(own) :]))
    for i, (_, own) in enumerate(rows_of(data, section, base)):
        if own[: len(rows) + 1] == path[: len(rows) + 1]:  # the role, or the group, that the row begins
            label = ("label",) if section.rows.key == ROSTER_KEY else ("group",)
            return Place(section=section, row=i, column=_column(section, label))
    return Place(section=section)


def _whole(problem: Problem, section: Section) -> Place | None:
    """Return the section as a whole where the problem lies in what holds its items: a missing title, a date too few."""
    heads = {
        (*section.root, *c.key)[: max(len(section.root), 1)] for _, group in section.items for c in group
    }
    heads = {head for head in heads if len(head) == 1 and head != section.root}
    return Place(section=section) if problem.path in heads else None


def _column(section: Section, rest: Path) -> Column | None:
    columns = section.rows.columns if section.rows else ()
    return next(
        (c for c in columns if rest[: len(c.key)] == c.key or (rest and c.key[: len(rest)] == rest)), None
    )


def _paragraph(problem: Problem, data: Data) -> int | None:
    """Return which paragraph of a text the words found stand in."""
    text = at(data, problem.path)
    if not problem.spots or not isinstance(text, str):
        return None
    lines = text[: problem.spots[0].start].split("\n")
    return sum(1 for line in lines[:-1] if line.strip())
