"""Which sheets a run makes, from what, and what it says about returns that are missing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from compose_samples import (
    FORMS,
    GROUP,
    JUNE,
    LEDGER,
    MONTHLY,
    NOTICE,
    PLAN,
    RECORD,
    attached,
    campaign,
    hazard,
    returned,
)
from helpers.tables import row_values

from generator.compose.issuer_sheets import issuer_sheets
from generator.compose.sheets import BLANK, Composed, Order, unit_sheets
from generator.model.campaign import Campaign
from generator.model.form import Field, Form, Line
from generator.model.sheet import DocumentContent, Sheet, TableContent

VILLAGE_CODE, OFFICE_CODE = "东镇河湾村", "东镇应急办"


def of_unit(
    source: Campaign, unit: str = VILLAGE_CODE, forms: dict[str, Form] = FORMS, **order: Any
) -> Composed:
    """The sheets of one unit for June."""
    found = next(u for u in source.units if u.code == unit)
    return unit_sheets(source, forms, found, Order(**{"period": JUNE, **order}))


def of_issuer(source: Campaign, **order: Any) -> list[Sheet]:
    """The issuer's sheets."""
    return issuer_sheets(source, FORMS, Order(**{"period": JUNE, **order})).sheets


def names(composed: Composed) -> list[str]:
    """The names of the sheets in order."""
    return [s.name for s in composed.sheets]


def table(sheet: Sheet) -> TableContent:
    """The content of a sheet that is a table."""
    assert isinstance(sheet.content, TableContent)
    return sheet.content


def document(sheet: Sheet) -> DocumentContent:
    """The content of a sheet that is a document."""
    assert isinstance(sheet.content, DocumentContent)
    return sheet.content


ALL = campaign(
    hazards=(hazard("A"),),
    returns=(returned("monthly", values={"found": 3}), returned("checklist", rows=({"what": "电线"},))),
)

# what a unit hands in


def test_a_unit_gets_the_forms_of_its_kind_in_the_order_of_the_campaign() -> None:
    assert names(of_unit(ALL)) == [
        "月度情况表（2023年6月）",
        "排查清单（2023年6月）",
        "问题台账（2023年6月）",
        "整改台账（2023年6月 A A厂）",
    ]
    assert [s.code for s in of_unit(ALL, OFFICE_CODE).sheets] == ["monthly", "ledger", "record"]
    assert [s.code for s in of_unit(ALL, forms={"ledger": LEDGER, "monthly": MONTHLY}).sheets] == [
        "ledger",
        "monthly",
    ]


def test_an_order_for_some_sheets_makes_no_others() -> None:
    made = of_unit(campaign(), sheets=frozenset({"ledger", "monthly"}))

    assert [s.code for s in made.sheets] == ["monthly", "ledger"]
    assert [p.message[:16] for p in made.problems] == [
        "“河湾村”未报送2023年6月的"
    ]  # the checklist is not asked for


def test_sheets_belong_to_unit_folder_and_month() -> None:
    sheet = of_unit(ALL).sheets[0]

    assert (sheet.unit, sheet.folder, sheet.period) == (VILLAGE_CODE, "河湾村", JUNE)
    assert (sheet.one_page, sheet.filled) == (True, True)


def test_values_of_a_return_are_printed_in_their_cells() -> None:
    monthly, checklist, *_ = of_unit(ALL).sheets

    assert table(monthly).title == ("东镇专项行动月度情况表",)
    assert table(monthly).values == {"found": "3"}
    assert row_values(table(checklist)) == ({"serial": "1", "what": "电线"},)


@pytest.mark.parametrize("period", ["2023-05", "2023-07"])
def test_a_return_for_another_month_is_not_used(period: str) -> None:
    source = campaign(returns=(returned("monthly", period=period, values={"found": 3}),))

    made = of_unit(source, forms={"monthly": MONTHLY})

    assert names(made) == ["月度情况表（2023年6月 空白）"]
    assert table(made.sheets[0]).values == {"found": ""}


# blank and filled


def test_blank_forms_hold_nothing_and_belong_to_no_month() -> None:
    made = of_unit(ALL, filling="blank")

    assert names(made) == [
        "月度情况表（空白）",
        "排查清单（空白）",
        "问题台账（空白）",
        "整改台账（空白）",
    ]
    assert {s.period for s in made.sheets} == {BLANK}
    assert not any(s.filled for s in made.sheets)
    assert table(made.sheets[0]).values == {"found": ""}
    assert made.problems == []


def test_filled_makes_only_what_there_is_data_for() -> None:
    source = campaign(returns=(returned("checklist", rows=({"what": "电线"},)),))

    assert names(of_unit(source, filling="filled")) == ["排查清单（2023年6月）"]
    assert names(of_unit(source)) == [
        "月度情况表（2023年6月 空白）",
        "排查清单（2023年6月）",
        "问题台账（2023年6月 空白）",
        "整改台账（2023年6月 空白）",
    ]


