"""Places of everything on the pages of a table sheet (排位): each line of text and each rule, without any engine.

The same page as `templates/html` gives through WeasyPrint: what its style sheet says of a table sheet stands here as
arithmetic, and lines are broken by the same rules (`layout.breaks`). What this page cannot hold is told, never squeezed:
another path sets it then.
"""

from collections.abc import Callable

from generator.model.sheet import Grid, Sheet, TableContent
from generator.render.cell_texts import CellTexts
from generator.render.form_places import FormPlaces
from generator.render.ledger_places import LedgerPlaces
from generator.render.outer_places import OuterPlaces
from generator.render.page_places import Ems, Face, Page, Unplaced


class Places:
    """Places (排位) of the sheets of a run; what they have in common is placed once and kept.

    `ems` are the widths of characters by face, in ems: a mapping that answers for every character, or raises Unplaced.
    """

    def __init__(self, ems: Callable[[Face], Ems]) -> None:
        texts = CellTexts(ems)
        self._outer = OuterPlaces(ems)
        self._forms = FormPlaces(self._outer, texts, ems("text"))
        self._ledgers = LedgerPlaces(self._outer, texts)

    def pages(self, sheet: Sheet) -> list[Page]:
        """Return the pages of a table sheet; raises Unplaced when they are not placed here."""
        content = sheet.content
        if not isinstance(content, TableContent):
            raise Unplaced("正文由排版引擎排")
        places = self._ledgers if _has_head(content.grid) else self._forms
        pages = places.pages(sheet, content)
        for number, page in enumerate(pages, 1):
            page.fixed = (*page.fixed, self._outer.number(sheet, number))
        return pages


def _has_head(grid: Grid) -> bool:
    return bool(grid.rows) and grid.rows[0].head
