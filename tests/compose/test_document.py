"""The campaign's document: its parts, mark, attachment numbers, and where the signature stands."""

from dataclasses import replace
from datetime import date

import pytest
from compose_samples import FORMS, GROUP, NOTICE, PLAN, attached, campaign

from generator.compose.attachments import attachment_mark, attachment_number
from generator.compose.document import (
    attachment_titles,
    document_content,
    list_content,
    list_part,
)
from generator.layout import gbt9704 as gb
from generator.model.campaign import Campaign
from generator.model.document import Attachment, Contact, DocumentNumber, Member, Notice, Role, WorkGroup
from generator.model.organ import Issuer
from generator.model.sheet import DocumentContent, Head, Part


def document(source: Campaign) -> DocumentContent:
    """The document of a campaign that has one."""
    content = document_content(source, FORMS)
    assert content
    return content


def head(source: Campaign) -> Head:
    """The header of a campaign's document."""
    found = document(source).head
    assert found
    return found


def notes(part: Part) -> list[tuple[str, str]]:
    """The attachment note of a part: numbers and names."""
    return [(b.number, b.text) for b in part.blocks if b.style.startswith("attachment")]


# parts


def test_without_notice_and_plan_there_is_no_document() -> None:
    assert document_content(campaign(work_group=GROUP, attachments=attached("roster")), FORMS) is None


def test_notice_plan_and_bound_roster_are_parts_each_on_a_page_of_its_own() -> None:
    source = campaign(notice=NOTICE, plan=PLAN, work_group=GROUP, attachments=attached("monthly", "roster"))

    parts = document(source).parts

    assert [p.title for p in parts] == [
        ("关于印发方案的通知",),
        ("专项行动方案",),
        ("工作专班", "名单"),
    ]
    assert [p.new_page for p in parts] == [False, True, True]
    assert [p.attachment for p in parts] == ["", "", "附件2"]


def test_a_plan_alone_begins_on_the_first_page() -> None:
    (part,) = document(campaign(plan=PLAN)).parts

    assert (part.new_page, part.addressees) == (False, "")


def test_the_attachment_note_stands_below_the_plan_else_below_the_notice() -> None:
    listed = [("1.", "东镇专项行动月度情况表"), ("2.", "问题台账")]
    source = campaign(notice=NOTICE, attachments=attached("monthly", "ledger"))

    (alone,) = document(source).parts
    notice, plan = document(replace(source, plan=PLAN)).parts

    assert notes(alone) == listed
    assert (notes(notice), notes(plan)) == ([], listed)


def test_the_contact_stands_below_the_plan_before_the_attachment_note() -> None:
    plan = replace(PLAN, contact=Contact(name="邹平", phone="13000000009"))

    (part,) = document(campaign(plan=plan, attachments=attached("ledger"))).parts

    assert [b.style for b in part.blocks] == ["heading_1", "contact", "blank", "attachment_first"]


def test_the_contact_of_a_notice_stands_before_the_attachment_note_and_the_signature() -> None:
    notice = replace(NOTICE, contact=Contact(name="邹平", phone="13000000009", email="aw@liulin.example"))

    (part,) = document(campaign(notice=notice, attachments=attached("ledger"))).parts

    styles = [b.style for b in part.blocks]
    assert styles[1:5] == ["contact", "contact", "blank", "attachment_first"]
    assert styles[-1] == "date"


@pytest.mark.parametrize("written", ["各村、各部门", "各村、各部门：", "各村、各部门:"])
def test_addressees_end_with_one_colon(written: str) -> None:
    (part,) = document(campaign(notice=replace(NOTICE, addressees=written))).parts

    assert part.addressees == "各村、各部门："


def test_the_roster_alone_has_no_header_and_no_page_before_it() -> None:
    part = list_part(campaign(work_group=GROUP, attachments=attached("roster", "monthly")), "roster")
    assert part
    content = list_content(part)

    assert content.head is None
    assert [(p.attachment, p.new_page, p.title) for p in content.parts] == [
        ("附件1", False, ("工作专班", "名单"))
    ]


