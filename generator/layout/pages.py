"""Pages of a text on the grid of 22 lines by 28 characters (5.2.3): how far it runs. Pure functions."""

from collections.abc import Iterable, Iterator, Sequence

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb

_TOLERANCE_MM = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Lines of one height that follow each other; `whole` keeps them on one page.

    `with_next` keeps the last of them on the page of what follows, `with_previous` the first on that of what precedes.
    """

    lines: int = 1
    height_mm: float = gb.LINE_PITCH_MM
    new_page: bool = False
    whole: bool = False
    with_next: bool = False
    with_previous: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """Where a text ends: page number from 1, and the height in mm used on it."""

    page: int
    used_mm: float

    def has_room(self, height_mm: float) -> bool:
        """Return whether so much more fits on the page."""
        return self.used_mm + height_mm <= gb.TYPE_AREA_HEIGHT_MM + _TOLERANCE_MM


@dataclass(frozen=True, slots=True)
class _Unit:
    """What no page divides: its height, and whether it begins a page or stays on the page of the one before."""

    height_mm: float
    new_page: bool
    kept: bool


def end_of(runs: Iterable[Run]) -> End:
    """Return where runs of lines end when they fill page after page and stay with what they belong to."""
    units = list(_units(runs))
    end, begin, place = End(1, 0.0), 0, 0
    while place < len(units):
        unit = units[place]
        full = place > begin and not end.has_room(unit.height_mm)
        if full or (unit.new_page and end.used_mm):
            begin = place = _page_break(units, begin, place) if full else place
            end = End(end.page + 1, 0.0)
        end = End(end.page, end.used_mm + units[place].height_mm)
        place += 1
    return end


def _page_break(units: Sequence[_Unit], begin: int, full: int) -> int:
    """Return which unit begins the next page: the last that need not stay with the one before, else where it is full."""
    return next((place for place in range(full, begin, -1) if not units[place].kept), full)


def _units(runs: Iterable[Run]) -> Iterator[_Unit]:
    held = False
    for run in runs:
        count = 1 if run.whole else run.lines
        height = run.height_mm * run.lines if run.whole else run.height_mm
        for place in range(count):
            first = place == 0
            yield _Unit(height, run.new_page and first, first and (held or run.with_previous))
        held = run.with_next if count else held
