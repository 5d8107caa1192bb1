"""Migrating (升级数据): a campaign's files, or all that a service keeps, brought up to this program."""

from pathlib import Path

from generator.dataclass import dataclass
from generator.problem import Problem, ProblemsFound
from generator.sources.contents import read_bytes
from generator.sources.folder import data_files
from generator.sources.older import Raised, raised
from generator.verbs.campaigns import keep_original, write_whole

ORIGINALS = "升级前的文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """What was changed (升级的结果): each place in each file, and whether it was written or only looked at."""

    files: tuple[str, ...]
    places: tuple[str, ...]
    written: bool


def migrate(source: Path, *, dry_run: bool = False) -> Migrated:
    """Bring a campaign's files up to the schema of this program; the originals are kept in a folder beside them.

    Raises ProblemsFound when one of them cannot be brought up, and FileInUse when another program holds one. Each file
    is whole at any moment, and one that was not reached is brought up by the next run.
    """
    found: list[tuple[Path, Raised]] = []
    problems: list[Problem] = []
    for path, name in data_files(source):
        raw = read_bytes(path, name)
        file, wrong = (None, [raw]) if isinstance(raw, Problem) else raised(name, raw)
        problems += (problem for problem in wrong if problem.severity == "error")
        found += [(path, file)] if file else []
    if problems:
        raise ProblemsFound(problems)
    if not dry_run:
        for _, file in found:
            write_whole(keep_original(source, file.name, file.before, ORIGINALS), file.before)
        for path, file in found:
            write_whole(path, file.after)
    return Migrated(
        files=tuple(file.name for _, file in found),
        places=tuple(place for _, file in found for place in file.places),
        written=bool(found) and not dry_run,
    )
