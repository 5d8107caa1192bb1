"""A build whose output folder lies beyond this machine ends with the same bytes as one on its disk."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_villages import BUILD, NUMBER, SMALL_CHUNKS, contents, finished, start, villages

from generator import verbs
from generator.model.address import Address

fsspec = pytest.importorskip("fsspec", reason="needs the extra storage")

BUCKET = "gongwen"


def stored(url: str) -> dict[str, bytes]:
    """Every file of a folder, hidden ones and the manifest too."""
    files, root = fsspec.url_to_fs(url)
    files.invalidate_cache()
    return {path.removeprefix(f"{root}/"): files.cat_file(path) for path in files.find(root)}


def how_many(url: str) -> int:
    """How many files a folder has, while a run may be taking some of them away."""
    files, root = fsspec.url_to_fs(url)
    files.invalidate_cache()
    return len(files.find(root))


@pytest.fixture
def memory() -> str:
    """An address in this process."""
    fsspec.filesystem("memory").store.clear()
    return "memory://桶/输出"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a bucket of a server that speaks S3, running as long as the tests of this file."""
    pytest.importorskip("s3fs", reason="needs s3fs")
    server = pytest.importorskip("moto.server", reason="needs moto[server]").ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    told = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_DEFAULT_REGION": "us-east-1"}
    told |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(name, value)
        fsspec.filesystem("s3").mkdir(BUCKET)
        yield f"s3://{BUCKET}"
    server.stop()


def test_word_files_pdfs_and_print_files_are_those_of_a_disk(tmp_path: Path, memory: str) -> None:
    source = villages(tmp_path / "行动", 3)
    here = verbs.build(verbs.BuildRequest(source=source, target=tmp_path / "输出"))

    there = verbs.build(verbs.BuildRequest(source=source, target=Address(memory), jobs=2))

    assert (there.files, there.print_files, there.problems) == (here.files, here.print_files, here.problems)
    assert stored(memory) == contents(tmp_path / "输出")


def test_only_what_changed_is_made_anew(tmp_path: Path, memory: str) -> None:
    for counts, made in (({}, 4), ({}, 0), ({"v2": 4711}, 1)):
        source = villages(tmp_path / "行动", 4, **counts)
        asked = verbs.BuildRequest(source=source, target=Address(memory), formats=("docx",))

        assert verbs.build(asked).rendered == made


@pytest.mark.parametrize("executor", ["", "dask"])
def test_several_processes_write_to_one_bucket_what_one_writes_to_a_disk(
    s3: str, town: Path, whole: Path, executor: str
) -> None:
    url = f"{s3}/{executor or 'processes'}/输出"

    told = finished(start(SMALL_CHUNKS + BUILD, town, url, jobs=2, executor=executor))

    assert told == [f"rendered {NUMBER}"]
    assert stored(url) == contents(whole)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_run_to_a_bucket_that_was_killed_is_resumed(s3: str, town: Path, whole: Path) -> None:
    url = f"{s3}/killed/输出"
    run = start(SMALL_CHUNKS + BUILD, town, url, jobs=2, start_new_session=True)
    until = time.monotonic() + 60
    while how_many(url) < NUMBER // 2 and run.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert run.poll() is None
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    there = sum(name.endswith(".docx") for name in stored(url))

    (told,) = finished(start(BUILD, town, url, jobs=2))

    assert int(told.removeprefix("rendered ")) <= NUMBER - there
    assert stored(url) == contents(whole)
