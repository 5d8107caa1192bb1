"""Bookmarks (书签) of a PDF that is being written: each is written as soon as the one after it is known."""

from collections.abc import Sequence

from generator.dataclass import dataclass
from generator.press.pdf_writer import PdfWriter, text_string


@dataclass(slots=True)
class _Item:
    title: str
    number: int
    page: int
    parent: int
    before: int = 0
    first: int = 0
    last: int = 0
    count: int = 0


class Bookmarks:
    """Bookmarks (书签) in levels; those of one parent are folded, so that the list of parents shows."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._root = _Item("", writer.reserve(), 0, 0)
        self._open: list[_Item] = []

    def add(self, titles: Sequence[str], page: int) -> None:
        """Add a bookmark for a page, below those of the same titles just before it, whether or not they had any below."""
        level = self._shared_levels(titles)
        number = self._writer.reserve()
        self._close(level, number)
        self._open_item(titles[level], number, page)
        for title in titles[level + 1 :]:
            self._open_item(title, self._writer.reserve(), page)

    def finish(self) -> int:
        """Write what is left; return the number of the outline, 0 when there is none."""
        self._close(0, 0)
        root = self._root
        if not root.count:
            self._writer.put(root.number, b"null")
            return 0
        body = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (root.first, root.last, root.count)
        self._writer.put(root.number, body)
        return root.number

    def _shared_levels(self, titles: Sequence[str]) -> int:
        """Return how many of the titles are those of open parents; the last one is always new."""
        level = 0
        for item, title in zip(self._open, titles[:-1], strict=False):
            if item.title != title:
                break
            level += 1
        return level

    def _open_item(self, title: str, number: int, page: int) -> None:
        """Open an item below the deepest open one."""
        parent = self._open[-1] if self._open else self._root
        self._open.append(_Item(title, number, page, parent.number, before=parent.last))
        parent.first = parent.first or number
        parent.last = number
        parent.count += 1

    def _close(self, level: int, after: int) -> None:
        """Write the open items from a level on; the one at the level is followed by the item `after`."""
        while len(self._open) > level:
            item = self._open.pop()
            self._write(item, after if len(self._open) == level else 0)

    def _write(self, item: _Item, after: int) -> None:
        body = b"<</Title%b/Parent %d 0 R/Dest[%d 0 R/Fit]" % (
            text_string(item.title),
            item.parent,
            item.page,
        )
        body += b"/Prev %d 0 R" % item.before if item.before else b""
        body += b"/Next %d 0 R" % after if after else b""
        if item.count:
            body += b"/First %d 0 R/Last %d 0 R/Count %d" % (item.first, item.last, -item.count)
        self._writer.put(item.number, body + b">>")
