"""Word files of other programs: styles resolved through every layer, and files that cannot be read refused in words."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from helpers.packages import edited
from helpers.sheets import sheet

from generator.measure.docx import measure_xml
from generator.measure.docx.file import open_docx
from generator.measure.docx.story import read_story
from generator.measure.docx.values import Paragraph
from generator.measure.page import NotReadable
from generator.measure.verdict import Verdict
from generator.render.docx import render_docx

LONG = "各单位要提高政治站位，切实加强组织领导，全面排查整治各类安全隐患，确保安全生产形势持续稳定。"


def saved(document: DocumentObject, folder: Path) -> Path:
    path = folder / "made.docx"
    document.save(str(path))
    return path


def paragraphs(document: DocumentObject, folder: Path) -> tuple[Paragraph, ...]:
    return read_story(open_docx(saved(document, folder))).paragraphs


def found(document: DocumentObject, folder: Path, what: str) -> Verdict:
    return next(v for v in measure_xml(saved(document, folder)) if v.what == what)


@pytest.fixture
def document() -> DocumentObject:
    """Two long paragraphs, by python-docx's own template: another paper, another face, lines of no fixed height."""
    made = Document()
    for _ in range(2):
        made.add_paragraph(LONG)
    return made


# 样式怎样生效


def test_a_style_inherits_size_and_face_from_the_style_it_is_based_on(
    document: DocumentObject, tmp_path: Path
) -> None:
    body = document.styles["Body Text"]
    body.font.size = Pt(16)
    body.element.get_or_add_rPr().insert(0, parse_xml(f'<w:rFonts {nsdecls("w")} w:eastAsia="仿宋"/>'))
    child = document.styles.add_style("正文甲", 1)
    child.base_style = body
    document.paragraphs[0].style = child

    run = paragraphs(document, tmp_path)[0].main

    assert run is not None
    assert (run.face, run.size_pt) == ("仿宋", 16)


def test_a_face_of_the_theme_is_that_of_its_chinese_script(tmp_path: Path, document: DocumentObject) -> None:
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsiaTheme"), "minorEastAsia")

    run = paragraphs(document, tmp_path)[0].main

    assert run is not None
    assert run.face == "宋体"


def test_an_indent_in_characters_goes_before_one_in_millimetres(
    tmp_path: Path, document: DocumentObject
) -> None:
    paragraph = document.paragraphs[0]
    paragraph.runs[0].font.size = Pt(16)
    paragraph.paragraph_format.first_line_indent = Mm(3)
    paragraph._p.get_or_add_pPr().ind.set(qn("w:firstLineChars"), "200")

    assert paragraphs(document, tmp_path)[0].first_mm == pytest.approx(2 * 16 * 25.4 / 72)


def test_an_automatic_number_makes_a_heading(tmp_path: Path, document: DocumentObject) -> None:
    heading = document.add_paragraph("总体要求", style="List Number")
    for level in document.part.numbering_part.element.iter(qn("w:lvl")):
        level.find(qn("w:numFmt")).set(qn("w:val"), "chineseCounting")
        level.find(qn("w:lvlText")).set(qn("w:val"), "%1、")
    heading.runs[0].bold = True

    verdict = found(document, tmp_path, "一级标题加粗")

    assert (verdict.outcome, verdict.where) == ("fail", "第3段“一、总体要求”")


def test_a_style_that_is_based_on_itself_ends(tmp_path: Path, document: DocumentObject) -> None:
    style = document.styles["Body Text"]
    based = style.element.find(qn("w:basedOn"))
    based.set(qn("w:val"), style.style_id)
    document.paragraphs[0].style = style

    assert paragraphs(document, tmp_path)[0].text == LONG


