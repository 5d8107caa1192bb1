"""Characters that are not what they seem, and stand-ins for those that were not typed."""

import re

import pytest

from generator.validate.characters import code_point, hidden, look_alikes, unusable
from generator.validate.stand_ins import Holder, stand_in

# Texts of the kind that offices write, with every sort of bracket in them.
ORDINARY = """
一、总体要求（一）工作思路。各村（社区）、镇直各单位（部门）、辖区企业（含个体工商户）：
组长：方敏（镇长）副组长：石磊（党委副书记）、田青（女，副镇长）、王林（兼）成员：马俊（派出所所长）
危险化学品、交通运输（含道路、铁路）、建筑施工（含隧道）、工贸（木材加工、家具）等行业（领域）
每月25日前（节假日顺延）报镇安委办（联系人：金明；电话：13000000001）。附件：1.进展情况调度表（附后）
时间：（　　年　月　日）填报人（签字）：审核人（签字）：单位（公章）、（盖章）、（签名）
自查□　抽查□　是（√）否（×）（1）隐患一患一表（2分）（不超过3人次，每次0.5万元）
《安全生产法》（2021年修正）第三十八条、GB/T 9704-2012、〔2023〕4号、【重要】［名单］［表：附件4］
罗湾（东组）至马桥（西组）的道路（山口段）两旁，门头（招牌）、木工（砂光）车间、田头（地边）
线上+线下、“党建+安全”、双随机（一公开）、四不两直（不发通知、不打招呼）、三管三必须（以下简称三必须）
石门（金山）加油站、河南（集团）有限公司、恒瑞（许昌）制品厂、清溪（上林）木业、乡镇（街道）办事处、香桥（分店）
单人（双人）间、走之前（后）关电、十字头（螺丝刀）、上传下达（左右联动）、竹木（制品）、氧气（乙炔）瓶
"""


@pytest.mark.parametrize("holder", ["person", "organ", "text"])
def test_brackets_of_official_texts_are_no_stand_ins(holder: Holder) -> None:
    lines = ORDINARY.replace("□", "").splitlines()
    pieces = [*lines, *(piece for line in lines for piece in re.split("[，。；：、]", line))]

    assert len(pieces) > 70
    assert {piece: part for piece in pieces if (part := stand_in(piece, holder))} == {}


@pytest.mark.parametrize(
    ("text", "holder", "part"),
    [
        ("上(田本)村", "organ", "(田本)"),
        ("柏溪镇上（田本）村村民委员会", "organ", "（田本）"),
        ("罗(金白)木器厂", "organ", "(金白)"),
        ("王(文武)", "person", "(文武)"),
        ("方敏、王(文武)、石磊", "person", "(文武)"),
        ("李(日月)华", "person", "(日月)"),
        ("张（氵+某）", "person", "（氵+某）"),
        ("张(王＋令)", "person", "(王＋令)"),
        ("李[王旁令]", "person", "[王旁令]"),
        ("李（左王右令）", "person", "（左王右令）"),
        ("李（上日下立）", "person", "（上日下立）"),
        ("（土字旁）弄村", "organ", "（土字旁）"),
        ("大（三点水加弄）村", "organ", "（三点水加弄）"),
        ("⿰氵弄村", "organ", "⿰氵弄"),
        ("〓家庄", "organ", "〓"),
        ("□家庄", "organ", "□"),
        ("王?", "person", "?"),
        ("￭水村", "organ", "￭"),
        ("王氵", "person", "氵"),
        ("在（氵+弄）水河边排查", "text", "（氵+弄）"),
        (
            "各村（社区）要对上(田本)村、河湾村逐户排查，一户不漏，并于每月25日前报镇安委办。",
            "text",
            "(田本)",
        ),
        ("在⿰氵弄河边排查", "text", "⿰氵弄"),
        ("在〓河边排查", "text", "〓"),
        ("在\ufffd河边排查", "text", "\ufffd"),
    ],
)
def test_a_stand_in_is_found(text: str, holder: Holder, part: str) -> None:
    assert stand_in(text, holder) == part


def test_a_box_to_tick_and_a_question_are_no_stand_ins_in_a_text() -> None:
    assert stand_in("□是　□否　怎么办？", "text") == ""


def test_a_question_is_no_stand_in_where_a_list_calls_it_a_name() -> None:
    assert stand_in("制度是否上墙？", "organ") == ""
    assert stand_in("？家庄木器厂", "organ") == "？"


def test_real_rare_characters_pass() -> None:
    for name in ("莫𡐓村", "㙍头村", "䶮山", "𫚖鱼塘", "﨑川"):
        assert (unusable(name), hidden(name), stand_in(name, "organ")) == ("", {}, "")
    assert look_alikes("莫𡐓村㙍䶮𫚖﨑") == {}


def test_look_alikes_are_told_with_the_proper_character() -> None:
    found = look_alikes("⽅⼭⻋⻓金\uf90a\U0002f800⺩")

    assert found == {
        "⽅": "方",
        "⼭": "山",
        "⻋": "车",
        "⻓": "长",
        "\uf90a": "金",
        "\U0002f800": "丽",
        "⺩": "",
    }


def test_every_kangxi_radical_and_compatibility_ideograph_with_a_proper_one_is_told() -> None:
    radicals = [chr(number) for number in range(0x2F00, 0x2FD6)]
    proper = look_alikes("".join(radicals))

    assert len(proper) == 214
    assert all("\u3400" <= char <= "\u9fff" for char in proper.values())


def test_hidden_characters_are_named() -> None:
    assert hidden("应急\u200b管理\u200b办\ufe00") == {"\u200b": "零宽空格", "\ufe00": "异体字选择符"}


@pytest.mark.parametrize(
    "char", ["\ue000", "\uf8ff", "\U000f0000", "\U0010fffd", "\x07", "\x85", "\u202e", "\u2066"]
)
def test_characters_that_no_document_may_hold_are_found(char: str) -> None:
    assert unusable(f"罗{char}敏") == char
    assert unusable("罗敏\t\n") == ""


def test_a_character_is_told_with_its_number() -> None:
    assert [code_point(char) for char in "㙍𡐓"] == ["U+364D", "U+21413"]
