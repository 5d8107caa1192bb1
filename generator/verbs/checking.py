"""Check (检查): every problem of a campaign without making anything; safe mends written where they belong."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.dataclass import dataclass
from generator.derive.names import latest_period
from generator.problem import Problem, errors
from generator.sources.campaign import Loaded, load
from generator.verbs.campaigns import keep_original, write_whole

if TYPE_CHECKING:
    from generator.sources.mends import Mended

ORIGINALS = "校对前的文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found: the problems that remain, the files mended, how many places, how many waivers apply."""

    problems: tuple[Problem, ...]
    mended: tuple[str, ...] = ()
    mends: int = 0
    waivers: int = 0


def check(source: Path) -> Checked:
    """Return every problem of a campaign's folder or file, of the superiors' workbooks and the campaign above it."""
    loaded = load(source)
    waivers = len(loaded.campaign.waivers) if loaded.campaign else 0
    found = (*loaded.problems, *_superiors(source, loaded), *_above(source, loaded))
    return Checked(problems=found, waivers=waivers)


def _above(source: Path, loaded: Loaded) -> list[Problem]:
    """Return what does not fit between a campaign and the one above it."""
    if loaded.campaign is None or loaded.campaign.superior is None:
        return []
    from generator.verbs.levels import above, beside

    _, faults = above(source, loaded, beside(source))
    return [loaded.place(fault) for fault in faults]


def _superiors(source: Path, loaded: Loaded) -> list[Problem]:
    """Return what would keep the figures of the latest month from their places in the superiors' workbooks."""
    campaign = loaded.campaign
    if campaign is None or not campaign.upward or any(not p.unit for p in errors(loaded.problems)):
        return []
    from generator.verbs.collecting import totals_of
    from generator.verbs.upward import filled_forms

    totals = totals_of(campaign, loaded, latest_period(campaign))
    _, faults = filled_forms(source, campaign, totals)
    return [loaded.place(fault) for fault in faults]


def mend(source: Path) -> Checked:
    """Write the safe mends into the campaign's files, the originals kept beside them; return what remains.

    Raises FileInUse when a file is held by another program.
    """
    from generator.sources.mends import mended_files

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


def _replace(source: Path, file: "Mended") -> None:
    write_whole(keep_original(source, file.name, file.before, ORIGINALS), file.before)
    write_whole(file.path, file.after)


def _count(written: Sequence["Mended"]) -> int:
    return sum(file.mends for file in written)
