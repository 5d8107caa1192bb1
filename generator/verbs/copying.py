"""Copying a campaign to another year (复制到下一年): its files, comments and all, without what happened in the old one."""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from generator.dataclass import dataclass
from generator.derive.ended_units import named_still
from generator.derive.hazard_history import hazards_on
from generator.derive.next_year import HAPPENED, Moved, Note, Years, moved
from generator.model.campaign import Campaign
from generator.model.hazard import Hazard
from generator.model.register import Event
from generator.problem import Problem, ProblemsFound
from generator.sources.campaign import load
from generator.sources.files import read
from generator.sources.folder import data_files
from generator.sources.form_text import plain
from generator.sources.office.yaml_text import yaml_text
from generator.sources.older import SCHEMA
from generator.sources.parse import Source
from generator.sources.places import ADDED_TO, BOOK, PHOTOS, REGISTER, SCANS
from generator.sources.register import PHOTO, SUFFIX, line_of, read_events
from generator.sources.reported import FOLDER as REPORTED
from generator.sources.rewriting import rewritten
from generator.sources.strays import is_data
from generator.verbs.office import convert_to
from generator.verbs.usage import UsageProblem, usable_campaign

LEFT_BEHIND = ("returns", REPORTED, *ADDED_TO, REGISTER, SCANS, PHOTOS, "输出", "转换前的文件", "扫描件")
NAMES = {
    "returns": "报送数据",
    "hazards": "隐患",
    "history": "隐患的经过",
    "receipts": "收件",
    "numbers": "发文登记",
    "number": "发文字号",
    "own": "汇总里自己填的数",
    "holidays": "节假日",
    "workdays": "调休上班的日子",
}
CARRIED = "hazards.yaml"
CARRIED_OVER = "REF-025"  # a hazard found before the campaign began
YEARS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place that was changed, left out or left as it is (一处), with where it stood."""

    where: str
    before: str
    after: str = ""

    def __str__(self) -> str:
        return f"{self.where} {self.before}" + (f" → {self.after}" if self.after else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What came of a copy (复制结果): its files, and what the check says of it.

    `changed` are the places changed, `dropped` those left out, `left` those that stay to be looked at: other
    years, units that ended and are still named.
    """

    name: str
    files: tuple[str, ...]
    changed: tuple[Place, ...] = ()
    dropped: tuple[Place, ...] = ()
    left: tuple[Place, ...] = ()
    carried: int = 0
    problems: tuple[Problem, ...] = field(default_factory=tuple)


def copy_campaign(source: Path, target: Path, year: int, *, open_hazards: bool = False) -> Copied:
    """Write a campaign as that of another year into a new folder, as YAML or office files as it is written.

    Raises UsageProblem for a year that it cannot be copied to, ProblemsFound when its data have errors or the folder is
    not empty: nothing is written over.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = "文件夹不是空的，为免覆盖已有文件没有写入：请换一个新文件夹。"
        raise ProblemsFound([Problem(code="BLD-004", message=message, where=str(target))])
    if not source.is_dir():
        raise UsageProblem(f"“{source}”不是文件夹。请写行动的文件夹。")
    if (source / BOOK).is_file():
        return _copy_office(source, target, year, open_hazards)
    return _copy_yaml(source, target, year, open_hazards)


def _copy_office(source: Path, target: Path, year: int, open_hazards: bool) -> Copied:
    """Copy a campaign in office files by way of YAML."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        convert_to(source, before, "yaml")
        copied = _copy_yaml(before, after, year, open_hazards)
        written = convert_to(after, target, "office").written
    return Copied(
        name=copied.name,
        files=written,
        changed=copied.changed,
        dropped=copied.dropped,
        left=copied.left,
        carried=copied.carried,
        problems=load(target).problems,
    )


def _copy_yaml(source: Path, target: Path, year: int, open_hazards: bool) -> Copied:
    loaded = load(source)
    campaign = usable_campaign(loaded)
    years = years_of(campaign, year)
    still_open = open_ones(campaign) if open_hazards else []
    kept = named_still(campaign, still_open)
    files, found = dict[str, bytes](), list[tuple[Source, Moved]]()
    for file, name in data_files(source):
        if name.split("/")[0] in LEFT_BEHIND:
            continue
        read_one, problems = read(file, name)
        if read_one is None:
            raise ProblemsFound(problems)
        done = moved(read_one.data, years, kept)
        found.append((read_one, done))
        if set(done.data) - {"schema"}:
            files[name] = rewritten(read_one, done.data).encode()
    carried = [plain(h) for h in still_open]
    if carried:
        files[_free(CARRIED, files)] = yaml_text({"schema": SCHEMA, "hazards": carried}).encode()
    files |= _photos(source, {str(hazard["code"]) for hazard in carried})
    for name, content in files.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    copied = [] if source.is_file() else list(_beside(source, target))
    settle(target, carried=bool(carried))
    after = load(target)
    return Copied(
        name=after.campaign.name if after.campaign else "",
        files=tuple(sorted([*files, *copied])),
        changed=tuple(_places(found, lambda n: bool(n.after))),
        dropped=(*_reported(campaign), *_places(found, lambda n: not n.after and not n.left)),
        left=tuple(_places(found, lambda n: n.left)),
        carried=len(carried),
        problems=after.problems,
    )


