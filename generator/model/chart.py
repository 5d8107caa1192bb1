"""Chart (图): numbers by month as bars, with the same numbers in rows below; drawn by a renderer."""

from typing import Literal, TypeAlias

from generator.dataclass import dataclass

Ink: TypeAlias = Literal["full", "light", "grey", "hollow", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Series (一组数) of a chart: its name, a number for each month, and how it is drawn."""

    name: str
    values: tuple[int, ...]
    ink: Ink


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Chart (图): bars for each label, stacked or side by side; a series whose ink is line is drawn over them.

    `description` says in words what is to be seen, for those who cannot see it.
    """

    title: str
    description: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool

    @property
    def bars(self) -> tuple[Series, ...]:
        """The series that are drawn as bars."""
        return tuple(s for s in self.series if s.ink != "line")

    @property
    def highest(self) -> int:
        """The highest that a bar or the line reaches."""
        columns = list(zip(*(s.values for s in self.bars), strict=True))
        bars = [sum(c) if self.stacked else max(c) for c in columns]
        return max([*bars, *(v for s in self.series if s.ink == "line" for v in s.values)], default=0)
