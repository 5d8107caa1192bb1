"""Faults put into a Word file of ours: each is found by its own clause, in the file's own XML."""

from pathlib import Path

import pytest
from helpers.packages import edited, in_style
from helpers.sheets import sheet

from generator.measure.docx import measure_xml
from generator.measure.verdict import Verdict
from generator.render.docx import render_docx

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
ODD, EVEN, SETTINGS = "word/footer1.xml", "word/footer2.xml", "word/settings.xml"
LAST_TEXT = '(<w:pStyle w:val="Text"/>)(</w:pPr><w:r><w:t xml:space="preserve">各乡镇、国有林场每月28日前)'
NOTE_END = '("AttachmentNoteNext"/>.*?)(</w:t></w:r></w:p>)'
TEXT_RUN = '(<w:pStyle w:val="Text"/>(?:<w:keepNext/>)?</w:pPr><w:r>)(<w:t )'
MARK_RED = '(?<=<w:color w:val=")[0-9A-F]{6}'
OUTER_RULE = '(<w:bottom w:val="single" w:sz=)"8"'
BOX_TOP = "(<wp:positionV.*?<wp:posOffset>)[0-9]+"
# What is changed, and what must be found: the clause and the thing measured.
FAULTS: dict[str, tuple[tuple[str, str, str], tuple[str, str]]] = {
    "paper of another size": ((DOCUMENT, 'w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"'), ("5.1", "纸张")),
    "top margin 1.5 mm off": ((DOCUMENT, 'w:top="2098"', 'w:top="2183"'), ("5.2.1", "天头")),
    "binding margin 1.5 mm off": ((DOCUMENT, 'w:left="1587"', 'w:left="1502"'), ("5.2.1", "订口")),
    "line pitch of 28 points": (in_style("Normal", 'w:line="579"', 'w:line="560"'), ("5.2.3", "行距")),
    "line pitch of 29 points": (in_style("Normal", 'w:line="579"', 'w:line="580"'), ("5.2.3", "行距")),
    "no character spacing": (in_style("Normal", '<w:spacing w:val="-5"/>', ""), ("5.2.3", "字距")),
    "text not justified": (in_style("Normal", 'w:val="both"', 'w:val="left"'), ("5.2.1", "满行的右边")),
    "one paragraph not justified": ((DOCUMENT, LAST_TEXT, r'\1<w:jc w:val="left"/>\2'), ("5.2.1", "满行的右边")),
    "mark 10 mm low": (in_style("Mark", r'w:before="\d+"', 'w:before="2450"'), ("7.2.4", "发文机关标志上边缘")),
    "mark in another face": (in_style("Mark", 'w:eastAsia="[^"]+"', 'w:eastAsia="宋体"'), ("7.2.4", "发文机关标志字体")),
    "black mark": (in_style("Mark", MARK_RED, "000000"), ("7.2.4", "发文机关标志颜色")),
    "green mark": (in_style("Mark", MARK_RED, "00B050"), ("7.2.4", "发文机关标志颜色")),
    "bold text": ((DOCUMENT, TEXT_RUN, r"\1<w:rPr><w:b/></w:rPr>\2"), ("5.2.2", "正文加粗")),
    "square brackets in the number": ((DOCUMENT, r"〔(\d{4})〕(\d+号</w:t>)", r"[\1]\2"), ("7.2.5", "发文字号写法")),
    "number at the left": (in_style("Number", 'w:val="center"', 'w:val="left"'), ("7.2.5", "发文字号位置")),
    "black header rule": (in_style("Number", 'w:color="E60012"', 'w:color="000000"'), ("7.2.7", "分隔线颜色")),
    "header rule 6 mm below": (in_style("Number", 'w:space="5"', 'w:space="11"'), ("7.2.7", "分隔线距发文字号")),
    "title of 20 points": (in_style("DocTitle", '<w:sz w:val="44"/>', '<w:sz w:val="40"/>'), ("7.3.1", "标题字体字号")),
    "half-width colon": ((DOCUMENT, "(AddresseesX?.*?)：(</w:t>)", r"\1:\2"), ("7.3.2", "主送机关后的冒号")),
    "no indent": (in_style("Text", 'w:firstLine="632"', 'w:firstLine="0"'), ("7.3.3", "正文首行缩进")),
    "一、 in Song": (in_style("HeadingRun", 'w:eastAsia="黑体"', 'w:eastAsia="宋体"'), ("7.3.3", "一级标题字体")),
    "bold （一）": (in_style("KaiRun", "<w:rPr>", "<w:rPr><w:b/>"), ("7.3.3", "二级标题加粗")),
    "stop after an attachment": ((DOCUMENT, NOTE_END, r"\1。\2"), ("7.3.4", "附件名称后的标点")),
    "leading zero in the date": ((DOCUMENT, '("DocDate"/>.*?年)', r"\g<1>0"), ("7.3.5.4", "成文日期写法")),
    "no date": ((DOCUMENT, r'<w:p>(?:(?!<w:p>).)*?"DocDate"/>.*?</w:p>', ""), ("7.3.5.4", "成文日期写法")),
    "date two characters in": (in_style("DocDate", r'w:pos="\d+"', 'w:pos="7180"'), ("7.3.5", "署名和日期位置")),
    "thin imprint rules": ((DOCUMENT, OUTER_RULE, r'\1"4"'), ("7.4.1", "版记首条、末条分隔线粗细")),
    "imprint 5 mm high": ((DOCUMENT, BOX_TOP, r"\g<1>8150000"), ("7.4.1", "版记末条分隔线位置")),
    "hyphens round the page number": ((ODD, "—", "-"), ("7.5", "单页码两边")),
    "no even footer": ((DOCUMENT, '<w:footerReference w:type="even"[^>]*/>', ""), ("7.5", "双页码")),
    "even footer not in force": ((SETTINGS, "<w:evenAndOddHeaders/>", ""), ("7.5", "双页码")),
    "even number at the right": ((EVEN, '<w:jc w:val="left"/>', '<w:jc w:val="right"/>'), ("7.5", "双页码")),
    "page number of 12 points": (in_style("Footer", '<w:sz w:val="28"/>', '<w:sz w:val="24"/>'), ("7.5", "单页码字体字号")),
}  # fmt: skip


@pytest.fixture(scope="module")
def content() -> bytes:
    """A document with a red head, headings, attachments, signature and imprint."""
    return render_docx(sheet("forest_fire", "notice")).content


def verdicts(content: bytes, folder: Path) -> list[Verdict]:
    path = folder / "notice.docx"
    path.write_bytes(content)
    return measure_xml(path)


def test_the_document_as_it_is_has_no_failed_clause(content: bytes, tmp_path: Path) -> None:
    found = verdicts(content, tmp_path)

    assert [str(v) for v in found if v.outcome == "fail"] == []
    assert {wanted for _, wanted in FAULTS.values()} <= {
        (v.clause, v.what) for v in found if v.outcome == "pass"
    }


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_clause(fault: str, content: bytes, tmp_path: Path) -> None:
    change, wanted = FAULTS[fault]

    failed = [v for v in verdicts(edited(content, *change), tmp_path) if v.outcome == "fail"]

    assert wanted in {(v.clause, v.what) for v in failed if v.root}
    assert [str(v) for v in failed if v.root and (v.clause, v.what) != wanted] == []
