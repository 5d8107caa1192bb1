"""A machine that has no font but those of gongwen[fonts]: the same page, every character printed."""

import os
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from helpers.made import notice_of
from helpers.sheets import sheet

from generator.layout import gbt9704 as gb
from generator.measure.page import Page, TextLine, pages
from generator.render import fonts, glyphs
from generator.render.html import render_html

PRINT = """
import sys
from pathlib import Path
from generator.render.pdf import render_pdf
for name in sys.argv[1:]:
    made = render_pdf(Path(name).read_text(encoding="utf-8"))
    assert not made.problems, made.problems
    Path(name).with_suffix(".pdf").write_bytes(made.content)
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine where only Python packages can be installed: theirs are the only fonts."""
    folder = fonts.pypi_folder()
    if folder is None:
        pytest.skip("gongwen[fonts] is not installed")
    site = tmp_path_factory.mktemp("site")
    (site / "generator" / "render").mkdir(parents=True)
    (site / folder.name).symlink_to(folder)
    rules = site / "generator" / "render" / "fonts.conf"
    shipped = fonts.FONTS_CONF.read_text(encoding="utf-8")
    rules.write_text(re.sub(r"  <include .*\n", "", shipped), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(rules), "XDG_DATA_HOME": str(site / "data")}


@pytest.fixture(scope="module")
def printed(bare: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> list[list[Page]]:
    """A plan of many pages and a short notice, printed there."""
    work = tmp_path_factory.mktemp("bare")
    made = [sheet("jiangguanchi", "notice"), notice_of(30)]
    files = [work / f"{n}.html" for n in range(len(made))]
    for file, one in zip(files, made, strict=True):
        file.write_text(render_html(one), encoding="utf-8")
    subprocess.run([sys.executable, "-c", PRINT, *map(str, files)], env=bare, check=True)
    return [pages(file.with_suffix(".pdf")) for file in files]


def text_lines(page: Page) -> list[TextLine]:
    """The lines of text of a page."""
    return [line for line in page.lines if line.size_pt == pytest.approx(gb.TEXT_PT, abs=0.1)]


def test_page_has_22_lines_of_28_characters(printed: list[list[Page]]) -> None:
    document, _ = printed
    lines = [text_lines(page) for page in document[2:15]]

    assert max(map(len, lines)) == gb.LINES_PER_PAGE
    for above, below in (pair for page in lines for pair in pairwise(page)):
        assert below.baseline - above.baseline == pytest.approx(gb.LINE_PITCH_MM, abs=0.02)
    full = [
        (line, document[n].type_area(n + 1).right)
        for n in range(2, 15)
        for line, following in pairwise(text_lines(document[n]))
        if following.left < document[n].type_area(n + 1).left + 1
    ]
    assert len(full) > 150
    assert [x.text for x, edge in full if abs(x.right - edge) > 0.3] == []
    assert max(len(x.text) for x, _ in full if not re.search("[!-~]", x.text)) == gb.CHARS_PER_LINE


def test_every_character_is_drawn_by_the_fonts_of_the_package(printed: list[list[Page]]) -> None:
    drawn = {glyph.font for document in printed for page in document for glyph in page.glyphs}

    families = {"".join(name.split("-")[:3]) for name in drawn}
    assert families == {"NotoSerifSC", "NotoSansSC"}, drawn


def test_pages_are_as_many_as_with_the_fonts_of_the_system(printed: list[list[Page]]) -> None:
    assert [len(document) for document in printed] == [18, 3]


def test_report_says_what_stands_for_what(bare: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FONTCONFIG_FILE", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, bare[name])

    lines = [choice.line for choice in fonts.substitutions()]

    assert lines == [
        "方正小标宋简体：本机没有，PDF 以思源宋体 Noto Serif SC 代替（只有常规字重，标题由程序加粗）",
        "仿宋_GB2312：本机没有，也没有开源替代字体，PDF 暂用 Noto Serif SC，字形不合规范",
        "楷体_GB2312：本机没有，也没有开源替代字体，PDF 暂用 Noto Serif SC，字形不合规范",
        "黑体：本机没有，PDF 以思源黑体 Noto Sans SC 代替",
        "宋体：本机没有，PDF 以思源宋体 Noto Serif SC 代替",
    ]
    glyphs.font_stack.cache_clear()
    assert glyphs.tried(gb.FACE_HEADING) == ("Noto Sans SC", "Noto Serif SC")
    assert glyphs.lacking("莫𡐓村\U000e0fff", gb.FACE_TEXT) == "\U000e0fff"
    glyphs.font_stack.cache_clear()
