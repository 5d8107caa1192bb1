"""From the coordinates of a PDF's page to millimetres on the sheet as it is shown."""

import ctypes
import importlib
from typing import Any, Literal

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.measure.box import Box

raw: Any = importlib.import_module("pypdfium2.raw")

_MM_PER_PT = gb.MM_PER_INCH / gb.PT_PER_INCH
_STEPS_PER_PT = 1000
_REACH_PT = 1000.0


@dataclass(frozen=True, slots=True)
class Affine:
    """Map of the plane: (x, y) goes to (a·x + c·y + e, b·x + d·y + f)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, edges: tuple[float, float, float, float]) -> Box:
        """Return the box round a rectangle given by two opposite corners: x, y, x, y."""
        left, bottom, right, top = edges
        corners = [self.point(x, y) for x in (left, right) for y in (bottom, top)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(across), min(down), max(across), max(down))

    def angle(self, x: float, y: float) -> Literal[0, 90, 180, 270]:
        """Return in which of four directions a vector points: to the right, down, to the left, up."""
        across, down = self.a * x + self.c * y, self.b * x + self.d * y
        if abs(across) >= abs(down):
            return 0 if across >= 0 else 180
        return 90 if down > 0 else 270

    def after(self, first: "Affine") -> "Affine":
        """Return the map that does another one first and then this one."""
        x0, y0 = self.point(first.e, first.f)
        ax, ay = self.point(first.a, first.b)
        cx, cy = self.point(first.c, first.d)
        return Affine(ax - self.e, ay - self.f, cx - self.e, cy - self.f, x0, y0)

    def turned(self, angle: int, width: float, height: float) -> "Affine":
        """Return this map with the sheet turned clockwise after it; width and height are the sheet's before."""
        turns = {
            0: Affine(1, 0, 0, 1, 0, 0),
            90: Affine(0, 1, -1, 0, height, 0),
            180: Affine(-1, 0, 0, -1, width, height),
            270: Affine(0, -1, 1, 0, 0, width),
        }
        return turns[angle].after(self)

    @property
    def scale(self) -> float:
        """By how much lengths grow."""
        return float(abs(self.a * self.d - self.b * self.c) ** 0.5)


def of_page(page: Any, width_pt: float, height_pt: float) -> Affine:
    """Return the map from a page's user space to mm on the sheet; crop box and /Rotate are in it."""
    x0, y0 = _device(page, width_pt, height_pt, (0.0, 0.0))
    ax, ay = _device(page, width_pt, height_pt, (_REACH_PT, 0.0))
    cx, cy = _device(page, width_pt, height_pt, (0.0, _REACH_PT))
    return Affine(
        (ax - x0) / _REACH_PT, (ay - y0) / _REACH_PT, (cx - x0) / _REACH_PT, (cy - y0) / _REACH_PT, x0, y0
    )


def _device(page: Any, width_pt: float, height_pt: float, point: tuple[float, float]) -> tuple[float, float]:
    x, y = ctypes.c_int(), ctypes.c_int()
    size = (round(width_pt * _STEPS_PER_PT), round(height_pt * _STEPS_PER_PT))
    raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, *point, x, y)
    return x.value / _STEPS_PER_PT * _MM_PER_PT, y.value / _STEPS_PER_PT * _MM_PER_PT