def test_a_grid_of_lines_and_characters_sets_both_counts(tmp_path: Path, document: DocumentObject) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = map(
        Mm, (28, 26, 37, 35)
    )
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="579" w:charSpace="-860"/>'
    section._sectPr.append(parse_xml(grid))
    document.styles["Normal"].font.size = Pt(16)
    document.styles["Normal"].paragraph_format.line_spacing = 1
    document.styles["Normal"].paragraph_format.space_after = Pt(0)

    verdicts = {v.what: v for v in measure_xml(saved(document, tmp_path))}

    assert [verdicts[what].found for what in ("每页行数", "每行字数")] == ["22 行", "28 字"]
    assert [verdicts[what].outcome for what in ("行距", "字距")] == ["pass", "pass"]


DRAWN = """<w:r {w}><w:drawing><wp:anchor {wp} {a}><wp:extent cx="{emu}" cy="0"/><a:graphic><a:graphicData>
<wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:spPr><a:prstGeom prst="line"/>
<a:ln><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln></wps:spPr></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"""
OLD_DRAWN = """<w:r {w}><w:pict xmlns:v="urn:schemas-microsoft-com:vml">
<v:line from="0,0" to="{points}pt,0" strokecolor="red"/></w:pict></w:r>"""


@pytest.mark.parametrize("drawing", [DRAWN, OLD_DRAWN], ids=["drawing", "vml"])
@pytest.mark.parametrize(("mm", "outcome"), [(156, "pass"), (150, "fail")])
def test_a_red_rule_may_be_a_drawn_line(
    drawing: str, mm: float, outcome: str, tmp_path: Path, document: DocumentObject
) -> None:
    number = document.paragraphs[0].insert_paragraph_before("柏安委〔2023〕7号")
    spaces = {"w": nsdecls("w"), "wp": nsdecls("wp"), "a": nsdecls("a")}
    number._p.append(parse_xml(drawing.format(**spaces, emu=mm * 36000, points=mm / 25.4 * 72)))

    assert found(document, tmp_path, "分隔线长度").outcome == outcome
    assert found(document, tmp_path, "分隔线颜色").outcome == "pass"


FIELD = '<w:r {w}><w:t>— </w:t></w:r><w:fldSimple {w} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
FRAME = '<w:framePr {w} w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{align}" w:y="1"/>'


@pytest.mark.parametrize(
    ("align", "odd", "even"), [("outside", "unknown", "unknown"), ("center", "fail", "fail")]
)
def test_one_frame_on_the_outer_side_serves_odd_and_even_pages(
    align: str, odd: str, even: str, tmp_path: Path, document: DocumentObject
) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]._p
    paragraph.get_or_add_pPr().append(parse_xml(FRAME.format(w=nsdecls("w"), align=align)))
    for part in FIELD.format(w=nsdecls("w")).split("<w:fldSimple"):
        paragraph.append(parse_xml(part if part.startswith("<w:r") else f"<w:fldSimple{part}"))

    assert found(document, tmp_path, "单页码").outcome == odd
    assert found(document, tmp_path, "双页码").outcome == even


# 看不出就说看不出


def test_lines_without_a_fixed_height_cannot_be_counted(tmp_path: Path, document: DocumentObject) -> None:
    verdict = found(document, tmp_path, "每页行数")

    assert (verdict.outcome, verdict.source) == ("unknown", "docx")
    assert "随字体变" in verdict.found


def test_spaces_at_the_end_leave_the_place_of_the_date_open(tmp_path: Path, document: DocumentObject) -> None:
    date = document.add_paragraph("2023年5月26日　　　　")
    date.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    assert found(document, tmp_path, "署名和日期位置").outcome == "unknown"


def test_another_face_is_named_with_its_place(tmp_path: Path, document: DocumentObject) -> None:
    run = document.paragraphs[1].runs[0]
    run.font.size = Pt(16)
    run._r.get_or_add_rPr().insert(0, parse_xml(f'<w:rFonts {nsdecls("w")} w:eastAsia="微软雅黑"/>'))
    document.paragraphs[0].runs[0]._r.append(parse_xml(f"<w:lastRenderedPageBreak {nsdecls('w')}/>"))

    verdict = found(document, tmp_path, "正文字体字号")

    assert verdict.outcome == "fail"
    assert "2 段中有 2 段" in verdict.found


