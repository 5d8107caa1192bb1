"""Forms are data: an indicator, a column, a whole form are edits of YAML and reach every surface.

Nothing but files of the campaign's folder changes here: no code, no template, no style sheet.
"""

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.rendering import Renderings
from helpers.sheets import CAMPAIGNS, usable
from helpers.text import docx_text, html_text, squeezed

from generator.compose.sheets import Order, unit_sheets
from generator.measure.page import characters, pages
from generator.model.sheet import Sheet, TableContent
from generator.resources import catalogue_root
from generator.sources.campaign import Loaded, load
from generator.sources.schema import return_schema

VILLAGE = "柳林镇河湾村"
RETURN = f"returns/2023-06/{VILLAGE}.yaml"
NEW_FORM = "spring-inspection"
NEW_LEDGER = "fifteen-columns"
SIZES = (9, 8, 8, 8, 7)  # and one cell of three numbers: 41

USE = """- form: problem-ledger
    title: 柳林镇隐患整治台账
    notes: [本表一式两份。, 每月月底前报送。]
    min_rows: 3
    columns:
      - {name: serial, label: 号, kind: serial, width_mm: 15}
      - {name: where, label: 在哪里, width_mm: 90, source: hazard.enterprise.name}
      - {name: what, label: 是什么, width_mm: 120, align: left, source: hazard.name}
  - form: rectification-record

duties"""

ROWS_OF_ITS_OWN = """forms:
  - form: dispatch-communities
    groups:
      - label: 防汛
        fields:
          - {name: reservoirs, label: 检查水库, unit: 座, kind: count}
          - {name: boats, label: 备好船只, unit: 条, kind: count}
          - {name: patrol, label: 是否安排夜间巡查, kind: yes_no}
"""
REMARK_OF_ITS_OWN = "  - {form: hazard-checklist, remark: 备注：没有重大事故隐患的也要报。}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign's folder to be edited."""
    target = tmp_path / "campaign"
    shutil.copytree(CAMPAIGNS / "small_valid", target)
    (target / "forms").mkdir()
    return target


def edited(text: str, old: str, new: str) -> str:
    """A text with one place changed."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def catalogue_form(code: str, new_code: str) -> str:
    """The text of a form of the catalogue, under another code."""
    text = (catalogue_root() / f"{code}.yaml").read_text("utf-8")
    return edited(text, f"form: {code}\n", f"form: {new_code}\n")


def village_sheet(found: Loaded, code: str) -> Sheet:
    """The village's sheet of a form, for June."""
    campaign = usable(found)
    unit = next(u for u in campaign.units if u.code == VILLAGE)
    order = Order(period="2023-06", sheets=frozenset({code}))
    made = unit_sheets(campaign, found.forms, unit, order)
    assert made.problems == []
    return made.sheets[0]


def surfaces(made: Sheet, renderings: Renderings) -> list[str]:
    """The text of the Word file, of the HTML and of the PDF."""
    printed = "".join(characters(page) for page in pages(renderings.pdf(made)))
    return [docx_text(renderings.docx(made)), html_text(renderings.html(made)), printed]


def test_an_indicator_added_to_a_form_reaches_every_surface(folder: Path, renderings: Renderings) -> None:
    form = catalogue_form("dispatch-communities", "village-dispatch")
    row = "      - {name: no_drill,"
    indicator = "      - {name: blocked_exits, label: 占用堵塞疏散通道, unit: 处, kind: count}\n"
    (folder / "forms" / "village-dispatch.yaml").write_text(edited(form, row, indicator + row), "utf-8")
    returned = (folder / RETURN).read_text("utf-8")
    returned = edited(returned, "form: dispatch-communities", "form: village-dispatch")
    returned = edited(returned, "  no_drill: 2\n", "  no_drill: 2\n  blocked_exits: 7613\n")
    (folder / RETURN).write_text(returned, "utf-8")

    found = load(folder)
    made = village_sheet(found, "village-dispatch")

    for text in surfaces(made, renderings):
        assert "占用堵塞疏散通道（处）" in text
        assert "7613" in text
    assert isinstance(made.content, TableContent)
    numbers = [c.text for r in made.content.grid.rows for c in r.cells if c.role == "number"]
    assert [int(n) for n in numbers if n][6:15] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    values = return_schema(found.forms["village-dispatch"])["properties"]["values"]["properties"]
    assert values["blocked_exits"]["description"] == "占用堵塞疏散通道（处）"
    assert len(values) == 33
    assert len(pages(renderings.pdf(made))) == 1


