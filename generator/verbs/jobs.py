"""Jobs (任务): what takes longer than a page may, asked for, done by a worker, told while it is done, fetched."""

import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa

from generator.compose.stamping_list import TITLE as LIST_TITLE
from generator.database.audit import Act, write_down
from generator.database.changes import campaign_id
from generator.database.engine import changing, looking, now
from generator.database.office import Office
from generator.database.tables import CAMPAIGNS, JOBS
from generator.dataclass import dataclass
from generator.press.output import Format
from generator.problem import EnvironmentProblem, ProblemsFound
from generator.verbs.usage import UsageProblem

JobKind: TypeAlias = Literal["build", "package", "check", "scan"]
JobState: TypeAlias = Literal["waiting", "running", "done", "failed"]
DOWNLOADS = "downloads"
SENT = "sent"  # of what is asked: the folder of the files that were sent, beside those of the jobs
PACKED = "全部文件.zip"
FIRST = ("全部", LIST_TITLE)  # in the names of files that most ask for
TRIES_MAX = 2  # of a job that is cut off: it may be what kills the worker
CUT_OFF = (
    f"上次做到一半中断，已经做过 {TRIES_MAX} 次，没有再做，可能是服务器内存不够。"
    "请少选一些，分几次做；还是这样的，请告诉管理员。"
)
KEPT_MAX = 20  # finished jobs of a campaign whose files are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be generated (要生成的): as a build is asked for, nothing named means all; or `papers` that urge.

    `stamping` asks for the list of seals (用印清单) too, with the guides that show where each is pressed. `marks` asks
    besides for a print run whose pages bear codes, registered as printed `on` that day.
    """

    period: str = ""
    units: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    formats: tuple[Format, ...] = ("docx", "pdf")
    blank: bool = False
    stamping: bool = False
    papers: tuple[str, ...] = ()
    on: str = ""
    marks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Job (任务) as it stands: `done` of `whole` units, `said` what it does or what went wrong, `files` to be fetched.

    `tries` is how often it was begun: more than once where it was cut off.
    """

    id: str
    kind: JobKind
    campaign: str
    state: JobState
    asked: Mapping[str, Any]
    asked_by: str
    asked_at: str
    done: int = 0
    whole: int = 0
    said: str = ""
    files: Sequence[str] = field(default_factory=tuple)
    tries: int = 0

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "failed")

    @property
    def first(self) -> list[str]:
        """The files that most ask for: all of them packed, everything in one file to be printed, the list of seals."""
        return [name for name in self.files if any(word in name for word in FIRST)] or list(self.files)

    @property
    def others(self) -> list[str]:
        """The other files."""
        return [name for name in self.files if name not in self.first]

    @property
    def papers(self) -> dict[str, dict[str, str]]:
        """The other files by their titles, of each its formats: a paper in Word and PDF stands once."""
        found: dict[str, dict[str, str]] = {}
        for name in self.others:
            title, _, kind = name.rpartition(".")
            found.setdefault(title, {})[kind] = name
        return found

    @property
    def share(self) -> float:
        """How much of it is done, in per cent."""
        return (
            100.0 if self.state == "done" else round(100 * self.done / self.whole, 1) if self.whole else 0.0
        )


def ask(office: Office, code: str, asked: Asked, who: str) -> str:
    """Keep a job that builds and return its number; it is begun by the worker."""
    plain = {
        "period": asked.period,
        "units": list(asked.units),
        "sheets": list(asked.sheets),
        "formats": list(asked.formats),
        "blank": asked.blank,
        "stamping": asked.stamping,
        "papers": list(asked.papers),
        "on": asked.on,
        "marks": asked.marks,
    }
    return keep_job(office, "build", plain, Act(who=who, act="生成", campaign=code))


def keep_job(office: Office, kind: JobKind, asked: Mapping[str, Any], act: Act) -> str:
    """Keep a job on the campaign of an act, with the entry of the log that tells of it; return its number."""
    number = secrets.token_hex(8)
    with changing(office.engine) as connection:
        campaign = campaign_id(connection, act.campaign)
        values = {"id": number, "campaign": campaign, "kind": kind, "asked": asked, "asked_by": act.who}
        connection.execute(JOBS.insert().values(**values, asked_at=now()))
        write_down(connection, replace(act, subject=act.subject or number, after=asked))
    return number


