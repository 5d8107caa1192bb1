"""Make the pictures of the README anew: pages of the fixture campaign, from PDF, as small palette PNGs.

Needs pdftoppm (Debian's poppler-utils). Usage: python scripts/make_pictures.py [FOLDER], by default docs/images.
"""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from generator.verbs import BuildRequest, build

CHECKOUT = Path(__file__).resolve().parent.parent
CAMPAIGN = CHECKOUT / "fixtures" / "campaigns" / "jiangguanchi"
FOLDER = CHECKOUT / "docs" / "images"
WIDTH_PX = 900
OVERSIZE = 4  # drawn larger and shrunk, so that hairlines come out evenly
COLOURS = 32
EDGE = "#b0b0b0"


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, and the unit's folder and sheet whose first page it shows."""

    file: str
    folder: str
    sheet: str


PICTURES = (
    Picture("notice.png", "将官池镇安全生产委员会", "关于印发*"),
    Picture("dispatch-table.png", "秋湖村", "附件2 *"),
    Picture("hazard-checklist.png", "应急办", "附件4 *"),
)


def make_pictures(folder: Path) -> list[Path]:
    """Build the sheets that are shown and write one picture of each into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gongwen-pictures-") as scratch:
        request = BuildRequest(
            source=CAMPAIGN,
            target=Path(scratch) / "out",
            sheets=("notice", "dispatch-communities", "hazard-checklist"),
            units=tuple(picture.folder for picture in PICTURES),
            formats=("pdf",),
        )
        build(request)
        return [_written(picture, request.target, folder) for picture in PICTURES]


def _written(picture: Picture, made: Path, folder: Path) -> Path:
    (pdf,) = (made / picture.folder).glob(f"{picture.sheet}.pdf")
    target = folder / picture.file
    page = ImageOps.expand(_first_page(pdf), border=1, fill=EDGE)
    page.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    return target


def _first_page(pdf: Path) -> Image.Image:
    """Draw the first page, so wide that the edge around it makes up the full width."""
    width = str((WIDTH_PX - 2) * OVERSIZE)
    command = ["pdftoppm", "-f", "1", "-singlefile", "-scale-to-x", width, "-scale-to-y", "-1", "-png"]
    subprocess.run([*command, str(pdf), str(pdf.with_suffix(""))], check=True)
    with Image.open(pdf.with_suffix(".png")) as page:
        return page.convert("RGB").reduce(OVERSIZE)


if __name__ == "__main__":
    for path in make_pictures(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")
