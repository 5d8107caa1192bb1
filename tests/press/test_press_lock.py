"""One run at a time in an output folder."""

import json
import signal
from pathlib import Path

import pytest
from press_samples import WHOLE, files, output, python, run

from generator.press.folder import open_folder
from generator.press.storage import storage_of
from generator.problem import ProblemsFound

LOCK = ".gongwen.lock"
HOLD = """
import sys
from pathlib import Path
from generator.press.folder import open_folder
folder = open_folder(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
"""
REFUSED = """
import sys
from pathlib import Path
from generator.press.folder import open_folder
from generator.problem import ProblemsFound
try:
    open_folder(Path(sys.argv[1]))
    print("held")
except ProblemsFound as refused:
    print(*(p.code for p in refused.problems))
"""


def refusal(root: Path) -> str:
    with pytest.raises(ProblemsFound) as raised:
        open_folder(root)
    assert [p.code for p in raised.value.problems] == ["OUT-005"]
    return raised.value.problems[0].message


def test_a_second_run_in_another_process_is_refused(tmp_path: Path) -> None:
    child = python(HOLD, tmp_path)
    assert child.stdout
    assert child.stdout.readline() == "held\n"

    message = refusal(tmp_path)
    child.communicate("go\n", timeout=60)

    assert f"进程 {child.pid}" in message
    assert LOCK in message
    assert [o.kind for o in run(tmp_path, output("甲.docx"))[0]] == ["written"]


def test_a_second_run_in_the_same_process_is_refused(tmp_path: Path) -> None:
    with open_folder(tmp_path) as folder:
        assert "占用" in refusal(tmp_path)
        assert "占用" in refusal(tmp_path / "甲" / "..")
        folder.finish(WHOLE)

    assert run(tmp_path, output("甲.docx"))[1] == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_the_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    child = python(HOLD, tmp_path)
    assert child.stdout
    assert child.stdout.readline() == "held\n"
    child.kill()
    child.wait(timeout=60)
    assert (tmp_path / LOCK).exists()

    outcomes, problems = run(tmp_path, output("甲.docx"))

    assert ([o.kind for o in outcomes], problems) == (["written"], [])
    assert files(tmp_path) == ["甲.docx"]


def test_the_mark_of_another_machine_is_respected(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_text(json.dumps({"pid": 4, "host": "另一台电脑"}), "utf-8")

    message = refusal(tmp_path)
    assert "另一台电脑，进程 4" in message
    (tmp_path / LOCK).unlink()

    assert run(tmp_path, output("甲.docx"))[1] == []


@pytest.mark.parametrize("mark", [b"", b"{", b"[]", b'{"pid": "x", "host": 1}'])
def test_a_mark_that_says_nothing_is_taken_over(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / LOCK).write_bytes(mark)

    assert run(tmp_path, output("甲.docx"))[1] == []
    assert files(tmp_path) == ["甲.docx"]


def test_the_lock_is_released_when_opening_fails(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()

    for _ in range(2):
        with pytest.raises(Exception, match="清单"):
            open_folder(tmp_path)
    (tmp_path / "manifest.json").rmdir()

    assert run(tmp_path, output("甲.docx"))[1] == []


def test_a_run_that_asks_for_its_own_mark_keeps_others_out(tmp_path: Path) -> None:
    with open_folder(tmp_path) as folder:
        assert storage_of(tmp_path).bears(folder.mark)
        assert not storage_of(tmp_path).bears("另一个")

        child = python(REFUSED, tmp_path)
        assert child.communicate(timeout=60)[0] == "OUT-005\n"
        folder.finish(WHOLE)
    assert not storage_of(tmp_path).bears(folder.mark)


def test_a_run_whose_mark_was_removed_leaves_the_folder_to_the_next(tmp_path: Path) -> None:
    run(tmp_path, output("甲.docx"))
    with open_folder(tmp_path) as folder:
        folder.write(output("乙.docx"))
        (tmp_path / LOCK).unlink()
        child = python(HOLD, tmp_path)
        assert child.stdout
        assert child.stdout.readline() == "held\n"
        before = (tmp_path / "manifest.json").read_bytes()

        problems = folder.finish(WHOLE)

    assert [p.code for p in problems] == ["OUT-005"]
    assert json.loads((tmp_path / LOCK).read_text())["pid"] == child.pid
    assert (tmp_path / "manifest.json").read_bytes() == before
    assert {"甲.docx", "乙.docx"} <= set(files(tmp_path))
    child.communicate("go\n", timeout=60)
