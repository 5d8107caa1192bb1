"""A campaign written by following the manuals alone: forms of its own, no form of the catalogue, no word of it in code."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ryaml
from helpers.sheets import CAMPAIGNS, loaded, sheet, usable
from helpers.tables import printed_rows

from generator.layout import gbt9704 as gb
from generator.model.sheet import TableContent
from generator.sources.catalogue import catalogue

ROOT = Path(__file__).parents[2]
FOLDER = CAMPAIGNS / "forest_fire"
MANUALS = "\n".join(
    (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("campaign-data.md", "forms.md")
)
FILES = sorted(FOLDER.rglob("*.yaml"))
FREE = ("values", "rows")  # their keys are names of fields


def keys(data: Any) -> Iterator[str]:
    """Every key of a file that the product must know."""
    if isinstance(data, dict):
        yield from data
        yield from (k for name, value in data.items() if name not in FREE for k in keys(value))
    elif isinstance(data, list):
        yield from (k for item in data for k in keys(item))


def table(code: str, unit: str = "qingyang") -> TableContent:
    content = sheet("forest_fire", code, unit).content
    assert isinstance(content, TableContent)
    return content


def test_it_has_no_problem_and_only_forms_of_its_own() -> None:
    found = loaded("forest_fire")

    assert sorted(found.forms) == ["fire-dispatch", "fire-hazard-ledger"]
    assert not set(found.forms) & set(catalogue())
    assert {r.form for r in usable(found).returns} == set(found.forms)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(FOLDER).as_posix())
def test_every_key_it_uses_is_in_the_manuals(path: Path) -> None:
    used = sorted(set(keys(ryaml.loads(path.read_text(encoding="utf-8")))))

    assert [key for key in used if f"| `{key}` |" not in MANUALS] == []


def test_no_code_and_no_template_knows_it() -> None:
    words = [*loaded("forest_fire").forms, usable(loaded("forest_fire")).issuer.region, "森林防火"]
    files = [p for folder in ("generator", "templates") for p in (ROOT / folder).rglob("*")]
    texts = [p.read_text(encoding="utf-8") for p in files if p.suffix in (".py", ".html", ".css", ".yaml")]

    assert len(texts) > 80
    assert [word for word in words if any(word in text for text in texts)] == []


def test_the_dispatch_table_has_41_indicators_in_5_groups_and_three_numbers_in_a_cell() -> None:
    form = loaded("forest_fire").forms["fire-dispatch"]

    assert [len(group.fields) for group in form.groups] == [8, 8, 9, 8, 8]
    assert [f.name for f in form.fields if len(f.parts) == 3] == ["checked", "penalties", "teams"]
    numbers = [
        c.text for row in table("fire-dispatch").grid.rows for c in row.cells if re.fullmatch(r"\d+", c.text)
    ]
    assert sorted(map(int, numbers)) == sorted([*range(1, 9)] * 5 + [9])


def test_the_dispatch_table_prints_every_label_and_what_was_reported() -> None:
    content = table("fire-dispatch")
    cells = [text.replace("\n", "") for row in printed_rows(content) for text in row]
    labels = [f.printed_label for f in loaded("forest_fire").forms["fire-dispatch"].fields]

    assert [label for label in labels if label not in cells] == []
    assert "卡点检查车辆（辆次），人员（人次），收存火种（件）" in labels
    assert {"1864辆次，5230人次，417件", "2起，3人，0.6万元", "专业0支，半专业1支，群众12支"} <= set(cells)
    assert "".join(content.title) == "松岭县春季森林防火工作进展情况调度表"


def test_the_ledger_has_15_columns_over_the_type_area_and_its_rows() -> None:
    form = loaded("forest_fire").forms["fire-hazard-ledger"]
    content = table("fire-hazard-ledger")
    width, _ = gb.type_area_mm(landscape=True)
    rows = printed_rows(content)

    assert len(form.columns) == len(content.grid.widths_mm) == 15
    assert sum(content.grid.widths_mm) == pytest.approx(width)
    assert [len(row) for row in rows[:2]] == [10, 7]  # 8 heads over both rows, 2 over 7 of their own
    assert [row[0] for row in rows[2:6]] == ["1", "2", "3", ""]
    assert rows[2][1:5] == ["杨树坪村", "老鹰嘴", "012", "坟地"]
    assert rows[3][1] == "二道沟"  # the village is merged down over its second row
