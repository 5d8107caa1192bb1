"""Places on the pages of a table of listed rows (台账): its head on every page, its rows as high as they are."""

from collections.abc import Sequence

from generator.layout import gbt9704 as gb
from generator.model.sheet import GridRow, Sheet, TableContent
from generator.render.cell_texts import CellTexts
from generator.render.grid_places import cells_of, frame_rules, paged, ruled
from generator.render.outer_places import OuterPlaces, title_height
from generator.render.page_places import LINE, RULE_PT, Area, Fixed, Page, area_of, hold, pt

_HEADS_MOST = 64


class LedgerPlaces:
    """Places (排位) of the sheets of ledgers; heads are placed once and kept."""

    def __init__(self, outer: OuterPlaces, texts: CellTexts) -> None:
        self._outer, self._texts = outer, texts
        self._heads: dict[tuple[object, ...], dict[tuple[bool, bool], Fixed]] = {}

    def pages(self, sheet: Sheet, content: TableContent) -> list[Page]:
        """Return the pages of a sheet; raises Unplaced."""
        rows = content.grid.rows
        heads = tuple(row for row in rows if row.head)
        head = RULE_PT + sum(pt(row.height_mm) for row in heads)
        first = title_height(content) + len(content.above) * LINE + head
        stretches = list(paged(rows[len(heads) :], gb.type_area_mm(content.landscape)[1], (first, head)))
        areas = [area_of(content.landscape, n, sheet.two_sided) for n in range(1, len(stretches) + 1)]
        known = self._heads_of(sheet, content, heads)
        pages, bottom = [], 0.0
        for number, (listed, area) in enumerate(zip(stretches, areas, strict=True)):
            kind = (number == 0, number % 2 == 0)
            if kind not in known:
                known[kind] = self._new_head(content, heads, area, first=number == 0)
            top = area.y if number else area.y + first - head
            page = Page(fixed=(known[kind],))
            bottom = self._listed(page, content, listed, (area, top, head))
            pages.append(page)
        self._outer.above(pages[0], sheet, content, areas[0])
        bottom = self._outer.notes(pages[-1], content, areas[-1], bottom)
        hold(bottom + len(content.below) * LINE, areas[-1])
        self._outer.below(pages[-1], sheet, content, (areas[-1], bottom))
        return pages

    def _heads_of(
        self, sheet: Sheet, content: TableContent, heads: tuple[GridRow, ...]
    ) -> dict[tuple[bool, bool], Fixed]:
        """Return the fixed parts of a ledger's pages that are placed already: of the first page, of front pages."""
        title = (content.attachment, content.title, len(content.above))
        grid = content.grid
        key = (title, heads, grid.widths_mm, grid.size_pt, content.landscape, sheet.two_sided)
        known = self._heads.get(key)
        if known is None:
            while len(self._heads) >= _HEADS_MOST:
                self._heads.pop(next(iter(self._heads)))
            known = self._heads[key] = {}
        return known

    def _new_head(
        self, content: TableContent, heads: tuple[GridRow, ...], area: Area, *, first: bool
    ) -> Fixed:
        """Return the fixed part of a page of a ledger: on the first the title, on each the rows of heads."""
        page, grid, top = Page(), content.grid, area.y
        if first:
            self._outer.title(page, content, area)
            top += title_height(content) + len(content.above) * LINE
        cells = list(cells_of(grid.widths_mm, heads, area.x + RULE_PT, top + RULE_PT))
        page.rules += ruled(cells)
        page.blocks += self._texts.blocks(((c, c.cell.text) for c in cells if c.cell.text), grid)
        return page.as_fixed()

    def _listed(
        self, page: Page, content: TableContent, rows: Sequence[GridRow], place: tuple[Area, float, float]
    ) -> float:
        """Place listed rows below the head, and the left and upper rule of the table; return where they end."""
        area, top, head = place
        grid, values = content.grid, content.values
        cells = list(cells_of(grid.widths_mm, rows, area.x + RULE_PT, top + head))
        high = head + sum(pt(row.height_mm) for row in rows)
        hold(top + high, area)
        page.rules += frame_rules(area, top, high)
        page.rules += ruled(cells)
        printed = ((c, values[c.cell.slot] if c.cell.slot else c.cell.text) for c in cells)
        page.blocks += self._texts.blocks(((c, text) for c, text in printed if text), grid)
        return top + high
