"""Header and ends of a document: mark, signatories, signature, imprint and the page it stands on."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from generator.compose.ends import (
    attendance_blocks,
    foot_of,
    signature_blocks,
    signature_mm,
    signature_rows,
    signatures_mm,
)
from generator.compose.head import head_mm, head_of
from generator.compose.runs import document_end, shows_text
from generator.layout import gbt9704 as gb
from generator.model.document import DocumentNumber, Imprint, Notice
from generator.model.organ import Issuer
from generator.model.sheet import Block, Foot, Part

ISSUER = Issuer(name="柳林镇安全生产委员会", print_office="柳林镇党政办公室")
NOTICE = Notice(
    title="关于开会的通知",
    addressees="各村",
    text="请按时参加。",
    document_date=date(2023, 5, 26),
    number=DocumentNumber(organ_code="柳安委", year=2023, serial=3),
    signature=("柳林镇安全生产委员会",),
)


def test_mark_of_one_organ_ends_in_the_word_for_document() -> None:
    head = head_of(NOTICE, ISSUER)

    assert head.mark == ("柳林镇安全生产委员会文件",)
    assert head.mark_side == ""
    assert head.number == "柳安委〔2023〕3号"


def test_joint_mark_has_the_lead_organ_first_and_the_word_beside() -> None:
    head = head_of(replace(NOTICE, joint_issuers=("柳林镇人民武装部",)), ISSUER)

    assert head.mark == ("柳林镇安全生产委员会", "柳林镇人民武装部")
    assert head.mark_side == "文件"
    # ten characters of the longest name, two of 文件 and one between them stay inside the type area
    assert 13 * gb.mm_from_pt(head.mark_pt) <= gb.TYPE_AREA_WIDTH_MM


def test_signatories_stand_two_a_line_and_end_one_character_from_the_right() -> None:
    head = head_of(replace(NOTICE, signatories=("顾俊", "李少侠", "王五")), ISSUER)

    assert head.signatories == ("顾　俊　李少侠", "王　五")
    # 28 characters less one at the right, seven of names and four of 签发人：
    assert head.signatory_mm == pytest.approx(16 * gb.CHAR_PITCH_MM)


def test_secrecy_stands_before_urgency() -> None:
    head = head_of(replace(NOTICE, copy_number="000012", urgency="特急", secrecy="秘密★1年"), ISSUER)

    assert (head.copy_number, head.classification) == ("000012", ("秘密★1年", "特急"))


@pytest.mark.parametrize(
    ("sealing", "styles"),
    [
        ("sealed", ["blank", "blank", "signature", "date"]),
        ("unsealed", ["blank", "unsealed", "unsealed_date"]),
        ("signature_stamp", ["blank", "blank", "stamp", "blank", "stamp_date"]),
    ],
)
def test_room_above_and_between_follows_the_kind_of_sealing(sealing: str, styles: list[str]) -> None:
    blocks = signature_blocks(replace(NOTICE, sealing=sealing, stamp_title="镇长"))  # type: ignore[arg-type]

    assert [b.style for b in blocks] == styles


def test_unsealed_signature_ends_two_characters_from_the_right() -> None:
    # ten characters of the name: 28 - 2 - 10
    assert signature_mm(replace(NOTICE, sealing="unsealed")) == pytest.approx(16 * gb.CHAR_PITCH_MM)


def test_unsealed_name_shorter_than_the_date_moves_left() -> None:
    # the date is 6.5 characters and begins two after the name: 28 - 2 - 6.5 - 2
    short = replace(NOTICE, sealing="unsealed", signature=("甲乡",))
    assert signature_mm(short) == pytest.approx(17.5 * gb.CHAR_PITCH_MM)


def _text(lines: int) -> list[Part]:
    return [
        Part(title=("关于开会的通知",), new_page=False, blocks=(Block(style="text", text="字" * 26),) * lines)
    ]


def _foot(notice: Notice, lines: int = 1, two_sided: bool = False, addressees: str = "") -> Foot | None:
    end = document_end(head_of(notice, ISSUER), _text(lines))
    return foot_of(notice, ISSUER, addressees, end, two_sided=two_sided)


@pytest.mark.parametrize(
    ("lines", "two_sided", "page"),
    [(1, False, "same"), (1, True, "even"), (8, False, "next"), (14, True, "same"), (33, True, "even")],
)
def test_imprint_stands_on_the_last_page_and_on_an_even_one_when_two_sided(
    lines: int, two_sided: bool, page: str
) -> None:
    notice = replace(NOTICE, imprint=Imprint(copy_to="县安委办，县应急管理局"))

    foot = _foot(notice, lines, two_sided)

    assert foot is not None
    assert foot.page == page


def test_imprint_prints_copy_to_with_a_full_stop_and_the_print_line() -> None:
    notice = replace(NOTICE, imprint=Imprint(copy_to="县安委办，县应急管理局"))

    foot = _foot(notice)

    assert foot is not None
    assert foot.lines == ("抄送：县安委办，县应急管理局。",)
    assert (foot.office, foot.date) == ("柳林镇党政办公室", "2023年5月26日印发")


def test_turned_lines_of_copy_to_align_after_the_colon() -> None:
    notice = replace(NOTICE, imprint=Imprint(copy_to="，".join(["县消防救援大队"] * 6)))

    foot = _foot(notice)

    assert foot is not None
    assert len(foot.lines) == 2
    assert foot.lines[1].startswith("　　　县") or foot.lines[1].startswith("　　　")


# 主送机关移至版记 (7.3.2)


def _addressed(lines: int) -> Part:
    text = Block(style="text", text="请按时参加。")
    return Part(title=("关于开会的通知",), addressees="字" * 28 * lines, blocks=(text,), new_page=False)


def test_first_page_shows_text_until_the_addressees_fill_it() -> None:
    head = head_of(NOTICE, ISSUER)
    # 225 mm less the header, two lines of title and one of text
    room = int((gb.TYPE_AREA_HEIGHT_MM - head_mm(head)) / gb.LINE_PITCH_MM) - 3

    assert shows_text(head, _addressed(room))
    assert not shows_text(head, _addressed(room + 1))


def test_addressees_stand_above_copy_to_in_the_same_form() -> None:
    foot = _foot(replace(NOTICE, imprint=Imprint(copy_to="县安委办")), addressees="，".join(["各村"] * 16))

    assert foot is not None
    assert foot.lines[0].startswith("主送：各村，")
    assert foot.lines[1].startswith("　　　")
    assert foot.lines[1].endswith("各村。")
    assert foot.lines[2:] == ("抄送：县安委办。",)
    assert foot.height_mm == pytest.approx(4 * gb.LINE_PITCH_MM), "three of them, and the print line"


def test_addressees_that_move_make_an_imprint_where_the_data_have_none() -> None:
    foot = _foot(NOTICE, addressees="各村")

    assert foot is not None
    assert (foot.lines, foot.office) == (("主送：各村。",), "柳林镇党政办公室")
    assert _foot(NOTICE) is None


# 特定格式 (10)


@pytest.mark.parametrize(
    ("kind", "mark", "ink_mm", "number"),
    [
        ("document", "柳林镇安全生产委员会文件", 35, "柳安委〔2023〕3号"),
        ("letter", "柳林镇安全生产委员会", -7, "柳安委〔2023〕3号"),
        ("order", "柳林镇安全生产委员会令", 20, "第3号"),
        ("minutes", "柳林镇安全生产委员会会议纪要", 35, "柳安委〔2023〕3号"),
    ],
)
def test_each_format_has_its_mark_and_number(kind: str, mark: str, ink_mm: float, number: str) -> None:
    head = head_of(replace(NOTICE, format=kind), ISSUER)  # type: ignore[arg-type]

    assert (head.mark, head.mark_ink_mm, head.number) == ((mark,), ink_mm, number)


def test_a_mark_of_the_notice_goes_before_the_issuers() -> None:
    marked = replace(ISSUER, mark=("柳林镇",))

    assert head_of(replace(NOTICE, mark=("柳林镇应急指挥部",)), marked).mark == ("柳林镇应急指挥部",)
    assert head_of(NOTICE, marked).mark == ("柳林镇",)


def test_a_letter_of_several_organs_carries_the_lead_organs_mark() -> None:
    head = head_of(replace(NOTICE, format="letter", joint_issuers=("柳林镇人民武装部",)), ISSUER)

    assert (head.mark, head.mark_side) == (("柳林镇安全生产委员会",), "")


def test_a_letter_has_neither_signatories_nor_print_line() -> None:
    letter = replace(NOTICE, format="letter", signatories=("顾俊",), imprint=Imprint(copy_to="县安委办"))
    foot = _foot(letter, two_sided=True)

    assert head_of(letter, ISSUER).signatories == ()
    assert foot is not None
    assert (foot.lines, foot.office, foot.date, foot.page) == (("抄送：县安委办。",), "", "", "same")
    assert _foot(replace(letter, imprint=Imprint())) is None


def test_minutes_are_dated_without_room_for_a_seal() -> None:
    assert [b.style for b in signature_blocks(replace(NOTICE, format="minutes"))] == [
        "blank",
        "unsealed",
        "unsealed_date",
    ]


def test_attendance_names_each_list_once() -> None:
    lists = attendance_blocks(replace(NOTICE, present="镇政府　林正\n应急办　陶冶", attending="河湾村　顾俊"))

    assert [(b.label, b.text) for b in lists[1:]] == [
        ("出席：", "镇政府　林正"),
        ("", "应急办　陶冶"),
        ("列席：", "河湾村　顾俊"),
    ]
    assert lists[0].style == "blank"
    assert attendance_blocks(NOTICE) == []


# 联合行文的署名 (7.3.5.1、7.3.5.3)


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (["柳林镇党委", "柳林镇政府"], [2]),
        (["柳林镇党委", "柳林镇政府", "柳林镇人大"], [3]),
        (["柳林镇党委", "柳林镇政府", "柳林镇人大", "柳林镇团委"], [2, 2]),
        (["柳林镇党委", "柳林镇政府", "柳林镇人大", "柳林镇团委", "柳林镇妇联"], [3, 2]),
        (["柳林镇安全生产委员会", "柳林镇人民武装部", "柳林镇党委"], [2, 1]),
        (["柳林镇重大事故隐患专项排查整治行动领导小组", "柳林镇人民武装部"], [1, 1]),
    ],
)
def test_signatures_of_several_organs_stand_in_rows_of_at_most_three(
    names: list[str], rows: list[int]
) -> None:
    notice = replace(NOTICE, signature=tuple(names))
    places = signatures_mm(notice)
    found = signature_rows(notice)

    assert [sum(map(bool, row)) for row in found] == rows
    assert [name for row in found for name in row if name] == names
    assert all(row[-1] for row in found), "the last of each row stands over the date"
    assert places[-1] == pytest.approx(signature_mm(notice))
    widest = max(max(map(len, names)) * gb.CHAR_PITCH_MM, gb.SEAL_MM)
    assert places[0] - widest / 2 >= -0.01
    assert places[-1] + widest / 2 <= gb.TYPE_AREA_WIDTH_MM + 0.01
    assert all(b - a > gb.SEAL_MM for a, b in pairwise(places)), "seals neither meet nor touch"


def test_rows_of_seals_stand_a_seal_apart() -> None:
    notice = replace(NOTICE, signature=("柳林镇党委", "柳林镇政府", "柳林镇人大", "柳林镇团委"))
    styles = [b.style for b in signature_blocks(notice)]

    assert styles == ["blank"] * 2 + ["signatures"] + ["blank"] * 4 + ["signatures", "date"]
    assert (styles[::-1].index("signatures") + 4) * gb.LINE_PITCH_MM > gb.SEAL_MM


def test_several_stamps_stand_one_below_the_other() -> None:
    notice = replace(NOTICE, sealing="signature_stamp", stamp_title="镇长\n部长")

    assert [(b.style, b.text) for b in signature_blocks(notice)[2:6]] == [
        ("stamp", "镇长"),
        ("blank", ""),
        ("stamp", "部长"),
        ("blank", ""),
    ]


@pytest.mark.parametrize("mm", [38.0, 45.0, 50.0])
def test_signatures_stand_as_far_apart_as_the_seals_are_large(mm):
    notice = replace(
        NOTICE, signature=tuple(f"柳林镇{name}" for name in ("派出所", "司法所", "卫生院", "林业站"))
    )
    places = signatures_mm(notice, mm)
    styles = [b.style for b in signature_blocks(notice, mm)]
    rows = [i for i, style in enumerate(styles) if style == "signatures"]

    assert all(b - a >= mm + gb.SEAL_GAP_MM for a, b in pairwise(places))
    assert (rows[1] - rows[0]) * gb.LINE_PITCH_MM >= mm + gb.SEAL_GAP_MM
