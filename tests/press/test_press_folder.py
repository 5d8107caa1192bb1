"""What a run may write, must leave alone and has to remove."""

import errno
import json
import os
import signal
from pathlib import Path

import pytest
from press_samples import WHOLE, codes, files, listed, output, python, run

from generator.press.folder import Scope, open_folder
from generator.problem import EnvironmentProblem, ProblemsFound

DOC = "兴业社区/调度表.docx"
BESIDE = "兴业社区/调度表（新生成）.docx"
BESIDE_2 = "兴业社区/调度表（新生成2）.docx"


def test_a_file_is_written_with_its_folder_and_its_entry(tmp_path: Path) -> None:
    root = tmp_path / "新" / "输出"

    outcomes, problems = run(root, output(DOC, b"abc", sheet="A2", pages=2, order=7))

    assert [(o.kind, o.path, o.problems) for o in outcomes] == [("written", DOC, ())]
    assert problems == []
    assert (root / DOC).read_bytes() == b"abc"
    assert files(root) == [DOC]
    assert json.loads((root / "manifest.json").read_text("utf-8"))["files"] == [
        {
            "file": DOC,
            "sheet": "A2",
            "title": "调度表",
            "unit": "兴业社区",
            "period": "2023-06",
            "format": "docx",
            "pages": 2,
            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "template": "t",
            "data": "d",
            "order": 7,
        }
    ]


def test_unchanged_content_is_not_written_again(tmp_path: Path) -> None:
    run(tmp_path, output(DOC))
    for path in (tmp_path / DOC, tmp_path / "manifest.json"):
        os.utime(path, (1, 1))

    outcomes, _ = run(tmp_path, output(DOC))

    assert outcomes[0].kind == "unchanged"
    assert [(tmp_path / name).stat().st_mtime for name in (DOC, "manifest.json")] == [1, 1]


def test_changed_content_replaces_our_file(tmp_path: Path) -> None:
    run(tmp_path, output(DOC, b"first"))

    outcomes, _ = run(tmp_path, output(DOC, b"second"))

    assert (outcomes[0].kind, codes(outcomes[0])) == ("written", [])
    assert (tmp_path / DOC).read_bytes() == b"second"
    assert files(tmp_path) == [DOC]


def test_a_file_removed_by_hand_is_written_again(tmp_path: Path) -> None:
    run(tmp_path, output(DOC))
    (tmp_path / DOC).unlink()

    outcomes, _ = run(tmp_path, output(DOC))

    assert outcomes[0].kind == "written"
    assert files(tmp_path) == [DOC]


def test_a_foreign_file_is_never_touched(tmp_path: Path) -> None:
    foreign = tmp_path / DOC
    foreign.parent.mkdir()
    foreign.write_bytes(b"foreign")

    first, _ = run(tmp_path, output(DOC, b"first"))
    again, _ = run(tmp_path, output(DOC, b"first"))
    second, _ = run(tmp_path, output(DOC, b"second"))

    for outcomes, kind in ((first, "beside"), (again, "unchanged"), (second, "beside")):
        assert (outcomes[0].kind, outcomes[0].path, codes(outcomes[0])) == (kind, BESIDE, ["OUT-001"])
        assert DOC in outcomes[0].problems[0].message
        assert BESIDE in outcomes[0].problems[0].message
    assert foreign.read_bytes() == b"foreign"
    assert (tmp_path / BESIDE).read_bytes() == b"second"
    assert files(tmp_path) == [DOC, BESIDE]


def test_a_foreign_file_beside_is_not_touched_either(tmp_path: Path) -> None:
    (tmp_path / DOC).parent.mkdir()
    (tmp_path / DOC).write_bytes(b"foreign")
    (tmp_path / BESIDE).write_bytes(b"foreign too")

    outcomes, _ = run(tmp_path, output(DOC, b"first"))

    assert outcomes[0].path == BESIDE_2
    assert (tmp_path / BESIDE).read_bytes() == b"foreign too"