def test_a_column_added_to_a_ledger_reaches_every_surface(folder: Path, renderings: Renderings) -> None:
    form = catalogue_form("problem-ledger", "village-ledger")
    form = edited(form, "label: 问题隐患, width_mm: 28.5", "label: 问题隐患, width_mm: 12.5")
    column = "  - {name: photo, label: 照片编号, width_mm: 16, source: hazard.extra.photo}\n"
    form = edited(form, "  - {name: remark,", column + "  - {name: remark,")
    (folder / "forms" / "village-ledger.yaml").write_text(form, "utf-8")
    hazards = (folder / "hazards.yaml").read_text("utf-8")
    hazards = edited(
        hazards, "    recheck: 正在整改\n", "    recheck: 正在整改\n    extra: {photo: P-0816}\n"
    )
    (folder / "hazards.yaml").write_text(hazards, "utf-8")

    made = village_sheet(load(folder), "village-ledger")

    for text in surfaces(made, renderings):
        assert "照片编号" in text
        assert "P-0816" in text
    for text in surfaces(made, renderings)[:2]:
        assert "复查情况照片编号备注" in text
        assert "正在整改P-0816" in text
    page = pages(renderings.pdf(made))[0]
    assert page.type_area().grown(0.3).holds(page.table)


def test_a_column_that_units_fill_in_themselves_reaches_the_schema(folder: Path) -> None:
    form = catalogue_form("problem-ledger", "village-ledger")
    form = edited(form, "rows_from: hazards\n", "rows_from: return\n")
    form = edited(form, "name: recheck,", "name: recheck, kind: yes_no,").replace(
        ", source: hazard.recheck", ""
    )
    (folder / "forms" / "village-ledger.yaml").write_text(form, "utf-8")

    rows = return_schema(load(folder).forms["village-ledger"])["properties"]["rows"]["items"]

    assert list(rows["properties"]) == ["recheck"]
    assert rows["properties"]["recheck"]["description"] == "复查情况"
    assert True in rows["properties"]["recheck"]["enum"]


def test_title_notes_and_columns_of_a_form_are_overridden_by_its_use(
    folder: Path, renderings: Renderings
) -> None:
    text = (folder / "campaign.yaml").read_text("utf-8")
    text = edited(text, "- form: problem-ledger\n  - form: rectification-record\n\nduties", USE)
    (folder / "campaign.yaml").write_text(text, "utf-8")

    made = village_sheet(load(folder), "problem-ledger")

    assert isinstance(made.content, TableContent)
    assert len([row for row in made.content.grid.rows if not row.head]) == 3
    for text in surfaces(made, renderings):
        assert "柳林镇隐患整治台账" in text
        assert "号在哪里是什么1河湾木业加工厂木粉尘车间除尘系统未设火花探测装置2河湾村便民超市" in text
        assert "注：1.本表一式两份。2.每月月底前报送。" in text
        assert "检查人员" not in text


def test_rows_of_a_table_are_overridden_by_its_use(folder: Path, renderings: Renderings) -> None:
    main = (folder / "campaign.yaml").read_text("utf-8")
    main = edited(main, "forms:\n  - form: dispatch-communities\n", ROWS_OF_ITS_OWN)
    (folder / "campaign.yaml").write_text(main, "utf-8")
    head, _, _ = (folder / RETURN).read_text("utf-8").partition("values:\n")
    (folder / RETURN).write_text(f"{head}values: {{reservoirs: 4, boats: 0, patrol: true}}\n", "utf-8")

    found = load(folder)
    made = village_sheet(found, "dispatch-communities")

    # two a row: the third stands on a row of its own
    rows = "防汛1检查水库（座）42备好船只（条）03是否安排夜间巡查是"
    for text in surfaces(made, renderings):
        assert rows in text
        assert "企业自查发现" not in text
    values = return_schema(found.forms["dispatch-communities"])["properties"]["values"]["properties"]
    assert list(values) == ["reservoirs", "boats", "patrol"]


def test_remark_of_a_ledger_is_overridden_by_its_use(folder: Path, renderings: Renderings) -> None:
    main = (folder / "campaign.yaml").read_text("utf-8")
    old = "  - form: dispatch-departments\n  - form: hazard-checklist\n"
    main = edited(main, old, "  - form: dispatch-departments\n" + REMARK_OF_ITS_OWN)
    (folder / "campaign.yaml").write_text(main, "utf-8")

    made = village_sheet(load(folder), "hazard-checklist")

    for text in surfaces(made, renderings):
        assert "备注：没有重大事故隐患的也要报。" in text
        assert "负领导责任" not in text


