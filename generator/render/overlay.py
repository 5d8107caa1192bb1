"""Overlay (叠印): what is laid over the pages of a sheet that is no final paper: outlines of seals, or their pictures."""

import base64
import hashlib
from collections.abc import Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.dataclass import dataclass
from generator.layout import gbt9704 as gb
from generator.layout.seals import Circle, Slice
from generator.resources import template_root

CROSS_MM = 2.0  # half a stroke of the cross in the middle


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Outline of a seal with the words beside it (印章的轮廓和说明); `path` draws a slice of it, in SVG."""

    circle: Circle
    words: tuple[str, ...]
    words_x_mm: float
    words_y_mm: float
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Picture of a seal at its place; `png` has a transparent ground."""

    circle: Circle
    png: bytes

    @property
    def url(self) -> str:
        """The picture as an address that holds it whole."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayPage:
    """What lies over one page: `remark` in its top margin says what the paper is not."""

    remark: str
    marks: tuple[Mark, ...] = ()
    pictures: tuple[Picture, ...] = ()


def render_overlay(pages: Sequence[OverlayPage], *, landscape: bool, draft: bool) -> str:
    """Return the HTML of the overlay, a page for each page of the sheet."""
    size = (gb.PAGE_WIDTH_MM, gb.PAGE_HEIGHT_MM)
    width, height = size[::-1] if landscape else size
    template = _environment().get_template("overlay.html")
    return template.render(pages=pages, width=width, height=height, draft=draft, cross=CROSS_MM, gb=gb)


def template_digest() -> str:
    """Return the digest of the template of overlays."""
    return hashlib.sha256((template_root() / "html" / "overlay.html").read_bytes()).hexdigest()


def slice_path(share: Slice, *, landscape: bool) -> str:
    """Return the two arcs that bound what a leaf shows of a seal, as an SVG path."""
    circle, visible = share.circle, share.visible
    start, end = (visible.top, visible.bottom) if landscape else (visible.left, visible.right)
    arcs = [_arc(circle, (start, end, side), landscape) for side in (-1, 1)]
    return " ".join(arcs)


def _arc(circle: Circle, reach: tuple[float, float, int], landscape: bool) -> str:
    start, end, side = reach
    (x, y), (to_x, to_y) = (_point(circle, at, side, landscape) for at in (start, end))
    radius = circle.mm / 2
    return f"M {x:.3f} {y:.3f} A {radius:g} {radius:g} 0 0 {1 if side < 0 else 0} {to_x:.3f} {to_y:.3f}"


def _point(circle: Circle, at: float, side: int, landscape: bool) -> tuple[float, float]:
    """Return the point of the circle at a distance across the sheet, on its upper (-1) or lower (1) half."""
    away = at - (circle.y if landscape else circle.x)
    half = max(0.0, (circle.mm / 2) ** 2 - away**2) ** 0.5
    return (circle.x - side * half, at) if landscape else (at, circle.y + side * half)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(template_root() / "html"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
