"""Taking over an edited template: what editing left goes, what the clerk changed stays."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentObject
from helpers.rendering import office
from helpers.sheets import loaded, sheets
from helpers.text import docx_text
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]
from template_samples import LEDGER, TABLE, edited, found, in_cell, sheet_of, template_of, with_part, write

from generator.measure.templates.accept import Accepted, normalised
from generator.measure.templates.annotate import annotated
from generator.measure.templates.check import check_template
from generator.problem import errors
from generator.render.docx import SHELLS, render_docx
from generator.resources import template_root
from generator.sources.word_package import TEMPLATE_OF_WORD, open_package


def accepted(content: bytes) -> Accepted:
    package = open_package(content, "模板.docx", dropped=(TEMPLATE_OF_WORD,))
    assert not isinstance(package, list), package
    return normalised(package, content)


def plain(code: str) -> bytes:
    """A template as it is after it was taken over once."""
    return accepted(template_of(code)).content


def body_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read("word/document.xml").decode()


def edited_xml(content: bytes, *changes: tuple[str, str]) -> bytes:
    """The template with pieces of its body's XML replaced, each of them there."""

    def change(xml: str) -> str:
        for old, new in changes:
            assert old in xml
            xml = xml.replace(old, new, 1)
        return xml

    return with_part(content, "word/document.xml", change)


def test_a_plain_template_stays_as_it_is_to_the_byte() -> None:
    first = accepted(template_of(TABLE))
    second = accepted(first.content)

    assert second.content == first.content
    assert second.changes == ()


def test_what_word_leaves_in_a_file_goes_and_the_rest_is_the_same_to_the_byte() -> None:
    before = plain(TABLE)
    tag = '<w:t xml:space="preserve">{{ title }}</w:t></w:r>'
    cut = (
        '<w:t xml:space="preserve">{{ ti</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1">'
        '<w:rPr><w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">tle }}</w:t></w:r>'
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
    )

    after = accepted(edited_xml(before, (tag, cut), ("<w:p>", '<w:p w:rsidR="00B2" w:rsidRDefault="00C3">')))

    assert after.content == before
    assert any("编辑记录" in change for change in after.changes)


def test_a_bookmark_of_the_clerks_own_stays() -> None:
    mark = '<w:bookmarkStart w:id="3" w:name="表头"/><w:bookmarkEnd w:id="3"/>'

    after = accepted(edited_xml(plain(TABLE), ("</w:p>", f"{mark}</w:p>")))

    assert 'w:name="表头"' in body_of(after.content)


def test_a_tag_of_several_formats_becomes_one_run_with_the_first_format() -> None:
    content = edited(template_of(TABLE), in_cell(1, 4, "约{{ va", "lue.self", "_found }}个"))

    after = accepted(content)

    cell = Document(io.BytesIO(after.content)).tables[0].rows[0].cells[3]
    assert [(run.text, run.bold) for run in cell.paragraphs[0].runs] == [
        ("约{{ value.self_found }}", None),
        ("个", None),
    ]
    assert "接好被切断的标签 1 处" in after.changes
    assert found(after.content) == []


def test_full_width_signs_of_tags_become_half_width_and_others_stay() -> None:
    def edit(document: DocumentObject) -> None:
        write(document.paragraphs[3], "{％p endif ％｝")
        document.add_paragraph("完成率％，｛备注｝，｛80%｝")

    after = accepted(
        edited(edited(template_of(TABLE), in_cell(1, 4, "｛｛ value.self", "_found ｝", "｝")), edit)
    )

    document = Document(io.BytesIO(after.content))
    assert document.tables[0].rows[0].cells[3].text == "{{ value.self_found }}"
    assert document.paragraphs[3].text == "{%p endif %}"
    assert document.paragraphs[-1].text == "完成率％，｛备注｝，｛80%｝"
    assert found(after.content) == []


def test_quotation_marks_in_tags_become_half_width_and_others_stay() -> None:
    tag = "“{% if value.listed == “1” %}有{% endif %}”"

    after = accepted(edited(template_of(TABLE), in_cell(1, 4, tag)))

    cell = Document(io.BytesIO(after.content)).tables[0].rows[0].cells[3]
    assert cell.text == '“{% if value.listed == "1" %}有{% endif %}”'
    assert "标签里的全角符号改成半角 2 个" in after.changes


def test_who_saved_the_template_when_does_not_go_into_every_file() -> None:
    def sign(document: DocumentObject) -> None:
        document.core_properties.last_modified_by = "王明"
        document.core_properties.author = "王明"
        document.core_properties.revision = 7

    after = accepted(edited(template_of(TABLE), sign))

    properties = Document(io.BytesIO(after.content)).core_properties
    assert (properties.author, properties.last_modified_by, properties.modified) == ("", "", None)
    assert any("姓名" in change for change in after.changes)


