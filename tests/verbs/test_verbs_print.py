"""Papers ready for the printer: PDF and web files, print files and the manifest of real runs."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from verbs_town import (
    LEDGER_5,
    LIST_4,
    NOTICE,
    OFFICE,
    OFFICE_CODE,
    RECORD_6,
    ROOT,
    SMALL,
    TABLE_2,
    TABLE_3,
    TOWN,
    VILLAGE,
    VILLAGE_CODE,
    VILLAGE_JUNE,
    build,
    campaign,
    contents,
    edit,
    files,
    manifest,
    report,
    times,
)

from generator.problem import EnvironmentProblem
from generator.render import pdf

ALL = "打印 全部（2023年6月）.pdf"
VILLAGE_PRINT = f"打印 {VILLAGE}（2023年6月）.pdf"
KEYS = ["file", "sheet", "title", "unit", "period", "format", "pages", "sha256", "template", "data", "order"]
FORMATS = ("docx", "pdf", "html")

TOWN_TITLES = [
    NOTICE,
    f"{TABLE_2}（空白）",
    f"{TABLE_3}（空白）",
    f"{LIST_4}（空白）",
    f"{LEDGER_5}（空白）",
    f"{RECORD_6}（空白）",
]
VILLAGE_TITLES = [
    f"{TABLE_2}（2023年6月）",
    f"{LIST_4}（2023年6月）",
    f"{LEDGER_5}（2023年6月）",
    f"{RECORD_6}（2023年6月 LL-001 河湾木业加工厂）",
]
OFFICE_TITLES = [
    f"{TABLE_3}（2023年6月）",
    f"{LIST_4}（2023年6月）",
    f"{LEDGER_5}（2023年6月）",
    f"{RECORD_6}（2023年6月 空白）",
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The output of one run over everything in every format; not to be changed."""
    out = tmp_path_factory.mktemp("whole") / "输出"
    result = build(SMALL, out, formats=FORMATS)
    assert result.problems == ()
    return out


@pytest.fixture
def printed(whole, tmp_path):
    """A copy of that output, times included, to run over again."""
    return Path(shutil.copytree(whole, tmp_path / "输出"))


def outline(file: Path) -> list[tuple[str, list[tuple[str, int]]]]:
    """The bookmarks of a print file in two levels, with the page (from 0) of each of the second."""
    with pikepdf.open(file) as opened, opened.open_outline() as marks:
        numbers = {page.objgen: index for index, page in enumerate(opened.pages)}
        return [
            (str(top.title), [(str(item.title), numbers[_page(item)]) for item in top.children or [top]])
            for top in marks.root
        ]


def _page(item: pikepdf.OutlineItem) -> tuple[int, int]:
    return item.destination[0].objgen


def page_count(file: Path) -> int:
    with pikepdf.open(file) as opened:
        return len(opened.pages)


def test_the_print_file_of_the_run_has_every_sheet_in_order_on_a_front_page(whole):
    marks = outline(whole / ALL)

    assert [unit for unit, _ in marks] == [TOWN, VILLAGE, OFFICE]
    assert [title for _, own in marks for title, _ in own] == TOWN_TITLES + VILLAGE_TITLES + OFFICE_TITLES
    starts = [start for _, own in marks for _, start in own]
    assert [start % 2 for start in starts] == [0] * 14
    lengths = [
        page_count(whole / unit / f"{title}.pdf") for unit, own in marks for title, _ in own
    ]  # each takes whole leaves, the last one only its pages
    assert starts == [sum(n + n % 2 for n in lengths[:i]) for i in range(14)]
    assert page_count(whole / ALL) == starts[-1] + lengths[-1]


def test_a_units_print_file_has_its_own_sheets_in_order(whole):
    marks = outline(whole / VILLAGE / VILLAGE_PRINT)

    assert [title for title, _ in marks] == VILLAGE_TITLES
    assert [start % 2 for _, ((_, start),) in marks] == [0] * 4


def test_the_printer_is_asked_for_two_sides_and_full_size(whole):
    with pikepdf.open(whole / ALL) as opened:
        assert opened.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        assert opened.Root.ViewerPreferences.PrintScaling == "/None"


