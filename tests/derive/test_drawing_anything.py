"""Whatever a sheet holds, drawing it ends: with a form that its own check knows, or with what is wrong said in Chinese."""

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.derive.drawing import Asked, draw
from generator.model.drawn import HeadCell, HeadSheet, InputRule
from generator.problem import errors
from generator.sources.catalogue import parse_form
from generator.sources.form_text import plain
from generator.validate.forms import check_form

ROWS, COLUMNS = 8, 7
WORDS = st.sampled_from(
    [
        "",
        "",
        "序号",
        "单位",
        "企业名称",
        "检查数（家）",
        "其中：重大",
        "合计",
        "备注",
        "注：1.每月报。",
        "填报人：",
        "1",
        "例",
        "{x}",
        "年 月 日",
        "（盖章）",
    ]
)
PLACES = st.tuples(st.integers(1, ROWS), st.integers(1, COLUMNS))
CELLS = st.dictionaries(PLACES, st.builds(HeadCell, WORDS | st.text(max_size=12), st.just(""), st.booleans()))
AREAS = st.dictionaries(PLACES, PLACES, max_size=5).map(
    lambda found: {first: last for first, last in found.items() if first < last and last[1] >= first[1]}
)
RULES = st.lists(
    st.builds(
        InputRule,
        first=PLACES,
        last=PLACES,
        kind=st.sampled_from(["list", "whole", "date", "custom"]),
        choices=st.sampled_from([(), ("是", "否"), ("甲", "乙")]),
    ),
    max_size=3,
).map(tuple)
SHEETS = st.builds(
    HeadSheet,
    name=st.sampled_from(["表1", "表1{x}"]),
    cells=CELLS,
    merged=AREAS,
    widths_mm=st.dictionaries(st.integers(1, COLUMNS), st.floats(0, 80)),
    rules=RULES,
)


@settings(max_examples=150, deadline=None)
@given(SHEETS, st.sampled_from([None, "ledger", "indicator_table", "record"]))
def test_any_sheet_is_drawn_or_refused(sheet, kind):
    found = draw(sheet, Asked(kind=kind, used_by=("community",)))

    if found.form is None:
        assert errors(found.problems)
        return
    assert errors(check_form(found.form, ())) == []
    again, problems = parse_form(plain(found.form))
    assert (problems, again) == ([], found.form)
    assert all(problem.where.startswith("表1") for problem in found.problems)


@settings(max_examples=50, deadline=None)
@given(SHEETS)
def test_the_same_sheet_is_drawn_the_same(sheet):
    assert draw(sheet, Asked()) == draw(sheet, Asked())
