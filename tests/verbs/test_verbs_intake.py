"""Intake from end to end: workbooks out, filled in, and back as the very returns."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from helpers.sheets import CAMPAIGNS, NAMES, loaded, usable
from helpers.workbooks import grids_of, type_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Border, Side

from generator import verbs
from generator.compose.workbook import common_workbook, is_filled_in, unit_workbook
from generator.derive.cumulative import figure_at
from generator.derive.entries import Entry, row_entries, value_entries
from generator.measure.office import office
from generator.model.filled import Return
from generator.model.form import Form
from generator.model.organ import Unit
from generator.problem import errors
from generator.render.xlsx import render_xlsx
from generator.sources.campaign import load
from generator.sources.catalogue import catalogue
from generator.sources.intake.grid import UNCALCULATED
from generator.sources.intake.taken import take
from generator.sources.parse import Source, parse
from generator.sources.returns_text import return_text

DEMO = CAMPAIGNS / "jiangguanchi"
JUNE = "2023-06"
VILLAGE = "秋湖村 2023年6月.xlsx"
FORMS = [
    pytest.param(name, code, id=code)
    for name in NAMES
    for code, form in loaded(name).forms.items()
    if is_filled_in(form) and form.used_by
]
RARE = "𡐓㙍﨏⿰𠮷龘"
TEXTS = st.text(
    st.one_of(
        st.sampled_from(f"=+-@'\"<&>，。（）“” \n_x0041#{RARE}"),
        st.characters(codec="utf-8", categories=("L", "N", "P", "S")),
    ),
    min_size=1,
    max_size=40,
).filter(str.strip)
DAYS = st.dates(date(2023, 1, 1), date(2023, 12, 31)).map(date.isoformat)


def calc() -> bool:
    """Whether LibreOffice is here with its part for workbooks."""
    program = office()
    return bool(program) and (Path(program or "").resolve().parent / "libsclo.so").exists()


def values_of(entry: Entry) -> st.SearchStrategy:
    kinds = {
        "count": st.integers(0, 10**12),
        "money": st.decimals(0, 10**6, places=4).map(float),
        "number": st.decimals(-(10**6), 10**6, places=3).map(float),
        "yes_no": st.booleans(),
        "date": DAYS,
        "choice": st.sampled_from(entry.choices or ("",)),
    }
    return kinds.get(entry.kind, TEXTS)


def plain(value: object) -> object:
    """A whole number is a whole number, however it was written."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


@st.composite
def nested(draw: Callable, entries: tuple[Entry, ...]) -> dict:
    """Values of all entries, or of some that are not required, at least one."""
    first = draw(st.sampled_from(entries))
    values: dict = {}
    for entry in entries:
        if entry.required or entry == first or draw(st.booleans()):
            value = plain(draw(values_of(entry)))
            if len(entry.path) == 1:
                values[entry.path[0]] = value
            else:
                values.setdefault(entry.path[0], {})[entry.path[1]] = value
    return values


@st.composite
def returns(draw: Callable, form: Form, unit: str, period: str) -> Return:
    """A return with generated values, names and date."""
    rows = st.lists(nested(row_entries(form)), min_size=1, max_size=4) if row_entries(form) else st.just([])
    return Return(
        schema=1,
        form=form.form,
        unit=unit,
        period=period,
        filled_on=date.fromisoformat(draw(DAYS)),
        filled_by=draw(TEXTS),
        values=draw(nested(value_entries(form))) if value_entries(form) else {},
        rows=tuple(draw(rows)),
    )


OF_THE_VALUES = ("VAL-011",)  # generated figures keep no rule between them


@pytest.mark.parametrize(("name", "code"), FORMS)
def test_whatever_is_typed_into_a_workbook_comes_back(name, code, tmp_path):
    found = loaded(name)
    campaign, form = usable(found), found.forms[code]
    unit = next(u for u in campaign.units if u.kind in form.used_by)
    period = campaign.starts_on.isoformat()[:7]
    blank = render_xlsx(unit_workbook(campaign, {code: form}, unit, period, "表"))
    filled_years = replace(campaign, starts_on=date(2023, 1, 1)) if name != "forest_fire" else campaign

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(returns(form, unit.code, period))
    def comes_back(filled: Return) -> None:
        grids = grids_of(type_in(blank, filled, form), tmp_path)
        taken = take(grids[0], filled_years, {code: form}, "")

        assert taken is not None
        told = [p for p in taken.problems if not p.code.startswith((*OF_THE_VALUES, "REF", "SCO", "CHAR"))]
        assert [str(p) for p in told] == []
        assert taken.filled == replace(filled, version=form.version)

    comes_back()