def test_comments_go_with_their_parts() -> None:
    def comment(document: DocumentObject) -> None:
        document.add_comment(document.paragraphs[4].runs, "这里要改吗", "王明", "王")

    after = accepted(edited(template_of(TABLE), comment))

    with zipfile.ZipFile(io.BytesIO(after.content)) as package:
        assert [name for name in package.namelist() if "comment" in name] == []
        assert "comment" not in package.read("word/_rels/document.xml.rels").decode()
        assert "comment" not in package.read("[Content_Types].xml").decode()
    assert "去掉批注 1 条" in after.changes
    assert docx_text(after.content) == docx_text(template_of(TABLE))


def test_the_template_of_words_own_is_taken_off() -> None:
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="file:///C:/Normal.dotm" TargetMode="External"/></Relationships>'
    )
    content = with_part(template_of(TABLE), "word/_rels/settings.xml.rels", lambda _: rels)

    assert [p.code for p in found(content)] == ["TPL-002"]
    assert found(accepted(content).content) == []


def test_what_is_taken_over_renders_the_same_text() -> None:
    content = edited(template_of(TABLE), in_cell(1, 4, "{{ va", "lue.self", "_found }}"))
    sheet = sheet_of(TABLE)

    texts = {
        docx_text(render_docx(sheet, {TABLE: t}).content)
        for t in (template_of(TABLE), content, accepted(content).content)
    }

    assert len(texts) == 1


def test_a_copy_with_comments_has_one_at_each_finding_and_no_tag_in_them() -> None:
    content = edited(
        edited(template_of(TABLE), in_cell(1, 4, "{{ value.x }}")), in_cell(2, 4, "{{ value.y }}")
    )
    checked = check_template(content, TABLE, loaded("small_valid").forms[TABLE])

    copy = annotated(content, checked.findings)

    document = Document(io.BytesIO(copy))
    texts = [comment.text for comment in document.comments]
    assert len(texts) == len(checked.findings)
    assert {c.author for c in document.comments} == {"公文工坊"}
    assert re.search(r"错误 TPL-004 表1第1行第4格：.*｛｛ value\.x ｝｝", "\n".join(texts))
    commented = [i for i, row in enumerate(document.tables[0].rows) if row._tr.xpath(".//w:commentReference")]
    assert commented[:2] == [0, 1]
    assert annotated(content, checked.findings) == copy
    assert [str(p) for p in found(copy) if p.code != "TPL-018"] == [str(p) for p in found(content)]


def test_openxml_audit_finds_nothing_in_what_is_made_of_a_template(tmp_path: Path) -> None:
    wrong = edited(template_of(TABLE), in_cell(1, 4, "{{ value.x }}"))
    form = loaded("small_valid").forms[TABLE]
    made = {
        "new": template_of(TABLE),
        "ledger": template_of(LEDGER),
        "accepted": plain(TABLE),
        "annotated": annotated(wrong, check_template(wrong, TABLE, form).findings),
        "filled": render_docx(sheet_of(TABLE), {TABLE: template_of(TABLE)}).content,
    }

    for name, content in made.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
        result = OpenXmlValidator(security_validation=True).validate(str(tmp_path / f"{name}.docx"))
        assert [str(e) for e in result.errors] == [], name


@pytest.mark.slow
@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_templates_saved_by_libreoffice_check_and_render_the_same_text(tmp_path: Path) -> None:
    forms = {code: template_of(code, "jiangguanchi") for code in (TABLE, LEDGER, "rectification-record")}
    shells = {name: (template_root() / "docx" / f"{name}.docx").read_bytes() for name in SHELLS}
    saved = saved_by_libreoffice(forms | shells, tmp_path)

    for name, content in saved.items():
        form = loaded("jiangguanchi").forms.get(name)
        taken = accepted(content).content
        for made in (content, taken):
            problems = check_template(made, name, form).problems(name)
            assert errors(problems) == [], list(map(str, problems))
        assert accepted(taken).content == taken
    for code in forms:
        sheet = next(s for s in sheets("jiangguanchi") if s.code == code and s.filled)
        text = docx_text(render_docx(sheet).content)
        assert docx_text(render_docx(sheet, {code: saved[code]}).content) == text
        assert docx_text(render_docx(sheet, {code: accepted(saved[code]).content}).content) == text
    notice = next(s for s in sheets("jiangguanchi") if s.code == "notice")
    assert docx_text(render_docx(notice, {"document": saved["document"]}).content) == docx_text(
        render_docx(notice).content
    )


def saved_by_libreoffice(templates: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    program = office()
    assert program
    for name, content in templates.items():
        (folder / f"{name}.docx").write_bytes(content)
    files = [str(folder / f"{name}.docx") for name in templates]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "saved"),
    ]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=300)
    return {name: (folder / "saved" / f"{name}.docx").read_bytes() for name in templates}
