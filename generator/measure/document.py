"""Document (文件) as the instrument sees it: pages that belong together, every line's role, and what sort it is."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Literal, TypeAlias

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.measure.box import Box
from generator.measure.leaf import Leaf
from generator.measure.page import Page
from generator.measure.roles import PARAGRAPHS, Item, Role, items
from generator.measure.rules import Rule

Kind: TypeAlias = Literal["document", "letter", "order", "plain", "table", "unread"]

_HEADER_RULE_MIN_MM = 60.0
_NEAR_MM = 2.5  # of the edge of a type area
_SAME_LINE_CHARS = 0.5
_SHORT_CHARS = 0.6
_MOST_SHORT_CHARS = 3.5  # a line that ends earlier ends its paragraph
_ENDS = ("。", "！", "？", "：", "；", "”", "）")


@dataclass(frozen=True)
class Document:
    """Pages of one document, as its page numbers tell, and their lines."""

    leaves: tuple[Leaf, ...]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every line with its role, in reading order."""
        return items(self.leaves)

    def all(self, *roles: Role) -> list[Item]:
        """Return the lines of some roles."""
        return [item for item in self.items if item.role in roles]

    def first(self, *roles: Role) -> Item | None:
        """Return the first line of some roles."""
        return next(iter(self.all(*roles)), None)

    def on(self, leaf: Leaf) -> list[Item]:
        """Return the lines of a page."""
        return [item for item in self.items if item.leaf is leaf]

    @cached_property
    def red_rules(self) -> tuple[Rule, ...]:
        """The long red rules of page 1."""
        long = [r for r in self.leaves[0].rules if r.red and r.flat and r.box.width > _HEADER_RULE_MIN_MM]
        return tuple(long)

    @cached_property
    def mark(self) -> Box | None:
        """The box of the issuer mark's ink, at 600 dpi; None when there is no mark."""
        lines = self.all("mark")
        box = around(lines)
        if box is None:
            return None
        red = any(g.red for i in lines for g in i.line.glyphs)
        return self.leaves[0].page.fine_ink(box.grown(1.0), red=red) or box

    @cached_property
    def kind(self) -> Kind:
        """What sort of document it is, which decides the clauses that apply."""
        first = self.leaves[0]
        if not any(leaf.page.glyphs for leaf in self.leaves):
            return "unread"
        if self._like_letter:
            return "letter"
        mark = "".join(item.text for item in self.all("mark"))
        if mark.endswith(("令", "命令")) or self._ordered:
            return "order"
        if self.first("mark", "number") or self.red_rules:
            return "document"
        return "table" if first.is_table else "plain"

    @property
    def _like_letter(self) -> bool:
        """Whether it has double red rules high on page 1, or a number in the right corner (10.1)."""
        number = self.first("number")
        high = gb.TOP_MARGIN_MM + 2 * gb.LINE_PITCH_MM
        cornered = number is not None and number.line.top < high and abs(number.inset) < 0.5
        return cornered or (len(self.red_rules) >= 3 and self.red_rules[0].box.top < high)

    @property
    def _ordered(self) -> bool:
        number = self.first("number")
        return number is not None and number.text.startswith("第") and not self.red_rules

    @cached_property
    def broken(self) -> list[tuple[Item, Item]]:
        """Lines of paragraphs with the line that goes on with the same paragraph: full lines, unless set ragged."""
        running = [i for i in self.items if i.role in PARAGRAPHS or i.role in ("title", "attachment")]
        return [(a, b) for a, b in pairwise(running) if self._goes_on(a, b)]

    @cached_property
    def of_headings(self) -> frozenset[int]:
        """The lines (their ids) that go on with a paragraph that began as a heading."""
        found: set[int] = set()
        for line, following in self.broken:
            if line.role != "text" or id(line.line) in found:
                found.add(id(following.line))
        return frozenset(found)

    def _goes_on(self, line: Item, following: Item) -> bool:
        if line.role not in PARAGRAPHS or line.inset > _MOST_SHORT_CHARS:
            return False
        if following.role != "text" and (following.role not in PARAGRAPHS or line.inset > _SHORT_CHARS):
            return False
        if abs(following.indent - self.left_of(following.leaf)) > _SAME_LINE_CHARS:
            return False
        if following.leaf.place - line.leaf.place not in (0, 1):
            return False
        ended = line.inset > _SHORT_CHARS and line.text.endswith(_ENDS)
        return not ended and self._next_line(line, following)

    def _next_line(self, line: Item, following: Item) -> bool:
        if line.leaf is not following.leaf:
            return True
        return following.line.baseline - line.line.baseline < 1.6 * gb.LINE_PITCH_MM

    def left_of(self, leaf: Leaf) -> float:
        """Return where the lines of a page begin, in characters from its type area's left: 0 when all is well."""
        return self.lefts.get(leaf.place, self._usual_left)

    @cached_property
    def lefts(self) -> dict[int, float]:
        """Where the flush lines of each page begin, in characters from the left; pages that show none are left out."""
        found: dict[int, float] = {}
        for leaf in self.leaves:
            indents = [i.indent for i in self.on(leaf) if i.role in PARAGRAPHS or i.role == "addressees"]
            flush = [x for x in indents if x < min(indents) + 0.3]
            if len(flush) > 1 or (flush and min(indents) < 1):
                found[leaf.place] = median(flush)
        return {n: x for n, x in found.items() if x < 1.5}

    @cached_property
    def _usual_left(self) -> float:
        return median(self.lefts.values()) if self.lefts else 0.0


