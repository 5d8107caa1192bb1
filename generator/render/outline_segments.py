"""Segments of a contour (轮廓线段) made fewer: what no printer shows apart from a simpler line is drawn as that.

Fonts made from brush or metal draw a stroke's edge with dozens of curves a few thousandths of the em long, and those
are most of a file with Chinese text. A segment is told by its steps: a line by one, a curve by those to its two control
points and its end, all in thousandths of the em.
"""

import math
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Segment: TypeAlias = tuple[int, ...]
Point: TypeAlias = tuple[float, float]
FLAT = 2.0  # a curve this little off its chord is drawn as a line
STRAIGHT = 1.2  # lines with joints this little off are one
SMOOTH = 1.2  # curves this little off the one that replaces them
_LINE, _CURVE = 2, 6
_CHECKED = (0.3, 0.6, 1.0)  # where on a curve it is compared
_EVEN = 0.15  # the least part of a joint curve that either of its halves may be


def fewer(segments: Iterable[Segment]) -> list[Segment]:
    """Return the segments of a contour, those that are as good as one with their neighbour joined to it.

    A curve is joined once, so that what it is off does not add up; the line that closes a contour is left out.
    """
    drawn: list[Segment] = []
    joints: list[Point] = []  # within the last line, from where it begins
    single = True
    for segment in map(_flattened, segments):
        last = drawn[-1] if drawn else ()
        if len(segment) == len(last) == _LINE and _is_chord([*joints, last], _sum(last, segment)):
            joints.append((last[0], last[1]))
            drawn[-1] = _sum(last, segment)
        elif len(segment) == len(last) == _CURVE and single and (joint := _joint(last, segment)):
            drawn[-1], single = joint, False
        elif any(segment):
            drawn.append(segment)
            joints, single = [], True
    return drawn


def _flattened(segment: Segment) -> Segment:
    """Return a curve that is as good as a line as that."""
    if len(segment) == _LINE:
        return segment
    a, b, c, d, e, f = segment
    end = (a + c + e, b + d + f)
    if not any(end):
        return segment if max(map(abs, segment)) > 1 else end
    return end if _is_chord(((a, b), (a + c, b + d)), end, FLAT) else segment


def _is_chord(points: Iterable[Sequence[float]], end: Sequence[float], most: float = STRAIGHT) -> bool:
    """Tell whether points lie along the line to `end`, between its ends."""
    x, y = end
    square = x * x + y * y
    limit = most * math.sqrt(square)
    return all(abs(px * y - py * x) <= limit and 0 <= px * x + py * y <= square for px, py in points)


def _sum(one: Segment, other: Segment) -> Segment:
    return one[0] + other[0], one[1] + other[1]


def _joint(one: Segment, other: Segment) -> Segment | None:
    """Return the curve of which two are the halves, None when there is none."""
    ax, ay, bx, by, cx, cy = one
    dx, dy, ex, ey, fx, fy = other
    before, after = math.hypot(cx, cy), math.hypot(dx, dy)
    if cx * dx + cy * dy <= 0 or not _EVEN < (part := before / (before + after)) < 1 - _EVEN:
        return None
    end = (ax + bx + cx + dx + ex + fx, ay + by + cy + dy + ey + fy)
    first = (round(ax / part), round(ay / part))
    last = (round(fx / (1 - part)), round(fy / (1 - part)))
    joint = (*first, end[0] - first[0] - last[0], end[1] - first[1] - last[1], *last)
    middle = (ax + bx + cx, ay + by + cy)
    for share in _CHECKED:
        x, y = _at(one, share)
        if _distance((x, y), _at(joint, part * share)) > SMOOTH:
            return None
        x, y = _at(other, share)
        if _distance((middle[0] + x, middle[1] + y), _at(joint, part + (1 - part) * share)) > SMOOTH:
            return None
    return joint


def _at(curve: Segment, share: float) -> Point:
    """Return a point of a curve."""
    a, b, c, d, e, f = curve
    rest = 1 - share
    one, two, three = 3 * rest * rest * share, 3 * rest * share * share, share**3
    return (
        one * a + two * (a + c) + three * (a + c + e),
        one * b + two * (b + d) + three * (b + d + f),
    )


def _distance(one: Point, other: Point) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])
