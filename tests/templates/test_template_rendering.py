"""A form's own template gives what the form's definition gives, until somebody edits it."""

import io
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from helpers.rendering import office, to_pdf
from helpers.sheets import FILLINGS, NAMES, loaded, sheets, usable
from helpers.tables import CAMPAIGN, forms_of
from helpers.tables import sheet_of as made_sheet
from helpers.text import docx_text
from template_samples import LEDGER, TABLE, cell, edited, in_cell, sheet_of, template_of, write

from generator.compose.sheets import blank_sheet
from generator.derive.units import with_codes
from generator.measure.page import pages
from generator.measure.templates.check import check_template
from generator.model.sheet import Sheet, TableContent
from generator.problem import ProblemsFound
from generator.render.docx import render_docx, template_digest
from generator.render.docx_full import form_template
from generator.resources import template_root
from generator.sources.catalogue import catalogue

LONG_LEDGERS = ("task-breakdown", "inspection-list", "major-hazard-list")
SAMPLES = 2  # sheets of one form and filling: what differs among more of them are the values


def samples() -> dict[tuple[str, str], list[Sheet]]:
    """Sheets of every form of the fixture campaigns, blank and filled, that may have a template of its own."""
    found: dict[tuple[str, str], list[Sheet]] = defaultdict(list)
    for name in NAMES:
        for filling in FILLINGS[name]:
            kinds: dict[tuple[str, bool], int] = defaultdict(int)
            for sheet in sheets(name, filling):
                form = loaded(name).forms.get(sheet.code)
                kinds[sheet.code, sheet.filled] += 1
                is_table = isinstance(sheet.content, TableContent) and form and form.kind != "score_sheet"
                if is_table and kinds[sheet.code, sheet.filled] <= SAMPLES:
                    found[name, sheet.code].append(sheet)
    return found


@pytest.mark.parametrize(("campaign", "code"), samples())
def test_an_unedited_template_gives_the_text_of_the_definition(campaign: str, code: str) -> None:
    template = template_of(code, campaign)

    for sheet in samples()[campaign, code]:
        assert docx_text(render_docx(sheet, {code: template}).content) == docx_text(
            render_docx(sheet).content
        ), sheet.name


@pytest.mark.parametrize(("campaign", "code"), samples())
def test_an_unedited_template_has_no_fault(campaign: str, code: str) -> None:
    form = loaded(campaign).forms[code]
    sample = blank_sheet(usable(loaded(campaign)), form)

    found = check_template(template_of(code, campaign), code, form, sample=sample)

    assert list(map(str, found.problems(code))) == []


def labels_retyped(document: DocumentObject) -> None:
    """Wording in cells with other white space, as retyping and pasting leave it."""
    for text in document.element.body.iter(qn("w:t")):
        if len(text.text or "") > 2 and "{" not in text.text:
            text.text = f"{text.text[:1]} {text.text[1:2]}　\u00a0{text.text[2:]}"


@pytest.mark.parametrize(("campaign", "code"), samples())
def test_labels_with_other_white_space_are_the_same_labels(campaign: str, code: str) -> None:
    after = edited(template_of(code, campaign), labels_retyped)

    assert "\u00a0" in Document(io.BytesIO(after)).element.xml
    assert check_template(after, code, loaded(campaign).forms[code]).findings == ()


def test_every_form_of_the_catalogue_is_compared_with_its_template() -> None:
    assert {code for _, code in samples()} | set(LONG_LEDGERS) >= set(catalogue())


@pytest.mark.parametrize("code", LONG_LEDGERS)
def test_long_ledgers_merge_and_begin_pages_as_the_definition_has_it(code: str) -> None:
    form = forms_of(with_codes(CAMPAIGN))[code]
    sheet = made_sheet(code) if code != "major-hazard-list" else made_sheet(code, "hewan")
    template = form_template(blank_sheet(with_codes(CAMPAIGN), form), form)

    own, built_in = (structure(render_docx(sheet, given).content) for given in ({code: template}, {}))

    assert own == built_in


def structure(content: bytes) -> list[list[tuple[object, ...]]]:
    """Of every row its height, its beginning of a page, and of every cell its text, merging and span."""
    found = []
    for table in Document(io.BytesIO(content)).tables:
        for row in table._tbl.tr_lst:
            breaks = bool(row.findall(f".//{qn('w:pageBreakBefore')}"))
            cells = [(c.vMerge, c.grid_span, "".join(t.text for t in c.iter(qn("w:t")))) for c in row.tc_lst]
            found.append([(row.trHeight_val, breaks), *cells])
    return found


def test_both_sides_of_a_record_and_stretched_rows_are_as_the_definition_has_them() -> None:
    for code in ("rectification-record", TABLE):
        sheet = sheet_of(code, "jiangguanchi")
        template = template_of(code, "jiangguanchi")
        assert structure(render_docx(sheet, {code: template}).content) == structure(
            render_docx(sheet).content
        ), code


def test_what_a_clerk_edits_shows_in_the_word_file() -> None:
    def edit(document: DocumentObject) -> None:
        document.add_paragraph("联系电话：12345")
        write(cell(document, 1, 4).paragraphs[0], "约{{ value.self_found }}个")
        document.tables[0].rows[0].height = Mm(30)

    sheet = sheet_of(TABLE)
    document = Document(io.BytesIO(render_docx(sheet, {TABLE: edited(template_of(TABLE), edit)}).content))

    assert isinstance(sheet.content, TableContent)
    assert cell(document, 1, 4).text == f"约{sheet.content.values['self_found']}个"
    assert document.tables[0].rows[0].height == pytest.approx(Mm(30), abs=700)
    assert document.paragraphs[-1].text == "联系电话：12345"


