"""Pages of a text on the grid of 22 lines by 28 characters (5.2.3): how far it runs. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.layout import gbt9704 as gb

_TOLERANCE_MM = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Lines of one height that follow each other; `whole` keeps them on one page."""

    lines: int = 1
    height_mm: float = gb.LINE_PITCH_MM
    new_page: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """Where a text ends: page number from 1, and the height in mm used on it."""

    page: int
    used_mm: float

    def has_room(self, height_mm: float) -> bool:
        """Return whether so much more fits on the page."""
        return self.used_mm + height_mm <= gb.TYPE_AREA_HEIGHT_MM + _TOLERANCE_MM


def end_of(runs: Iterable[Run]) -> End:
    """Return where runs of lines end when they fill page after page."""
    end = End(1, 0.0)
    for run in runs:
        if run.new_page and end.used_mm:
            end = End(end.page + 1, 0.0)
        steps = [run.height_mm * run.lines] if run.whole else [run.height_mm] * run.lines
        for step in steps:
            end = End(end.page, end.used_mm + step) if end.has_room(step) else End(end.page + 1, step)
    return end