def test_columns_of_a_roster_hold_its_longest_role_and_name() -> None:
    def columns(role: str, *names: str) -> tuple[float, float]:
        members = tuple(Member(name=name, title="镇长") for name in names)
        group = WorkGroup(title="名单", roles=(Role(label=role, members=members),))
        part = list_part(campaign(work_group=group), "roster")
        assert part
        label, name = list_content(part).roster_mm
        return round(label / gb.CHAR_PITCH_MM, 2), round(name / gb.CHAR_PITCH_MM, 2)

    assert columns("组长", "陶冶") == (4.5, 5.0)
    assert columns("副组长", "陶冶", "上官若水") == (4.5, 5.0)
    assert columns("常务副组长", "阿卜杜热西提·吐尔逊") == (
        6.5,
        11.0,
    )  # with its colon, and a character after the name


def test_a_bound_roster_sets_the_columns_of_its_document() -> None:
    members = (Member(name="阿卜杜热西提·吐尔逊", title="镇长"),)
    group = replace(GROUP, roles=(Role(label="组长", members=members),))
    source = campaign(notice=NOTICE, work_group=group, attachments=attached("roster"))

    assert document(source).roster_mm[1] == pytest.approx(11 * gb.CHAR_PITCH_MM)


# attachments


def test_an_attachment_is_numbered_by_its_place_and_not_when_it_is_the_only_one() -> None:
    several = campaign(attachments=attached("roster", "monthly", "ledger"))

    assert [attachment_number(several, f) for f in ("roster", "ledger", "record")] == ["附件1", "附件3", ""]
    assert attachment_number(campaign(attachments=attached("ledger")), "ledger") == "附件"


def test_names_of_attachments_are_their_own_or_those_of_form_and_roster() -> None:
    own = Attachment(form="ledger", title="问题台账\n（各村）")
    source = campaign(work_group=GROUP, attachments=(*attached("roster", "monthly", "ledger"), own))

    assert attachment_titles(source, FORMS) == [
        "工作专班名单",
        "东镇专项行动月度情况表",
        "问题台账",
        "问题台账（各村）",
    ]


# header (7.2)


def test_mark_and_number_stand_on_a_notice_only() -> None:
    numbered = replace(NOTICE, number=DocumentNumber(organ_code="东安委", year=2023, serial=4))

    assert head(campaign(notice=numbered)).number == "东安委〔2023〕4号"
    assert head(campaign(notice=NOTICE)).mark == ("东镇安委会文件",)
    assert document(campaign(plan=PLAN)).head is None


@pytest.mark.parametrize(
    ("mark", "size"),
    [
        (("东镇安委会",), 56.0),  # 150 mm / 5 = 30 mm = 85 pt: no larger than 56
        (("将官池镇安全生产委员会文件",), 32.5),  # 150 mm = 425.2 pt / 13 = 32.7
        (("东镇", "将官池镇安全生产委员会"), 38.5),  # the longest line counts: 425.2 / 11 = 38.65
    ],
)
def test_a_mark_is_as_large_as_150_mm_allow(mark: tuple[str, ...], size: float) -> None:
    found = head(campaign(notice=NOTICE, issuer=Issuer(name="东镇安委会", mark=mark)))

    assert found.mark_pt == size
    assert max(map(len, mark)) * gb.mm_from_pt(found.mark_pt) <= gb.MARK_MAX_WIDTH_MM


# signature (7.3.5.1)


def signed(*names: str, on: date = date(2023, 5, 25)) -> Notice:
    """The notice signed by these organs."""
    return replace(NOTICE, signature=names, document_date=on)


