"""A month of the town: tables out, fourteen files back, twenty mistakes found and mended, added up, carried over."""

import json
import shutil
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from docx import Document
from story_town import (
    COMMUNITIES,
    DEPARTMENTS,
    DISPATCH,
    JUNE,
    LATE,
    UNITS,
    ZERO,
    Spoil,
    at,
    book_of,
    fill_in,
    found_town,
    june,
    recopied,
    renamed,
    run,
    typed,
)

LEDGER = "问题隐患排查整治工作台账"
CHECKED = "抽查检查的企业总数"
AGAIN = "永宁社区 2023年6月(1).xlsx"
# What each unit did to its workbook. Nothing is wrong with the files of 羊圈村, 潩水湾社区 and 派出所.
SPOILT: dict[str, tuple[Spoil, ...]] = {
    "qiuhu": (
        at("E3", "2023.6.29"),
        typed(CHECKED, "８"),
        typed("帮扶指导重点企业", "5家次"),
        typed("行政处罚（万元）", "5000元"),
        at("J7", "正在整改", LEDGER),
    ),
    "wangdian": (
        typed("区直部门挂牌督办的重大事故隐患", "/"),
        typed("是否在各级主流媒体播放安全生产专题栏目", "√"),
        typed(CHECKED, "约11"),
    ),
    "dongzhuang": (
        typed("企业自查发现的重大事故隐患", "3家"),
        typed("责令停产整顿", 1),
        renamed("责令停产整顿", "停产整顿的企业"),
    ),
    "dahuzhuang": (at("E2", "2023年5月"),),
    "yongning": (typed(CHECKED, 9),),
    "dangzheng": (at("C2", None),),
    "yingji": (at("H9", 77), typed("部门检查发现重大事故隐患中已完成整改的", 30)),
    "jiaoyu": (at("E3", "6月29日"), recopied(CHECKED, 15)),
}
TOLD = {
    # read, and told at its cell with what it was read as
    ("秋湖村 2023年6月.xlsx", f"{DISPATCH}!E3", "XLS-008"),
    ("秋湖村 2023年6月.xlsx", f"{DISPATCH}!E12", "XLS-008"),
    ("秋湖村 2023年6月.xlsx", f"{DISPATCH}!E21", "XLS-008"),
    ("秋湖村 2023年6月.xlsx", f"{DISPATCH}!E23", "XLS-008"),
    ("秋湖村 2023年6月.xlsx", f"{LEDGER}!J7", "XLS-018"),
    ("王店村 2023年6月.xlsx", f"{DISPATCH}!E40", "XLS-008"),
    # not read: the unit has to mend it
    ("王店村 2023年6月.xlsx", f"{DISPATCH}!E10", "XLS-009"),
    ("王店村 2023年6月.xlsx", f"{DISPATCH}!E12", "XLS-009"),
    ("董庄村 2023年6月.xlsx", f"{DISPATCH}!E6", "XLS-009"),
    ("董庄村 2023年6月.xlsx", DISPATCH, "XLS-010"),
    ("董庄村 2023年6月.xlsx", f"{DISPATCH}!E26", "XLS-011"),
    ("湖徐村.et", "", "XLS-002"),
    ("大胡庄村 2023年6月.xlsx", f"{DISPATCH}!E2", "XLS-007"),
    ("永宁社区 2023年6月.xlsx", DISPATCH, "XLS-014"),
    ("调度表.xlsx", f"{DISPATCH}!C2", "XLS-006"),
    ("应急办 2023年6月.xlsx", f"{DISPATCH}!H9", "XLS-011"),
    ("应急办 2023年6月.xlsx", f"{DISPATCH}!E7", "VAL-011"),
    ("财税所 2023年6月.xlsx", DISPATCH, "XLS-013"),
    ("执法大队 2023年6月.xlsx", "", "XLS-003"),
    ("教育办 2023年6月.xlsx", f"{DISPATCH}!E3", "XLS-009"),
    ("教育办 2023年6月.xlsx", f"{DISPATCH}!E31", "XLS-012"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """Where the month is kept, and what the commands said."""

    town: Path
    sent: Path
    out: Path
    issued: Result
    first: Result
    second: Result
    due: Result
    late: Result
    collected: Result


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """June, up to the day on which everything is there."""
    base = tmp_path_factory.mktemp("story")
    town, sent, returns = found_town(base), base / "发出", base / "行动" / "returns"
    issued = run("build", town, "-o", base / "输出", "--sheets", "通知", "--json")
    assert run("intake", "blank", town, "-o", sent, "--period", JUNE).exit_code == 0
    first = run(
        "intake", "read", town, spoilt(sent, base / "收到"), "-o", returns, "--period", JUNE, "--json"
    )
    mended = [fill_in(sent / book_of(c), base / "改好" / book_of(c), c) for c in UNITS if c not in LATE]
    second = run("intake", "read", town, *mended, "-o", returns, "--period", JUNE)
    due = run("due", town, "--on", "2023-07-02", "-o", base / "输出", "--json")
    coming = [fill_in(sent / book_of(code), base / "迟到" / book_of(code), code) for code in LATE]
    late = run("intake", "read", town, *coming, "-o", returns, "--period", JUNE, "--on", "2023-07-03")
    collected = run("collect", town, "--period", JUNE, "-o", base / "输出", "--json")
    return Month(
        issued=issued,
        town=town,
        sent=sent,
        out=base / "输出",
        first=first,
        second=second,
        due=due,
        late=late,
        collected=collected,
    )


def spoilt(sent: Path, back: Path) -> Path:
    """What comes back the first time: most files wrong in some way, two units late."""
    for code in UNITS:
        if code not in LATE:
            fill_in(sent / book_of(code), back / book_of(code), code, *SPOILT.get(code, ()))
    shutil.move(back / "湖徐村 2023年6月.xlsx", back / "湖徐村.et")
    fill_in(sent / book_of("yongning"), back / AGAIN, "yongning")
    shutil.move(back / "党政办 2023年6月.xlsx", back / "调度表.xlsx")
    shutil.copy(sent / "财税所 2023年6月.xlsx", back / "财税所 2023年6月.xlsx")
    (back / "执法大队 2023年6月.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")
    )
    return back


def test_the_notice_is_issued_and_measures_right(month):
    assert month.issued.exit_code == 0
    (notice,) = month.out.glob("*/*通知.pdf")
    assert run("measure", notice).exit_code == 0


def test_twenty_mistakes_are_found_at_once_each_at_its_cell(month):
    document = json.loads(month.first.stdout)
    found = {(*split(p["where"]), p["code"]) for p in document["problems"]}

    assert month.first.exit_code == 1
    assert len(TOLD) > 20
    assert found >= TOLD, TOLD - found


def split(where: str) -> tuple[str, str]:
    file, _, place = where.partition(".xlsx ")
    return (f"{file}.xlsx", place) if place else (where, "")


def test_what_is_mended_is_read_and_what_was_right_stays(month):
    assert month.second.exit_code == 0
    assert "读出 12 张表，写入 10 份报送数据，已有、没有变的 2 份" in month.second.stdout
    assert {f.stem for f in (month.town / "returns" / JUNE).iterdir()} == set(UNITS)
    assert run("check", month.town).exit_code == 0


def test_the_two_that_are_late_are_named_and_reminded(month):
    document = json.loads(month.due.stdout)
    dispatch = [d for d in document["dues"] if d["period"] == JUNE and d["form"].startswith("dispatch")]

    assert {d["unit"] for d in dispatch if d["overdue"]} == set(LATE)
    assert {d["unit"] for d in dispatch if d["state"] == "in"} == set(UNITS) - set(LATE)
    for label in ("潩水湾社区", "派出所"):
        assert (month.out / "催报" / f"{label} 催报通知单（2023年7月2日）.pdf").is_file()


def test_late_returns_count_and_are_called_late(month):
    assert month.late.exit_code == 0
    document = json.loads(month.collected.stdout)
    late = [p["message"] for p in document["problems"] if p["code"] == "COL-006"]

    assert [("潩水湾社区（迟3天）" in m, "派出所（迟3天）" in m) for m in late] == [
        (True, False),
        (False, True),
    ]
    assert [r["state"] for r in document["totals"][0]["returns"] if r["unit"] == ZERO] == ["counted"]


PAIRS = {"inspection_found": "department_found", "inspection_closed": "department_closed"}
PAIRS["guided_key_places"] = "guided_key_towns"


def added_up(name: str) -> Any:
    """What the fourteen reported for an indicator, added up here by other means than the product's."""
    given = [june(c).values[name] for c in COMMUNITIES]
    given += [v for c in DEPARTMENTS if (v := june(c).values.get(PAIRS.get(name, name))) is not None]
    if isinstance(given[0], dict):
        return {part: float(sum(Decimal(str(v[part])) for v in given)) for part in given[0]}
    return any(given) if isinstance(given[0], bool) else sum(given)


def test_every_number_of_the_town_is_what_the_units_reported(month):
    indicators = json.loads(month.collected.stdout)["totals"][0]["indicators"]
    added = {i["name"]: added_up(i["name"]) for i in indicators if i["aggregate"] != "own"}

    assert len(added) == 31
    assert {i["name"]: i["value"] for i in indicators if i["name"] in added} == added
    assert [i["value"] for i in indicators if i["aggregate"] == "own"] == [6]


def test_every_number_of_the_town_is_explained(month):
    for indicator in json.loads(month.collected.stdout)["totals"][0]["indicators"]:
        done = run("collect", month.town, "--period", JUNE, "--explain", indicator["name"])
        assert done.exit_code == 0
        if indicator["aggregate"] != "own":
            assert "王店村 " in done.stdout
            assert "未报" not in done.stdout


def test_the_town_prints_its_table_its_ledgers_and_the_book(month):
    files = json.loads(month.collected.stdout)["files"]
    kinds = {Path(f).name.partition("（")[0] + Path(f).suffix for f in files}

    assert {f"{DISPATCH}汇总.docx", f"{DISPATCH}汇总.pdf", f"{LEDGER}汇总.pdf", "汇总.xlsx"} <= kinds
    (table,) = month.out.glob(f"汇总/{DISPATCH}*.docx")
    printed = {c.text.strip() for t in Document(str(table)).tables for row in t.rows for c in row.cells}
    plain = {str(added_up(f)) for f in june("qiuhu").values if isinstance(added_up(f), int)} - {
        "True",
        "False",
    }
    assert plain - {str(added_up("technical_inspectors"))} <= printed


# July: what was reported stays, a correction comes, open hazards are carried over


@pytest.fixture(scope="module")
def july(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town a month later: June reported, one return corrected, one hazard closed, July's workbooks sent."""
    base = tmp_path_factory.mktemp("july")
    town = shutil.copytree(month.town, base / "行动")
    assert run("collect", town, "--period", JUNE, "--freeze").exit_code == 0
    book = month.sent / book_of("wangdian")
    file = fill_in(book, base / "王店村更正.xlsx", "wangdian", typed(CHECKED, 12))
    correct = ("--period", JUNE, "--correct", "--on", "2023-07-12")
    assert run("intake", "read", town, file, "-o", town / "returns", *correct).exit_code == 0
    for event, day in (("整改完成", 18), ("复查合格", 19), ("销号", 20)):
        assert run("hazard", "record", town, "JGC-009", event, "--on", f"2023-07-{day}").exit_code == 0
    for number in (7, 8):
        assert (
            run("intake", "blank", town, "-o", base / str(number), "--period", f"2023-0{number}").exit_code
            == 0
        )
    return base


def listed(workbook: Path) -> set[str]:
    """The codes of the hazards that a unit's ledger goes out with."""
    sheet = openpyxl.load_workbook(workbook)[LEDGER]
    return {str(row[1].value) for row in sheet.iter_rows(min_row=6) if row[1].value}


def test_open_hazards_are_carried_over_and_closed_ones_are_not(month, july):
    june = listed(month.sent / "王店村 2023年6月.xlsx")

    assert june == {"JGC-003", "JGC-009", "JGC-019"}
    assert listed(july / "7" / "王店村 2023年7月.xlsx") == {"JGC-009", "JGC-019"}, (
        "closed in June and no more"
    )
    assert listed(july / "8" / "王店村 2023年8月.xlsx") == {"JGC-019"}, "closed in July and no more"


def test_what_was_reported_stays_and_the_correction_is_told_where_it_belongs(july):
    june = run("collect", july / "行动", "--period", JUNE, "--explain", "checked").stdout
    told = run("collect", july / "行动", "--period", "2023-07", "--json")

    assert f"＝{added_up('checked')}（" in june
    assert "王店村 12（第1次更正，2023年7月12日收到，原报 11）" in june
    (correction,) = [p["message"] for p in json.loads(told.stdout)["problems"] if p["code"] == "COL-010"]
    assert f"上报 {added_up('checked')}，现在汇总是 {added_up('checked') + 1}" in correction


def test_in_july_a_figure_that_fell_and_a_report_after_close_out_are_told(july):
    base, town = july, july / "行动"
    sent = base / "7"
    for code in UNITS:
        book = book_of(code, 7)
        fill_in(sent / book, base / "七月" / book, code, at("E3", "2023-07-30"))
    fallen = run("intake", "read", town, base / "七月", "-o", town / "returns", "--period", "2023-07")
    checked = run("check", town, "--json")
    due = json.loads(run("due", town, "--on", "2023-07-25", "--json").stdout)["dues"]

    assert fallen.exit_code == 0
    (found,) = [p for p in json.loads(checked.stdout)["problems"] if p["code"] == "VAL-010"]
    assert ("returns/2023-07/wangdian.yaml" in found["where"], "12" in found["message"]) == (True, True)
    assert [(d["due_on"], d["state"]) for d in due if d["hazard"] == "JGC-009"] == [("2023-07-23", "late")]
