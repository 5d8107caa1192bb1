"""The sheet of notes in a workbook (填表说明): how to fill it in, and the forms' own notes."""

from collections.abc import Iterator, Sequence

from generator.compose.wording import fill, note_names
from generator.compose.workbook_heights import heights
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.workbook import PlannedCell, PlannedSheet

NAME = "填表说明"
WIDTH_MM = 135.0
HOW = (
    "1. 白色的格填写，灰色的格不用动；表没有设密码，可以调列宽，可以在台账后面接着写。",
    "2. 数只写数字，不带“个”“万元”等单位；没有情况写 0，没有统计的留空。",
    "3. 日期写成 2023-06-28；有下拉箭头的格从列表里选。",
    "4. 填报单位、所报月份已经填好，请核对；不是本单位、本月的表不要用。",
    "5. 不要改填报项的名称和栏头，程序靠它们认表；挪动次序、加空行没有关系。",
    "6. 用 WPS 的，请存成 .xlsx，不要存成 .et，不要加密码。",
)


def note_sheet(campaign: Campaign, forms: Sequence[Form]) -> PlannedSheet:
    """Return the sheet of notes: how to fill in, then the notes of each form."""
    lines = list(_lines(campaign, forms))
    cells = [
        PlannedCell(
            row=row,
            column=0,
            last_row=row,
            last_column=0,
            look="title" if row == 0 else "plain",
            text=text,
            left=row > 0,
        )
        for row, text in enumerate([NAME, *lines])
    ]
    return PlannedSheet(
        name=NAME,
        widths_mm=(WIDTH_MM,),
        cells=tuple(cells),
        heights_mm=heights(cells, (WIDTH_MM,)),
        note=True,
    )


def _lines(campaign: Campaign, forms: Sequence[Form]) -> Iterator[str]:
    yield from HOW
    for form in forms:
        if form.notes:
            yield f"《{form.short_title}》{form.note_head}"
            notes = (fill(note, note_names(campaign, form)) for note in form.notes)
            yield from (f"（{number}）{note}" for number, note in enumerate(notes, 1))
