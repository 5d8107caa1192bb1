"""Chunk (一批任务): some units' work as plain data, done wherever it is sent; about a second of it.

A chunk names the campaign it belongs to and does not carry it: whoever does it has the campaign already, or reads it
from the source once and keeps it.
"""

import hashlib
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.batch.engines import engines
from generator.batch.making import Basis, Job, Made, Task, make
from generator.dataclass import dataclass
from generator.press import findings, journal
from generator.press.entries import Few
from generator.press.lock import LOCK_NAME
from generator.press.manifest import Entry, encode_entry
from generator.press.placing import Placing
from generator.press.storage import Storage, storage_of
from generator.problem import EnvironmentProblem, Problem, ProblemsFound
from generator.sources.campaign import load
from generator.sources.places import folder_of
from generator.sources.templates import own_templates

_HELD: dict[str, Basis] = {}  # what this process has read, by digest
_ONE_AT_A_TIME = threading.Lock()  # the engines are not made for threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the basis of a run is read from (出处), its digest, and the campaign's own templates that are used."""

    source: str
    digest: str
    templates: tuple[str, ...] = ()
    pictures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Chunk (一批任务): what to make of some units, and what is known of the files that they have.

    `mark` is what the lock of the output folder bears as long as the run goes on. `journals` are the names of those
    that earlier attempts may have left, and last of the chunk's own.
    """

    origin: Origin
    target: str
    mark: str
    job: Job
    tasks: tuple[Task, ...]
    known: tuple[Entry, ...]
    journals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a chunk (结果): its units, and the encoded entries of the files about which was decided.

    `settled` are the paths of those that have none. `seconds` is how long it took, `peak_mb` the worker's memory.
    `journals` are those of lost workers, which nobody has taken in.
    """

    units: tuple[Made, ...]
    entries: tuple[bytes, ...] = ()
    settled: tuple[str, ...] = ()
    seconds: float = 0.0
    peak_mb: float = 0.0
    journals: tuple[str, ...] = ()


def hold(origin: Origin, basis: Basis) -> None:
    """Keep a basis for the chunks that this process, or one that it forks, will do; any other is let go."""
    _HELD.clear()
    _HELD[origin.digest] = basis


def release() -> None:
    """Let go of the basis that was kept."""
    _HELD.clear()


def digest_of(data: str, templates: Mapping[str, bytes], pictures: Mapping[str, bytes]) -> str:
    """Return the digest of a basis: of its data's digest and of every file beside them."""
    whole = hashlib.sha256(data.encode())
    for name, content in (*sorted(templates.items()), *sorted(pictures.items())):
        whole.update(f"\n{name}\n{hashlib.sha256(content).hexdigest()}".encode())
    return whole.hexdigest()


def work(chunk: Chunk) -> Done:
    """Make the files of a chunk's units and put them in place; a unit that fails does not stop the others.

    Raises EnvironmentProblem when the disk is full or this machine has another program, fonts or data than the run's,
    ProblemsFound (OUT-005) when the run holds the output folder no more.
    """
    with _ONE_AT_A_TIME:
        started = time.perf_counter()
        basis = _basis(chunk)
        storage = storage_of(chunk.target)
        known = Few(chunk.known)
        found = _recovered(storage, known, chunk.journals)
        own = journal.Journal(storage, chunk.journals[-1])
        try:
            placing = Placing(storage, known, own)
            units = tuple(_made(basis, chunk, task, placing) for task in chunk.tasks)
        finally:
            own.close()
        paths = dict.fromkeys((*found, *known.settled))
        entries = {path: known.get(path) for path in paths}
        return Done(
            units=units,
            entries=tuple(encode_entry(entry) for entry in entries.values() if entry),
            settled=tuple(path for path, entry in entries.items() if not entry),
            seconds=time.perf_counter() - started,
            peak_mb=peak_mb(),
        )


def peak_mb() -> float:
    """Return the most memory that this process has had, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _basis(chunk: Chunk) -> Basis:
    """Return what the chunk's sheets are made from, read where this process has not got it.

    It is held by the program and fonts of the run alone: what others make must not pass for what these made.
    """
    if engines(chunk.job.formats) != chunk.job.engines:
        message = "参与生成的另一台机器上，程序版本或字体和本机不同：请装成一样的，再运行一次"
        raise EnvironmentProblem(message)
    held = _HELD.get(chunk.origin.digest)
    if held is None:
        held = _read(chunk.origin)
        hold(chunk.origin, held)
    return held


def _read(origin: Origin) -> Basis:
    """Read a basis from its source; raises EnvironmentProblem when another stands there."""
    source = Path(origin.source)
    loaded = load(source)
    own = own_templates(source).contents if origin.templates else {}
    templates = {name: own[name] for name in origin.templates if name in own}
    campaign = loaded.campaign
    seals = campaign.seals if campaign and origin.pictures else {}
    pictures = _pictures(source, seals)
    if campaign is None or digest_of(loaded.digest, templates, pictures) != origin.digest:
        message = f"“{source}”里的数据在生成过程中改动了，或参与生成的另一台机器读到的不同：请再运行一次"
        raise EnvironmentProblem(message)
    return Basis(campaign=campaign, forms=loaded.forms, templates=templates, pictures=pictures)


def _pictures(source: Path, seals: Mapping[str, str]) -> dict[str, bytes]:
    """Return the pictures of seals; most runs show none, and need nothing for them."""
    if not seals:
        return {}
    from generator.sources.pictures import seal_pictures

    return seal_pictures(folder_of(source), seals)[0]


def _recovered(storage: Storage, known: Few, journals: Iterable[str]) -> list[str]:
    """Take in what earlier attempts at the chunk have left, and return the paths of it."""
    for name in journals:
        journal.recover(storage, known, name)
    found = list(known.settled)
    known.unsettle()
    return found


def _made(basis: Basis, chunk: Chunk, task: Task, placing: Placing) -> Made:
    """Make one unit's files; what goes wrong unforeseen is the unit's problem."""
    if not placing.storage.bears(chunk.mark):
        raise ProblemsFound([findings.folder_lost(LOCK_NAME)])
    try:
        return make(basis, chunk.job, task, placing)
    except (EnvironmentProblem, ProblemsFound):
        raise
    except Exception as bug:
        return Made(task=task, problems=(_unforeseen(task, bug),))


def _unforeseen(task: Task, bug: Exception) -> Problem:
    trace = bug.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}，" if trace else ""
    message = (
        f"“{task.folder}”没有生成：程序内部出错（{place}{type(bug).__name__}: {bug}），不是您的操作造成的；"
        "其余单位照常生成。请把这一行发给维护人员"
    )
    return Problem(code="BLD-006", message=message, unit=task.unit)
