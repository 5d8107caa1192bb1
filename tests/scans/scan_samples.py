"""What the tests of scans share: a campaign printed with marks, its pages as a scanner or a telephone would see them."""

import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from generator import verbs
from generator.derive.register import Register, Row, register_of
from generator.press.print_run import Plan
from generator.sources.register import read_events
from generator.verbs.scanning import ScanResult, Sent, scan

Page = NDArray[np.uint8]
CAMPAIGN = Path(__file__).parents[2] / "fixtures" / "campaigns" / "jiangguanchi"
DAY = date(2023, 7, 3)
DPI = 200
DESK = (70, 90, 110)


def printed(folder: Path, *units: str, marks: bool = True) -> tuple[Path, list[Page]]:
    """Print some units' sheets, registered, on one side; return the campaign and its pages, separators first of each."""
    town = shutil.copytree(CAMPAIGN, folder / "行动")
    target = folder / "输出"
    verbs.build(verbs.BuildRequest(source=town, target=target, units=units, formats=("pdf",)))
    request = verbs.PrintRequest(
        source=town,
        target=target,
        units=units,
        plan=Plan(two_sided=False, separators=True),
        marks=marks,
        register=date(2023, 6, 30),
    )
    done = verbs.print_out(request)
    with pdfium.PdfDocument(target / done.files[0]) as pdf:
        return town, [page.render(scale=DPI / 72).to_numpy()[:, :, :3].copy() for page in pdf]


def scanned(page: Page, turn: float, seed: int = 1) -> Page:
    """A page as a flatbed scanner gives it: turned a little, grey, with noise."""
    rows, columns = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), turn, 1.0)
    turned = cv2.warpAffine(page, matrix, (columns, rows), borderValue=(225, 225, 225))
    noise = np.random.default_rng(seed).normal(0, 9, turned.shape)
    return np.clip(turned * 0.86 + 18 + noise, 0, 255).astype(np.uint8)


def photographed(page: Page) -> Page:
    """A page as a telephone sees it on a desk: from the side, its light uneven."""
    rows, columns = page.shape[:2]
    corners = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], np.float32)
    seen = np.array([(330, 260), (1820, 330), (2050, 2650), (150, 2520)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(page, matrix, (2250, 2900), borderValue=DESK)
    light = np.linspace(0.75, 1.0, photo.shape[1])[None, :, None]
    return np.clip(photo * light, 0, 255).astype(np.uint8)


def stamped(page: Page, x_mm: float, y_mm: float) -> Page:
    """A page with a red round seal on it."""
    made = page.copy()
    middle = (round(x_mm / 25.4 * DPI), round(y_mm / 25.4 * DPI))
    cv2.circle(made, middle, round(20 / 25.4 * DPI), (50, 50, 215), 8)
    cv2.putText(made, "*", (middle[0] - 20, middle[1] + 20), cv2.FONT_HERSHEY_SIMPLEX, 3, (50, 50, 215), 6)
    return made


def without_code(page: Page) -> Page:
    """A page whose code is torn off."""
    made = page.copy()
    made[-round(25 / 25.4 * DPI) :] = 255
    return made


def as_pdf(*pages: Page) -> bytes:
    """The pages as one PDF, as a scanner writes it."""
    pictures = [Image.fromarray(page[:, :, ::-1]) for page in pages]
    target = BytesIO()
    pictures[0].save(target, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI, quality=75)
    return target.getvalue()


def as_jpeg(page: Page, **said: object) -> bytes:
    """The page as a photo."""
    target = BytesIO()
    Image.fromarray(page[:, :, ::-1]).save(target, "JPEG", quality=85, **said)
    return target.getvalue()


def sent(town: Path, *contents: bytes) -> ScanResult:
    """File what came back."""
    files = [(f"扫描{number}.pdf", content) for number, content in enumerate(contents, 1)]
    return scan(town, Sent(files=files, on=DAY, by="石敢"))


def standing(town: Path) -> Register:
    """The register as it stands."""
    return register_of(read_events(town / ".")[0])


def row(town: Path, unit: str, sheet: str) -> Row:
    """The row of a unit's sheet."""
    return next(r for r in standing(town).rows.values() if (r.printed.unit, r.printed.sheet) == (unit, sheet))


def codes(result: ScanResult) -> list[str]:
    """The codes of all problems."""
    return [problem.code for problem in result.problems]