NUMBERS = st.one_of(st.integers(-(10**15), 10**15), st.decimals(-1, 1, places=9).map(float))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(value=st.one_of(TEXTS, st.booleans(), NUMBERS))
def test_a_return_written_as_yaml_is_read_as_it_was(value):
    filled = Return(
        schema=1,
        form="dispatch-communities",
        unit="qiuhu",
        period=JUNE,
        filled_by="0371",
        values={"self_found": value, "penalties": {"times": value}},
        rows=({"text": value},),
    )

    source, problems = parse(Source("qiuhu.yaml", return_text(filled), False))

    assert [str(p) for p in problems] == []
    assert source is not None
    assert source.data["values"] == filled.values
    assert source.data["rows"] == list(filled.rows)
    assert source.data["filled_by"] == "0371"


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The demonstration before June's returns came."""
    folder = tmp_path / "行动"
    shutil.copytree(DEMO, folder)
    shutil.rmtree(folder / "returns" / JUNE)
    return folder


@pytest.fixture(scope="module")
def june() -> dict[str, Return]:
    return {r.unit: r for r in usable(loaded("jiangguanchi")).returns if r.period == JUNE}


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    """The workbooks for June, written once; not to be changed."""
    folder = tmp_path_factory.mktemp("发出")
    verbs.intake_blank(DEMO, folder, (), JUNE)
    return folder


def fill(sent: Path, name: str, filled: Return, target: Path, campaign: str = "jiangguanchi") -> Path:
    form = loaded(campaign).forms[filled.form]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(type_in((sent / name).read_bytes(), filled, form))
    return target


def test_a_workbook_for_each_unit_that_reports_and_one_for_all(sent):
    names = {p.name for p in sent.iterdir()}
    able = [u for u in usable(loaded("jiangguanchi")).units if u.kind != "town"]

    assert names == {f"{u.label} 2023年6月.xlsx" for u in able} | {"各单位通用 2023年6月.xlsx"}


def test_the_workbooks_are_the_same_bytes_again_and_are_not_written_again(sent):
    result = verbs.intake_blank(DEMO, sent, (), JUNE)

    assert (result.written, result.problems) == ((), ())
    assert len(result.unchanged) == 23


def test_a_workbook_that_was_filled_in_is_not_overwritten(sent, tmp_path, june):
    fill(sent, VILLAGE, june["qiuhu"], tmp_path / VILLAGE)
    before = (tmp_path / VILLAGE).read_bytes()

    result = verbs.intake_blank(DEMO, tmp_path, ("秋湖村",), JUNE)

    assert [p.code for p in result.problems] == ["XLS-017"]
    assert (tmp_path / VILLAGE).read_bytes() == before


JULY = "秋湖村 2023年7月.xlsx"


@pytest.fixture(scope="module")
def july(tmp_path_factory) -> Path:
    """The workbook of 秋湖村 for July, which has reported for May and June."""
    folder = tmp_path_factory.mktemp("七月")
    verbs.intake_blank(DEMO, folder, ("秋湖村",), "2023-07")
    return folder


def test_what_was_reported_last_stands_beside_cumulative_figures(july, june):
    sheet = openpyxl.load_workbook(july / JULY).worksheets[0]
    shown = [row[5].value for row in sheet.iter_rows(min_row=6) if row[2].value]
    entries = value_entries(loaded("jiangguanchi").forms["dispatch-communities"])
    rules = {str(v.sqref): v for v in sheet.data_validations.dataValidation}

    assert sheet["F5"].value == "2023年6月已报"
    assert shown == [figure_at(june["qiuhu"], entry.path) for entry in entries]
    assert (rules["E12"].errorStyle, rules["E12"].formula1) == ("warning", "8")  # it reported 8
    assert "2023年6月已报 8" in rules["E12"].prompt


