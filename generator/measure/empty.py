"""Text that is not there to be measured: pages without any, blank or scanned, and characters that nobody can see."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from generator.measure.document import Document
from generator.measure.judging import Clause, unknown
from generator.measure.leaf import Leaf
from generator.measure.roles import PARAGRAPHS
from generator.measure.verdict import Verdict

UNREAD = Clause("5.2", "文字")
TEXT = "可以选中的文字"
SEEN = "看得见的文字"
_SHOWN = 8  # characters quoted
_SCAN = "页面上没有文字，只有图（扫描件），量不了"
_BLANK = "页面上没有文字，也没有图（空白的，或内容坏了），量不了"


def unread(doc: Document) -> Verdict:
    """Return that a file without any text cannot be measured: a scan, or nothing at all."""
    drawn = any(_drawn(leaf) for leaf in doc.leaves)
    return unknown(UNREAD, _SCAN if drawn else _BLANK, expected=TEXT, leaf=doc.leaves[0])


def empty_pages(docs: Sequence[Document]) -> Iterator[Verdict]:
    """Yield a verdict on each page without text in a file that has some, unless it may be blank."""
    leaves = [(doc, leaf) for doc in docs if doc.kind != "unread" for leaf in doc.leaves]
    for (_, leaf), following in zip_longest(leaves, leaves[1:]):
        if not leaf.page.glyphs and not _may_be_blank(leaf, following):
            yield unknown(UNREAD, "这一页上没有文字，量不了", expected=TEXT, leaf=leaf)


def unseen(docs: Sequence[Document]) -> Iterator[Verdict]:
    """Yield a verdict on each page with characters that the file holds and that its picture does not show."""
    for leaf in (leaf for doc in docs for leaf in doc.leaves):
        if lost := leaf.page.unseen:
            some = "".join(g.char for g in lost[:_SHOWN])
            found = (
                f"{len(lost)} 个字选得中、看不见（被盖住，或与底色相同）：{some}{'…' * (len(lost) > _SHOWN)}"
            )
            yield unknown(UNREAD, found, expected=SEEN, leaf=leaf, box=lost[0].ink)


def _may_be_blank(leaf: Leaf, following: tuple[Document, Leaf] | None) -> bool:
    """Whether it is the back of a sheet before another begins, or stands before an imprint on an even page (7.4)."""
    if following is None or _drawn(leaf):
        return False
    doc, page = following
    roles = [item.role for item in doc.on(page)]
    if leaf.number % 2 == 0:
        return not roles or roles[0] not in PARAGRAPHS
    return bool(roles) and all(role == "imprint" for role in roles)


def _drawn(leaf: Leaf) -> bool:
    return leaf.page.pictured or bool(leaf.rules)
