"""Check (检查): every problem of a campaign without making anything; safe mends written where they belong."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.problem import Problem
from generator.sources.campaign import load
from generator.sources.mends import Mended, mended_files
from generator.verbs.campaigns import keep_original, write_whole

ORIGINALS = "校对前的文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found: the problems that remain, the files mended, how many places, how many waivers apply."""

    problems: tuple[Problem, ...]
    mended: tuple[str, ...] = ()
    mends: int = 0
    waivers: int = 0


def check(source: Path) -> Checked:
    """Return every problem of a campaign's folder or file."""
    loaded = load(source)
    waivers = len(loaded.campaign.waivers) if loaded.campaign else 0
    return Checked(problems=loaded.problems, waivers=waivers)


def mend(source: Path) -> Checked:
    """Write the safe mends into the campaign's files, the originals kept beside them; return what remains.

    Raises FileInUse when a file is held by another program.
    """
    found = load(source).problems
    written = mended_files(source, found)
    for file in written:
        _replace(source, file)
    checked = check(source)
    return Checked(
        problems=checked.problems,
        mended=tuple(file.name for file in written),
        mends=_count(written),
        waivers=checked.waivers,
    )


def _replace(source: Path, file: Mended) -> None:
    write_whole(keep_original(source, file.name, file.before, ORIGINALS), file.before)
    write_whole(file.path, file.after)


def _count(written: Sequence[Mended]) -> int:
    return sum(file.mends for file in written)
