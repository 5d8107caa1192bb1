"""Guides of seals with their list, and drafts: sets of papers of their own beside the final ones."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from docx import Document
from helpers.seals import outlines
from PIL import Image, ImageChops
from verbs_town import (
    NOTICE,
    OFFICE,
    TABLE_2,
    TOWN,
    VILLAGE,
    build,
    campaign,
    contents,
    edit,
    files,
    manifest,
)

from generator.cli.documents import build_document
from generator.measure.page import MM_PER_PT, Page

MONTH = "（2023年6月）"
LIST = f"用印清单{MONTH}"
PART = "用印清单（2023年6月 部分）"
GUIDE, DRAFT = "（用印示意）.pdf", "（样稿）.pdf"


SHEETS = ("通知", "附件2", "附件4", "附件6")


@pytest.fixture(scope="module")
def guided(tmp_path_factory):
    """A run for final PDFs, one for guides into the same folder, and what lay there between."""
    folder = tmp_path_factory.mktemp("guided")
    town, out = campaign(folder), folder / "输出"
    build(town, out, formats=("pdf",), sheets=SHEETS)
    before = contents(out)
    return town, out, before, build(town, out, overlay="guide", sheets=SHEETS)


def text_of(document: pdfium.PdfDocument) -> str:
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in document))


def test_the_final_papers_are_the_same_to_the_byte_with_and_without_a_guide(guided):
    _, out, before, _ = guided
    after = contents(out)

    assert {name: after[name] for name in before if name != "manifest.json"} == {
        name: content for name, content in before.items() if name != "manifest.json"
    }


def test_every_sheet_that_is_sealed_has_a_guide_and_no_other(guided):
    _, out, _, _ = guided
    shown = sorted(name.rpartition("/")[2] for name in files(out) if name.endswith(GUIDE))

    assert f"{NOTICE}{GUIDE}" in shown
    assert not any(TABLE_2 in name for name in shown)
    assert all("附件4" in name or "附件6" in name for name in shown if NOTICE not in name)


def test_a_guide_goes_into_no_print_file(guided):
    _, _, before, _ = guided
    printed = [name for name in before if "打印" in name]

    assert printed
    assert not any(
        "用印示意，不作正式文件" in text_of(pdfium.PdfDocument(BytesIO(before[name]))) for name in printed
    )


def test_the_list_stands_beside_the_folders_in_word_and_pdf(guided):
    _, out, _, result = guided

    assert result.lists == (f"{PART}.pdf", f"{PART}.docx")
    assert {name for name in files(out) if "用印清单" in name} == set(result.lists)


def test_the_list_has_a_row_for_every_outline_of_the_guides(guided):
    _, out, _, result = guided
    drawn = [
        box
        for name in files(out)
        if name.endswith(GUIDE)
        for page in outlines((out / name).read_bytes())
        for box in page
        if box.width > 30 and abs(box.width - box.height) < 0.1
    ]

    assert len(drawn) == len(result.stamping) > 0
    assert sum(total.places for total in result.seals) == len(drawn)


def test_the_list_goes_seal_by_seal_the_issuers_first_then_the_roles_then_the_units(guided):
    _, _, _, result = guided
    seals = [total.seal for total in result.seals]

    assert seals[:2] == [TOWN, "乡镇（街道）"]
    assert seals[-2:] == ["柳林镇河湾村", "柳林镇应急管理办公室"]
    assert [row.holder.name for row in result.stamping] == sorted(
        (row.holder.name for row in result.stamping), key=seals.index
    )


def test_the_word_list_prints_the_rows_and_the_sums(guided):
    _, out, _, result = guided
    (table,) = Document(str(out / f"{PART}.docx")).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]

    numbered = [row for row in rows if row[1].isdigit()]
    assert [row[1] for row in numbered] == [str(n) for n in range(1, len(result.stamping) + 1)]
    assert [row[0].replace("\n", "") for row in numbered] == [r.holder.name for r in result.stamping]
    assert rows[-1][3:6] == [f"{len(result.seals)}枚印章", f"{len(numbered)}处", f"{len(numbered)}次"]


def test_the_result_in_json_has_the_rows_and_the_sums(guided):
    _, out, _, result = guided
    document = json.loads(build_document(result, out))

    assert document["stamping_lists"] == list(result.lists)
    first = document["stamping"][0]
    page = Page(pdfium.PdfDocument(out / TOWN / f"{NOTICE}.pdf")[1])
    name = page.line(TOWN).glyphs
    assert first.pop("x_mm") == pytest.approx((name[0].ink.left + name[-1].ink.right) / 2, abs=0.5)
    assert first.pop("y_mm") == pytest.approx(page.line(TOWN).baseline, abs=5)
    assert first == {
        "seal": TOWN,
        "unit": TOWN,
        "sheet": NOTICE,
        "first_page": 2,
        "last_page": 2,
        "straddle": False,
        "diameter_mm": 42.0,
        "copies": 1,
    }
    assert document["seals"][0] == {"seal": TOWN, "places": 1, "times": 1}


def test_the_list_of_a_part_stands_beside_that_of_the_whole_and_a_whole_run_removes_it(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    whole = build(town, out, overlay="guide")
    first = {name: content for name, content in contents(out).items() if LIST in name}
    part = build(town, out, overlay="guide", units=(OFFICE,))

    assert (set(whole.lists), set(part.lists)) == (names(LIST), names(PART))
    assert {name: (out / name).read_bytes() for name in names(LIST)} == first
    assert {row.unit for row in part.stamping} == {OFFICE}

    build(town, out, overlay="guide")
    assert {name for name in files(out) if "用印清单" in name} == names(LIST)


def names(stem: str) -> set[str]:
    return {f"{stem}.docx", f"{stem}.pdf"}


def test_a_second_run_removes_the_guide_of_a_sheet_that_is_gone(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    build(town, out, overlay="guide", sheets=("通知",))
    edit(town / "campaign.yaml", ("关于做好重大事故隐患", "关于报送重大事故隐患"))
    build(town, out, overlay="guide", sheets=("通知",))

    (left,) = [name for name in files(out) if name.endswith(GUIDE)]
    assert "关于报送" in left


def test_the_copies_that_are_printed_and_a_seal_across_the_edges_are_in_the_list(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    data = town / "campaign.yaml"
    text = data.read_text(encoding="utf-8").replace("\nnotice:\n", "\nnotice:\n  straddle_seal: true\n")
    text += "\npaperwork: {copies: 30}\nsettings: {two_sided: false}\n"
    data.write_text(text, encoding="utf-8")
    result = build(town, out, overlay="guide", sheets=("通知",))

    assert [(r.pages, r.copies, r.straddle) for r in result.stamping] == [
        ("第2页", 30, False),
        ("骑缝章\n第1至3页", 30, True),
    ]
    assert [(t.places, t.times) for t in result.seals] == [(2, 60)]


def test_a_box_too_small_for_its_seal_is_told_at_its_place_in_the_data_in_every_run(tmp_path):
    found = told_of_a_box(tmp_path, 30)
    assert found == [
        "forms/opinion.yaml:11:9 提醒 SEAL-001 “审核表（2023年6月 空白）”里“镇政府意见”的盖章格宽 110、高 30 毫米，"
        "放不下直径 42 毫米的印章。请加大这一项的 height_mm，或格的 share。"
    ]


def test_a_box_of_the_height_that_the_manual_names_holds_its_seal(tmp_path):
    assert told_of_a_box(tmp_path, 43) == []


def told_of_a_box(folder: Path, height_mm: int) -> list[str]:
    """What is told of the seal in a box so high."""
    town, out = campaign(folder), folder / "输出"
    (town / "forms").mkdir()
    text = OPINION.replace("height_mm: 30", f"height_mm: {height_mm}")
    (town / "forms" / "opinion.yaml").write_text(text, encoding="utf-8")
    edit(town / "campaign.yaml", ("\nforms:\n", "\nforms:\n  - form: opinion\n"))
    result = build(town, out, formats=("pdf",), sheets=("opinion",), units=(VILLAGE,))
    return [str(p) for p in result.problems if p.code.startswith("SEAL")]


OPINION = """\
schema: 1
form: opinion
kind: record
title: 审核表
short_title: 审核表
used_by: [community]
page: {orientation: portrait, fit: flow}
widths: {number: 0}
groups:
  - fields:
      - name: opinion
        label: 镇政府意见
        kind: seal_place
        height_mm: 30
        boxes: [{lines: [{right: （盖章）}], seal: true}]
    per_row: 1
