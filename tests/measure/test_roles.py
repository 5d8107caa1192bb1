"""Lines told apart by their words, sizes and places alone, on pages that nobody marked for the instrument."""

from pathlib import Path

import pikepdf
import pytest

from generator.measure.document import Document, documents
from generator.measure.faces import standing
from generator.measure.page import pages
from generator.measure.pdf import measure_pdf
from generator.measure.verdict import Verdict
from generator.render.pdf import render_pdf

STYLE = """<style>@page { size: 210mm 297mm; margin: 37mm 26mm 35mm 28mm }
body { font: 16pt/10.227mm "仿宋_GB2312"; letter-spacing: -0.21pt; margin: 0 } p { margin: 0; text-indent: 11.14mm }
h1 { font: 22pt/10.227mm "方正小标宋简体"; text-align: center; margin: 0 0 10.2mm; letter-spacing: 0 }
table { border-collapse: collapse } td { border: 0.5pt solid; padding: 2mm; text-indent: 0 }
.right { text-align: right } .flush { text-indent: 0 } .new { break-before: page }</style>"""


def document(body: str, folder: Path) -> Document:
    path = folder / "page.pdf"
    path.write_bytes(render_pdf(f"<html lang=zh>{STYLE}<body>{body}").content)
    return documents(pages(path))[0]


def verdicts(body: str, folder: Path) -> list[Verdict]:
    path = folder / "page.pdf"
    path.write_bytes(render_pdf(f"<html lang=zh>{STYLE}<body>{body}").content)
    return measure_pdf(path)


def roles(body: str, folder: Path) -> list[tuple[str, str]]:
    return [(item.role, item.text) for item in document(body, folder).items]


def test_headings_of_four_levels_are_told_from_numbers_in_the_text(tmp_path: Path) -> None:
    body = "".join(
        f"<p>{t}</p>" for t in ("一、总则", "（一）范围", "1.单位", "（1）重点", "1.5吨以上的", "二是整改")
    )

    assert [role for role, _ in roles(body, tmp_path)] == [
        "heading_1",
        "heading_2",
        "heading_3",
        "heading_4",
        "text",
        "text",
    ]


@pytest.mark.parametrize("number", ["某政〔2023〕4号", "某政[2023]4号", "某政（2023）第04号", "第4号"])
def test_a_number_is_recognised_above_the_title_however_it_is_written(number: str, tmp_path: Path) -> None:
    found = roles(f"<p class=flush>{number}</p><h1>关于整改的通知</h1><p>正文。</p>", tmp_path)

    assert found[0] == ("number", number)
    assert [role for role, _ in found[1:]] == ["title", "text"]


def test_a_number_cited_in_the_text_is_text(tmp_path: Path) -> None:
    found = roles("<p>根据某政〔2023〕4号文件要求，现将有关事项通知如下。</p>", tmp_path)

    assert [role for role, _ in found] == ["text"]


def test_the_first_line_of_a_text_that_ends_with_a_colon_is_no_addressee(tmp_path: Path) -> None:
    found = roles("<h1>通知</h1><p>现将有关事项通知如下：</p><p>正文。</p>", tmp_path)

    assert [role for role, _ in found] == ["title", "text", "text"]


def test_signature_and_date_stand_at_the_right_and_a_note_below_them(tmp_path: Path) -> None:
    body = "<h1>通知</h1><p>正文。</p><p class=right>某镇人民政府</p><p class=right>2023年5月6日</p><p>（此件公开发布）</p>"

    assert [role for role, _ in roles(body, tmp_path)] == ["title", "text", "signature", "date", "note"]


def test_a_date_in_the_text_is_text(tmp_path: Path) -> None:
    assert [role for role, _ in roles("<p>2023年5月6日</p><p>正文。</p>", tmp_path)] == ["text", "text"]


def test_the_attachment_note_goes_on_where_its_names_do(tmp_path: Path) -> None:
    note = "<p>附件：1.第一件</p><p style='text-indent: 27.86mm'>2.第二件</p><p class=new>附件1</p><h1>第一件</h1>"

    assert [role for role, _ in roles(f"<p>正文。</p>{note}", tmp_path)] == [
        "text",
        "attachment_note",
        "attachment_note",
        "attachment",
        "title",
    ]


def test_cells_of_a_table_are_no_lines_of_text(tmp_path: Path) -> None:
    body = "<p>正文。</p><table><tr><td>一、单位</td><td>2023年5月6日</td></tr></table><p>正文。</p>"

    assert [role for role, _ in roles(body, tmp_path)] == ["text", "text"]


def test_a_text_without_a_head_is_judged_as_a_text_and_no_clause_of_a_head_fails(tmp_path: Path) -> None:
    doc = document("<h1>实施方案</h1>" + "<p>各村要压实责任，逐条排查。</p>" * 6, tmp_path)

    assert doc.kind == "plain"
    found = verdicts("<h1>实施方案</h1>" + "<p>各村要压实责任，逐条排查。</p>" * 6, tmp_path)
    assert not [v for v in found if v.clause.startswith(("7.2", "10")) and v.outcome == "fail"]


def test_a_document_whose_number_begins_again_is_another_document(tmp_path: Path) -> None:
    number = '<style>@page { @bottom-right { content: "— " counter(page) " —"; font: 14pt "宋体" } }</style>'
    path = tmp_path / "one.pdf"
    path.write_bytes(render_pdf(f"<html lang=zh>{STYLE}{number}<p>甲。</p><p class=new>乙。</p>").content)
    both, one = pikepdf.new(), pikepdf.open(path)
    for pdf in (one, one):
        both.pages.extend(pdf.pages)
    both.save(tmp_path / "both.pdf")

    found = documents(pages(tmp_path / "both.pdf"))

    assert [[leaf.number for leaf in doc.leaves] for doc in found] == [[1, 2], [1, 2]]
    assert [[leaf.place for leaf in doc.leaves] for doc in found] == [[1, 2], [3, 4]]


def test_fonts_without_a_name_cannot_be_told() -> None:
    assert [standing(name, "黑体") for name in ("F1", "CIDFont+F3", "", "SimHei", "仿宋")] == [
        "unknown",
        "unknown",
        "unknown",
        "official",
        "other",
    ]
