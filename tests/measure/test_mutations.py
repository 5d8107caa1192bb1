"""Faults put into pages of ours: each is found by its own clause, and whatever else fails says that it follows."""

from pathlib import Path

import pytest
from helpers.made import issued
from helpers.rendering import Renderings
from helpers.sheets import sheet

from generator.measure.pdf import measure_pdf
from generator.measure.verdict import Verdict
from generator.model.document import Imprint
from generator.model.sheet import Sheet
from generator.render.pdf import render_pdf

PARAGRAPH = "各村、各有关部门要压实责任，逐条逐项排查重大事故隐患，建立台账，闭环销号，坚决防范遏制各类生产安全事故发生。"
HEADED = (
    f"一、总体要求\n（一）排查范围。{PARAGRAPH}\n1.生产经营单位。{PARAGRAPH}\n（1）重点部位。{PARAGRAPH}\n"
)
SHEETS: dict[str, Sheet] = {
    # Three pages: text on 1 and 2, the imprint on 2 or 4, headings of all four levels.
    "text": issued(
        text=HEADED + "\n".join([PARAGRAPH] * 13), imprint=Imprint(copy_to="县安委会办公室，县应急管理局。")
    ),
    "notice": sheet("small_valid", "notice"),  # attachment note, signature, a roster bound with the text
    "short": issued(text=PARAGRAPH),
    "ledger": sheet("small_valid", "problem-ledger", "柳林镇河湾村"),  # landscape
    "letter": issued(format="letter"),
    "secret": issued(
        text=PARAGRAPH, copy_number="000012", secrecy="秘密★1年", urgency="特急", note="此件公开发布"
    ),
    "minutes": issued(format="minutes", text=PARAGRAPH, signature=(), present="河湾村　顾俊"),
}
CSS = "</style>"
NUMBERS = "@page :right { @bottom-right { %s } } @page :left { @bottom-left { %s } }"

SHORTER = (
    "@page { margin-bottom: 46mm } @page :left { margin-bottom: 46mm } .imprint { bottom: -11mm } "
    + NUMBERS % (("padding-top: 14.98mm",) * 2)
)


def css(rules: str) -> tuple[str, str]:
    """Rules that override those of the sheet."""
    return CSS, f"{rules}{CSS}"


def numbers(declarations: str) -> tuple[str, str]:
    """Declarations for the page numbers of odd and even pages."""
    return css(NUMBERS % (declarations, declarations))


