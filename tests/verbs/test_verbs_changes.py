"""Changes between two runs: renamed units, Word files edited by hand, strangers in the way, too long a text."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from verbs_town import (
    LEDGER_5,
    NOTICE,
    OFFICE,
    OFFICE_CODE,
    RECORD_6,
    TABLE_2,
    TOWN,
    VILLAGE,
    VILLAGE_CODE,
    VILLAGE_JUNE,
    build,
    campaign,
    contents,
    edit,
    edit_by_hand,
    files,
    found,
    manifest,
    report,
    states,
    text_of,
    times,
)

JUNE_TABLE = f"{TABLE_2}（2023年6月）.docx"
BESIDE = f"{TABLE_2}（2023年6月）（新生成）.docx"


def rename(town):
    """Give the village another name, in every file, and with it another code."""
    for name in ("campaign.yaml", "hazards.yaml", VILLAGE_JUNE):
        edit(town / name, (VILLAGE_CODE, "柳林镇石桥村"))
    edit(town / "campaign.yaml", ("short_name: 河湾", "short_name: 石桥"))


def relabel(town):
    """Give the village another name and leave its code."""
    edit(
        town / "campaign.yaml",
        (
            "name: 柳林镇河湾村, short_name: 河湾",
            "name: 柳林镇石桥村, short_name: 石桥, code: 柳林镇河湾村",
        ),
    )


@pytest.mark.parametrize("change", [rename, relabel])
def test_a_renamed_village_moves_to_a_folder_of_its_new_name(started, change):
    town, out = started
    before = files(out, VILLAGE)
    change(town)

    result = build(town, out)

    assert result.problems == ()
    assert list(states(result)) == [TOWN, "石桥村", OFFICE]
    assert files(out, "石桥村") == before
    assert "石桥村" in text_of(out / "石桥村" / JUNE_TABLE)
    assert not (out / VILLAGE).exists()
    assert not any(entry["file"].startswith(VILLAGE) for entry in manifest(out))


def test_a_village_whose_full_name_is_corrected_keeps_its_folder_and_has_every_sheet_once(started):
    town, out = started
    before = files(out)
    for name in ("campaign.yaml", "hazards.yaml", VILLAGE_JUNE):
        edit(town / name, (VILLAGE_CODE, "柳林镇河弯村"))

    result = build(town, out)

    assert [code for code, _ in found(result)] == ["UNIT-002"], "the short name is not in the full one"
    assert files(out) == before
    assert {e["unit"] for e in manifest(out) if e["file"].startswith(VILLAGE)} == {"柳林镇河弯村"}


def test_sheets_that_a_corrected_name_once_doubled_are_one_again(started):
    town, out = started
    before = files(out)
    doubled = json.loads((out / "manifest.json").read_bytes())
    for entry in list(doubled["files"]):
        if entry["file"].startswith(f"{VILLAGE}/"):
            beside = entry["file"].replace(".docx", "（新生成）.docx")
            shutil.copy(out / entry["file"], out / beside)
            doubled["files"].append(entry | {"file": beside})
            (out / entry["file"]).write_bytes(b"of old")
            entry |= {"unit": "柳林镇河弯村", "sha256": hashlib.sha256(b"of old").hexdigest()}
    (out / "manifest.json").write_text(json.dumps(doubled, ensure_ascii=False), encoding="utf-8")

    result = build(town, out)

    assert (result.problems, files(out)) == ((), before)


@pytest.mark.parametrize("change", [rename, relabel])
def test_what_was_edited_by_hand_under_the_old_name_is_kept_and_named(started, change):
    town, out = started
    by_hand = edit_by_hand(out / VILLAGE / JUNE_TABLE)
    change(town)

    result = build(town, out)

    assert found(result) == [("OUT-004", VILLAGE_CODE)]
    assert f"{VILLAGE}/{JUNE_TABLE}" in result.problems[0].message
    assert files(out, VILLAGE) == [JUNE_TABLE]
    assert (out / VILLAGE / JUNE_TABLE).read_bytes() == by_hand
    assert JUNE_TABLE in files(out, "石桥村")


def test_a_renamed_village_takes_the_papers_of_earlier_months_along_when_they_are_made_again(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    report(town, VILLAGE_JUNE, "2023-07")
    build(town, out, period="2023-06")
    relabel(town)

    build(town, out, period="2023-07")
    assert JUNE_TABLE in files(out, VILLAGE)
    build(town, out, period="2023-06")

    assert not (out / VILLAGE).exists()
    assert JUNE_TABLE in files(out, "石桥村")


def test_a_unit_struck_from_the_campaign_loses_its_papers(started):
    town, out = started
    edit(town / "campaign.yaml", ("  - {name: 柳林镇河湾村, short_name: 河湾, kind: community}\n", ""))
    (town / VILLAGE_JUNE).unlink()
    (town / "hazards.yaml").unlink()

    result = build(town, out)

    assert list(states(result)) == [TOWN, OFFICE]
    assert not (out / VILLAGE).exists()


def test_a_title_changed_leaves_no_document_of_the_old_title(started):
    town, out = started
    edit(town / "campaign.yaml", ("情况报送工作的通知", "情况报送的通知"))

    build(town, out)

    documents = [name for name in files(out, TOWN) if name.startswith(TOWN)]
    assert documents == [f"{NOTICE.replace('报送工作', '报送')}.docx"]


def test_a_word_file_edited_by_hand_stays_and_the_new_one_stands_beside_it(started):
    town, out = started
    by_hand = edit_by_hand(out / VILLAGE / JUNE_TABLE)
    edit(town / VILLAGE_JUNE, ("  checked: 6", "  checked: 7654"))

    result = build(town, out)

    assert states(result) == {TOWN: "done", VILLAGE: "attention", OFFICE: "done"}
    assert found(result) == [("OUT-002", VILLAGE_CODE)]
    assert f"{VILLAGE}/{JUNE_TABLE}" in result.problems[0].message
    assert f"{VILLAGE}/{BESIDE}" in result.problems[0].message
    assert (out / VILLAGE / JUNE_TABLE).read_bytes() == by_hand
    assert "7654" in text_of(out / VILLAGE / BESIDE)


def test_a_word_file_edited_by_hand_is_kept_when_the_data_say_nothing_new(started):
    town, out = started
    by_hand = edit_by_hand(out / VILLAGE / JUNE_TABLE)

    first, second = build(town, out), build(town, out)

    assert found(first) == found(second) == [("OUT-002", VILLAGE_CODE)]
    assert (out / VILLAGE / JUNE_TABLE).read_bytes() == by_hand
    assert BESIDE not in files(out, VILLAGE)


def test_a_strangers_file_in_the_way_is_left_and_named(tmp_path):
    town, out = campaign(tmp_path), tmp_path / "输出"
    (out / VILLAGE).mkdir(parents=True)
    (out / VILLAGE / JUNE_TABLE).write_bytes(b"somebody's own")
    (out / VILLAGE / "会议记录.txt").write_bytes(b"minutes")

    result = build(town, out)

    assert found(result) == [("OUT-001", VILLAGE_CODE)]
    assert (out / VILLAGE / JUNE_TABLE).read_bytes() == b"somebody's own"
    assert (out / VILLAGE / "会议记录.txt").read_bytes() == b"minutes"
    assert "河湾村" in text_of(out / VILLAGE / BESIDE)


def test_a_strangers_file_keeps_the_folder_of_a_renamed_village(started):
    town, out = started
    (out / VILLAGE / "盖章扫描件.pdf").write_bytes(b"scan")
    rename(town)

    result = build(town, out)

    assert result.problems == ()
    assert files(out, VILLAGE) == ["盖章扫描件.pdf"]


def test_a_record_of_a_hazard_struck_out_is_removed_and_the_blank_takes_its_place(started):
    town, out = started
    edit(town / "hazards.yaml", ("level: 重大", "level: 一般"))

    build(town, out)

    assert [name for name in files(out, VILLAGE) if name.startswith(RECORD_6)] == [
        f"{RECORD_6}（2023年6月 空白）.docx"
    ]
    assert f"{LEDGER_5}（2023年6月）.docx" in files(out, VILLAGE)


@pytest.mark.parametrize("formats", [("docx",), ("docx", "pdf")])
def test_a_text_too_long_for_its_page_is_named_and_nothing_of_the_unit_is_written(tmp_path, formats):
    town, out = campaign(tmp_path), tmp_path / "输出"
    build(town, out, formats=formats, units=("河湾村",), sheets=("附件2", "附件4"))
    before = contents(out)
    edit(
        town / "campaign.yaml",
        (
            "  - form: dispatch-communities\n",
            f"  - form: dispatch-communities\n    notes: [{'说明、' * 2000}]\n",
        ),
    )

    result = build(town, out, formats=formats, units=("河湾村",), sheets=("附件2", "附件4"))

    assert states(result) == {VILLAGE: "skipped"}
    assert found(result) == [("BLD-002", VILLAGE_CODE)]
    assert f"“{TABLE_2}（2023年6月）”一页排不下" in result.problems[0].message
    assert contents(out) == before


def test_a_table_too_long_stops_only_those_who_fill_it_in(tmp_path):
    town = campaign(tmp_path)
    edit(
        town / "campaign.yaml",
        (
            "  - form: dispatch-departments\n",
            f"  - form: dispatch-departments\n    notes: [{'说明、' * 2000}]\n",
        ),
    )

    result = build(town, tmp_path / "输出")

    assert states(result) == {TOWN: "skipped", VILLAGE: "done", OFFICE: "skipped"}
    assert sorted(found(result)) == [("BLD-002", ""), ("BLD-002", OFFICE_CODE)]
    assert sorted(p.name for p in (tmp_path / "输出").iterdir()) == sorted([VILLAGE, "manifest.json"])


def test_nothing_changed_means_nothing_rewritten(started):
    town, out = started
    before = times(out)

    result = build(town, out)

    assert [line.made for line in result.lines] == [0, 0, 0]
    assert [line.unchanged for line in result.lines] == [6, 4, 4]
    assert times(out) == before


def test_a_sheet_made_anew_in_one_format_names_the_other_that_is_still_old(tmp_path: Path) -> None:
    town, out = campaign(tmp_path), tmp_path / "out"
    build(town, out, formats=("docx", "html"))
    edit(town / VILLAGE_JUNE, ("filled_by: ", "filled_by: 新"))

    result = build(town, out, formats=("docx",))

    old = [p for p in result.problems if p.code == "OUT-011"]
    assert {p.unit for p in old} == {VILLAGE_CODE}
    assert all(f"{VILLAGE}/" in p.message and ".html" in p.message for p in old)
    assert not [p for p in build(town, out, formats=("docx", "html")).problems if p.code == "OUT-011"]
