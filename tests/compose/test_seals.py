"""Whose seals a sheet takes, what each presses, and in how many copies."""

from dataclasses import replace

import pytest
from helpers.sheets import composed, loaded, sheet, sheets, usable

from generator.compose.seals import document_seals, table_seals
from generator.model.campaign import Campaign
from generator.model.form import Box, Field, Line
from generator.model.paperwork import Paperwork


def campaign(**notice: object) -> Campaign:
    found = usable(loaded("small_valid"))
    assert found.notice
    return replace(found, notice=replace(found.notice, **notice))


def test_each_organ_of_a_joint_notice_has_its_own_seal():
    seals = document_seals(campaign(signature=("柳林镇人民政府", "柳林镇派出所")))

    assert [(s.holder.name, s.kind, s.key) for s in seals.spots] == [
        ("柳林镇人民政府", "signature", "seal-柳林镇人民政府"),
        ("柳林镇派出所", "signature", "seal-柳林镇派出所"),
    ]


def test_a_notice_that_is_signed_with_a_date_alone_has_the_issuers_seal_on_it():
    (spot,) = document_seals(campaign(signature=())).spots

    assert (spot.holder.name, spot.kind) == ("柳林镇安全生产委员会", "date")


@pytest.mark.parametrize(
    "notice", [{"sealing": "unsealed"}, {"sealing": "signature_stamp"}, {"format": "minutes"}]
)
def test_a_notice_without_a_seal_has_no_place_for_one(notice):
    assert not document_seals(campaign(**notice)).any


def test_a_notice_is_sealed_in_as_many_copies_as_are_printed():
    assert document_seals(campaign()).copies == 1
    assert document_seals(replace(campaign(), paperwork=Paperwork(copies=40))).copies == 40


def test_the_lead_organ_seals_across_the_edges():
    seals = document_seals(campaign(signature=("柳林镇人民政府", "柳林镇派出所"), straddle_seal=True))

    assert seals.straddle
    assert seals.straddle.name == "柳林镇人民政府"


def test_a_units_seal_presses_the_name_after_the_colon():
    found = sheet("jiangguanchi", "hazard-checklist", "qiuhu")
    (spot,) = found.seals.spots

    assert (spot.holder.name, spot.holder.kind) == ("将官池镇秋湖村", "unit")
    assert (spot.before, spot.pressed, spot.after) == ("报送单位（公章）：", "秋湖村", "")


@pytest.mark.parametrize(
    ("line", "part", "parts"),
    [
        (Line(left="单位（盖章）：　　　"), "left", ("单位", "（盖章）", "：　　　")),
        (Line(left="经办人：王宁", right="（公章）　　"), "right", ("", "（公章）", "　　")),
        (Line(right="单位：河湾村　　"), "right", ("单位：", "河湾村", "　　")),
        (Line(center="柳林镇人民政府"), "center", ("", "柳林镇人民政府", "")),
        (Line(left="　　负责人：　"), "left", ("　　", "负责人：", "　")),
        (Line(left="　　"), "left", ("", "　　", "")),
    ],
)
def test_a_seal_presses_the_name_or_the_mark_or_the_words_of_its_line(line, part, parts):
    found = loaded("small_valid")
    form = replace(found.forms["hazard-checklist"], above=(replace(line, seal_of="unit"),))
    (spot,) = table_seals(usable(found), form, usable(found).units[0], (form.above, form.below)).spots

    assert spot.part == part
    assert (spot.before, spot.pressed, spot.after) == parts


def test_the_boxes_of_a_record_take_the_seals_of_the_roles_they_are_for():
    found = sheet("jiangguanchi", "rectification-record", "qiuhu")

    assert [(s.holder.name, s.holder.kind) for s in found.seals.spots] == [
        ("将官池镇秋湖村", "unit"),
        ("乡镇（街道）", "role"),
        ("县市区行业主管部门", "role"),
        ("县市区政府", "role"),
        ("省辖市主管部门", "role"),
    ]


def test_a_box_may_say_whose_seal_it_takes():
    found = loaded("small_valid")
    boxes = (Box(lines=(Line(right="（盖章）"),), seal=True, seal_of="issuer"), Box(lines=(), seal=False))
    field = Field(name="opinion", label="审核意见", kind="seal_place", boxes=boxes)
    record = found.forms["rectification-record"]
    form = replace(record, above=(), groups=(replace(record.groups[0], fields=(field,)),))

    (spot,) = table_seals(usable(found), form, usable(found).units[0], ((), ())).spots

    assert (spot.holder.name, spot.key) == ("柳林镇安全生产委员会", "seal-opinion-0")


def test_the_blank_forms_that_the_issuer_hands_out_are_sealed_by_nobody():
    assert [s.code for s in sheets("jiangguanchi") if s.unit == "" and s.seals.any] == ["notice"]


def test_a_unit_without_hazards_has_no_record_to_seal():
    unused = [s for s in sheets("jiangguanchi") if s.code == "rectification-record" and not s.filled]

    assert unused
    assert not any(s.seals.any for s in unused)
    assert any(
        s.seals.any for s in sheets("jiangguanchi", "blank") if s.code == "rectification-record" and s.unit
    )


def test_each_holders_copy_is_a_sheet_of_its_own_and_sealed_once():
    found = loaded("xinyang")
    form = replace(
        found.forms["handover-slip"], above=(Line(left="（盖章）", seal_of="unit"),), print_holder=True
    )
    unit = usable(found).units[0]

    once = table_seals(usable(found), form, unit, (form.above, ()))
    thrice = table_seals(usable(found), replace(form, print_holder=False), unit, (form.above, ()))

    assert (once.copies, thrice.copies) == (1, 3)


def test_seals_are_as_large_as_the_settings_say():
    found = loaded("small_valid")
    town = usable(found)
    changed = replace(town, settings=replace(town.settings, seal_mm=45.0, unit_seal_mm=38.0))
    parts = composed(replace(found, campaign=changed))

    sizes = {
        spot.holder.kind: spot.holder.mm for part in parts for s in part.sheets for spot in s.seals.spots
    }
    assert sizes == {"organ": 45.0, "unit": 38.0, "role": 45.0}
