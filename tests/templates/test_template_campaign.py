"""A campaign that carries templates of its own: found, checked before anything is written, told in the manifest."""

import hashlib
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from helpers.sheets import CAMPAIGNS
from template_samples import TABLE, edited, form_of, in_cell, template_of, with_part

from generator.measure.templates.check import why_none
from generator.problem import Problem, ProblemsFound
from generator.resources import template_root
from generator.sources.campaign import load
from generator.sources.catalogue import catalogue
from generator.sources.templates import own_templates
from generator.verbs import BuildRequest, BuildResult, UsageProblem, build, check_templates, new_template


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CAMPAIGNS / "small_valid", tmp_path / "行动"))


def put(campaign: Path, content: bytes, name: str = f"{TABLE}.docx", folder: str = "templates") -> Path:
    file = campaign / folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return file


def built(campaign: Path, formats: tuple[str, ...] = ("docx",)) -> BuildResult:
    request = BuildRequest(source=campaign, target=campaign.parent / "输出", sheets=(TABLE,), formats=formats)  # type: ignore[arg-type]
    return build(request)


def words(campaign: Path) -> list[Path]:
    return sorted((campaign.parent / "输出").rglob("*.docx"))


@pytest.mark.parametrize("folder", ["templates", "模板"])
def test_a_build_makes_the_word_file_from_the_campaigns_own_template(campaign: Path, folder: str) -> None:
    own = edited(template_of(TABLE), lambda document: document.add_paragraph("联系电话：12345"))
    put(campaign, own, folder=folder)

    result = built(campaign)

    assert result.problems == ()
    assert words(campaign) != []
    assert all(Document(str(w)).paragraphs[-1].text == "联系电话：12345" for w in words(campaign))
    manifest = json.loads((campaign.parent / "输出" / "manifest.json").read_text(encoding="utf-8"))
    assert hashlib.sha256(own).hexdigest() in json.dumps(manifest)


def test_a_campaign_of_one_file_has_the_folder_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "行动.json"
    file.write_text("{}", encoding="utf-8")
    put(tmp_path, b"PK")

    assert own_templates(file).contents == {TABLE: b"PK"}


def test_templates_are_no_stray_files_among_the_data(campaign: Path) -> None:
    put(campaign, template_of(TABLE))
    put(campaign, b"x", "~$dispatch-communities.docx")
    put(campaign, b"x", f"{TABLE}.docx.txt")

    assert load(campaign).problems == ()
    assert own_templates(campaign).problems == ()


def test_a_template_with_errors_stops_the_build_before_anything_is_written(campaign: Path) -> None:
    put(campaign, edited(template_of(TABLE), in_cell(1, 4, "{{ value.self_fonud|upper }}")))

    with pytest.raises(ProblemsFound) as caught:
        built(campaign)

    assert [(p.code, p.where) for p in caught.value.problems] == [
        ("TPL-003", f"templates/{TABLE}.docx：表1第1行第4格")
    ]
    assert not (campaign.parent / "输出").exists()


def test_a_template_that_cannot_be_filled_in_is_told_before_anything_is_written(campaign: Path) -> None:
    for name, content in ((TABLE, without_columns()), ("document", without_page())):
        file = put(campaign, content, f"{name}.docx")

        with pytest.raises(ProblemsFound, match=f"templates/{name}.docx 错误 TPL-017"):
            built(campaign)
        assert not (campaign.parent / "输出").exists()
        file.unlink()


def without_columns() -> bytes:
    """A table that lacks its columns: nothing that must be there to be read, but the engine cannot go on."""

    def odd(xml: str) -> str:
        return xml.replace("<w:tblGrid>", "<w:grid>").replace("</w:tblGrid>", "</w:grid>")

    return with_part(template_of(TABLE), "word/document.xml", odd)


def without_page() -> bytes:
    """A shell that lacks its page."""

    def odd(xml: str) -> str:
        return re.sub("<w:sectPr>.*</w:sectPr>", "", xml, flags=re.DOTALL)

    return with_part(shell("document"), "word/document.xml", odd)


def shell(name: str) -> bytes:
    return (template_root() / "docx" / f"{name}.docx").read_bytes()


@pytest.mark.parametrize("name", ["document", "indicator_table"])
def test_a_shell_with_names_that_nobody_fills_is_told_before_anything_is_written(
    campaign: Path, name: str
) -> None:
    wrong = edited(shell(name), lambda document: document.add_paragraph("{{ parts.x }}{{ title.y }}"))
    put(campaign, wrong, f"{name}.docx")
    told = built_or_told(campaign)
    put(campaign, shell(name), f"{name}.docx")

    assert {p.code for p in told} == {"TPL-004"}
    assert built_or_told(campaign) == ()


def built_or_told(campaign: Path) -> tuple[Problem, ...]:
    try:
        return built(campaign).problems
    except ProblemsFound as found:
        assert not (campaign.parent / "输出").exists()
        return found.problems


def test_a_template_with_errors_is_nothing_to_a_build_without_word_files(campaign: Path) -> None:
    put(campaign, b"broken")

    assert built(campaign, ("html",)).problems == ()


