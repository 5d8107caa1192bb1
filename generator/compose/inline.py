"""Tables and roster of a document: in its text, where a line ［表：名称］ or ［名单］ stands, and bound with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.compose.fitting import Around, Fitted
from generator.compose.ledger import fit_ledger, flowing_ledger
from generator.compose.text import roster_blocks
from generator.compose.values import ledger_rows
from generator.derive.lists import can_be_bound, list_values
from generator.derive.names import inline_form, inline_lines, is_roster_line
from generator.layout import gbt9704 as gb
from generator.model.campaign import Campaign
from generator.model.document import Attachment
from generator.model.form import Form
from generator.model.sheet import Block, InlineTable


def with_insertions(
    blocks: Iterable[Block], campaign: Campaign, forms: Mapping[str, Form], size_pt: float
) -> list[Block]:
    """Return the blocks with tables, all of one size, and the roster in the place of the lines that name them."""
    every = [(block, inline_form(block.text, forms)) for block in _with_roster(blocks, campaign)]
    return [_table(campaign, form, size_pt) if form else block for block, form in every]


def tables_pt(campaign: Campaign, forms: Mapping[str, Form], bound: Iterable[Fitted]) -> float:
    """Return the one size of a document's tables, the smallest that one of them needs; 0 without tables."""
    inline = (inline_form(line, forms) for _, line in inline_lines(campaign))
    return min([*(f.page.size_pt for f in inline if f), *(t.grid.size_pt for t in bound)], default=0.0)


def bound_form(attachment: Attachment, forms: Mapping[str, Form]) -> Form | None:
    """Return the form of an attachment whose table is bound with the text, None for all others."""
    form = forms.get(attachment.form)
    return form if form and attachment.bound and can_be_bound(form) else None


def bound_table(campaign: Campaign, form: Form, title_lines: int, size_pt: float = 0.0) -> Fitted:
    """Return the table of a form on pages of its own below number and title, at most at a size where one is given.

    A blank line stands between title and table, as between a title and its text.
    """
    page = form.page
    if size_pt:
        form = replace(form, page=replace(page, size_pt=size_pt, min_size_pt=min(size_pt, page.min_size_pt)))
    rows = ledger_rows(form, list_values(campaign, form.list), ())
    around = Around(title_lines=title_lines + gb.LINES_BEFORE_ADDRESSEES, attachment=True)
    return fit_ledger(form, rows, around, gb.TYPE_AREA_WIDTH_MM)


def table_block(fitted: Fitted) -> Block:
    """Return a fitted table as a block of a text."""
    return Block(style="table", table=InlineTable(grid=fitted.grid, printed=tuple(fitted.values.items())))


def _with_roster(blocks: Iterable[Block], campaign: Campaign) -> Iterator[Block]:
    for block in blocks:
        if campaign.work_group and is_roster_line(block.text):
            yield from roster_blocks(campaign.work_group)
        else:
            yield block


def _table(campaign: Campaign, form: Form, size_pt: float) -> Block:
    rows = ledger_rows(form, list_values(campaign, form.list), ())
    return Block(style="table", table=flowing_ledger(form, rows, gb.TYPE_AREA_WIDTH_MM, size_pt))
