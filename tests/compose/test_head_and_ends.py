"""Header and ends of a document: mark, signatories, signature, imprint and the page it stands on."""

from dataclasses import replace
from datetime import date

import pytest

from generator.compose.ends import foot_of, signature_blocks, signature_mm
from generator.compose.head import head_of
from generator.layout import gbt9704 as gb
from generator.model.document import DocumentNumber, Imprint, Notice
from generator.model.organ import Issuer
from generator.model.sheet import Block, Part

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


@pytest.mark.parametrize(
    ("lines", "two_sided", "page"),
    [(1, False, "same"), (1, True, "even"), (8, False, "next"), (14, True, "same"), (33, True, "even")],
)
def test_imprint_stands_on_the_last_page_and_on_an_even_one_when_two_sided(
    lines: int, two_sided: bool, page: str
) -> None:
    notice = replace(NOTICE, imprint=Imprint(copy_to="县安委办，县应急管理局"))

    foot = foot_of(notice, ISSUER, head_of(notice, ISSUER), _text(lines), two_sided)

    assert foot is not None
    assert foot.page == page


def test_imprint_prints_copy_to_with_a_full_stop_and_the_print_line() -> None:
    notice = replace(NOTICE, imprint=Imprint(copy_to="县安委办，县应急管理局"))

    foot = foot_of(notice, ISSUER, head_of(notice, ISSUER), _text(1), two_sided=False)

    assert foot is not None
    assert foot.lines == ("抄送：县安委办，县应急管理局。",)
    assert (foot.office, foot.date) == ("柳林镇党政办公室", "2023年5月26日印发")


def test_turned_lines_of_copy_to_align_after_the_colon() -> None:
    notice = replace(NOTICE, imprint=Imprint(copy_to="，".join(["县消防救援大队"] * 6)))

    foot = foot_of(notice, ISSUER, head_of(notice, ISSUER), _text(1), two_sided=False)

    assert foot is not None
    assert len(foot.lines) == 2
    assert foot.lines[1].startswith("　　　县") or foot.lines[1].startswith("　　　")