def test_a_sheet_that_is_a_table_is_not_judged_as_running_text(tmp_path: Path) -> None:
    document = Document()
    document.add_table(rows=3, cols=2).cell(0, 0).text = LONG
    document.add_paragraph("注：1." + LONG)

    assert {v.clause for v in measure_xml(saved(document, tmp_path))} <= {"5.1", "5.2.1", "7.5"}


def test_many_paragraphs_beside_a_table_are_running_text(tmp_path: Path, document: DocumentObject) -> None:
    document.add_table(rows=1, cols=2)
    for _ in range(8):
        document.add_paragraph(LONG)

    assert found(document, tmp_path, "正文字体字号").found.endswith("（10 段中有 10 段）")


# 打不开的文件


def old_format(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))


def plain_text(path: Path) -> None:
    path.write_text("通知")


def workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")


def with_entities(path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d SYSTEM "file:///etc/passwd">]>'
    content = render_docx(sheet("small_valid", "notice")).content
    path.write_bytes(edited(content, "word/document.xml", "<w:document ", f"{bomb}<w:document "))


def bomb(path: Path) -> None:
    content = render_docx(sheet("small_valid", "notice")).content
    path.write_bytes(edited(content, "word/document.xml", "</w:body>", " " * 41_000_000 + "</w:body>"))


def cut_off(path: Path) -> None:
    content = render_docx(sheet("small_valid", "notice")).content
    path.write_bytes(edited(content, "word/document.xml", "</w:body>.*", ""))


def broken_data(path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", "<a>" + "安全" * 500 + "</a>")
    content = bytearray(buffer.getvalue())
    content[60:80] = bytes(20)
    path.write_bytes(bytes(content))


REFUSED: dict[Callable[[Path], None], str] = {
    old_format: "旧格式 .doc，或者加了密码",
    plain_text: "不是 Word 文件",
    workbook: "不是 Word 文件",
    with_entities: "DTD",
    bomb: "大得不正常",
    cut_off: "XML 已损坏",
    broken_data: "损坏",
}


@pytest.mark.parametrize("spoil", REFUSED, ids=lambda spoil: spoil.__name__)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    spoil: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "坏.docx"
    spoil(path)

    with pytest.raises(NotReadable, match=REFUSED[spoil]):
        measure_xml(path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("word/document.xml", r"<w:sectPr>.*?</w:sectPr>", ""),
        ("word/document.xml", r'w:w="11906"', 'w:w="wide"'),
        ("word/styles.xml", r'w:line="\d+"', 'w:line=""'),
        ("word/styles.xml", r'w:color="E60012"', 'w:color="rot"'),
        ("word/_rels/document.xml.rels", r"<Relationship [^>]*styles[^>]*/>", ""),
        ("word/_rels/document.xml.rels", r"footer1.xml", "../../nowhere.xml"),
        ("word/document.xml", r"(<w:body>)", r"\1<!-- note --><?pi x?><w:p/>"),
    ],
)
def test_odd_values_are_measured_without_a_crash(part: str, old: str, new: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.docx"
    path.write_bytes(edited(render_docx(sheet("forest_fire", "notice")).content, part, old, new))

    assert measure_xml(path)


def test_text_that_is_bold_in_every_run_fails_and_a_few_bold_words_do_not(
    tmp_path: Path, document: DocumentObject
) -> None:
    document.paragraphs[0].add_run("务必落实到人。").bold = True
    assert found(document, tmp_path, "正文加粗").outcome == "pass"

    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.bold = True

    verdict = found(document, tmp_path, "正文加粗")
    assert (verdict.clause, verdict.outcome, verdict.found) == ("5.2.2", "fail", "加粗（2 段中有 2 段）")
