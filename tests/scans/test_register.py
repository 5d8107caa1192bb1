"""The register of printed sheets: what is printed is in it, how far each has come, marked by hand, nothing overwritten."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from helpers.pictures import Page, as_pdf
from scan_samples import CAMPAIGN, DAY, printed, row, sent, standing, without_code

from generator.cli import gongwen
from generator.derive.print_key import PageCode, code_of, read_code
from generator.derive.register import register_of
from generator.model.register import Event
from generator.sources.campaign import load
from generator.verbs import PrintRequest, UsageProblem, print_out
from generator.verbs.registering import (
    LIKELY_MOST,
    Marking,
    RegisterAsked,
    RegisterResult,
    assign,
    drop,
    likely,
    mark,
    register,
)

RECORD, TABLE = "rectification-record", "dispatch-communities"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Page]]:
    return printed(tmp_path_factory.mktemp("printed"), "秋湖村")


@pytest.fixture
def town(run: tuple[Path, list[Page]], tmp_path: Path) -> Path:
    shutil.copytree(run[0].parent / "输出", tmp_path / "输出")
    return shutil.copytree(run[0], tmp_path / "行动")


@pytest.fixture(scope="module")
def pages(run: tuple[Path, list[Page]]) -> list[Page]:
    return run[1]


def command(*words: object) -> Result:
    return CliRunner().invoke(gongwen, [str(word) for word in words])


def again(town: Path) -> int:
    request = PrintRequest(source=town, target=town.parent / "输出", marks=True, register=DAY)
    return print_out(request).registered


def test_a_record_awaits_its_five_seals_where_they_are_printed(town: Path) -> None:
    record = row(town, "qiuhu", RECORD)

    assert [(s.name, s.place.page) for s in record.seals] == [
        ("将官池镇秋湖村", 1),
        ("乡镇（街道）", 2),
        ("县市区行业主管部门", 2),
        ("县市区政府", 2),
        ("省辖市主管部门", 2),
    ]
    assert record.printed.hazard == "JGC-004"
    assert (record.stage, record.missing_pages) == ("printed", (1, 2))


def test_a_sheet_printed_again_is_the_same_and_a_changed_one_another(town: Path) -> None:
    assert again(town) == 0
    before = row(town, "qiuhu", TABLE)
    table = town.parent / "输出" / "秋湖村" / "附件2 进展情况调度表（2023年6月）.pdf"
    table.write_bytes(table.read_bytes() + b"\n")  # edited by hand

    assert again(town) == 1

    rows = [r for r in standing(town).rows.values() if r.printed.title == before.printed.title]
    assert [r.newest for r in rows] == [False, True]
    assert rows[0].key == before.key


def test_the_register_is_no_part_of_the_campaign(town: Path) -> None:
    assert load(town).problems == ()


def test_marks_are_added_and_taken_back_never_overwritten(town: Path) -> None:
    key = row(town, "qiuhu", RECORD).key
    file = town / "register" / "2023-06.jsonl"
    before = file.read_bytes()

    mark(town, Marking(keys=[key], step="stamped", on=DAY, by="石敢", seals=["县市区政府"]))
    assert "县市区政府" not in row(town, "qiuhu", RECORD).missing_seals
    mark(town, Marking(keys=[key], step="stamped", on=DAY, seals=["县市区政府"], taken_back=True))

    assert "县市区政府" in row(town, "qiuhu", RECORD).missing_seals
    assert file.read_bytes().startswith(before)
    assert len(file.read_bytes().splitlines()) == len(before.splitlines()) + 2


def test_a_sheet_goes_all_the_way(town: Path, pages: list[Page]) -> None:
    key = row(town, "qiuhu", RECORD).key
    sent(town, as_pdf(pages[4], pages[5]))
    mark(town, Marking(keys=[key], step="signed", on=DAY))
    assert row(town, "qiuhu", RECORD).stage == "returned"
    mark(town, Marking(keys=[key], step="stamped", on=DAY))
    assert row(town, "qiuhu", RECORD).stage == "stamped"
    mark(town, Marking(keys=[key], step="archived", on=DAY))
    assert row(town, "qiuhu", RECORD).stage == "archived"


def test_what_is_missing_is_listed(town: Path, pages: list[Page]) -> None:
    sent(town, as_pdf(pages[1]))

    def titles(missing: str) -> list[str]:
        return [r.printed.sheet for r in register(town, RegisterAsked(missing=missing)).rows]

    assert titles("scan") == ["hazard-checklist", "problem-ledger", RECORD]
    assert titles("seal") == ["hazard-checklist", RECORD]
    assert len(titles("archive")) == 4


def test_a_page_that_no_code_told_is_put_to_its_sheet_by_hand(town: Path, pages: list[Page]) -> None:
    aside = sent(town, as_pdf(without_code(pages[1]))).unread[0]
    asked = register(town, RegisterAsked())
    assert (likely(asked, aside)[0][0].printed.sheet, likely(asked, aside)[0][1]) == (TABLE, 1)

    found = assign(town, aside.key, row(town, "qiuhu", TABLE).key, 1, DAY)

    assert found.is_returned
    assert not standing(town).unread
    with pytest.raises(UsageProblem, match="可能已经处理"):
        drop(town, aside.key, DAY)


def register_of_many(units: int, months: int) -> RegisterResult:
    """A register of many units' sheets, none of which came back: two of each unit in a month, of two pages."""
    events = [
        Event(
            event="printed",
            key=f"{month:02}{unit:05}{sheet:05}",
            on=date(2023, month, 28),
            sheet=f"sheet-{sheet}",
            title=f"第 {sheet} 张",
            unit=f"unit-{unit}",
            period=f"2023-{month:02}",
            pages=2,
        )
        for month in range(1, months + 1)
        for unit in range(units)
        for sheet in (1, 2)
    ]
    rows = tuple(register_of(events).rows.values())
    campaign = load(CAMPAIGN).campaign
    assert campaign is not None
    return RegisterResult(campaign=campaign, rows=rows, labels={}, unread=(), periods=())


