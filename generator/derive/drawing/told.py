"""What is told while a form is drawn (画表时说的): problems at their cells, guesses beside what they were made of."""

from dataclasses import field

from generator.dataclass import dataclass
from generator.model.drawn import Guess, HeadSheet, Place
from generator.problem import Problem, Severity


@dataclass(slots=True)
class Told:
    """Problems and guesses of one sheet (一张表的话), in the order in which they were met."""

    sheet: HeadSheet
    problems: list[Problem] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)

    def say(
        self, code: str, message: str, place: Place | None = None, severity: Severity = "warning"
    ) -> None:
        """Tell a problem at a cell, or of the whole sheet."""
        where = self.sheet.where(place) if place else self.sheet.name
        self.problems.append(Problem(code=code, message=message, where=where, severity=severity))

    def guess(self, place: Place, name: str, about: str, taken: str, why: str) -> None:
        """Tell a guess."""
        self.guesses.append(
            Guess(where=self.sheet.where(place), name=name, about=about, taken=taken, why=why)
        )