def test_a_folder_or_a_dangling_link_of_that_name_is_foreign(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").mkdir()
    (tmp_path / "乙.docx").symlink_to(tmp_path / "nowhere")

    outcomes, _ = run(tmp_path, output("甲.docx"), output("乙.docx"))

    assert [o.path for o in outcomes] == ["甲（新生成）.docx", "乙（新生成）.docx"]
    assert (tmp_path / "乙.docx").is_symlink()


def test_when_the_foreign_file_is_gone_the_file_beside_goes_too(tmp_path: Path) -> None:
    (tmp_path / DOC).parent.mkdir()
    (tmp_path / DOC).write_bytes(b"foreign")
    run(tmp_path, output(DOC))
    (tmp_path / DOC).unlink()

    outcomes, problems = run(tmp_path, output(DOC))

    assert outcomes[0].kind == "written"
    assert problems == []
    assert files(tmp_path) == [DOC]


def test_an_edited_file_is_kept_while_the_data_says_the_same(tmp_path: Path) -> None:
    run(tmp_path, output(DOC, b"first"))
    (tmp_path / DOC).write_bytes(b"edited")

    for _ in range(2):
        outcomes, problems = run(tmp_path, output(DOC, b"first"))

        assert (outcomes[0].kind, outcomes[0].path, codes(outcomes[0])) == ("kept", DOC, ["OUT-002"])
        assert problems == []
        assert (tmp_path / DOC).read_bytes() == b"edited"
        assert files(tmp_path) == [DOC]


def test_an_edited_file_gets_one_new_file_beside_it(tmp_path: Path) -> None:
    run(tmp_path, output(DOC, b"first"))
    (tmp_path / DOC).write_bytes(b"edited")

    for content, kind in ((b"second", "beside"), (b"second", "unchanged"), (b"third", "beside")):
        outcomes, problems = run(tmp_path, output(DOC, content))

        assert (outcomes[0].kind, outcomes[0].path, codes(outcomes[0])) == (kind, BESIDE, ["OUT-002"])
        assert DOC in outcomes[0].problems[0].message
        assert BESIDE in outcomes[0].problems[0].message
        assert outcomes[0].problems[0].severity == "warning"
        assert problems == []
        assert (tmp_path / DOC).read_bytes() == b"edited"
        assert (tmp_path / BESIDE).read_bytes() == content
        assert files(tmp_path) == [DOC, BESIDE]


def test_an_edited_file_beside_is_protected_in_its_turn(tmp_path: Path) -> None:
    run(tmp_path, output(DOC, b"first"))
    (tmp_path / DOC).write_bytes(b"edited")
    run(tmp_path, output(DOC, b"second"))
    (tmp_path / BESIDE).write_bytes(b"edited too")

    outcomes, problems = run(tmp_path, output(DOC, b"third"))

    assert outcomes[0].path == BESIDE_2
    assert [p.code for p in problems] == ["OUT-004"]
    assert [(tmp_path / name).read_bytes() for name in (DOC, BESIDE, BESIDE_2)] == [
        b"edited",
        b"edited too",
        b"third",
    ]


def test_the_file_beside_goes_when_the_old_content_returns(tmp_path: Path) -> None:
    run(tmp_path, output(DOC, b"first"))
    (tmp_path / DOC).write_bytes(b"edited")
    run(tmp_path, output(DOC, b"second"))

    outcomes, _ = run(tmp_path, output(DOC, b"first"))

    assert outcomes[0].kind == "kept"
    assert files(tmp_path) == [DOC]


def test_when_the_edited_file_is_given_up_the_new_one_takes_its_place(tmp_path: Path) -> None:
    run(tmp_path, output(DOC, b"first"))
    (tmp_path / DOC).write_bytes(b"edited")
    run(tmp_path, output(DOC, b"second"))
    (tmp_path / DOC).unlink()

    outcomes, problems = run(tmp_path, output(DOC, b"second"))

    assert (outcomes[0].kind, outcomes[0].path, problems) == ("written", DOC, [])
    assert files(tmp_path) == [DOC]


def test_two_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    outcomes, _ = run(tmp_path, output("A村/表.docx", b"one"), output("a村/表.docx", b"other"))

    assert [o.kind for o in outcomes] == ["written", "failed"]
    assert codes(outcomes[1]) == ["OUT-006"]
    assert (tmp_path / "A村/表.docx").read_bytes() == b"one"


def test_a_file_open_in_another_program_is_named_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, output(DOC, b"first"), output("甲.docx", b"first"))
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:  # what Windows does while Word holds the file
        if Path(target).name == "调度表.docx":
            raise PermissionError(errno.EACCES, "in use")
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse)
        outcomes, problems = run(tmp_path, output(DOC, b"second"), output("甲.docx", b"second"))
    later, _ = run(tmp_path, output(DOC, b"third"), output("甲.docx", b"second"))

    assert [(o.kind, codes(o)) for o in outcomes] == [("failed", ["OUT-003"]), ("written", [])]
    assert outcomes[0].problems[0].severity == "error"
    assert problems == []
    assert [(o.kind, codes(o)) for o in later] == [("written", []), ("unchanged", [])]
    assert files(tmp_path) == sorted([DOC, "甲.docx"])


