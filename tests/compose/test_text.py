"""Texts of documents: headings recognised, attachment note, signature, roster."""

from dataclasses import replace
from datetime import date

import pytest

from generator.compose.text import (
    attachment_note,
    contact_block,
    roster_blocks,
    signature_blocks,
    text_blocks,
)
from generator.model.document import Contact, Member, Notice, Role, WorkGroup
from generator.model.sheet import Block

NOTICE = Notice(title="通知", addressees="各社区", text="正文", document_date=date(2023, 5, 25))


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("一、总体要求", Block(style="heading_1", lead="一、总体要求")),
        ("十二、其他", Block(style="heading_1", lead="十二、其他")),
        ("（一）工作思路。以防为主。", Block(style="heading_2", lead="（一）工作思路。", text="以防为主。")),
        ("（十）加强督导", Block(style="heading_2", lead="（十）加强督导")),
        ("1.查清隐患。逐条登记。", Block(style="heading_3", text="1.查清隐患。逐条登记。")),
        ("1. 查清隐患。", Block(style="heading_3", text="1.查清隐患。")),
        ("12．查清隐患。", Block(style="heading_3", text="12．查清隐患。")),
        ("（1）登记", Block(style="heading_4", text="（1）登记")),
        ("2023年5月底前完成。", Block(style="text", text="2023年5月底前完成。")),
        ("1.5万元以上的，报镇政府。", Block(style="text", text="1.5万元以上的，报镇政府。")),
        ("一是提高认识。", Block(style="text", text="一是提高认识。")),
        ("（三个必须）是指", Block(style="text", text="（三个必须）是指")),
    ],
)
def test_headings_are_recognised_by_their_numbers(line: str, block: Block) -> None:
    assert text_blocks(line) == [block]


def test_every_line_is_a_paragraph_and_blank_lines_are_none() -> None:
    assert [b.text for b in text_blocks("甲。\n\n  乙。  \n　\n丙。")] == ["甲。", "乙。", "丙。"]


def test_attachment_note_of_one_attachment_has_no_number() -> None:
    assert attachment_note(["调度表"]) == [
        Block(style="blank"),
        Block(style="attachment_first", label="附件：", text="调度表"),
    ]


def test_attachment_note_of_several_attachments_numbers_them() -> None:
    assert attachment_note(["名单", "调度表", "台账"]) == [
        Block(style="blank"),
        Block(style="attachment_first", label="附件：", number="1.", text="名单"),
        Block(style="attachment_next", number="2.", text="调度表"),
        Block(style="attachment_next", number="3.", text="台账"),
    ]


def test_document_without_attachments_has_no_note() -> None:
    assert attachment_note([]) == []


def test_signature_leaves_room_for_the_seal_above_name_and_date() -> None:
    notice = replace(NOTICE, signature=("镇安委会", "镇政府"), note="此件公开发布")

    assert signature_blocks(notice) == [
        Block(style="blank"),
        Block(style="blank"),
        Block(style="signature", text="镇安委会"),
        Block(style="signature", text="镇政府"),
        Block(style="date", text="2023年5月25日"),
        Block(style="note", text="（此件公开发布）"),
    ]


def test_date_stands_alone_where_the_issuer_does_not_sign() -> None:
    assert [b.style for b in signature_blocks(NOTICE)] == ["blank", "blank", "date"]


def test_contact_line_names_person_and_phone() -> None:
    assert (
        contact_block(Contact(name="邱叶舟", phone="13000000016")).text
        == "联系人：邱叶舟　　联系电话：13000000016"
    )


def test_roster_prints_each_role_once_padded_to_the_longest() -> None:
    group = WorkGroup(
        title="名单",
        roles=(
            Role(label="组长", members=(Member(name="陶冶", title="镇长"),)),
            Role(label="副组长", members=(Member(name="顾明哲", title="副镇长"), Member(name="欧阳明远", title="书记"))),
        ),
        closing="办公室设在应急办。",
    )  # fmt: skip

    assert roster_blocks(group) == [
        Block(style="roster", label="组　长：", name="陶　冶", text="镇长"),
        Block(style="roster", label="副组长：", name="顾明哲", text="副镇长"),
        Block(style="roster", name="欧阳明远", text="书记"),
        Block(style="text", text="办公室设在应急办。"),
    ]
