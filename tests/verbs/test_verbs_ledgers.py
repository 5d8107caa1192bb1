"""Ledgers of hazards come back, in workbooks and in Word: untouched without a word, touched with just what was touched."""

import re
import shutil
import subprocess
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from helpers.rendering import office
from helpers.sheets import CAMPAIGNS, NAMES, loaded, sheets, usable
from helpers.word_tables import WordTable
from helpers.workbooks import grids_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator import verbs
from generator.compose.workbook import unit_workbook
from generator.derive.entries import hazard_entries
from generator.derive.known_hazards import unit_hazards
from generator.render.docx import render_docx
from generator.render.xlsx import render_xlsx
from generator.sources.intake.taken import take
from generator.sources.intake.word import read_word

WITH_LEDGERS = [name for name in NAMES if any(map(hazard_entries, loaded(name).forms.values()))]
VILLAGE = "河湾村 2023年6月.xlsx"
LEDGER = "问题隐患排查整治工作台账"
FILE = "台账（2023年6月）.docx"


def told(result):
    """What was found, save that nothing was filled in."""
    return [str(p) for p in result.problems if p.code != "XLS-013"]


@pytest.mark.parametrize("name", WITH_LEDGERS)
def test_workbooks_of_hazards_that_nobody_touched_come_back_without_a_word(name, tmp_path):
    month = f"{usable(loaded(name)).starts_on:%Y}-06"
    verbs.intake_blank(CAMPAIGNS / name, tmp_path / "发出", (), month)
    for file in (tmp_path / "发出").glob("各单位通用*"):
        file.unlink()

    assert told(verbs.intake_read(CAMPAIGNS / name, [tmp_path / "发出"], tmp_path / "returns", month)) == []


@pytest.fixture
def ledger(tmp_path):
    """A village's workbook of hazards, its ledger to be changed, and what is told of it then."""
    source = shutil.copytree(CAMPAIGNS / "small_valid", tmp_path / "town")
    verbs.intake_blank(source, tmp_path, ("河湾村",), "2023-06")
    book = openpyxl.load_workbook(tmp_path / VILLAGE)

    def said():
        book.save(tmp_path / VILLAGE)
        result = verbs.intake_read(source, [tmp_path / VILLAGE], source / "returns", "2023-06")
        return [
            (p.code, p.where.rpartition("!")[2], p.message) for p in result.problems if p.code != "XLS-013"
        ]

    return book[LEDGER], said


def column(sheet, head):
    return next(cell.column for cell in sheet[5] if cell.value == head)


def test_a_row_without_its_code_is_known_by_its_other_cells(ledger):
    sheet, said = ledger
    sheet.cell(6, 2).value = None
    sheet.cell(6, column(sheet, "复查情况")).value = "已复查合格"

    ((code, cell, message),) = said()

    assert (code, cell) == ("XLS-018", "J6")
    assert message.startswith("隐患 LL-001（没有编号，按其余各格认的）的“复查情况”写的是“已复查合格”")


def test_a_ledger_whose_column_was_taken_out_is_told_and_nothing_of_that_column_is_compared(ledger):
    sheet, said = ledger
    sheet.delete_cols(column(sheet, "检查人员"))

    assert [(code, message[:7]) for code, _, message in said()] == [("XLS-010", "缺“检查人员”")]


def test_a_ledger_whose_codes_were_taken_out_is_known_by_its_other_cells(ledger):
    sheet, said = ledger
    for row in range(5, 9):
        sheet.cell(row, column=2).value = None
    sheet.cell(20, 3).value = "新来的木器厂"

    first, second = said()

    assert (first[0], first[2][:7]) == ("XLS-010", "缺“隐患编号”")
    assert (second[0], second[1]) == ("XLS-018", "C20")
    assert "新的一条隐患（检查企业（单位）名称：新来的木器厂）" in second[2]


def printed_ledgers():
    """Every ledger of the fixtures that prints hazards of a unit."""
    return [
        pytest.param(name, sheet, id=f"{name} {sheet.code} {sheet.unit}")
        for name in WITH_LEDGERS
        for sheet in sheets(name)
        if sheet.unit and sheet.filled and sheet.code in loaded(name).forms
        if hazard_entries(loaded(name).forms[sheet.code])
    ]