def test_of_many_sheets_the_likely_ones_alone_are_offered() -> None:
    whole = register_of_many(units=200, months=3)
    named = whole.rows[7].key
    aside = Event(event="unread", key="a", on=DAY, unit="unit-150", holds=(f"{named} 2", "gone 1"))

    found = [(row.key, page) for row, page in likely(whole, aside)]
    own = [(row.printed.unit, row.printed.period) for row, _ in likely(whole, aside)[1:13]]

    assert found[0] == (named, 2)
    assert own == [("unit-150", f"2023-{month:02}") for month in (3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1)]
    assert {row.printed.period for row, _ in likely(whole, aside)[13:]} == {"2023-01"}, (
        "of the named one's month"
    )
    assert len(found) == len(set(found)) == LIKELY_MOST + 1


def test_of_a_page_of_nobody_those_printed_last_are_offered() -> None:
    whole = register_of_many(units=30, months=2)
    aside = Event(event="unread", key="a", on=DAY)

    assert {row.printed.period for row, _ in likely(whole, aside)} == {"2023-02"}
    assert len(likely(whole, aside)) == LIKELY_MOST
    assert likely(replace(whole, rows=()), aside) == []


def test_a_damaged_line_is_told_and_the_others_count(town: Path) -> None:
    file = town / "register" / "2023-06.jsonl"
    file.write_bytes(file.read_bytes() + b'{"event":"printed"\n')

    found = register(town, RegisterAsked())

    assert [(p.code, p.where) for p in found.problems] == [("SCN-001", "register/2023-06.jsonl:6")]
    assert len(found.rows) == 4


def test_the_commands_tell_what_stands(town: Path, pages: list[Page], tmp_path: Path) -> None:
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(as_pdf(pages[1], without_code(pages[2])))

    done = command("scan", town, scan, "--on", "2023-07-03")
    assert (done.exit_code, "归位 1 张表，未识别 1 页" in done.output) == (0, True), done.output

    listed = command("register", "list", town, "--csv", tmp_path / "登记.csv")
    assert "已回收 1 张，缺章 2 张" in listed.output
    assert (tmp_path / "登记.csv").read_text(encoding="utf-8-sig").count("\n") == 5
    told = json.loads(command("register", "list", town, "--json").output)
    assert [r["state"] for r in told["rows"]] == ["已回收", "已打印", "已打印", "已打印"]

    key = row(town, "qiuhu", RECORD).key
    marked = command("register", "mark", town, "盖章", key[:6], "--seal", "县市区政府")
    assert marked.exit_code == 0, marked.output
    put = command("register", "assign", town, told["unread"][0]["id"], "不要")
    assert "文件留着" in put.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mark", "盖章", "000000000001"), "登记里没有编号"),
        (("mark", "盖章", "12"), "登记里没有编号"),
        (("assign", "x", "不要"), "里没有“x”这一页"),
        (("list", "--units", "没有村"), "没有“没有村”这个单位"),
    ],
)
def test_what_there_is_not_is_told(town: Path, words: tuple[str, ...], said: str) -> None:
    shown = command("register", words[0], town, *words[1:])

    assert (shown.exit_code, said in shown.output) == (2, True), shown.output


def test_any_wrong_digit_of_a_code_is_noticed() -> None:
    code = code_of(PageCode(key="123456789012", page=2, pages=3, landscape=True))
    for place in range(len(code)):
        for digit in set("0123456789") - {code[place]}:
            assert read_code(code[:place] + digit + code[place + 1 :]) is None


def test_marks_stand_below_the_type_area_and_a_build_has_none(town: Path, pages: list[Page]) -> None:
    foot = pages[1][round(262 / 25.4 * 200) :]  # below the type area of 5.2.1
    dark = np.argwhere(foot.min(axis=2) < 100)
    rows, columns = dark[:, 0] / 200 * 25.4 + 262, dark[:, 1] / 200 * 25.4
    code = columns[(columns > 98) & (columns < 112)]
    assert (round(code.min()), round(code.max())) == (99, 111)
    assert rows.max() < 290
    number = columns[(rows > 263) & (rows < 276.5)]
    assert number.min() > 150  # the page number alone