def test_a_landscape_ledger_of_15_columns(folder: Path, renderings: Renderings) -> None:
    # 15 columns of 15 mm fill the 225 mm of a turned sheet
    numbers = range(1, 15)
    columns = [{"name": "serial", "label": "序号", "kind": "serial", "width_mm": 15}]
    columns += [{"name": f"c{n}", "label": f"第{n}栏情况", "width_mm": 15} for n in numbers]
    form = {
        "schema": 1,
        "form": NEW_LEDGER,
        "kind": "ledger",
        "title": "十五栏台账",
        "short_title": "十五栏台账",
        "used_by": ["community"],
        "page": {"orientation": "landscape", "size_pt": 10.5},
        "columns": columns,
    }
    rows = [{f"c{n}": f"{row}行{n}栏已核实" for n in numbers} for row in (1, 2)]
    returned = {"schema": 1, "form": NEW_LEDGER, "unit": VILLAGE, "period": "2023-06", "rows": rows}
    _write(folder / "forms" / f"{NEW_LEDGER}.yaml", form)
    _write(folder / "returns" / "2023-06" / "columns.yaml", returned)

    found = load(folder)
    made = village_sheet(found, NEW_LEDGER)

    (page,) = pages(renderings.pdf(made))
    assert page.landscape
    assert page.type_area().grown(0.3).holds(page.table)
    for text in surfaces(made, renderings)[:2]:
        assert "第1栏情况第2栏情况" in text
        assert "11行1栏已核实1行2栏已核实" in text
        assert "22行1栏已核实2行2栏已核实" in text
    printed = Counter(characters(page))
    assert printed["核"] == 2 * 14
    assert printed["况"] == 14
    schema = return_schema(found.forms[NEW_LEDGER])["properties"]["rows"]["items"]["properties"]
    assert list(schema) == [f"c{n}" for n in numbers]


def test_a_new_form_of_41_indicators_in_5_groups_with_three_numbers_in_a_cell(
    folder: Path, renderings: Renderings
) -> None:
    teams = {
        "name": "teams",
        "label": "检查力量投入",
        "kind": "parts",
        "parts": [
            {"name": "teams", "prefix": "组", "unit": "个", "kind": "count"},
            {"name": "people", "prefix": "人员", "unit": "人次", "kind": "count"},
            {"name": "cost", "prefix": "经费", "unit": "万元", "kind": "money"},
        ],
    }
    groups = [_group(number, size) for number, size in enumerate(SIZES, 1)]
    groups[-1]["fields"] = [*groups[-1]["fields"], teams]
    form = {
        "schema": 1,
        "form": NEW_FORM,
        "kind": "indicator_table",
        "title": "{issuer.region}春季安全检查情况统计表",
        "short_title": "春季安全检查情况统计表",
        "used_by": ["community"],
        "page": {"fit": "one_page"},
        "above": [{"left": "{unit|＿＿＿村}", "right": "{filled_on|　年　月　日}"}],
        "groups": groups,
        "notes": ["按累计数填报。"],
    }
    values = {f"f{g}_{n}": 9000 + 100 * g + n for g, size in enumerate(SIZES, 1) for n in range(size)}
    returned = {
        "schema": 1,
        "form": NEW_FORM,
        "unit": VILLAGE,
        "period": "2023-06",
        "values": {**values, "teams": {"teams": 3, "people": 57, "cost": 1.5}},
    }
    _write(folder / "forms" / f"{NEW_FORM}.yaml", form)
    _write(folder / "returns" / "2023-06" / "spring.yaml", returned)

    found = load(folder)
    made = village_sheet(found, NEW_FORM)

    assert len(found.forms[NEW_FORM].fields) == 41
    assert len(pages(renderings.pdf(made))) == 1
    for text in surfaces(made, renderings):
        assert squeezed("柳林镇春季安全检查情况统计表") in text
        assert all(str(value) in text for value in values.values())
        assert "检查力量投入（个，人次，万元）组3个，人员57人次，经费1.5万元" in text
    schema = return_schema(found.forms[NEW_FORM])["properties"]["values"]["properties"]
    assert len(schema) == 41
    assert list(schema["teams"]["properties"]) == ["teams", "people", "cost"]


def _group(number: int, size: int) -> dict[str, Any]:
    fields = [
        {
            "name": f"f{number}_{n}",
            "label": f"第{number}组第{n + 1}项检查发现问题",
            "unit": "个",
            "kind": "count",
        }
        for n in range(size)
    ]
    return {"label": f"第{number}组", "fields": fields}


def _write(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
