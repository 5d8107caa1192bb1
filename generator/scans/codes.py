"""Codes (页码标识) in a picture: found and read, their corners set right to a fraction of a pixel."""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from generator.dataclass import dataclass
from generator.derive.print_key import PageCode, read_code
from generator.render.page_code import squares
from generator.scans.opening import Picture

Points = NDArray[
    np.float32
]  # four corners x, y: upper left, upper right, lower right, lower left of the code
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
MODULE_PX = 8  # of the code as it is drawn for comparison
QUIET = 2  # modules round it
STEPS, CLOSE, SMOOTH_PX = 60, 1e-5, 5
SMALL_PX = 3000  # longer pictures are looked at in half their size too


@dataclass(frozen=True, slots=True)
class Found:
    """Code found in a picture (读到的标识): what it says, and its corners."""

    page: PageCode
    corners: Any


def find_code(picture: Picture) -> Found | None:
    """Return the code of a page, None where none of ours can be read."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    for scale, tried in _tries(grey):
        for read in zxingcpp.read_barcodes(tried, formats=QR, try_downscale=False):
            page = read_code(read.text)
            if page is not None:
                return Found(page, _refined(grey, read.text, _corners(read.position) / scale))
    return None


def _tries(grey: NDArray[np.uint8]) -> Iterator[tuple[float, Any]]:
    """Yield the picture as it is, then smoothed, larger, and with its shadows taken away."""
    yield 1.0, grey
    yield 1.0, cv2.medianBlur(grey, 3)
    if max(grey.shape) <= SMALL_PX:
        yield (
            2.0,
            cv2.resize(cv2.GaussianBlur(grey, (3, 3), 0), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC),
        )
    else:
        yield 0.5, cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    block = max(31, min(grey.shape) // 40 | 1)
    yield (
        1.0,
        cv2.adaptiveThreshold(
            cv2.GaussianBlur(grey, (3, 3), 0), 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, 12
        ),
    )


def _corners(position: Any) -> Points:
    places = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return np.array([[p.x, p.y] for p in places], np.float32)


def _refined(grey: NDArray[np.uint8], text: str, corners: Points) -> Points:
    """Return the corners where the code as it must look fits best; as they were found where it does not fit."""
    drawn = _drawn(text)
    size = float(drawn.shape[0])
    edge = QUIET * MODULE_PX
    own = np.array(
        [[edge, edge], [size - edge, edge], [size - edge, size - edge], [edge, size - edge]], np.float32
    )
    to_picture = cv2.getPerspectiveTransform(own, corners)
    seen = cv2.warpPerspective(
        grey, to_picture, drawn.shape[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=255
    )
    try:
        start, whole = np.eye(2, 3, dtype=np.float32), np.full_like(drawn, 255)
        end = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, STEPS, CLOSE)
        _, shift = cv2.findTransformECC(drawn, seen, start, cv2.MOTION_AFFINE, end, whole, SMOOTH_PX)
    except cv2.error:
        return corners
    moved = cv2.transform(own[None], shift)
    return np.asarray(cv2.perspectiveTransform(moved, to_picture)[0], np.float32)


def _drawn(text: str) -> NDArray[np.uint8]:
    rows = np.pad(np.array(squares(text)), QUIET)
    return np.where(rows, 0, 255).astype(np.uint8).repeat(MODULE_PX, axis=0).repeat(MODULE_PX, axis=1)
