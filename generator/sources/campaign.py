"""The door in: a campaign's folder or file with its problems, as kept from an earlier run or read anew."""

import pathlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Any

from generator.dataclass import dataclass
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.problem import Problem
from generator.sources.places import Source

IN_OFFICE_FILE = re.compile(r"(.+[!第])([A-Z]*)(\d+)(?:段.*)?")  # 活动.xlsx 单位!B5, 正文.docx 第12段


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A campaign as read: the campaign (None when it cannot be used), its forms, and every problem found.

    `forms` are the effective forms in use by code; `digest` is the sha256 of the parsed content, the same for
    YAML and JSON. `data` is that content; `place` gives a problem found in it later its place, unit and month.
    `rare` are the characters in it that not every Chinese font has, `codes` those of the units by their names,
    `pictures` the digests of the files with seals.
    """

    campaign: Campaign | None
    problems: tuple[Problem, ...] = ()
    forms: dict[str, Form] = field(default_factory=dict)
    digest: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    rare: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    place: Callable[[Problem], Problem] = field(default=lambda problem: problem, compare=False, repr=False)

    def with_later(self, found: Iterable[Problem]) -> "Loaded":
        """Return the same with problems that were found in its data later, placed and in order."""
        return replace(self, problems=ordered([*self.problems, *map(self.place, found)]))


def load(path: Source, known: Mapping[str, Form] | None = None) -> Loaded:
    """Return the campaign in a folder or file, with every problem found in one run.

    `known` are the forms it may use besides its own (default: the catalogue). A return that cannot be used is
    left out; its problems carry the code of its unit. What the same files gave before is not read again.
    """
    if not isinstance(path, pathlib.Path):
        return path.load()
    from generator.sources import kept

    state = kept.state_of(path) if known is None else ""
    if state and (found := kept.recall(path, state)):
        return found
    from generator.sources.reading import read_anew

    loaded = read_anew(path, known)
    if state and state == kept.state_of(path):
        kept.keep(path, state, loaded)
    return loaded


def ordered(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems by file, line and column, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=_order))


def _order(problem: Problem) -> tuple[str, list[int], str, str]:
    if found := IN_OFFICE_FILE.fullmatch(problem.where):
        return found[1], [int(found[3])], f"{found[2]:>3}{problem.code}", problem.message
    name, _, place = problem.where.partition(":")
    numbers = [int(part) for part in place.split(":") if part.isdigit()]
    return name, numbers, problem.code, problem.message
