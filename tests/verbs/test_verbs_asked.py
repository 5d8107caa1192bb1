"""Parts of the papers asked for by name: sheets, units, a month; and names that the campaign does not have."""

import pytest
from verbs_town import (
    LEDGER_5,
    NOTICE,
    OFFICE,
    OFFICE_CODE,
    RECORD_6,
    TABLE_2,
    TABLE_3,
    TOWN,
    VILLAGE,
    VILLAGE_CODE,
    build,
    campaign,
    edit,
    files,
    states,
    text_of,
)

from generator.verbs import UsageProblem

TABLE_2_FILES = [f"{TOWN}/{TABLE_2}（空白）.docx", f"{VILLAGE}/{TABLE_2}（2023年6月）.docx"]
TABLE_3_FILES = [f"{OFFICE}/{TABLE_3}（2023年6月）.docx", f"{TOWN}/{TABLE_3}（空白）.docx"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("附件2",), TABLE_2_FILES),
        (("dispatch-communities",), TABLE_2_FILES),
        (("进展情况调度表",), sorted([*TABLE_2_FILES, *TABLE_3_FILES])),
        (("附件2", "附件3"), sorted([*TABLE_2_FILES, *TABLE_3_FILES])),
        (("通知",), [f"{TOWN}/{NOTICE}.docx"]),
        (("名单",), [f"{TOWN}/附件1 柳林镇重大事故隐患专项排查整治工作专班.docx"]),
        (("附件1",), [f"{TOWN}/附件1 柳林镇重大事故隐患专项排查整治工作专班.docx"]),
    ],
)
def test_sheets_go_by_attachment_number_code_or_short_title(tmp_path, names, expected):
    build(campaign(tmp_path), tmp_path / "输出", sheets=names)

    assert files(tmp_path / "输出") == expected


def test_one_sheet_made_again_leaves_the_others(started):
    town, out = started
    before = files(out)

    result = build(town, out, sheets=("附件5",), units=("河湾村",))

    assert files(out) == before
    assert [(line.unit, line.made, line.unchanged) for line in result.lines] == [(VILLAGE, 0, 1)]


@pytest.mark.parametrize("name", ["河湾村", "柳林镇河湾村", "河湾"])
def test_units_go_by_label_full_name_or_short_name(tmp_path, name):
    result = build(campaign(tmp_path), tmp_path / "输出", units=(name,))

    assert states(result) == {VILLAGE: "done"}


@pytest.mark.parametrize("name", ["镇安委会", "柳林镇安全生产委员会"])
def test_the_issuer_goes_by_full_or_short_name(tmp_path, name):
    result = build(campaign(tmp_path), tmp_path / "输出", units=(name,))

    assert states(result) == {TOWN: "done"}


def test_units_go_by_code_and_stand_in_the_order_of_the_campaign(tmp_path):
    town = campaign(tmp_path)
    edit(town / "campaign.yaml", ("short_name: 应急办,", "short_name: 应急办, code: yjb,"))
    edit(town / "returns/2023-06/柳林镇应急管理办公室.yaml", (f"unit: {OFFICE_CODE}", "unit: yjb"))
    edit(town / "hazards.yaml", (f"department: {OFFICE_CODE}", "department: yjb"))

    result = build(town, tmp_path / "输出", units=("yjb", VILLAGE_CODE))

    assert list(states(result)) == [VILLAGE, OFFICE]


@pytest.mark.parametrize(
    ("request_of", "nearest"),
    [
        ({"units": ("河弯村",)}, ("“河弯村”这个单位", "河湾村")),
        ({"units": ("应急局",)}, ("“应急局”这个单位", "应急办")),
        ({"sheets": ("附件9",)}, ("“附件9”这个表", "附件6")),
        ({"sheets": ("进度情况调度表",)}, ("“进度情况调度表”这个表", "进展情况调度表")),
    ],
)
def test_a_name_the_campaign_lacks_is_refused_with_the_nearest(tmp_path, request_of, nearest):
    town = campaign(tmp_path)

    with pytest.raises(UsageProblem) as refusal:
        build(town, tmp_path / "输出", **request_of)

    assert all(words in str(refusal.value) for words in nearest)
    assert not (tmp_path / "输出").exists()


@pytest.mark.parametrize("name", ["方案", "实施方案", "plan"])
def test_a_document_the_campaign_lacks_is_refused_not_passed_over(tmp_path, name):
    town = campaign(tmp_path)

    with pytest.raises(UsageProblem, match=f"没有“{name}”这个表"):
        build(town, tmp_path / "输出", sheets=(name,))


