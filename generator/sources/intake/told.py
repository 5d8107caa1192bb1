"""What reading tells (读表的问题): each problem at its sheet and cell, with what was found there."""

from dataclasses import field

from generator.dataclass import dataclass
from generator.derive.entries import Entry
from generator.problem import Path, Problem, Severity
from generator.sources.intake.cells import Reading, read_cell, shown
from generator.sources.intake.dates import Years
from generator.sources.intake.grid import Grid, Place, Raw


@dataclass(slots=True)
class Told:
    """Problems of one sheet while it is read, and the place of every value that was looked at, by its path."""

    grid: Grid
    years: Years
    problems: list[Problem] = field(default_factory=list)
    places: dict[Path, Place] = field(default_factory=dict)
    used: set[Place] = field(default_factory=set)
    wrong: set[Path] = field(default_factory=set)

    def say(self, code: str, message: str, place: Place | None, severity: Severity = "error") -> None:
        """Keep a problem at a cell, or at the sheet where there is none."""
        where = self.grid.where(place) if place else self.grid.place
        self.problems.append(Problem(code=code, message=message, where=where, severity=severity))

    def read(self, entry: Entry, place: Place, path: Path, raw: Raw | None = None) -> Reading:
        """Read an entry's cell and tell what is odd or wrong with it; `raw` is what stands there if not the cell's."""
        self.places[path] = place
        self.used.add(place)
        reading = read_cell(entry, self.grid.raw(place) if raw is None else raw, self.years)
        if reading.wrong:
            self.wrong.add(path)
            self.say("XLS-009", f"“{entry.label}”{reading.wrong}", place)
        elif reading.odd:
            self.say("XLS-008", f"“{entry.label}”{reading.odd}。请核对。", place, "warning")
        return reading

    def lost(self, place: Place, why: str) -> None:
        """Tell a value that fits nowhere."""
        self.say("XLS-011", f"“{shown(self.grid.raw(place))}”没有读入：{why}", place)
