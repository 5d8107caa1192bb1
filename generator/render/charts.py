"""Charts as SVG (图): drawn in millimetres of the type area, every number also in a row below its bar.

Rows of numbers under the bars cannot overlap, whatever the numbers, and can be read where colours cannot. What is
missing is drawn hollow, so that the chart can be told apart in black and white.
"""

from collections.abc import Iterator
from html import escape
from math import ceil

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.model.chart import Chart, Series

WIDTH_MM = gb.TYPE_AREA_WIDTH_MM
LEFT_MM = 26.0  # room for the names of the rows and the numbers of the scale
TOP_MM, PLOT_MM, ROW_MM = 3.0, 46.0, 5.4
TEXT_MM = 3.3
BAR_MAX_MM = 13.0
BAR_SHARE = 0.62  # of the room of a month
STEPS = (1, 2, 5)
INKS = {
    "full": 'fill="#2f5597" stroke="#2f5597"',
    "light": 'fill="#e3c46b" stroke="#b8942f"',
    "grey": 'fill="#9a9a9a" stroke="#7a7a7a"',
    "hollow": 'fill="#ffffff" stroke="#b03a2e"',
    "line": 'fill="#b03a2e" stroke="#b03a2e"',
}
FACES = "宋体, SimSun, 'Noto Serif CJK SC', serif"
RULE, FAINT = "#555555", "#d9d9d9"
NOTHING = "没有数据"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where things stand: the room of a month, the number at the top of the scale, the step between its lines."""

    chart: Chart
    slot: float
    top: int
    step: int

    def x(self, month: int) -> float:
        """The middle of a month."""
        return LEFT_MM + self.slot * (month + 0.5)

    def y(self, number: float) -> float:
        """The height of a number."""
        return TOP_MM + PLOT_MM * (1 - number / self.top)


def render_chart(chart: Chart) -> str:
    """Return a chart as one SVG element, its width that of the type area, with title and description for readers."""
    step = scale_step(chart.highest)
    frame = _Frame(
        chart=chart,
        slot=(WIDTH_MM - LEFT_MM) / max(len(chart.labels), 1),
        top=max(ceil(chart.highest / step), 1) * step,
        step=step,
    )
    height = height_mm(chart)
    inside = [*_scale(frame), *_bars(frame), *_lines(frame), *_rows(frame)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH_MM:g}mm" height="{height:g}mm" '
        f'viewBox="0 0 {WIDTH_MM:g} {height:g}" font-family="{FACES}" font-size="{TEXT_MM:g}">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.description)}</desc>{''.join(inside)}</svg>"
    )


def height_mm(chart: Chart) -> float:
    """Return how high a chart is, its rows included."""
    return TOP_MM + PLOT_MM + ROW_MM * (len(chart.series) + 1) + 1


def scale_step(highest: int) -> int:
    """Return the step of a scale that reaches a number in at most five steps: 1, 2 or 5 and so many noughts.

    >>> scale_step(0), scale_step(22), scale_step(500)
    (1, 5, 100)
    """
    power = 1
    while True:
        for step in STEPS:
            if step * power * 5 >= highest:
                return step * power
        power *= 10


def _scale(frame: _Frame) -> Iterator[str]:
    for number in range(0, frame.top + 1, frame.step):
        y = frame.y(number)
        colour = FAINT if number else RULE
        yield f'<path d="M {LEFT_MM:g} {y:.2f} H {WIDTH_MM:g}" stroke="{colour}" stroke-width="0.2" fill="none"/>'
        yield _text(LEFT_MM - 1.5, y + TEXT_MM * 0.35, f"{number}", "end")
    if not frame.chart.highest:
        middle = (LEFT_MM + WIDTH_MM) / 2
        yield _text(middle, TOP_MM + PLOT_MM / 2, NOTHING, "middle")


def _bars(frame: _Frame) -> Iterator[str]:
    bars = frame.chart.bars
    room = frame.slot * BAR_SHARE
    width = min(room if frame.chart.stacked else room / max(len(bars), 1), BAR_MAX_MM)
    for month in range(len(frame.chart.labels)):
        below = 0
        for place, series in enumerate(bars):
            value = series.values[month]
            left = frame.x(month) - (width / 2 if frame.chart.stacked else width * (len(bars) / 2 - place))
            if value:
                yield _bar(frame, series, (left, width), below, value)
            below += value if frame.chart.stacked else 0


def _bar(frame: _Frame, series: Series, across: tuple[float, float], below: int, value: int) -> str:
    (left, width), top = across, frame.y(below + value)
    height = frame.y(below) - top
    return (
        f'<rect x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}" '
        f'{INKS[series.ink]} stroke-width="0.25"/>'
    )


def _lines(frame: _Frame) -> Iterator[str]:
    for series in (s for s in frame.chart.series if s.ink == "line" and frame.chart.highest):
        points = [(frame.x(m), frame.y(v)) for m, v in enumerate(series.values)]
        path = " L ".join(f"{x:.2f} {y:.2f}" for x, y in points)
        yield f'<path d="M {path}" {INKS["line"]} fill-opacity="0" stroke-width="0.5"/>'
        yield from (f'<circle cx="{x:.2f}" cy="{y:.2f}" r="0.9" {INKS["line"]}/>' for x, y in points)


def _rows(frame: _Frame) -> Iterator[str]:
    """Yield the months below the bars, then a row of numbers for each series with its sign before its name."""
    chart = frame.chart
    top = TOP_MM + PLOT_MM
    for month, label in enumerate(chart.labels):
        yield _text(frame.x(month), top + ROW_MM * 0.75, label, "middle")
    for row, series in enumerate(chart.series, 1):
        y = top + ROW_MM * row
        yield f'<path d="M 0 {y:.2f} H {WIDTH_MM:g}" stroke="{FAINT}" stroke-width="0.2" fill="none"/>'
        yield _sign(series, y + ROW_MM / 2)
        yield _text(6.5, y + ROW_MM * 0.72, series.name, "start")
        for month, value in enumerate(series.values):
            yield _text(frame.x(month), y + ROW_MM * 0.72, f"{value}", "middle")


def _sign(series: Series, y: float) -> str:
    if series.ink == "line":
        middle = f'<circle cx="3" cy="{y:.2f}" r="0.9" {INKS["line"]}/>'
        return f'<path d="M 0.8 {y:.2f} H 5.2" {INKS["line"]} stroke-width="0.5"/>{middle}'
    return f'<rect x="1" y="{y - 1.4:.2f}" width="4" height="2.8" {INKS[series.ink]} stroke-width="0.25"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}">{escape(words)}</text>'