def jobs(office: Office, code: str, kind: JobKind = "build") -> tuple[Job, ...]:
    """Return the jobs of a campaign of one kind, the newest first."""
    return _jobs(office, (CAMPAIGNS.c.code == code) & (JOBS.c.kind == kind))


def job(office: Office, code: str, number: str, kind: JobKind = "build") -> Job:
    """Return a job of a campaign; raises UsageProblem when there is none of that number."""
    found = _jobs(office, (CAMPAIGNS.c.code == code) & (JOBS.c.id == number) & (JOBS.c.kind == kind))
    if not found:
        raise UsageProblem("没有这项任务，可能已经清理。请重新生成。")
    return found[0]


def unfinished(office: Office) -> tuple[Job, ...]:
    """Return the jobs that wait or were cut off, the oldest first."""
    return tuple(reversed(_jobs(office, JOBS.c.state.in_(("waiting", "running")))))


def begun_again(office: Office) -> tuple[Job, ...]:
    """Return the jobs that a worker that begins has to do; one that was cut off too often is said to have failed."""
    found = unfinished(office)
    given_up = [one for one in found if one.state == "running" and one.tries >= TRIES_MAX]
    for one in given_up:
        _fail(office, one, CUT_OFF)
    return tuple(one for one in found if one not in given_up)


def _jobs(office: Office, which: Any) -> tuple[Job, ...]:
    asked = (
        sa.select(JOBS, CAMPAIGNS.c.code)
        .join(CAMPAIGNS, CAMPAIGNS.c.id == JOBS.c.campaign)
        .where(which)
        .order_by(JOBS.c.asked_at.desc())
    )
    with looking(office.engine) as connection:
        return tuple(_job(row) for row in connection.execute(asked))


def _job(row: Any) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        campaign=row.code,
        state=row.state,
        asked=row.asked,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        done=row.done,
        whole=row.whole,
        said=row.said,
        files=tuple(row.made or ()),
        tries=row.tries,
    )


def tell(office: Office, number: str, **values: Any) -> None:
    """Note how a job stands."""
    with changing(office.engine) as connection:
        connection.execute(sa.update(JOBS).where(JOBS.c.id == number).values(**values))


def do(office: Office, number: str) -> None:
    """Do a job; what goes wrong is said of the job and ends nothing else."""
    one = next((j for j in unfinished(office) if j.id == number), None)
    if one is None:
        return
    tell(office, number, state="running", said="准备数据", tries=one.tries + 1)
    try:
        files, said = _done(office, one)
        tell(office, number, state="done", said=said, made=files, ended_at=now())
    except (ProblemsFound, UsageProblem, EnvironmentProblem, LookupError, OSError) as error:
        _fail(office, one, str(error)[:2000])
    except Exception:
        _fail(office, one, "程序出错，没有做成。请告诉管理员。")
        raise


def _fail(office: Office, one: Job, said: str) -> None:
    """Say why a job came to nothing, and remove what it made, what it copied and what was sent for it."""
    for folder in {one.id, one.asked.get(SENT, one.id)}:
        shutil.rmtree(office.folder / DOWNLOADS / folder, ignore_errors=True)
    tell(office, one.id, state="failed", said=said, ended_at=now())


def _done(office: Office, one: Job) -> tuple[list[str], str]:
    """Do what a job asks for; return the files to be fetched, and what came of it."""
    if one.kind == "build":
        from generator.verbs.build_jobs import built

        return built(office, one)
    if one.kind == "scan":
        from generator.verbs.scan_jobs import scanned

        return scanned(office, one)
    from generator.verbs import packages

    return packages.made(office, one) if one.kind == "package" else packages.checked(office, one)


def forget_old(office: Office, latest: Job, kept: int) -> None:
    """Remove the files of the oldest finished jobs of a kind; what was asked stays in the list."""
    for old in [j for j in jobs(office, latest.campaign, latest.kind) if j.ended and j.files][kept:]:
        shutil.rmtree(office.folder / DOWNLOADS / old.id, ignore_errors=True)
        tell(office, old.id, made=[])


def fetched(office: Office, code: str, number: str, name: str, kind: JobKind = "build") -> Path:
    """Return a file that a job made; raises UsageProblem when there is none of that name."""
    place = office.folder / DOWNLOADS / number / name
    if name not in job(office, code, number, kind).files or not place.is_file():
        raise UsageProblem("没有这个文件，可能已经清理。请重新生成。")
    return place
