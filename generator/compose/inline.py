"""Tables and the roster in the text of a document: a line ［表：名称］ or ［名单］ alone is where they stand."""

from collections.abc import Iterable, Iterator, Mapping

from generator.compose.ledger import flowing_ledger
from generator.compose.text import roster_blocks
from generator.compose.values import ledger_rows
from generator.derive.lists import list_values
from generator.derive.names import inline_form, is_roster_line
from generator.layout import gbt9704 as gb
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.sheet import Block


def with_insertions(blocks: Iterable[Block], campaign: Campaign, forms: Mapping[str, Form]) -> list[Block]:
    """Return the blocks with tables and the roster in the place of the lines that name them.

    All tables are set at the smallest size among them.
    """
    every = list(_with_roster(blocks, campaign))
    wanted = [inline_form(b.text, forms) for b in every]
    size_pt = min((f.page.size_pt for f in wanted if f), default=0.0)
    return [
        _table(campaign, form, size_pt) if form else block for block, form in zip(every, wanted, strict=True)
    ]


def _with_roster(blocks: Iterable[Block], campaign: Campaign) -> Iterator[Block]:
    for block in blocks:
        if campaign.work_group and is_roster_line(block.text):
            yield from roster_blocks(campaign.work_group)
        else:
            yield block


def _table(campaign: Campaign, form: Form, size_pt: float) -> Block:
    rows = ledger_rows(form, list_values(campaign, form.list), ())
    return Block(style="table", table=flowing_ledger(form, rows, gb.TYPE_AREA_WIDTH_MM, size_pt))
