"""`gongwen measure`: files and folders, one line per clause, the closing sum, JSON, pictures, exit codes."""

import json
from pathlib import Path

import pytest
from cli_samples import run
from helpers.made import issued
from PIL import Image

from generator.render.html import render_html
from generator.render.pdf import render_pdf
from generator.verbs.measuring import picture_names


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good notice, the same with hyphens round its page number, and a file that is no PDF."""
    place = tmp_path_factory.mktemp("files")
    page = render_html(issued())
    (place / "好.pdf").write_bytes(render_pdf(page).content)
    faulty = page.replace('"— " counter(page) " —"', '"- " counter(page) " -"')
    (place / "错.pdf").write_bytes(render_pdf(faulty).content)
    (place / "坏.pdf").write_text("这不是 PDF", encoding="utf-8")
    (place / ".藏.pdf").write_text("x", encoding="utf-8")
    (place / "说明.txt").write_text("x", encoding="utf-8")
    return place


def test_a_good_file_gives_its_sum_and_exit_code_0(folder: Path) -> None:
    result = run("measure", str(folder / "好.pdf"))

    assert result.exit_code == 0, result.output
    (line,) = result.output.splitlines()
    assert line.startswith("量了 ")
    assert line.endswith(" 处，0 处不合格。")


def test_all_lists_every_clause_once(folder: Path) -> None:
    lines = run("measure", str(folder / "好.pdf"), "--all").output.splitlines()

    heads = [line.split("：")[0].split("（")[0] for line in lines[:-1]]
    assert len(heads) > 30
    assert len(heads) == len(set(heads))
    assert all(head.startswith("合格 ") for head in heads)


def test_a_fault_stands_in_one_line_for_all_pages_with_expected_and_found(folder: Path) -> None:
    result = run("measure", str(folder / "错.pdf"))

    assert result.exit_code == 1
    line, total = result.output.splitlines()
    assert line.startswith("不合格 7.5 页码的一字线（第")
    assert "应为 数字左右各一条一字线，实为 -1-" in line
    assert "处不合格" in total


def test_a_folder_is_measured_file_by_file_and_a_bad_file_stops_nothing(folder: Path) -> None:
    result = run("measure", str(folder))

    assert result.exit_code == 1
    named = [line for line in result.output.splitlines() if line.startswith("—— ")]
    assert [line.split("/")[-1] for line in named] == ["错.pdf ——"]
    assert "“" in result.output
    assert "坏.pdf”不是 PDF 文件" in result.output
    assert "量了 3 个文件" in result.output
    assert "1 个文件打不开" in result.output


def test_json_holds_every_verdict_and_the_error_of_each_file(folder: Path) -> None:
    result = run("measure", str(folder / "错.pdf"), str(folder / "坏.pdf"), "--json")
    found = json.loads(result.stdout)

    assert (found["ok"], found["exit_code"], result.exit_code) == (False, 1, 1)
    first, second = found["files"]
    assert second["verdicts"] == []
    assert "不是 PDF" in second["error"]
    assert first["failed"] == sum(v["outcome"] == "fail" and not v["because"] for v in first["verdicts"])
    failed = next(v for v in first["verdicts"] if v["outcome"] == "fail")
    assert (failed["clause"], failed["what"], failed["source"]) == ("7.5", "页码的一字线", "pdf")
    assert failed["box"]["left"] > 100


def test_draw_makes_a_picture_of_every_page_with_the_fault_in_red(folder: Path, tmp_path: Path) -> None:
    result = run("measure", str(folder / "错.pdf"), "--draw", str(tmp_path / "图"))

    assert "已画" in result.output
    picture = Image.open(tmp_path / "图" / "错-第1页.png")
    assert picture.size == (round(330 / 25.4 * 150) + 1, 1754)
    red = (200, 20, 20)
    colours = {colour for _, colour in picture.getcolors(1 << 20) or []}
    assert red in colours
    assert (20, 130, 60) in colours


def test_a_folder_without_files_says_so() -> None:
    result = run("measure", str(Path(__file__).parent))

    assert result.exit_code == 2
    assert "没有 PDF 或 docx 文件" in result.output


def test_pictures_of_files_with_the_same_name_do_not_meet() -> None:
    paths = [Path(p) for p in ("甲/表.pdf", "乙/表.pdf", "乙/表.docx", "通知.pdf", "丙/甲/表.pdf")]

    names = list(picture_names(paths).values())

    assert names[:4] == ["甲-表.pdf", "乙-表.pdf", "乙-表.docx", "通知"]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["通知.doc", "通知.DOC", "通知.wps", "通知.pdf", "通知.docx", "通知"])
def test_an_old_word_file_is_told_as_such_and_how_to_save_it(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    result = run("measure", str(tmp_path / name))

    assert result.exit_code == 1
    assert f"{name}”是旧格式 .doc" in result.output
    assert "另存为不加密码的 .docx" in result.output


def test_a_file_of_another_kind_is_told_what_can_be_measured(folder: Path) -> None:
    result = run("measure", str(folder / "说明.txt"))

    assert result.exit_code == 1
    assert "说明.txt”量不了：只能量 PDF 和 .docx" in result.output
    assert "名称像" not in result.output
