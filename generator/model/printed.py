"""Printed sheet (成版): a PDF with what its pages show, whichever way it was made."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from generator.dataclass import dataclass
from generator.layout.seals import Rect, Words
from generator.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """PDF of one sheet (成版), its number of pages, and what the engine found wrong.

    `places` tells on which page and where on it the elements lie whose ids begin with seal-; the PDF itself shows
    nothing of them. `words` are all words of those pages. `full` says why the engine set it, where one asked; it is
    empty for a sheet that was painted straight.
    """

    content: bytes
    pages: int
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, tuple[int, Rect]] = field(default_factory=dict)
    words: Mapping[int, Sequence[Words]] = field(default_factory=dict)
    full: str = ""