@pytest.mark.parametrize(("filling", "made"), [("auto", "印成空表"), ("filled", "没有生成")])
def test_a_missing_return_is_a_warning_of_its_unit(filling: str, made: str) -> None:
    (problem,) = of_unit(campaign(), forms={"monthly": MONTHLY}, filling=filling).problems

    assert (problem.code, problem.severity, problem.unit) == ("BLD-001", "warning", VILLAGE_CODE)
    assert problem.message == f"“河湾村”未报送2023年6月的“月度情况表”，{made}；收到后补入 returns 再生成。"


def test_ledgers_of_hazards_and_records_need_no_return() -> None:
    forms = {code: FORMS[code] for code in ("ledger", "record")}

    assert of_unit(campaign(), forms=forms).problems == []


def test_a_table_that_does_not_fit_its_page_is_told_once() -> None:
    long = replace(MONTHLY, notes=("请逐项如实填报。" * 400,))

    made = of_unit(campaign(returns=(returned("monthly"),)), forms={"monthly": long})

    assert [(p.code, p.unit) for p in made.problems] == [("BLD-002", VILLAGE_CODE)]
    assert made.sheets[0].one_page is False


@pytest.mark.parametrize(
    ("form", "which"),
    [
        ("checklist", "“排查清单（2023年6月）”里，第 2 行的“内容”有 4000 个字"),
        ("ledger", "“问题台账（2023年6月）”里，隐患 B 的“隐患”有 4000 个字"),
        ("record", "“整改台账（2023年6月 B B厂）”里，隐患 B 的“隐患”有 4000 个字"),
    ],
)
def test_a_row_higher_than_a_page_is_an_error_of_its_unit(form: str, which: str) -> None:
    long = "电线" * 2000
    source = campaign(
        hazards=(hazard("A"), hazard("B", name=long)),
        returns=(returned("checklist", rows=({"what": "电线"}, {"what": long})),),
    )

    (problem,) = of_unit(source, forms={form: FORMS[form]}).problems

    assert (problem.code, problem.severity, problem.unit) == ("BLD-005", "error", VILLAGE_CODE)
    assert problem.message.startswith(f"“河湾村”的{which}，缩到最小字号，这一行仍比一页高")


# hazards


def listed(source: Campaign, unit: str = VILLAGE_CODE, **order: Any) -> list[str]:
    """The hazards in a unit's ledger."""
    (sheet,) = of_unit(source, unit, {"ledger": LEDGER}, **order).sheets
    return [row["name"] for row in row_values(table(sheet)) if row["name"]]


def test_hazards_are_listed_by_number_with_their_extra_columns() -> None:
    source = campaign(hazards=(hazard("A", extra={"photo": "P-1"}), hazard("B")))

    (sheet,) = of_unit(source, forms={"ledger": LEDGER}).sheets

    assert row_values(table(sheet)) == (
        {"serial": "1", "name": "A隐患", "found_on": "2023年6月6日", "photo": "P-1"},
        {"serial": "2", "name": "B隐患", "found_on": "2023年6月6日", "photo": ""},
    )


def test_hazards_found_after_the_period_are_not_listed_yet() -> None:
    days = {"A": date(2023, 5, 31), "B": date(2023, 6, 30), "C": date(2023, 7, 1)}
    source = campaign(hazards=tuple(hazard(code, inspected_on=day) for code, day in days.items()))

    assert listed(source, period="2023-05") == ["A隐患"]
    assert listed(source, period="2023-06") == ["A隐患", "B隐患"]
    assert listed(source, period="2023-07") == ["A隐患", "B隐患", "C隐患"]


def test_open_hazards_are_carried_over_and_closed_ones_stand_in_the_month_of_their_closing() -> None:
    found = {"inspected_on": date(2023, 5, 3)}
    source = campaign(
        hazards=(
            hazard("A", **found, closed_on=date(2023, 5, 9)),
            hazard("B", **found),
            hazard("C", **found, closed_on=date(2023, 6, 1)),
            hazard("D", **found, closed_on=date(2023, 7, 1)),
        )
    )

    assert listed(source) == ["B隐患", "C隐患", "D隐患"]


def test_hazards_are_listed_by_their_unit_and_by_their_department() -> None:
    source = campaign(
        hazards=(hazard("A"), hazard("B", department=OFFICE_CODE), hazard("C", unit=OFFICE_CODE))
    )

    assert listed(source) == ["A隐患", "B隐患"]
    assert listed(source, OFFICE_CODE) == ["B隐患", "C隐患"]


def test_a_ledger_of_some_levels_lists_no_others() -> None:
    source = campaign(hazards=(hazard("A"), hazard("B", level="较大"), hazard("C", level="一般")))
    major = replace(LEDGER, hazard_levels=("重大", "较大"))

    (sheet,) = of_unit(source, forms={"ledger": major}).sheets

    assert [row["name"] for row in row_values(table(sheet))] == ["A隐患", "B隐患"]


