"""Ledgers of hazards come back, in workbooks and in Word: untouched without a word, touched with just what was touched."""

import shutil
import subprocess

import openpyxl
import pytest
from helpers.rendering import office
from helpers.sheets import CAMPAIGNS, NAMES, loaded, sheets, usable
from helpers.word_tables import WordTable

from generator import verbs
from generator.derive.entries import hazard_entries
from generator.derive.known_hazards import unit_hazards
from generator.render.docx import render_docx
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


@pytest.mark.parametrize(("name", "sheet"), printed_ledgers())
def test_each_cell_of_a_printed_ledger_that_is_typed_over_is_just_that_change(name, sheet, tmp_path):
    form = loaded(name).forms[sheet.code]
    content = render_docx(sheet).content
    shown = unit_hazards(usable(loaded(name)), form, sheet.unit, sheet.period)
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


@pytest.mark.parametrize(("name", "sheet"), printed_ledgers())
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


@pytest.mark.parametrize(("name", "sheet"), printed_ledgers())
def test_a_row_taken_out_of_a_printed_ledger_is_told_by_its_code(name, sheet, tmp_path):
    form = loaded(name).forms[sheet.code]
    shown = unit_hazards(usable(loaded(name)), form, sheet.unit, sheet.period)
    table = WordTable(render_docx(sheet).content)
    table.remove(2)

    assert from_word(name, sheet, table.saved(), tmp_path)[0] == [
        ("XLS-018", f"{FILE} 表1", f"表里没有隐患 {shown[0].code}，行动里有。销号也要留着；请核对。")
    ]


def conversions():
    """A ledger of each form of each fixture, the one that prints the most hazards."""
    longest = {}
    for name, sheet in (each.values for each in printed_ledgers()):
        rows = len(
            unit_hazards(usable(loaded(name)), loaded(name).forms[sheet.code], sheet.unit, sheet.period)
        )
        longest[name, sheet.code] = max(
            longest.get((name, sheet.code), (0, sheet)), (rows, sheet), key=lambda f: f[0]
        )
    return {key: sheet for key, (_, sheet) in longest.items()}


@pytest.mark.slow
@pytest.mark.skipif(not office(), reason="LibreOffice is not here")
def test_printed_ledgers_saved_by_libreoffice_say_the_same(tmp_path):
    files = {}
    for number, ((name, code), sheet) in enumerate(conversions().items()):
        touched = WordTable(render_docx(sheet).content)
        cell = [c.source for c in loaded(name).forms[code].columns].index("hazard.remark") + 1
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
