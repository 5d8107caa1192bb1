"""Growing (边做边订): the print file for all, bound while units are still being made."""

from collections import deque
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Self

from generator.press.joining import Joiner
from generator.press.parts import UnreadablePdf
from generator.press.placing import Placing
from generator.press.print_parts import DRAFT_NAME, Mark, Printing, Sources
from generator.problem import EnvironmentProblem


class Growing:
    """Print file for all (全部打印文件) that is bound while units are still being made, parts as soon as they are there.

    It is of use when its parts turn out to be those of the end; else they are bound anew then. Nothing is bound before a
    unit has anything new. Use as a context.
    """

    def __init__(self, placing: Placing, printing: Printing, units: Mapping[str, str]) -> None:
        """Take the units of the run in the order of the campaign, code → label."""
        self._placing = placing
        self._printing = printing
        self._labels = units
        self._waiting = deque(units)
        self._done: set[str] = set()
        self._stack = ExitStack()
        self._mark = Mark(printing)
        self._sources = Sources(placing.storage)
        self._bound: tuple[Joiner, BinaryIO, Path] | None = None
        self._lost = printing.archive  # whether the whole conforms is known at the end only

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def take_in(self, unit: str, *, new: bool) -> None:
        """Take note that a unit is done, and whether any file of it is new; bind all that can be bound."""
        self._done.add(unit)
        if self._lost or not (new or self._bound):
            return
        try:
            joiner, *_ = self._bound = self._bound or self._begun()
            while self._waiting and self._waiting[0] in self._done:
                self._bind(joiner, self._waiting.popleft())
        except (OSError, UnreadablePdf, EnvironmentProblem):
            self._lose()  # it is found again at the end, and told then

    def finished(self, parts: str) -> tuple[Path, int] | None:
        """Return the file and its pages if it is of the parts that this mark tells of, as they were made."""
        if self._bound is None or self._sources.edited or self._mark.digest() != parts:
            return None
        joiner, target, path = self._bound
        joiner.finish()
        target.close()
        return path, joiner.pages

    def _begun(self) -> tuple[Joiner, BinaryIO, Path]:
        path = self._stack.enter_context(self._placing.storage.draft(DRAFT_NAME))
        target = self._stack.enter_context(path.open("wb"))
        return Joiner(target, two_sided=self._printing.two_sided), target, path

    def _bind(self, joiner: Joiner, unit: str) -> None:
        for entry in self._printing.parts_left(self._placing.known, unit):
            titles = self._labels[unit], entry.title
            self._mark.add(titles, entry)
            joiner.start_sheet()
            joiner.append(self._sources.of(entry), titles)

    def _lose(self) -> None:
        self._lost, self._bound = True, None
        self._stack.close()