def test_records_are_made_for_a_units_own_major_hazards_one_each() -> None:
    source = campaign(
        hazards=(
            hazard("A"),
            hazard("B", level="一般"),
            hazard("C", department=OFFICE_CODE),
            hazard("D", inspected_on=date(2023, 7, 1)),
        )
    )

    records = {"record": FORMS["record"]}

    assert names(of_unit(source, forms=records)) == [
        "整改台账（2023年6月 A A厂）",
        "整改台账（2023年6月 C C厂）",
    ]
    assert names(of_unit(source, OFFICE_CODE, records)) == ["整改台账（2023年6月 空白）"]
    assert names(of_unit(source, OFFICE_CODE, records, filling="filled")) == []


def test_a_ledger_of_hazards_is_signed_by_who_signed_the_months_return() -> None:
    signed = replace(LEDGER, below=(Line(left="填报人：{filled_by|____}"),))
    source = campaign(hazards=(hazard("A"),), returns=(returned("monthly", filled_by="邹平"),))

    (sheet,) = of_unit(source, forms={"ledger": signed}).sheets

    assert table(sheet).below[0].left == "填报人：邹平"


@pytest.mark.parametrize(("period", "day"), [(JUNE, "2023年6月30日"), ("2023-05", "____")])
def test_a_record_is_dated_by_the_months_return_and_filled_from_its_hazard(period: str, day: str) -> None:
    group = replace(RECORD.groups[0], fields=(*RECORD.groups[0].fields, Field(name="found", label="发现")))
    dated = replace(RECORD, above=(Line(right="填报日期：{filled_on|____}"),), groups=(group,))
    june = returned("monthly", period=period, filled_on=date(2023, 6, 30), values={"found": 3})

    sheets = of_unit(campaign(hazards=(hazard("A"),), returns=(june,)), forms={"record": dated}).sheets

    assert [table(s).above[0].right for s in sheets] == [f"填报日期：{day}"]
    assert table(sheets[0]).values == {"name": "A隐患", "found": ""}


# what the issuer sends out


def test_the_issuer_sends_the_document_then_each_attachment_blank() -> None:
    source = replace(
        ALL, notice=NOTICE, plan=PLAN, work_group=GROUP, attachments=attached("roster", "monthly", "ledger")
    )

    made = of_issuer(source)

    assert [(s.code, s.name) for s in made] == [
        ("notice", "关于印发方案的通知"),
        ("monthly", "附件2 月度情况表（空白）"),
        ("ledger", "附件3 问题台账（空白）"),
    ]
    assert {(s.unit, s.folder, s.period) for s in made} == {("", "东镇安委会", "")}


def test_the_issuers_forms_are_left_out_when_only_filled_ones_are_asked_for() -> None:
    source = replace(ALL, notice=NOTICE, attachments=attached("monthly", "ledger"))

    assert [s.code for s in of_issuer(source, filling="filled")] == ["notice"]


def test_an_order_for_some_of_the_issuers_sheets() -> None:
    source = replace(ALL, notice=NOTICE, attachments=attached("monthly", "ledger"))

    assert [s.code for s in of_issuer(source, sheets=frozenset({"ledger"}))] == ["ledger"]
    assert of_issuer(source, sheets=frozenset({"record"})) == []


def test_a_plan_without_notice_is_a_document_without_header() -> None:
    (made,) = of_issuer(replace(ALL, plan=PLAN))

    assert (made.code, made.name) == ("plan", "专项行动方案")
    assert document(made).head is None


def test_a_bound_roster_stands_in_the_document_and_alone_only_when_asked_for() -> None:
    source = replace(ALL, notice=NOTICE, work_group=GROUP, attachments=attached("roster", "monthly"))

    assert [s.code for s in of_issuer(source)] == ["notice", "monthly"]
    assert [p.attachment for p in document(of_issuer(source)[0]).parts] == ["", "附件1"]

    (roster,) = of_issuer(source, sheets=frozenset({"roster"}))
    assert roster.name == "附件1 工作专班名单"
    assert document(roster).parts[0].new_page is False


def test_a_roster_that_is_not_bound_is_a_sheet_of_its_own() -> None:
    (roster,) = attached("roster")
    source = replace(ALL, notice=NOTICE, work_group=GROUP, attachments=(replace(roster, bound=False),))

    made = of_issuer(source)

    assert [(s.code, s.name) for s in made] == [
        ("notice", "关于印发方案的通知"),
        ("roster", "附件 工作专班名单"),
    ]
    assert len(document(made[0]).parts) == 1


def test_a_campaign_without_texts_sends_its_forms_only() -> None:
    assert of_issuer(ALL) == []
    assert [s.name for s in of_issuer(replace(ALL, attachments=attached("monthly")))] == [
        "附件 月度情况表（空白）"
    ]