@pytest.mark.parametrize(
    ("on", "chars"),
    [(date(2023, 5, 25), 6.5), (date(2023, 12, 25), 7.0), (date(2023, 5, 6), 6.0)],
)
def test_the_date_ends_four_characters_from_the_right(on: date, chars: float) -> None:
    # 2023年5月25日: seven digits of a half and three characters, 6.5 em; its centre half of that to the left
    center = document(campaign(notice=signed("东镇安委会", on=on))).signature_mm

    end = center + chars * gb.CHAR_PITCH_MM / 2
    assert end == pytest.approx(156 - 4 * 156 / 28)


def test_a_short_signature_is_centred_on_the_date() -> None:
    # both centres are the same whether the name is shorter or somewhat longer than the date
    centers = {
        document(campaign(notice=signed(name))).signature_mm for name in ("东镇", "东镇安全生产委员会")
    }

    assert len(centers) == 1


def test_a_long_signature_moves_both_left_until_it_ends_with_the_type_area() -> None:
    # 20 characters of 5.571 mm = 111.43 mm: centre 55.71 mm from the right edge
    name = "东镇重大事故隐患专项排查整治行动领导小组"
    assert len(name) == 20

    center = document(campaign(notice=signed("东镇", name))).signature_mm

    assert center == pytest.approx(156 - 55.71, abs=0.01)
    assert center + 20 * gb.CHAR_PITCH_MM / 2 == pytest.approx(gb.TYPE_AREA_WIDTH_MM)


def test_without_a_notice_nothing_is_signed() -> None:
    assert document(campaign(plan=PLAN)).signature_mm == 0


# addressees (7.3.2), formats (10), attachments sent apart (7.3.7)


def test_addressees_that_would_push_the_text_off_page_1_move_to_the_imprint() -> None:
    many = "、".join(f"镇直第{n}工作站所" for n in range(1, 31))

    near, crowded = (document(campaign(notice=replace(NOTICE, addressees=a))) for a in ("各村", many))

    assert (near.parts[0].addressees, near.foot) == ("各村：", None)
    assert crowded.parts[0].addressees == ""
    assert crowded.foot
    assert "".join(line.strip() for line in crowded.foot.lines) == f"主送：{many}。"


def test_addressees_longer_than_a_page_of_imprint_stay_below_the_title() -> None:
    endless = "、".join(f"镇直第{n}工作站所" for n in range(1, 150))

    found = document(campaign(notice=replace(NOTICE, addressees=endless)))

    assert found.parts[0].addressees == f"{endless}："
    assert found.foot is None


def test_an_order_prints_neither_title_nor_addressees() -> None:
    found = document(campaign(notice=replace(NOTICE, format="order")))

    assert (found.parts[0].title, found.parts[0].addressees, found.shell) == ((), "", "document")


def test_a_letter_has_a_shell_of_its_own() -> None:
    assert document(campaign(notice=replace(NOTICE, format="letter"))).shell == "letter"


def test_attendance_stands_in_minutes_only() -> None:
    present = replace(NOTICE, present="镇政府　林正")

    for kind, styles in (("minutes", ["attendance"]), ("document", [])):
        (part,) = document(campaign(notice=replace(present, format=kind))).parts  # type: ignore[arg-type]
        assert [b.style for b in part.blocks if b.style == "attendance"] == styles


def test_an_attachment_sent_apart_carries_the_document_number() -> None:
    numbered = replace(NOTICE, number=DocumentNumber(organ_code="东安委", year=2023, serial=4))
    bound = Attachment(form="roster", bound=True)
    source = campaign(notice=numbered, work_group=GROUP, attachments=(bound, *attached("monthly")))

    assert attachment_mark(source, "roster") == "附件1"
    assert attachment_mark(source, "monthly") == "东安委〔2023〕4号附件2"
    assert attachment_mark(source, "ledger") == ""
    assert attachment_mark(replace(source, notice=NOTICE), "monthly") == "附件2"
    part = list_part(replace(source, attachments=(Attachment(form="roster"),)), "roster")
    assert part
    assert part.attachment == "东安委〔2023〕4号附件"
