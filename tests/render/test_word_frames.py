"""Word files from frames: the very bytes of the full path, for every form, whatever the values say."""

import io
import sys
import zipfile
import zlib
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from helpers.made import long_ledger, worded_ledger
from helpers.sheets import content_of, every, sheet, sheets
from helpers.tables import sheet_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from generator.model.form import Line
from generator.model.sheet import Cell, Grid, GridRow, Sheet, TableContent
from generator.render import docx, docx_package, docx_rows
from generator.render.docx import Rendered, render_docx
from generator.render.docx_full import render_full
from generator.render.docx_grid import tables
from generator.render.docx_rows import SHAPES_MAX, grid_pieces
from generator.render.docx_text import Unwritable, escaped, runs, text_run
from generator.sources.catalogue import catalogue

LONG = [sheet_of("task-breakdown"), sheet_of("inspection-list"), sheet_of("major-hazard-list", "hewan")]
TABLES = [p for p in every() if isinstance(content_of(p), TableContent)]
FORMS = {
    "groups": sheet("jiangguanchi", "dispatch-communities", "qiuhu"),
    "ledger": sheet_of("major-hazard-list", "hewan"),
    "merged": LONG[0],
    "boxes": sheet("small_valid", "rectification-record", "柳林镇河湾村"),
}
CHARS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"), include_characters="\t\n&<>\"'{}%#_㙍𡐓𫚖"
)
AWKWARD = st.sampled_from(
    [
        "",
        "\n",
        "\t",
        "\n首\n\n尾\n",
        "a\tb\t",
        "&amp;<w:t/>",
        "{{ title }}",
        "{% if x %}",
        "{#",
        "]]>",
        "长" * 3000,
    ]
)
TEXTS = st.one_of(st.text(CHARS, max_size=30), AWKWARD)


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def canonical(xml: bytes) -> bytes:
    """XML in the form in which equal documents are equal bytes."""
    return etree.tostring(etree.fromstring(xml), method="c14n2")


def assert_same(made: Sheet) -> None:
    """Assert that a sheet's frame gives what the full path gives: the same XML, and the same bytes."""
    framed, full = render_docx(made), render_full(made)
    assert framed.full == ""
    ours, theirs = parts(framed.content), parts(full)
    assert canonical(ours["word/document.xml"]) == canonical(theirs["word/document.xml"])
    assert framed.content == full


# 每一张表


@pytest.mark.parametrize("made", [*TABLES, *(pytest.param(s, id=s.code) for s in LONG)])
def test_a_frame_gives_the_bytes_of_the_full_path(made: Sheet) -> None:
    assert_same(made)


def test_every_form_of_the_catalogue_was_compared() -> None:
    compared = {p.values[0].code for p in TABLES if isinstance(p.values[0], Sheet)} | {s.code for s in LONG}

    assert compared >= set(catalogue())


def test_long_tables_that_break_and_merge_are_joined_of_rows() -> None:
    for made in (long_ledger(), *(worded_ledger(rows) for rows in (1, 2, 5))):
        assert_same(made)


def test_units_share_a_frame_and_rows_of_any_number_too() -> None:
    dispatch = [s for s in sheets("jiangguanchi") if s.code == "dispatch-communities"]
    for made in dispatch:
        render_docx(made)
    before = len(docx._frames)

    for made in dispatch:
        render_docx(made)
    for count in (1, 2, 3, 40):
        assert render_docx(with_rows(LONG[1], count)).full == ""

    assert len(dispatch) > 3
    assert len(docx._frames) <= before + 1


def with_rows(made: Sheet, count: int) -> Sheet:
    """A ledger with other many rows of the kind of its second."""
    content = made.content
    assert isinstance(content, TableContent)
    heads = [row for row in content.grid.rows if row.head]
    model = next(row for row in content.grid.rows if not row.head)
    rows = [
        replace(model, cells=tuple(replace(c, slot=f"{c.slot}.{i}") for c in model.cells), height_mm=7.0 + i)
        for i in range(count)
    ]
    values = {cell.slot: f"第{i}行" for i, row in enumerate(rows) for cell in row.cells}
    grid = replace(content.grid, rows=(*heads, *rows))
    return replace(made, content=replace(content, grid=grid, values=values))


# 什么值都一样


def drawn(made: Sheet, draw: Any) -> Sheet:
    """A sheet with drawn values, lines, notes, title, name and heights."""
    content = made.content
    assert isinstance(content, TableContent)
    values = {slot: draw(TEXTS) for slot in list(content.values)[:40]}
    plain = st.text(CHARS.filter(lambda c: c != "\t"), max_size=20).filter(lambda t: "_}" not in t)
    lines = tuple(Line(left=draw(plain), center=draw(plain), right=draw(plain)) for _ in content.above)
    rows = tuple(replace(r, height_mm=draw(st.floats(1.0, 300.0))) for r in content.grid.rows)
    changed = replace(
        content,
        values={**content.values, **values},
        above=lines,
        title=tuple(draw(st.lists(plain, min_size=1, max_size=2))),
        notes=tuple(draw(plain) for _ in content.notes),
        grid=replace(content.grid, rows=rows),
    )
    name = draw(plain.filter(lambda t: "\n" not in t)) or "表"
    return replace(made, name=name, content=changed)


