"""Runs that are killed, workers that are lost, disks that are full: the next run ends where one without a break would."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_villages import BUILD, NUMBER, SMALL_CHUNKS, contents, finished, start

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")

PATIENCE_SECONDS = 60.0
AT_V7 = """
make = chunks.make
def odd(basis, job, task, placing):
    if task.unit == "v7":
        happens()
    return make(basis, job, task, placing)
chunks.make = odd
"""
DIES_ONCE = """
def happens():
    if not (target / "once").exists():
        (target / "once").touch()
        os.kill(os.getpid(), signal.SIGKILL)
"""
DIES = "def happens():\n    os.kill(os.getpid(), signal.SIGKILL)\n"
FAILS = "def happens():\n    raise LookupError('甲')\n"
FULL = """
import errno
from generator.press import disk, folder
put_in_place, count = disk.put_in_place, 0
def full(temp, place):
    global count
    count += 1
    if count > 5:
        raise OSError(errno.ENOSPC, "full")
    put_in_place(temp, place)
disk.put_in_place = folder.put_in_place = full
try:
    build()
except Exception as error:
    print(type(error).__name__)
"""
LOSES_A_WORKER = """
client, keep = None, cluster._crew
def kept(hired):
    global client
    client = hired
    return keep(hired)
cluster._crew = kept
def progress(done, total, label):
    global client
    if done and client:
        pid, *_ = client.run(os.getpid).values()
        os.kill(pid, signal.SIGKILL)
        client = None
asked = verbs.BuildRequest(source=source, target=target, formats=("docx",), jobs=jobs, executor=executor)
told(verbs.build(asked, progress))
"""


def killed_after(files: int, source: Path, out: Path, jobs: int) -> None:
    """Kill a run, all at once or by its first process, when so many files or more are there."""
    process = start(SMALL_CHUNKS + BUILD, source, out, jobs=jobs, start_new_session=True)
    until = time.monotonic() + PATIENCE_SECONDS
    while len(list(out.glob("*/*.docx"))) < files and process.poll() is None and time.monotonic() < until:
        time.sleep(0.001)
    process.kill()
    process.communicate()
    while time.monotonic() < until:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError("a worker outlives its run")


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("point", range(2))
def test_a_run_that_was_killed_is_resumed_to_the_same_bytes(
    tmp_path: Path, town: Path, whole: Path, jobs: int, point: int
) -> None:
    out = tmp_path / "输出"
    killed_after(random.Random(10 * jobs + point).randrange(1, NUMBER), town, out, jobs)
    there = len(list(out.glob("*/*.docx")))

    (told,) = finished(start(BUILD, town, out, jobs=2))

    assert contents(out) == contents(whole)
    assert int(told.removeprefix("rendered ")) <= NUMBER - there


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(
    tmp_path: Path, town: Path, whole: Path
) -> None:
    out = tmp_path / "输出"

    told = finished(start(SMALL_CHUNKS + AT_V7 + DIES_ONCE + BUILD, town, out, jobs=2))

    (out / "once").unlink()
    assert [line for line in told if "BLD" in line] == []
    assert contents(out) == contents(whole)


def test_a_unit_that_no_worker_survives_is_reported_and_the_others_are_made(
    tmp_path: Path, town: Path, whole: Path
) -> None:
    out = tmp_path / "输出"

    told = finished(start(SMALL_CHUNKS + AT_V7 + DIES + BUILD, town, out, jobs=2))

    assert told[0] == "BLD-007 v7"
    made = {name: content for name, content in contents(out).items() if name != "manifest.json"}
    others = {n: c for n, c in contents(whole).items() if n != "manifest.json" and not n.startswith("第7村/")}
    assert made == others
    assert finished(start(BUILD, town, out)) == ["rendered 1"]
    assert contents(out) == contents(whole)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_unit_that_the_program_fails_on_is_reported_and_the_others_are_made(
    tmp_path: Path, town: Path, whole: Path, jobs: int
) -> None:
    out = tmp_path / "输出"

    told = finished(start(SMALL_CHUNKS + AT_V7 + FAILS + BUILD, town, out, jobs=jobs))

    assert told == ["BLD-006 v7", f"rendered {NUMBER - 1}"]
    assert len(list(out.glob("*/*.docx"))) == NUMBER - 1
    assert finished(start(BUILD, town, out)) == ["rendered 1"]
    assert contents(out) == contents(whole)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_ends_the_run_and_the_next_goes_on_from_there(
    tmp_path: Path, town: Path, whole: Path, jobs: int
) -> None:
    out = tmp_path / "输出"

    assert finished(start(SMALL_CHUNKS + FULL, town, out, jobs=jobs)) == ["EnvironmentProblem"]
    assert 5 <= len(list(out.glob("*/*.docx"))) <= 5 * jobs

    (told,) = finished(start(BUILD, town, out, jobs=jobs))

    assert int(told.removeprefix("rendered ")) <= NUMBER - 5
    assert contents(out) == contents(whole)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system with room for some of the files only; `larger` makes it large enough."""
    place = tmp_path / "小盘"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("a file system cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def larger(disk: Path) -> None:
    """Give a small disk more room."""
    subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_disk_that_really_is_full_is_told_and_the_next_run_goes_on_from_there(
    small_disk: Path, town: Path, whole: Path, jobs: int
) -> None:
    out = small_disk / "输出"
    words = [sys.executable, "-m", "generator", "build", str(town), "-o", str(out), "--formats", "docx"]
    words += ["--jobs", str(jobs)]

    broken = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)

    assert broken.returncode == 3
    assert re.search("磁盘已满或只读，写不下“.+”：请清出空间或换一个输出文件夹", broken.stderr)
    assert "Traceback" not in broken.stderr
    assert 0 < len(list(out.glob("*/*.docx"))) < NUMBER
    assert list(out.rglob(".*.tmp")) == []
    larger(small_disk)
    subprocess.run(words, capture_output=True, timeout=240, check=True)
    assert contents(out) == contents(whole)


def test_a_dask_worker_that_is_lost_is_made_up_for(tmp_path: Path, town: Path, whole: Path) -> None:
    out = tmp_path / "输出"

    told = finished(start(SMALL_CHUNKS + LOSES_A_WORKER, town, out, jobs=2, executor="dask"))

    assert [line for line in told if "BLD" in line] == []
    assert contents(out) == contents(whole)
