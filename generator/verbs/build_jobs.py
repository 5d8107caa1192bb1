"""Builds as jobs (出表任务): a campaign of the database copied, its sheets made and packed, a print run registered."""

import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.database.carrying import carry_out
from generator.database.changes import Desk
from generator.database.office import Office
from generator.press.print_run import Plan
from generator.problem import Problem, errors
from generator.sources.places import PICTURE_FOLDERS, REGISTER
from generator.verbs.asking import BuildRequest
from generator.verbs.deadlines import DueRequest, due
from generator.verbs.jobs import DOWNLOADS, KEPT_MAX, PACKED, Job, forget_old, tell
from generator.verbs.printing import PrintRequest, PrintResult, print_out
from generator.verbs.sheets import build
from generator.verbs.usage import UsageProblem

STAMPING = "用印"  # the folder of the list of seals and the guides
WRONG_SHOWN = 3
STORED = {".pdf", ".docx", ".xlsx", ".zip"}  # packed already


def built(office: Office, one: Job) -> tuple[list[str], str]:
    """Build what a job asks for; return the files to be fetched, and what came of it."""
    folder = office.folder / DOWNLOADS / one.id
    data, target = folder / "data", folder / "made"
    shutil.rmtree(data, ignore_errors=True)
    carry_out(office.engine, one.campaign, data, without=PICTURE_FOLDERS)
    if one.asked.get("papers"):
        files, said = _urged(data, target, one.asked)
    else:
        files, said = _sheets(office, one, data, target)
    _pack(target, folder / PACKED)
    for name in files:
        shutil.copyfile(target / name, folder / Path(name).name)
    shutil.rmtree(data)
    shutil.rmtree(target)
    forget_old(office, one, KEPT_MAX)
    return [PACKED, *(Path(name).name for name in files)], said


def _urged(data: Path, target: Path, asked: Mapping[str, Any]) -> tuple[list[str], str]:
    """Write the papers that urge who is late; return them, and what was done."""
    on = date.fromisoformat(asked["on"])
    result = due(DueRequest(source=data, on=on, target=target, papers=tuple(asked["papers"])))
    if not result.files:
        raise UsageProblem("没有要催的：这一天没有逾期的报送和隐患")
    return list(result.files), f"{len(result.files)} 个文件"


def _sheets(office: Office, one: Job, data: Path, target: Path) -> tuple[list[str], str]:
    """Build the sheets; return the print files, and what was done."""
    asked = one.asked
    request = BuildRequest(
        source=data,
        target=target,
        units=tuple(asked["units"]),
        sheets=tuple(asked["sheets"]),
        formats=tuple(asked["formats"]),
        period=asked["period"],
        filling="blank" if asked["blank"] else "auto",
    )

    def told(done: int, whole: int, what: str) -> None:
        tell(office, one.id, done=done, whole=whole, said=what)

    result = build(request, told)
    said = f"{result.files} 个文件，{result.pages} 页" + _found(result.problems)
    files = list(result.print_files)
    if asked.get("stamping"):
        stamped = build(replace(request, target=target / STAMPING, overlay="guide"), told)
        times = sum(seal.times for seal in stamped.seals)
        said += f"；用印 {len(stamped.seals)} 枚，{times} 次" if times else "；没有要盖章的"
        files += [f"{STAMPING}/{name}" for name in stamped.lists]
    if asked.get("marks"):
        run = _print_run(office, one, request)
        if run.files:
            said += f"；登记 {run.registered} 张"
            files = [*run.files, *files[len(result.print_files) :]]
        else:
            said += f"；打印任务没有做成，没有登记{_found(run.problems)}"
    return files, said


def _found(problems: Sequence[Problem]) -> str:
    """Return how much was found, and the first of what is wrong in full."""
    wrong = errors(problems)
    reminders = len(problems) - len(wrong)
    said = f"，提醒 {reminders} 处" if reminders else ""
    if wrong:
        more = f"等 {len(wrong)} 处" if len(wrong) > WRONG_SHOWN else ""
        said += f"，有错：{'；'.join(str(p) for p in wrong[:WRONG_SHOWN])}{more}"
    return said


def _print_run(office: Office, one: Job, built: BuildRequest) -> PrintResult:
    """Bind what was built into a print run with marks; what it adds to the register goes into the database."""
    asked = one.asked
    request = PrintRequest(
        source=built.source,
        target=Path(str(built.target)),
        units=built.units,
        sheets=built.sheets,
        period=built.period,
        blank=asked["blank"],
        plan=Plan(separators=True),
        marks=True,
        register=date.fromisoformat(asked["on"]),
    )
    before = _register(built.source)
    result = print_out(request)
    desk = Desk(office.store(one.campaign), one.asked_by)
    for name, content in _register(built.source).items():
        if added := content[len(before.get(name, b"")) :]:
            desk.add_text(name, added.decode())
    return result


def _register(folder: Path) -> dict[str, bytes]:
    """Return the files of a campaign's register."""
    places = sorted((folder / REGISTER).glob("*"))
    return {f"{REGISTER}/{place.name}": place.read_bytes() for place in places}


def _pack(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for place in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
            how = zipfile.ZIP_STORED if place.suffix in STORED else zipfile.ZIP_DEFLATED
            packed.write(place, place.relative_to(folder).as_posix(), how)
