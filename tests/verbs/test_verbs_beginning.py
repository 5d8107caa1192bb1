"""A campaign begun from what an office says in a minute: its files load, its units are read from a pasted list."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from generator import verbs
from generator.problem import ProblemsFound
from generator.sources.campaign import load
from generator.verbs.beginning import Beginning, able_forms, begin, begin_in, units_of

TOLD = Beginning(
    name="示例镇排查整治2024行动",
    issuer="示例镇安全生产委员会",
    short_name="镇安委会",
    region="示例镇",
    starts_on=date(2024, 6, 1),
    ends_on=date(2024, 12, 31),
    units="示例镇河湾村\n示例镇新城社区\n示例镇应急管理办公室\t应急办\t部门\n",
    forms=("dispatch-communities", "problem-ledger"),
)


def test_it_loads_without_a_problem_and_generates(tmp_path: Path) -> None:
    assert begin_in(tmp_path / "新", TOLD) == ["campaign.yaml", "units.yaml"]
    loaded = load(tmp_path / "新")

    assert loaded.problems == ()
    assert [(u.label, u.kind, u.code) for u in loaded.campaign.units] == [
        ("河湾村", "community", "c01"),
        ("新城社区", "community", "c02"),
        ("应急办", "department", "d03"),
    ]
    assert set(loaded.forms) == {"dispatch-communities", "problem-ledger"}
    assert loaded.campaign.duties[0].monthly_by == "month_end"
    made = verbs.build(verbs.BuildRequest(source=tmp_path / "新", target=tmp_path / "输出", filling="blank"))
    assert [p for p in made.problems if p.severity == "error"] == []


@pytest.mark.parametrize("form", [f.form for f in able_forms()])
def test_every_form_that_can_be_chosen_gives_a_campaign_that_loads(form: str, tmp_path: Path) -> None:
    begin_in(tmp_path / "新", replace(TOLD, forms=(form,)))
    assert load(tmp_path / "新").problems == ()


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("河湾村\t村\n", [("河湾村", "河湾", "community")]),
        ("1\t河湾村\n2\t应急办\n", [("河湾村", "河湾", "community"), ("应急办", "应急办", "department")]),
        ("单位名称\t类别\t简称\n河湾村\t社区（村）\t河\n", [("河湾村", "河", "community")]),
        ("序号\t单位全称\n1\t示例镇河湾村\n\n", [("示例镇河湾村", "河湾", "community")]),
        ("示例镇财政所，财政所，部门\n", [("示例镇财政所", "财政所", "department")]),
    ],
)
def test_a_pasted_list_is_read_with_and_without_a_head(
    pasted: str, expected: list[tuple[str, str, str]]
) -> None:
    units, wrong = units_of(pasted, TOLD)
    assert wrong == []
    assert [(u["name"], u["short_name"], u["kind"]) for u in units] == expected


def test_everything_that_is_wrong_is_said_at_once() -> None:
    told = replace(
        TOLD, name=" ", ends_on=date(2024, 1, 1), kinds=("town", "county"), units="甲村\n乙镇\n乙镇\n"
    )
    with pytest.raises(verbs.UsageProblem) as found:
        begin(told)

    assert str(found.value).splitlines() == [
        "没有写行动的名称。",
        "结束日期早于开始日期。",
        "第 1 行的“甲村”看不出是哪一类单位，请加“类别”一栏，或只选一类。",
        "第 3 行的“乙镇”和第 2 行重复。",
    ]


def test_a_list_is_read_from_excel_and_from_an_old_text_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("序号", "单位名称", "类别"),
        (1, "示例镇河湾村", "社区（村）"),
        (None, None, None),
        (2, "应急办", "部门"),
    ):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    (tmp_path / "名单.txt").write_bytes("示例镇河湾村\n应急办\n".encode("gbk"))

    for name in ("名单.xlsx", "名单.txt"):
        units, wrong = units_of(verbs.units_text(tmp_path / name), TOLD)
        assert (wrong, [(u["name"], u["kind"]) for u in units]) == (
            [],
            [("示例镇河湾村", "community"), ("应急办", "department")],
        )


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "别的").touch()
    with pytest.raises(ProblemsFound, match="BLD-004"):
        begin_in(tmp_path, TOLD)
    assert [p.name for p in tmp_path.iterdir()] == ["别的"]