"""


# Drafts


@pytest.fixture(scope="module")
def drafted(tmp_path_factory):
    """A draft of the notice with a picture of the issuer's seal."""
    folder = tmp_path_factory.mktemp("drafted")
    town, out = campaign(folder), folder / "输出"
    with_picture(town)
    return out, build(town, out, overlay="draft", sheets=("通知", "附件2"), units=(TOWN, VILLAGE))


def with_picture(town: Path) -> None:
    (town / "印章").mkdir()
    Image.new("RGB", (400, 400), (0, 120, 60)).save(town / "印章" / "镇安委会.png")
    data = town / "campaign.yaml"
    data.write_text(
        data.read_text(encoding="utf-8") + f"\nseals:\n  {TOWN}: 印章/镇安委会.png\n", encoding="utf-8"
    )


def test_a_draft_is_a_pdf_of_each_sheet_asked_for_and_nothing_else(drafted):
    out, result = drafted

    made = [name.rpartition("/")[2] for name in files(out)]
    assert f"{NOTICE}{DRAFT}" in made
    assert f"{TABLE_2}{MONTH}{DRAFT}" in made
    assert all(name.endswith(DRAFT) for name in made)
    assert {entry["period"] for entry in manifest(out)} == {"draft", "draft 2023-06"}
    assert result.problems == ()


