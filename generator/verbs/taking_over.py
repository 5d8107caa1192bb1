"""Taking over (转入): an office's own roster or ledger in Excel, written as units or hazards of a campaign."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias

from generator.dataclass import dataclass
from generator.model.office import HAZARDS, KINDS, UNITS
from generator.press.disk import FileInUse
from generator.problem import Problem, errors
from generator.sources.folder import Gathered, gather
from generator.sources.intake.files import read_grids
from generator.sources.office.book import Names, learn
from generator.sources.office.ledgers import mapped_heads, take_over
from generator.sources.office.yaml_text import yaml_text
from generator.sources.older import SCHEMA
from generator.validate.wording import listed
from generator.verbs.campaigns import write_whole
from generator.verbs.usage import UsageProblem

What: TypeAlias = Literal["units", "hazards"]
SHEETS = {"units": UNITS, "hazards": HAZARDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOverResult:
    """How many items were read, by which heads, what was found, and the file written (None when it was not)."""

    count: int
    heads: Mapping[str, str]
    problems: tuple[Problem, ...]
    written: Path | None = None


def take_over_ledger(
    source: Path, file: Path, what: What, mapping: Mapping[str, str], target: Path | None = None
) -> TakenOverResult:
    """Read a workbook into units or hazards and write them as a new YAML file, by default in the campaign's folder.

    Nothing is written when something of it has an error, the file is there, or the campaign has such a key already
    and the file would lie in its folder. Raises UsageProblem when the mapping names a field that there is not.
    """
    sheet = SHEETS[what]
    _, unknown = mapped_heads(sheet, mapping)
    if unknown:
        known = "、".join(column.label for column in sheet.columns)
        raise UsageProblem(f"没有“{listed(unknown)}”这个字段，可用的有：{known}")
    gathered, names = gather(source), Names(kind={}, unit={})
    grids = read_grids(file, file.name)
    if isinstance(grids, Problem):
        return TakenOverResult(count=0, heads={}, problems=(grids,))
    kinds, units = (_mappings(gathered.data.get(key)) for key in ("kinds", "units"))
    learn(names, KINDS, kinds, kinds)
    learn(names, UNITS, units, kinds)
    taken = take_over(grids, sheet, mapping, gathered.data, names)
    folder = source if source.is_dir() else source.parent
    place = target or folder / f"{what}.yaml"
    problems = [
        *taken.tree.problems,
        *_in_the_way(place, folder, what, gathered),
    ]
    if taken.items and not errors(problems):
        problems += _write(place, yaml_text({"schema": SCHEMA, what: taken.items}))
    done = taken.items and not errors(problems)
    return TakenOverResult(
        count=len(taken.items), heads=taken.heads, problems=tuple(problems), written=place if done else None
    )


def _mappings(items: object) -> list[dict[str, Any]]:
    """Return the items of a list that are mappings, copies of them: what is learned changes nothing."""
    return [dict(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _in_the_way(place: Path, folder: Path, what: str, gathered: Gathered) -> list[Problem]:
    """Return why the file is not written where it should be."""
    if place.exists():
        message = "这个文件已经有了，没有覆盖。请用 -o 写到别的文件，核对后合并。"
        return [Problem(code="OFF-013", message=message, where=str(place))]
    if gathered.data.get(what) and place.parent.resolve() == folder.resolve():
        message = f"行动里已有 {what}，只能写在一处。请用 -o 写到行动之外的文件，核对后合并。"
        told = gathered.in_its_words((what,), message)
        return [Problem(code="OFF-013", message=told, where=gathered.where((what,)))]
    return []


def _write(place: Path, text: str) -> list[Problem]:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, text.encode())
    except FileInUse:
        message = "正被别的程序打开，没有写。请关闭后再运行一次。"
        return [Problem(code="SRC-001", message=message, where=str(place))]
    return []
