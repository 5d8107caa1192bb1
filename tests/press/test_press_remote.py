"""An output folder beyond this machine obeys the same rules as one on its disk."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from press_samples import WHOLE, codes, output, python

from generator.model.address import Address
from generator.press.disk import digest
from generator.press.folder import open_folder
from generator.press.lock import LOCK_NAME
from generator.press.storage import storage_of
from generator.problem import EnvironmentProblem, ProblemsFound

fsspec = pytest.importorskip("fsspec", reason="needs the extra storage")
import shelf  # noqa: E402 - says to fsspec what a shelf is

KILLED = """
import os, signal, sys
import shelf
from generator.model.address import Address
from generator.press.folder import open_folder
from press_samples import output
put, count, folder = shelf.Shelf.mv, 0, open_folder(Address(sys.argv[1]))
def deadly(*words, **more):
    global count
    count += 1
    if count == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    put(*words, **more)
shelf.Shelf.mv = deadly
for number in range(9):
    folder.write(output(f"单位{number}/表.docx", b"second"))
"""


@pytest.fixture(params=["memory", "shelf"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Address]:
    """The address of a folder that is not there yet."""
    if request.param == "memory":
        fsspec.filesystem("memory").store.clear()
        yield Address("memory://桶/输出")
    else:
        yield Address(f"shelf://{tmp_path}/架/输出")


def run(place: Address | Path, *outputs: Any) -> tuple[list[tuple[str, str, list[str]]], list[str]]:
    """One whole run: kind, path and codes of each outcome, and the codes of the end."""
    with open_folder(place) as folder:
        outcomes = [folder.write(one) for one in outputs]
        return [(o.kind, o.path, codes(o)) for o in outcomes], [p.code for p in folder.finish(WHOLE)]


def contents(place: Address | Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones and the manifest too."""
    if isinstance(place, Path):
        return {p.relative_to(place).as_posix(): p.read_bytes() for p in place.rglob("*") if p.is_file()}
    files, root = fsspec.url_to_fs(place.url)
    return {path.removeprefix(f"{root}/"): files.cat_file(path) for path in files.find(root)}


def first(place: Address | Path) -> None:
    """Three files, of which one is edited and one is in the way."""
    run(place, *(output(name) for name in ("甲/表.docx", "乙/表.docx", "丁/表.docx")))
    storage = storage_of(place)
    for name in ("乙/表.docx", "丙/表.docx"):
        storage.put(name, b"by hand", digest(b"by hand"))


def test_files_are_written_kept_and_removed_as_on_a_disk(address: Address, tmp_path: Path) -> None:
    here = tmp_path / "本机"
    first(address)
    first(here)
    second = [output(name, b"second", data_digest="e") for name in ("甲/表.docx", "乙/表.docx", "丙/表.docx")]

    told = run(address, *second)

    assert told == run(here, *second)
    assert [(kind, found) for kind, _, found in told[0]] == [
        ("written", []),
        ("beside", ["OUT-002"]),
        ("beside", ["OUT-001"]),
    ]
    assert contents(address) == contents(here)
    assert "丁/表.docx" not in contents(address)


def test_what_stands_as_it_would_be_made_is_not_written_again(address: Address) -> None:
    assert run(address, output("甲/表.docx"))[0] == [("written", "甲/表.docx", [])]

    assert run(address, output("甲/表.docx"))[0] == [("unchanged", "甲/表.docx", [])]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("number", [1, 4, 7, 18])
def test_after_a_kill_the_next_run_knows_its_files_and_leaves_nothing_of_it(
    tmp_path: Path, number: int
) -> None:
    address = Address(f"shelf://{tmp_path}/输出")
    assert python(KILLED, address.url, number).wait(timeout=60) == -signal.SIGKILL
    assert (tmp_path / "输出" / LOCK_NAME).exists()

    outcomes, told = run(address, output("单位0/表.docx", b"third"))

    assert (outcomes, told) == ([("written", "单位0/表.docx", [])], [])
    assert sorted(contents(address)) == ["manifest.json", "单位0/表.docx"]
    assert [path.name for path in (tmp_path / "输出").iterdir() if path.is_dir()] == ["单位0"]


def test_a_server_that_refuses_a_name_that_is_taken_gets_the_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, move = Address(f"shelf://{tmp_path}/输出"), shelf.Shelf.mv

    def refusing(self: shelf.Shelf, draft: str, place: str) -> None:
        if Path(place).exists():
            raise FileExistsError(place)
        move(self, draft, place)

    monkeypatch.setattr(shelf.Shelf, "mv", refusing)
    run(address, output("甲/表.docx"))

    assert run(address, output("甲/表.docx", b"second"))[0] == [("written", "甲/表.docx", [])]
    assert contents(address)["甲/表.docx"] == b"second"


def test_a_folder_that_another_machine_is_at_is_left_alone(address: Address) -> None:
    mark = json.dumps({"pid": 4711, "host": "另一台"}).encode()
    storage_of(address).put(LOCK_NAME, mark, digest(mark))

    with pytest.raises(ProblemsFound) as found:
        open_folder(address)

    assert [p.code for p in found.value.problems] == ["OUT-005"]
    assert "另一台，进程 4711" in found.value.problems[0].message


def test_a_run_of_this_process_keeps_a_second_one_out(address: Address) -> None:
    with open_folder(address), pytest.raises(ProblemsFound, match=f"进程 {os.getpid()}"):
        open_folder(address)


def test_a_damaged_manifest_is_put_aside(address: Address) -> None:
    run(address, output("甲/表.docx"))
    storage_of(address).put("manifest.json", b"{", digest(b"{"))

    _, told = run(address, output("甲/表.docx"))

    assert told == ["OUT-007"]
    assert contents(address)["manifest（损坏）.json"] == b"{"


def fails(act: str, error: Exception) -> Callable[[pytest.MonkeyPatch], None]:
    """Make an act of the store fail."""

    def failing(*words: object, **more: object) -> None:
        raise error

    return lambda patch: patch.setattr(fsspec.implementations.memory.MemoryFileSystem, act, failing)


@pytest.mark.parametrize("act", ["cat_file", "pipe_file", "ls"])
def test_a_store_that_fails_is_told_with_its_address_and_no_password(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = Address("memory://office:secret@桶/输出")
    fails(act, TimeoutError("timed out"))(monkeypatch)

    with pytest.raises(EnvironmentProblem) as told:
        run(address, output("甲/表.docx"))

    assert str(told.value).startswith("存放处“memory://桶/输出”用不了：timed out。")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nowhere://桶/输出", "不认识地址“nowhere://桶/输出”"),
        ("dvc://桶/输出", "还要装一个包"),
    ],
)
def test_an_address_to_which_nothing_leads_is_told(url: str, said: str) -> None:
    with pytest.raises(EnvironmentProblem, match=said):
        open_folder(Address(url))


def test_without_fsspec_what_to_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)

    with pytest.raises(EnvironmentProblem, match=r"pip install 'gongwen\[storage\]'"):
        open_folder(Address("s3://桶/输出"))


def test_a_file_address_is_a_folder_of_this_machine(tmp_path: Path) -> None:
    run(Address(f"file://{tmp_path}/输出"), output("甲/表.docx"))

    assert run(tmp_path / "输出", output("甲/表.docx"))[0] == [("unchanged", "甲/表.docx", [])]