def test_every_page_of_a_draft_says_that_it_is_one(drafted):
    out, _ = drafted

    for name in files(out):
        for page in pdfium.PdfDocument(out / name):
            text = page.get_textpage().get_text_bounded()
            assert "样稿，不作正式文件" in text, name


def test_the_picture_stands_where_the_seal_goes_with_the_word_specimen_across_it(drafted):
    out, _ = drafted
    page = pdfium.PdfDocument(out / TOWN / f"{NOTICE}{DRAFT}")[1]
    left, top, right, bottom = green_ink(page)
    name = Page(page).line(TOWN).glyphs

    assert (right - left, bottom - top) == (pytest.approx(42.0, abs=0.5), pytest.approx(42.0, abs=0.5))
    assert (left + right) / 2 == pytest.approx((name[0].ink.left + name[-1].ink.right) / 2, abs=0.5)
    assert "样章" in text_of(page.pdf)


def green_ink(page: Any) -> tuple[float, ...]:
    """The box in mm round what is much more green than red."""
    red, green, _ = page.render(scale=4).to_pil().convert("RGB").split()
    box = ImageChops.subtract(green, red).point([255 if v > 60 else 0 for v in range(256)]).getbbox()
    return tuple(v / 4 * MM_PER_PT for v in box)


def test_the_same_data_gives_the_same_draft(drafted, tmp_path):
    out, _ = drafted
    town = campaign(tmp_path)
    with_picture(town)
    build(town, tmp_path / "输出", overlay="draft", sheets=("通知",), units=(TOWN,))

    name = f"{TOWN}/{NOTICE}{DRAFT}"
    assert (tmp_path / "输出" / name).read_bytes() == (out / name).read_bytes()


def test_a_final_paper_never_shows_the_picture(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    build(town, out, formats=("pdf", "docx"), sheets=("通知",))
    before = contents(out)
    with_picture(town)
    build(town, out, formats=("pdf", "docx"), sheets=("通知",))

    assert contents(out) == before


def test_a_picture_that_cannot_be_used_leaves_its_place_empty(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    with_picture(town)
    (town / "印章" / "镇安委会.png").write_bytes(b"no picture")
    result = build(town, out, overlay="draft", sheets=("通知",))

    assert [p.code for p in result.problems] == ["SRC-015"]
    assert "样章" not in text_of(pdfium.PdfDocument(out / TOWN / f"{NOTICE}{DRAFT}"))
