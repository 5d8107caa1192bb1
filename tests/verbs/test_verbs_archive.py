"""Builds for the archive: the same names, the manifest says so, print files conform too."""

from pathlib import Path

import pytest
from helpers import verapdf
from pikepdf import Pdf
from verbs_town import SMALL, TOWN, VILLAGE, build, contents, found, manifest

from generator.verbs import BuildResult

ALL, OF_VILLAGE = "打印 全部（2023年6月）.pdf", f"{VILLAGE}/打印 {VILLAGE}（2023年6月）.pdf"
ASKED = {"formats": ("pdf",), "units": (TOWN, VILLAGE), "sheets": ("通知", "附件5")}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildResult]:
    """The town's notice and the village's ledger, for the archive; not to be changed."""
    out = tmp_path_factory.mktemp("kept") / "归档"
    return out, build(SMALL, out, archive=True, **ASKED)


def test_every_pdf_is_entered_as_one_for_the_archive(kept: tuple[Path, BuildResult]) -> None:
    out, result = kept
    entries = manifest(out)

    assert found(result) == []
    assert len(entries) == 6, "notice, ledgers of both, and three print files"
    assert [entry["file"] for entry in entries if entry.get("archive") is not True] == []


@pytest.mark.skipif(bool(verapdf.lacking()), reason=verapdf.lacking() or "veraPDF is there")
def test_print_files_conform_to_pdf_a_2u(kept: tuple[Path, BuildResult]) -> None:
    out, _ = kept

    judged = verapdf.judged([out / ALL, out / OF_VILLAGE])

    assert {path.name: one.failed for path, one in judged.items()} == {ALL: {}, Path(OF_VILLAGE).name: {}}


def test_a_print_file_has_the_structure_of_its_parts_on_the_right_pages(
    kept: tuple[Path, BuildResult],
) -> None:
    out, _ = kept
    with Pdf.open(out / ALL) as opened:
        tree = opened.Root.StructTreeRoot
        marks = dict(zip(map(int, tree.ParentTree.Nums[::2]), tree.ParentTree.Nums[1::2], strict=True))
        (whole,) = tree.K
        marked = [page for page in opened.pages if "/StructParents" in page.obj]

        assert [str(part.S) for part in whole.K] == ["/Part"] * 3
        assert sorted(marks) == [int(page.obj.StructParents) for page in marked]
        for page in marked:
            first = marks[int(page.obj.StructParents)][0]
            assert first.Pg.objgen == page.obj.objgen


def test_a_print_file_says_title_organ_language_and_the_latest_date(kept: tuple[Path, BuildResult]) -> None:
    out, _ = kept
    with Pdf.open(out / OF_VILLAGE) as opened, opened.open_metadata() as xmp:
        assert str(opened.docinfo.Title) == xmp["dc:title"] == "河湾村 打印文件（2023年6月）"
        assert xmp["dc:creator"] == ["河湾村"]
        assert xmp["xmp:CreateDate"] == "2023-06-30"
        assert str(opened.Root.Lang) == "zh-CN"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert opened.Root.ViewerPreferences.PrintScaling == "/None"


def test_a_second_build_writes_nothing_anew(kept: tuple[Path, BuildResult], tmp_path: Path) -> None:
    out, _ = kept
    again = tmp_path / "归档"
    build(SMALL, again, archive=True, **ASKED)

    assert contents(again) == contents(out)


def test_an_ordinary_build_over_it_makes_ordinary_files_again_and_a_mixed_print_file_is_told(
    tmp_path: Path,
) -> None:
    out = tmp_path / "输出"
    only = {"formats": ("pdf",), "sheets": ("附件5",)}
    build(SMALL, out, units=(TOWN, VILLAGE), **only)

    result = build(SMALL, out, archive=True, units=(VILLAGE,), **only)

    marks = {entry["file"]: entry.get("archive", False) for entry in manifest(out)}
    assert [line.made for line in result.lines] == [1], "same name, other form"
    assert marks[OF_VILLAGE] is True
    assert marks[ALL] is False
    assert found(result) == [("OUT-012", "")]

    assert found(build(SMALL, out, units=(VILLAGE,), **only)) == []
    assert not any(entry.get("archive") for entry in manifest(out))


def test_a_part_edited_by_hand_makes_the_print_file_an_ordinary_one(tmp_path: Path) -> None:
    out = tmp_path / "归档"
    only = {"formats": ("pdf",), "sheets": ("附件5",), "units": (VILLAGE,), "archive": True}
    build(SMALL, out, **only)
    part = next(path for path in (out / VILLAGE).iterdir() if not path.name.startswith("打印"))
    with Pdf.open(part, allow_overwriting_input=True) as opened:
        opened.save(part)

    result = build(SMALL, out, **only)

    assert [code for code, _ in found(result)] == ["OUT-002", "OUT-012", "OUT-012"]
