"""Straightening (校正): a page cut out of its picture, upright, as large as it was printed."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from generator.layout import gbt9704 as gb
from generator.layout.marks import code_place
from generator.scans.codes import Found
from generator.scans.opening import Picture

DPI = 200
PX_PER_MM = DPI / gb.MM_PER_INCH
PAPER_LEAST = 0.3  # of a picture that a sheet photographed must fill
CODE_AWAY_MM = 6.0  # so far the code may lie from its place on a sheet whose edges were found
BENT = 0.02  # from which a sheet seen by its edges is a photo, not a scan
TURN_MAX, TURN_STEP = 6.0, 0.1  # degrees that a page without a code is turned by at most
WHITE = (255, 255, 255)


def page_size_mm(landscape: bool) -> tuple[float, float]:
    """Return width and height of a page as it is read."""
    size = (gb.PAGE_WIDTH_MM, gb.PAGE_HEIGHT_MM)
    return size[::-1] if landscape else size


def straightened(picture: Picture, found: Found) -> Picture:
    """Return the page that a code was found on, at DPI.

    A photo is set right by the edges of the sheet, where all four are seen and the code lies where it must; else the
    code alone says how large the page is and how it lies.
    """
    width, height = page_size_mm(found.page.landscape)
    matrix = _by_edges(picture, found, (width, height))
    if matrix is None:
        matrix = _by_code(found, (width, height))
    return _warped(picture, matrix, (width, height))


def levelled(picture: Picture, landscape: bool) -> Picture:
    """Return a page without a code: turned so that its lines lie level, and scaled to its paper; head up as it was."""
    if (picture.shape[1] > picture.shape[0]) != landscape:
        picture = np.asarray(cv2.rotate(picture, cv2.ROTATE_90_CLOCKWISE), np.uint8)
    width, height = page_size_mm(landscape)
    rows, columns = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), _turn(picture), 1.0)
    scale = min(width * PX_PER_MM / columns, height * PX_PER_MM / rows)
    matrix = np.vstack([turn, [0, 0, 1]])
    return _warped(picture, np.diag([scale, scale, 1.0]) @ matrix, (width, height))


def _warped(picture: Picture, matrix: Any, size_mm: tuple[float, float]) -> Picture:
    width, height = (round(side * PX_PER_MM) for side in size_mm)
    shrunk = np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    if shrunk < 0.7:  # or fine strokes are lost between the pixels
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.4 / shrunk), np.uint8)
    warped = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=WHITE)
    return np.asarray(warped, np.uint8)


def _code_mm(size_mm: tuple[float, float]) -> NDArray[np.float32]:
    place = code_place(*size_mm)
    corners = [
        (place.left, place.top),
        (place.right, place.top),
        (place.right, place.bottom),
        (place.left, place.bottom),
    ]
    return np.array(corners, np.float32)


def _by_code(found: Found, size_mm: tuple[float, float]) -> Any:
    """Return what takes a picture to its page by the code: turned, scaled and moved, nothing else."""
    own = _code_mm(size_mm) * PX_PER_MM
    seen = found.corners
    a = complex(*seen.mean(axis=0))
    b = complex(*own.mean(axis=0))
    z = [complex(*p) - a for p in seen]
    w = [complex(*p) - b for p in own]
    factor = sum(y * x.conjugate() for x, y in zip(z, w, strict=True)) / sum(abs(x) ** 2 for x in z)
    moved = b - factor * a
    return np.array(
        [[factor.real, -factor.imag, moved.real], [factor.imag, factor.real, moved.imag], [0.0, 0.0, 1.0]]
    )


def _by_edges(picture: Picture, found: Found, size_mm: tuple[float, float]) -> Any | None:
    """Return what takes a photo to its page by the four edges of the sheet, None where they are not seen or wrong."""
    corners = _paper(picture)
    if corners is None or _bend(corners) < BENT:
        return None
    width, height = size_mm
    own = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    wanted = _code_mm(size_mm)
    best: tuple[float, Any] = (CODE_AWAY_MM, None)
    for turn in range(4):
        to_mm = cv2.getPerspectiveTransform(np.roll(corners, turn, axis=0), own)
        lies = cv2.perspectiveTransform(found.corners[None].astype(np.float32), to_mm)[0]
        away = float(np.abs(lies - wanted).max())
        if away < best[0]:
            best = (away, np.diag([PX_PER_MM, PX_PER_MM, 1.0]) @ to_mm)
    return best[1]


def _bend(corners: NDArray[np.float32]) -> float:
    """Return how far four corners are from a parallelogram, as a share of its longest side."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    return float(np.linalg.norm(corners[0] - corners[1] + corners[2] - corners[3]) / sides.max())


def _paper(picture: Picture) -> NDArray[np.float32] | None:
    """Return the corners of the sheet in a photo, clockwise, None where no bright four-cornered thing is seen."""
    scale = 1000 / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (7, 7), 0)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    four = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    if len(four) != 4 or cv2.contourArea(four) < PAPER_LEAST * grey.size:
        return None
    corners = _along_edges(hull[:, 0].astype(np.float32), four[:, 0].astype(np.float32))
    turned = corners if cv2.contourArea(corners, True) > 0 else corners[::-1]
    return np.asarray(turned / scale, np.float32)


def _along_edges(hull: NDArray[np.float32], four: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return where the lines along the four edges meet, which says more than where an edge was seen to end."""
    lines = []
    for start, end in zip(four, np.roll(four, -1, axis=0), strict=True):
        along = (end - start) / np.linalg.norm(end - start)
        rest = hull - start
        on = rest @ along
        off = np.abs(rest[:, 0] * along[1] - rest[:, 1] * along[0])
        length = np.linalg.norm(end - start)
        near = hull[(off < 4) & (on > 0.03 * length) & (on < 0.97 * length)]
        if len(near) < 2:
            near = np.array([start, end])
        vx, vy, x, y = cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append(np.cross((x, y, 1.0), (x + vx, y + vy, 1.0)))
    meets = [np.cross(lines[i - 1], lines[i]) for i in range(4)]
    return np.array([(p[0] / p[2], p[1] / p[2]) for p in meets], np.float32)


def _turn(picture: Picture) -> float:
    """Return by how many degrees a page must be turned for its lines to lie level: where they part most sharply."""
    scale = 800 / max(picture.shape[:2])
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = np.asarray(255 - small, np.float32)
    dark[dark < 60] = 0
    rows, columns = dark.shape
    best, turned = -1.0, 0.0
    for angle in np.arange(-TURN_MAX, TURN_MAX + TURN_STEP, TURN_STEP):
        matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), float(angle), 1.0)
        sums = cv2.warpAffine(dark, matrix, (columns, rows)).sum(axis=1)
        sharp = float(np.square(np.diff(sums)).sum())
        if sharp > best:
            best, turned = sharp, float(angle)
    return turned
