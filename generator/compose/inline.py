"""Tables in the text of a document (文中表): a line ［表：名称］ alone is where the table of that name stands."""

from collections.abc import Iterable, Mapping

from generator.compose.ledger import flowing_ledger
from generator.compose.values import ledger_rows
from generator.derive.lists import list_values
from generator.derive.names import inline_form
from generator.layout import gbt9704 as gb
from generator.model.campaign import Campaign
from generator.model.form import Form
from generator.model.sheet import Block


def with_tables(blocks: Iterable[Block], campaign: Campaign, forms: Mapping[str, Form]) -> list[Block]:
    """Return the blocks with tables in the place of the lines that name them; all are set at the smallest size."""
    every = list(blocks)
    wanted = [inline_form(b.text, forms) for b in every]
    size_pt = min((f.page.size_pt for f in wanted if f), default=0.0)
    return [
        _table(campaign, form, size_pt) if form else block for block, form in zip(every, wanted, strict=True)
    ]


def _table(campaign: Campaign, form: Form, size_pt: float) -> Block:
    rows = ledger_rows(form, list_values(campaign, form.list), ())
    return Block(style="table", table=flowing_ledger(form, rows, gb.TYPE_AREA_WIDTH_MM, size_pt))
