"""Generated fillings (随机填写) of the forms of the fixture campaigns: what prints in their cells is anything at all."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from generator.compose.fitting import Around, Fitted, fit_table, lined
from generator.compose.grid import build_grid
from generator.compose.ledger import fit_ledger
from generator.layout import gbt9704 as gb
from generator.model.form import Form
from generator.model.sheet import Sheet, TableContent
from helpers.sheets import NAMES, loaded, sheets

WORDS = (
    *("重大事故隐患", "专项排查", "整治", "秋湖社区", "将官池镇", "企业", "莫𡐓村", "尛", "①", "№7"),
    *("，", "。", "、", "：", "；", "（", "）", "“安全”", "《办法》", "——", "……", "%", " ", "\n"),
    *("2023年6月5日", "12.5", "3", "万元", "GB/T 9704-2012", "Word", "a@b.cn", "9:30"),
)


def forms() -> Iterator[tuple[Form, Sheet]]:
    """Every form of the fixture campaigns that has a table, with a sheet of it."""
    seen = set()
    for name in NAMES:
        for sheet in sheets(name):
            form = loaded(name).forms.get(sheet.code)
            if form and isinstance(sheet.content, TableContent) and (name, form.form) not in seen:
                seen.add((name, form.form))
                yield form, sheet


def fillings(form: Form, sheet: Sheet, count: int) -> Iterator[Sheet]:
    """Sheets of a form, filled with anything."""
    random = Random(form.form)
    for _ in range(count):
        yield _filled(form, sheet, random)


def _filled(form: Form, sheet: Sheet, random: Random) -> Sheet:
    content = sheet.content
    assert isinstance(content, TableContent)
    around = Around(
        title_lines=len(content.title),
        attachment=bool(content.attachment),
        above=content.above,
        below=content.below,
        notes=content.notes,
    )
    fitted = _fitted(form, around, random)
    return replace(
        sheet,
        content=replace(
            content,
            grid=fitted.grid,
            values=fitted.values,
            note_pt=fitted.note_pt,
            note_line_pt=fitted.note_line_pt,
        ),
    )


def _fitted(form: Form, around: Around, random: Random) -> Fitted:
    if form.kind == "ledger":
        width, _ = gb.type_area_mm(form.page.orientation == "landscape")
        rows = [{c.name: text(random) for c in form.columns} for _ in range(random.randint(0, 9))]
        return fit_ledger(form, rows, around, width)
    grid = build_grid(form)
    values = {cell.slot: text(random) for row in grid.rows for cell in row.cells if cell.slot}
    fitted = fit_table(form, grid, values, around)
    return replace(fitted, values=lined(fitted.grid, fitted.values))


def text(random: Random) -> str:
    """A text of a cell: empty, a number, some words, many words."""
    words = random.choice((0, 1, 1, 1, 2, 3, 5, 12))
    return (
        "".join(random.choices(WORDS, k=words)).strip() if words > 1 else random.choice(("", "0", "17", "是"))
    )