def test_a_full_disk_ends_the_run_and_leaves_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, output("旧.docx", b"old"), output(DOC, b"first"))
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == "调度表.docx":
            raise OSError(errno.ENOSPC, "No space left on device")
        replace(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse)
        with pytest.raises(EnvironmentProblem, match="磁盘已满"):
            run(tmp_path, output("新.docx", b"new"), output(DOC, b"second"))

    assert files(tmp_path) == sorted([DOC, "新.docx", "旧.docx"])
    assert (tmp_path / DOC).read_bytes() == b"first"
    assert [o.kind for o in run(tmp_path, output("新.docx", b"newer"), output(DOC, b"second"))[0]] == [
        "written"
    ] * 2


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="needs limits on the size of files")
def test_a_write_cut_short_leaves_nothing_of_the_file(tmp_path: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from press_samples import codes, output, run
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
outcomes, _ = run(Path(sys.argv[1]), output("大.docx", b"x" * 200_000), output("小.docx", b"x"))
print([(o.kind, codes(o), "超过" in str(o.problems)) for o in outcomes])
"""
    out, _ = python(code, tmp_path).communicate(timeout=60)

    assert out.strip() == "[('failed', ['OUT-008'], True), ('written', [], False)]"
    assert files(tmp_path) == ["小.docx"]


def test_a_file_in_the_place_of_a_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "兴业社区").write_bytes(b"foreign")

    outcomes, _ = run(tmp_path, output(DOC), output("甲.docx"))

    assert [(o.kind, codes(o)) for o in outcomes] == [("failed", ["OUT-008"]), ("written", [])]
    assert "同名的文件" in outcomes[0].problems[0].message
    assert outcomes[0].problems[0].unit == "兴业社区"


def test_an_output_folder_that_is_a_file_is_an_environment_problem(tmp_path: Path) -> None:
    (tmp_path / "输出").write_bytes(b"foreign")

    with pytest.raises(EnvironmentProblem, match="不能用"):
        open_folder(tmp_path / "输出")


def test_stale_files_go_with_their_empty_folders(tmp_path: Path) -> None:
    run(tmp_path, output(DOC), output("甲/深/表.docx"), output("乙/表.docx"))
    (tmp_path / "乙" / "笔记.txt").write_bytes(b"foreign")

    run(tmp_path, output(DOC))

    assert files(tmp_path) == sorted([DOC, "乙/笔记.txt"])
    assert not (tmp_path / "甲").exists()
    assert listed(tmp_path) == [DOC]


def test_an_edited_stale_file_stays_with_a_warning_until_it_is_removed(tmp_path: Path) -> None:
    run(tmp_path, output(DOC), output("甲/表.docx"))
    (tmp_path / "甲/表.docx").write_bytes(b"edited")

    for _ in range(2):
        _, problems = run(tmp_path, output(DOC))
        assert [(p.code, p.severity, p.unit) for p in problems] == [("OUT-004", "warning", "甲")]
        assert "甲/表.docx" in problems[0].message
        assert (tmp_path / "甲/表.docx").read_bytes() == b"edited"
    (tmp_path / "甲/表.docx").unlink()
    _, problems = run(tmp_path, output(DOC))

    assert problems == []
    assert listed(tmp_path) == [DOC]


def some(**parts: set[str]) -> Scope:
    values = {"formats": frozenset({"docx"}), "periods": frozenset({"2023-06"})}
    return Scope(**(values | {name: frozenset(part) for name, part in parts.items()}))


@pytest.mark.parametrize(
    ("scope", "gone"),
    [
        (some(), ["乙/调.docx", "甲/单.docx", "甲/调.docx"]),
        (some(units={"甲"}), ["甲/单.docx", "甲/调.docx"]),
        (some(sheets={"A2"}), ["乙/调.docx", "甲/调.docx"]),
        (some(units={"甲"}, sheets={"A2"}), ["甲/调.docx"]),
        (some(formats={"pdf"}), ["甲/调.pdf"]),
        (some(periods={"", "2023-05"}), ["甲/五月.docx", "甲/通知.docx"]),
        (some(units={"丙"}), []),
    ],
)
def test_only_files_in_the_scope_of_the_run_are_stale(tmp_path: Path, scope: Scope, gone: list[str]) -> None:
    before = [
        output("甲/调.docx"),
        output("甲/调.pdf"),
        output("甲/单.docx", sheet="A6"),
        output("甲/五月.docx", period="2023-05"),
        output("甲/通知.docx", period="", sheet="A0"),
        output("乙/调.docx"),
    ]
    run(tmp_path, *before)

    run(tmp_path, output("丙/调.docx"), scope=scope)

    left = sorted({one.path for one in before} - set(gone) | {"丙/调.docx"})
    assert files(tmp_path) == left
    assert sorted(listed(tmp_path)) == left


def test_a_unit_that_failed_keeps_its_old_files(tmp_path: Path) -> None:
    run(tmp_path, output("甲/表.docx"), output("乙/表.docx"), output("丙/表.docx"))

    with open_folder(tmp_path) as folder:
        folder.write(output("丙/表.docx"))
        folder.finish(WHOLE, failed_units={"甲"})

    assert files(tmp_path) == ["丙/表.docx", "甲/表.docx"]
    assert listed(tmp_path) == ["丙/表.docx", "甲/表.docx"]


def test_a_stale_file_that_cannot_be_removed_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, output(DOC), output("甲/表.docx"))
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "表.docx":
            raise PermissionError(errno.EACCES, "in use")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        _, problems = run(tmp_path, output(DOC))
    _, later = run(tmp_path, output(DOC))

    assert [p.code for p in problems] == ["OUT-003"]
    assert later == []
    assert files(tmp_path) == [DOC]


@pytest.mark.parametrize(
    "damage",
    [
        b'{"schema": 1, "files": [',
        b"\xff\xfe",
        b"[]",
        b'{"schema": 2, "generator": "9", "files": []}',
        b'{"schema": 1, "generator": "0", "files": [{"file": "a.docx"}]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_manifest_is_set_aside_and_nothing_is_lost(tmp_path: Path, damage: bytes) -> None:
    run(tmp_path, output(DOC, b"first"), output("甲/表.docx", b"first"))
    (tmp_path / "manifest.json").write_bytes(damage)
    (tmp_path / "manifest（损坏）.json").write_bytes(b"an older one")

    outcomes, problems = run(tmp_path, output(DOC, b"first"), output("甲/表.docx", b"second"))

    assert [p.code for p in problems] == ["OUT-007"]
    assert "manifest（损坏2）.json" in problems[0].message
    assert (tmp_path / "manifest（损坏2）.json").read_bytes() == damage
    assert (tmp_path / "manifest（损坏）.json").read_bytes() == b"an older one"
    assert [(o.kind, codes(o)) for o in outcomes] == [("unchanged", []), ("beside", ["OUT-001"])]
    assert (tmp_path / "甲/表.docx").read_bytes() == b"first"


def test_a_manifest_cannot_reach_outside_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "输出"
    run(root, output(DOC))
    outside = tmp_path / "表.docx"
    outside.write_bytes(b"first")
    text = (root / "manifest.json").read_text("utf-8")
    (root / "manifest.json").write_text(text.replace(DOC, "../表.docx"), "utf-8")

    _, problems = run(root)

    assert [p.code for p in problems] == ["OUT-007"]
    assert outside.read_bytes() == b"first"


def test_the_manifest_is_sorted_by_order_then_path(tmp_path: Path) -> None:
    run(tmp_path, output("乙.docx", order=2), output("丙.docx", order=1), output("甲.docx", order=1))

    text = (tmp_path / "manifest.json").read_text("utf-8")
    whole = json.loads(text)

    assert [entry["file"] for entry in whole["files"]] == ["丙.docx", "甲.docx", "乙.docx"]
    assert (whole["schema"], list(whole)) == (1, ["schema", "generator", "files"])
    assert text.splitlines()[0].startswith('{"schema": 1,')
    assert [json.loads(line.rstrip(","))["order"] for line in text.splitlines()[1:-1]] == [1, 1, 2]


def test_the_manifest_is_the_same_in_every_process(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from press_samples import output, run
names = {f"单位{number}/表.docx" for number in range(30)}
run(Path(sys.argv[1]), *(output(name, name.encode()) for name in names))
"""
    for seed in ("1", "2"):
        assert python(code, tmp_path / seed, seed=seed).wait(timeout=60) == 0

    one, other = ((tmp_path / seed / "manifest.json").read_bytes() for seed in ("1", "2"))
    assert one == other
    assert one.count(b'"file"') == 30


def test_a_manifest_of_another_program_is_left_alone(tmp_path: Path) -> None:
    theirs = b'{"name": "app", "icons": []}'
    (tmp_path / "manifest.json").write_bytes(theirs)

    with pytest.raises(ProblemsFound) as found:
        open_folder(tmp_path)

    assert [p.code for p in found.value.problems] == ["OUT-010"]
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith(".")] == ["manifest.json"]
    assert (tmp_path / "manifest.json").read_bytes() == theirs


