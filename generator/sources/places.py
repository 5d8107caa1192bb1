"""Where a campaign's data lie (数据的位置): the names of its files and folders."""

import pathlib
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeAlias

from generator.sources.strays import SUFFIXES

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from generator.sources.campaign import Loaded

BOOK = "活动.xlsx"
MAIN_NAMES = (*(f"campaign{suffix}" for suffix in SUFFIXES), BOOK)
ADDED_TO = {
    "receipts": "gongwen receive",
    "history": "gongwen hazard record",
}  # lists that a command adds lines to
DEEP = ("forms", "returns", *ADDED_TO)  # folders that are read with everything below them
REGISTER, SCANS, PHOTOS = "register", "scans", "photos"  # kept beside the data, no part of them
PICTURE_FOLDERS = (f"{SCANS}/", f"{PHOTOS}/")  # read one by one
DRAFT = ".draft.json"  # what was edited and is not in force yet
CORRECTION = ".更正"  # in the names of files: qiuhu.更正1.yaml
MAX_BYTES = 50_000_000  # of one file


class Store(Protocol):
    """Where one campaign is kept beside a folder of files (存放处): the database of the service, and who asks it."""

    @property
    def folder(self) -> pathlib.Path:
        """The folder with the campaign's files as they stand, to be read only."""

    def load(self) -> "Loaded":
        """Return the campaign, with every problem found."""

    @property
    def turn(self) -> "AbstractContextManager[object]":
        """What those hold, one after the other, who write behind what they saw."""

    def load_seen(self) -> "tuple[int, Loaded]":
        """Return the campaign, and the number of the last change that it was read with."""

    def add_line(self, key: str, on: date, line: str, *, seen: int | None = None) -> str:
        """Add a line to one of the campaign's growing lists, in the file of its month; return the file's name.

        Raises Changed (generator/database/changes.py) when a file was changed after the change `seen`, where that is given.
        """

    def add_text(self, name: str, text: str) -> None:
        """Add lines to the end of a file of the campaign."""

    def write(self, name: str, content: bytes) -> None:
        """Keep a file of the campaign."""

    def read(self, name: str) -> bytes | None:
        """Return a file of the campaign, one that is not in the folder too; None where there is none."""


Source: TypeAlias = pathlib.Path | Store


def folder_of(source: Source) -> pathlib.Path:
    """Return the folder of a campaign that is a folder, one file, or kept in a store."""
    if not isinstance(source, pathlib.Path):
        return source.folder
    return source if source.is_dir() else source.parent
