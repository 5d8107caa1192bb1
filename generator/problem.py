"""Problem (问题): one thing found wrong in data, forms, templates or output, as a value.

Problems are collected, never raised; each has a code that is never reused and a Chinese message that says
what is wrong, what was found and what to do.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, TypeAlias

from generator.dataclass import dataclass

Path: TypeAlias = tuple[str | int, ...]
Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Words found wrong in a text of the data (所见文字), and what to write instead.

    `start` counts characters from the beginning of the text at `path`. `mend` is None where nothing can be
    proposed; a `safe` one may be written without being looked at.
    """

    path: Path
    start: int
    words: str
    mend: str | None = None
    safe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing found wrong (问题).

    `path` points into the merged campaign data; the door that read the data turns it into `where`
    (file:line:column). `unit` is the code of the unit that alone is affected, or empty when the campaign is;
    `period` the month whose return is affected, empty when any month is. `spots` are the words found, where the
    problem lies in some words of a text; the first of them is its place.
    """

    code: str
    message: str
    path: Path = ()
    where: str = ""
    severity: Severity = "error"
    unit: str = ""
    period: str = ""
    spots: tuple[Spot, ...] = ()

    def __str__(self) -> str:
        word = "错误" if self.severity == "error" else "提醒"
        place = f"{self.where} " if self.where else ""
        return f"{place}{word} {self.code} {self.message}"

    def at(self, where: str) -> "Problem":
        """Return this problem with its printed place set to `where`."""
        return replace(self, where=where)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems of severity error, in order."""
    return [p for p in problems if p.severity == "error"]


class ProblemsFound(Exception):
    """Raised at the end of a stage that cannot go on; carries every problem found (exit code 1)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class EnvironmentProblem(Exception):
    """Raised when this machine lacks what a task needs (exit code 3); the message is one Chinese line."""