@pytest.mark.parametrize("indent", [None, 1, 4], ids=["one line", "indented", "spread out"])
def test_a_manifest_written_out_in_another_way_is_read_all_the_same(
    tmp_path: Path, indent: int | None
) -> None:
    run(tmp_path, output(DOC), output("乙/表.docx"))
    path = tmp_path / "manifest.json"
    written = path.read_bytes()
    path.write_text(json.dumps(json.loads(written), indent=indent), "utf-8")

    outcomes, problems = run(tmp_path, output(DOC, b"second"), output("乙/表.docx"))

    assert [o.kind for o in outcomes] == ["written", "unchanged"]
    assert problems == []
    assert path.read_bytes().count(b"\n") == written.count(b"\n") == 4


def test_a_manifest_cut_in_the_middle_is_set_aside_whole(tmp_path: Path) -> None:
    run(tmp_path, output(DOC), output("乙/表.docx"))
    path = tmp_path / "manifest.json"
    cut = b"".join(path.read_bytes().splitlines(keepends=True)[:2])
    path.write_bytes(cut)

    outcomes, problems = run(tmp_path, output(DOC, b"second"), output("乙/表.docx"))

    assert [p.code for p in problems] == ["OUT-007"]
    assert [(o.kind, codes(o)) for o in outcomes] == [("beside", ["OUT-001"]), ("unchanged", [])]
    assert (tmp_path / "manifest（损坏）.json").read_bytes() == cut


def test_a_file_made_anew_under_another_case_of_its_name_is_not_removed_as_the_old_one(
    tmp_path: Path,
) -> None:
    run(tmp_path, output("A区/表.docx"))
    (tmp_path / "a区").symlink_to("A区")  # as on a disk where case does not tell names apart

    outcomes, problems = run(tmp_path, output("a区/表.docx"))

    assert ([o.kind for o in outcomes], problems) == (["unchanged"], [])
    assert (tmp_path / "a区/表.docx").read_bytes() == b"first"
    assert listed(tmp_path) == ["a区/表.docx"]


def test_files_whose_names_differ_in_case_only_are_two_where_they_are(tmp_path: Path) -> None:
    run(tmp_path, output("A区/表.docx"))

    run(tmp_path, output("a区/表.docx"))

    assert files(tmp_path) == ["a区/表.docx"]