def test_on_one_side_no_blank_page_stands_between(tmp_path):
    town = campaign(tmp_path)
    edit(town / "campaign.yaml", ("notice:\n", "settings: {two_sided: false}\n\nnotice:\n"))

    build(town, tmp_path / "输出", formats=("pdf",), units=("河湾村",), sheets=("附件2", "附件4"))

    marks = outline(tmp_path / "输出" / VILLAGE / VILLAGE_PRINT)
    assert [start for _, ((_, start),) in marks] == [0, 1]


def test_the_manifest_says_what_each_file_is_and_nothing_about_when(whole):
    entries = manifest(whole)

    told = [*KEYS[:-1], "engine", KEYS[-1]]
    assert [list(e) for e in entries] == [KEYS if e["sheet"] == "print-run" else told for e in entries]
    assert sorted(entry["file"] for entry in entries) == files(whole)
    table = next(e for e in entries if e["file"] == f"{VILLAGE}/{TABLE_2}（2023年6月）.pdf")
    assert {key: table[key] for key in KEYS[1:7]} == {
        "sheet": "dispatch-communities",
        "title": f"{TABLE_2}（2023年6月）",
        "unit": VILLAGE_CODE,
        "period": "2023-06",
        "format": "pdf",
        "pages": 1,
    }
    for entry in entries:
        content = (whole / entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["format"] != "pdf" or entry["pages"] == page_count(whole / entry["file"])
        assert re.fullmatch("[0-9a-f]{64}", entry["data"])
        assert re.fullmatch(
            "[0-9a-f]{64}" if not entry["sheet"].startswith("print-") else "", entry["template"]
        )


def test_the_manifest_tells_months_blank_forms_and_the_issuers_papers_apart(whole):
    periods = {(entry["unit"], entry["period"]) for entry in manifest(whole)}

    assert periods == {
        ("", ""),
        ("", "2023-06"),  # the print files
        (VILLAGE_CODE, "2023-06"),
        (OFFICE_CODE, "2023-06"),
    }


def test_the_data_digest_is_that_of_the_sheet_whatever_the_format(whole):
    digests = {}
    for entry in manifest(whole):
        if not entry["sheet"].startswith("print-"):
            digests.setdefault((entry["unit"], entry["title"]), set()).add(entry["data"])

    assert len(digests) == 14
    assert {len(found) for found in digests.values()} == {1}
    assert len(set.union(*digests.values())) == 14


def test_another_process_with_another_hash_seed_gives_the_same_bytes(whole, tmp_path):
    words = ["build", SMALL, "-o", tmp_path / "输出", "--formats", ",".join(FORMATS)]

    done = subprocess.run(
        [sys.executable, "-m", "generator", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "4711"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "输出") == contents(whole)


def test_a_part_made_again_rewrites_nothing_and_keeps_the_print_files_whole(printed):
    before = times(printed)

    result = build(SMALL, printed, formats=("pdf",), units=("河湾村",), sheets=("附件2",))

    assert [(line.made, line.unchanged) for line in result.lines] == [(0, 1)]
    assert times(printed) == before


def test_a_part_that_changed_is_changed_in_the_print_files_too(tmp_path, printed):
    town = campaign(tmp_path)
    edit(town / VILLAGE_JUNE, ("  checked: 6", "  checked: 60"))
    before, marks = contents(printed), outline(printed / ALL)

    build(town, printed, formats=("pdf",), units=("河湾村",), sheets=("附件2",))

    now = contents(printed)
    assert {name for name in now if now[name] != before[name]} == {
        "manifest.json",
        ALL,
        f"{VILLAGE}/{VILLAGE_PRINT}",
        f"{VILLAGE}/{TABLE_2}（2023年6月）.pdf",
    }
    assert outline(printed / ALL) == marks


def test_blank_forms_have_print_files_of_their_own_and_stay_out_of_the_months(printed):
    build(SMALL, printed, formats=("pdf",), filling="blank", units=("河湾村",), sheets=("附件2",))
    june = outline(printed / ALL)
    build(SMALL, printed, formats=("pdf",), units=("河湾村",), sheets=("附件2",))

    assert [title for title, _ in outline(printed / VILLAGE / f"打印 {VILLAGE}（空白表）.pdf")] == [
        f"{TABLE_2}（空白）"
    ]
    assert outline(printed / ALL) == june
    assert [title for title, _ in outline(printed / VILLAGE / VILLAGE_PRINT)] == VILLAGE_TITLES
    assert (printed / "打印 全部（空白表）.pdf").exists()


def test_word_alone_leaves_the_pdf_and_print_files_of_before(printed):
    before = times(printed)

    build(SMALL, printed, formats=("docx",))

    assert {n: t for n, t in times(printed).items() if n != "manifest.json"} == {
        n: t for n, t in before.items() if n != "manifest.json"
    }


def test_web_files_open_by_themselves(whole):
    pages = sorted(whole.rglob("*.html"))

    assert len(pages) == 14
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith("<!doctype html>")
        assert re.search(r"<link|<script|@import|(src|href)\s*=|url\((?!data:)", text) is None, page.name
        assert '<meta charset="utf-8">' in text


def test_the_next_month_has_print_files_of_its_own(tmp_path, printed):
    town = campaign(tmp_path)
    report(town, VILLAGE_JUNE, "2023-07")
    before = contents(printed)

    build(town, printed, formats=("pdf",), units=("河湾村",), sheets=("附件2",))

    july = outline(printed / "打印 全部（2023年7月）.pdf")
    assert [title for _, own in july for title, _ in own] == [*TOWN_TITLES, f"{TABLE_2}（2023年7月）"]
    now = contents(printed)
    assert {name for name in before if now[name] != before[name]} == {"manifest.json"}


def test_the_blank_of_a_late_unit_is_printed_until_its_return_comes(tmp_path, printed):
    town = campaign(tmp_path)
    late = (town / VILLAGE_JUNE).rename(tmp_path / "late.yaml")
    part = {"formats": ("pdf",), "units": ("河湾村",), "sheets": ("附件2",)}

    build(town, printed, **part)
    blank = [title for title, _ in outline(printed / VILLAGE / VILLAGE_PRINT)]
    late.rename(town / VILLAGE_JUNE)
    build(town, printed, **part)

    assert blank == [f"{TABLE_2}（2023年6月 空白）", *VILLAGE_TITLES[1:]]
    assert [title for title, _ in outline(printed / VILLAGE / VILLAGE_PRINT)] == VILLAGE_TITLES


def test_a_renamed_village_leaves_neither_pdf_nor_print_file_behind(tmp_path, printed):
    town = campaign(tmp_path)
    edit(
        town / "campaign.yaml",
        (
            "{name: 柳林镇河湾村, short_name: 河湾,",
            "{name: 柳林镇石桥村, short_name: 石桥, code: 柳林镇河湾村,",
        ),
    )

    build(town, printed, formats=FORMATS, units=("石桥村",))

    assert not (printed / VILLAGE).exists()
    assert "打印 石桥村（2023年6月）.pdf" in files(printed, "石桥村")
    assert [unit for unit, _ in outline(printed / ALL)] == [TOWN, "石桥村", OFFICE]


def test_a_skipped_unit_stays_in_the_print_file_as_it_was(tmp_path, printed):
    town = campaign(tmp_path)
    edit(town / VILLAGE_JUNE, ("  checked: 6", "  checked: 六家"))
    before = contents(printed)

    result = build(town, printed, formats=("pdf",), sheets=("附件2",))

    assert [line.state for line in result.lines] == ["done", "skipped", "done"]
    assert contents(printed) == before


def test_without_the_pdf_engine_nothing_is_left_and_word_files_are_made(tmp_path, monkeypatch):
    def missing():
        raise EnvironmentProblem("生成 PDF 缺少系统库 Pango")

    monkeypatch.setattr(pdf, "require", missing)
    out = tmp_path / "输出"

    with pytest.raises(EnvironmentProblem, match="Pango"):
        build(SMALL, out, formats=("docx", "pdf"))
    assert not out.exists()
    assert build(SMALL, out, formats=("docx",)).problems == ()


def test_tables_alone_are_printed_without_the_pdf_engine(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "_engine", lambda: pytest.fail("the engine is loaded"))

    result = build(SMALL, tmp_path / "输出", formats=("pdf",), sheets=("附件2",), units=(VILLAGE,))

    assert [line.state for line in result.lines] == ["done"]