def test_the_first_month_and_the_workbook_for_all_show_nothing_reported(tmp_path):
    verbs.intake_blank(DEMO, tmp_path, (), "2023-05")

    sheets = [openpyxl.load_workbook(file).worksheets[0] for file in tmp_path.iterdir()]
    assert {sheet.max_column for sheet in sheets} == {5}


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("F12", 8, []),
        ("F12", None, []),
        ("F12", 9, ["XLS-011"]),
        ("F5", "2023年4月已报", []),
        ("G12", 9, ["XLS-011"]),
    ],
)
def test_figures_reported_before_are_not_read(cell, value, codes, july, june, tmp_path):
    file = fill(july, JULY, june["qiuhu"], tmp_path / "收到" / JULY)
    book = openpyxl.load_workbook(file)
    book.worksheets[0][cell] = value
    book.save(file)

    campaign, forms = usable(load(DEMO)), loaded("jiangguanchi").forms
    taken = take(grids_of(file.read_bytes(), tmp_path, JULY)[0], campaign, forms, "2023-07")

    assert taken is not None
    assert [p.code for p in taken.problems] == codes
    assert taken.filled.values == june["qiuhu"].values


@pytest.mark.parametrize(
    ("units", "words"),
    [(("秋壶村",), "没有“秋壶村”这个单位。是不是“秋湖村”？"), (("将官池镇",), "没有要填报的表")],
)
def test_a_unit_that_gets_no_workbook_is_told(units, words, tmp_path):
    with pytest.raises(verbs.UsageProblem, match=words):
        verbs.intake_blank(DEMO, tmp_path, units, JUNE)


@pytest.mark.parametrize(
    ("month", "gets", "why"),
    [
        ("2023-06", False, "从 2023-07 起报"),
        ("2023-07", True, ""),
        ("2023-08", True, ""),
        ("2023-09", False, "报到 2023-08 为止"),
    ],
)
def test_a_unit_gets_a_workbook_for_the_months_it_reports_on(month, gets, why, tmp_path):
    campaign = shutil.copytree(DEMO, tmp_path / "行动")
    file = campaign / "units.yaml"
    line = "{code: qiuhu, name: 将官池镇秋湖村, kind: community, short_name: 秋湖, parent: town}"
    text = file.read_text(encoding="utf-8")
    assert line in text
    months = line.replace("parent: town}", "parent: town, first_month: 2023-07, last_month: 2023-08}")
    file.write_text(text.replace(line, months), encoding="utf-8")

    written = verbs.intake_blank(campaign, tmp_path / "发出", period=month).written
    book = openpyxl.load_workbook(tmp_path / "发出" / f"各单位通用 2023年{int(month[5:])}月.xlsx")
    listed = [v.formula1 for sheet in book for v in sheet.data_validations.dataValidation]

    assert any(name.startswith("秋湖村") for name in written) is gets
    assert any("秋湖村" in str(f) for f in listed) is gets
    if not gets:
        with pytest.raises(verbs.UsageProblem, match=f"“秋湖村”{why}，{month} 不用报"):
            verbs.intake_blank(campaign, tmp_path / "一个", ("秋湖村",), month)


def test_what_is_filled_in_is_written_as_the_returns_of_the_campaign(sent, fresh, tmp_path, june):
    for unit in ("qiuhu", "yingji"):
        label = {"qiuhu": "秋湖村", "yingji": "应急办"}[unit]
        fill(sent, f"{label} 2023年6月.xlsx", june[unit], tmp_path / "收到" / f"{label}.xlsx")

    result = verbs.intake_read(fresh, [tmp_path / "收到"], fresh / "returns", JUNE)

    assert result.problems == ()
    assert set(result.written) == {"2023-06/qiuhu.yaml", "2023-06/yingji.yaml"}
    again = {r.unit: r for r in usable(load(fresh)).returns if r.period == JUNE}
    assert again == {unit: june[unit] for unit in ("qiuhu", "yingji")}


def test_a_second_run_writes_nothing(sent, fresh, tmp_path, june):
    file = fill(sent, VILLAGE, june["qiuhu"], tmp_path / VILLAGE)
    verbs.intake_read(fresh, [file], fresh / "returns")

    result = verbs.intake_read(fresh, [file], fresh / "returns")

    assert (result.written, result.unchanged) == ((), ("2023-06/qiuhu.yaml",))
    assert result.problems == ()


