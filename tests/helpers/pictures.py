"""Pages as a scanner would give them."""

from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Page = NDArray[np.uint8]
DPI = 200


def scanned(page: Page, turn: float, seed: int = 1) -> Page:
    """A page as a flatbed scanner gives it: turned a little, grey, with noise."""
    rows, columns = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), turn, 1.0)
    turned = cv2.warpAffine(page, matrix, (columns, rows), borderValue=(225, 225, 225))
    noise = np.random.default_rng(seed).normal(0, 9, turned.shape)
    return np.clip(turned * 0.86 + 18 + noise, 0, 255).astype(np.uint8)


def as_pdf(*pages: Page) -> bytes:
    """The pages as one PDF, as a scanner writes it."""
    pictures = [Image.fromarray(page[:, :, ::-1]) for page in pages]
    target = BytesIO()
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI, quality=75)
    return target.getvalue()
