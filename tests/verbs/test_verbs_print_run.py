"""Print runs over a real build: pages, files and bookmarks, a reprint, what is sent, what goes stale."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from verbs_town import SMALL, VILLAGE, build, campaign, edit

from generator.cli import gongwen
from generator.press import spooling
from generator.press.disk import FileInUse
from generator.press.local import Disk
from generator.press.print_run import Plan
from generator.press.reading import contents
from generator.sources.places import REGISTER
from generator.verbs import PrintRequest, UsageProblem, print_out, printing

RUN = "打印任务 全部（2023年6月）.pdf"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("print") / "输出"
    build(SMALL, target, formats=("pdf",), units=(VILLAGE,))
    return target


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(gongwen, ["print", str(SMALL), *map(str, words)])


def test_a_run_has_the_units_pages_and_a_separator(built: Path) -> None:
    shown = run("-o", built, "--separators", "--units", VILLAGE)

    assert shown.exit_code == 0, shown.output
    found = contents(built / f"打印任务 {VILLAGE}（2023年6月）.pdf")
    assert found.marks[0].titles == (VILLAGE,)
    assert (found.marks[0].first, found.marks[0].last) == (1, 2)  # the separator and its back
    assert all(mark.first % 2 == 1 for mark in found.marks)
    assert f"第 1-{len(found.boxes)} 页" in shown.output
    assert "-o media=A4" in shown.output


def test_a_reprint_names_the_pages_that_the_unit_has_in_the_run(built: Path) -> None:
    assert run("-o", built, "--separators").exit_code == 0
    before = (built / RUN).read_bytes()

    shown = run("-o", built, "--reprint", "--units", VILLAGE)

    marks = [mark for mark in contents(built / RUN).marks if mark.titles[0] == VILLAGE]
    assert f"-P {marks[0].first}-{marks[-1].last} " in shown.output
    assert (built / RUN).read_bytes() == before


def test_a_run_is_sent_word_by_word(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "lp"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/said"; echo "request id is 三楼-7"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    shown = run("-o", built, "--send", "三楼", "-n", "2")

    assert "request id is 三楼-7" in shown.output
    said = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert said[:4] == ["-d", "三楼", "-n", "2"]
    assert said[-1] == str((built / RUN).resolve())


def test_a_run_that_could_not_be_put_in_place_is_neither_sent_nor_registered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out, replace = Path(shutil.copytree(SMALL, tmp_path / "行动")), tmp_path / "输出", os.replace
    build(source, out, formats=("pdf",), units=(VILLAGE,), sheets=("附件2",))
    print_out(PrintRequest(source=source, target=out))
    before = (out / RUN).read_bytes()

    def held(old: Path, new: Path) -> None:
        if Path(new).name == RUN:
            raise PermissionError(13, "open in WPS")
        replace(old, new)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(spooling, "send", lambda words: pytest.fail("an old file was sent"))
    result = print_out(
        PrintRequest(source=source, target=out, copies=3, printer="", marks=True, register=date(2023, 6, 30))
    )

    assert [p.code for p in result.problems] == ["OUT-003"]
    assert (result.files, result.spans, result.commands, result.registered) == ((), (), (), 0)
    assert (out / RUN).read_bytes() == before
    assert not (source / REGISTER).exists()


def resaved(run: Path) -> None:
    """Save a print run as office programs do: its bookmarks are actions then."""
    with pikepdf.open(run, allow_overwriting_input=True) as pdf:
        first = pdf.Root.Outlines.First
        first.A = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=first.Dest)
        del first["/Dest"]
        pdf.save()


@pytest.mark.parametrize(
    ("lose", "said"),
    [
        (Path.unlink, "不在了，请先不写"),
        (resaved, "另存过，请先删去它"),
        (lambda run: run.write_bytes(b""), "打不开"),
    ],
)
def test_a_run_that_is_gone_or_was_saved_anew_is_no_base_of_a_reprint(
    tmp_path: Path, lose: Callable[[Path], None], said: str
) -> None:
    build(SMALL, tmp_path, formats=("pdf",), units=(VILLAGE,), sheets=("附件2",))
    print_out(PrintRequest(source=SMALL, target=tmp_path))
    lose(tmp_path / RUN)

    shown = run("-o", tmp_path, "--reprint", "--units", VILLAGE)

    assert (shown.exit_code, said in shown.output) == (2, True), shown.output


def test_a_damaged_sheet_of_a_run_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(SMALL, tmp_path, formats=("pdf",), units=(VILLAGE,), sheets=("附件2", "附件5"))
    (damaged,) = (path for path in (tmp_path / VILLAGE).glob("附件5*.pdf"))
    damaged.write_bytes(b"%PDF-1.7 cut")
    monkeypatch.setattr(printing, "_counted", lambda path, place: 1)  # found out when it is bound

    result = print_out(PrintRequest(source=SMALL, target=tmp_path))

    assert ([p.code for p in result.problems], result.files) == (["OUT-009"], ())
    assert damaged.name in result.problems[0].message


def test_a_sheet_that_a_program_holds_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(SMALL, tmp_path, formats=("pdf",), units=(VILLAGE,), sheets=("附件2", "附件5"))
    digest = Disk.digest

    def held(disk: Disk, file: str) -> str | None:
        if "附件5" in file:
            raise FileInUse(13, "in use")
        return digest(disk, file)

    monkeypatch.setattr(Disk, "digest", held)
    result = print_out(PrintRequest(source=SMALL, target=tmp_path))

    assert ([p.code for p in result.problems], result.files) == (["OUT-009"], ())
    assert "附件5" in result.problems[0].message


def test_what_is_not_there_is_told_with_the_next_step(built: Path, tmp_path: Path) -> None:
    cases: list[tuple[tuple[str | Path, ...], str]] = [
        (("-o", tmp_path / "无"), "请先生成"),
        (("-o", built, "--blank"), "请先生成"),
        (("-o", built, "--units", "没有村"), "没有“没有村”这个单位"),
        (("-o", built, "--sheets", "没有表"), "没有“没有表”这个表"),
        (("-o", built, "--reprint"), "补印要写明单位"),
        (("-o", built, "--reprint", "--by", "sheet", "--units", VILLAGE), "先不写 --reprint"),
        (("-o", built, "--split", "1"), "--split 应写页数"),
        (("-o", built, "--send", "-x"), "不是打印机的名称"),
    ]
    for words, said in cases:
        shown = run(*words)
        assert (shown.exit_code, said in shown.output) == (2, True), (words, shown.output)


def test_a_sheet_that_is_gone_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    build(SMALL, tmp_path, formats=("pdf",), units=(VILLAGE,), sheets=("附件2",))
    (gone,) = (path for path in (tmp_path / VILLAGE).glob("附件2*.pdf"))
    gone.unlink()

    result = print_out(PrintRequest(source=SMALL, target=tmp_path, units=(VILLAGE,)))

    assert ([p.code for p in result.problems], result.files) == (["OUT-009"], ())
    assert not list(tmp_path.glob("打印任务*"))


def test_a_sheet_edited_by_hand_is_counted_anew(tmp_path: Path) -> None:
    build(SMALL, tmp_path, formats=("pdf",), units=(VILLAGE,), sheets=("附件2",))
    (sheet,) = (path for path in (tmp_path / VILLAGE).glob("附件2*.pdf"))
    with pikepdf.open(sheet, allow_overwriting_input=True) as edited:
        edited.pages.extend([edited.pages[0], edited.pages[0]])
        edited.save()

    result = print_out(PrintRequest(source=SMALL, target=tmp_path, units=(VILLAGE,)))

    assert result.pages == (3,)
    with pytest.raises(UsageProblem, match="还没有"):
        print_out(PrintRequest(source=SMALL, target=tmp_path, units=(VILLAGE,), reprint=True))


def test_a_build_keeps_a_run_of_the_same_sheets_and_removes_a_stale_one(tmp_path: Path) -> None:
    asked = PrintRequest(source=SMALL, target=tmp_path)
    build(SMALL, tmp_path, formats=("pdf",), units=(VILLAGE,), sheets=("附件2",))
    print_out(asked)
    build(SMALL, tmp_path, formats=("pdf",), units=(VILLAGE,), sheets=("附件2",))
    assert (tmp_path / RUN).exists()

    build(SMALL, tmp_path, formats=("pdf",), units=(VILLAGE,), sheets=("附件5",))

    assert not (tmp_path / RUN).exists()
    with pikepdf.open(tmp_path / "打印 全部（2023年6月）.pdf") as whole:
        assert len(whole.pages) > 1


def test_a_unit_that_comes_in_before_others_does_not_mix_their_heaps(tmp_path: Path) -> None:
    town, out = campaign(tmp_path), tmp_path / "输出"
    asked = PrintRequest(source=town, target=out, plan=Plan(separators=True))
    build(town, out, formats=("pdf",), filling="blank")
    edit(
        town / "campaign.yaml",
        ("units:\n", "units:\n  - {name: 柳林镇石桥村, short_name: 石桥, kind: community}\n"),
    )
    build(town, out, formats=("pdf",), units=("石桥村",), filling="blank")

    print_out(replace(asked, blank=True))

    names = [mark.titles[0] for mark in contents(out / "打印任务 全部（空白表）.pdf").marks]
    heaps = [name for name, _ in groupby(names)]
    assert heaps[-3:] == ["石桥村", VILLAGE, "应急办"]
    assert len(heaps) == len(set(heaps))
