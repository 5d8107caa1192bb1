"""Seals (印章) on a page: where a circle lies over what it presses, and what room it has (7.3.5). Pure geometry in mm."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb

EDGE_MM = 3.0  # a circle keeps this far from the edge of the sheet
BOX_GAP_MM = 2.0  # and this far from the rules of its box, where the box is large enough
BOX_LEAST_MM = 0.5  # a box must leave so much round it
TOUCH_MM = 0.5  # two circles nearer than this may meet on paper
STEP_MM = 1.0  # by which the best place for a seal is sought
STRIPS = 4  # in which the words under a seal are measured
LONG_NAME = 0.6  # of the diameter: so much of a name longer than that lies under the seal
FILLED_WEIGHT = 20.0


@dataclass(frozen=True, slots=True)
class Rect:
    """Rectangle in mm from the left and the top of a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def center_x(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def center_y(self) -> float:
        """The middle between top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Circle:
    """Outline of a round seal: its middle and its diameter in mm."""

    x: float
    y: float
    mm: float

    @property
    def box(self) -> Rect:
        """The square round the circle."""
        half = self.mm / 2
        return Rect(self.x - half, self.y - half, self.x + half, self.y + half)


def over_signature(name: Rect, mm: float) -> Circle:
    """Return the seal over a signature and the date in the line below it (7.3.5.1).

    Name and date lie a little below the middle of the seal; the rows of several organs keep the same height.

    >>> over_signature(Rect(80, 150, 140, 160), 42.0)
    Circle(x=110.0, y=158.0, mm=42.0)
    """
    return Circle(name.center_x, name.bottom - gb.SEAL_RISE_MM, mm)


def over_words(words: Rect, mm: float, page: Rect) -> Circle:
    """Return the seal over one line of words, such as a unit's name or a date alone, kept on the sheet."""
    return _kept(Circle(words.center_x, words.center_y - gb.SEAL_RISE_MM, mm), page, EDGE_MM)


@dataclass(frozen=True, slots=True)
class Words:
    """Words on a page that a seal should leave free: where they lie, and whether they were filled in."""

    place: Rect
    filled: bool = False


def beside_others(words: Rect, mm: float, page: Rect, others: Sequence[Words]) -> Circle:
    """Return the seal over one line of words where it covers least of what stands around, above all what is filled in.

    The words lie whole within the seal, in its lower half; of places as good as each other the nearest to the one
    over the middle of the words is taken, and that one where no other is on the sheet.
    """
    usual = over_words(words, mm, page)
    near = [o for o in others if _is_near(o.place, words, mm) and not _goes_on(o.place, words)]
    places = [c for c in _around(words, mm) if holds(page, c) and _presses(c, words)]
    cost = {c: round(sum(_covered(c, o) for o in near)) for c in {usual, *places}}
    return min(cost, key=lambda c: (cost[c], (c.x - usual.x) ** 2 + (c.y - usual.y) ** 2, c.x))


def _around(words: Rect, mm: float) -> Iterator[Circle]:
    steps = range(int(mm / 2 / STEP_MM) + 1)
    for up in steps:
        for right in (*steps, *(-s for s in steps if s)):
            yield Circle(words.center_x + right * STEP_MM, words.center_y - up * STEP_MM, mm)


def _is_near(other: Rect, words: Rect, mm: float) -> bool:
    return (
        words.left - mm < other.right
        and other.left < words.right + mm
        and words.top - mm < other.bottom
        and other.top < words.bottom + mm
    )


def _goes_on(other: Rect, words: Rect) -> bool:
    """Tell whether other words stand in the same line right before or behind: the label of a name."""
    in_line = other.top < words.center_y < other.bottom
    return in_line and min(abs(other.right - words.left), abs(words.right - other.left)) < TOUCH_MM


def _presses(circle: Circle, words: Rect) -> bool:
    """Tell whether a seal lies over all of the words, or over as much of a long name as it can take."""
    covered = min(_chord(circle, words, words.top), _chord(circle, words, words.bottom))
    return covered >= min(words.width, LONG_NAME * circle.mm) - 0.01


def _covered(circle: Circle, other: Words) -> float:
    """Return how much of other words a circle covers, in mm²; what is filled in counts more."""
    rect = other.place
    strips = [rect.top + (i + 0.5) * rect.height / STRIPS for i in range(STRIPS)]
    area = sum(_chord(circle, rect, y) for y in strips) * rect.height / STRIPS
    return area * (FILLED_WEIGHT if other.filled else 1.0)


def _chord(circle: Circle, rect: Rect, y: float) -> float:
    """Return how much of a rectangle's width lies in a circle at the height `y`."""
    away = circle.mm**2 / 4 - (y - circle.y) ** 2
    half = away**0.5 if away > 0 else 0.0
    return max(0.0, min(rect.right, circle.x + half) - max(rect.left, circle.x - half))


def in_box(label: Rect, box: Rect, mm: float) -> Circle:
    """Return the seal in a box for an opinion: over its label and the date below, clear of the rules."""
    return _kept(over_signature(label, mm), box, BOX_GAP_MM)


def has_room(box: Rect, mm: float) -> bool:
    """Tell whether a box holds a whole seal."""
    return min(box.width, box.height) >= mm + 2 * BOX_LEAST_MM - 0.01


def holds(area: Rect, circle: Circle) -> bool:
    """Tell whether a circle lies inside an area."""
    box = circle.box
    return (
        area.left <= box.left
        and box.right <= area.right
        and area.top <= box.top
        and box.bottom <= area.bottom
    )


def meet(one: Circle, other: Circle) -> bool:
    """Tell whether two seals meet or touch, or may do so on paper (7.3.5.1)."""
    distance = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
    return bool(distance < (one.mm + other.mm) / 2 + TOUCH_MM)


def _kept(circle: Circle, area: Rect, gap_mm: float) -> Circle:
    """Return the circle moved into an area; one that is too large for it stands in its middle."""
    reach = circle.mm / 2 + gap_mm

    def between(value: float, low: float, high: float) -> float:
        return (low + high) / 2 if low + reach > high - reach else min(max(value, low + reach), high - reach)

    x = between(circle.x, area.left, area.right)
    return Circle(x, between(circle.y, area.top, area.bottom), circle.mm)


@dataclass(frozen=True, slots=True)
class Slice:
    """Slice of a seal across the edges of several leaves (骑缝章): `page` shows the share `number` of `total`."""

    page: int
    number: int
    total: int
    circle: Circle
    visible: Rect


@dataclass(frozen=True, slots=True)
class Straddle:
    """One seal across the edges of several leaves, from the first page of the first to the last of the last."""

    first_page: int
    last_page: int
    slices: tuple[Slice, ...]


def straddles(pages: int, *, two_sided: bool, landscape: bool, mm: float) -> list[Straddle]:
    """Return the straddle seals of a document of so many pages, none when it is a single leaf.

    The leaves lie fanned out, each showing an equal strip at its outer edge, on its front. More leaves than one
    seal can cross take several seals; two that follow each other share a leaf, so that none can be put between.
    """
    step = 2 if two_sided else 1
    leaves = -(-pages // step)
    found = []
    for index, (start, end) in enumerate(_groups(leaves)):
        middle = _middle_mm(index, mm)
        total = end - start + 1
        slices = tuple(
            _slice((start + i) * step + 1, i, total, (middle, mm, landscape)) for i in range(total)
        )
        found.append(Straddle(start * step + 1, min((end + 1) * step, pages), slices))
    return found


def _groups(leaves: int) -> list[tuple[int, int]]:
    """Return the first and the last leaf under each seal, shared out evenly; neighbours share a leaf.

    >>> _groups(1), _groups(10), _groups(12)
    ([], [(0, 9)], [(0, 6), (6, 11)])
    """
    gaps = max(0, leaves - 1)
    count = -(-gaps // (gb.STRADDLE_LEAVES_MAX - 1))
    ends = [round(gaps * i / count + 1e-9) for i in range(count + 1)] if count else []
    return list(pairwise(ends))


def _middle_mm(index: int, mm: float) -> float:
    """Return the height of a seal on the sheet: the middle of its edge, every other one below it, clear of it."""
    return gb.PAGE_HEIGHT_MM / 2 + (index % 2) * (mm + 2 * gb.SEAL_GAP_MM)


def _slice(page: int, index: int, total: int, setting: tuple[float, float, bool]) -> Slice:
    """Return what one leaf shows: the strips of all leaves, side by side, make the whole circle."""
    middle, mm, landscape = setting
    strip = mm / total
    edge = gb.PAGE_WIDTH_MM
    circle = Circle(edge - (index + 1) * strip + mm / 2, middle, mm)
    visible = Rect(edge - strip, middle - mm / 2, edge, middle + mm / 2)
    if landscape:
        circle, visible = Circle(*_turned(circle.x, circle.y), mm), _turned_rect(visible)
    return Slice(page, index + 1, total, circle, visible)


def _turned(x: float, y: float) -> tuple[float, float]:
    """Return a place of the portrait sheet on a landscape page, whose head lies on the sheet's left side (8)."""
    return gb.PAGE_HEIGHT_MM - y, x


def _turned_rect(rect: Rect) -> Rect:
    right, top = _turned(rect.left, rect.top)
    left, bottom = _turned(rect.right, rect.bottom)
    return Rect(left, top, right, bottom)