def test_warnings_of_a_template_are_left_to_the_check(campaign: Path) -> None:
    put(campaign, edited(template_of(TABLE), in_cell(1, 3, "自己查出的隐患")))

    assert built(campaign).problems == ()
    assert [p.code for p in check_templates([campaign]).problems] == ["TPL-011"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("dispatch-comunities.docx", "是不是 dispatch-communities.docx"),
        ("通知模板.docx", "文件名要是表单代号"),
        ("department-list.docx", "文件名要是表单代号"),
        ("dispatch-communities.wps", "另存为 .docx"),
    ],
)
def test_a_file_that_is_no_template_of_a_form_in_use_is_told(campaign: Path, name: str, word: str) -> None:
    put(campaign, template_of(TABLE), name)

    (problem,) = built(campaign).problems

    assert (problem.code, problem.severity, problem.where) == ("TPL-016", "warning", f"templates/{name}")
    assert word in problem.message


def test_two_templates_of_one_form_are_told(campaign: Path) -> None:
    put(campaign, template_of(TABLE))
    put(campaign, template_of(TABLE), folder="模板")

    with pytest.raises(ProblemsFound, match=f"模板/{TABLE}.docx 错误 TPL-016"):
        built(campaign)


def test_a_link_that_leads_out_of_the_campaign_is_not_followed(campaign: Path) -> None:
    outside = campaign.parent / "别处.docx"
    outside.write_bytes(template_of(TABLE))
    (campaign / "templates").mkdir()
    (campaign / "templates" / f"{TABLE}.docx").symlink_to(outside)

    with pytest.raises(ProblemsFound, match="TPL-001"):
        built(campaign)


def test_the_output_may_not_lie_among_the_templates(campaign: Path) -> None:
    with pytest.raises(UsageProblem, match="数据文件夹"):
        build(BuildRequest(source=campaign, target=campaign / "模板" / "输出"))


def test_a_new_template_goes_into_the_campaigns_folder_and_has_no_fault(campaign: Path) -> None:
    (campaign / "模板").mkdir()

    written = new_template(TABLE, campaign, None)

    assert written == campaign / "模板" / f"{TABLE}.docx"
    assert check_templates([campaign]).problems == ()
    assert check_templates([written]).files == (f"{TABLE}.docx",)
    with pytest.raises(ProblemsFound, match="没有覆盖"):
        new_template(TABLE, campaign, None)


def test_a_new_template_without_a_campaign_is_of_the_catalogues_form(tmp_path: Path) -> None:
    written = new_template("issue-register", None, tmp_path / "登记簿.docx")

    assert "{{ row.number }}" in Document(str(written)).tables[0].rows[2].cells[0].text + "".join(
        c.text for c in Document(str(written)).tables[0].rows[2].cells
    )
    assert check_templates([written], form="issue-register").problems == ()


@pytest.mark.parametrize("code", catalogue())
def test_a_new_template_of_every_form_of_the_catalogue_has_no_fault(code: str, tmp_path: Path) -> None:
    written = new_template(code, None, tmp_path / f"{code}.docx")

    assert check_templates([written]).problems == ()


def test_a_new_shell_is_a_copy_of_ours(campaign: Path) -> None:
    written = new_template("document", campaign, None)

    assert written.read_bytes() == (template_root() / "docx" / "document.docx").read_bytes()
    assert check_templates([campaign]).problems == ()


def test_a_score_sheet_has_no_template_of_its_own() -> None:
    with pytest.raises(UsageProblem, match="打分表"):
        new_template("score-sheet", CAMPAIGNS / "xinyang", None)


def test_a_form_whose_field_cannot_be_named_in_a_tag_has_none() -> None:
    form = form_of(TABLE)
    first, *others = form.groups[0].fields
    odd = replace(form, groups=(replace(form.groups[0], fields=(replace(first, name="pass-rate"), *others)),))

    assert why_none(form) == ""
    assert "pass-rate" in why_none(odd)


def test_a_file_not_named_after_its_form_needs_to_be_told_whose_it_is(tmp_path: Path) -> None:
    file = tmp_path / "改过.docx"
    file.write_bytes(template_of(TABLE))

    with pytest.raises(UsageProblem, match="--form"):
        check_templates([file])
    assert check_templates([file], form=TABLE).files == ("改过.docx",)


def test_copies_of_templates_of_one_name_from_two_places_do_not_overwrite_each_other(
    campaign: Path, tmp_path: Path
) -> None:
    put(campaign, edited(template_of(TABLE), in_cell(1, 4, "{{ value.self_fonud }}")))
    other = put(
        tmp_path, edited(template_of(TABLE), in_cell(2, 4, "{{ value.listed|upper }}")), folder="别处"
    )
    alone = put(
        tmp_path, edited(template_of(TABLE), in_cell(1, 4, "{{ value.self_fund }}")), "改过.docx", "别处"
    )
    copies = tmp_path / "批注"

    check_templates([campaign, other], copies=copies)
    check_templates([alone], form=TABLE, copies=copies)

    told = {f.name: [c.text for c in Document(str(f)).comments] for f in copies.iterdir()}
    errors = {name: [t[:10] for t in texts if t.startswith("错误")] for name, texts in told.items()}
    assert errors == {
        f"{TABLE}.docx": ["错误 TPL-004"],
        f"{TABLE}（2）.docx": ["错误 TPL-003"],
        "改过.docx": ["错误 TPL-004"],
    }


def test_a_template_opens_with_its_tags_in_the_cells_of_its_form() -> None:
    tables = Document(io.BytesIO(template_of("problem-ledger"))).tables

    assert [row.cells[0].text for row in tables[0].rows] == [
        "检查企业\n（单位）名称",
        "{%tr for row in rows %}",
        "{{ row.enterprise }}",
        "{%tr endfor %}",
    ]
