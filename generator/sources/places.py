"""Where a campaign's data lie (数据的位置): the names of its files and folders."""

import pathlib

from generator.sources.strays import SUFFIXES

BOOK = "活动.xlsx"
MAIN_NAMES = (*(f"campaign{suffix}" for suffix in SUFFIXES), BOOK)
ADDED_TO = {
    "receipts": "gongwen receive",
    "history": "gongwen hazard record",
}  # lists that a command adds lines to
DEEP = ("forms", "returns", *ADDED_TO)  # folders that are read with everything below them
CORRECTION = ".更正"  # in the names of files: qiuhu.更正1.yaml
MAX_BYTES = 50_000_000  # of one file


def folder_of(source: pathlib.Path) -> pathlib.Path:
    """Return the folder of a campaign that is a folder or one file."""
    return source if source.is_dir() else source.parent