def test_a_column_taken_out_takes_its_values_with_it_and_nothing_else() -> None:
    def without_inspectors(document: DocumentObject) -> None:
        for row in document.tables[0].rows:
            if len(row._tr.tc_lst) > 1:
                row._tr.remove(row._tr.tc_lst[1])

    sheet = next(s for s in sheets("jiangguanchi") if s.code == LEDGER and s.filled)
    full, cut = (structure(render_docx(sheet, {LEDGER: t}).content) for t in (
        template_of(LEDGER, "jiangguanchi"), edited(template_of(LEDGER, "jiangguanchi"), without_inspectors)
    ))  # fmt: skip

    assert [[*row[:2], *row[3:]] for row in full] == cut


def test_values_print_in_headers_and_text_boxes_too() -> None:
    def edit(document: DocumentObject) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ title }}：{{ value.self_found }}"
        box = parse_xml(
            f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
            "<w:p><w:r><w:t>{{ value.self_closed }}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        document.paragraphs[4]._p.append(box)

    sheet = sheet_of(TABLE)
    assert isinstance(sheet.content, TableContent)
    values = {**sheet.content.values, "self_found": "七", "self_closed": "六"}
    made = replace(sheet, content=replace(sheet.content, values=values))

    document = Document(io.BytesIO(render_docx(made, {TABLE: edited(template_of(TABLE), edit)}).content))

    assert document.sections[0].header.paragraphs[0].text.endswith("：七")
    assert [t.text for t in document.element.body.findall(f".//{qn('w:txbxContent')}//{qn('w:t')}")] == ["六"]


def test_a_shell_without_its_mark_is_told_as_the_campaigns_even_when_it_was_not_checked() -> None:
    def without_mark(document: DocumentObject) -> None:
        next(p for p in document.paragraphs if p.text == "［表格］").text = ""

    shell = edited((template_root() / "docx" / "indicator_table.docx").read_bytes(), without_mark)

    with pytest.raises(ProblemsFound, match="TPL-017"):
        render_docx(sheet_of(TABLE), {"indicator_table": shell})


def test_a_condition_sees_the_value_that_is_printed() -> None:
    tag = '{% if value.self_found == "7" %}七{% elif value.self_found %}有{% else %}无{% endif %}'
    template = edited(template_of(TABLE), in_cell(1, 4, tag))
    sheet = sheet_of(TABLE)
    assert isinstance(sheet.content, TableContent)

    def printed(value: str) -> str:
        values = {**sheet.content.values, "self_found": value}
        content = render_docx(
            replace(sheet, content=replace(sheet.content, values=values)), {TABLE: template}
        ).content
        return cell(Document(io.BytesIO(content)), 1, 4).text

    assert [printed(value) for value in ("7", "8", "")] == ["七", "有", "无"]


def test_a_value_with_marks_of_the_language_prints_as_it_is() -> None:
    sheet = sheet_of(TABLE)
    assert isinstance(sheet.content, TableContent)
    values = {**sheet.content.values, "self_found": "{{ title }}<&>\n二\t三"}
    made = replace(sheet, content=replace(sheet.content, values=values))

    document = Document(io.BytesIO(render_docx(made, {TABLE: template_of(TABLE)}).content))

    assert cell(document, 1, 4).text == "{{ title }}<&>\n二\t三"


def test_a_name_that_nobody_fills_is_told_even_when_the_template_was_not_checked() -> None:
    template = edited(template_of(TABLE), in_cell(1, 4, "{{ value.nobody }}"))

    with pytest.raises(ProblemsFound, match="TPL-017"):
        render_docx(sheet_of(TABLE), {TABLE: template})


def test_a_shell_of_the_campaigns_takes_the_place_of_ours() -> None:
    shell = (template_root() / "docx" / "indicator_table.docx").read_bytes()
    own = edited(shell, lambda document: document.add_paragraph("本镇统一监制"))
    sheet = sheet_of(TABLE)

    content = render_docx(sheet, {"indicator_table": own}).content

    assert docx_text(content) == docx_text(render_docx(sheet).content) + "本镇统一监制"
    assert len({template_digest(sheet, given) for given in ({}, {"indicator_table": own}, {TABLE: own})}) == 2


def test_the_same_template_and_sheet_give_the_same_bytes() -> None:
    sheet, given = sheet_of(TABLE), {TABLE: template_of(TABLE)}

    assert render_docx(sheet, given).content == render_docx(sheet, given).content


@pytest.mark.slow
@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_a_sheet_from_a_template_takes_the_pages_of_the_definition(tmp_path: Path) -> None:
    source = tmp_path / "docx"
    source.mkdir()
    for code in (TABLE, LEDGER, "rectification-record"):
        sheet = next(s for s in sheets("jiangguanchi") if s.code == code and s.filled)
        (source / f"{code}-own.docx").write_bytes(
            render_docx(sheet, {code: template_of(code, "jiangguanchi")}).content
        )
        (source / f"{code}-built.docx").write_bytes(render_docx(sheet).content)

    to_pdf(sorted(source.iterdir()), tmp_path / "pdf", tmp_path / "profile")

    counts = {p.stem: len(pages(p)) for p in (tmp_path / "pdf").glob("*.pdf")}
    assert len(counts) == 6
    assert {k: n for k, n in counts.items() if k.endswith("own")} == {
        k.replace("built", "own"): n for k, n in counts.items() if k.endswith("built")
    }