def hazards_of(name, sheet):
    """The hazards that a ledger of a unit prints."""
    form = loaded(name).forms[sheet.code]
    return unit_hazards(usable(loaded(name)), form, sheet.unit, sheet.period)


def fullest():
    """A ledger of each form of each fixture, the one that prints the most hazards."""
    longest = {}
    for name, sheet in (each.values for each in printed_ledgers()):
        rows = len(hazards_of(name, sheet))
        if rows > longest.get((name, sheet.code), (0, sheet))[0]:
            longest[name, sheet.code] = rows, sheet
    return [pytest.param(name, sheet, id=f"{name} {code}") for (name, code), (_, sheet) in longest.items()]


def from_word(name, sheet, content, folder):
    """What is told of a Word file of a ledger, as code, place and message, and the return that it gives."""
    campaign, forms = usable(loaded(name)), loaded(name).forms
    file = folder / FILE
    file.write_bytes(content)
    (grid,) = read_word(file, file.name, forms.values())
    taken = take(grid, campaign, forms, sheet.period)
    return [(p.code, p.where, p.message) for p in taken.problems], taken.filled


@pytest.mark.parametrize(("name", "sheet"), printed_ledgers())
def test_a_printed_ledger_that_nobody_touched_comes_back_without_a_word(name, sheet, tmp_path):
    content = render_docx(sheet).content

    assert from_word(name, sheet, content, tmp_path)[0] == []


@pytest.mark.parametrize(("name", "sheet"), fullest())
def test_each_cell_of_a_printed_ledger_that_is_typed_over_is_just_that_change(name, sheet, tmp_path):
    form = loaded(name).forms[sheet.code]
    content = render_docx(sheet).content
    shown = hazards_of(name, sheet)
    for number, column in enumerate(form.columns, 1):
        if column.kind == "serial":
            continue
        which = number % len(shown)
        table = WordTable(content)
        dated = column.kind == "date"
        table.type(2 + which, number, "2023年6月11日" if dated else "另写的话")

        ((code, where, message),) = from_word(name, sheet, table.saved(), tmp_path)[0]

        assert (code, where) == ("XLS-018", f"{FILE} 表1第{2 + which}行第{number}格")
        assert f"隐患 {shown[which].code}（没有编号，按其余各格认的" in message
        assert f"写的是“{'2023-06-11' if dated else '另写的话'}”" in message


@pytest.mark.parametrize(("name", "sheet"), fullest())
def test_a_row_added_to_a_printed_ledger_is_one_new_hazard(name, sheet, tmp_path):
    form = loaded(name).forms[sheet.code]
    columns = {column.source: number for number, column in enumerate(form.columns, 1)}
    table = WordTable(render_docx(sheet).content)
    table.copy(2, below=2)
    for number in range(1, len(form.columns) + 1):
        table.type(3, number, "")
    table.type(3, columns["hazard.content"], "配电箱敞开，\n线头裸露")

    ((code, where, message),) = from_word(name, sheet, table.saved(), tmp_path)[0]

    assert (code, where) == ("XLS-018", f"{FILE} 表1第3行")
    assert message.startswith("新的一条隐患（")
    assert "配电箱敞开，／线头裸露" in message


@pytest.mark.parametrize(("name", "sheet"), fullest())
def test_a_row_taken_out_of_a_printed_ledger_is_told_by_its_code(name, sheet, tmp_path):
    shown = hazards_of(name, sheet)
    table = WordTable(render_docx(sheet).content)
    table.remove(2)

    assert from_word(name, sheet, table.saved(), tmp_path)[0] == [
        ("XLS-018", f"{FILE} 表1", f"表里没有隐患 {shown[0].code}，行动里有。销号也要留着；请核对。")
    ]


def from_workbook(name, sheet, changes, folder):
    """What is told of the unit's workbook with cells typed over: a text, or a day, by row and column of the table."""
    found = loaded(name)
    campaign, form = usable(found), found.forms[sheet.code]
    unit = next(u for u in campaign.units if u.code == sheet.unit)
    blank = render_xlsx(unit_workbook(campaign, {form.form: form}, unit, sheet.period, "表"))
    book = openpyxl.load_workbook(BytesIO(blank))
    for (row, name_of_column), value in changes.items():
        label = next(e.head for e in hazard_entries(form) if e.path[0] == name_of_column)
        cell = book.worksheets[0].cell(5 + row, column(book.worksheets[0], label))
        cell.value = value
    stream = BytesIO()
    book.save(stream)
    taken = take(grids_of(stream.getvalue(), folder)[0], campaign, {form.form: form}, "")
    return [p.message for p in taken.problems]


