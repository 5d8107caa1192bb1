"""The stamping list: seal by seal in the order of the pile, with sums that add up."""

from helpers.sheets import loaded, usable

from generator.compose.stamping_list import SealTotal, sorted_rows, stamping_sheet, totals
from generator.layout.seals import Circle
from generator.model.seal import Holder, HolderKind, StampRow
from generator.model.sheet import TableContent


def row(seal: str, kind: HolderKind, unit: str, sheet: str, page: int = 1, copies: int = 1) -> StampRow:
    holder = Holder(name=seal, kind=kind, mm=42.0)
    return StampRow(
        holder=holder,
        unit=unit,
        sheet=sheet,
        first_page=page,
        last_page=page,
        copies=copies,
        circle=Circle(100, 100, 42),
    )


PILE = [
    row("镇政府", "organ", "镇政府", "通知", 3, copies=40),
    row("河湾村", "unit", "河湾村", "附件4 清单（2023年6月）"),
    row("河湾村", "unit", "河湾村", "附件6 台账（2023年6月 LL-001 砖厂）"),
    row("乡镇", "role", "河湾村", "附件6 台账（2023年6月 LL-001 砖厂）", 2),
    row("东湖村", "unit", "东湖村", "附件4 清单（2023年6月）"),
    row("乡镇", "role", "东湖村", "附件6 台账（2023年6月 LL-002 木器厂）", 2),
]


def test_the_organs_come_first_then_the_roles_then_the_units_each_in_the_order_of_the_pile():
    ordered = [(r.holder.name, r.unit) for r in sorted_rows(PILE)]

    assert ordered == [
        ("镇政府", "镇政府"),
        ("乡镇", "河湾村"),
        ("乡镇", "东湖村"),
        ("河湾村", "河湾村"),
        ("河湾村", "河湾村"),
        ("东湖村", "东湖村"),
    ]


def test_each_seal_has_its_places_and_its_times_in_all_copies():
    assert totals(sorted_rows(PILE)) == (
        SealTotal(seal="镇政府", places=1, times=40),
        SealTotal(seal="乡镇", places=2, times=2),
        SealTotal(seal="河湾村", places=2, times=2),
        SealTotal(seal="东湖村", places=1, times=1),
    )


def test_the_list_prints_a_sum_below_a_seal_that_is_pressed_more_than_once_and_all_at_the_end():
    printed = printed_rows(PILE)

    assert [cells for cells in printed if cells[0] == ""] == [
        ("", "", "小计", "2处", "2次"),
        ("", "", "小计", "2处", "2次"),
        ("", "", "4枚印章", "6处", "45次"),
    ]
    assert [cells[0] for cells in printed if cells[0]] == ["1", "2", "3", "4", "5", "6"]


def test_the_month_stands_above_the_table_and_not_in_every_row():
    printed = printed_rows(PILE)

    assert printed[0] == ("1", "镇政府", "通知", "第3页", "40")
    assert printed[1][2] == "附件6 台账（LL-001 砖厂）"
    assert printed[4][2] == "附件4 清单"


def test_a_seal_across_the_edges_tells_the_pages_it_holds_together():
    across = StampRow(holder=PILE[0].holder, unit="镇政府", sheet="台账", first_page=1, last_page=6, copies=2)

    assert printed_rows([across])[0] == ("1", "镇政府", "台账", "骑缝章\n第1至6页", "2")


def test_a_long_list_repeats_its_head_and_its_seal_on_every_page():
    rows = [row("乡镇", "role", f"第{i}村", "附件6 台账（2023年6月）", 2) for i in range(400)]
    content = content_of(rows)

    pages = [r for r in content.grid.rows if r.new_page]
    assert len(pages) > 10
    assert all(content.values[r.cells[0].slot] == "乡镇（续）" for r in pages[:-1])
    assert content.grid.rows[0].head


def content_of(rows: list[StampRow]) -> TableContent:
    sheet = stamping_sheet(usable(loaded("small_valid")), sorted_rows(rows), "2023-06", False)
    assert isinstance(sheet.content, TableContent)
    return sheet.content


def printed_rows(rows: list[StampRow]) -> list[tuple[str, ...]]:
    """Number, unit, sheet, pages and copies of each row."""
    content = content_of(rows)
    body = [r for r in content.grid.rows if not r.head]
    return [tuple(content.values[c.slot] for c in r.cells[-6:-1]) for r in body]