def years_of(campaign: Campaign, year: int) -> Years:
    """Return the years of a copy of a campaign; raises UsageProblem for one that it cannot be copied to."""
    first = campaign.starts_on.year
    if year == first or abs(year - first) > YEARS_MAX:
        raise UsageProblem(f"行动是 {first} 年的，不能复制到 {year} 年。请写 {first + 1} 等另一年。")
    titles = [campaign.notice and campaign.notice.title, campaign.plan and campaign.plan.title]
    titles += [a.title for a in campaign.attachments]
    names = [campaign.name, *(t.replace("\n", "") for t in titles if t)]
    return Years(
        first=first,
        last=campaign.ends_on.year,
        by=year - first,
        starts_on=campaign.starts_on.isoformat(),
        names=tuple(names),
    )


def open_ones(campaign: Campaign) -> list[Hazard]:
    """Return the hazards that are not closed, as they stand now."""
    return [h for h in hazards_on(campaign) if h.closed_on is None]


def _photos(source: Path, hazards: Collection[str]) -> dict[str, bytes]:
    """Return the photos of hazards that go along, and the lines of the register that tell of them."""
    standing: dict[tuple[str, str], Event] = {}
    for event in read_events(source)[0]:
        if event.event == "photo" and event.hazard in hazards:
            standing.pop((event.hazard, event.key), None)
            if not event.taken_back:
                standing[event.hazard, event.key] = event
    there = {
        place.relative_to(source).as_posix(): place
        for place in (source / PHOTOS).rglob("*")
        if place.is_file() and not place.is_symlink()
    }
    found = {e.file: there[e.file].read_bytes() for e in standing.values() if e.file in there}
    lines = (line_of(e) for e in standing.values() if e.file in there)
    return found | ({f"{REGISTER}/{PHOTO}{SUFFIX}": "".join(lines).encode()} if found else {})


def settle(target: Path, *, carried: bool) -> None:
    """Take out of a copy the waivers that nothing in it needs, and waive that carried hazards are of last year."""
    loaded = load(target)
    unused = {p.path[1] for p in loaded.problems if p.code == "WAI-001" and len(p.path) > 1}
    for file, name in data_files(target):
        found, _ = read(file, name)
        if found is None or not ("waivers" in found.data or (carried and "name" in found.data)):
            continue
        waivers = [w for i, w in enumerate(found.data.get("waivers") or []) if i not in unused]
        if carried and "name" in found.data:
            waivers.append({"code": CARRIED_OVER, "reason": "上年没有销号，结转"})
        data = {k: v for k, v in found.data.items() if k != "waivers"} | (
            {"waivers": waivers} if waivers else {}
        )
        if data != found.data:
            file.write_text(rewritten(found, data), encoding="utf-8")


def _reported(campaign: Campaign) -> list[Place]:
    count = len(campaign.returns)
    return [Place(where="returns", before=f"{NAMES['returns']}：{count} 份")] if count else []


def _places(found: Sequence[tuple[Source, Moved]], wanted: Any) -> Iterator[Place]:
    for source, done in found:
        for note in filter(wanted, done.notes):
            yield Place(where=_where(source, note), before=_said(note), after=note.after)


def _where(source: Source, note: Note) -> str:
    """Return where a note's words stand in the file, as near as can be told."""
    value: Any = source.data
    for key in note.path:
        value = value[key]
    within = source.where_in(note.path, note.start, value) if note.start is not None else None
    return within or source.where(note.path)


def _said(note: Note) -> str:
    if note.after or note.left:
        return note.before
    return f"{NAMES.get(str(note.path[-1]), '已止报的单位')}：{note.before}"


def _free(name: str, files: dict[str, bytes]) -> str:
    return name if name not in files else f"carried-{name}"


def _beside(source: Path, target: Path) -> Iterator[str]:
    """Copy what lies beside the data, without what was made of them, scans and links."""
    for place in sorted(source.rglob("*")):
        name = place.relative_to(source)
        hidden = any(part.startswith((".", "~$")) for part in name.parts)
        if hidden or name.parts[0] in (*LEFT_BEHIND, *HAPPENED) or place.is_symlink() or not place.is_file():
            continue
        if is_data(place) and not (len(name.parts) > 1 and name.parts[0] != "forms"):
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place, target / name)
        yield name.as_posix()
