"""Ink (墨迹): what a picture of a page shows in a region."""

from PIL import Image

from generator.measure.box import Box

_CONTRAST = 16  # of 255: what an eye still tells apart


def ink_in(picture: Image.Image, pixels_per_mm: float, region: Box, red: bool) -> Box | None:
    """Return the box of what is dark in a region of a picture, or of what is red there; None when nothing is."""
    edges = (region.left, region.top, region.right, region.bottom)
    left, top, right, bottom = (round(v * pixels_per_mm) for v in edges)
    if not (left < right and top < bottom):
        return None
    found = _mask(picture.crop((left, top, right, bottom)), red).getbbox()
    if not found:
        return None
    start_x, start_y, end_x, end_y = (v / pixels_per_mm for v in found)
    x, y = left / pixels_per_mm, top / pixels_per_mm
    return Box(x + start_x, y + start_y, x + end_x, y + end_y)


def is_even(picture: Image.Image, pixels_per_mm: float, region: Box) -> bool:
    """Tell whether a region of a picture is all of one colour, as where something opaque lies over it."""
    edges = (region.left, region.top, region.right, region.bottom)
    part = picture.crop([round(v * pixels_per_mm) for v in edges])  # type: ignore[arg-type]
    extrema: tuple[tuple[int, int], ...] = part.getextrema()  # type: ignore[assignment]
    return all(most - least < _CONTRAST for least, most in extrema)


def _mask(picture: Image.Image, red: bool) -> Image.Image:
    """White where there is ink: dark in the green channel, and light in the red one when red is asked for."""
    reds, greens, _ = picture.split()
    dark = greens.point(lambda v: 255 if v < 160 else 0)
    if not red:
        return dark
    blank = Image.new("L", picture.size, 0)
    return Image.composite(dark, blank, reds.point(lambda v: 255 if v > 160 else 0))