# The sheet, what is changed in its HTML, and the thing that must be found wrong by itself.
FAULTS: dict[str, tuple[str, tuple[str, str], str]] = {
    "top margin 1.5 mm larger": ("text", css("@page { margin-top: 38.5mm } @page :left { margin-top: 38.5mm }"), "天头"),
    "top margin 1.5 mm smaller": ("text", css("@page { margin-top: 35.5mm } @page :left { margin-top: 35.5mm }"), "天头"),
    "binding margin 1.5 mm larger": (
        "text",
        css("@page :right { margin-left: 29.5mm; margin-right: 24.5mm } @page :left { margin: 37mm 29.5mm 35mm 24.5mm }"),
        "订口",
    ),
    "paper of another size": ("short", css("@page { size: 215.9mm 279.4mm }"), "纸张"),
    "21 lines": ("text", css("html { line-height: calc(225mm / 21) }"), "行距"),
    "27 characters": ("text", css("html { letter-spacing: 0.35pt }"), "每行字数"),
    "one line fewer on a page": (
        "text",
        css(SHORTER),
        "每页行数",
    ),
    "ragged right edge": ("text", css("html { text-align: left; letter-spacing: -0.4pt }"), "满行的右边"),
    "text of 15 points": ("text", css(".text { font-size: 15pt; letter-spacing: 0.79pt }"), "正文字号"),
    "text in Song": ("text", css('.text { font-family: "宋体" }'), "正文字体"),
    "no indent": ("text", css(".text { text-indent: 0 }"), "正文首行缩进"),
    "indent of one character": ("text", css(".text { text-indent: 5.57mm }"), "正文首行缩进"),
    "一、 in FangSong": ("text", css('.heading_1 .lead { font-family: "仿宋_GB2312" }'), "一级标题字体"),
    "（一） in Hei": ("text", css('.heading_2 .lead { font-family: "黑体" }'), "二级标题字体"),
    "1. bold": ("text", css('.heading_3 { font-family: "Noto Serif CJK SC"; font-weight: bold }'), "三级标题字体"),
    "mark at 33": ("short", css(".mark-first { margin-top: -2mm; margin-bottom: 2mm }"), "发文机关标志上边缘"),
    "mark in black": ("short", css(".mark { color: black }"), "发文机关标志颜色"),
    "mark off the middle": ("short", css(".mark { padding-left: 12mm }"), "发文机关标志居中"),
    "number in square brackets": ("short", ("〔2023〕", "[2023]"), "发文字号写法"),
    "number with a leading zero": ("short", ("〕3号", "〕03号"), "发文字号写法"),
    "number at the left": ("short", css(".document-number { text-align: left }"), "发文字号位置"),
    "number three lines below the mark": ("short", css(".document-number { margin-top: 10.227mm }"), "发文字号距标志"),
    "rule 6 mm below the number": ("short", css(".document-number { padding-bottom: 3.71mm }"), "分隔线距发文字号"),
    "short rule": ("short", css(".document-number { margin: 0 10mm }"), "分隔线长度"),
    "black rule": ("short", css(".document-number { border-color: black }"), "分隔线颜色"),
    "title of 20 points": ("short", css(".title { font-size: 20pt }"), "标题字号"),
    "title in Hei": ("short", css('.title { font-family: "黑体" }'), "标题字体"),
    "title at the left": ("short", css(".title { text-align: left }"), "标题居中"),
    "title three lines below the rule": ("short", css(".title { margin-top: 10.227mm }"), "标题距分隔线"),
    "addressees right below the title": ("short", css(".title + .blank { display: none }"), "主送机关距标题"),
    "addressees indented": ("short", css(".addressees { text-indent: 11.14mm }"), "主送机关顶格"),
    "half-width colon": ("short", ("部门：</p>", "部门:</p>"), "主送机关后的冒号"),
    "comma at the beginning of a line": (
        "short", ("重大事故隐患，建", "重大事故隐患<br>，建"), "行首标点"
    ),
    "bracket at the end of a line": ("short", ("重大事故隐患，建", "重大事故隐（<br>患），建"), "行尾标点"),
    "date two characters in": ("short", css(".signature, .date { position: relative; left: 11.14mm }"), "成文日期右空"),
    "date with leading zeros": ("short", ("2023年5月26日</p>", "2023年05月26日</p>"), "成文日期写法"),
    "signature not over the date": ("short", css(".signature { text-align: right }"), "署名与成文日期对齐"),
    "seal far below the text": ("short", css(".signature { margin-top: 20.45mm }"), "印章位置"),
    "signature alone on the last page": ("short", css(".signature { break-before: page }"), "落款页有正文"),
    "attachment note not indented": ("notice", css(".attachment-note { margin-left: -11.14mm }"), "附件说明缩进"),
    "full stop after an attachment": ("notice", ("整改台账</p>", "整改台账。</p>"), "附件名称后的标点"),
    "attachment number on line 2": ("notice", css(".attachment { padding-top: 10.227mm }"), "附件序号在第一行"),
    "attachment number in Chinese with a colon": ("notice", (">附件1<", ">附件一：<"), "附件序号写法"),
    "attachment number in FangSong": ("notice", css('.attachment { font-family: "仿宋_GB2312" }'), "附件序号字体"),
    "attachment title on line 2": ("notice", css(".attachment + .blank { display: none }"), "附件标题在第三行"),
    "imprint 5 mm above the bottom": ("text", css(".imprint { bottom: 5mm }"), "版记末条分隔线位置"),
    "thin imprint rules": (
        "text", css(".imprint { border-width: 0.2mm 0 }"), "版记首条、末条分隔线粗细"
    ),
    "thick middle rule": ("text", css(".print-line.below { border-top-width: 0.35mm }"), "版记中间分隔线粗细"),
    "short imprint rules": ("text", css(".imprint { right: 10mm }"), "版记分隔线长"),
    "imprint of 12 points": ("text", css(".imprint { font-size: 12pt }"), "版记字号"),
    "imprint not inset": ("text", css(".imprint-line { padding: 0 }"), "版记左右空一字"),
    "no stop after the last organ": ("text", ("应急管理局。", "应急管理局"), "抄送机关后的句号"),
    "hyphens round the page number": ("short", numbers('content: "- " counter(page) " -"'), "页码的一字线"),
    "page numbers in the middle": ("text", numbers("margin-left: 60mm; margin-right: 60mm"), "页码左右"),
    "page numbers on the wrong side": (
        "text",
        css(
            '@page :left { @bottom-left { content: none } @bottom-right { content: "— " counter(page) " —"; '
            'font: 14pt/1 "宋体"; letter-spacing: 0; vertical-align: top; padding-top: 3.98mm; margin-right: 14pt } }'
        ),
        "页码左右",
    ),
    "page numbers 5 mm low": ("text", numbers("padding-top: 8.98mm"), "页码高低"),
    "page numbers of 10.5 points": ("text", numbers("font-size: 10.5pt; padding-top: 5.1mm"), "页码字号"),
    "page numbers in FangSong": ("text", numbers('font-family: "仿宋_GB2312"'), "页码字体"),
    "landscape sheet turned the other way": (
        "ledger",
        css(
            "@page :right { @left-top { content: none } @right-bottom { content: '— ' counter(page) ' —'; "
            "font: 14pt/1 '宋体'; letter-spacing: 0; width: 40mm; height: 14pt; white-space: nowrap; "
            "transform: rotate(-90deg) } }"
        ),
        "横排表格的方向",
    ),
    "copy number on line 2": ("secret", css(".top { top: 10.227mm }"), "份号位置"),
    "secrecy in FangSong": ("secret", css('.classification { font-family: "仿宋_GB2312" }'), "密级、紧急程度字体"),
    "note not indented": ("secret", css(".note { text-indent: 0 }"), "附注位置"),
    "出席 in FangSong": ("minutes", css('.attendance .label { font-family: "仿宋_GB2312" }'), "出席、请假、列席字体"),
    "mark of a letter 5 mm low": ("letter", css(".letter-mark { margin-top: 5mm }"), "发文机关标志上边缘"),
    "short rules of a letter": ("letter", css(".letter-rule { width: 156mm }"), "红色双线长度"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheets_without_a_fault_pass(name: str, renderings: Renderings) -> None:
    assert [str(v) for v in measure_pdf(renderings.pdf(SHEETS[name])) if v.outcome == "fail"] == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_its_clause_and_the_rest_follows(
    name: str, renderings: Renderings, tmp_path: Path
) -> None:
    base, change, what = FAULTS[name]

    failed = [v for v in _measured(renderings.html(SHEETS[base]), change, tmp_path) if v.outcome == "fail"]

    roots = [str(v) for v in failed if v.root]
    assert what in {v.what for v in failed if v.root}, roots
    assert {v.what for v in failed if v.root} == {what}, roots


def _measured(page: str, change: tuple[str, str], folder: Path) -> list[Verdict]:
    old, new = change
    head, body = page.split("<body>")
    assert old in (head if old == CSS else body)
    faulty = (head.replace(old, new), body) if old == CSS else (head, body.replace(old, new, 1))
    path = folder / "fault.pdf"
    path.write_bytes(render_pdf("<body>".join(faulty)).content)
    return measure_pdf(path)