def on_paper(value):
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else value


WORDS = st.text(st.sampled_from("整改到位已查“”，。①A3m² \n𡐓"), min_size=1, max_size=30).filter(
    lambda text: text == text.strip() and text.strip("\n ")
)
DAYS = st.dates(date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(("name", "sheet"), fullest())
def test_the_same_changes_are_told_of_a_printed_ledger_and_of_a_workbook(name, sheet, tmp_path):
    form = loaded(name).forms[sheet.code]
    count = len(hazards_of(name, sheet))
    numbers = {c.name: n for n, c in enumerate(form.columns, 1) if c.kind != "serial"}
    days = {c.name for c in form.columns if c.kind == "date" and "progress" not in c.source}
    content = render_docx(sheet).content
    columns = st.sampled_from([n for n in numbers if n != "progress_on"])
    changed = st.lists(
        st.tuples(st.integers(1, count), columns, WORDS, DAYS), max_size=4, unique_by=lambda c: c[0]
    )
    added = st.lists(
        st.tuples(st.just(count + 1), columns, WORDS, DAYS), max_size=3, unique_by=lambda c: c[1]
    )

    @settings(
        max_examples=8,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(changed, added)
    def both_tell(changed, added):
        changes = {(row, c): day if c in days else words for row, c, words, day in [*changed, *added]}
        table = WordTable(content)
        table.copy(2, below=1 + count)
        for number in range(1, len(form.columns) + 1):
            table.type(2 + count, number, "")
        for (row, column_name), value in changes.items():
            table.type(1 + row, numbers[column_name], on_paper(value))

        printed = [message for _, _, message in from_word(name, sheet, table.saved(), tmp_path)[0]]
        plain = [re.sub("（没有编号，按其余各格认的[^）]*）", " ", message) for message in printed]

        assert sorted(plain) == sorted(from_workbook(name, sheet, changes, tmp_path))

    both_tell()


@pytest.mark.slow
@pytest.mark.skipif(not office(), reason="LibreOffice is not here")
def test_printed_ledgers_saved_by_libreoffice_say_the_same(tmp_path):
    files = {}
    for number, (name, sheet) in enumerate(each.values for each in fullest()):
        touched = WordTable(render_docx(sheet).content)
        cell = [c.source for c in loaded(name).forms[sheet.code].columns].index("hazard.remark") + 1
        touched.type(2, cell, "另写的话")
        for kind, content in (("untouched", render_docx(sheet).content), ("touched", touched.saved())):
            file = tmp_path / f"{number}-{kind}.docx"
            file.write_bytes(content)
            files[file] = name, sheet, [("XLS-018", f"{FILE} 表1第2行第{cell}格")] * (kind == "touched")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office(), profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "saved"), *map(str, files)], check=True, capture_output=True)

    for file, (name, sheet, expected) in files.items():
        content = (tmp_path / "saved" / file.name).read_bytes()
        assert [each[:2] for each in from_word(name, sheet, content, tmp_path)[0]] == expected


def test_a_printed_ledger_that_came_back_is_read_with_the_rest_of_what_came(tmp_path):
    sheet = next(s for s in sheets("small_valid") if (s.code, s.unit) == ("problem-ledger", "柳林镇河湾村"))
    table = WordTable(render_docx(sheet).content)
    table.type(2, 8, "已复查合格")
    (tmp_path / FILE).write_bytes(table.saved())

    result = verbs.intake_read(CAMPAIGNS / "small_valid", [tmp_path / FILE], tmp_path / "returns", "2023-06")

    assert [(p.code, p.severity, p.where) for p in result.problems] == [
        ("XLS-018", "warning", f"{FILE} 表1第2行第8格")
    ]
    assert result.written == ("2023-06/问题隐患排查整治工作台账/柳林镇河湾村.yaml",)
