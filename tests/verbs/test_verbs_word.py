"""Word files of ours come back: filled in by their cells, read into the very returns, told at table, row and cell."""

import shutil
import subprocess
from io import BytesIO

import pytest
from docx import Document
from docx.table import _Cell
from helpers.rendering import office
from helpers.sheets import CAMPAIGNS, NAMES, loaded, sheets, usable

from generator import verbs
from generator.derive.entries import row_entries, value_entries
from generator.press.output import safe_name
from generator.render.docx import render_docx
from generator.sources.campaign import load

DEMO = CAMPAIGNS / "jiangguanchi"
JUNE = "2023-06"


def filled():
    """Every filled sheet of the fixtures whose values its unit reports, with the return it was made of."""
    found = []
    for name in NAMES:
        campaign, forms = usable(loaded(name)), loaded(name).forms
        returns = {(r.form, r.unit, r.period): r for r in campaign.returns}
        for sheet in sheets(name):
            form = forms.get(sheet.code)
            if (
                form
                and sheet.filled
                and (value_entries(form) or row_entries(form))
                and form.kind != "score_sheet"
            ):
                found.append(
                    pytest.param(
                        name,
                        sheet,
                        returns[sheet.code, sheet.unit, sheet.period],
                        id=f"{name} {sheet.code} {sheet.unit}",
                    )
                )
    return found


@pytest.fixture
def town(tmp_path):
    """The fixture without June's returns."""
    town = shutil.copytree(DEMO, tmp_path / "town")
    shutil.rmtree(town / "returns" / JUNE)
    return town


def read(source, file, returns, period=JUNE):
    return verbs.intake_read(source, [file], returns, period)


def what_was_said(one):
    """The values and rows of a return, without what is empty and white space around texts."""
    return plain(one.values), [plain(row) for row in one.rows]


def plain(values):
    texts = {name: v.strip() if isinstance(v, str) else v for name, v in values.items()}
    return {name: value for name, value in texts.items() if value not in (None, "")}


@pytest.mark.parametrize(("name", "sheet", "reported"), filled())
def test_a_filled_sheet_comes_back_as_what_was_reported(name, sheet, reported, tmp_path):
    source = shutil.copytree(CAMPAIGNS / name, tmp_path / "campaign")
    shutil.rmtree(source / "returns")
    file = tmp_path / "收到" / sheet.folder / f"{safe_name(sheet.name)}.docx"
    file.parent.mkdir(parents=True)
    file.write_bytes(render_docx(sheet).content)

    result = read(source, tmp_path / "收到", source / "returns", sheet.period)

    assert [str(p) for p in result.problems if p.severity == "error"] == []
    (back,) = load(source).campaign.returns
    values, rows = what_was_said(back)
    assert values == what_was_said(reported)[0]
    for mine, theirs in zip(rows, what_was_said(reported)[1], strict=True):
        assert mine == theirs
    assert (back.unit, back.form, back.period, back.filled_on) == (
        reported.unit,
        reported.form,
        reported.period,
        reported.filled_on,
    )


def blank_sheet(unit="qiuhu", code="dispatch-communities"):
    return next(s for s in sheets("jiangguanchi", "blank") if (s.code, s.unit) == (code, unit))


def typed(sheet, changes, line="秋湖村\t时间：2023年6月29日"):
    """The blank sheet with texts typed into cells, by row and cell as Word counts them, and the line above."""
    document = Document(BytesIO(render_docx(sheet).content))
    above = next(p for p in document.paragraphs if "时间" in p.text)
    above.text = line
    table = document.tables[0]
    for (row, number), text in changes.items():
        cell = table.rows[row - 1]._tr.tc_lst[number - 1]
        _Cell(cell, table).paragraphs[0].add_run(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_blank_sheet_filled_in_by_hand_is_read(town, tmp_path):
    file = tmp_path / "调度表（2023年6月）.docx"
    file.write_bytes(typed(blank_sheet(), {(1, 4): "1", (1, 7): "0", (9, 4): "2次，0.5万元", (15, 7): "是"}))

    result = read(town, file, town / "returns")
    text = (town / "returns" / JUNE / "qiuhu.yaml").read_text(encoding="utf-8")

    assert [p.code for p in result.problems if p.severity == "error"] == []
    assert "self_found: 1" in text
    assert "penalties: {times: 2, amount: 0.5}" in text
    assert "media_column: true" in text


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({(1, 4): "约3"}, "XLS-009", "表1第1行第4格"),
        ({(1, 4): "/"}, "XLS-009", "表1第1行第4格"),
        ({(1, 4): "３"}, "XLS-008", "表1第1行第4格"),
        ({(9, 4): "两次"}, "XLS-009", "表1第9行第4格"),
        ({(1, 4): "1", (1, 7): "2"}, "VAL-011", "表1第1行第7格"),
    ],
)
def test_what_is_odd_or_wrong_is_told_at_table_row_and_cell(changes, code, where, town, tmp_path):
    file = tmp_path / "调度表（2023年6月）.docx"
    file.write_bytes(typed(blank_sheet(), changes))

    result = read(town, file, town / "returns")

    assert (code, f"调度表（2023年6月）.docx {where}") in {(p.code, p.where) for p in result.problems}


def test_a_sheet_of_another_month_is_told(town, tmp_path):
    file = tmp_path / "调度表（2023年5月）.docx"
    file.write_bytes(typed(blank_sheet(), {(1, 4): "1"}))

    assert [p.code for p in read(town, file, town / "returns").problems if p.severity == "error"] == [
        "XLS-007"
    ]


@pytest.mark.parametrize(
    ("content", "code"), [(b"\xd0\xcf\x11\xe0", "XLS-001"), (b"PK\x03\x04rest", "XLS-001"), (b"", "XLS-001")]
)
def test_a_file_that_is_no_word_file_is_named(content, code, town, tmp_path):
    file = tmp_path / "调度表.docx"
    file.write_bytes(content)

    (problem,) = read(town, file, town / "returns").problems
    assert (problem.code, "模板" in problem.message) == (code, False)


def test_a_word_file_without_our_tables_is_told(town, tmp_path):
    document = Document()
    document.add_table(2, 2).cell(0, 0).text = "姓名"
    document.save(tmp_path / "名单.docx")

    assert [p.code for p in read(town, tmp_path / "名单.docx", town / "returns").problems] == ["XLS-004"]


@pytest.mark.slow
@pytest.mark.skipif(not office(), reason="LibreOffice is not here")
def test_a_sheet_saved_by_libreoffice_reads_the_same(town, tmp_path):
    file = tmp_path / "调度表（2023年6月）.docx"
    file.write_bytes(typed(blank_sheet(), {(1, 4): "1", (9, 4): "2次，0.5万元"}))
    out = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [
            office(),
            profile,
            "--headless",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(out),
            str(file),
        ],
        check=True,
        capture_output=True,
    )

    result = read(town, out / file.name, town / "returns")

    assert result.written == (f"{JUNE}/qiuhu.yaml",)
    assert "penalties: {times: 2, amount: 0.5}" in (town / "returns" / JUNE / "qiuhu.yaml").read_text(
        encoding="utf-8"
    )
