"""Packages (归档包) of a campaign of the service: ordered, made with the log of what was changed, checked, fetched."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from generator.database.audit import Act, entries_of, write_down
from generator.database.carrying import carry_out
from generator.database.engine import changing, looking
from generator.database.office import Office
from generator.database.tables import AUDIT
from generator.dataclass import dataclass
from generator.press.output import safe_name
from generator.verbs import archiving
from generator.verbs.jobs import DOWNLOADS, Job, fetched, forget_old, job, jobs, keep_job, tell
from generator.verbs.usage import UsageProblem

KEPT_MAX = 3  # packages of a campaign whose files are kept: each may be as large as all its papers
MADE = "归档包做成"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Package as ordered (归档包): the job that makes it, its fingerprint as the log has it, the last check of it."""

    job: Job
    digest: str = ""
    check: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether it is being made or checked."""
        return not self.job.ended or bool(self.check and not self.check.ended)


def order(office: Office, code: str, who: str) -> str:
    """Keep the order of a package and return its number; the worker makes it."""
    return keep_job(office, "package", {}, Act(who=who, act="归档", campaign=code))


def order_check(office: Office, code: str, number: str, who: str) -> str:
    """Keep the order to check a package; raises UsageProblem when its file is not there."""
    if not job(office, code, number, "package").files:
        raise UsageProblem("没有这个归档包，可能已经清理。请重新归档。")
    return keep_job(office, "check", {"package": number}, Act(who=who, act="核对归档包", campaign=code))


def packages(office: Office, code: str) -> tuple[Package, ...]:
    """Return the packages of a campaign, the newest first, each with the last check of it."""
    checks: dict[str, Job] = {}
    for check in jobs(office, code, "check"):
        checks.setdefault(check.asked["package"], check)
    digests = _digests(office, code)
    return tuple(
        Package(job=one, digest=digests.get(one.id, ""), check=checks.get(one.id))
        for one in jobs(office, code, "package")
    )


def package_file(office: Office, code: str, number: str) -> Path:
    """Return the file of a package; raises UsageProblem when it is not there."""
    one = job(office, code, number, "package")
    return fetched(office, code, number, "".join(one.files[:1]), "package")


def made(office: Office, one: Job) -> tuple[list[str], str]:
    """Make a package of a campaign as it stands, with its log; return its file and what it holds."""
    folder = office.folder / DOWNLOADS / one.id
    shutil.rmtree(folder, ignore_errors=True)
    try:
        found = _made(office, one, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    forget_old(office, one, KEPT_MAX)
    return found


def _made(office: Office, one: Job, folder: Path) -> tuple[list[str], str]:
    """Make a package, note its fingerprint in the log, and read it back."""

    def told(done: int, whole: int, what: str) -> None:
        tell(office, one.id, done=done, whole=whole, said=what)

    data = folder / "data"
    carry_out(office.engine, one.campaign, data)
    target = folder / f"{safe_name(dict(office.campaigns())[one.campaign])}归档.zip"
    log = _log_writer(office, one.campaign)
    result = archiving.pack(data, target, write_log=log, progress=told)
    shutil.rmtree(data)
    _note(office, one, result.written.digest, result.written.size)
    said = _checked(target, result.written.digest)
    items = sum(len(volume.items) for volume in result.volumes)
    return [target.name], f"{len(result.volumes)} 卷 {items} 件，{result.written.size / 1e6:.1f} MB；{said}"


def checked(office: Office, one: Job) -> tuple[list[str], str]:
    """Check a package against the fingerprint in the log; raises UsageProblem that tells every fault."""
    number = one.asked["package"]
    place = package_file(office, one.campaign, number)
    return [], _checked(place, _digests(office, one.campaign).get(number, ""))


def _checked(place: Path, digest: str) -> str:
    found = archiving.verify(place, digest)
    if found.problems:
        raise UsageProblem("\n".join(map(str, found.problems)))
    return f"核对过 {found.files} 个文件，没有变"


def _log_writer(office: Office, code: str) -> Callable[[Path], tuple[int, str]]:
    """Return what writes the log as JSON lines and returns number and digest of the last entry."""

    def write(place: Path) -> tuple[int, str]:
        last: Mapping[str, Any] = {"id": 0, "digest": ""}
        with looking(office.engine) as connection, place.open("w", encoding="utf-8") as file:
            for last in entries_of(connection, code):
                file.write(json.dumps(last, ensure_ascii=False) + "\n")
        return int(last["id"]), str(last["digest"])

    return write


def _note(office: Office, one: Job, digest: str, size: int) -> None:
    """Note in the log that a package was made: its fingerprint there shows later whether it is the same."""
    after = {"digest": digest, "bytes": size}
    act = Act(who=one.asked_by, act=MADE, campaign=one.campaign, subject=one.id, after=after)
    with changing(office.engine) as connection:
        write_down(connection, act)


def _digests(office: Office, code: str) -> dict[str, str]:
    """Return the fingerprint of each package of a campaign as the log has it."""
    mine = (AUDIT.c.act == MADE, AUDIT.c.campaign == code)
    asked = sa.select(AUDIT.c.subject, AUDIT.c.after).where(*mine).order_by(AUDIT.c.id)
    with looking(office.engine) as connection:
        return {row.subject: row.after["digest"] for row in connection.execute(asked)}
