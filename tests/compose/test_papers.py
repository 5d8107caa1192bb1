"""The issuer's own papers: what prints on them, and when they are made."""

from dataclasses import replace
from typing import Any

import pytest
from helpers.sheets import loaded, usable
from helpers.tables import row_values

from generator.compose.issuer_sheets import issuer_sheets
from generator.compose.papers import blank_papers_of, papers_of
from generator.compose.sheets import BLANK, Filling, Order, unit_sheets
from generator.derive.sources import PAPER_NAMES, paper_sources
from generator.model.campaign import Campaign
from generator.model.document import Attachment
from generator.model.form import Field
from generator.model.paperwork import Paperwork, SealUse
from generator.model.sheet import Sheet, TableContent

PAPERS = ("drafting-sheet", "seal-approval", "seal-register", "receipt-sheet", "issue-register")
FORMS = loaded("office_papers").forms
TITLE = "柏溪镇安全生产委员会关于开展有限空间作业安全专项整治行动的通知"


def office(**changes: Any) -> Campaign:
    """The fixture's campaign with some attributes changed."""
    return replace(usable(loaded("office_papers")), **changes)


def made(campaign: Campaign, filling: Filling = "auto") -> list[Sheet]:
    """The papers of a run, free of problems."""
    composed = issuer_sheets(campaign, FORMS, Order(period="2023-06", filling=filling))
    assert composed.problems == []
    return [s for s in composed.sheets if s.code in PAPERS]


def table(campaign: Campaign, code: str) -> TableContent:
    content = next(s for s in made(campaign) if s.code == code).content
    assert isinstance(content, TableContent)
    return content


def boxes(content: TableContent) -> list[str]:
    """The lines of the boxes for signatures, places run together."""
    cells = [c for row in content.grid.rows for c in row.cells]
    return ["|".join(line.left + line.center + line.right for line in c.lines) for c in cells if c.lines]


@pytest.mark.parametrize("code", PAPERS)
def test_every_source_of_a_paper_has_a_printed_value(code: str) -> None:
    form = FORMS[code]
    for paper in papers_of(office(), form, FORMS):
        names = {**paper.names, **(paper.rows[0] if paper.rows else {})}
        assert set(paper_sources(form)) <= set(names)
    assert {field.source for field in form.fields} - {""} <= set(paper_sources(form))


def test_a_drafting_sheet_takes_its_text_from_the_notice_and_its_names_from_the_paperwork() -> None:
    content = table(office(), "drafting-sheet")

    assert content.title == ("柏溪镇安全生产委员会发文稿纸",)
    values = {name: text.replace("\n", "") for name, text in content.values.items()}
    assert values["title"] == TITLE
    assert values["number"] == "柏安委〔2023〕7号"
    assert values["countersigned_by"] == "镇乡村建设办公室、镇派出所"
    assert (values["urgency"], values["secrecy"], values["copies"]) == ("加急", "", "20")
    assert values["attachments"] == "柏溪镇有限空间作业安全专项整治工作专班"
    assert "温如言|　|2023年5月31日" in boxes(content)
    assert "|　|年　　月　　日" in boxes(content), "nobody has issued it yet: the place stays empty"


def test_several_attachments_are_numbered_on_the_drafting_sheet() -> None:
    attachments = (Attachment(form="roster", bound=True), Attachment(form="receipt-sheet", title="签收表"))

    values = table(office(attachments=attachments), "drafting-sheet").values

    assert values["attachments"].startswith("1.柏溪镇")
    assert values["attachments"].endswith("；2.签收表")


def test_a_drafting_sheet_with_long_texts_still_fits_one_page() -> None:
    campaign = office()
    assert campaign.notice
    assert campaign.notice.imprint
    imprint = replace(campaign.notice.imprint, copy_to="区安委会办公室，镇党委、人大、纪委，" * 6)
    attachments = (Attachment(form="roster", title="柏溪镇有限空间作业安全专项整治工作专班名单" * 8),)
    changed = replace(campaign, notice=replace(campaign.notice, imprint=imprint), attachments=attachments)

    (sheet,) = [s for s in made(changed) if s.code == "drafting-sheet"]

    assert sheet.one_page


def test_an_application_for_the_notice_is_filled_from_it_and_another_only_from_its_own() -> None:
    first, second = (p.names for p in papers_of(office(), FORMS["seal-approval"], FORMS))

    assert (first["seal.document"], first["seal.number"]) == (TITLE, "柏安委〔2023〕7号")
    assert (first["seal.office"], first["seal.applied_by"], first["seal.copies"]) == ("应急办", "卓然", "20")
    assert first["seal.matter"] == "印发文件"
    assert (second["seal.document"], second["seal.number"]) == ("有限空间作业安全专项整治行动工作证", "")
    assert (second["seal.phone"], second["seal.copies"]) == ("", "12")


