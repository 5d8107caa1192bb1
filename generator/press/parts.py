"""Parts (部分) of a joined PDF: what is asked of one file whose pages are copied, whatever reads it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeAlias

from generator.dataclass import dataclass

Source: TypeAlias = bytes | Path
Key: TypeAlias = tuple[int, int]  # number and generation of an object of a part


class UnreadablePdf(Exception):
    """Raised when a PDF is missing, damaged or has no page; `index` is its place in the sequence, from 0."""

    def __init__(self, index: int) -> None:
        self.index = index
        super().__init__(f"PDF {index} cannot be read")


@dataclass(frozen=True, slots=True)
class PageBox:
    """Page (页) as it lies in the printer: size in points and rotation in degrees."""

    width: float
    height: float
    turn: int

    @property
    def is_landscape(self) -> bool:
        """Whether the page shows wider than high."""
        return (self.width > self.height) != (self.turn % 180 == 90)


class Part(Protocol):
    """Part (部分): pages and objects of one file."""

    @property
    def pages(self) -> Sequence[Key]:
        """The pages in order."""

    def page(self, key: Key, mark: int | None) -> tuple[PageBox, bytes]:
        """Return the size of a page, and the page without its parent.

        Where it is marked for an archive, `mark` is added to the number of its marks; without one they are left out.
        """

    def value(self, key: Key) -> tuple[bytes, bytes | None]:
        """Return an object as it is written, of a stream the dictionary without its length, and the data."""