def test_a_return_that_differs_from_the_one_that_is_there_is_refused(sent, fresh, tmp_path, june):
    file = fill(sent, VILLAGE, june["qiuhu"], tmp_path / VILLAGE)
    verbs.intake_read(fresh, [file], fresh / "returns")
    kept = (fresh / "returns" / JUNE / "qiuhu.yaml").read_bytes()
    changed = replace(june["qiuhu"], values=june["qiuhu"].values | {"self_found": 9})
    fill(sent, VILLAGE, changed, file)

    result = verbs.intake_read(fresh, [file], fresh / "returns")

    assert [p.code for p in result.problems] == ["XLS-015"]
    assert result.written == ()
    assert (fresh / "returns" / JUNE / "qiuhu.yaml").read_bytes() == kept


@pytest.mark.parametrize(
    ("typed", "codes"), [("13000000032", []), ("13000000039", ["XLS-015"])], ids=["same", "another"]
)
def test_a_telephone_number_without_quotes_is_the_one_on_the_sheet(typed, codes, tmp_path):
    source = shutil.copytree(CAMPAIGNS / "forest_fire", tmp_path / "county")
    ledger = source / "returns" / "2024-03" / "ledger" / "qingyang.yaml"
    verbs.intake_blank(source, tmp_path / "sent", ["青杨镇"], "2024-03")
    key = ("fire-hazard-ledger", "qingyang", "2024-03")
    (report,) = (r for r in usable(load(source)).returns if (r.form, r.unit, r.period) == key)
    name = "青杨镇 2024年3月.xlsx"
    sheet = fill(tmp_path / "sent", name, report, tmp_path / name, "forest_fire")
    ledger.write_text(ledger.read_text("utf-8").replace('"13000000032"', typed), "utf-8")

    result = verbs.intake_read(source, [sheet], source / "returns")

    assert [p.code for p in errors(result.problems)] == codes


def test_an_error_holds_back_its_unit_alone(sent, fresh, tmp_path, june):
    wrong = replace(june["qiuhu"], values=june["qiuhu"].values | {"self_found": "若干"})
    files = [
        fill(sent, VILLAGE, wrong, tmp_path / VILLAGE),
        fill(sent, "应急办 2023年6月.xlsx", june["yingji"], tmp_path / "应急办.xlsx"),
    ]

    result = verbs.intake_read(fresh, files, tmp_path / "returns")

    assert [(p.code, p.unit) for p in result.problems] == [("XLS-009", "qiuhu")]
    assert result.problems[0].where == f"{VILLAGE} 进展情况调度表!E6"
    assert result.written == ("2023-06/yingji.yaml",)


def test_a_copy_with_the_same_content_is_told_and_read_once(sent, fresh, tmp_path, june):
    fill(sent, VILLAGE, june["qiuhu"], tmp_path / "收到" / "调度表.xlsx")
    fill(sent, VILLAGE, june["qiuhu"], tmp_path / "收到" / "调度表(1).xlsx")

    result = verbs.intake_read(fresh, [tmp_path / "收到"], tmp_path / "returns")

    assert [(p.code, p.severity) for p in result.problems] == [("XLS-014", "warning")]
    assert result.written == ("2023-06/qiuhu.yaml",)


def test_copies_with_different_content_are_not_chosen_between(sent, fresh, tmp_path, june):
    other = replace(june["qiuhu"], values=june["qiuhu"].values | {"self_found": 9})
    fill(sent, VILLAGE, june["qiuhu"], tmp_path / "收到" / "调度表.xlsx")
    fill(sent, VILLAGE, other, tmp_path / "收到" / "调度表(1).xlsx")

    result = verbs.intake_read(fresh, [tmp_path / "收到"], tmp_path / "returns")

    assert [(p.code, p.severity) for p in result.problems] == [("XLS-014", "error")]
    assert result.written == ()