@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(data=st.data())
def test_generated_values_give_the_bytes_of_the_full_path(form: str, data: st.DataObject) -> None:
    made = drawn(FORMS[form], data.draw)

    framed = render_docx(made)

    assert framed == Rendered(render_full(made), "")


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=6), data=st.data())
def test_generated_rows_are_those_of_the_grid(texts: list[str], data: st.DataObject) -> None:
    heads = data.draw(st.booleans())
    cells = tuple(Cell(role="value", slot=f"c.{i}", align="left") for i in range(len(texts)))
    rows = tuple(
        GridRow(cells=cells, height_mm=10.0 + i, head=heads and not i, new_page=data.draw(st.booleans()))
        for i in range(4)
    )
    grid = Grid(widths_mm=(20.0,) * len(texts), rows=rows, size_pt=10.5, line_pt=14.0)
    values = {f"c.{i}": text for i, text in enumerate(texts)}

    assert b"".join(grid_pieces(grid, values)).decode() == "".join(tables(grid, values))


@pytest.mark.parametrize("others", [[], ["", "甲\n乙", "R&D", "<", "￥\ue000", "\n", "\t"], ["甲", "乙"]])
@pytest.mark.parametrize("text", ["", "甲", "\n", "甲\n乙", "甲\n\n乙", "&<>", "￥", "\ue000", "a\tb"])
def test_texts_made_at_once_are_those_made_one_by_one(text: str, others: list[str]) -> None:
    texts = [text, *others]

    assert runs(texts) == [text_run(escaped(text)).encode() for text in texts]


# docxtpl 错了、写不进的


@pytest.mark.parametrize("odd", ["\x00", "\x01", "\ud800", "\ufffe", "\uffff", "\ue0f4"])
@pytest.mark.parametrize("others", [[], ["甲"]])
def test_what_no_word_file_can_hold_is_not_written(odd: str, others: list[str]) -> None:
    with pytest.raises(Unwritable):
        runs([odd, *others])


def test_what_docxtpl_would_turn_into_a_tag_prints_as_it_is() -> None:
    made = FORMS["groups"]
    assert isinstance(made.content, TableContent)
    named = replace(made, content=replace(made.content, notes=("注：{_{ 甲 }_}", *made.content.notes[1:])))

    framed, full = (
        parts(c)["word/document.xml"].decode() for c in (render_docx(named).content, render_full(named))
    )

    assert "注：{_{ 甲 }_}" in framed
    assert "注：{_{ 甲 }_}" not in full


@pytest.mark.parametrize(("line", "reason"), [("甲\t乙", "要填的内容里有制表符"), ("甲乙", "")])
def test_a_tab_in_a_line_around_goes_the_full_path_and_says_why(line: str, reason: str) -> None:
    made = FORMS["groups"]
    assert isinstance(made.content, TableContent)
    made = replace(made, content=replace(made.content, above=(Line(left=line),)))

    assert render_docx(made) == Rendered(render_full(made), reason)


def test_documents_go_the_full_path_and_say_why() -> None:
    made = sheet("small_valid", "notice")

    assert render_docx(made) == Rendered(render_full(made), "公文没有现成的外框")


# 文件包


def test_packages_without_zlib_ng_hold_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    made = FORMS["groups"]
    with_it = render_docx(made).content
    monkeypatch.setattr(docx_package, "compress", zlib.compress)

    assert parts(render_docx(made).content) == parts(with_it)


def test_a_package_is_hardly_larger_than_that_of_the_standard_library() -> None:
    for made in FORMS.values():
        content = render_docx(made).content
        plain = io.BytesIO()
        with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in parts(content).items():
                package.writestr(name, part)
        assert len(content) <= 1.05 * len(plain.getvalue())


def test_kept_shapes_of_rows_are_bounded() -> None:
    grid = Grid(widths_mm=(20.0,), rows=(), size_pt=10.5, line_pt=14.0)
    for i in range(SHAPES_MAX + 10):
        row = GridRow(cells=(Cell(role="label", text=str(i)),), height_mm=10.0)
        assert str(i).encode() in b"".join(grid_pieces(replace(grid, rows=(row,)), {}))

    assert len(docx_rows._shapes) <= SHAPES_MAX


@pytest.mark.parametrize("form", ["groups", "ledger", "merged"])
def test_a_sheet_from_a_frame_costs_a_few_calls_and_no_more_for_more_cells(form: str) -> None:
    """A guard against work creeping in: calls are counted, which is the same on every machine."""
    made, calls = FORMS[form], Counter[str]()
    render_docx(made)

    sys.setprofile(lambda _frame, event, _function: calls.update([event]))
    render_docx(made)
    sys.setprofile(None)

    assert calls["call"] + calls["c_call"] < 600
