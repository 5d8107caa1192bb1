"""Runs that end in the middle: killed, interrupted, failed."""

import errno
import os
import signal
from pathlib import Path

import pytest
from press_samples import WHOLE, codes, files, listed, output, python, run

from generator.press import printing
from generator.press.entries import Entries
from generator.press.folder import open_folder
from generator.press.manifest import encode_entry, entry_of
from generator.press.print_parts import Printing
from generator.problem import EnvironmentProblem

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")

NAMES = ["甲/表.docx", "乙/表.docx", "丙/表.docx"]

KILLED_AT_A_WRITE = """
import os, signal, sys
from pathlib import Path
from press_samples import output, run
root, moment, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
replace, count = os.replace, 0

def deadly(source, target):
    global count
    count += 1
    if (moment, number) == ("before", count):
        os.kill(os.getpid(), signal.SIGKILL)
    replace(source, target)
    if (moment, number) == ("after", count):
        os.kill(os.getpid(), signal.SIGKILL)

os.replace = deadly
run(root, *(output(name, b"second") for name in ["甲/表.docx", "乙/表.docx", "丙/表.docx"]))
"""


@pytest.mark.parametrize("earlier", [(), NAMES], ids=["new folder", "over an earlier run"])
@pytest.mark.parametrize("number", [1, 2, 3, 4], ids=["first", "second", "third", "manifest"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_after_a_kill_the_next_run_knows_its_files(
    tmp_path: Path, earlier: list[str], moment: str, number: int
) -> None:
    run(tmp_path, *(output(name, b"first") for name in earlier))

    assert python(KILLED_AT_A_WRITE, tmp_path, moment, number).wait(timeout=60) == -signal.SIGKILL
    whole = {(tmp_path / name).read_bytes() for name in NAMES if (tmp_path / name).exists()}
    outcomes, problems = run(tmp_path, *(output(name, b"third") for name in NAMES))

    assert whole <= {b"first", b"second"}
    assert [(o.kind, o.path, codes(o)) for o in outcomes] == [("written", name, []) for name in NAMES]
    assert problems == []
    assert files(tmp_path) == sorted(NAMES)


def test_after_a_kill_at_any_moment_no_file_is_a_stranger(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from generator.press import printing
from generator.press.folder import open_folder
from generator.problem import EnvironmentProblem
from press_samples import output
folder = open_folder(Path(sys.argv[1]))
for number in range(100_000):
    print(folder.write(output(f"单位{number}/表.docx", b"x" * 50_000)).path, flush=True)
"""
    child = python(code, tmp_path)
    assert child.stdout
    told = [child.stdout.readline().strip() for _ in range(5)]
    child.send_signal(signal.SIGKILL)
    told += child.stdout.read().split("\n")[:-1]
    child.wait(timeout=60)

    on_disk = [name for name in files(tmp_path) if name.endswith(".docx")]
    assert set(told) <= set(on_disk)
    _, problems = run(tmp_path, output("甲.docx"))

    assert problems == []
    assert files(tmp_path) == ["甲.docx"]
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_folder_made_just_before_the_kill_does_not_stay_empty(tmp_path: Path) -> None:
    assert python(KILLED_AT_A_WRITE, tmp_path, "before", 2).wait(timeout=60) == -signal.SIGKILL
    assert (tmp_path / "乙").is_dir()

    run(tmp_path, output("甲/表.docx"))

    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["甲"]


def test_a_file_edited_after_the_kill_is_protected(tmp_path: Path) -> None:
    assert python(KILLED_AT_A_WRITE, tmp_path, "after", 1).wait(timeout=60) == -signal.SIGKILL
    (tmp_path / "甲/表.docx").write_bytes(b"edited")

    outcomes, _ = run(tmp_path, output("甲/表.docx", b"third"))

    assert codes(outcomes[0]) == ["OUT-002"]
    assert (tmp_path / "甲/表.docx").read_bytes() == b"edited"


def test_an_edited_file_stays_protected_through_a_kill(tmp_path: Path) -> None:
    run(tmp_path, output("甲/表.docx", b"first"))
    (tmp_path / "甲/表.docx").write_bytes(b"edited")
    assert python(KILLED_AT_A_WRITE, tmp_path, "after", 2).wait(timeout=60) == -signal.SIGKILL

    outcomes, _ = run(tmp_path, output("甲/表.docx", b"third"))

    assert (outcomes[0].path, codes(outcomes[0])) == ("甲/表（新生成）.docx", ["OUT-002"])
    assert files(tmp_path) == ["甲/表.docx", "甲/表（新生成）.docx"]
    assert (tmp_path / "甲/表.docx").read_bytes() == b"edited"


def test_a_kill_before_the_manifest_is_in_place_leaves_no_trace(tmp_path: Path) -> None:
    run(tmp_path, output("甲/表.docx", b"second"), output("丁/表.docx"))
    (tmp_path / "丁/表.docx").unlink()
    run_two = KILLED_AT_A_WRITE.replace('["甲/表.docx", "乙/表.docx", "丙/表.docx"]', '["甲/表.docx"]')
    assert python(run_two, tmp_path, "before", 1).wait(timeout=60) == -signal.SIGKILL
    assert ".manifest.json.tmp" in files(tmp_path)

    run(tmp_path, output("甲/表.docx", b"second"), output("丁/表.docx"))

    assert files(tmp_path) == ["丁/表.docx", "甲/表.docx"]


def test_a_journal_line_cut_in_two_is_passed_over(tmp_path: Path) -> None:
    assert python(KILLED_AT_A_WRITE, tmp_path, "after", 2).wait(timeout=60) == -signal.SIGKILL
    with (tmp_path / ".manifest.journal").open("ab") as journal:
        journal.write('{"file": "丙/表.do'.encode()[:-1])

    assert sorted(listed(tmp_path)) == sorted(NAMES[:2])
    assert files(tmp_path) == sorted(NAMES[:2])


@pytest.mark.parametrize("lost", [b"", bytes(3_000_000)], ids=["empty", "zeros"])
@pytest.mark.parametrize("content", [b"first", b"second"], ids=["as before", "anew"])
def test_a_file_whose_content_went_with_the_power_is_written_again(
    tmp_path: Path, lost: bytes, content: bytes
) -> None:
    run(tmp_path, output("甲/表.docx"), output("乙/表.docx"))
    for name in ("甲/表.docx", "乙/表.docx"):
        (tmp_path / name).write_bytes(lost)

    outcomes, problems = run(tmp_path, output("甲/表.docx", content))

    assert ([o.kind for o in outcomes], codes(outcomes[0]), problems) == (["written"], [], [])
    assert (tmp_path / "甲/表.docx").read_bytes() == content
    assert files(tmp_path) == ["甲/表.docx"]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_run_keeps_what_it_wrote_and_removes_nothing(
    tmp_path: Path, failure: type[BaseException]
) -> None:
    run(tmp_path, output("甲/表.docx"), output("乙/表.docx"))

    def interrupted() -> None:
        with open_folder(tmp_path) as folder:
            folder.write(output("甲/表.docx", b"second"))
            folder.write(output("丙/表.docx", b"second"))
            raise failure

    with pytest.raises(failure):
        interrupted()

    assert files(tmp_path) == sorted(NAMES)
    assert sorted(listed(tmp_path)) == sorted(NAMES)
    assert [o.kind for o in run(tmp_path, output("丙/表.docx", b"third"))[0]] == ["written"]


def test_a_manifest_that_cannot_be_replaced_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, output("甲/表.docx"))
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == "manifest.json":
            raise PermissionError(13, "in use")
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse)
        _, problems = run(tmp_path, output("甲/表.docx"), output("乙/表.docx"))
    outcomes, later = run(tmp_path, output("甲/表.docx"), output("乙/表.docx", b"second"))

    assert [(p.code, p.severity) for p in problems] == [("OUT-003", "error")]
    assert [o.kind for o in outcomes] == ["unchanged", "written"]
    assert later == []


def test_a_disk_that_is_full_while_a_print_file_is_bound_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*words: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(printing, "merge", full)
    units = {"甲": ("甲", "甲")}
    with open_folder(tmp_path) as folder:
        folder.write(output("甲/表.pdf", pages=1))
        with pytest.raises(EnvironmentProblem, match="写不下“打印文件”"):
            printing.print_files(folder, Printing(period="2023-06", label="", scope=WHOLE), units=units)

    assert files(tmp_path) == ["甲/表.pdf"]


@pytest.mark.parametrize("number", [20, 400], ids=["at a file", "at the end of many"])
def test_a_temporary_folder_that_is_full_is_told_and_the_next_run_knows_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    names = [f"单位{n}/表.docx" for n in range(number)]
    run(tmp_path / "输出", *(output(name) for name in names[:10]))

    def filled() -> None:
        with open_folder(tmp_path / "输出") as folder:
            base = folder._entries._base
            (pages,) = base.execute("PRAGMA page_count").fetchone()
            base.execute(f"PRAGMA max_page_count = {pages + number // 10}")
            for name in names:
                folder.write(output(name, b"second"))
            folder.take_in([encode_entry(entry_of(output(f"{n}.docx", b"x"))) for n in range(4000)])

    with pytest.raises(EnvironmentProblem, match=f"临时文件夹“{tmp_path}”.*full.*TMPDIR"):
        filled()
    outcomes, problems = run(tmp_path / "输出", *(output(name, b"third") for name in names))

    assert {o.kind for o in outcomes} == {"written"}
    assert problems == []


def test_a_temporary_folder_that_has_no_room_for_the_manifest_is_told() -> None:
    entries = Entries()
    entries._base.execute("PRAGMA max_page_count = 5")

    for _ in range(2):  # nothing more is to be had of it
        with pytest.raises(EnvironmentProblem, match="full"):
            entries.load(entry_of(output(f"单位{n}/表.docx")) for n in range(1000))
    entries.close()


def test_drafts_of_a_killed_run_are_removed_by_the_next(tmp_path: Path) -> None:
    for name in (".打印文件.tmp", ".打印文件0123456789abcdef.tmp", ".manifest.json.tmp"):
        (tmp_path / name).write_bytes(b"half")

    run(tmp_path, output("甲/表.docx"))

    assert files(tmp_path) == ["甲/表.docx"]