def test_each_use_of_a_seal_has_an_application_and_a_line_of_the_register() -> None:
    campaign = office()
    names = [s.name for s in made(campaign) if s.code == "seal-approval"]
    rows = [r for r in row_values(table(campaign, "seal-register")) if r["serial"]]

    assert names == [
        "用印审批单（1 柏溪镇安全生产委员会印章）",
        "用印审批单（2 柏溪镇安全生产委员会办公室印章）",
    ]
    assert [(r["serial"], r["copies"], r["approved_by"]) for r in rows] == [
        ("1", "20", "司徒静"),
        ("2", "12", ""),
    ]


def test_before_a_seal_is_named_there_is_one_application_for_the_notice() -> None:
    campaign = office(paperwork=Paperwork(drafted_by="卓然"))

    (sheet,) = [s for s in made(campaign) if s.code == "seal-approval"]

    assert isinstance(sheet.content, TableContent)
    assert sheet.name == "用印审批单"
    assert (sheet.content.values["seal"], sheet.content.values["applied_by"]) == ("", "卓然")


def test_the_units_that_are_sent_the_document_sign_for_it() -> None:
    rows = row_values(table(office(), "receipt-sheet"))
    listed = [r for r in rows if r["serial"]]

    assert [r["unit"] for r in listed][:2] == ["秋湖社区", "山门村"]
    assert len(listed) == 8, "the town itself is not sent it"
    assert {r["copies"] for r in listed} == {"2"}
    assert {r["received_by"] + r["received_on"] for r in rows} == {""}
    everyone = table(office(paperwork=Paperwork()), "receipt-sheet")
    assert len([r for r in row_values(everyone) if r["serial"]]) == 9


def test_the_register_lists_every_number_in_order_and_says_what_became_of_it() -> None:
    rows = row_values(table(office(numbers=office().numbers[::-1]), "issue-register"))
    listed = [r for r in rows if r["serial"]]

    assert [r["number"] for r in listed] == [f"柏安委〔2023〕{n}号" for n in range(1, 9)] + [
        "柏安委办〔2023〕1号"
    ]
    assert (listed[3]["remark"], listed[7]["remark"]) == ("作废：重复行文，未印发", "预留：留给半年工作总结")
    assert (listed[6]["copies"], listed[6]["drafting_office"]) == ("20", "应急办"), (
        "the notice's own is completed"
    )


def test_papers_are_the_issuers_in_every_run_and_blank_ones_come_besides_in_a_blank_run() -> None:
    campaign = office()

    assert [s.name for s in made(campaign, "filled")] == [s.name for s in made(campaign)]
    blank = [s for s in made(campaign, "blank") if s.period == BLANK]
    assert [s.name for s in blank] == [
        f"{name}（空白）" for name in ("发文稿纸", "用印审批单", "用印登记簿", "文件签收表", "发文登记簿")
    ]
    assert all("柏安委" not in repr(s.content) for s in blank)
    order = Order(period="2023-06")
    assert [unit_sheets(campaign, FORMS, unit, order).sheets for unit in campaign.units] == [[]] * 9


def test_a_paper_that_is_also_an_attachment_is_made_once() -> None:
    campaign = office(attachments=(Attachment(form="receipt-sheet"),))

    assert [s.name for s in made(campaign) if s.code == "receipt-sheet"] == ["附件 文件签收表"]


def test_without_notice_and_paperwork_a_paper_is_blank_but_for_the_issuer() -> None:
    campaign = office(notice=None, paperwork=None, attachments=(), numbers=())
    (paper,) = papers_of(campaign, FORMS["drafting-sheet"], FORMS)
    (blank,) = blank_papers_of(office(), FORMS["drafting-sheet"])

    assert {n for n in PAPER_NAMES if paper.names[n]} == {
        "campaign.name",
        "issuer.name",
        "issuer.short_name",
        "issuer.region",
        "paperwork.copies_each",
    }
    assert blank.names == paper.names


def test_a_line_of_a_paper_may_name_what_it_is_filled_from() -> None:
    campaign = office(paperwork=Paperwork(seals=(SealUse(name="东关社区印章", approved_by="司徒静"),)))

    assert "签字：司徒静年　　月　　日" in boxes(table(campaign, "seal-approval"))


def test_a_column_without_a_source_stays_empty() -> None:
    form = replace(FORMS["receipt-sheet"], columns=(Field(name="note", label="备注", width_mm=156),))
    composed = issuer_sheets(office(), {**FORMS, "receipt-sheet": form}, Order(period="2023-06"))

    (sheet,) = [s for s in composed.sheets if s.code == "receipt-sheet"]

    assert isinstance(sheet.content, TableContent)
    assert set(sheet.content.values.values()) == {""}