def test_a_plan_bound_behind_its_notice_is_found_under_either_name(tmp_path):
    town = campaign(tmp_path)
    edit(
        town / "campaign.yaml",
        ("work_group:", "plan: {title: 行动方案, text: 按通知要求开展。}\n\nwork_group:"),
    )

    build(town, tmp_path / "通知", sheets=("通知",))
    build(town, tmp_path / "方案", sheets=("方案",))

    assert files(tmp_path / "方案") == files(tmp_path / "通知") == [f"{TOWN}/{NOTICE}.docx"]


@pytest.mark.parametrize("period", ["2032-06", "2023-04", "2024-01"])
def test_a_month_outside_the_campaign_is_taken_for_a_slip(tmp_path, period):
    town = campaign(tmp_path)

    with pytest.raises(UsageProblem, match=f"“{period}”不在行动期间（2023-05 至 2023-12"):
        build(town, tmp_path / "输出", period=period)

    assert not (tmp_path / "输出").exists()


def test_a_return_outside_the_campaign_does_not_move_the_month_of_the_others(tmp_path):
    town = campaign(tmp_path)
    edit(town / "campaign.yaml", ("ends_on: 2023-12-31", "ends_on: 2023-05-31"))

    made = build(town, tmp_path / "输出")

    assert made.period == "2023-05"
    assert {p.code for p in made.problems if p.severity == "error"} == {"REF-018"}


def two_villages(folder):
    """The small town with a 新华村 in each of two townships and a 新华社区 beside them."""
    town = campaign(folder)
    edit(
        town / "campaign.yaml",
        (
            "units:\n",
            "units:\n"
            "  - {name: 东乡, kind: department}\n"
            "  - {name: 西乡, kind: department}\n"
            "  - {name: 新华村, short_name: 新华, kind: community, code: dx-xinhua, parent: 东乡}\n"
            "  - {name: 新华村, short_name: 新华, kind: community, code: xx-xinhua, parent: 西乡}\n"
            "  - {name: 新华社区, short_name: 新华, kind: community, parent: 西乡}\n",
        ),
    )
    return town


def test_two_villages_of_one_name_have_a_folder_each(tmp_path):
    result = build(two_villages(tmp_path), tmp_path / "输出", sheets=("附件2",))

    assert {"新华村（dx-xinhua）", "新华村（xx-xinhua）", "新华社区"} < set(states(result))
    for name in ("新华村（dx-xinhua）", "新华村（xx-xinhua）", "新华社区"):
        assert f"{TABLE_2}（2023年6月 空白）.docx" in files(tmp_path / "输出", name)


@pytest.mark.parametrize(("name", "count"), [("新华村", 2), ("新华", 3)])
def test_a_name_of_several_units_is_answered_with_their_codes(tmp_path, name, count):
    town = two_villages(tmp_path)

    with pytest.raises(UsageProblem, match=f"有 {count} 个单位都叫“{name}”.*dx-xinhua、xx-xinhua"):
        build(town, tmp_path / "输出", units=(name,))


def test_a_unit_of_several_of_one_name_is_made_by_its_code(tmp_path):
    result = build(two_villages(tmp_path), tmp_path / "输出", units=("xx-xinhua",))

    assert list(states(result)) == ["新华村（xx-xinhua）"]


def test_a_village_never_prints_as_a_community_nor_a_community_as_a_village(tmp_path):
    town, out, units = two_villages(tmp_path), tmp_path / "输出", ("dx-xinhua", "新华社区", "河湾村")
    build(town, out, units=units)
    build(town, out, units=units, filling="blank")

    for folder, own, other in (
        ("新华村（dx-xinhua）", "新华村", "新华社区"),
        ("新华社区", "新华社区", "新华村"),
        (VILLAGE, "河湾村", "河湾社区"),
    ):
        texts = [text_of(file) for file in (out / folder).iterdir()]
        assert len(texts) >= 7
        assert all(own in text and other not in text for text in texts), folder


def test_a_unit_with_the_issuers_name_does_not_share_its_folder(tmp_path):
    town = campaign(tmp_path)
    edit(
        town / "campaign.yaml",
        ("units:\n", "units:\n  - {name: 柳林镇安全生产委员会, kind: department, code: awh}\n"),
    )

    result = build(town, tmp_path / "输出")

    assert list(states(result)) == [TOWN, f"{TOWN}（awh）", VILLAGE, OFFICE]
    assert f"{TABLE_3}（2023年6月 空白）.docx" in files(tmp_path / "输出", f"{TOWN}（awh）")
    assert f"{LEDGER_5}（空白）.docx" in files(tmp_path / "输出", TOWN)
    assert f"{RECORD_6}（空白）.docx" in files(tmp_path / "输出", TOWN)
