"""Word files from frames of a campaign's own templates: the bytes of the full path, or the full path and why."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from helpers.sheets import sheets
from helpers.tables import CAMPAIGN, forms_of
from helpers.tables import sheet_of as made_sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from template_samples import LEDGER, TABLE, cell, edited, in_cell, in_paragraph, sheet_of, template_of, write
from test_template_rendering import samples

from generator.compose.sheets import blank_sheet
from generator.derive.units import with_codes
from generator.model.form import Line
from generator.model.sheet import Sheet, TableContent
from generator.render import docx
from generator.render.docx import Rendered, render_docx
from generator.render.docx_frame import column
from generator.render.docx_full import form_template, render_full
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
        assert render_docx(made, own) == Rendered(render_full(made, own), "")


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


# 台账


@pytest.mark.parametrize("code", ["task-breakdown", "inspection-list", "major-hazard-list"])
def test_long_ledgers_that_merge_and_break_are_joined_of_cells(code: str) -> None:
    form = forms_of(with_codes(CAMPAIGN))[code]
    made = made_sheet(code, "hewan" if code == "major-hazard-list" else "")
    own = {code: form_template(blank_sheet(with_codes(CAMPAIGN), form), form)}

    assert render_docx(made, own) == Rendered(render_full(made, own), "")


def in_row(number: int, *pieces: str) -> Callable[[DocumentObject], object]:
    """An edit that writes into a cell of the row that a ledger's template repeats."""

    def edit(document: DocumentObject) -> None:
        repeated = next(i for i, r in enumerate(document.tables[0].rows, 1) if "{{ row." in r.cells[0].text)
        write(cell(document, repeated, number).paragraphs[0], *pieces)

    return edit


def without_a_column(document: DocumentObject) -> None:
    for row in document.tables[0].rows:
        if len(row._tr.tc_lst) > 1:
            row._tr.remove(row._tr.tc_lst[1])


def a_row_more(document: DocumentObject) -> None:
    repeated = next(r._tr for r in document.tables[0].rows if "{{ row." in r.cells[0].text)
    repeated.addnext(deepcopy(repeated))


def a_high_row(document: DocumentObject) -> None:
    next(r for r in document.tables[0].rows if "{{ row." in r.cells[0].text).height = Mm(20)


ROW_EDITS: dict[str, tuple[Callable[[DocumentObject], object], str]] = {
    "wording around a value": (in_row(4, "查出：{{ row.content }}。"), ""),
    "two values in a cell": (in_row(4, "{{ row.content }}", "（{{ row.measures }}）"), ""),
    "a column less": (without_a_column, ""),
    "a height of its own": (a_high_row, ""),
    "a cell of wording": (in_row(4, "见附页"), ""),
    "a paragraph more": (lambda document: document.add_paragraph("联系电话：12345"), ""),
    "a condition": (in_row(4, "{% if row.content %}有{% endif %}"), OF_CONDITION),
    "the first row": (
        in_row(4, "{% if loop.first %}首{% endif %}{{ row.content }}"),
        "模板里台账的行先后不一样",
    ),
    "two rows each": (a_row_more, "模板里台账的一条不是一行"),
    "what stands around": (in_row(4, "{{ title }}"), "模板里台账的行里填了表外的内容"),
}


@pytest.mark.parametrize("edit", ROW_EDITS)
def test_an_edited_row_of_a_ledger(edit: str) -> None:
    change, reason = ROW_EDITS[edit]
    own = {LEDGER: edited(template_of(LEDGER, "jiangguanchi"), change)}

    for made in [s for s in sheets("jiangguanchi") if s.code == LEDGER][:4]:
        assert render_docx(made, own) == Rendered(render_full(made, own), reason)


@pytest.mark.parametrize("count", [1, 2, 7, 60])
def test_a_ledger_of_any_number_of_rows_has_one_frame(count: int) -> None:
    own = {LEDGER: template_of(LEDGER, "jiangguanchi")}
    made = next(s for s in sheets("jiangguanchi") if s.code == LEDGER and s.filled)
    assert isinstance(made.content, TableContent)
    grid = made.content.grid
    head, model = grid.rows[0], next(row for row in grid.rows if not row.head)
    rows = [
        replace(
            model,
            cells=tuple(replace(c, slot=f"{column(c.slot)}.{i}", row_span=1) for c in model.cells),
            height_mm=8.0 + i,
        )
        for i in range(count)
    ]
    rows = [replace(row, height_mm=8.0 + i) for i, row in enumerate(rows)]
    values = {c.slot: f"第{i}行<&>\n甲" for i, row in enumerate(rows) for c in row.cells}
    content = replace(made.content, grid=replace(grid, rows=(head, *rows)), values=values)
    before = len(docx._frames)
    render_docx(made, own)

    one = replace(made, content=content)

    assert render_docx(one, own) == Rendered(render_full(one, own), "")
    assert len(docx._frames) <= before + 2