def documents(pages: Sequence[Page]) -> list[Document]:
    """Return the documents of a file: printed pages begin a new one where their numbers begin again with 1."""
    groups: list[list[Leaf]] = []
    for place, page in enumerate(pages, 1):
        leaf = Leaf(page, place)
        if not groups or (leaf.printed_number == 1 and any(x.printed_number for x in groups[-1])):
            groups.append([])
        groups[-1].append(leaf)
    return [_numbered(group) for group in groups]


def _numbered(group: Sequence[Leaf]) -> Document:
    """Return a document whose pages know their number: what they print, or their place from the first page on."""
    start = next((x.printed_number - i for i, x in enumerate(group) if x.printed_number), 1)
    start = max(start, 1)
    leaves = tuple(replace(leaf, number=start + i) for i, leaf in enumerate(group))
    if _one_sided(leaves):
        leaves = tuple(replace(leaf, two_sided=False) for leaf in leaves)
    return Document(leaves)


def _one_sided(leaves: Sequence[Leaf]) -> bool:
    """Whether even pages have their text where odd ones have it: printed on one side, bound at the left (5.2.1)."""
    odd, even = (_left_edges(leaves, rest) for rest in (1, 0))
    if not even:
        return False
    shift = gb.BINDING_MARGIN_MM - gb.OUTER_MARGIN_MM
    first = median(odd) if odd else gb.BINDING_MARGIN_MM
    return first - median(even) < shift / 2


def _left_edges(leaves: Sequence[Leaf], rest: int) -> list[float]:
    """Return where the type area of odd or of even pages begins, as far as their lines tell."""
    upright = [leaf for leaf in leaves if leaf.number % 2 == rest and not leaf.page.landscape]
    return [edge for leaf in upright if (edge := _left_edge(leaf)) is not None]


def _left_edge(leaf: Leaf) -> float | None:
    """Return where what begins flush left begins, else where it would by the page number, or by the right edge."""
    lines = [line for line in leaf.lines if len(line.glyphs) > 1 and not line.glyphs[0].red]
    drawn = list(leaf.tables)
    drawn += [r.box for r in leaf.rules if r.flat and not r.red and r.box.width > gb.TYPE_AREA_WIDTH_MM / 2]
    lefts = sorted([*(line.left for line in lines), *(box.left for box in drawn)])
    rights = sorted([*(line.right for line in lines), *(box.right for box in drawn)], reverse=True)
    number = [leaf.printed[0].x - gb.mm_from_pt(gb.PAGE_NUMBER_PT)] if leaf.printed else []
    guesses = (*lefts, *number, *(x - gb.TYPE_AREA_WIDTH_MM for x in rights))
    near = (gb.OUTER_MARGIN_MM - _NEAR_MM, gb.BINDING_MARGIN_MM + _NEAR_MM)
    return next((x for x in guesses if near[0] < x < near[1]), None)


def around(found: Sequence[Item]) -> Box | None:
    """Return the box round the ink of some lines, None for none."""
    boxes = [item.line.box for item in found]
    if not boxes:
        return None
    return Box(
        min(b.left for b in boxes),
        min(b.top for b in boxes),
        max(b.right for b in boxes),
        max(b.bottom for b in boxes),
    )
