"""Paragraphs, headings, attachment note, signature and roster."""

from dataclasses import replace
from datetime import date

import pytest

from generator.compose.ends import signature_blocks
from generator.compose.text import (
    attachment_note,
    contact_blocks,
    roster_blocks,
    text_blocks,
)
from generator.model.document import Contact, Member, Notice, Role, WorkGroup
from generator.model.sheet import Block, BlockStyle

# headings (7.3.3)


@pytest.mark.parametrize(
    ("line", "style", "lead", "text"),
    [
        ("一、总体要求", "heading_1", "一、总体要求", ""),
        ("十二、组织保障", "heading_1", "十二、组织保障", ""),
        ("一、工作目标。力争年底前完成。", "heading_1", "一、工作目标。", "力争年底前完成。"),
        ("（一）企业自查。各企业要自查。", "heading_2", "（一）企业自查。", "各企业要自查。"),
        ("（二）部门执法", "heading_2", "（二）部门执法", ""),
        ("1.主要负责人亲自研究。", "heading_3", "", "1.主要负责人亲自研究。"),
        ("12．开展演练。", "heading_3", "", "12．开展演练。"),
        ("3. 组织培训。", "heading_3", "", "3.组织培训。"),
        ("（1）建立台账。", "heading_4", "", "（1）建立台账。"),
    ],
)
def test_headings_are_known_by_their_number(line: str, style: BlockStyle, lead: str, text: str) -> None:
    assert text_blocks(line) == [Block(style=style, lead=lead, text=text)]


@pytest.mark.parametrize(
    "line",
    [
        "1.5万元以上的罚款应集体研究。",
        "12.24事故暴露出的问题。",
        "2023.6月底前完成。",
        "2023年6月底前完成。",
        "100.超出两位的不是序号。",
        "一是提高认识，二是压实责任。",
        "一般隐患立即整改。",
        "（略）",
        "（三个必须）是指管行业、管业务、管生产经营。",
        "（2023）年度计划。",
        "各社区：一、二类企业都要查。",
    ],
)
def test_lines_that_only_look_like_headings_are_text(line: str) -> None:
    assert text_blocks(line) == [Block(style="text", text=line)]


def test_each_line_is_a_paragraph_and_blank_ones_are_left_out() -> None:
    assert text_blocks("　　各社区：\n\n  现将方案印发。  \n") == [
        Block(style="text", text="各社区："),
        Block(style="text", text="现将方案印发。"),
    ]
    assert text_blocks("") == []


# attachment note (7.3.4)


def test_no_attachment_no_note() -> None:
    assert attachment_note([]) == []


def test_a_single_attachment_has_no_number() -> None:
    assert attachment_note(["进展情况调度表"]) == [
        Block(style="blank"),
        Block(style="attachment_first", label="附件：", text="进展情况调度表"),
    ]


def test_several_attachments_are_numbered() -> None:
    assert attachment_note(["工作专班名单", "进展情况调度表", "整改台账"]) == [
        Block(style="blank"),
        Block(style="attachment_first", label="附件：", number="1.", text="工作专班名单"),
        Block(style="attachment_next", number="2.", text="进展情况调度表"),
        Block(style="attachment_next", number="3.", text="整改台账"),
    ]


# signature (7.3.5.1), note (7.3.6), contact


def notice(signature: tuple[str, ...], note: str = "") -> Notice:
    """A notice of 25 May 2023."""
    return Notice(
        title="通知",
        addressees="各社区",
        text="现印发。",
        document_date=date(2023, 5, 25),
        signature=signature,
        note=note,
    )


def test_two_blank_lines_leave_room_for_the_seal_above_signature_and_date() -> None:
    blocks = signature_blocks(notice(("柳林镇安委会",), note="此件公开发布"))

    assert [(b.style, b.text) for b in blocks] == [
        ("blank", ""),
        ("blank", ""),
        ("signature", "柳林镇安委会"),
        ("date", "2023年5月25日"),
        ("note", "（此件公开发布）"),
    ]


def test_a_notice_without_signature_or_note_ends_with_its_date() -> None:
    assert [b.style for b in signature_blocks(notice(()))] == ["blank", "blank", "date"]


def test_contact_line() -> None:
    contact = Contact(name="邹平", phone="13000000009")

    assert contact_lines(contact) == ["联系人：邹平　　联系电话：13000000009"]
    assert contact_blocks(None) == []


def test_contact_that_is_too_long_for_a_line_is_turned_between_its_parts() -> None:
    contact = Contact(name="邹平、顾明哲", phone="13000000009（传真）", email="aw@liulin.example")

    # 4 + 6 of the names, 2 between, 5 + 5.5 + 4 of the telephone: 26.5, and 26 stand after the indent
    assert contact_lines(contact) == [
        "联系人：邹平、顾明哲",
        "联系电话：13000000009（传真）",
        "电子邮箱：aw@liulin.example",
    ]
    assert contact_lines(replace(contact, name="邹平", phone="13000000009", email="a@b.example")) == [
        "联系人：邹平　　联系电话：13000000009",
        "电子邮箱：a@b.example",
    ]


def contact_lines(contact: Contact) -> list[str]:
    """The lines of a contact as printed."""
    blocks = contact_blocks(contact)
    assert {b.style for b in blocks} == {"contact"}
    return [b.text for b in blocks]


# roster


def test_roster_names_each_role_once_and_lines_up_names_and_roles() -> None:
    group = WorkGroup(
        title="名单",
        roles=(
            Role(label="组长", members=(Member(name="陶冶", title="镇长"),)),
            Role(
                label="副组长",
                members=(
                    Member(name="顾明哲", title="副镇长"),
                    Member(name="上官若水", title="应急办主任"),
                ),
            ),
        ),
        closing="一、办公室设在应急办。",
    )

    found = [(b.style, b.label, b.name, b.lead + b.text) for b in roster_blocks(group)]

    assert found == [
        ("roster", "组　长：", "陶　冶", "镇长"),
        ("roster", "副组长：", "顾明哲", "副镇长"),
        ("roster", "", "上官若水", "应急办主任"),
        ("heading_1", "", "", "一、办公室设在应急办。"),
    ]


def test_a_roster_of_two_character_roles_is_not_spread() -> None:
    group = WorkGroup(title="名单", roles=(Role(label="组长", members=(Member(name="陶冶", title="镇长"),)),))

    assert roster_blocks(group)[0].label == "组长："
