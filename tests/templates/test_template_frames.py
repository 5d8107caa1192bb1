"""Word files from frames of a campaign's own templates: the bytes of the full path, or the full path and why."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from template_samples import LEDGER, TABLE, cell, edited, in_cell, in_paragraph, sheet_of, template_of, write
from test_template_rendering import samples

from generator.model.form import Line
from generator.model.sheet import Sheet, TableContent, is_listed
from generator.render.docx import Rendered, render_docx
from generator.render.docx_full import render_full
from generator.render.docx_templates import shell

VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=20),
    st.sampled_from(["", "\n", "甲\n乙", "\n\n丙", "<w:t>&", "{{ title }}", "𡐓㙍"]),
)
OF_CONDITION = "模板里有看内容的条件"


def changed(made: Sheet, values: dict[str, str], height_mm: float = 12.5) -> Sheet:
    """A sheet with other values, and all rows of another height."""
    content = made.content
    assert isinstance(content, TableContent)
    rows = tuple(replace(row, height_mm=height_mm + i) for i, row in enumerate(content.grid.rows))
    grid = replace(content.grid, rows=rows)
    return replace(made, content=replace(content, grid=grid, values={**content.values, **values}))


def assert_framed(made: Sheet, template: bytes) -> None:
    """Assert that a frame gives what the full path gives, for other values too."""
    given = {made.code: template}
    for one in (made, changed(made, {"self_found": "七\n八", "self_closed": ""}), changed(made, {}, 1.0)):
        assert render_docx(one, given) == Rendered(render_full(one, given), "")


@pytest.mark.parametrize(("campaign", "code"), samples())
def test_an_unedited_template_gives_the_bytes_of_the_full_path(campaign: str, code: str) -> None:
    own = {code: template_of(code, campaign)}

    for made in samples()[campaign, code]:
        assert isinstance(made.content, TableContent)
        listed = any(map(is_listed, made.content.grid.rows))
        reason = "自带的模板里有台账的各行" if listed else ""
        assert render_docx(made, own) == Rendered(render_full(made, own), reason)


def in_header(document: DocumentObject) -> None:
    document.sections[0].header.paragraphs[0].text = "{{ value.self_found }}：本表"


def own_height(document: DocumentObject) -> None:
    document.tables[0].rows[0].height = Mm(30)


def in_text_box(document: DocumentObject) -> None:
    box = parse_xml(
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        "<w:p><w:r><w:t>{{ value.self_closed }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.paragraphs[4]._p.append(box)


def after_a_tab(document: DocumentObject) -> None:
    run = cell(document, 1, 4).paragraphs[0].runs[0]
    run.text = "\t{{ value.self_found }}"


def row_taken_out(document: DocumentObject) -> None:
    row = document.tables[0].rows[-1]._tr
    row.getparent().remove(row)


EDITS: dict[str, Callable[[DocumentObject], object]] = {
    "wording around a value": in_cell(1, 4, "约{{ value.self_found }}个"),
    "bold pieces": in_cell(1, 4, "共", "{{ value.self_found }}", "个"),
    "two values in a cell": in_cell(1, 4, "{{ value.self_found }}（{{ value.self_closed }}）"),
    "a value twice": in_cell(1, 2, "{{ value.self_found }}"),
    "a condition on a line": in_cell(1, 2, "{% if title %}{{ title }}{% endif %}"),
    "a header": in_header,
    "a height of its own": own_height,
    "a text box": in_text_box,
    "a tab before": after_a_tab,
    "a row less": row_taken_out,
    "a paragraph more": lambda document: document.add_paragraph("联系电话：12345"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_template_has_a_frame_too(edit: str) -> None:
    assert_framed(sheet_of(TABLE), edited(template_of(TABLE), EDITS[edit]))


def heading(document: DocumentObject) -> None:
    document.add_paragraph("{{ value.self_found }}", "三级标题")


UNFRAMED: dict[str, tuple[Callable[[DocumentObject], object], str]] = {
    "a value": (in_cell(1, 4, "{% if value.self_found %}有{% else %}无{% endif %}"), OF_CONDITION),
    "what a value says": (in_cell(1, 4, '{% if value.self_found == "7" %}七{% endif %}'), OF_CONDITION),
    "what the title says": (in_cell(1, 4, '{% if title == "甲" %}甲{% endif %}'), OF_CONDITION),
    "a line of a box": (in_cell(1, 4, "{% if value.self_closed and title %}有{% endif %}"), OF_CONDITION),
    "a heading": (heading, "模板的标题里有要填的内容"),
    "both in one text": (
        in_cell(1, 4, "{{ title }}{{ value.self_found }}"),
        "模板里一段文字既填表外的内容、又填表里的内容",
    ),
}


@pytest.mark.parametrize("edit", UNFRAMED)
def test_what_no_frame_can_hold_goes_the_full_path_and_says_why(edit: str) -> None:
    change, reason = UNFRAMED[edit]
    own = {TABLE: edited(template_of(TABLE), change)}

    for values in ({"self_found": "7"}, {"self_found": ""}):
        made = changed(sheet_of(TABLE), values)
        assert render_docx(made, own) == Rendered(render_full(made, own), reason)


def test_a_value_in_the_place_of_an_attribute_goes_the_full_path() -> None:
    def edit(document: DocumentObject) -> None:
        write(cell(document, 1, 4).paragraphs[0], "{{ value.self_found }}")
        link = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="7" w:name="{{{{ title }}}}"/>')
        document.tables[0].cell(0, 0).paragraphs[0]._p.append(link)

    own, made = {TABLE: edited(template_of(TABLE), edit)}, sheet_of(TABLE)

    assert render_docx(made, own) == Rendered(render_full(made, own), "模板把要填的内容写在了文字以外的地方")


def test_a_tab_in_a_value_goes_the_full_path() -> None:
    own, made = {TABLE: template_of(TABLE)}, changed(sheet_of(TABLE), {"self_found": "甲\t乙"})

    assert render_docx(made, own) == Rendered(render_full(made, own), "要填的内容里有制表符")


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_generated_values_give_the_bytes_of_the_full_path(data: st.DataObject) -> None:
    made, own = (
        sheet_of("rectification-record"),
        {"rectification-record": template_of("rectification-record")},
    )
    assert isinstance(made.content, TableContent)
    values = {slot: data.draw(VALUES) for slot in made.content.values}
    above = tuple(Line(left=data.draw(VALUES), right=x.right) for x in made.content.above)
    one = changed(made, values, data.draw(st.floats(1, 200)))
    one = replace(one, content=replace(one.content, above=above))

    assert render_docx(one, own) == Rendered(render_full(one, own), "")


def test_a_shell_of_the_campaigns_has_a_frame_where_it_looks_at_no_text() -> None:
    added = edited(shell("ledger"), lambda document: document.add_paragraph("本镇统一监制"))
    looking = edited(shell("ledger"), in_paragraph(5, '{% if title == "甲" %}乙{% endif %}'))
    made = sheet_of(LEDGER)

    assert render_docx(made, {"ledger": added}) == Rendered(render_full(made, {"ledger": added}), "")
    assert render_docx(made, {"ledger": looking}).full == OF_CONDITION