def test_the_workbook_for_all_is_read_by_the_unit_chosen_in_it(sent, fresh, tmp_path, june):
    file = fill(sent, "各单位通用 2023年6月.xlsx", june["qiuhu"], tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(file)
    book["进展情况调度表"]["C2"] = "秋湖村"
    book.save(file)

    result = verbs.intake_read(fresh, [file], tmp_path / "returns")

    assert result.written == ("2023-06/qiuhu.yaml",)


ODS_CELL = '<table:table-cell office:value-type="string"{0}><text:p>{1}</text:p></table:table-cell>'
ODS_COVERED = "<table:covered-table-cell/>"


def ods(*rows: str) -> bytes:
    """A workbook of OpenDocument with one sheet 表 of these rows."""
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    body = f'<table:table table:name="表">{lines}</table:table>'
    document = f"<office:document-content{names}><office:body><office:spreadsheet>{body}"
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<manifest/>")
        packed.writestr(
            "content.xml", f"{document}</office:spreadsheet></office:body></office:document-content>"
        )
    return stream.getvalue()


def test_merged_cells_of_an_opendocument_workbook_are_known(tmp_path):
    down = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
    rows = [ODS_CELL.format("", "甲") + ODS_CELL.format(down, "乙"), ODS_CELL.format("", "丙") + ODS_COVERED]

    (grid,) = grids_of(ods(*rows), tmp_path, "表.ods")

    assert dict(grid.merged) == {(1, 1): (0, 1)}
    assert grid.spread((1, 1)) == "乙"


def test_failed_formulas_of_an_opendocument_workbook_are_told_from_words(tmp_path):
    formula = ' table:formula="of:=1/0" office:string-value=""'
    row = "".join(
        ODS_CELL.format(*c)
        for c in [(formula, "#DIV/0!"), (formula, "Err:502"), (formula, "#一号楼"), ("", "#N/A")]
    )

    (grid,) = grids_of(ods(row), tmp_path, "表.ods")

    assert [grid.raw((0, i)) for i in range(4)] == ["#DIV/0!", "Err:502", "", "#N/A"]


REFUSED = [
    ("调度表.et", b"\xd0\xcf\x11\xe0", "XLS-002", "另存为 .xlsx"),
    ("报告.doc", b"\xd0\xcf\x11\xe0", "XLS-002", "Word"),
    ("~$调度表.xlsx", b"", "XLS-002", "临时文件"),
    ("照片.JPG", b"\xff\xd8", "XLS-002", "图片"),
    ("加密.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "XLS-003", "去掉密码"),
    ("坏的.xlsx", b"PK\x03\x04" + b"\0" * 40, "XLS-001", "单位重交"),
    ("空的.xls", b"", "XLS-001", "单位重交"),
    ("改名的.xlsx", "姓名,电话".encode(), "XLS-001", "单位重交"),
]


@pytest.mark.parametrize(("name", "content", "code", "words"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_a_file_that_cannot_be_read_is_named_with_the_remedy(name, content, code, words, fresh, tmp_path):
    file = tmp_path / name
    file.write_bytes(content)

    result = verbs.intake_read(fresh, [file], tmp_path / "returns")

    assert [(p.code, p.where) for p in result.problems] == [(code, name)]
    assert words in result.problems[0].message


def test_a_cell_written_far_away_is_named_before_it_takes_all_memory(fresh, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    book.save(tmp_path / "远.xlsx")

    result = verbs.intake_read(fresh, [tmp_path / "远.xlsx"], tmp_path / "returns")

    assert [p.code for p in result.problems] == ["XLS-001"]
    assert "很远的格" in result.problems[0].message


def test_rows_with_borders_down_to_the_last_are_no_matter(sent, fresh, tmp_path, june):
    file = fill(sent, VILLAGE, june["qiuhu"], tmp_path / VILLAGE)
    book = openpyxl.load_workbook(file)
    book["进展情况调度表"]["E1048576"].border = Border(left=Side("thin"))
    book.save(file)

    assert verbs.intake_read(fresh, [file], tmp_path / "returns").written == ("2023-06/qiuhu.yaml",)


def test_a_formula_without_a_result_is_no_blank_cell(sent, fresh, tmp_path, june):
    file = fill(sent, VILLAGE, june["qiuhu"], tmp_path / VILLAGE)
    book = openpyxl.load_workbook(file)
    book["进展情况调度表"]["E8"] = "=1+2"
    book["问题隐患排查整治工作台账"]["A7"] = "=A6+1"
    book.save(file)

    result = verbs.intake_read(fresh, [file], tmp_path / "returns")

    found = [(p.code, p.where) for p in result.problems if p.severity == "error"]
    assert found == [("XLS-009", f"{VILLAGE} 进展情况调度表!E8")]
    assert result.written == ()


RESULTS = [("<v></v>", "", True), ("<v/>", "", True), ("", "", True), ("<v>3</v>", "", False)]


@pytest.mark.parametrize(("result", "kind", "told"), [*RESULTS, ("<v></v>", ' t="str"', False)])
def test_only_a_formula_without_any_result_is_uncalculated(result, kind, told, tmp_path):
    book = openpyxl.Workbook()
    book.active["B2"], book.active["A1"] = "=1+2", "甲"
    book.save(tmp_path / "表.xlsx")
    with zipfile.ZipFile(tmp_path / "表.xlsx") as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    old = b'<c r="B2"><f>1+2</f><v></v></c>'
    assert old in parts[name]
    parts[name] = parts[name].replace(old, f'<c r="B2"{kind}><f>1+2</f>{result}</c>'.encode())
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for part, content in parts.items():
            packed.writestr(part, content)

    (grid,) = grids_of(stream.getvalue(), tmp_path)

    assert (grid.raw((1, 1)) == UNCALCULATED) is told


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.95])
def test_a_workbook_that_was_cut_off_is_named(kept, sent, fresh, tmp_path):
    content = (sent / VILLAGE).read_bytes()
    (tmp_path / "断.xlsx").write_bytes(content[: int(len(content) * kept)])

    result = verbs.intake_read(fresh, [tmp_path / "断.xlsx"], tmp_path / "returns")

    assert [p.code for p in result.problems] == ["XLS-001"]


def test_two_sheets_without_a_unit_are_not_taken_for_copies(sent, fresh, tmp_path, june):
    for name in ("甲.xlsx", "乙.xlsx"):
        fill(sent, "各单位通用 2023年6月.xlsx", june["qiuhu"], tmp_path / "收到" / name)

    result = verbs.intake_read(fresh, [tmp_path / "收到"], tmp_path / "returns")

    assert {p.code for p in result.problems} == {"XLS-006", "XLS-013"}


def test_a_workbook_without_any_sheet_of_ours_is_told(fresh, tmp_path):
    openpyxl.Workbook().save(tmp_path / "空表.xlsx")

    result = verbs.intake_read(fresh, [tmp_path / "空表.xlsx"], tmp_path / "returns")

    assert [p.code for p in result.problems] == ["XLS-004"]


def test_the_workbook_for_all_has_a_sheet_of_each_form_and_long_lists_on_a_hidden_sheet(tmp_path):
    found = loaded("jiangguanchi")
    campaign = usable(found)
    units = [
        replace(u, name=f"{u.name}第{i}网格综合服务管理中心工作站（含周边）", short_name="")
        for i, u in enumerate(campaign.units)
        if u.kind == "community"
    ]
    (tmp_path / "a.xlsx").write_bytes(render_xlsx(common_workbook(campaign, found.forms, units, JUNE)))

    book = openpyxl.load_workbook(tmp_path / "a.xlsx")

    assert book.sheetnames == ["进展情况调度表", "填表说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    assert [cell.value for cell in book["选项"]["A"]][1:] == [u.name for u in units]
    rules = {r.formula1 for r in book["进展情况调度表"].data_validations.dataValidation if "C2" in r.sqref}
    assert rules == {f"选项!$A$2:$A${len(units) + 1}"}


SAMPLES: dict[str, object] = {
    "count": 12,
    "money": 0.35,
    "number": -1.5,
    "yes_no": True,
    "date": "2023-06-05",
}
RARE_TEXT = "=1+1 莫𡐓村“㙍”﨏\n@二组 0371"


def sample(form: Form, unit: str, period: str) -> Return:
    """A return with a value of every entry, rare characters and a look like a formula in every text."""
    values: dict = {}
    for entry in value_entries(form) or row_entries(form):
        value = entry.choices[-1] if entry.choices else SAMPLES.get(entry.kind, RARE_TEXT)
        if len(entry.path) == 1:
            values[entry.path[0]] = value
        else:
            values.setdefault(entry.path[0], {})[entry.path[1]] = value
    common = Return(
        schema=1, form=form.form, unit=unit, period=period, version=form.version, filled_by="上官一"
    )
    return replace(common, values=values) if value_entries(form) else replace(common, rows=(values, values))


def reported(name: str, code: str) -> tuple[Form, Unit, str, bytes]:
    """A form of a fixture, the first unit that fills it in, the campaign's first month, and its blank workbook."""
    campaign, form = usable(loaded(name)), loaded(name).forms[code]
    unit = next(u for u in campaign.units if u.kind in form.used_by)
    period = campaign.starts_on.isoformat()[:7]
    return form, unit, period, render_xlsx(unit_workbook(campaign, {code: form}, unit, period, "表"))


def generated(form: Form, unit: Unit, period: str) -> list[Return]:
    """A return with a value of every entry, then some that are drawn, the same ones each time."""
    found = [sample(form, unit.code, period)]
    often = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    often(given(returns(form, unit.code, period))(lambda filled: found.append(filled)))()
    return found


@pytest.fixture(scope="module")
def typed(tmp_path_factory) -> dict[Path, tuple[str, Return]]:
    """Workbooks of every form of the fixtures, filled in, and the fixture and return that each was made of."""
    folder = tmp_path_factory.mktemp("填好")
    wanted: dict[Path, tuple[str, Return]] = {}
    for name, code in (each.values for each in FORMS):
        form, unit, period, blank = reported(name, code)
        for filled in generated(form, unit, period):
            file = folder / f"{name}-{form.form}-{len(wanted)}.xlsx"
            file.write_bytes(type_in(blank, filled, form))
            wanted[file] = name, replace(filled, version=form.version)
    return wanted


@pytest.mark.slow
@pytest.mark.skipif(not calc(), reason="LibreOffice Calc is not installed")
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_every_form_saved_by_libreoffice_gives_the_same_return(suffix, typed, tmp_path):
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = tmp_path / "存过"
    command = [office() or "", profile, "--headless", "--convert-to", suffix, "--outdir", str(target)]
    subprocess.run([*command, *map(str, typed)], check=True, capture_output=True, timeout=240)

    for file, (name, filled) in typed.items():
        campaign, form = usable(loaded(name)), loaded(name).forms[filled.form]
        around = replace(campaign, starts_on=min(campaign.starts_on, date(2023, 1, 1)))
        saved = (target / f"{file.stem}.{suffix}").read_bytes()
        taken = take(grids_of(saved, tmp_path, f"存过.{suffix}")[0], around, {form.form: form}, "")
        assert taken is not None
        assert taken.filled == filled


def test_every_form_of_the_catalogue_that_units_fill_in_is_tried():
    """Of the forms that no unit reports on, none takes anything but hazards, lists or the issuer's own."""
    tried = {code for _, code in (each.values for each in FORMS)}
    others = [form for form in catalogue().values() if form.form not in tried]

    assert [f.form for f in others if f.rows_from == "return" and f.each == "unit"] == []


def find(sheet, text):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def hazards_sent(sent: Path, target: Path, sheet: str = "问题隐患排查整治工作台账") -> tuple:
    """A village's workbook, its ledger of hazards, and the row of the first hazard."""
    book = openpyxl.load_workbook(sent / VILLAGE)
    ledger = book[sheet]
    return book, ledger, find(ledger, "隐患编号").row + 1


def test_a_ledger_of_hazards_goes_out_with_those_known_and_comes_back_without_a_word(sent, fresh):
    campaign = usable(loaded("jiangguanchi"))
    _, ledger, first = hazards_sent(sent, fresh)
    mine = [h for h in campaign.hazards if "qiuhu" in (h.unit, h.department)]
    known = [h for h in mine if not (h.closed_on and h.closed_on < date(2023, 6, 1))]

    result = verbs.intake_read(fresh, [sent / VILLAGE], fresh / "returns", JUNE)

    assert known
    assert [ledger.cell(first + i, 2).value for i in range(len(known) + 1)] == [h.code for h in known] + [
        None
    ]
    assert [p.code for p in result.problems] == ["XLS-013"]  # the dispatch table is blank
    assert result.written == ()


def test_what_is_changed_added_or_gone_in_a_ledger_of_hazards_is_told_at_its_cell(sent, fresh, tmp_path):
    book, ledger, first = hazards_sent(sent, fresh)
    code = ledger.cell(first, 2).value
    recheck = find(ledger, "复查情况").column
    ledger.cell(first, recheck).value = "已复查，整改到位"
    added = first + 20
    ledger.cell(added, 3).value = "新来的木器厂"
    ledger.cell(added, find(ledger, "检查时间").column).value = date(2023, 6, 20)
    del book["重大事故隐患专项排查清单"]
    book.save(tmp_path / VILLAGE)

    result = verbs.intake_read(fresh, [tmp_path / VILLAGE], fresh / "returns", JUNE)

    told = [p for p in result.problems if p.code == "XLS-018"]
    assert [p.where.rpartition("!")[2] for p in told] == [
        ledger.cell(first, recheck).coordinate,
        ledger.cell(added, 2).coordinate,
    ]
    assert f"隐患 {code} 的“复查情况”写的是“已复查，整改到位”" in told[0].message
    assert "新来的木器厂" in told[1].message
    assert "2023-06-20" in told[1].message


def test_a_ledger_of_another_month_or_unit_is_refused_without_a_word_on_its_hazards(sent, fresh, tmp_path):
    shutil.copy(sent / VILLAGE, tmp_path / VILLAGE)

    result = verbs.intake_read(fresh, [tmp_path / VILLAGE], fresh / "returns", "2023-07")

    assert "XLS-018" not in {p.code for p in result.problems}
    assert [p.code for p in errors(result.problems)] == ["XLS-007"] * 3


def test_a_hazard_of_another_unit_is_not_told_as_unknown(sent, fresh, tmp_path):
    book, ledger, first = hazards_sent(sent, fresh)
    ledger.cell(first + 20, 2).value = "JGC-002"
    ledger.cell(first + 20, 3).value = "将官池社区农贸市场"
    ledger.cell(first + 21, 2).value = "JGC-999"
    ledger.cell(first + 21, 3).value = "没有的"
    book.save(tmp_path / VILLAGE)

    result = verbs.intake_read(fresh, [tmp_path / VILLAGE], fresh / "returns", JUNE)

    told = [p.message for p in result.problems if p.code == "XLS-018"]
    assert len(told) == 2
    assert told[0].startswith("隐患 JGC-002 行动里有，不列在")
    assert told[1].startswith("行动里没有编号 JGC-999 的隐患")


def test_files_of_the_system_and_of_an_open_workbook_are_no_errors(sent, fresh, tmp_path, june):
    folder = tmp_path / "收到"
    fill(sent, VILLAGE, june["qiuhu"], folder / VILLAGE)
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", f"~${VILLAGE}"):
        (folder / name).write_bytes(b"x")

    result = verbs.intake_read(fresh, [folder], tmp_path / "returns")

    assert [(p.code, p.where, p.severity) for p in result.problems if p.code == "XLS-002"] == [
        ("XLS-002", f"~${VILLAGE}", "warning")
    ]
    assert not errors(result.problems)


def test_a_hazard_that_is_gone_from_a_ledger_is_told(sent, fresh, tmp_path):
    book, ledger, first = hazards_sent(sent, fresh)
    code = ledger.cell(first, 2).value
    for cell in ledger[first][1:]:
        cell.value = None
    book.save(tmp_path / VILLAGE)

    result = verbs.intake_read(fresh, [tmp_path / VILLAGE], fresh / "returns", JUNE)

    (told,) = [p for p in result.problems if p.code == "XLS-018"]
    assert f"没有隐患 {code}" in told.message


def test_who_filled_in_a_ledger_of_hazards_and_when_is_a_return(sent, fresh, tmp_path):
    book, ledger, _ = hazards_sent(sent, fresh)
    label = find(ledger, "填报人：")
    (merged,) = [m for m in ledger.merged_cells.ranges if label.coordinate in m]
    ledger.cell(label.row, merged.max_col + 1).value = "祝小满"
    book.save(tmp_path / VILLAGE)

    result = verbs.intake_read(fresh, [tmp_path / VILLAGE], fresh / "returns", JUNE)

    assert result.written == ("2023-06/问题隐患排查整治工作台账/qiuhu.yaml",)
    assert [str(p) for p in load(fresh).problems] == []


def test_the_rules_of_a_score_sheet_stand_on_a_sheet_of_their_own_that_is_not_read(tmp_path):
    verbs.intake_blank(CAMPAIGNS / "xinyang", tmp_path, ("浉河区",), "2023-08")
    (file,) = tmp_path.iterdir()
    sheet = openpyxl.load_workbook(file)["交叉检查打分表细则"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]

    assert sheet["A1"].value == "评分细则"
    assert [number_before(row[1]) for row in rows] == list(range(1, len(rows) + 1))
    assert rows[1][2].split("\n")[1].startswith("（4）第1种：")
    assert "；第2种：" in rows[1][2]
    grid = next(g for g in grids_of(file.read_bytes(), tmp_path) if g.sheet == "交叉检查打分表细则")
    campaign = usable(load(CAMPAIGNS / "xinyang"))
    assert take(grid, campaign, loaded("xinyang").forms, "2023-08") is None


def number_before(clause: str) -> int:
    return int(clause.partition(".")[0])
