"""The readable form of a template: beside each shell, fresh, and showing what a reviewer must see."""

from pathlib import Path

import pytest
from docx.document import Document
from docx.shared import Mm, Pt
from template_samples import TABLE, Edit, edited, in_cell, template_of

from generator.measure.templates.text import template_text
from generator.render.docx_templates import SHELLS
from generator.resources import template_root
from generator.sources.word_package import Package, open_package

REMEDY = "请运行 gongwen templates text --write templates/docx/*.docx"


def text_of(content: bytes, name: str = "模板.docx") -> str:
    package = open_package(content, name)
    assert isinstance(package, Package)
    return template_text(package, name)


@pytest.mark.parametrize("name", SHELLS)
def test_the_text_beside_a_shell_is_fresh(name: str) -> None:
    shell = template_root() / "docx" / f"{name}.docx"

    assert Path(f"{shell}.txt").read_text(encoding="utf-8") == text_of(shell.read_bytes(), shell.name), REMEDY


def test_every_shell_has_its_text_and_no_text_is_left_over() -> None:
    folder = template_root() / "docx"

    assert {p.name for p in folder.iterdir()} == {f"{n}.docx{end}" for n in SHELLS for end in ("", ".txt")}


def test_the_text_shows_page_styles_grid_and_tags() -> None:
    lines = text_of(template_of(TABLE)).splitlines()

    assert "- pgMar bottom=35.00毫米 footer=25.51毫米" in "\n".join(lines)
    assert any(line.startswith("- 表题 [TableTitle] ← Normal：") and "sz 18磅" in line for line in lines)
    assert "- 表格 7 栏：11.99 7.00 46.00 19.00 7.00 46.00 19.00（共 156.00 毫米）" in lines
    assert "      - Cell：{{ value.self_found }}" in lines
    assert any("vMerge restart" in line for line in lines)


def larger(document: Document) -> None:
    document.paragraphs[4].runs[0].font.size = Pt(20)


def wider(document: Document) -> None:
    document.sections[0].left_margin = Mm(30)


@pytest.mark.parametrize(
    ("edit", "word"),
    [(larger, "sz 20磅"), (wider, "left=30.00毫米"), (in_cell(1, 4, "{{ value.x }}"), "{{ value.x }}")],
)
def test_a_change_shows_in_the_text_in_its_own_lines(edit: Edit, word: str) -> None:
    before = text_of(template_of(TABLE)).splitlines()
    after = text_of(edited(template_of(TABLE), edit)).splitlines()

    changed = [line for old, line in zip(before, after, strict=False) if old != line and "[" not in line]
    assert any(word in line for line in changed)
    assert len(changed) <= 3
