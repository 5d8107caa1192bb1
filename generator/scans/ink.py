"""Ink (印迹) on a straightened page: whether anything stands on it, and whether a seal was pressed where one must be.

What is said of a seal is what a program saw, a hint for whoever confirms it.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from generator.model.register import PrintedSeal
from generator.scans.opening import Picture
from generator.scans.straightening import PX_PER_MM

EDGE_SHARE = 0.03  # of a page, all round, that shadows of the scanner darken
DARK_BELOW_PAPER = 70
BLANK_SHARE = 0.0003
RED_OVER = 35  # by which red must lie over green and blue
REACH = 1.2  # of a seal's radius: it is pressed by hand
SEEN_SHARE, UNSEEN_SHARE = 0.02, 0.004  # of its circle that is red; between them nothing is said
COLOUR_SHARE = 0.0005
COLOUR_OVER = 40
PAPER_WHITE = 250.0


def is_blank(picture: Picture) -> bool:
    """Tell whether nothing stands on a page, such as the empty back of a sheet."""
    grey = cv2.cvtColor(_inner(picture), cv2.COLOR_BGR2GRAY)
    small = cv2.medianBlur(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), 3)
    paper = float(np.median(small))
    return bool((small < paper - DARK_BELOW_PAPER).mean() < BLANK_SHARE)


def has_colour(picture: Picture) -> bool:
    """Tell whether a page shows more than black, grey and the tint of its paper."""
    small = cv2.resize(_inner(picture), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    level = on_white(small)
    spread = level.max(axis=2).astype(np.int16) - level.min(axis=2)
    return bool((spread > COLOUR_OVER).mean() > COLOUR_SHARE)


def sees_seal(picture: Picture, seal: PrintedSeal) -> bool | None:
    """Tell whether red ink stands where a seal must be pressed; None where that cannot be said."""
    reach = seal.mm / 2 * REACH
    left, top = (max(0, round((at - reach) * PX_PER_MM)) for at in (seal.x, seal.y))
    right, bottom = (round((at + reach) * PX_PER_MM) for at in (seal.x, seal.y))
    part = on_white(picture)[top:bottom, left:right]
    if part.size == 0:
        return None
    y, x = np.ogrid[: part.shape[0], : part.shape[1]]
    middle_x, middle_y = seal.x * PX_PER_MM - left, seal.y * PX_PER_MM - top
    inside = (x - middle_x) ** 2 + (y - middle_y) ** 2 <= (reach * PX_PER_MM) ** 2
    share = float(_red(part)[inside].mean())
    if share >= SEEN_SHARE:
        return True
    return False if share < UNSEEN_SHARE else None


def _red(part: Picture) -> NDArray[np.bool_]:
    smooth = cv2.GaussianBlur(part, (5, 5), 0).astype(np.int16)
    blue, green, red = smooth[:, :, 0], smooth[:, :, 1], smooth[:, :, 2]
    return np.asarray(red - np.maximum(blue, green) > RED_OVER)


def on_white(picture: NDArray[Any]) -> Picture:
    """Return a page whose paper is white, whatever the light was."""
    paper = np.percentile(picture[::8, ::8].reshape(-1, 3), 80, axis=0)
    gain = PAPER_WHITE / np.maximum(paper, 60.0)
    return np.asarray(np.clip(picture * gain, 0, 255), np.uint8)


def _inner(picture: Picture) -> Picture:
    rows, columns = picture.shape[:2]
    y, x = round(rows * EDGE_SHARE), round(columns * EDGE_SHARE)
    return picture[y : rows - y, x : columns - x]
