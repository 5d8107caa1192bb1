"""The town's papers over the months: the next month, a late return, blank forms beside filled ones."""

from verbs_town import (
    JUNE,
    LEDGER_5,
    LIST_4,
    NOTICE,
    OFFICE,
    OFFICE_JUNE,
    RECORD_6,
    TABLE_2,
    TABLE_3,
    TOWN,
    VILLAGE,
    VILLAGE_CODE,
    VILLAGE_JUNE,
    build,
    campaign,
    contents,
    edit_by_hand,
    files,
    found,
    report,
    states,
    text_of,
    times,
)

LATE = f"{TABLE_2}（2023年6月 空白）.docx"
IN_TIME = f"{TABLE_2}（2023年6月）.docx"


def test_each_unit_has_a_folder_of_files_named_for_sheet_and_month(tmp_path):
    result = build(campaign(tmp_path), tmp_path / "输出")

    assert result.period == "2023-06"
    assert states(result) == {TOWN: "done", VILLAGE: "done", OFFICE: "done"}
    assert files(tmp_path / "输出", TOWN) == [
        f"{NOTICE}.docx",
        f"{TABLE_2}（空白）.docx",
        f"{TABLE_3}（空白）.docx",
        f"{LIST_4}（空白）.docx",
        f"{LEDGER_5}（空白）.docx",
        f"{RECORD_6}（空白）.docx",
    ]
    assert files(tmp_path / "输出", VILLAGE) == [
        IN_TIME,
        f"{LIST_4}（2023年6月）.docx",
        f"{LEDGER_5}（2023年6月）.docx",
        f"{RECORD_6}（2023年6月 LL-001 河湾木业加工厂）.docx",
    ]
    assert files(tmp_path / "输出", OFFICE) == [
        f"{TABLE_3}（2023年6月）.docx",
        f"{LIST_4}（2023年6月）.docx",
        f"{LEDGER_5}（2023年6月）.docx",
        f"{RECORD_6}（2023年6月 空白）.docx",
    ]
    assert sorted(p.name for p in (tmp_path / "输出").iterdir()) == sorted(
        ["manifest.json", TOWN, VILLAGE, OFFICE]
    )


def test_the_next_month_is_the_default_and_stands_beside_the_last(started):
    town, out = started
    june, written = contents(out), times(out)
    report(town, VILLAGE_JUNE, "2023-07")
    report(town, OFFICE_JUNE, "2023-07")

    result = build(town, out)

    assert result.period == "2023-07"
    assert states(result) == {TOWN: "done", VILLAGE: "done", OFFICE: "done"}
    now, new = times(out), set(times(out)) - set(written)
    assert len(new) == 8
    assert all("（2023年7月" in name for name in new)
    assert {name: now[name] for name in june if name != "manifest.json"} == {
        name: time for name, time in written.items() if name != "manifest.json"
    }


def test_an_earlier_month_can_be_made_again_with_the_same_bytes(started):
    town, out = started
    report(town, VILLAGE_JUNE, "2023-07")
    report(town, OFFICE_JUNE, "2023-07")
    build(town, out)
    both, written = contents(out), times(out)

    result = build(town, out, period="2023-06")

    assert result.period == "2023-06"
    assert [line.made for line in result.lines] == [0, 0, 0]
    assert contents(out) == both
    assert times(out) == written


def test_a_month_before_any_hazard_takes_nothing_away_from_later_ones(started):
    town, out = started
    june = files(out)

    build(town, out, period="2023-05")

    assert set(june) < set(files(out))


def test_a_late_unit_is_reminded_and_its_blank_gives_way_to_the_filled_form(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    late = (town / VILLAGE_JUNE).rename(tmp_path / "late.yaml")

    first = build(town, out)

    assert states(first) == {TOWN: "done", VILLAGE: "attention", OFFICE: "done"}
    assert found(first) == [("BLD-001", VILLAGE_CODE)]
    assert "“河湾村”未报送2023年6月的“进展情况调度表”" in first.problems[0].message
    assert LATE in files(out, VILLAGE)
    late.rename(town / VILLAGE_JUNE)

    second = build(town, out)

    assert second.problems == ()
    assert LATE not in files(out, VILLAGE)
    assert IN_TIME in files(out, VILLAGE)
    assert "时间：2023年6月30日" in text_of(out / VILLAGE / IN_TIME)


def test_a_blank_filled_in_by_hand_in_word_is_kept_and_named_when_the_return_comes(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    late = (town / VILLAGE_JUNE).rename(tmp_path / "late.yaml")
    build(town, out)
    by_hand = edit_by_hand(out / VILLAGE / LATE)
    late.rename(town / VILLAGE_JUNE)

    result = build(town, out)

    assert found(result) == [("OUT-004", VILLAGE_CODE)]
    assert LATE in result.problems[0].message
    assert (out / VILLAGE / LATE).read_bytes() == by_hand
    assert IN_TIME in files(out, VILLAGE)


def test_a_blank_of_one_month_stays_when_the_next_month_is_in_time(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    report(town, VILLAGE_JUNE, "2023-07")
    report(town, OFFICE_JUNE, "2023-07")
    (town / VILLAGE_JUNE).unlink()
    build(town, out, period="2023-06")

    build(town, out, period="2023-07")

    assert LATE in files(out, VILLAGE)
    assert f"{TABLE_2}（2023年7月）.docx" in files(out, VILLAGE)


def test_blank_forms_and_filled_ones_never_remove_each_other(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"

    build(town, out, filling="filled")
    filled = contents(out, VILLAGE)
    build(town, out, filling="blank")
    both = contents(out)
    build(town, out, filling="filled")

    assert contents(out) == both
    assert filled.items() < contents(out, VILLAGE).items()
    assert files(out, VILLAGE) == [
        IN_TIME,
        f"{TABLE_2}（空白）.docx",
        f"{LIST_4}（2023年6月）.docx",
        f"{LIST_4}（空白）.docx",
        f"{LEDGER_5}（2023年6月）.docx",
        f"{LEDGER_5}（空白）.docx",
        f"{RECORD_6}（2023年6月 LL-001 河湾木业加工厂）.docx",
        f"{RECORD_6}（空白）.docx",
    ]


def test_a_plain_run_leaves_blank_forms_printed_for_handing_out(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    build(town, out, filling="blank")
    blank = times(out)

    build(town, out)

    assert {name: time for name, time in times(out).items() if name in blank and name != "manifest.json"} == {
        name: time for name, time in blank.items() if name != "manifest.json"
    }


def test_filled_forms_alone_have_no_blank_among_them(tmp_path):
    town = campaign(tmp_path)
    (town / VILLAGE_JUNE).unlink()

    result = build(town, tmp_path / "输出", filling="filled")

    assert found(result) == [("BLD-001", VILLAGE_CODE)]
    assert "没有生成" in result.problems[0].message
    assert [name for name in files(tmp_path / "输出") if "空白" in name] == []


def test_without_any_return_the_first_month_of_the_campaign_is_made_blank(tmp_path):
    town = campaign(tmp_path)
    for file in (town / JUNE).iterdir():
        file.unlink()

    result = build(town, tmp_path / "输出")

    assert result.period == "2023-05"
    assert [code for code, _ in found(result)] == ["BLD-001", "BLD-001"]
    assert all("空白" in name or name.startswith(f"{TOWN}/{TOWN}") for name in files(tmp_path / "输出"))
